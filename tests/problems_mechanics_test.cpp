/// Every code that a source file can emit has its entry in the catalogue; every entry is used, and tested.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "host/core/problems.hpp"
#include "host/core/status.hpp"

namespace radsweep {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// Matches of `pattern` in the C++ sources below a folder, with one file each. The catalogue itself does not count, nor
/// does this test.
std::map<std::string, std::string> codes_in(char const* folder, std::regex const& pattern) {
  std::map<std::string, std::string> out;
  for (auto const& entry : fs::recursive_directory_iterator(fs::path(RS_SOURCE_DIR) / folder)) {
    auto const extension = entry.path().extension();
    bool const source = extension == ".cpp" || extension == ".hpp" || extension == ".cu" || extension == ".cuh";
    auto const name = entry.path().filename();
    if (!source || name == "problems.cpp" || name == fs::path(__FILE__).filename()) continue;
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    std::string const content = text.str();
    for (std::sregex_iterator at(content.begin(), content.end(), pattern), end; at != end; ++at)
      out.emplace((*at)[1].str(), entry.path().string());
  }
  return out;
}

/// String literals that are a code.
std::map<std::string, std::string> codes_in_sources() {
  std::map<std::string, std::string> out;
  for (char const* const layer : {"kernels", "host", "io", "pipeline"})
    out.merge(codes_in(layer, std::regex("\"([EW][0-9]{3})\"")));
  return out;
}

TEST(Problems, EveryCodeOfTheSourcesIsExplained) {
  auto const codes = codes_in_sources();
  ASSERT_GE(codes.size(), 40u);
  for (auto const& [code, file] : codes) EXPECT_NE(find_problem(code), nullptr) << code << " in " << file;
}

TEST(Problems, EveryEntryIsUsedAndComplete) {
  auto const codes = codes_in_sources();
  for (ProblemInfo const& p : problem_catalogue()) {
    EXPECT_TRUE(codes.contains(std::string(p.code))) << p.code << " is emitted nowhere";
    for (std::string_view const text : {p.meaning, p.cause, p.cure}) {
      EXPECT_GT(text.size(), 10u) << p.code;
      EXPECT_EQ(text.back(), '.') << p.code << ": " << text;
    }
  }
}

/// "E101", "error[E101]: ...", "W120 W204": in whatever words a test looks for it.
TEST(Problems, EveryCodeOccursInATest) {
  auto const codes = codes_in("tests", std::regex("\\b([EW][0-9]{3})\\b"));
  for (ProblemInfo const& p : problem_catalogue())
    EXPECT_TRUE(codes.contains(std::string(p.code))) << p.code << " (" << p.meaning << ") is in no test";
}

TEST(Problems, CodesAreUniqueAndSorted) {
  auto const catalogue = problem_catalogue();
  EXPECT_TRUE(
      std::is_sorted(catalogue.begin(), catalogue.end(), [](auto const& a, auto const& b) { return a.code < b.code; }));
  std::set<std::string_view> codes;
  for (ProblemInfo const& p : catalogue) EXPECT_TRUE(codes.insert(p.code).second) << p.code;
}

TEST(Problems, ExplainedByCode) {
  EXPECT_EQ(explain_problem("E105"),
            "E105  The file changed while it was read.\n"
            "  cause  Another program is still writing it.\n"
            "  cure   Run again when the file is complete.\n");
  EXPECT_EQ(explain_problem("w204"), explain_problem("W204"));
  EXPECT_THAT(list_problems(), HasSubstr("E105  The file changed while it was read.\nE106  "));
  try {
    explain_problem("E999");
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kUsage);
    EXPECT_THAT(e.problem().what, HasSubstr("E999"));
  }
}

}  // namespace
}  // namespace radsweep
