// radsweep inrg: a clinical table in, the same table with the INRG pretreatment risk group of every patient out.

#include <fmt/format.h>

#include <cstdio>
#include <map>

#include "host/model/inrg_table.hpp"
#include "io/table.hpp"
#include "io/text_table.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/messages.hpp"

namespace radsweep {
namespace {

constexpr char const* kAdded[] = {"INRG_group", "INRG_risk", "High_risk"};

InrgColumns named_columns(std::vector<std::string> const& options) {
  InrgColumns out;
  for (std::string const& text : options) {
    auto const at = text.find('=');
    auto const field = find_inrg_field(text.substr(0, at));
    if (at == std::string::npos || !field)
      throw FatalError(ExitCode::kUsage,
                       {"E711", "--column is FIELD=COLUMN", fmt::format("'{}'", text), "",
                        "FIELD is one of stage, age, histology, differentiation, mycn, 11q, ploidy", ""});
    out[*field] = text.substr(at + 1);
  }
  return out;
}

void refuse_results(TextTable const& table) {
  for (char const* name : kAdded) {
    if (table.find(name) != nullptr)
      throw FatalError(ExitCode::kManifestInvalid,
                       {"E504", fmt::format("column '{}' has the name of an output column", name), "", "",
                        "rename or remove it", table.file.string()});
  }
}

void write(TextTable const& table, std::vector<InrgRisk> const& risks, std::string const& target) {
  TableOptions csv;
  csv.format = TableFormat::kCsv;
  auto const out = open_table(target, csv);
  for (std::size_t r = 0; r < table.rows(); ++r) {
    TableRow row;
    row.number = static_cast<std::int64_t>(r) + 1;
    for (TextColumn const& c : table.columns) row.cells.emplace_back(c.name, c.cells[r]);
    InrgRisk const& risk = risks[r];
    row.cells.emplace_back(kAdded[0], risk.classified() ? std::string(1, risk.group) : std::string());
    row.cells.emplace_back(kAdded[1], std::string(risk.risk()));
    row.cells.emplace_back(kAdded[2], risk.classified() ? std::string(risk.high() ? "1" : "0") : std::string());
    out->write(row);
  }
  out->close();
}

/// "A 5, B 9, P 3; high risk 3 of 17", and who is unclassifiable and why.
std::string summary(TextTable const& table, std::vector<InrgRisk> const& risks) {
  std::map<char, int> groups;
  int high = 0, classified = 0;
  std::string unclassifiable;
  for (std::size_t r = 0; r < risks.size(); ++r) {
    if (risks[r].classified()) {
      ++groups[risks[r].group];
      ++classified;
      high += risks[r].high();
    } else {
      unclassifiable +=
          fmt::format("  {}  {}: {}\n", table.columns[0].cells[r], table.place(r), risks[r].unclassifiable);
    }
  }
  std::string out = "INRG pretreatment groups:";
  for (auto const& [group, n] : groups)
    out += fmt::format("{} {} {}", group == groups.begin()->first ? "" : ",", group, n);
  out += fmt::format("{}; high risk {} of {}\n", groups.empty() ? " none" : "", high, classified);
  if (unclassifiable.empty()) return out;
  return out +
         fmt::format("{} of {} patients are unclassifiable:\n", risks.size() - static_cast<std::size_t>(classified),
                     risks.size()) +
         unclassifiable;
}

}  // namespace

ExitCode run_inrg(InrgOptions const& options) {
  InrgColumns const named = named_columns(options.columns);
  TextTable const table = read_text_table(options.table, "clinical table");
  refuse_results(table);
  std::vector<std::string> places;
  for (std::size_t r = 0; r < table.rows(); ++r) places.push_back(table.place(r));
  std::vector<Problem> bad_cells;
  auto result = inrg_table(table.columns, places, named, &bad_cells);
  if (!bad_cells.empty()) {
    for (Problem const& p : bad_cells) print_problem(stderr, p, "");
    return ExitCode::kManifestInvalid;
  }
  if (!result.ok()) {
    Problem problem = result.problem();
    if (problem.file.empty()) problem.file = table.file.string();
    throw FatalError(ExitCode::kManifestInvalid, std::move(problem));
  }
  write(table, result.value().risks, options.out);
  for (Problem& w : result.value().warnings) {
    if (w.code == "W803") w.hint += ", or name it: --column FIELD=NAME";
    print_problem(stderr, w, "");
  }
  std::fputs(summary(table, result.value().risks).c_str(), stderr);
  return ExitCode::kOk;
}

}  // namespace radsweep
