/// A whole study gives the same bytes for any number of threads, and whether its features are new or reused.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "pipeline/phantom.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_of(fs::path const& folder) {
  std::map<std::string, std::string> out;
  for (auto const& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) out[fs::relative(entry.path(), folder).string()] = read_text(entry.path());
  }
  return out;
}

void expect_same(fs::path const& a, fs::path const& b) {
  auto const first = files_of(a), second = files_of(b);
  EXPECT_EQ(first.size(), second.size());
  for (auto const& [name, text] : first) {
    auto const at = second.find(name);
    ASSERT_NE(at, second.end()) << name;
    EXPECT_TRUE(at->second == text) << name << " differs";
  }
}

TEST(StudyOrder, SameBytesForAnyNumberOfThreads) {
  TemporaryFolder const folder;
  PhantomOptions cohort;
  cohort.out = folder / "cohort";
  cohort.cases = 20;
  cohort.matrix_scale = 0.5;
  make_phantom_cohort(cohort);
  std::string study = read_text(folder / "cohort" / "study.yaml");
  std::string const validation = "validation: {permutations: 200}\n";
  ASSERT_NE(study.find(validation), std::string::npos);
  study.replace(study.find(validation), validation.size(),
                "validation: {folds: 3, repeats: 2, bootstrap: 200, permutations: 1}\nicc: {minimum: 0.5}\n");
  folder.write("cohort/study.yaml", study);
  for (char const* jobs : {"1", "2", "8"}) {
    auto const run =
        run_radsweep({"study", "cohort/study.yaml", "-o", std::string("out") + jobs, "-j", jobs, "-q"}, folder.path());
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }
  EXPECT_GE(files_of(folder / "out1").size(), 30u);
  expect_same(folder / "out1", folder / "out2");
  expect_same(folder / "out1", folder / "out8");

  fs::copy(folder / "out1", folder / "again", fs::copy_options::recursive);
  auto const again = run_radsweep({"study", "cohort/study.yaml", "-o", "again"}, folder.path());
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_NE(again.err.find("reused"), std::string::npos);
  expect_same(folder / "out1", folder / "again");
}

}  // namespace
}  // namespace radsweep::test
