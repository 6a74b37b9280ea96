#include "tests/support/golden.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace radsweep::test {
namespace fs = std::filesystem;

fs::path golden_dir() { return fs::path(RS_SOURCE_DIR) / "tests" / "golden"; }

std::optional<fs::path> shared_dir() {
  char const* set = std::getenv("RADSWEEP_SHARED");
  fs::path const dir = set ? fs::path(set) : fs::path(RS_SOURCE_DIR).parent_path() / "shared";
  if (!fs::is_directory(dir)) return std::nullopt;
  return dir;
}

std::size_t Csv::column(std::string const& name) const {
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (columns[k] == name) return k;
  }
  throw std::out_of_range("no column " + name);
}

Csv read_csv(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::string const text{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  for (std::size_t k = 0; k < text.size(); ++k) {
    char const c = text[k];
    if (quoted) {
      if (c != '"')
        cell += c;
      else if (k + 1 < text.size() && text[k + 1] == '"')
        cell += text[++k];
      else
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',' || c == '\n') {
      rows.back().push_back(std::exchange(cell, {}));
      if (c == '\n') rows.emplace_back();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (!cell.empty()) rows.back().push_back(cell);
  if (rows.back().empty()) rows.pop_back();
  Csv out{rows.at(0), {}};
  out.rows.assign(rows.begin() + 1, rows.end());
  return out;
}

std::vector<GoldenCase> read_golden(fs::path const& file) {
  Csv const csv = read_csv(file);
  std::size_t const feature = csv.column("feature"), value = csv.column("value");
  std::vector<GoldenCase> out;
  std::map<std::pair<std::string, std::string>, std::size_t> place;
  for (auto const& row : csv.rows) {
    auto const [found, fresh] = place.try_emplace({row.at(0), row.at(1)}, out.size());
    if (fresh) out.push_back({row[0], row[1], {}, {}});
    GoldenCase& golden = out[found->second];
    golden.order.push_back(row.at(feature));
    golden.values[row.at(feature)] = std::stod(row.at(value));
  }
  return out;
}

}  // namespace radsweep::test
