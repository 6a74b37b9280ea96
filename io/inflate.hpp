#pragma once
/// Deflated data whose inflated size is known beforehand: inflated whole, or refused with the reason.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "io/file_bytes.hpp"

namespace radsweep {

enum class Wrapping { kGzip, kZlib };
/// What may follow the compressed data: NRRD writers end their file with a newline.
enum class Tail { kNothing, kNewline };

/// Does the data start like a gzip member?
bool looks_gzipped(Bytes data);

/// The first `count` inflated bytes, or as many as can be had.
std::vector<std::byte> inflate_head(Bytes data, std::size_t count);

/// Refuses, before anything is allocated, `needed` bytes that `compressed` bytes cannot hold: deflate reaches 1032:1 at
/// most. Error: E101.
std::optional<Problem> check_plausible_size(std::uint64_t compressed, std::uint64_t needed,
                                            std::filesystem::path const& file);

/// Inflates all of `data` (for gzip: all members) to exactly `out.size()` bytes. CRC and length fields are checked.
/// Errors: E101 truncated, E102 corrupt, E103 more data than wanted.
std::optional<Problem> inflate_exactly(Bytes data, Wrapping wrapping, std::span<std::byte> out,
                                       std::filesystem::path const& file, Tail tail = Tail::kNothing);

/// Why `data` does not inflate to `needed` bytes: E101, E102 or E103.
Problem explain_failure(Bytes data, Wrapping wrapping, std::uint64_t needed, std::filesystem::path const& file);

/// The problem of a plain payload of `had` bytes where `needed` are wanted: E101, E103 or none.
std::optional<Problem> check_raw_size(std::uint64_t had, std::uint64_t needed, std::filesystem::path const& file);

}  // namespace radsweep
