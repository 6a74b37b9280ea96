#include "tests/support/study_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/core/rng.hpp"

namespace radsweep::test {

std::string& Table::at(std::size_t row, std::string const& column) {
  auto const k = std::find(columns.begin(), columns.end(), column) - columns.begin();
  return rows.at(row).at(static_cast<std::size_t>(k));
}

void Table::fill(std::string const& column, std::string const& cell) {
  for (std::size_t row = 0; row < rows.size(); ++row) at(row, column) = cell;
}

std::string Table::text() const {
  std::string out = fmt::format("{}\n", fmt::join(columns, ","));
  for (auto const& row : rows) out += fmt::format("{}\n", fmt::join(row, ","));
  return out;
}

Table subjects(int n, int readers) {
  Table out{{"ID", "Reader", "Set", "Outcome", "Time", "Event", "Age", "Sex"}, {}};
  for (int k = 0; k < kFeatures; ++k) out.columns.push_back(fmt::format("original_glcm_F{:02}", k));
  Rng const rng(7, 1);
  std::uint64_t draw = 0;
  auto const noise = [&] { return normal_quantile(rng.uniform(draw++)); };
  for (int i = 0; i < n; ++i) {
    int const y = i % 3 == 0;
    std::vector<double> values;
    for (int k = 0; k < kFeatures; ++k) values.push_back(noise() + (k < 3 ? 1.2 * y : 0));
    for (int r = 0; r < readers; ++r) {
      std::vector<std::string> row{
          fmt::format("S{:02}", i), fmt::format("r{}", r + 1), i < n * 2 / 3 ? "train" : "test", std::to_string(y),
          std::to_string(5 + i),    std::to_string(i % 2),     std::to_string(20 + i % 7),       i % 2 ? "M" : "F"};
      for (double const v : values) row.push_back(fmt::format("{}", v + 0.1 * noise()));
      out.rows.push_back(std::move(row));
    }
  }
  return out;
}

Study::Study(Table const& table, std::string const& more) {
  folder_.write("features.csv", table.text());
  write(more);
}

void Study::write(std::string const& more) const {
  folder_.write("study.yaml", "features: [features.csv]\nvalidation: {folds: 5, bootstrap: 50}\n" + more);
}

ProgramRun Study::run(std::vector<std::string> const& more) const {
  std::vector<std::string> arguments{"study", "study.yaml", "-j", "1"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_radsweep(arguments, folder_.path());
}

Json Study::json() const { return Json::parse(text("study.json")); }

std::set<std::string> codes(Json const& study) {
  std::set<std::string> out;
  for (char const* list : {"cautions", "warnings"}) {
    for (auto const& p : study[list]) out.insert(p["code"].get<std::string>());
  }
  return out;
}

}  // namespace radsweep::test
