// Resampling against itk::ResampleImageFilter with an identity transform, as PyRadiomics calls it: every voxel equal.

#include <gtest/gtest.h>
#include <itkBSplineDecompositionImageFilter.h>
#include <itkBSplineInterpolateImageFunction.h>
#include <itkIdentityTransform.h>
#include <itkImage.h>
#include <itkLinearInterpolateImageFunction.h>
#include <itkNearestNeighborInterpolateImageFunction.h>
#include <itkResampleImageFilter.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <random>
#include <span>

#include "host/core/matrix3.hpp"
#include "host/preprocess/resample.hpp"
#include "kernels/core/group.hpp"
#include "kernels/image/resample_separable.hpp"

namespace radsweep {
namespace {

using Random = std::mt19937_64;

double uniform(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

template <class T>
typename itk::Image<T, 3>::Pointer make_itk(Geometry const& g, T const* pixels) {
  auto image = itk::Image<T, 3>::New();
  itk::Matrix<double, 3, 3> direction;
  for (unsigned r = 0; r < 3; ++r) {
    for (unsigned c = 0; c < 3; ++c) direction(r, c) = g.direction[r][c];
  }
  image->SetRegions(itk::Size<3>{{std::uint64_t(g.size.x), std::uint64_t(g.size.y), std::uint64_t(g.size.z)}});
  image->SetSpacing(g.spacing.data());
  image->SetOrigin(g.origin.data());
  image->SetDirection(direction);
  image->Allocate();
  std::memcpy(image->GetBufferPointer(), pixels, sizeof(T) * static_cast<std::size_t>(g.size.count()));
  return image;
}

template <class T>
std::vector<T> itk_resample(Geometry const& g, T const* pixels, Geometry const& out, Interpolator interpolator,
                            unsigned work_units = 1) {
  using ImageT = itk::Image<T, 3>;
  auto const input = make_itk(g, pixels);
  auto const frame = make_itk(out, std::vector<T>(static_cast<std::size_t>(out.size.count())).data());
  auto filter = itk::ResampleImageFilter<ImageT, ImageT, double, double>::New();
  filter->SetInput(input);
  filter->SetTransform(itk::IdentityTransform<double, 3>::New());
  switch (interpolator) {
    case Interpolator::kNearestNeighbor:
      filter->SetInterpolator(itk::NearestNeighborInterpolateImageFunction<ImageT, double>::New());
      break;
    case Interpolator::kLinear:
      filter->SetInterpolator(itk::LinearInterpolateImageFunction<ImageT, double>::New());
      break;
    case Interpolator::kBSpline:
      filter->SetInterpolator(itk::BSplineInterpolateImageFunction<ImageT, double, double>::New());
      break;
  }
  filter->SetOutputParametersFromImage(frame);
  filter->SetDefaultPixelValue(0);
  filter->SetNumberOfWorkUnits(work_units);
  filter->Update();
  T const* const result = filter->GetOutput()->GetBufferPointer();
  return {result, result + out.size.count()};
}

// Mostly small; every fourth an awkward larger one.
Extent3 random_size(Random& random) {
  auto const axis = [&] { return std::int32_t(random() % 4 ? 1 + random() % 9 : 10 + random() % 30); };
  return {axis(), axis(), axis()};
}

Mat3 rotation(double a, double b, double c) {
  Mat3 const x{{{1, 0, 0}, {0, std::cos(a), -std::sin(a)}, {0, std::sin(a), std::cos(a)}}};
  Mat3 const y{{{std::cos(b), 0, std::sin(b)}, {0, 1, 0}, {-std::sin(b), 0, std::cos(b)}}};
  Mat3 const z{{{std::cos(c), -std::sin(c), 0}, {std::sin(c), std::cos(c), 0}, {0, 0, 1}}};
  return multiply(multiply(x, y), z);
}

Mat3 random_direction(Random& random) {
  Mat3 m{};
  switch (random() % 4) {
    case 0:
      for (int i = 0; i < 3; ++i) m[i][i] = random() % 2 ? 1 : -1;
      return m;
    case 1: {
      std::array<int, 3> p{0, 1, 2};
      std::shuffle(p.begin(), p.end(), random);
      for (int i = 0; i < 3; ++i) m[i][p[i]] = random() % 2 ? 1 : -1;
      return m;
    }
    case 2:
      return rotation(uniform(random, -4, 4), uniform(random, -4, 4), uniform(random, -4, 4));
    default:
      return rotation(uniform(random, -1e-3, 1e-3), uniform(random, -1e-3, 1e-3), 0);
  }
}

double random_spacing(Random& random) {
  constexpr double kUsual[] = {0.5, 1, 0.8, 3, 0.9765625, 0.1, 5};
  return random() % 2 ? kUsual[random() % 7] : uniform(random, 0.2, 4);
}

// A grid over roughly the same place as `g`: other spacing and size, perhaps reaching outside, perhaps turned.
Geometry random_target(Geometry const& g, Random& random) {
  Geometry out = g;
  for (int i = 0; i < 3; ++i) out.spacing[i] = random() % 4 ? random_spacing(random) : g.spacing[i];
  out.size = random_size(random);
  Vec3 start{};
  std::array<double, 3> const n{double(g.size.x), double(g.size.y), double(g.size.z)};
  for (int i = 0; i < 3; ++i) {
    switch (random() % 4) {
      case 0:
        start[i] = 0;
        break;
      case 1:
        start[i] = -0.5 + 0.5 * out.spacing[i] / g.spacing[i];
        break;  // corners aligned, as PyRadiomics
      case 2:
        start[i] = 0.5 * double(int(random() % 9) - 2);
        break;  // ties
      default:
        start[i] = uniform(random, -3, n[i]);
        break;
    }
  }
  out.origin = IndexMapping(g).physical_point(start);
  if (random() % 3 == 0) out.direction = random_direction(random);
  return out;
}

template <class T>
std::vector<T> random_pixels(std::size_t count, Random& random) {
  std::vector<T> pixels(count);
  using Limits = std::numeric_limits<T>;
  auto const kind = random() % 3;
  bool const infinities = random() % 8 == 0;
  for (T& p : pixels) {
    if constexpr (std::is_floating_point_v<T>) {
      p = infinities && random() % 8 == 0 ? (random() % 2 ? Limits::infinity() : -Limits::infinity())
                                          : T(kind == 0   ? uniform(random, -1, 1)
                                              : kind == 1 ? uniform(random, -1000, 3000)
                                                          : double(random() % 2) * -0.0);
    } else if (kind == 0) {
      p = T(random());  // the whole range
    } else if (kind == 1) {
      p = T(random() % 100) - (Limits::is_signed ? T(50) : T(0));
    } else {
      p = random() % 2 ? Limits::max() : Limits::lowest();  // overshoot of the spline must clamp
    }
  }
  return pixels;
}

// Where ITK reads memory that does not belong to the place, there is nothing to compare with: the spline beyond the
// second of two samples along an axis, and the largest double below 0.5 along an axis of one sample, which ITK rounds
// to index 1.
bool defined_by_itk(Geometry const& g, Geometry const& out, std::int64_t k, Interpolator interpolator) {
  std::int32_t const x = std::int32_t(k % out.size.x);
  std::int32_t const y = std::int32_t(k / out.size.x % out.size.y);
  std::int32_t const z = std::int32_t(k / out.size.x / out.size.y);
  Vec3 const c = IndexMapping(g).continuous_index(IndexMapping(out).physical_point({double(x), double(y), double(z)}));
  std::array<int, 3> const n{g.size.x, g.size.y, g.size.z};
  bool defined = true;
  for (int i = 0; i < 3; ++i) {
    constexpr double kSinglePrecision = 1e-4;  // it decides the interval of the spline
    bool const spline_end = interpolator == Interpolator::kBSpline && n[i] == 2 && c[i] > 1 - kSinglePrecision;
    bool const rounded_up =
        interpolator == Interpolator::kNearestNeighbor && n[i] == 1 && std::fabs(c[i] - 0.5) < 1e-12;
    defined = defined && !spline_end && !rounded_up;
  }
  return defined;
}

std::uint64_t bits(double v) { return std::bit_cast<std::uint64_t>(v); }

template <class T>
class ResampleItk : public testing::Test {};
using PixelTypes = testing::Types<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t, std::uint32_t,
                                  std::int64_t, std::uint64_t, float, double>;
TYPED_TEST_SUITE(ResampleItk, PixelTypes);

TYPED_TEST(ResampleItk, EveryVoxelHasItksBits) {
  using T = TypeParam;
  Random random(sizeof(T) * 7 + std::is_signed_v<T>);
  std::int64_t filled = 0;
  for (int trial = 0; trial < 400; ++trial) {
    Geometry g;
    g.size = random_size(random);
    for (int i = 0; i < 3; ++i) {
      g.spacing[i] = random_spacing(random);
      g.origin[i] = random() % 3 ? uniform(random, -200, 200) : 0;
    }
    g.direction = random_direction(random);
    Geometry const out = random_target(g, random);
    std::vector<T> const pixels = random_pixels<T>(static_cast<std::size_t>(g.size.count()), random);
    Image const image = make_image(g, [&](std::int64_t k) { return pixels[std::size_t(k)]; });
    for (Interpolator const kind : {Interpolator::kNearestNeighbor, Interpolator::kLinear, Interpolator::kBSpline}) {
      std::vector<T> const expected = itk_resample(g, pixels.data(), out, kind);
      Volume const actual = resample_image(image, out, kind);
      ASSERT_EQ(actual.type, pixel_type_of<T>());
      for (std::int64_t k = 0; k < out.size.count(); ++k) {
        if (!defined_by_itk(g, out, k, kind)) continue;
        if (std::isnan(actual.values[k]) && std::isnan(double(expected[k]))) continue;
        ASSERT_EQ(bits(actual.values[k]), bits(static_cast<double>(expected[k])))
            << "trial " << trial << " interpolator " << int(kind) << " voxel " << k << ": " << actual.values[k]
            << " and " << double(expected[k]);
        filled += bits(actual.values[k]) != 0;
      }
    }
  }
  EXPECT_GT(filled, 30000) << "too little of the outputs lies inside the inputs";
}

TEST(ResampleItkScheme, WorkUnitsChangeNothingInItk) {
  Random random(5);
  Geometry g;
  g.size = {23, 19, 17};
  g.direction = rotation(0.3, -0.2, 0.7);
  Geometry const out = random_target(g, random);
  auto const pixels = random_pixels<double>(static_cast<std::size_t>(g.size.count()), random);
  auto const one = itk_resample(g, pixels.data(), out, Interpolator::kBSpline, 1);
  for (unsigned units : {2u, 3u, 7u, 16u}) {
    ASSERT_EQ(itk_resample(g, pixels.data(), out, Interpolator::kBSpline, units), one) << units;
  }
}

TEST(ResampleItkMask, LabelsEqualIncludingTies) {
  Random random(6);
  std::int64_t labelled = 0;
  for (int trial = 0; trial < 1500; ++trial) {
    LabelMap mask;
    mask.geometry.size = random_size(random);
    for (int i = 0; i < 3; ++i) mask.geometry.spacing[i] = random_spacing(random);
    if (random() % 2) mask.geometry.direction = random_direction(random);
    Geometry const out = random_target(mask.geometry, random);
    mask.labels.resize(static_cast<std::size_t>(mask.geometry.size.count()));
    for (std::uint32_t& v : mask.labels) v = random() % 3 ? std::uint32_t(random() % 4) : std::uint32_t(random());
    auto const expected = itk_resample(mask.geometry, mask.labels.data(), out, Interpolator::kNearestNeighbor);
    LabelMap const actual = resample_mask(mask, out);
    for (std::int64_t k = 0; k < out.size.count(); ++k) {
      if (!defined_by_itk(mask.geometry, out, k, Interpolator::kNearestNeighbor)) continue;
      ASSERT_EQ(actual.labels[k], expected[k]) << trial << ' ' << k;
    }
    ASSERT_EQ(actual.geometry, out);
    for (std::uint32_t v : expected) labelled += v != 0;
  }
  EXPECT_GT(labelled, 50000);
}

TEST(ResampleItkSpline, CoefficientsHaveItksBits) {
  using ImageT = itk::Image<double, 3>;
  Random random(7);
  for (std::int32_t n = 1; n <= 40; ++n) {
    for (Extent3 size : {Extent3{n, 9, 3}, Extent3{11, n, 2}, Extent3{17, 1, n}}) {
      Geometry g;
      g.size = size;
      auto pixels = random_pixels<double>(static_cast<std::size_t>(size.count()), random);
      auto filter = itk::BSplineDecompositionImageFilter<ImageT, ImageT>::New();
      filter->SetInput(make_itk(g, pixels.data()));
      filter->Update();
      double const* const expected = filter->GetOutput()->GetBufferPointer();
      SerialGroup group;
      spline_coefficients(group, pixels.data(), size);
      for (std::int64_t k = 0; k < size.count(); ++k) ASSERT_EQ(bits(pixels[k]), bits(expected[k])) << n << ' ' << k;
    }
  }
}

// Places a hair below or above ties and integers, where one ulp decides.
TEST(ResampleItkScheme, HairbreadthPlaces) {
  Random random(8);
  for (int trial = 0; trial < 3000; ++trial) {
    Geometry g;
    g.size = {7, 1, 1};
    Geometry out = g;
    out.size = {1, 1, 1};
    double const place = 0.5 * double(int(random() % 15) - 1);
    double nudged = place;
    for (auto steps = random() % 3; steps > 0; --steps) nudged = std::nextafter(nudged, random() % 2 ? 100.0 : -100.0);
    out.origin[0] = random() % 5 ? nudged : place + std::ldexp(uniform(random, -1, 1), -int(random() % 60));
    auto const pixels = random_pixels<std::int16_t>(7, random);
    Image const image = make_image(g, [&](std::int64_t k) { return pixels[std::size_t(k)]; });
    for (Interpolator const kind : {Interpolator::kNearestNeighbor, Interpolator::kLinear, Interpolator::kBSpline}) {
      ASSERT_EQ(resample_image(image, out, kind).values[0], double(itk_resample(g, pixels.data(), out, kind)[0]))
          << out.origin[0] << ' ' << int(kind);
    }
  }
}

}  // namespace
}  // namespace radsweep
