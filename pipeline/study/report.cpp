#include "pipeline/study/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/core/digest.hpp"
#include "io/report/methods.hpp"
#include "io/report/tables.hpp"
#include "io/report/write.hpp"
#include "pipeline/study/report_parts.hpp"

namespace radsweep::study {
namespace {

using report::KeyNumber;

KeyNumber key_number(Results const& r, ModelResult const& m, Evaluation const& e) {
  std::string const sample = sample_text(r, e.predictions.sample);
  KeyNumber out{fmt::format("AUC, {}", sample), "–", "",
                fmt::format("{}, {} of {} positive", display_name(m), e.positives, e.predictions.y.size()), true};
  if (!e.auc) return out;
  out.value = report::fixed_text(e.auc->auc, 2);
  bool const none = std::isnan(e.auc->low);
  out.interval = none                ? "no interval: one subject of a class"
                 : e.auc->degenerate ? "no interval: no error was made"
                                     : fmt::format("95 % CI {} to {}", report::fixed_text(e.auc->low, 2),
                                                   report::fixed_text(e.auc->high, 2));
  out.unsure = none || e.auc->degenerate || interval_width(*e.auc) > kWideInterval;
  return out;
}

std::string what_was_done(Results const& r) {
  std::size_t const events = r.models.models.at(0).cross_validated.positives;
  std::string out = fmt::format(
      "The training set has {} subjects, {} of them with the outcome “{}”. From {} features{} the {} most relevant and "
      "least redundant were selected, and a logistic regression and a random forest were built from them.",
      r.subjects.train.size(), events, r.config.report.positive_name, r.variables.features.size(),
      r.variables.clinical() > 0 ? fmt::format(" and {} clinical variables", r.variables.clinical()) : "",
      r.models.models.at(0).fitted.chosen.mrmr.picks.size());
  out += r.subjects.test.empty()
             ? " There is no external test set: performance is that of cross-validation."
             : fmt::format(" Both were then tested on {} subjects of another set.", r.subjects.test.size());
  if (std::string const reading = reading_name(r.reference); !reading.empty())
    out += fmt::format(" The drawings of {} were used for that.", reading);
  if (!r.inter && !r.intra) out += " Every subject was read once, so agreement of readers is not known.";
  return out;
}

std::vector<report::Block> summary(Results const& r) {
  std::vector<report::Block> out{report::Paragraph{what_was_done(r)}};
  report::KeyNumbers numbers;
  for (ModelResult const& m : r.models.models) numbers.items.push_back(key_number(r, m, m.cross_validated));
  for (ModelResult const& m : r.models.models) {
    if (m.external) numbers.items.push_back(key_number(r, m, *m.external));
  }
  out.emplace_back(std::move(numbers));
  for (Problem const& p : r.cautions) out.emplace_back(as_warning(p));
  for (Problem const& p : r.warnings) out.emplace_back(as_warning(p));
  if (!r.features.failed.empty())
    out.emplace_back(
        report::Warning{"", fmt::format("{} case(s) could not be extracted", r.features.failed.size()),
                        fmt::format("Rows of features.csv without values: {}.", fmt::join(r.features.failed, ", "))});
  return out;
}

/// The whole report as a document.
report::Report make_report(Results const& r) {
  report::Report out;
  out.title = r.config.title;
  out.subtitle = fmt::format("Prediction of {} ({}) from radiomics features", r.config.report.positive_name,
                             r.config.columns.outcome);
  std::size_t const test = r.subjects.test.size();
  out.details = {fmt::format("{} subjects: {} training, {}", r.subjects.size(), r.subjects.train.size(),
                             test == 0 ? "no external test set" : fmt::format("{} external test", test)),
                 fmt::format("{} features per region", r.readings.table.features.size()),
                 fmt::format("{} readings", r.readings.table.rows())};
  out.summary = summary(r);
  out.sections.push_back(patients_section(r));
  if (auto section = agreement_section(r)) out.sections.push_back(std::move(*section));
  out.sections.push_back(selection_section(r));
  out.sections.push_back(models_section(r));
  out.sections.push_back(performance_section(r));
  out.sections.push_back(methods_section(r));
  out.sections.push_back(checklists_section(r));
  out.sections.push_back(settings_section(r));
  std::string const study = to_yaml(r.config);
  out.footer = fmt::format("radsweep {} · study {} · extraction parameters {}", RS_VERSION,
                           sha1_hex(study.data(), study.size()).substr(0, 12),
                           r.features.plan_hash.empty() ? "not known" : r.features.plan_hash.substr(0, 12));
  return out;
}

}  // namespace

std::string sample_text(Results const& r, Sample sample) {
  if (sample != Sample::kCrossValidation) return std::string(name_of(sample));
  return fmt::format("{}-fold cross-validation", r.config.validation.folds);
}

report::Warning as_warning(Problem const& p) {
  auto const sentence = [](std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  };
  std::string text;
  for (std::string const* part : {&p.found, &p.why, &p.hint}) {
    if (!part->empty()) text += (text.empty() ? "" : " ") + sentence(*part) + ".";
  }
  return {p.code, sentence(p.what), text};
}

void write_report(Results const& r, Folder const& folder) {
  report::Report const document = make_report(r);
  report::WriteOptions options;
  options.replace = true;
  options.figures = r.config.report.figures;
  report::write_report(document, folder.path(), options);
  folder.write("methods.md", report::methods_markdown(methods_facts(r)));
}

std::string summary_text(Results const& r) {
  std::string out;
  auto const line = [&](ModelResult const& m, Evaluation const& e) {
    std::string const value = !e.auc                   ? "not defined"
                              : std::isnan(e.auc->low) ? report::fixed_text(e.auc->auc, 2) + " (no interval)"
                                                       : report::interval_text(e.auc->auc, e.auc->low, e.auc->high);
    out += fmt::format("  {:<20} {:<26} AUC {}\n", display_name(m), sample_text(r, e.predictions.sample), value);
  };
  for (ModelResult const& m : r.models.models) {
    line(m, m.resubstitution);
    line(m, m.cross_validated);
    if (m.external) line(m, *m.external);
  }
  return out;
}

}  // namespace radsweep::study
