/// A case for which memory does not suffice fails with E601 like any other bad case, and the others go on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>

#include "tests/support/golden.hpp"
#include "tests/support/image_files.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// Bounds the address space of the programs that are started while it lives.
class MemoryLimit {
 public:
  explicit MemoryLimit(rlim_t bytes) {
    getrlimit(RLIMIT_AS, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    EXPECT_EQ(setrlimit(RLIMIT_AS, &limit), 0);
  }
  ~MemoryLimit() { setrlimit(RLIMIT_AS, &before_); }
  MemoryLimit(MemoryLimit const&) = delete;
  MemoryLimit& operator=(MemoryLimit const&) = delete;

 private:
  rlimit before_{};
};

class ShortMemory : public ::testing::Test {
 protected:
  void SetUp() override {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the address sanitizer maps more than any limit";
#endif
  }
  ProgramRun extract(std::vector<std::string> const& more) const {
    std::string const phantom = (golden_dir() / "phantoms" / "ellipsoid").string();
    folder_.write("cases.csv",
                  "Image,Mask\n" + phantom + ".nrrd," + phantom + "_mask.nrrd\nlarge.nii," + phantom + "_mask.nrrd\n");
    std::vector<std::string> arguments{"extract", "cases.csv", "-j", "1", "--device", "cpu", "-f", "csv"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    MemoryLimit const limit(rlim_t{1} << 30);
    return run_radsweep(arguments, folder_.path());
  }
  TemporaryFolder folder_;
};

TEST_F(ShortMemory, AnImageThatDoesNotFitFailsAlone) {
  NiftiBytes const header = NiftiBytes().dims({3, 1024, 1024, 1000});
  auto const file = folder_.write("large.nii", header.header());
  std::filesystem::resize_file(file, header.header().size() + (std::size_t{2} * 1024 * 1024 * 1000));  // sparse
  auto const run = extract({});
  EXPECT_EQ(run.exit_code, 3) << run.err;
  EXPECT_THAT(run.err, AllOf(HasSubstr("error[E601]: not enough memory for this image"), HasSubstr("large.nii")));
}

TEST_F(ShortMemory, AGridThatDoesNotFitIsAFailedCase) {
  auto const run = extract({"--setting", "resampledPixelSpacing:0.02,0.02,0.02"});
  EXPECT_EQ(run.exit_code, 4) << run.err;
  EXPECT_THAT(run.err, HasSubstr("error[E601]: not enough memory for this case"));
}

}  // namespace
}  // namespace radsweep::test
