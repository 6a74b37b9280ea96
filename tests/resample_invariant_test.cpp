// Resampling gives the same bytes for every lane order, for parts of input and output, and on both linear paths.

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "host/preprocess/resample.hpp"
#include "kernels/core/group.hpp"
#include "kernels/image/resample_separable.hpp"

namespace radsweep {
namespace {

using Random = std::mt19937_64;
constexpr Interpolation kKinds[] = {Interpolation::kNearestNeighbor, Interpolation::kLinear, Interpolation::kBSpline};

std::vector<double> random_values(Extent3 size, Random& random) {
  std::vector<double> values(static_cast<std::size_t>(size.count()));
  for (double& v : values) v = std::uniform_real_distribution<double>(-1000, 1000)(random);
  return values;
}

/// Anisotropic grids with a common direction; the output reaches outside the input on every side.
struct Grids {
  Geometry input, output;

  explicit Grids(Random& random) {
    auto const spacing = [&] { return std::uniform_real_distribution<double>(0.3, 3)(random); };
    input.size = {17, 13, 9};
    input.spacing = {spacing(), spacing(), spacing()};
    output = input;
    output.spacing = {spacing(), spacing(), spacing()};
    output.size = {15, 14, 12};
    for (double& o : output.origin) o = std::uniform_real_distribution<double>(-4, 4)(random);
  }
  void turn(double angle) {
    input.direction = {{{std::cos(angle), -std::sin(angle), 0}, {std::sin(angle), std::cos(angle), 0}, {0, 0, 1}}};
  }
};

template <class G>
std::vector<double> run(G group, Grids const& grids, std::vector<double> const& values, Interpolation kind) {
  std::vector<double> out(static_cast<std::size_t>(grids.output.size.count()), -1);
  resample(group, Window<double const>{values.data(), {}, grids.input.size, grids.input.size},
           grid_map(grids.input, grids.output), kind, pixel_rounding(PixelType::kFloat32),
           Window<double>{out.data(), {}, grids.output.size, grids.output.size});
  return out;
}

template <class G>
std::vector<double> run_separable(G group, Grids const& grids, std::vector<double> const& values) {
  Extent3 const in = grids.input.size;
  Extent3 const to = grids.output.size;
  std::vector<double> out(static_cast<std::size_t>(to.count()), -1);
  std::vector<LinearTap> taps(static_cast<std::size_t>(SeparableScratch::tap_count(to)));
  std::vector<double> rows(static_cast<std::size_t>(SeparableScratch::value_count(in, to)));
  resample_linear_separable(group, Window<double const>{values.data(), {}, in, in}, grid_map(grids.input, grids.output),
                            pixel_rounding(PixelType::kFloat32), Window<double>{out.data(), {}, to, to},
                            {{taps.data(), std::int64_t(taps.size())}, {rows.data(), std::int64_t(rows.size())}});
  return out;
}

TEST(Resample, LaneOrderChangesNothing) {
  Random random(1);
  for (int trial = 0; trial < 20; ++trial) {
    Grids grids(random);
    if (trial % 2) grids.turn(0.3);
    std::vector<double> const values = random_values(grids.input.size, random);
    for (Interpolation const kind : kKinds) {
      std::vector<double> const expected = run(SerialGroup{}, grids, values, kind);
      EXPECT_EQ(run(BasicSerialGroup<LaneOrder::kReversed>{}, grids, values, kind), expected);
      EXPECT_EQ(run(BasicSerialGroup<LaneOrder::kShuffled>{}, grids, values, kind), expected);
    }
  }
}

TEST(Resample, SeparablePathHasTheSameBytes) {
  Random random(2);
  for (int trial = 0; trial < 200; ++trial) {
    Grids const grids(random);
    ASSERT_TRUE(grid_map(grids.input, grids.output).separable());
    std::vector<double> const values = random_values(grids.input.size, random);
    std::vector<double> const expected = run(SerialGroup{}, grids, values, Interpolation::kLinear);
    ASSERT_EQ(run_separable(SerialGroup{}, grids, values), expected);
    ASSERT_EQ(run_separable(BasicSerialGroup<LaneOrder::kReversed>{}, grids, values), expected);
    ASSERT_EQ(run_separable(BasicSerialGroup<LaneOrder::kShuffled>{}, grids, values), expected);
  }
}

TEST(Resample, TurnedGridsAreNotSeparable) {
  Random random(3);
  Grids grids(random);
  grids.turn(0.01);
  EXPECT_FALSE(grid_map(grids.input, grids.output).separable());
}

TEST(Resample, SplineCoefficientsDoNotDependOnLaneOrder) {
  Random random(4);
  for (Extent3 size : {Extent3{33, 20, 7}, Extent3{5, 3, 41}, Extent3{1, 18, 19}}) {
    std::vector<double> const values = random_values(size, random);
    std::vector<double> forward = values, reversed = values, shuffled = values;
    SerialGroup f;
    BasicSerialGroup<LaneOrder::kReversed> r;
    BasicSerialGroup<LaneOrder::kShuffled> s;
    spline_coefficients(f, forward.data(), size);
    spline_coefficients(r, reversed.data(), size);
    spline_coefficients(s, shuffled.data(), size);
    EXPECT_EQ(reversed, forward);
    EXPECT_EQ(shuffled, forward);
    EXPECT_NE(forward, values);
  }
}

// A crop of the image that holds what is read, and a part of the output, give the bytes of the whole.
TEST(Resample, WindowsHaveTheBytesOfTheWhole) {
  Random random(5);
  int proper = 0;
  for (int trial = 0; trial < 100; ++trial) {
    Grids grids(random);
    grids.output.size = {4, 5, 3};
    grids.output.origin = {2.3, 3.1, 2.7};
    if (trial % 2) grids.turn(0.2);
    std::vector<double> const values = random_values(grids.input.size, random);
    Volume const whole{grids.input, PixelType::kFloat64, {{}, {17, 13, 9}}, values};
    for (Interpolation const kind : {Interpolation::kNearestNeighbor, Interpolation::kLinear}) {
      Box const needed = region_needed(grids.input, grids.output, Interpolator::kLinear);
      proper += needed.size() != grids.input.size;
      Volume crop{grids.input, PixelType::kFloat64, needed, {}};
      for (int z = needed.begin.z; z < needed.end.z; ++z) {
        for (int y = needed.begin.y; y < needed.end.y; ++y) {
          for (int x = needed.begin.x; x < needed.end.x; ++x) crop.values.push_back(whole.window().at(x, y, z));
        }
      }
      std::vector<double> const expected = run(SerialGroup{}, grids, values, kind);
      std::vector<double> part(2 * 3 * 2);
      SerialGroup group;
      resample(group, std::as_const(crop).window(), grid_map(grids.input, grids.output), kind,
               pixel_rounding(PixelType::kFloat32),
               Window<double>{part.data(), {1, 2, 1}, {2, 3, 2}, grids.output.size});
      for (int z = 0; z < 2; ++z) {
        for (int y = 0; y < 3; ++y) {
          for (int x = 0; x < 2; ++x) {
            ASSERT_EQ(part[static_cast<std::size_t>(linear_index({2, 3, 2}, x, y, z))],
                      expected[static_cast<std::size_t>(linear_index(grids.output.size, x + 1, y + 2, z + 1))]);
          }
        }
      }
    }
  }
  EXPECT_GT(proper, 100) << "most crops should be smaller than the image";
}

}  // namespace
}  // namespace radsweep
