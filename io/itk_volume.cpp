#include "io/itk_volume.hpp"

#include <itkMultiThreaderBase.h>
#include <itkNrrdImageIO.h>
#include <itkOutputWindow.h>

#include <algorithm>
#include <mutex>
#include <string_view>

#include "io/voxel_grid.hpp"

namespace radsweep {
namespace {

/// Swallows ITK's prose: what matters arrives as an exception.
class SilentWindow : public itk::OutputWindow {
 public:
  using Self = SilentWindow;
  using Superclass = itk::OutputWindow;
  using Pointer = itk::SmartPointer<Self>;
  itkFactorylessNewMacro(Self);
  itkTypeMacro(SilentWindow, OutputWindow);

  void DisplayText(char const*) override {}
};

void tame_itk() {
  static std::once_flag once;
  std::call_once(once, [] {
    itk::OutputWindow::SetInstance(SilentWindow::New());
    itk::Object::SetGlobalWarningDisplay(false);
    itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
  });
}

std::mutex& itk_mutex() {
  static std::mutex mutex;
  return mutex;
}

/// As itk::ImageFileReader for a 3-D image: missing axes are unit axes, a negative spacing flips its axis.
Geometry geometry_of(itk::ImageIOBase const& io) {
  Geometry g;
  unsigned const axes = std::min(io.GetNumberOfDimensions(), 3u);
  std::int32_t* const sizes[] = {&g.size.x, &g.size.y, &g.size.z};
  for (unsigned c = 0; c < 3; ++c) *sizes[c] = 1;
  for (unsigned c = 0; c < axes; ++c) {
    *sizes[c] = static_cast<std::int32_t>(io.GetDimensions(c));
    g.origin[c] = io.GetOrigin(c);
    double const spacing = io.GetSpacing(c);
    auto const axis = io.GetDirection(c);
    g.spacing[c] = spacing < 0 ? -spacing : spacing;
    for (unsigned r = 0; r < axes; ++r) g.direction[r][c] = spacing < 0 ? -axis[r] : axis[r];
  }
  settle_zeros(g);
  return g;
}

/// The last link of ITK's chain of reasons; the links before it name addresses and paths.
std::string reason(itk::ExceptionObject const& error) {
  std::string text = error.GetDescription();
  for (std::string_view mark : {"): ", "[nrrd] "})
    if (auto const at = text.rfind(mark); at != std::string::npos) text.erase(0, at + mark.size());
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
  return text.substr(0, 300);
}

}  // namespace

Result<ItkHeader> read_nrrd_header(std::filesystem::path const& path) {
  tame_itk();
  std::lock_guard const lock(itk_mutex());
  try {
    auto const io = itk::NrrdImageIO::New();
    io->SetFileName(path.string());
    io->ReadImageInformation();
    ItkHeader header{geometry_of(*io), {}, static_cast<std::int64_t>(io->GetNumberOfComponents())};
    for (unsigned c = 0; c < io->GetNumberOfDimensions(); ++c)
      header.sizes.push_back(static_cast<std::int64_t>(io->GetDimensions(c)));
    return header;
  } catch (itk::ExceptionObject const& error) {
    return Problem{"E100",
                   "image header is not understood",
                   reason(error),
                   "a damaged header or a faulty exporter",
                   "export the file again",
                   path.string()};
  }
}

}  // namespace radsweep
