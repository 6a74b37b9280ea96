#include "pipeline/study/cautions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/model/events.hpp"
#include "pipeline/study/results.hpp"

namespace radsweep::study {
namespace {

class Finder {
 public:
  explicit Finder(Results const& r) : r_(r) {}

  std::vector<Problem> find() {
    size_of_study();
    folds(r_.models.models.at(0));
    for (ModelResult const& m : r_.models.models) model(m);
    if (r_.subjects.test.empty())
      add("W870", "no external test set", "",
          "performance is known only for subjects of the kind that the model was made from",
          "test on subjects of another institution");
    agreement();
    if (r_.survival && !r_.survival->test.test.undefined.empty())
      add("W873", "there is no log-rank test", r_.survival->test.test.undefined, "survival cannot be compared", "");
    if (!r_.clusters.problem.empty())
      add("W873", "there is no cluster map", r_.clusters.problem, "the data do not allow it", "");
    return std::move(out_);
  }

 private:
  void add(char const* code, std::string what, std::string found, std::string why, std::string hint) {
    out_.push_back({code, std::move(what), std::move(found), std::move(why), std::move(hint), ""});
  }

  void size_of_study() {
    std::size_t const n = r_.subjects.train.size(), p = r_.variables.all.count();
    if (n < p)
      add("W864", fmt::format("{} subjects and {} variables", n, p), "",
          "with fewer subjects than variables some variables fit the outcome by chance",
          "trust what was found outside the subjects that selected: cross-validation and external test");
    ModelResult const& logistic = r_.models.models.at(0);
    EventsPerVariable const events =
        events_per_variable(logistic.cross_validated.predictions.y, r_.variables.all, logistic.fitted);
    if (events.few())
      add("W865", "fewer than ten events per variable", events_text(events), "coefficients and selection are unstable",
          "more subjects, or fewer variables decided on beforehand");
  }

  void model(ModelResult const& m) {
    interval(m, m.cross_validated);
    if (m.external) interval(m, *m.external);
    std::size_t separated = 0;
    for (FoldFit const& f : m.validation.fits) separated += f.separation != Separation::kNone;
    auto const* const logistic = std::get_if<LogisticFit>(&m.fitted.predictor.model);
    bool const final_fit = logistic != nullptr && logistic->separation != Separation::kNone;
    if (final_fit || separated > 0)
      add("W868", fmt::format("{}: a combination of the variables separates the classes", display_name(m)),
          fmt::format("{}{} of {} folds", final_fit ? "the final fit and " : "", separated, m.validation.fits.size()),
          "maximum likelihood has no finite estimate then; unless switched off, Firth's penalty is used there",
          "more subjects, or fewer variables");
  }

  /// The folds are those of every model.
  void folds(ModelResult const& m) {
    if (m.validation.folds_left_out == 0) return;
    add("W867", fmt::format("{} fold(s) without both classes", m.validation.folds_left_out),
        fmt::format("{} folds, {} subjects of the rarer class", m.validation.fits.size(), rarer_class(m)),
        "such a fold has no AUC; the mean over folds leaves it out, the pooled AUC does not",
        "choose fewer folds than there are subjects of the rarer class");
  }

  static std::size_t rarer_class(ModelResult const& m) {
    std::size_t const n = m.cross_validated.predictions.y.size(), positives = m.cross_validated.positives;
    return std::min(positives, n - positives);
  }

  void interval(ModelResult const& m, Evaluation const& e) {
    std::string const sample(name_of(e.predictions.sample));
    if (!e.auc) {
      add("W873", fmt::format("{}, {}: no AUC", display_name(m), sample),
          e.undefined.empty() ? "" : e.undefined.front(), "the sample is too small or has one class only",
          "more subjects");
    } else if (std::isnan(e.auc->low)) {
      add("W866", fmt::format("{}, {}: the AUC has no interval", display_name(m), sample),
          fmt::format("AUC {:.2f}, {} of {} positive", e.auc->auc, e.positives, e.predictions.y.size()),
          "one subject of a class tells nothing of the spread", "more subjects");
    } else if (e.auc->degenerate) {
      add("W866", fmt::format("{}, {}: the interval of the AUC has no width", display_name(m), sample),
          fmt::format("AUC {:.2f}, {} of {} positive", e.auc->auc, e.positives, e.predictions.y.size()),
          "the classes are told apart without an error; DeLong's interval says nothing then", "more subjects");
    } else if (interval_width(*e.auc) > kWideInterval) {
      add("W866", fmt::format("{}, {}: the AUC is uncertain", display_name(m), sample),
          fmt::format("{:.2f}, 95 % interval {:.2f} to {:.2f}, {} of {} positive", e.auc->auc, e.auc->low, e.auc->high,
                      e.positives, e.predictions.y.size()),
          fmt::format("an interval wider than {} (here {:.2f}, before it is cut at 0 and 1) holds poor and good models "
                      "alike",
                      kWideInterval, interval_width(*e.auc)),
          "more subjects");
    }
  }

  void agreement() {
    if (!r_.inter && !r_.intra)
      add("W871", "agreement of readers is not known", "every subject was read once",
          "features that depend on who drew the region may be among those selected",
          "let a second reader draw at least some of the subjects");
    if (r_.config.icc.minimum && !r_.inter && !r_.intra)
      add("W872", "features were not filtered by agreement", fmt::format("icc: minimum is {}", *r_.config.icc.minimum),
          "there are no repeated readings", "take icc: minimum out of the study, or add readings");
  }

  Results const& r_;
  std::vector<Problem> out_;
};

}  // namespace

std::vector<Problem> find_cautions(Results const& results) { return Finder(results).find(); }

}  // namespace radsweep::study
