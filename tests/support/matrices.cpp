#include "tests/support/matrices.hpp"

#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "io/inflate.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

/// The text of a gzip file of one member: its length is in the last four bytes.
std::string gunzipped(std::filesystem::path const& file) {
  std::string const packed = read_text(file);
  std::uint32_t length = 0;
  std::memcpy(&length, packed.data() + packed.size() - 4, 4);
  std::string text(length, '\0');
  auto const problem =
      inflate_exactly(std::as_bytes(std::span(packed)), Wrapping::kGzip, std::as_writable_bytes(std::span(text)), file);
  if (problem) throw std::runtime_error(problem->what);
  return text;
}

Csv read_packed_csv(std::filesystem::path const& file) {
  if (file.extension() != ".gz") return read_csv(file);
  TemporaryFolder const folder;
  return read_csv(folder.write("table.csv", gunzipped(file)));
}

template <class T>
std::vector<T> words(std::string const& text) {
  std::istringstream in(text);
  std::vector<T> out;
  for (std::string word; in >> word;) out.push_back(static_cast<T>(std::stod(word)));
  return out;
}

}  // namespace

Matrix numbers(Csv const& csv, std::vector<std::string> const& columns) {
  Matrix out(csv.rows.size(), columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::size_t const place = csv.column(columns[c]);
    for (std::size_t r = 0; r < csv.rows.size(); ++r) out(r, c) = std::stod(csv.rows[r].at(place));
  }
  return out;
}

std::vector<double> numbers(Csv const& csv, std::string const& column) {
  return numbers(csv, std::vector<std::string>{column}).values;
}

std::vector<int> whole_numbers(Csv const& csv, std::string const& column) {
  std::vector<double> const v = numbers(csv, column);
  return {v.begin(), v.end()};
}

Labelled outcome_last(std::filesystem::path const& file) {
  Csv csv = read_packed_csv(file);
  if (csv.columns.size() != csv.rows.at(0).size()) {
    csv.columns.clear();
    for (std::size_t c = 0; c < csv.rows[0].size(); ++c) csv.columns.push_back("column" + std::to_string(c));
  }
  Labelled out;
  out.names.assign(csv.columns.begin(), csv.columns.end() - 1);
  out.x = numbers(csv, out.names);
  out.y = whole_numbers(csv, csv.columns.back());
  return out;
}

Labelled every_second(Labelled const& all, std::size_t begin) {
  std::vector<std::size_t> rows;
  Labelled out;
  out.names = all.names;
  for (std::size_t r = begin; r < all.y.size(); r += 2) {
    rows.push_back(r);
    out.y.push_back(all.y[r]);
  }
  out.x = select_rows(all.x, rows);
  return out;
}

std::vector<std::size_t> indices(std::string const& text) { return words<std::size_t>(text); }
std::vector<double> values(std::string const& text) { return words<double>(text); }

}  // namespace radsweep::test
