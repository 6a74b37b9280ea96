#pragma once
/// How reproducible the features of a study are, counted: poor below 0.5, moderate from 0.5, good from 0.75, excellent
/// from 0.9 on (Koo and Li, J Chiropr Med 15:155, 2016), by image type and by feature class.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace radsweep {

enum class IccBand : std::uint8_t { kPoor, kModerate, kGood, kExcellent };
inline constexpr std::size_t kIccBands = 4;

/// [0.5, 0.75) is moderate, [0.75, 0.9) good, 0.9 and above excellent; negative and NaN are poor.
IccBand icc_band(double icc);
/// "poor", "moderate", "good", "excellent".
std::string_view icc_band_name(IccBand band);

struct IccBandCounts {
  std::string group;                         ///< "all", "wavelet", "glcm", ...
  std::array<std::size_t, kIccBands> count;  ///< by IccBand
  std::size_t undefined = 0;                 ///< those of the poor whose ICC is NaN

  std::size_t total() const;
  /// 100 count / total; 0 in an empty group.
  double percent(IccBand band) const;
};

struct IccBandTable {
  IccBandCounts all;
  std::vector<IccBandCounts> by_image, by_class;  ///< in order of appearance
};

/// Counts the values by the groups that the features' names tell: all wavelet bands and all LoG widths are one group
/// each, every other image is its own. Features of other names are the group "other".
IccBandTable icc_band_table(std::span<std::string const> features, std::span<double const> icc);

}  // namespace radsweep
