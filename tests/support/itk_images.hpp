#pragma once
/// Our image against ITK's reading of the same file, bit for bit. For *_itk_test.cpp only.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <itkImageFileReader.h>
#include <itkImageFileWriter.h>
#include <itkMetaImageIO.h>
#include <itkNiftiImageIO.h>
#include <itkNrrdImageIO.h>
#include <itkOutputWindow.h>
#include <itkVectorImage.h>

#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

#include "host/core/image.hpp"

namespace radsweep::test {

template <class T>
using ItkVolume = itk::VectorImage<T, 3>;

inline itk::ImageIOBase::Pointer itk_io(std::filesystem::path const& file) {
  std::string const name = file.filename().string();
  auto const ends = [&](char const* tail) { return name.ends_with(tail); };
  if (ends(".nrrd") || ends(".nhdr")) return itk::NrrdImageIO::New().GetPointer();
  if (ends(".mha") || ends(".mhd")) return itk::MetaImageIO::New().GetPointer();
  return itk::NiftiImageIO::New().GetPointer();
}

/// ITK's volume with components of type T; nothing if ITK throws.
template <class T>
typename ItkVolume<T>::Pointer itk_read(std::filesystem::path const& file) {
  itk::Object::SetGlobalWarningDisplay(false);
  auto const reader = itk::ImageFileReader<ItkVolume<T>>::New();
  reader->SetImageIO(itk_io(file));
  reader->SetFileName(file.string());
  try {
    reader->Update();
  } catch (itk::ExceptionObject const&) {
    return nullptr;
  }
  return reader->GetOutput();
}

/// ITK's name of a component type, as ours; MET_LONG and the like by their size.
inline std::string itk_pixel_name(std::filesystem::path const& file) {
  auto const io = itk_io(file);
  io->SetFileName(file.string());
  io->ReadImageInformation();
  using C = itk::CommonEnums::IOComponent;
  switch (io->GetComponentType()) {
    case C::CHAR:
      return "int8";
    case C::UCHAR:
      return "uint8";
    case C::SHORT:
      return "int16";
    case C::USHORT:
      return "uint16";
    case C::INT:
      return "int32";
    case C::UINT:
      return "uint32";
    case C::LONG:
    case C::LONGLONG:
      return "int64";
    case C::ULONG:
    case C::ULONGLONG:
      return "uint64";
    case C::FLOAT:
      return "float32";
    case C::DOUBLE:
      return "float64";
    default:
      return "?";
  }
}

template <class T>
bool same_bits(T const* a, T const* b, std::size_t count) {
  return std::memcmp(a, b, count * sizeof(T)) == 0;
}

/// Size, origin, spacing and direction: equal bits, so that -0 and 0 differ. Empty text if all is equal.
template <class Itk>
std::string geometry_difference(Geometry const& ours, Itk const& itk) {
  auto const size = itk.GetLargestPossibleRegion().GetSize();
  std::string found;
  if (Extent3{int(size[0]), int(size[1]), int(size[2])} != ours.size) found += "size ";
  auto const compare = [&](char const* what, Vec3 const& mine, double const* theirs) {
    if (same_bits(mine.data(), theirs, 3)) return;
    found += fmt::format("{} {} {} {} is {} {} {}; ", what, mine[0], mine[1], mine[2], theirs[0], theirs[1], theirs[2]);
  };
  compare("origin", ours.origin, itk.GetOrigin().GetDataPointer());
  compare("spacing", ours.spacing, itk.GetSpacing().GetDataPointer());
  for (unsigned r = 0; r < 3; ++r) compare("direction row", ours.direction[r], itk.GetDirection()[r]);
  return found;
}

/// Everything that differs between `ours` and ITK's image of `file`; "ITK throws" if it does.
inline std::string difference_from_itk(Image const& ours, std::filesystem::path const& file) {
  return visit_pixels(ours, [&](auto pixels) -> std::string {
    using T = std::remove_cv_t<std::remove_pointer_t<decltype(pixels.data)>>;
    auto const itk = itk_read<T>(file);
    if (!itk) return "ITK throws";
    std::string found = geometry_difference(ours.geometry, *itk);
    if (std::string const name = itk_pixel_name(file); name != pixel_name(ours.type)) found += "type " + name;
    if (static_cast<int>(itk->GetNumberOfComponentsPerPixel()) != ours.components)
      found += fmt::format("components {}", itk->GetNumberOfComponentsPerPixel());
    else if (!same_bits(pixels.data, itk->GetBufferPointer(), static_cast<std::size_t>(pixels.size)))
      found += "pixels";
    return found;
  });
}

}  // namespace radsweep::test
