// The synthetic cohort as files: same options, same bytes; existing content refused; nothing left behind by a failure.

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "host/core/status.hpp"
#include "pipeline/phantom.hpp"

namespace radsweep {
namespace {

namespace fs = std::filesystem;

class PhantomCohort : public ::testing::Test {
 protected:
  PhantomCohort() {
    auto const* info = ::testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::temp_directory_path() / ("radsweep_phantom_" + std::to_string(::getpid()) + "_" + info->name());
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~PhantomCohort() override { fs::remove_all(root_); }

  PhantomOptions small(char const* name, int cases = 6) const {
    PhantomOptions options;
    options.out = root_ / name;
    options.cases = cases;
    options.matrix_scale = 0.25;
    options.jobs = 1;
    return options;
  }

  fs::path root_;
};

std::string bytes_of(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::map<std::string, std::string> tree(fs::path const& folder) {
  std::map<std::string, std::string> files;
  for (auto const& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[fs::relative(entry.path(), folder).string()] = bytes_of(entry.path());
  }
  return files;
}

int exit_code_of(PhantomOptions const& options, PhantomProgress const& progress = {}) {
  try {
    make_phantom_cohort(options, progress);
  } catch (FatalError const& error) {
    EXPECT_FALSE(error.problem().code.empty());
    EXPECT_FALSE(error.problem().hint.empty());
    return static_cast<int>(error.exit_code());
  }
  return 0;
}

std::vector<std::vector<std::string>> rows_of(std::string const& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

TEST_F(PhantomCohort, SameSeedSameBytesForAnyJobs) {
  PhantomOptions a = small("a"), b = small("b"), c = small("c");
  b.jobs = 2;
  c.jobs = 5;
  for (auto const& options : {a, b, c}) make_phantom_cohort(options);
  auto const expected = tree(a.out);
  EXPECT_EQ(expected.size(), 6u * 4 + 5);
  EXPECT_TRUE(expected == tree(b.out));
  EXPECT_TRUE(expected == tree(c.out));
}

TEST_F(PhantomCohort, AnotherSeedAnotherCohort) {
  PhantomOptions a = small("a"), b = small("b");
  b.seed = 2;
  make_phantom_cohort(a);
  make_phantom_cohort(b);
  auto const first = tree(a.out), second = tree(b.out);
  for (auto const& [name, bytes] : first) {
    if (name == "study.yaml" || !second.contains(name)) continue;  // any cohort is studied alike
    EXPECT_NE(bytes, second.at(name)) << name;
  }
  EXPECT_TRUE(second.contains("images/A001.nii.gz"));
}

TEST_F(PhantomCohort, ManifestNamesEveryFile) {
  PhantomOptions const options = small("a", 8);
  make_phantom_cohort(options);
  auto const rows = rows_of(bytes_of(options.out / "cases.csv"));
  EXPECT_EQ(rows.front(),
            (std::vector<std::string>{"ID", "Image", "Mask", "Reader", "Session", "Set", "Outcome", "Time", "Event"}));
  ASSERT_EQ(rows.size(), 1 + 3 * 8u);
  std::set<std::string> named;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    ASSERT_EQ(rows[i].size(), 9u);
    for (int column : {1, 2}) {
      EXPECT_TRUE(fs::is_regular_file(options.out / rows[i][column])) << rows[i][column];
      named.insert(rows[i][column]);
    }
  }
  EXPECT_EQ(named.size(), 4 * 8u);
  auto const first_reader = rows_of(bytes_of(options.out / "cases_reader1.csv"));
  ASSERT_EQ(first_reader.size(), 1 + 8u);
  for (std::size_t i = 1; i < first_reader.size(); ++i) EXPECT_EQ(first_reader[i], rows[3 * i - 2]);
  EXPECT_EQ(rows_of(bytes_of(options.out / "clinical.csv")).size(), 1 + 8u);
}

TEST_F(PhantomCohort, ExistingContentIsRefusedAndKept) {
  PhantomOptions const options = small("a");
  fs::create_directories(options.out);
  std::ofstream(options.out / "notes.txt") << "mine";
  auto const before = tree(root_);
  EXPECT_EQ(exit_code_of(options), 73);
  EXPECT_EQ(tree(root_), before);
  EXPECT_FALSE(fs::exists(options.out / "images"));

  PhantomOptions file = options;  // a file where the folder should be
  file.out = options.out / "notes.txt";
  EXPECT_EQ(exit_code_of(file), 73);
  EXPECT_EQ(tree(root_), before);
}

TEST_F(PhantomCohort, ASecondRunIntoTheSameFolderIsRefused) {
  PhantomOptions const options = small("a", 2);
  EXPECT_EQ(exit_code_of(options), 0);
  auto const before = tree(options.out);
  EXPECT_EQ(exit_code_of(options), 73);
  EXPECT_EQ(tree(options.out), before);
}

TEST_F(PhantomCohort, EmptyFolderIsFilled) {
  PhantomOptions const options = small("a", 1);
  fs::create_directories(options.out);
  EXPECT_EQ(exit_code_of(options), 0);
  EXPECT_TRUE(fs::exists(options.out / "cases.csv"));
}

TEST_F(PhantomCohort, FolderThatCannotBeMade) {
  PhantomOptions options = small("a");
  std::ofstream(root_ / "file") << "x";
  options.out = root_ / "file" / "below";
  EXPECT_EQ(exit_code_of(options), 73);
  options.out = "/proc/radsweep_phantom";
  EXPECT_EQ(exit_code_of(options), 73);
}

TEST_F(PhantomCohort, FailedWriteLeavesNothing) {
  PhantomOptions const options = small("a");
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  auto const handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit const tiny{2000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tiny), 0);
  int const code = exit_code_of(options);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(code, 74);
  EXPECT_FALSE(fs::exists(options.out));
  EXPECT_EQ(exit_code_of(options), 0);  // so the same command works once there is room
}

TEST_F(PhantomCohort, FailureSparesWhatOthersPutThere) {
  PhantomOptions const options = small("a");
  int const code = exit_code_of(options, [&](int done, int) {
    if (done < 2) return;
    std::ofstream(options.out / "notes.txt") << "mine";
    fs::remove_all(options.out / "masks");
  });
  EXPECT_EQ(code, 74);
  EXPECT_EQ(tree(options.out).size(), 1u);
  EXPECT_EQ(bytes_of(options.out / "notes.txt"), "mine");
}

TEST_F(PhantomCohort, OptionsOutOfRange) {
  PhantomOptions options = small("a", 0);
  EXPECT_EQ(exit_code_of(options), 2);
  options = small("a");
  for (double scale : {0.0, -1.0, 1.5, std::numeric_limits<double>::quiet_NaN()}) {
    options.matrix_scale = scale;
    EXPECT_EQ(exit_code_of(options), 2) << scale;
  }
  options = small("a");
  options.effect_size = std::numeric_limits<double>::infinity();
  EXPECT_EQ(exit_code_of(options), 2);
  EXPECT_FALSE(fs::exists(options.out));
}

TEST_F(PhantomCohort, ProgressCountsEveryCase) {
  PhantomOptions options = small("a", 5);
  options.jobs = 2;
  int last = 0;
  make_phantom_cohort(options, [&](int done, int total) {
    EXPECT_EQ(total, 5);
    EXPECT_EQ(done, ++last);
  });
  EXPECT_EQ(last, 5);
}

}  // namespace
}  // namespace radsweep
