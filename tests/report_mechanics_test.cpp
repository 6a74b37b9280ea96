/// The report: every kind of block and figure is written, nothing in a text can become markup, the bytes are the same
/// every time, and without Vega the tables and data stay. The gallery lies in build/report_gallery for
/// scripts/checks/report.py, which opens it in a browser.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "host/core/status.hpp"
#include "io/report/methods/checklist_items.hpp"
#include "io/report/page/markup.hpp"
#include "io/report/tables.hpp"
#include "io/report/write.hpp"
#include "tests/support/report_gallery.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep {
namespace {

namespace fs = std::filesystem;
using namespace report;  // NOLINT
using test::read_text;
using test::report_gallery;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

template <class Kind>
std::vector<Kind> blocks_of(Report const& r) {
  std::vector<Kind> out;
  auto const take = [&](Block const& b) {
    if (auto const* kind = std::get_if<Kind>(&b)) out.push_back(*kind);
  };
  for (Block const& b : r.summary) take(b);
  for (Section const& s : r.sections) {
    for (Block const& b : s.blocks) take(b);
  }
  return out;
}

std::size_t count(std::string const& text, std::string const& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

Report one_block(Block block) {
  Report r{.title = "One"};
  r.sections = {{"only", "Only", {std::move(block)}}};
  return r;
}

TEST(Report, GalleryIsWritten) {
  fs::path const folder = fs::path(RS_BINARY_DIR) / "report_gallery";
  Report const r = report_gallery();
  write_report(r, folder, {.replace = true});
  EXPECT_THAT(read_text(folder / "report.html"), HasSubstr("</html>"));
  for (Figure const& f : blocks_of<Figure>(r)) {
    EXPECT_EQ(read_text(folder / "figures" / (f.id + ".csv")), f.csv);
    EXPECT_EQ(read_text(folder / "figures" / (f.id + ".vg.json")), f.spec + "\n");
  }
}

TEST(Report, EveryFigureIsStandaloneVega) {
  std::vector<Figure> const figures = blocks_of<Figure>(report_gallery());
  ASSERT_EQ(figures.size(), 12u);
  for (Figure const& f : figures) {
    auto const spec = nlohmann::json::parse(f.spec);
    EXPECT_EQ(spec.at("$schema"), "https://vega.github.io/schema/vega/v5.json") << f.id;
    EXPECT_FALSE(spec.at("marks").empty()) << f.id;
    for (auto const& data : spec.at("data")) EXPECT_FALSE(data.contains("url")) << f.id;
    EXPECT_FALSE(f.description.empty()) << f.id;
    EXPECT_FALSE(f.caption.empty()) << f.id;
  }
}

TEST(Report, NothingInATextBecomesMarkup) {
  std::string const html = to_html(report_gallery(), "/nowhere");
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, HasSubstr("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"));
  EXPECT_THAT(html, HasSubstr("\\u003c/script\\u003e\\u003cimg"));
  EXPECT_EQ(count(html, "</script>"), count(html, "<script"));
}

TEST(Report, AttributesCannotBeLeft) {
  std::string const html = to_html(
      one_block(Figure{.id = "f", .title = "t", .description = "\" onload=\"alert(1)", .spec = "{}"}), "/nowhere");
  EXPECT_THAT(html, HasSubstr("aria-label=\"&quot; onload=&quot;alert(1)\""));
}

TEST(Report, BytesThatAreNoTextAreReplaced) {
  EXPECT_EQ(escape_html(std::string_view("a\0b\xFF", 4)),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
  EXPECT_EQ(json_text("a\xC3"), "\"a\xEF\xBF\xBD\"");
  EXPECT_EQ(clean_text("µ\n"), "µ\n");
}

TEST(Report, SameBytesEveryTime) {
  EXPECT_EQ(to_html(report_gallery(), WriteOptions{}.vega), to_html(report_gallery(), WriteOptions{}.vega));
}

TEST(Report, NothingIsFetched) {
  std::string const html = to_html(report_gallery(), "/nowhere");
  EXPECT_FALSE(std::regex_search(html, std::regex("(src|href)=\"(https?:)?//")));
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
}

TEST(Report, WithoutVegaTablesAndDataStay) {
  std::string const html = to_html(report_gallery(), "/nowhere");
  EXPECT_THAT(html, HasSubstr("apt install libjs-vega"));
  EXPECT_THAT(html, Not(HasSubstr("radsweepModules.add(")));
  EXPECT_EQ(count(html, "<table"), blocks_of<Table>(report_gallery()).size());
  EXPECT_EQ(count(html, "id=\"csv-"), blocks_of<Figure>(report_gallery()).size());
}

TEST(Report, WithoutFiguresNoVegaIsMissed) {
  EXPECT_THAT(to_html(one_block(Paragraph{"text"}), "/nowhere"), Not(HasSubstr("libjs-vega")));
}

TEST(Report, FiguresThatNobodyAskedForAreNotMissed) {
  std::string const html = to_html(report_gallery(), "/nowhere", false);
  EXPECT_THAT(html, HasSubstr("asked for without drawn figures"));
  EXPECT_THAT(html, Not(HasSubstr("Vega was not found")));
  EXPECT_EQ(count(html, "id=\"csv-"), blocks_of<Figure>(report_gallery()).size());
  EXPECT_THAT(to_html(one_block(Paragraph{"text"}), "/nowhere", false), Not(HasSubstr("without drawn figures")));
}

TEST(Report, LongTablesFoldUp) {
  Table table{.id = "t", .columns = {{"a"}}};
  table.rows.assign(kLongTable, Row{{"x"}});
  EXPECT_THAT(to_html(one_block(table), ""), Not(HasSubstr("<details")));
  table.rows.push_back(Row{{"x"}});
  EXPECT_THAT(to_html(one_block(table), ""), HasSubstr("<details"));
}

TEST(Report, WideCellsMayBeBroken) {
  Table const table{
      .id = "t", .columns = {{"Feature"}, {"ICC", "", true}}, .rows = {{{"square_glcm_<MCC>", "0.9 (0.8 to 1.0)"}}}};
  std::string const html = to_html(one_block(table), "");
  EXPECT_THAT(html, HasSubstr("square_<wbr>glcm_<wbr>&lt;MCC&gt;"));
  EXPECT_THAT(html, HasSubstr("0.9<span class=\"gap\"> </span>(0.8 to 1.0)"));
}

TEST(Report, RefusesIdsThatCannotBeAnchors) {
  for (std::string const id : {"", "a b", "a\"b", "../a", "summary"}) {
    try {
      to_html(one_block(Table{.id = id, .columns = {{"a"}}}), "");
      ADD_FAILURE() << "accepted: " << id;
    } catch (FatalError const& e) {
      EXPECT_EQ(e.problem().code, "E880");
    }
  }
}

TEST(Report, RefusesAnIdTwice) {
  Report r = one_block(Table{.id = "same", .columns = {{"a"}}});
  r.summary.emplace_back(Table{.id = "same", .columns = {{"a"}}});
  EXPECT_THROW(to_html(r, ""), FatalError);
}

TEST(Report, RefusesASpecificationThatIsNotJson) {
  try {
    to_html(one_block(Figure{.id = "f", .spec = "{"}), "");
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.problem().code, "E881");
  }
}

TEST(Report, DoesNotReplaceUnlessTold) {
  test::TemporaryFolder const folder;
  Report const r = one_block(Paragraph{"text"});
  write_report(r, folder.path());
  EXPECT_THROW(write_report(r, folder.path()), FatalError);
  EXPECT_NO_THROW(write_report(r, folder.path(), {.replace = true}));
}

/// Figures without a value, and with values that are all undefined; the browser check opens them as well.
std::vector<Figure> degenerate_figures() {
  std::vector<Figure> out{roc_figure("roc", "", {}, ""),
                          survival_figure("survival", "", {}),
                          cluster_map_figure("cluster", "", {}),
                          feature_heat_map_figure("heat", "", {}),
                          icc_figure("icc", "", {}),
                          selection_figure("selection", "", {}),
                          importance_figure("importance", "", {}, "AUC"),
                          calibration_figure("calibration", "", {}),
                          decision_figure("decision", "", {}),
                          odds_ratio_figure("odds", "", {}, ""),
                          prediction_figure("prediction", "", {}, 0.5, "yes", "no")};
  SurvivalCurve const nobody{.group = "all censored", .n = 1, .censored = {3}};
  std::vector<FeatureIcc> const icc{{"f", "original", kNan, kNan}};
  std::vector<SelectionRanks> const count{{"f", 1, {}}};
  std::vector<FeatureImportance> const importance{{"f", kNan, kNan, kNan}};
  std::vector<CalibrationCurve> const calibration{{"m", "s", {{kNan, {0, 0, kNan, kNan, kNan}}}, kNan, kNan, kNan}};
  std::vector<OddsRatio> const odds{{"t", kNan, kNan, kNan, kNan}};
  std::vector<Prediction> const predictions{{"p", "m", "s", -1, kNan}};
  RocCurve const roc{.model = "m", .auc = kNan, .lower = kNan, .upper = kNan};
  out.push_back(roc_figure("roc-nan", "", {&roc, 1}, ""));
  out.push_back(survival_figure("survival-nan", "", {.curves = {nobody}, .log_rank_p = kNan}));
  out.push_back(cluster_map_figure("cluster-nan", "", {.patients = {"p"}, .features = {"f"}, .z = Matrix(1, 1, kNan)}));
  out.push_back(icc_figure("icc-nan", "", icc));
  out.push_back(selection_figure("selection-nan", "", count));
  out.push_back(importance_figure("importance-nan", "", importance, "AUC"));
  out.push_back(calibration_figure("calibration-nan", "", calibration));
  out.push_back(decision_figure("decision-nan", "", {{0.5}, {kNan}, {{"m", "s", {kNan}}}}));
  out.push_back(odds_ratio_figure("odds-nan", "", odds, ""));
  out.push_back(prediction_figure("prediction-nan", "", predictions, 0.5, "yes", "no"));
  return out;
}

TEST(Figures, AcceptNothingToDrawAndSaySo) {
  Report r{.title = "Nothing to draw"};
  r.sections = {{"figures", "Figures", {}}};
  for (Figure const& f : degenerate_figures()) {
    r.sections[0].blocks.emplace_back(f);
    EXPECT_THAT(f.spec, Not(::testing::ContainsRegex("[nN]a[nN][,}\\]]"))) << f.id;
    if (f.id.find("-nan") != std::string::npos) continue;
    EXPECT_THAT(f.caption, HasSubstr("nothing to draw")) << f.id;
    EXPECT_THAT(f.spec, HasSubstr("Nothing to draw")) << f.id;
  }
  write_report(r, fs::path(RS_BINARY_DIR) / "report_degenerate", {.replace = true});
}

TEST(Figures, RefuseListsOfDifferentLengths) {
  RocCurve const curve{.false_positive_rate = {0, 1}, .true_positive_rate = {0}};
  EXPECT_THROW(roc_figure("a", "", {&curve, 1}, ""), std::invalid_argument);
  EXPECT_THROW(cluster_map_figure("a", "", {.patients = {"p"}}), std::invalid_argument);
}

TEST(Figures, MissingValuesAreNullInTheDrawingAndEmptyInTheData) {
  FeatureImportance const f{"x", 0.5, kNan, kNan};
  Figure const figure = importance_figure("a", "", {&f, 1}, "AUC");
  EXPECT_EQ(figure.csv, "feature,impurity,permutation,permutation_sd\nx,0.5,,\n");
  EXPECT_THAT(figure.spec, Not(HasSubstr("NaN")));
  EXPECT_THAT(figure.spec, HasSubstr("\"permutation\":null"));
}

TEST(Figures, SurvivalBandHoldsUntilTheStepWithoutLimits) {
  SurvivalCurve const curve{.group = "g",
                            .n = 3,
                            .events = 2,
                            .time = {4, 31},
                            .survival = {0.5, 0},
                            .lower = {0.1, kNan},
                            .upper = {0.9, kNan}};
  auto const spec = nlohmann::json::parse(survival_figure("s", "", {.curves = {curve}, .log_rank_p = kNan}).spec);
  std::vector<std::string> found;
  for (auto const& data : spec.at("data")) {
    if (data.at("name") != "band") continue;
    for (auto const& row : data.at("values"))
      found.push_back(row["time"].dump() + ": " + row["lower"].dump() + " " + row["upper"].dump());
  }
  EXPECT_THAT(found, ::testing::ElementsAre("0.0: 1.0 1.0", "4.0: 0.1 0.9", "31.0: 0.1 0.9", "31.0: null null"));
}

TEST(Figures, CsvKeepsSpreadsheetsFromRunningNames) {
  FeatureImportance const f{"=cmd|x,\"y\"", 1, 0, 0};
  EXPECT_THAT(importance_figure("a", "", {&f, 1}, "AUC").csv, HasSubstr("\"'=cmd|x,\"\"y\"\"\",1,0,0\n"));
}

TEST(Figures, HeatMapCsvIsInTheOrderDrawn) {
  HeatMap map{.patients = {"a", "b"}, .features = {"f", "g"}, .z = Matrix(2, 2), .outcome = {0, 1}};
  map.z(0, 0) = 1;
  map.z(1, 1) = 2;
  map.patient_tree = {2, {{1, 0, 1.0, 2}}};
  EXPECT_EQ(cluster_map_figure("x", "", map).csv, "patient,outcome,f,g\nb,positive,0,2\na,negative,1,0\n");
  map.patient_tree = {};
  EXPECT_EQ(feature_heat_map_figure("x", "", map).csv, "patient,outcome,f,g\nb,positive,0,2\na,negative,1,0\n");
}

TEST(Tables, NumbersAsReadersExpectThem) {
  EXPECT_EQ(fixed_text(-0.004, 2), "0.00");
  EXPECT_EQ(fixed_text(-1.5, 1), "−1.5");
  EXPECT_EQ(fixed_text(kNan, 1), "–");
  EXPECT_EQ(interval_text(0.94, 0.8149, 1), "0.94 (0.81 to 1.00)");
  EXPECT_EQ(interval_text(0.94, kNan, 1), "0.94");
  EXPECT_EQ(p_text(0.0004), "<0.001");
  EXPECT_EQ(p_text(0.0005001), "<0.001");
  EXPECT_EQ(p_text(0.9996), "1.000");
  EXPECT_EQ(p_equation(0.0004), "< 0.001");
  EXPECT_EQ(share_text(6, 9), "6/9 (66.7 %)");
  EXPECT_EQ(share_text(0, 0), "0/0");
}

TEST(Tables, BandsHaveThePapersLayout) {
  std::vector<IccBandCounts> const groups{{"all", {450, 232, 190, 58}, 0}};
  Table const t = report::icc_band_table("t", "", groups);
  EXPECT_THAT(t.rows.at(0).cells,
              ::testing::ElementsAre("all", "930", "450 (48.4 %)", "232 (24.9 %)", "190 (20.4 %)", "58 (6.2 %)"));
}

TEST(Tables, MissingValuesHaveAFootnote) {
  std::vector<CoefficientRow> const rows{{"x", 1, kNan, 2, kNan, kNan, kNan}};
  EXPECT_THAT(coefficient_table("t", "", rows, "Wald", "per unit").footnotes, ::testing::Contains("–: not available."));

  std::vector<BaselineSet> const sets{{"Training", {"High", "Other"}}};
  std::vector<BaselineRow> patients{{"Age, 0–90", false, {"3.0 ± –", "7.0 ± 1.4"}, {kNan}, {""}}};
  EXPECT_THAT(baseline_table(sets, patients).footnotes, ::testing::Contains("–: not available."));
  patients[0].cells[0] = "3.0 ± 1.0";
  EXPECT_THAT(baseline_table(sets, patients).footnotes, ::testing::Not(::testing::Contains("–: not available.")));
}

TEST(Tables, OddsBeyondReasonAreNotSpelledOut) {
  std::vector<CoefficientRow> const rows{{"x", 24.3, 51000, 34732488426.49, 0, std::exp(1000.0), 1},
                                         {"y", -9, 1, 0.0001, 0.00002, 1.25, 0.04}};
  Table const t = coefficient_table("t", "", rows, "Wald", "per unit");
  EXPECT_EQ(t.rows.at(0).cells.at(3), ">10⁶ (0.000 to ∞)");
  EXPECT_EQ(t.rows.at(1).cells.at(3), "<0.001 (<0.001 to 1.250)");
}

TEST(Tables, InrgHasAllSixteenGroups) {
  std::set<std::string> groups;
  for (Row const& row : inrg_table().rows) groups.insert(row.cells.at(7));
  EXPECT_EQ(groups,
            (std::set<std::string>{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "N", "O", "P", "Q", "R"}));
}

TEST(Methods, EveryReferenceIsMentionedAndEveryMentionListed) {
  Methods const m = methods_text(test::invented_methods());
  std::string text;
  for (std::string const& p : m.paragraphs) text += p;
  EXPECT_THAT(text, Not(HasSubstr("@")));
  std::set<int> seen;
  std::regex const mark("\\[([0-9, ]+)\\]"), digits("[0-9]+");
  for (std::sregex_iterator it(text.begin(), text.end(), mark), end; it != end; ++it) {
    std::string const inside = (*it)[1];
    for (std::sregex_iterator d(inside.begin(), inside.end(), digits); d != end; ++d) seen.insert(std::stoi(d->str()));
  }
  EXPECT_EQ(seen.size(), m.references.size());
  EXPECT_EQ(*seen.rbegin(), static_cast<int>(m.references.size()));
}

TEST(Methods, NothingIsClaimedThatWasNotDone) {
  MethodsFacts const nothing{.program_version = "0.1.0"};
  std::string const text = methods_markdown(nothing);
  for (char const* claim :
       {"forest", "cross-validation", "Kaplan", "test set", "DeLong", "reader", "AUC", "PyRadiomics"}) {
    EXPECT_THAT(text, Not(HasSubstr(claim)));
  }
}

TEST(Methods, NothingIsClaimedOfTheImagesOfReadyTables) {
  MethodsFacts f{.program_version = "0.1.0", .features = 100};
  std::string const text = methods_markdown(f);
  EXPECT_THAT(text, HasSubstr("how they were extracted is not known to this run"));
  for (char const* claim : {"normalised", "resampled", "PyRadiomics", "reader", "All steps were"})
    EXPECT_THAT(text, Not(HasSubstr(claim)));
  for (Table const& table : checklist_tables(f)) {
    for (Row const& row : table.rows) {
      for (char const* claim : {"normalised", "resampled", "PyRadiomics", "hand-crafted"})
        EXPECT_THAT(row.cells.at(3), Not(HasSubstr(claim)));
    }
  }
  f.settings_in_table = true;
  EXPECT_THAT(methods_markdown(f), HasSubstr("those recorded in the tables"));
}

TEST(Methods, SayWhoDrewOnlyAsFarAsItIsKnown) {
  MethodsFacts f{.readers = 2, .training_reading = "reader1, session 1", .intra_observer = true};
  EXPECT_THAT(methods_markdown(f), HasSubstr("drawn by 2 readers, by one of them more than once. Models were fitted to "
                                             "the drawings of reader1, session 1."));
  f.readers = 0;
  EXPECT_THAT(methods_markdown(f), HasSubstr("drawn more than once by the same reader."));
  EXPECT_THAT(methods_markdown(f), Not(HasSubstr("independently")));
}

TEST(Methods, SentencesStartWithACapital) {
  EXPECT_THAT(methods_markdown({.modality = "synthetic MRI", .extracted = true}),
              HasSubstr("Synthetic MRI images were not normalised."));
}

TEST(Checklists, HaveThePublishedNumberOfItems) {
  EXPECT_EQ(clear_items().size(), 58u);
  EXPECT_EQ(metrics_items().size(), 30u);
  std::set<int> tripod;
  for (ChecklistItem const& item : tripod_ai_items()) tripod.insert(std::stoi(std::string(item.number)));
  EXPECT_EQ(tripod.size(), 27u);
  EXPECT_EQ(tripod_ai_items().size(), 52u);
}

TEST(Checklists, WhatARunCannotKnowIsLeftToTheAuthor) {
  for (Table const& table : checklist_tables(test::invented_methods())) {
    EXPECT_EQ(table.rows.at(0).cells.at(3),
              table.id == "checklist-metrics"
                  ? "CLEAR, METRICS and TRIPOD+AI sheets are part of this report; the author completes them."
                  : "for the author");
    std::string all;
    for (Row const& row : table.rows) all += row.cells.at(3);
    EXPECT_THAT(all, Not(HasSubstr("@")));
    EXPECT_THAT(all, HasSubstr("cross-validation"));
  }
}

}  // namespace
}  // namespace radsweep
