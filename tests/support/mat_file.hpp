#pragma once
/// Whole-number matrices of MATLAB 5 files, as published data come: little-endian, compressed or not.

#include <filesystem>
#include <map>
#include <string>

#include "host/core/matrix.hpp"

namespace radsweep::test {

/// Every numeric matrix of the file by its name; throws std::runtime_error if the file is not like that.
std::map<std::string, Matrix> read_mat(std::filesystem::path const& file);

}  // namespace radsweep::test
