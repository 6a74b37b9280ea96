/// `radsweep select`: mRMR and forward selection on a feature table.

#include <numeric>

#include "io/table.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/messages.hpp"

namespace radsweep {
namespace {

/// The step of forward selection that added a pick's column; indicators of one variable may enter at several.
struct Entered {
  std::size_t step = 0;
  double fit = 0, criterion = 0;
  bool kept = false;
};

/// Per design column of the picks, in their order.
std::vector<Entered> entries(Chosen const& chosen, std::size_t columns) {
  std::vector<Entered> out(columns);
  if (!chosen.forward) return out;
  for (std::size_t k = 0; k < chosen.forward->path.size(); ++k) {
    ForwardStep const& step = chosen.forward->path[k];
    out[step.column] = {k + 1, step.fit, step.criterion, k < chosen.forward->columns.size()};
  }
  return out;
}

void write_selection(TableWriter& out, Chosen const& chosen, Candidates const& candidates) {
  std::vector<std::size_t> picked;
  picked.reserve(chosen.mrmr.picks.size());
  for (MrmrPick const& p : chosen.mrmr.picks) picked.push_back(p.variable);
  std::vector<DesignColumn> const columns = design_columns(candidates, picked);
  std::vector<Entered> const entered = entries(chosen, columns.size());
  std::int64_t number = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::size_t rank = 0;
    while (picked[rank] != columns[c].variable) ++rank;
    MrmrPick const& pick = chosen.mrmr.picks[rank];
    TableRow row{++number, true, {}};
    row.cells = {{"rank", static_cast<std::int64_t>(rank + 1)},
                 {"variable", design_name(candidates, columns[c])},
                 {"relevance", pick.relevance},
                 {"redundancy", pick.redundancy},
                 {"score", pick.score}};
    if (chosen.forward) {
      bool const added = entered[c].step > 0;
      row.cells.emplace_back("forward_step", added ? TableValue(static_cast<std::int64_t>(entered[c].step)) : "");
      row.cells.emplace_back("fit", added ? TableValue(entered[c].fit) : "");
      row.cells.emplace_back("criterion", added ? TableValue(entered[c].criterion) : "");
      row.cells.emplace_back("kept", std::int64_t{entered[c].kept});
    }
    out.write(row);
  }
}

}  // namespace

ExitCode run_select(SelectOptions const& o) {
  TrainingData const data = load_training(o.training);
  Recipe const recipe = make_recipe(o.training, data);
  std::vector<std::size_t> everyone(data.y.size());
  std::iota(everyone.begin(), everyone.end(), std::size_t{0});
  Chosen const chosen = value_or_stop(choose(recipe, data.candidates, data.y, everyone));
  TableOptions table;
  table.format = TableFormat::kCsv;
  auto const out = open_table(o.out, table);
  write_selection(*out, chosen, data.candidates);
  out->close();
  if (o.quiet) return ExitCode::kOk;
  for (Problem const& w : data.warnings) print_problem(stderr, w, "");
  for (Problem const& w : explain_exclusions(data.candidates, chosen.mrmr.exclusion, data.table.source)) {
    print_problem(stderr, w, "");
  }
  return ExitCode::kOk;
}

}  // namespace radsweep
