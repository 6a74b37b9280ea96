/// Result tables: bytes as Python's csv, json and print give them, and files that appear whole or not at all.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include "host/core/status.hpp"
#include "io/table.hpp"
#include "tests/support/golden.hpp"

namespace radsweep {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

/// A folder of its own for every test.
class Table : public ::testing::Test {
 protected:
  Table() : folder_(fs::temp_directory_path() / ("radsweep_table_" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
  }
  ~Table() override { fs::remove_all(folder_); }

  std::string target(char const* name = "out") const { return (folder_ / name).string(); }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (auto const& entry : fs::directory_iterator(folder_)) out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }
  static std::string read(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  std::string written(TableOptions const& options, std::vector<TableRow> const& rows) {
    fs::remove(target());
    auto const table = open_table(target(), options);
    for (TableRow const& row : rows) table->write(row);
    table->close();
    return read(target());
  }

  fs::path folder_;
};

TableValue integer(std::int64_t v) { return v; }
TableValue text(char const* v) { return std::string(v); }

/// Two cases that went well, one that failed between them.
std::vector<TableRow> three_rows() {
  using Doubles = std::vector<double>;
  using Integers = std::vector<std::int64_t>;
  return {{1,
           true,
           {{"ID", text("a")},
            {"Image", text("/d/i,1.nii")},
            {"Mask", text("/d/m.nii")},
            {"Note", text("say \"hi\"\nthere")},
            {"diagnostics_Image-original_Spacing", Doubles{0.8, 0.8, 3.0}},
            {"diagnostics_Image-original_Size", Integers{31, 28, 13}},
            {"diagnostics_Mask-original_VoxelNum", integer(1582)},
            {"original_firstorder_Mean", 420.47190712513293},
            {"original_glcm_MCC", kNan},
            {"original_glcm_Id", 1e-05}}},
          {2, false, {{"ID", text("b")}, {"Image", text("/d/j.nii")}, {"Mask", text("/d/n.nii")}, {"Note", text("")}}},
          {3,
           true,
           {{"ID", text("c")},
            {"Image", text("/d/k.nii")},
            {"Mask", text("/d/o.nii")},
            {"Note", text("\xC3\xA9 \xF0\x9F\x98\x80\x01")},
            {"diagnostics_Image-original_Spacing", Doubles{1.0, 1.0, 1.0}},
            {"diagnostics_Image-original_Size", Integers{4, 4, 4}},
            {"diagnostics_Mask-original_VoxelNum", integer(8)},
            {"diagnostics_Mask-corrected_VoxelNum", integer(7)},
            {"diagnostics_Mask-corrected_Mean", -0.0},
            {"original_firstorder_Mean", 1e16},
            {"original_glcm_MCC", kInf},
            {"original_glcm_Id", 123.0}}}};
}

// The three expected texts are Python 3.11's for the same rows (csv.DictWriter, print, json.dumps).
constexpr char const* kCsv =
    "ID,Image,Mask,Note,diagnostics_Image-original_Spacing,diagnostics_Image-original_Size,"
    "diagnostics_Mask-original_VoxelNum,original_firstorder_Mean,original_glcm_MCC,original_glcm_Id,"
    "diagnostics_Mask-corrected_Mean,diagnostics_Mask-corrected_VoxelNum\n"
    "a,\"/d/i,1.nii\",/d/m.nii,\"say \"\"hi\"\"\nthere\",\"(0.8, 0.8, 3.0)\",\"(31, 28, 13)\",1582,420.47190712513293,"
    "nan,1e-05,,\n"
    "b,/d/j.nii,/d/n.nii,,,,,,,,,\n"
    "c,/d/k.nii,/d/o.nii,\xC3\xA9 \xF0\x9F\x98\x80\x01,\"(1.0, 1.0, 1.0)\",\"(4, 4, 4)\",8,1e+16,inf,123.0,-0.0,7\n";

constexpr char const* kTxt =
    "Case-1_ID: a\n"
    "Case-1_Image: /d/i,1.nii\n"
    "Case-1_Mask: /d/m.nii\n"
    "Case-1_Note: say \"hi\"\nthere\n"
    "Case-1_diagnostics_Image-original_Spacing: (0.8, 0.8, 3.0)\n"
    "Case-1_diagnostics_Image-original_Size: (31, 28, 13)\n"
    "Case-1_diagnostics_Mask-original_VoxelNum: 1582\n"
    "Case-1_original_firstorder_Mean: 420.47190712513293\n"
    "Case-1_original_glcm_MCC: nan\n"
    "Case-1_original_glcm_Id: 1e-05\n"
    "Case-2_ID: b\n"
    "Case-2_Image: /d/j.nii\n"
    "Case-2_Mask: /d/n.nii\n"
    "Case-2_Note: \n"
    "Case-3_ID: c\n"
    "Case-3_Image: /d/k.nii\n"
    "Case-3_Mask: /d/o.nii\n"
    "Case-3_Note: \xC3\xA9 \xF0\x9F\x98\x80\x01\n"
    "Case-3_diagnostics_Image-original_Spacing: (1.0, 1.0, 1.0)\n"
    "Case-3_diagnostics_Image-original_Size: (4, 4, 4)\n"
    "Case-3_diagnostics_Mask-original_VoxelNum: 8\n"
    "Case-3_diagnostics_Mask-corrected_VoxelNum: 7\n"
    "Case-3_diagnostics_Mask-corrected_Mean: -0.0\n"
    "Case-3_original_firstorder_Mean: 1e+16\n"
    "Case-3_original_glcm_MCC: inf\n"
    "Case-3_original_glcm_Id: 123.0\n";

constexpr char const* kJson = R"([
  {
    "ID": "a",
    "Image": "/d/i,1.nii",
    "Mask": "/d/m.nii",
    "Note": "say \"hi\"\nthere",
    "diagnostics_Image-original_Spacing": [
      0.8,
      0.8,
      3.0
    ],
    "diagnostics_Image-original_Size": [
      31,
      28,
      13
    ],
    "diagnostics_Mask-original_VoxelNum": 1582,
    "original_firstorder_Mean": 420.47190712513293,
    "original_glcm_MCC": NaN,
    "original_glcm_Id": 1e-05
  },
  {
    "ID": "b",
    "Image": "/d/j.nii",
    "Mask": "/d/n.nii",
    "Note": ""
  },
  {
    "ID": "c",
    "Image": "/d/k.nii",
    "Mask": "/d/o.nii",
    "Note": "\u00e9 \ud83d\ude00\u0001",
    "diagnostics_Image-original_Spacing": [
      1.0,
      1.0,
      1.0
    ],
    "diagnostics_Image-original_Size": [
      4,
      4,
      4
    ],
    "diagnostics_Mask-original_VoxelNum": 8,
    "diagnostics_Mask-corrected_VoxelNum": 7,
    "diagnostics_Mask-corrected_Mean": -0.0,
    "original_firstorder_Mean": 1e+16,
    "original_glcm_MCC": Infinity,
    "original_glcm_Id": 123.0
  }
])";

