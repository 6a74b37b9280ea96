#pragma once
/// What the machine is, as far as it decides how work runs there. Linux; other systems give what is known.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace radsweep {

/// "AMD EPYC 7B13", or "unknown".
std::string processor_name();
/// Of the instruction sets x86-64-v3 consists of, those that this processor lacks; empty: it has them all.
std::vector<std::string> missing_instructions();
/// Cores that this process may run on, by its affinity.
int usable_cores();
/// Physical memory in bytes; 0: unknown.
std::int64_t physical_memory();

/// The least memory limit of the process's control groups (version 1 or 2), parents included; empty: none.
/// `self` is /proc/self/cgroup, `root` is /sys/fs/cgroup.
std::optional<std::int64_t> memory_limit(std::filesystem::path const& self, std::filesystem::path const& root);
std::optional<std::int64_t> memory_limit();

}  // namespace radsweep
