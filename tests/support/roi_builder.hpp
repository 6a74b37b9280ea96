#pragma once
/// ROIs for tests of the matrix programs: the owner of a LevelView made from a dense array of grey levels, a maker of
/// random ROIs that go through every shape a program could trip over, and owners of scratch and cells.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "kernels/matrix/cells.hpp"
#include "kernels/matrix/offsets.hpp"
#include "kernels/matrix/roi.hpp"
#include "tests/support/spans.hpp"

namespace radsweep::test {

/// Which neighbours count: the settings distances, force2D and force2Ddimension.
struct NeighbourSettings {
  std::vector<std::int32_t> distances{1};
  bool force_2d = false;
  int force_2d_dimension = 0;

  Span<std::int32_t const> distance_span() const {
    return {distances.data(), static_cast<std::int64_t>(distances.size())};
  }
};

/// A discretised ROI, tight in its box.
class LevelRoi {
 public:
  /// `grey` over `extent`, x fastest, 0 outside the ROI; at least one level.
  LevelRoi(Extent3 extent, std::vector<std::int32_t> const& grey, NeighbourSettings settings = {});

  LevelView view() const;
  Extent3 box() const { return box_; }  ///< without border
  NeighbourSettings const& settings() const { return settings_; }
  /// Grey level at a voxel of box(), 0 outside the ROI; no border needed.
  std::int32_t grey_at(std::int32_t x, std::int32_t y, std::int32_t z) const;
  /// Coordinates in box() of all ROI voxels.
  std::vector<Offset3> const& voxels() const { return coordinates_; }
  std::int32_t levels() const { return static_cast<std::int32_t>(grey_.size()); }
  std::int32_t grey(std::int32_t compact) const { return grey_[static_cast<std::size_t>(compact)]; }

  /// One-directional offsets for the settings, or for another list of distances.
  std::vector<Offset3> offsets() const { return offsets(settings_.distances); }
  std::vector<Offset3> offsets(std::vector<std::int32_t> const& distances) const;

 private:
  Extent3 box_;
  Extent3 padded_;
  Offset3 pad_;
  NeighbourSettings settings_;
  std::vector<std::int32_t> dense_;
  std::vector<Offset3> coordinates_;
  std::vector<std::int32_t> positions_;
  std::vector<std::uint16_t> level_;
  std::vector<std::int32_t> grey_;
};

/// Number `index` of an endless list: lines, slices, boxes, ellipsoids, holes, two components, isolated voxels; one
/// level to hundreds, noisy or blocky, with and without gaps in the grey numbers; all settings.
LevelRoi random_roi(std::uint64_t index);
/// A solid line, slice or box of exactly `voxels` voxels with `levels` levels.
LevelRoi solid_roi(std::int32_t voxels, int dimensions, std::int32_t levels, std::uint64_t seed);
/// An ellipsoid that fills `box`, smooth plus noise, about `levels` levels.
LevelRoi ellipsoid_roi(Extent3 box, std::int32_t levels, std::uint64_t seed);

/// (grey level, column) -> count.
using Histogram = std::map<std::pair<std::int64_t, std::int64_t>, double>;

/// Scratch and cells of exactly the sizes a program asked for, with guard words behind each.
class CountArena {
 public:
  explicit CountArena(CountNeed need);

  CountScratch scratch();
  CellBuffer cells();
  /// False once anything was written behind the end of a span.
  bool intact() const;
  /// All cells as bytes of (row, column, count), for comparison.
  std::vector<std::uint64_t> bytes(std::int64_t size) const;
  /// Cells with grey levels for rows, and for columns too if `columns_are_levels` (GLCM).
  Histogram histogram(LevelRoi const& roi, std::int64_t size, bool columns_are_levels = false) const;
  /// Whether rows and columns ascend strictly.
  bool sorted(std::int64_t size) const;

 private:
  CountNeed need_;
  std::vector<std::uint32_t> words_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::int32_t> row_, column_;
  std::vector<double> count_;
};

}  // namespace radsweep::test