TableOptions csv() { return {TableFormat::kCsv, NanText::kNan, false, false}; }

TEST_F(Table, HasPythonsBytes) {
  EXPECT_EQ(written(csv(), three_rows()), kCsv);
  EXPECT_EQ(written({TableFormat::kTxt, NanText::kNan, false, false}, three_rows()), kTxt);
  EXPECT_EQ(written({TableFormat::kJson, NanText::kNan, false, false}, three_rows()), kJson);
  EXPECT_THAT(names(), ElementsAre("out"));
}

TEST_F(Table, NoRows) {
  EXPECT_EQ(written(csv(), {}), "");
  EXPECT_EQ(written({TableFormat::kTxt, NanText::kNan, false, false}, {}), "");
  EXPECT_EQ(written({TableFormat::kJson, NanText::kNan, false, false}, {}), "[]");
  EXPECT_EQ(written({TableFormat::kJson, NanText::kNan, false, false}, {{1, true, {}}}), "[\n  {}\n]");
}

TEST_F(Table, NanAsAsked) {
  std::vector<TableRow> const rows{{1, true, {{"a", kNan}, {"b", 1.0}, {"c", -kInf}}},
                                   {2, true, {{"a", 2.0}, {"b", kNan}, {"c", 0.0}}}};
  auto const with = [](TableFormat format, NanText nan) { return TableOptions{format, nan, false, false}; };
  EXPECT_EQ(written(with(TableFormat::kCsv, NanText::kNan), rows), "a,b,c\nnan,1.0,-inf\n2.0,nan,0.0\n");
  EXPECT_EQ(written(with(TableFormat::kCsv, NanText::kEmpty), rows), "a,b,c\n,1.0,-inf\n2.0,,0.0\n");
  EXPECT_EQ(written(with(TableFormat::kCsv, NanText::kSkip), rows), "a,b,c\n,1.0,-inf\n2.0,,0.0\n");
  EXPECT_EQ(written(with(TableFormat::kTxt, NanText::kEmpty), rows),
            "Case-1_a: \nCase-1_b: 1.0\nCase-1_c: -inf\nCase-2_a: 2.0\nCase-2_b: \nCase-2_c: 0.0\n");
  EXPECT_EQ(written(with(TableFormat::kTxt, NanText::kSkip), rows),
            "Case-1_b: 1.0\nCase-1_c: -inf\nCase-2_a: 2.0\nCase-2_c: 0.0\n");
  EXPECT_EQ(written(with(TableFormat::kJson, NanText::kEmpty), rows),
            "[\n  {\n    \"a\": null,\n    \"b\": 1.0,\n    \"c\": -Infinity\n  },\n"
            "  {\n    \"a\": 2.0,\n    \"b\": null,\n    \"c\": 0.0\n  }\n]");
  EXPECT_EQ(written(with(TableFormat::kJson, NanText::kSkip), rows),
            "[\n  {\n    \"b\": 1.0,\n    \"c\": -Infinity\n  },\n  {\n    \"a\": 2.0,\n    \"c\": 0.0\n  }\n]");
}

