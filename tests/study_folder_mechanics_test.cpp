/// The folder of `radsweep study`: reuse, locks, and when results of another study are in it.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/study_folder.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Study, AWrongStudyLeavesEarlierResults) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  std::string const first = study.text("report.html");
  study.folder().write("study.yaml", "features: [feature.csv]\n");
  EXPECT_EQ(study.run({"--fresh"}).exit_code, 66);
  EXPECT_EQ(study.text("report.html"), first);
  study.write("columns: {candidates: [Agee]}\n");
  EXPECT_EQ(study.run({"--fresh"}).exit_code, 65);
  EXPECT_EQ(study.text("report.html"), first);
  EXPECT_THAT(study.text("study_resolved.yaml"), Not(HasSubstr("Agee")));
}

TEST(Study, AFolderInUseIsLockedAndLeftoversAreRemoved) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  study.folder().write("results/features.csv.tmp-123-1", "half a table");
  int const folder = ::open((study.folder() / "results").c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(::flock(folder, LOCK_EX | LOCK_NB), 0);
  auto const run = study.run();
  EXPECT_EQ(run.exit_code, 73);
  EXPECT_THAT(run.err, AllOf(HasSubstr("error[E710]"), HasSubstr("locked")));
  EXPECT_FALSE(study.text("features.csv.tmp-123-1").empty());
  ::close(folder);
  EXPECT_EQ(study.run().exit_code, 0);
  EXPECT_TRUE(study.text("features.csv.tmp-123-1").empty());
}

TEST(Study, ResultsAreNeverMixed) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  std::string const first = study.text("report.html");
  ASSERT_EQ(study.run().exit_code, 0) << "the same study again";
  EXPECT_EQ(study.text("report.html"), first);
  study.write("icc: {minimum: 0.9}\n");
  auto const other = study.run();
  EXPECT_EQ(other.exit_code, 73);
  EXPECT_THAT(other.err, AllOf(HasSubstr("error[E710]"), HasSubstr("'minimum: null' there, 'minimum: 0.9' now")));
  EXPECT_EQ(study.run({"--fresh"}).exit_code, 0);
  fs::create_directory(study.folder() / "mine");
  study.folder().write("mine/notes.txt", "keep me");
  auto const foreign = study.run({"-o", "mine", "--fresh"});
  EXPECT_EQ(foreign.exit_code, 73);
  EXPECT_EQ(read_text(study.folder() / "mine" / "notes.txt"), "keep me");
  EXPECT_EQ(study.run({"-o", ".", "--fresh"}).exit_code, 73) << "the folder of the study file itself";
  EXPECT_THAT(read_text(study.folder() / "study.yaml"), HasSubstr("features: [features.csv]"));
}

TEST(Study, AStudyThatDidNotFinishMayBeCorrected) {
  Study const study(subjects(30), "columns: {candidates: [Agee]}\n");
  ASSERT_EQ(study.run().exit_code, 65);
  study.write("columns: {candidates: [Age]}\n");
  auto const run = study.run();
  EXPECT_EQ(run.exit_code, 0) << run.err;
}

TEST(Study, TemplateAndDryRunComputeNothing) {
  Study const study(subjects(30));
  auto const printed = run_radsweep({"study", "--template"});
  EXPECT_EQ(printed.exit_code, 0);
  EXPECT_THAT(printed.out, HasSubstr("cases: null"));
  auto const dry = study.run({"--dry-run"});
  EXPECT_EQ(dry.exit_code, 0);
  EXPECT_THAT(dry.out, HasSubstr("folds: 5"));
  EXPECT_FALSE(fs::exists(study.folder() / "results"));
  EXPECT_EQ(run_radsweep({"study"}).exit_code, 2);
  EXPECT_EQ(run_radsweep({"study", "nowhere.yaml"}).exit_code, 66);
}

}  // namespace
}  // namespace radsweep::test
