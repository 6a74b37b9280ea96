#include "io/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>

#include "host/core/did_you_mean.hpp"
#include "host/core/feature_name.hpp"
#include "host/core/texts.hpp"
#include "io/csv_scanner.hpp"
#include "io/file_bytes.hpp"

namespace radsweep {
namespace {

/// Names that the output makes itself. Other images than its own ("site_glcm_x") are the user's business.
bool is_output_name(std::string_view column) {
  if (column.starts_with("diagnostics_")) return true;
  constexpr std::string_view kImages[] = {"original",    "wavelet",  "square",    "logarithm",
                                          "exponential", "gradient", "log-sigma", "lbp-"};
  auto const name = parse_feature_name(column);
  return name && std::ranges::any_of(kImages, [&](auto image) { return name->image.starts_with(image); });
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t v = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return v;
}

}  // namespace

/// Fills a Manifest.
class ManifestReader {
 public:
  ManifestReader(std::string_view text, std::filesystem::path const& file) : scan_(text, file.string()) {
    out_.file = file;
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
      scan_.refuse("UTF-16", "export the table as CSV in UTF-8");
  }

  Manifest read() {
    out_.delimiter = scan_.sniff();
    scan_.set_delimiter(out_.delimiter);
    if (scan_.at_end()) refuse("E505", "table of cases holds no case", "the file is empty", "", place(1));
    scan_.row([&](std::string_view cell) { out_.columns.emplace_back(trimmed(cell)); });
    check_columns();
    label_ = find("Label");
    channel_ = find("Label_channel");
    while (!scan_.at_end()) read_row();
    if (out_.rows.empty())
      refuse("E505", "table of cases holds no case", "a header and no row", "list one case per line", place(1));
    out_.text_.shrink_to_fit();
    return std::move(out_);
  }

 private:
  [[noreturn]] static void refuse(char const* code, std::string what, std::string found, std::string hint,
                                  std::string where) {
    throw FatalError(ExitCode::kManifestInvalid,
                     {code, std::move(what), std::move(found), "", std::move(hint), std::move(where)});
  }
  std::string place(std::int32_t line) const { return fmt::format("{}:{}", out_.file.string(), line); }