TEST_F(Table, HeaderIsTheFirstCompleteRows) {
  TableRow const failed{1, false, {{"Image", text("i")}, {"Mask", text("m")}}};
  TableRow const complete{2, true, {{"Image", text("j")}, {"Mask", text("n")}, {"z", 1.0}, {"y", 2.0}}};
  TableRow const other{3, true, {{"Image", text("k")}, {"Mask", text("o")}, {"x", 3.0}, {"y", 4.0}, {"a", 5.0}}};
  EXPECT_EQ(written(csv(), {failed, failed, complete}), "Image,Mask,z,y\ni,m,,\ni,m,,\nj,n,1.0,2.0\n");
  EXPECT_EQ(written(csv(), {failed, complete, other, failed}),
            "Image,Mask,z,y,a,x\ni,m,,,,\nj,n,1.0,2.0,,\nk,o,,4.0,5.0,3.0\ni,m,,,,\n");
  EXPECT_EQ(written(csv(), {failed, failed}), "Image,Mask\ni,m\ni,m\n");
  EXPECT_THAT(names(), ElementsAre("out"));
}

TEST_F(Table, FormulasBecomeText) {
  std::vector<TableRow> rows{{1, true, {}}};
  char const* const cells[] = {"=1+1", "+x", "-x", "@x", "\tx", "\rx", "-1.5", "+2e3", "-", "a=b", "=,", "-inf", ""};
  for (std::size_t i = 0; i < std::size(cells); ++i)
    rows[0].cells.emplace_back("c" + std::to_string(i), text(cells[i]));
  rows[0].cells.emplace_back("number", -1.5);
  rows[0].cells.emplace_back("=h", integer(-3));
  TableOptions options = csv();
  std::string const header = "c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,number,";
  EXPECT_EQ(written(options, rows),
            header + "'=h\n'=1+1,'+x,'-x,'@x,'\tx,\"'\rx\",-1.5,+2e3,'-,a=b,\"'=,\",-inf,,-1.5,-3\n");
  options.raw_text = true;
  EXPECT_EQ(written(options, rows), header + "=h\n=1+1,+x,-x,@x,\tx,\"\rx\",-1.5,+2e3,-,a=b,\"=,\",-inf,,-1.5,-3\n");
}

TEST_F(Table, JsonKeepsBytesThatAreNoText) {
  EXPECT_EQ(written({TableFormat::kJson, NanText::kNan, false, false},
                    {{1, true, {{"p", text("a\xFF\xE9/\\\b\f\r\t\x7F\xE2\x82\xAC")}}}}),
            "[\n  {\n    \"p\": \"a\\udcff\\udce9/\\\\\\b\\f\\r\\t\x7F\\u20ac\"\n  }\n]");
}

TEST_F(Table, NothingAppearsBeforeClose) {
  for (TableFormat const format : {TableFormat::kCsv, TableFormat::kTxt, TableFormat::kJson}) {
    {
      auto const table = open_table(target(), {format, NanText::kNan, false, false});
      for (TableRow const& row : three_rows()) table->write(row);
      EXPECT_FALSE(fs::exists(target()));
    }
    EXPECT_THAT(names(), IsEmpty()) << "a table that is not closed leaves nothing";
  }
}

TEST_F(Table, ExistingFilesAreRefusedUnlessAsked) {
  std::ofstream(target()) << "precious";
  TableOptions options = csv();
  try {
    open_table(target(), options);
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kOutputExists);
    EXPECT_EQ(e.problem().code, "E710");
    EXPECT_EQ(e.problem().file, target());
  }
  EXPECT_EQ(read(target()), "precious");
  options.replace = true;
  auto const table = open_table(target(), options);
  table->write({1, true, {{"a", 1.0}}});
  EXPECT_EQ(read(target()), "precious") << "the old file stays until the new one is whole";
  table->close();
  EXPECT_EQ(read(target()), "a\n1.0\n");
  EXPECT_THAT(names(), ElementsAre("out"));
}

