#include <fmt/format.h>

#include <map>

#include "host/model/icc_bands.hpp"
#include "io/table.hpp"
#include "pipeline/study/files.hpp"

namespace radsweep::study {
namespace {

using Cells = std::vector<std::pair<std::string, TableValue>>;

class Csv {
 public:
  explicit Csv(std::filesystem::path const& file)
      : table_(open_table(file.string(), {TableFormat::kCsv, NanText::kEmpty, true, false})) {}
  void row(Cells cells) { table_->write({++number_, true, std::move(cells)}); }
  void close() { table_->close(); }

 private:
  std::unique_ptr<TableWriter> table_;
  std::int64_t number_ = 0;
};

std::int64_t whole(std::size_t n) { return static_cast<std::int64_t>(n); }

void add_icc(Cells& to, std::string const& prefix, std::optional<Agreement> const& a, std::size_t feature,
             IccForm form) {
  if (!a) return;
  IccEstimate const& e = a->features[feature][form];
  to.emplace_back(prefix + "_icc", e.icc);
  to.emplace_back(prefix + "_low", e.low);
  to.emplace_back(prefix + "_high", e.high);
  to.emplace_back(prefix + "_band", std::string(icc_band_name(icc_band(e.icc))));
}

void write_icc(Results const& r, Folder const& folder) {
  if (!r.inter && !r.intra) return;
  Csv csv(folder / "icc.csv");
  for (std::size_t k = 0; k < r.readings.table.features.size(); ++k) {
    Cells cells{{"feature", r.readings.table.features[k]}, {"form", r.config.icc.form}};
    add_icc(cells, "inter", r.inter, k, r.icc_form);
    add_icc(cells, "intra", r.intra, k, r.icc_form);
    csv.row(std::move(cells));
  }
  csv.close();
}

/// One row per variable that was ever picked, in the order of frequency.
void write_selection(Results const& r, Folder const& folder) {
  Csv csv(folder / "selection.csv");
  for (ModelResult const& m : r.models.models) {
    auto const& picks = m.fitted.chosen.mrmr.picks;
    std::map<std::size_t, std::size_t> rank;
    for (std::size_t i = 0; i < picks.size(); ++i) rank[picks[i].variable] = i;
    for (SelectionCount const& count : m.validation.frequency) {
      auto const at = rank.find(count.variable);
      bool const chosen = at != rank.end();
      bool const used = std::ranges::find(m.fitted.variables, count.variable) != m.fitted.variables.end();
      Cells cells{{"model", m.name},
                  {"variable", r.variables.all.names[count.variable]},
                  {"rank", chosen ? TableValue(whole(at->second) + 1) : TableValue(std::string())},
                  {"relevance", chosen ? TableValue(picks[at->second].relevance) : TableValue(std::string())},
                  {"redundancy", chosen ? TableValue(picks[at->second].redundancy) : TableValue(std::string())},
                  {"score", chosen ? TableValue(picks[at->second].score) : TableValue(std::string())},
                  {"in_model", whole(used)},
                  {"folds_picked", whole(count.picked)},
                  {"folds_in_model", whole(count.in_model)},
                  {"folds", whole(m.validation.fits.size())},
                  {"mean_rank_in_folds", count.mean_rank}};
      csv.row(std::move(cells));
    }
  }
  csv.close();
}

void write_predictions(Results const& r, Folder const& folder) {
  Csv csv(folder / "predictions.csv");
  for (ModelResult const& m : r.models.models) {
    auto const add = [&](Evaluation const& e) {
      Predictions const& p = e.predictions;
      for (std::size_t i = 0; i < p.subject.size(); ++i) {
        Cells cells{{"subject", r.subjects.ids[p.subject[i]]},
                    {"model", m.name},
                    {"sample", std::string(name_of(p.sample))},
                    {"outcome", std::int64_t{p.y[i]}},
                    {"probability", p.probability[i]},
                    {"fold", p.fold.empty() ? TableValue(std::string()) : TableValue(std::int64_t{p.fold[i]} + 1)}};
        csv.row(std::move(cells));
      }
    };
    add(m.resubstitution);
    add(m.cross_validated);
    if (m.external) add(*m.external);
  }
  csv.close();
}

}  // namespace

void write_tables(Results const& results, Folder const& folder) {
  write_icc(results, folder);
  write_selection(results, folder);
  write_predictions(results, folder);
}

}  // namespace radsweep::study
