// radsweep icc: feature tables of readers or repeats -> an ICC per feature, and how many of them are how good.

#include "host/model/icc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/core/feature_name.hpp"
#include "host/core/texts.hpp"
#include "host/model/icc_bands.hpp"
#include "host/model/ratings.hpp"
#include "io/feature_table.hpp"
#include "io/table.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/messages.hpp"
#include "pipeline/table_columns.hpp"

namespace radsweep {
namespace {

using Names = std::vector<std::string>;

Names split(std::string const& text, char at) {
  Names out;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t const end = std::min(text.find(at, begin), text.size());
    if (end > begin) out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

[[noreturn]] void refuse_option(std::string what, std::string found, std::string hint) {
  throw FatalError(ExitCode::kUsage, {"E711", std::move(what), std::move(found), "", std::move(hint), ""});
}

std::vector<RowCondition> conditions(Names const& where) {
  std::vector<RowCondition> out;
  for (std::string const& text : where) out.push_back(parse_condition(text));
  return out;
}

/// The columns asked for, or the first usual one that the table has.
Names columns_or_usual(std::string const& asked, std::span<std::string_view const> usual, FeatureTable const& table) {
  if (!asked.empty()) return split(asked, ',');
  TextColumn const* const found = find_usual(table.columns, usual);
  return {found != nullptr ? found->name : std::string(usual.front())};
}

std::vector<FeatureTable> read_tables(IccOptions const& options, std::vector<RowCondition> const& where) {
  Names reserved = split(options.subject, ',');
  for (Names const& more : {split(options.rater, ','), describing_columns()})
    reserved.insert(reserved.end(), more.begin(), more.end());
  for (RowCondition const& c : where) reserved.push_back(c.column);
  std::vector<FeatureTable> tables;
  std::vector<Problem> warnings;
  for (auto const& file : options.tables) tables.push_back(read_feature_table(file, reserved, &warnings));
  for (Problem const& w : warnings) print_problem(stderr, w, "");
  return tables;
}

Ratings read_ratings(IccOptions const& options) {
  auto const where = conditions(options.where);
  std::vector<FeatureTable> const tables = read_tables(options, where);
  Names const subject = columns_or_usual(options.subject, usual_id_columns(), tables[0]);
  Ratings ratings = value_or_stop([&] {
    if (tables.size() == 1)
      return ratings_of_table(tables[0], {subject, columns_or_usual(options.rater, usual_reader_columns(), tables[0]),
                                          split(options.raters, ','), where});
    if (!options.rater.empty() || !options.raters.empty() || !where.empty())
      refuse_option("--rater, --raters and --where are for one table",
                    fmt::format("{} tables, one per rater", tables.size()), "leave the option out, or give one table");
    Names names;
    for (auto const& file : options.tables) names.push_back(file.stem().string());
    return ratings_of_tables(tables, names, subject);
  }());
  for (Problem const& w : ratings.warnings) print_problem(stderr, w, "");
  return ratings;
}

/// "ICC(2,1)" as the beginning of column names: "ICC_2_1".
std::string column_prefix(IccForm form) {
  std::string_view const name = icc_form_name(form);
  return fmt::format("ICC_{}_{}", name[4], name[6]);
}

/// Undefined and infinite values are empty cells.
void add_estimate(TableRow& row, IccForm form, IccEstimate const& e) {
  std::string const prefix = column_prefix(form);
  auto const add = [&](char const* what, double v) {
    row.cells.emplace_back(prefix + what, std::isfinite(v) ? TableValue(v) : TableValue(""));
  };
  add("", e.icc);
  add("_low", e.low);
  add("_high", e.high);
  add("_F", e.f);
  add("_df1", e.df1);
  add("_df2", e.df2);
  add("_p", e.p);
}

std::string note_of(IccResult const& result, IccForm form) {
  std::string note(icc_status_text(result.status));
  if (note.empty() && std::isnan(result[form].icc)) note = "subjects do not differ enough for this form";
  return note;
}

void write_features(IccOptions const& options, Ratings const& ratings, std::vector<IccResult> const& results,
                    IccForm banded) {
  TableOptions csv;
  csv.format = TableFormat::kCsv;
  auto const table = open_table(options.out, csv);
  for (std::size_t f = 0; f < results.size(); ++f) {
    IccResult const& result = results[f];
    auto const name = parse_feature_name(ratings.features[f]);
    TableRow row;
    row.number = static_cast<std::int64_t>(f) + 1;
    row.cells = {{"feature", ratings.features[f]},
                 {"image", std::string(name ? name->image : "")},
                 {"class", std::string(name ? name->feature_class : "")},
                 {"subjects", static_cast<std::int64_t>(result.subjects)},
                 {"left_out", static_cast<std::int64_t>(result.left_out)},
                 {"raters", static_cast<std::int64_t>(result.ratings)}};
    for (std::size_t k = 0; k < kIccForms; ++k) {
      auto const form = static_cast<IccForm>(k);
      if (options.form == "all" || form == banded) add_estimate(row, form, result[form]);
    }
    double const icc = result[banded].icc;
    row.cells.emplace_back("band", std::isnan(icc) ? "undefined" : std::string(icc_band_name(icc_band(icc))));
    row.cells.emplace_back("note", note_of(result, banded));
    table->write(row);
  }
  table->close();
}

std::string band_line(IccBandCounts const& g, std::size_t width) {
  std::string line = fmt::format("{:<{}}{:>9}", g.group, width, g.total());
  for (IccBand const band : {IccBand::kPoor, IccBand::kModerate, IccBand::kGood, IccBand::kExcellent})
    line +=
        fmt::format("{:>18}", fmt::format("{} ({:.1f}%)", g.count[static_cast<std::size_t>(band)], g.percent(band)));
  return line + "\n";
}

std::string band_text(Ratings const& ratings, std::size_t subjects, IccForm form, IccBandTable const& bands) {
  std::size_t width = 12;
  for (auto const* groups : {&bands.by_image, &bands.by_class}) {
    for (IccBandCounts const& g : *groups) width = std::max(width, g.group.size() + 2);
  }
  std::string out = fmt::format("{} of {} features, {} subjects, raters: {}\n", icc_form_name(form),
                                ratings.features.size(), subjects, some_of(ratings.raters));
  out += fmt::format("{:<{}}{:>9}{:>18}{:>18}{:>18}{:>18}\n", "", width, "features", "poor <0.5", "moderate <0.75",
                     "good <0.9", "excellent >=0.9");
  out += band_line(bands.all, width);
  for (auto const* groups : {&bands.by_image, &bands.by_class}) {
    out += groups == &bands.by_image ? "by image type\n" : "by feature class\n";
    for (IccBandCounts const& g : *groups) out += band_line(g, width);
  }
  if (bands.all.undefined > 0)
    out += fmt::format("{} of the poor have no ICC: their ratings do not vary, or too few subjects have all of them\n",
                       bands.all.undefined);
  return out;
}

}  // namespace

ExitCode run_icc(IccOptions const& options) {
  auto const form = options.form == "all" ? IccForm::k21 : find_icc_form(options.form);
  if (!form)
    refuse_option("there is no such form of ICC", fmt::format("'{}'", options.form),
                  "one of 1,1 2,1 3,1 1,k 2,k 3,k, or all");
  Ratings const ratings = read_ratings(options);
  std::vector<IccResult> const results = icc_of_features(ratings.values, options.confidence, options.jobs);
  std::vector<double> icc;
  icc.reserve(results.size());
  std::size_t subjects = 0;  // rated by all, whatever a feature lacks
  for (IccResult const& r : results) {
    icc.push_back(r[*form].icc);
    subjects = std::max(subjects, r.subjects);
  }
  if (!options.out.empty()) write_features(options, ratings, results, *form);
  std::string const text = band_text(ratings, subjects, *form, icc_band_table(ratings.features, icc));
  if (options.out == "-")
    std::fputs(text.c_str(), stderr);
  else
    print_text(text);
  return ExitCode::kOk;
}

}  // namespace radsweep