TEST_F(Table, AFileThatAppearsMeanwhileIsNotOverwritten) {
  auto const table = open_table(target(), csv());
  table->write({1, true, {{"a", 1.0}}});
  std::ofstream(target()) << "precious";
  try {
    table->close();
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kOutputExists);
  }
  EXPECT_EQ(read(target()), "precious");
}

TEST_F(Table, AMissingFolderIsAnOutputError) {
  try {
    open_table(target("no/such/folder.csv"), csv());
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kOutputFailed);
    EXPECT_EQ(e.problem().code, "E701");
  }
}

/// Writes until the limit on file sizes stops it.
void write_too_much(std::string const& target, TableFormat format) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit const limit{100'000, 100'000};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  try {
    auto const table = open_table(target, {format, NanText::kNan, false, false});
    for (int i = 0; i < 10'000; ++i) table->write({i, true, {{"Image", text("/some/where/image.nii.gz")}, {"x", 0.1}}});
    table->close();
  } catch (FatalError const& e) {
    std::fprintf(stderr, "%s %s\n", e.problem().code.c_str(), e.problem().file.c_str());
    std::_Exit(static_cast<int>(e.exit_code()));
  }
  std::_Exit(0);
}

TEST_F(Table, AFullDiskIsAnOutputErrorAndLeavesNothing) {
  ::testing::FLAGS_gtest_death_test_style = "fast";
  for (TableFormat const format : {TableFormat::kCsv, TableFormat::kTxt, TableFormat::kJson}) {
    EXPECT_EXIT(write_too_much(target(), format), ::testing::ExitedWithCode(74), "E701 .*/out");
    EXPECT_THAT(names(), IsEmpty());
  }
}

TEST_F(Table, ASignalLeavesNothing) {
  ::testing::FLAGS_gtest_death_test_style = "fast";
  for (int const signal : {SIGINT, SIGTERM, SIGHUP}) {
    EXPECT_EXIT(
        {
          auto const table = open_table(target(), {TableFormat::kTxt, NanText::kNan, false, false});
          table->write(three_rows()[0]);
          std::raise(signal);
        },
        ::testing::KilledBySignal(signal), "");
    EXPECT_THAT(names(), IsEmpty()) << signal;
  }
}

void write_to_stdout(char const* stdout_path, TableFormat format) {
  if (std::freopen(stdout_path, "w", stdout) == nullptr) std::_Exit(1);
  try {
    auto const table = open_table("-", {format, NanText::kNan, false, false});
    for (TableRow const& row : three_rows()) table->write(row);
    table->close();
  } catch (FatalError const& e) {
    std::fprintf(stderr, "%s %s\n", e.problem().code.c_str(), e.problem().file.c_str());
    std::_Exit(static_cast<int>(e.exit_code()));
  }
  std::_Exit(0);
}

TEST_F(Table, StandardOutputGetsTheSameBytes) {
  ::testing::FLAGS_gtest_death_test_style = "fast";
  std::string const file = target("stdout");
  std::pair<TableFormat, char const*> const expected[] = {
      {TableFormat::kCsv, kCsv}, {TableFormat::kTxt, kTxt}, {TableFormat::kJson, kJson}};
  for (auto const& [format, bytes] : expected) {
    EXPECT_EXIT(write_to_stdout(file.c_str(), format), ::testing::ExitedWithCode(0), "");
    EXPECT_EQ(read(file), bytes);
    EXPECT_EXIT(write_to_stdout("/dev/full", format), ::testing::ExitedWithCode(74), "E701 standard output");
  }
}

TEST_F(Table, TheLocaleChangesNothing) {
  char const* const german = std::setlocale(LC_ALL, "de_DE.UTF-8");
  if (german == nullptr) std::setlocale(LC_ALL, "C.UTF-8");
  EXPECT_EQ(written(csv(), three_rows()), kCsv);
  std::setlocale(LC_ALL, "C");
}

TEST_F(Table, WhatIsWrittenIsReadBack) {
  written(csv(), three_rows());
  test::Csv const table = test::read_csv(target());
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0][table.column("Note")], "say \"hi\"\nthere");
  EXPECT_EQ(table.rows[0][table.column("Image")], "/d/i,1.nii");
  EXPECT_EQ(table.rows[2][table.column("diagnostics_Mask-corrected_VoxelNum")], "7");
}

TEST(TableFormat, FoundByName) {
  EXPECT_EQ(find_table_format("csv"), TableFormat::kCsv);
  EXPECT_EQ(find_table_format("json"), TableFormat::kJson);
  EXPECT_EQ(find_table_format("txt"), TableFormat::kTxt);
  EXPECT_EQ(find_table_format("CSV"), std::nullopt);
}

}  // namespace
}  // namespace radsweep
