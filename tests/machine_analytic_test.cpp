/// Memory limits of control groups, in both versions, read from files made for the purpose.

#include <gtest/gtest.h>

#include "host/core/machine.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;

class ControlGroups {
 public:
  void self(std::string const& text) const { folder_.write("self", text); }
  void limit(std::string const& file, std::string const& text) const {
    fs::create_directories((folder_ / file).parent_path());
    folder_.write(file, text + "\n");
  }
  std::optional<std::int64_t> read() const { return memory_limit(folder_ / "self", folder_.path()); }

 private:
  TemporaryFolder folder_;
};

TEST(MemoryLimit, Version2TakesTheLeastOfAllParents) {
  ControlGroups const groups;
  groups.self("0::/a/b\n");
  EXPECT_FALSE(groups.read());
  groups.limit("a/b/memory.max", "max");
  EXPECT_FALSE(groups.read());
  groups.limit("a/memory.max", "4000");
  EXPECT_EQ(groups.read(), 4000);
  groups.limit("a/b/memory.max", "5000");
  EXPECT_EQ(groups.read(), 4000);
  groups.limit("memory.max", "3000");
  EXPECT_EQ(groups.read(), 3000);
}

TEST(MemoryLimit, Version1IsItsOwnTree) {
  ControlGroups const groups;
  groups.self("12:cpu,cpuacct:/x\n9:memory:/jobs/7\n1:name=systemd:/y\n");
  groups.limit("memory/memory.limit_in_bytes", "9223372036854771712");
  EXPECT_FALSE(groups.read());
  groups.limit("memory/jobs/7/memory.limit_in_bytes", "1048576");
  EXPECT_EQ(groups.read(), 1048576);
}

TEST(MemoryLimit, NoControlGroupsAtAll) {
  EXPECT_FALSE(memory_limit("no such file", "no such folder"));
  EXPECT_GE(usable_cores(), 1);
  EXPECT_GT(physical_memory(), 1 << 20);
}

}  // namespace
}  // namespace radsweep::test
