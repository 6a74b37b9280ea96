#include "io/libraries.hpp"

#include <itkVersion.h>

namespace radsweep {

std::string itk_version() { return itk::Version::GetITKVersion(); }

}  // namespace radsweep
