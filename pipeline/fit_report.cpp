#include "pipeline/fit_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "host/model/events.hpp"
#include "host/model/importance.hpp"
#include "io/table.hpp"

namespace radsweep {
namespace {

LogisticFit const* logistic(FitSummary const& s) { return std::get_if<LogisticFit>(&s.fitted.predictor.model); }

void warn_about_logistic(FitSummary const& s, std::vector<Problem>& out) {
  LogisticFit const* const fit = logistic(s);
  if (fit == nullptr) return;
  if (fit->separation != Separation::kNone) {
    out.push_back(
        {"W822",
         fmt::format("the variables separate the classes{}",
                     fit->separation == Separation::kQuasi ? ", but for subjects in one plane" : " completely"),
         fit->firth ? "Firth's penalised likelihood was used"
                    : "maximum likelihood has no finite estimate: coefficients and errors mean nothing",
         "with few subjects this happens by chance",
         fit->firth ? "use fewer variables" : "use fewer variables, or leave --penalty at if_separated", ""});
  }
  if (!s.fitted.dropped.empty()) {
    std::vector<std::string> names;
    names.reserve(s.fitted.dropped.size());
    for (DesignColumn const c : s.fitted.dropped) names.push_back(design_name(s.data.candidates, c));
    out.push_back({"W833", fmt::format("{} column(s) are combinations of others and were dropped", names.size()),
                   fmt::format("{}", fmt::join(names, ", ")), "their coefficients cannot be told apart", "", ""});
  }
  // Without a penalty, iterations on separated classes cannot converge, and W822 has said why.
  if (!fit->converged && (fit->firth || fit->separation == Separation::kNone)) {
    out.push_back({"W825", "the iterations did not converge", fmt::format("{} iterations", fit->iterations),
                   "estimates are not the maximum of the likelihood",
                   fit->firth ? "use fewer variables" : "use fewer variables, or --penalty firth", ""});
  }
}

void warn_about_events(FitSummary const& s, std::vector<Problem>& out) {
  EventsPerVariable const events = events_per_variable(s.data.y, s.data.candidates, s.fitted);
  if (!events.few()) return;
  out.push_back({"W826", "fewer than ten events per variable", events_text(events),
                 "estimates are unstable and performance looks better than it is",
                 "use fewer variables or more subjects; believe the cross-validated area, not the one of the training "
                 "table",
                 ""});
}

}  // namespace

std::vector<Problem> fit_warnings(FitSummary const& s) {
  std::vector<Problem> out = s.data.warnings;
  for (Problem& w : explain_exclusions(s.data.candidates, s.fitted.chosen.mrmr.exclusion, s.data.table.source)) {
    out.push_back(std::move(w));
  }
  warn_about_logistic(s, out);
  warn_about_events(s, out);
  if (s.cv && s.cv->folds_left_out > 0) {
    out.push_back(
        {"W821", fmt::format("{} of {} folds do not have both classes", s.cv->folds_left_out, s.cv->fits.size()),
         "their area under the ROC curve is not defined; the mean is over the others",
         "a class has fewer subjects than there are folds", "choose fewer folds, or read the pooled area", ""});
  }
  if (!s.data.has_ids) {
    out.push_back({"W824", "the table has no column that names subjects", "rows are numbered in their stead",
                   "folds then hang on the order of rows", "name the column with --id", s.data.table.source});
  }
  return out;
}

namespace {

std::string coefficient_lines(FitSummary const& s) {
  LogisticFit const& fit = *logistic(s);
  std::string out = fmt::format("  {:<52} {:>10} {:>24} {:>8}\n", fit.firth ? "variable (Firth)" : "variable",
                                "odds ratio", "95 % (Wald)", "p");
  auto const tests = wald_tests(fit);
  std::vector<std::string> const names = column_names(s.fitted.predictor);
  for (std::size_t k = 1; k < tests.size(); ++k) {
    std::string const interval = fmt::format("{:.3g} - {:.3g}", std::exp(tests[k].low), std::exp(tests[k].high));
    out += fmt::format("  {:<52} {:>10.4g} {:>24} {:>8.3g}\n", names[k - 1], std::exp(tests[k].estimate), interval,
                       tests[k].p);
  }
  return out + "  odds ratios: per standard deviation; of a level against the first one\n";
}

std::string frequency_lines(FitSummary const& s) {
  std::string out;
  for (std::size_t const v : s.fitted.variables) {
    auto const at = std::ranges::find(s.cv->frequency, v, &SelectionCount::variable);
    SelectionCount const count = at == s.cv->frequency.end() ? SelectionCount{} : *at;
    out += fmt::format("  {:<52} {:>4} of {} folds, in the model of {}\n", s.data.candidates.names[v], count.picked,
                       s.cv->fits.size(), count.in_model);
  }
  return out;
}

std::string area(std::optional<double> v) { return v ? fmt::format("{:.3f}", *v) : "undefined"; }

}  // namespace

std::string fit_text(FitSummary const& s, FitOptions const& o) {
  auto const ones = std::ranges::count(s.data.y, 1);
  std::string out = fmt::format("{} model: {} subjects, {} with {} = {}\n", o.model, s.data.y.size(), ones,
                                o.training.outcome, s.data.positive);
  if (logistic(s) != nullptr) {
    out += coefficient_lines(s);
  } else {
    out += fmt::format("  {} trees on {} columns\n", o.trees, s.fitted.predictor.columns.size());
  }
  out += fmt::format("area under the ROC curve\n  training table (resubstitution, optimistic)  {:.3f}\n",
                     s.resubstitution);
  if (s.cv) {
    std::string const where =
        o.selection_outside ? "SELECTION OUTSIDE THE FOLDS: BIASED" : "selection inside the folds";
    out += fmt::format("  cross-validated, {} x {} folds, {}\n    pooled         {:.3f}\n    mean of folds  {}\n",
                       o.repeats, o.folds, where, s.cv->mean_pooled_auc, area(s.cv->mean_fold_auc));
    out += "chosen in cross-validation\n" + frequency_lines(s);
  }
  if (s.permutation) {
    out += fmt::format("{} permutations of the outcome: p = {:.4g} (pooled)\n", s.permutation->pooled.size(),
                       s.permutation->p_pooled);
  }
  return out;
}

namespace {

void write_logistic(TableWriter& out, FitSummary const& s) {
  LogisticFit const& fit = *logistic(s);
  Predictor const& p = s.fitted.predictor;
  auto const tests = wald_tests(fit);
  std::vector<std::string> const names = column_names(p);
  Candidates const known = select_variables(s.data.candidates, s.fitted.variables);
  auto const profile = profile_intervals(fit, scaled_design(p, known), s.data.y);
  for (std::size_t k = 0; k < tests.size(); ++k) {
    CoefficientTest const& t = tests[k];
    double const unit = k == 0 ? 1 : p.scale[k - 1];
    TableRow row{static_cast<std::int64_t>(k + 1), true, {}};
    row.cells = {{"variable", k == 0 ? "(intercept)" : names[k - 1]},
                 {"coefficient", t.estimate},
                 {"standard_error", t.standard_error},
                 {"z", t.z},
                 {"p", t.p},
                 {"odds_ratio", std::exp(t.estimate)},
                 {"wald_low", std::exp(t.low)},
                 {"wald_high", std::exp(t.high)},
                 {"profile_low", std::exp(profile[k].low)},
                 {"profile_high", std::exp(profile[k].high)},
                 {"scale", unit},
                 {"odds_ratio_per_unit", std::exp(t.estimate / unit)},
                 {"per_unit_low", std::exp(t.low / unit)},
                 {"per_unit_high", std::exp(t.high / unit)}};
    out.write(row);
  }
}

}  // namespace

void write_coefficients(std::string const& target, FitSummary const& s) {
  TableOptions options;
  options.format = TableFormat::kCsv;
  auto const out = open_table(target, options);
  if (logistic(s) != nullptr) {
    write_logistic(*out, s);
  } else {
    auto const importance = impurity_importance(std::get<Forest>(s.fitted.predictor.model));
    std::vector<std::string> const names = column_names(s.fitted.predictor);
    for (std::size_t k = 0; k < importance.size(); ++k) {
      TableRow row{static_cast<std::int64_t>(k + 1), true, {}};
      row.cells = {{"variable", names[k]}, {"impurity_importance", importance[k]}};
      out->write(row);
    }
  }
  out->close();
}

}  // namespace radsweep