  std::optional<std::size_t> find(std::string_view column) const {
    auto const at = std::find(out_.columns.begin(), out_.columns.end(), column);
    if (at == out_.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(at - out_.columns.begin());
  }

  std::size_t require(std::string_view column) const {
    if (auto const at = find(column)) return *at;
    std::vector<std::string_view> const names(out_.columns.begin(), out_.columns.end());
    auto const close = closest_name(column, names);
    refuse("E502", fmt::format("column {} is missing", column),
           fmt::format("columns: {} (separated by {})", fmt::join(names, ", "), delimiter_name()),
           close ? fmt::format("rename '{}' to {}", *close, column)
                 : "the first line must name the columns Image and Mask",
           place(1));
  }
  char const* delimiter_name() const {
    return out_.delimiter == ',' ? "comma" : out_.delimiter == ';' ? "semicolon" : "tab";
  }

  void check_columns() {
    out_.image_column_ = require("Image");
    out_.mask_column_ = require("Mask");
    for (std::size_t c = 0; c < out_.columns.size(); ++c) {
      std::string const& name = out_.columns[c];
      auto const same = std::find(out_.columns.begin(), out_.columns.begin() + static_cast<std::ptrdiff_t>(c), name);
      if (same != out_.columns.begin() + static_cast<std::ptrdiff_t>(c))
        refuse("E503", fmt::format("column '{}' occurs twice", name),
               fmt::format("columns {} and {}", same - out_.columns.begin() + 1, c + 1), "rename or remove one",
               place(1));
      if (is_output_name(name))
        refuse("E504", fmt::format("column '{}' has the name of an output column", name),
               fmt::format("column {}", c + 1), "rename it, or remove results from the table of cases", place(1));
    }
  }

  void read_row() {
    ManifestRow row;
    row.line = scan_.line();
    std::size_t const begin = out_.text_.size();
    std::size_t const width = out_.columns.size();
    std::size_t cells = 0, used = 0;
    scan_.row([&](std::string_view cell) {
      if (!trimmed(cell).empty()) used = cells + 1;
      if (cells++ < width) {
        out_.text_ += cell;
        out_.ends_.push_back(out_.text_.size());
      }
    });
    if (used == 0) {  // an empty line
      out_.text_.resize(begin);
      out_.ends_.resize(out_.rows.size() * width);
      return;
    }
    out_.ends_.resize((out_.rows.size() + 1) * width, out_.text_.size());
    out_.rows.push_back(std::move(row));
    if (used > width)
      fail("E508", "row has more cells than there are columns", fmt::format("{} cells, {} columns", used, width),
           "put cells that hold the delimiter in quotes");
    check_row();
  }

  void check_row() {
    std::size_t const r = out_.rows.size() - 1;
    bool const image = !trimmed(out_.cell(r, out_.image_column_)).empty();
    bool const mask = !trimmed(out_.cell(r, out_.mask_column_)).empty();
    if (!image || !mask)
      fail("E506", "row lacks an image or a mask",
           !image && !mask ? "Image and Mask are empty"
           : !image        ? "Image is empty"
                           : "Mask is empty",
           "fill the cell or remove the row");
    constexpr std::int64_t kLargestLabel = std::numeric_limits<std::uint32_t>::max();
    if (auto const v = whole_number(label_, 1, kLargestLabel)) out_.rows[r].label = static_cast<std::uint32_t>(*v);
    if (auto const v = whole_number(channel_, 0, std::numeric_limits<int>::max()))
      out_.rows[r].label_channel = static_cast<int>(*v);
  }

  /// The number in a cell; nothing if the cell is empty or the number not allowed, which is then the row's problem.
  std::optional<std::int64_t> whole_number(std::optional<std::size_t> column, std::int64_t low, std::int64_t high) {
    if (!column) return std::nullopt;
    std::string_view const text = trimmed(out_.cell(out_.rows.size() - 1, *column));
    if (text.empty()) return std::nullopt;
    auto const v = integer(text);
    if (v && *v >= low && *v <= high) return v;
    fail("E507", fmt::format("{} is not a whole number of at least {}", out_.columns[*column], low),
         fmt::format("'{}'", text), "one row per label, written as digits");
    return std::nullopt;
  }

  /// The first problem of a row stays.
  void fail(char const* code, std::string what, std::string found, std::string hint) {
    ManifestRow& row = out_.rows.back();
    if (row.problem) return;
    row.problem = std::make_shared<Problem const>(
        Problem{code, std::move(what), std::move(found), "", std::move(hint), place(row.line)});
  }

  CsvScanner scan_;
  Manifest out_;
  std::optional<std::size_t> label_, channel_;
};

std::string_view Manifest::cell(std::size_t row, std::size_t column) const {
  std::size_t const k = row * columns.size() + column;
  std::size_t const begin = k == 0 ? 0 : ends_[k - 1];
  return std::string_view(text_).substr(begin, ends_[k] - begin);
}

std::filesystem::path Manifest::path_of(std::size_t row, std::size_t column) const {
  std::string_view const text = trimmed(cell(row, column));
  char const* const home = std::getenv("HOME");
  bool const from_home = text == "~" || text.starts_with("~/");
  if (from_home && home != nullptr)
    return std::filesystem::path(home) / text.substr(std::min<std::size_t>(2, text.size()));
  return std::filesystem::absolute(file).parent_path() / text;
}

Manifest parse_manifest(std::string_view text, std::filesystem::path const& file) {
  return ManifestReader(text, file).read();
}

Manifest read_manifest(std::filesystem::path const& file) {
  auto const content = read_file_bytes(file);
  if (!content) throw FatalError(ExitCode::kInputMissing, content.problem());
  Bytes const bytes = content.value().bytes();
  return parse_manifest({reinterpret_cast<char const*>(bytes.data()), bytes.size()}, file);
}

}  // namespace radsweep
