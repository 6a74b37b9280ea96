#pragma once
/// Versions of the libraries that images come through.

#include <string>

namespace radsweep {

/// "5.2.1"
std::string itk_version();

}  // namespace radsweep
