#include "io/itk_volume.hpp"

#include <fmt/format.h>
#include <itkMetaImageIO.h>
#include <itkMultiThreaderBase.h>
#include <itkNrrdImageIO.h>
#include <itkOutputWindow.h>

#include <mutex>

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

itk::ImageIOBase::Pointer make_io(ItkReader reader, std::filesystem::path const& path) {
  itk::ImageIOBase::Pointer io;
  if (reader == ItkReader::kNrrd)
    io = itk::NrrdImageIO::New().GetPointer();
  else
    io = itk::MetaImageIO::New().GetPointer();
  io->SetFileName(path.string());
  io->ReadImageInformation();
  return io;
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
  return g;
}

std::string reason(itk::ExceptionObject const& error) {
  std::string text = error.GetDescription();
  if (auto const cut = text.find("ITK ERROR: "); cut != std::string::npos) text.erase(0, cut + 11);
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text.substr(0, 300);
}

}  // namespace

Result<ItkHeader> read_itk_header(ItkReader reader, std::filesystem::path const& path) {
  tame_itk();
  std::lock_guard const lock(itk_mutex());
  try {
    auto const io = make_io(reader, path);
    ItkHeader header{geometry_of(*io), {}, static_cast<int>(io->GetNumberOfComponents())};
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

std::optional<Problem> read_itk_pixels(ItkReader reader, std::filesystem::path const& path,
                                       std::vector<std::byte>& pixels) {
  tame_itk();
  std::lock_guard const lock(itk_mutex());
  try {
    auto const io = make_io(reader, path);
    itk::ImageIORegion region(io->GetNumberOfDimensions());
    for (unsigned c = 0; c < io->GetNumberOfDimensions(); ++c) region.SetSize(c, io->GetDimensions(c));
    io->SetIORegion(region);
    if (static_cast<std::size_t>(io->GetImageSizeInBytes()) != pixels.size())
      return Problem{"E102",
                     "voxels and header disagree",
                     fmt::format("{} bytes expected, ITK reads {}", pixels.size(), io->GetImageSizeInBytes()),
                     "a damaged header",
                     "export the file again",
                     path.string()};
    io->Read(pixels.data());
    return std::nullopt;
  } catch (itk::ExceptionObject const& error) {
    return Problem{
        "E102",       "voxels cannot be decoded", reason(error), "the data is damaged or cut", "export the file again",
        path.string()};
  }
}

}  // namespace radsweep
