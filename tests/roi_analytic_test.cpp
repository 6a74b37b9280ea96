/// ROI of a label map: box, counts, slices and the refusals, on masks small enough to check by eye.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "host/preprocess/roi.hpp"

namespace radsweep {
namespace {

using ::testing::HasSubstr;

LabelMap mask_of(Extent3 size, std::vector<Offset3> const& voxels, std::uint32_t label = 1) {
  LabelMap m;
  m.geometry.size = size;
  m.labels.assign(static_cast<std::size_t>(size.count()), 0);
  for (Offset3 p : voxels) m.labels[static_cast<std::size_t>(linear_index(size, p.x, p.y, p.z))] = label;
  return m;
}

Image float_mask(std::vector<float> const& values) {
  Image out;
  out.geometry.size = {static_cast<std::int32_t>(values.size()), 1, 1};
  out.type = PixelType::kFloat32;
  out.bytes.resize(values.size() * sizeof(float));
  std::memcpy(out.bytes.data(), values.data(), out.bytes.size());
  return out;
}

TEST(Roi, BoxIsTightAndCountsVoxels) {
  auto const roi = find_roi(mask_of({6, 5, 4}, {{1, 2, 3}, {4, 2, 1}}), 1);

  ASSERT_TRUE(roi.ok());
  EXPECT_EQ(roi.value().box, (Box{{1, 2, 1}, {5, 3, 4}}));
  EXPECT_EQ(roi.value().voxels, 2);
  EXPECT_TRUE(roi.value().contains(1, 2, 3));
  EXPECT_FALSE(roi.value().contains(1, 2, 1));
}

TEST(Roi, AbsentLabelListsThosePresent) {
  LabelMap m = mask_of({4, 4, 1}, {{0, 0, 0}}, 7);
  m.labels[5] = 3;

  auto const roi = find_roi(m, 1);

  ASSERT_FALSE(roi.ok());
  EXPECT_EQ(roi.problem().code, "E320");
  EXPECT_THAT(roi.problem().found, HasSubstr("3, 7"));
}

TEST(Roi, MaskOfOneValueIsRefused) {
  EXPECT_EQ(without_contrast(mask_of({4, 4, 1}, {}))->code, "E321");
  LabelMap full = mask_of({2, 2, 1}, {});
  std::fill(full.labels.begin(), full.labels.end(), 1u);
  EXPECT_EQ(without_contrast(full)->code, "E321");
  full.labels[0] = 0;
  EXPECT_FALSE(without_contrast(full));
}

TEST(Roi, MinimumSizeAndDimensions) {
  Settings settings;
  auto const voxel = find_roi(mask_of({4, 4, 1}, {{1, 1, 0}}), 1);
  auto const line = find_roi(mask_of({4, 4, 1}, {{1, 1, 0}, {2, 1, 0}}), 1);
  auto const plane = find_roi(mask_of({4, 4, 1}, {{1, 1, 0}, {2, 2, 0}}), 1);

  EXPECT_EQ(too_small(voxel.value(), settings)->code, "E322");
  EXPECT_EQ(too_small(line.value(), settings)->code, "E322");
  EXPECT_FALSE(too_small(plane.value(), settings));
  settings.minimum_roi_dimensions = 1;
  EXPECT_FALSE(too_small(line.value(), settings));
  EXPECT_EQ(too_small(voxel.value(), settings)->code, "E322") << "a single voxel is refused whatever the settings";
  settings.minimum_roi_size = 2;
  EXPECT_EQ(too_small(line.value(), settings)->code, "E322") << "strictly more voxels than the setting are needed";
  settings.minimum_roi_size = 1;
  EXPECT_FALSE(too_small(line.value(), settings));
}

TEST(Roi, LargestSliceKeepsTheFirstOfEqualOnes) {
  auto const roi = find_roi(mask_of({5, 5, 4}, {{0, 0, 0}, {1, 0, 1}, {2, 0, 1}, {1, 1, 3}, {3, 1, 3}}), 1).value();

  Roi const slice = largest_slice(roi, Geometry{{5, 5, 4}}, RoiSlice::kLargest);

  EXPECT_EQ(slice.box, (Box{{1, 0, 1}, {3, 1, 2}}));
  EXPECT_EQ(slice.voxels, 2);
}

TEST(Roi, AxialOrCoronalComparesAreasInMillimetres) {
  // Three voxels in an axial slice (1 mm^2 each) against two in a coronal one (1 x 4 mm each).
  auto const m = mask_of({5, 5, 4}, {{0, 0, 0}, {1, 0, 0}, {2, 2, 0}, {0, 0, 1}});
  Geometry g{{5, 5, 4}};
  g.spacing = {1, 1, 4};

  Roi const slice = largest_slice(find_roi(m, 1).value(), g, RoiSlice::kLargestAxialOrCoronal);

  EXPECT_EQ(slice.box, (Box{{0, 0, 0}, {2, 1, 2}})) << "coronal y = 0: 3 voxels x 4 mm^2 beats axial 3 x 1 mm^2";
}

TEST(Roi, AxialIsFoundByDirectionNotByArrayOrder) {
  // A coronal acquisition: array z runs front to back, array y runs head to foot.
  Geometry g{{4, 4, 4}};
  g.direction = {{{1, 0, 0}, {0, 0, 1}, {0, -1, 0}}};
  auto const m = mask_of({4, 4, 4}, {{0, 1, 0}, {1, 1, 0}, {0, 1, 1}, {1, 1, 1}, {0, 2, 1}});

  Roi const slice = largest_slice(find_roi(m, 1).value(), g, RoiSlice::kLargestAxialOrCoronal);

  EXPECT_EQ(slice.box, (Box{{0, 1, 0}, {2, 2, 2}})) << "the slice along array y is the axial one";
}

TEST(Roi, ComponentsAre26Connected) {
  EXPECT_EQ(connected_components(find_roi(mask_of({5, 5, 5}, {{0, 0, 0}, {1, 1, 1}, {3, 3, 3}}), 1).value()), 2);
  EXPECT_EQ(connected_components(find_roi(mask_of({5, 5, 5}, {{0, 0, 0}, {1, 1, 1}, {2, 2, 2}}), 1).value()), 1);
}

TEST(LabelMap, CastsTowardZeroAndRefusesWhatIsNoLabel) {
  auto const cast = label_map(float_mask({0.0f, 0.9999999f, 1.0f, 2.5f}), 0);

  ASSERT_TRUE(cast.ok());
  EXPECT_THAT(cast.value().labels, ::testing::ElementsAre(0u, 0u, 1u, 2u));
  EXPECT_EQ(label_map(float_mask({0.0f, -1.0f}), 0).problem().code, "E324");
  EXPECT_EQ(label_map(float_mask({0.0f, std::nanf("")}), 0).problem().code, "E324");
  EXPECT_EQ(label_map(float_mask({0.0f, 1.0f}), 1).problem().code, "E320");
}

}  // namespace
}  // namespace radsweep
