/// A whole study gives the same bytes for any number of threads and any order of rows, and whether its features are new
/// or reused.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "host/core/rng.hpp"
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

/// A table whose rows come in the order of `(k * step) mod n`.
std::string table(std::size_t n, std::size_t step) {
  Rng const rng(3, 1);
  std::string out = "ID,Reader,Session,Outcome,Sex";
  for (int k = 0; k < 12; ++k) out += ",original_glcm_F" + std::to_string(k);
  out += "\n";
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t const row = i * step % n, subject = row / 3, reading = row % 3;
    out += "P" + std::to_string(subject) + (reading < 2 ? ",anna," : ",bert,") + (reading == 1 ? "2," : "1,") +
           std::to_string(subject % 3 == 0) + (subject % 5 < 2 ? ",F" : ",M");
    for (std::uint64_t k = 0; k < 12; ++k)
      out += "," + std::to_string(rng.uniform(subject * 12 + k) + 0.05 * rng.uniform(10'000 + row * 12 + k));
    out += "\n";
  }
  return out;
}

TEST(StudyOrder, SameBytesForAnyOrderOfRows) {
  TemporaryFolder const folder;
  constexpr std::size_t kRows = 3 * 36;
  for (std::size_t const step : {1, 47}) {
    std::string const name = "rows" + std::to_string(step);
    fs::create_directory(folder / name);
    folder.write(name + "/features.csv", table(kRows, step));
    folder.write(name + "/study.yaml",
                 "features: features.csv\ncolumns: {candidates: Sex}\nicc: {minimum: 0.1}\n"
                 "validation: {folds: 4, bootstrap: 50, permutations: 3}\n");
    auto const run = run_radsweep({"study", "study.yaml", "-q"}, folder / name);
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }
  EXPECT_NE(table(kRows, 1), table(kRows, 47));
  EXPECT_GE(files_of(folder / "rows1" / "results").size(), 20u);
  expect_same(folder / "rows1" / "results", folder / "rows47" / "results");
}

}  // namespace
}  // namespace radsweep::test
