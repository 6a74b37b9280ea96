#include "host/core/machine.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

namespace radsweep {
namespace {

namespace fs = std::filesystem;

/// Version 1 writes "no limit" as the largest multiple of a page.
constexpr std::int64_t kNoLimit = std::int64_t{1} << 62;

/// The number in a file; empty if it holds "max" or is not there.
std::optional<std::int64_t> limit_in(fs::path const& file) {
  std::ifstream in(file);
  std::int64_t value = 0;
  if (!(in >> value) || value >= kNoLimit) return std::nullopt;
  return value;
}

void take_least(std::optional<std::int64_t>& least, std::optional<std::int64_t> limit) {
  if (limit) least = std::min(*limit, least.value_or(*limit));
}

/// `file` in the group and in all its parents up to `root`. Inside a container the group's own path may not be there.
std::optional<std::int64_t> least_limit(fs::path const& root, fs::path group, char const* file) {
  std::optional<std::int64_t> least = limit_in(root / file);
  for (group = group.relative_path(); !group.empty(); group = group.parent_path()) {
    take_least(least, limit_in(root / group / file));
  }
  return least;
}

}  // namespace

std::string processor_name() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    std::size_t const colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

std::vector<std::string> missing_instructions() {
  std::vector<std::string> out;
#if defined(__x86_64__)
  auto const need = [&](char const* name, bool has) {
    if (!has) out.emplace_back(name);
  };
  need("avx2", __builtin_cpu_supports("avx2"));
  need("bmi", __builtin_cpu_supports("bmi"));
  need("bmi2", __builtin_cpu_supports("bmi2"));
  need("fma", __builtin_cpu_supports("fma"));
#endif
  return out;
}

int usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

std::int64_t physical_memory() {
  auto const pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
  return pages > 0 && size > 0 ? std::int64_t{pages} * size : 0;
}

std::optional<std::int64_t> memory_limit(fs::path const& self, fs::path const& root) {
  std::optional<std::int64_t> least;
  std::ifstream in(self);
  for (std::string line; std::getline(in, line);) {  // hierarchy:controllers:path
    std::size_t const first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    std::string const controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    fs::path const group = line.substr(second + 1);
    if (controllers == ",,") take_least(least, least_limit(root, group, "memory.max"));
    if (controllers.find(",memory,") != std::string::npos) {
      take_least(least, least_limit(root / "memory", group, "memory.limit_in_bytes"));
    }
  }
  return least;
}

std::optional<std::int64_t> memory_limit() { return memory_limit("/proc/self/cgroup", "/sys/fs/cgroup"); }

}  // namespace radsweep
