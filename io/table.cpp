#include "io/table.hpp"

#include "host/core/python_text.hpp"
#include "io/table_writers.hpp"

namespace radsweep {
namespace {

struct Text {
  std::string operator()(std::string const& v) const { return v; }
  std::string operator()(std::int64_t v) const { return std::to_string(v); }
  std::string operator()(double v) const { return python_repr(v); }
  template <class T>
  std::string operator()(std::vector<T> const& tuple) const {
    std::string out = "(";
    for (T const& v : tuple) out += (out.size() > 1 ? ", " : "") + (*this)(v);
    return out + (tuple.size() == 1 ? ",)" : ")");
  }
};

/// "Case-1_Image: /data/i.nii".
class TxtWriter : public TableWriter {
 public:
  TxtWriter(std::string const& target, TableOptions const& options)
      : file_(target, options.replace), nan_(options.nan) {}

  void write(TableRow const& row) override {
    std::string const prefix = "Case-" + std::to_string(row.number) + "_";
    for (auto const& [name, value] : row.cells) {
      bool const nan = is_nan(value);
      if (nan && nan_ == NanText::kSkip) continue;
      std::string const text = nan && nan_ == NanText::kEmpty ? "" : table_text(value);
      file_.append(prefix + name + ": " + text + "\n");
    }
  }
  void close() override { file_.publish(); }

 private:
  OutputFile file_;
  NanText nan_;
};

}  // namespace

std::string table_text(TableValue const& value) { return std::visit(Text{}, value); }

std::optional<TableFormat> find_table_format(std::string_view name) {
  if (name == "csv") return TableFormat::kCsv;
  if (name == "json") return TableFormat::kJson;
  if (name == "txt") return TableFormat::kTxt;
  return std::nullopt;
}

std::unique_ptr<TableWriter> open_table(std::string const& target, TableOptions const& options) {
  switch (options.format) {
    case TableFormat::kCsv:
      return std::make_unique<CsvWriter>(target, options);
    case TableFormat::kJson:
      return std::make_unique<JsonWriter>(target, options);
    case TableFormat::kTxt:
      break;
  }
  return std::make_unique<TxtWriter>(target, options);
}

}  // namespace radsweep
