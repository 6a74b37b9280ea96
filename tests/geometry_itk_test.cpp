// IndexMapping and geometry_mismatch against itk::ImageBase and itk::ImageToImageFilter, bit for bit.

#include <gtest/gtest.h>
#include <itkAddImageFilter.h>
#include <itkImage.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>

#include "host/core/geometry.hpp"
#include "host/core/matrix3.hpp"

namespace radsweep {
namespace {

using ItkImage = itk::Image<float, 3>;

ItkImage::Pointer make_itk(Geometry const& g) {
  auto image = ItkImage::New();
  ItkImage::DirectionType direction;
  for (unsigned r = 0; r < 3; ++r) {
    for (unsigned c = 0; c < 3; ++c) direction(r, c) = g.direction[r][c];
  }
  image->SetRegions(ItkImage::SizeType{{std::uint64_t(g.size.x), std::uint64_t(g.size.y), std::uint64_t(g.size.z)}});
  image->SetSpacing(g.spacing.data());
  image->SetOrigin(g.origin.data());
  image->SetDirection(direction);
  return image;
}

std::uint64_t bits(double v) { return std::bit_cast<std::uint64_t>(v); }

using Random = std::mt19937_64;

double uniform(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

Mat3 rotation(double a, double b, double c) {
  Mat3 const x{{{1, 0, 0}, {0, std::cos(a), -std::sin(a)}, {0, std::sin(a), std::cos(a)}}};
  Mat3 const y{{{std::cos(b), 0, std::sin(b)}, {0, 1, 0}, {-std::sin(b), 0, std::cos(b)}}};
  Mat3 const z{{{std::cos(c), -std::sin(c), 0}, {std::sin(c), std::cos(c), 0}, {0, 0, 1}}};
  return multiply(multiply(x, y), z);
}

// Signed permutations, small tilts as scanners write them, any rotation, cosines rounded to six digits, shears.
Mat3 random_direction(Random& random) {
  Mat3 m{};
  switch (random() % 5) {
    case 0: {
      std::array<int, 3> p{0, 1, 2};
      std::shuffle(p.begin(), p.end(), random);
      for (int i = 0; i < 3; ++i) m[i][p[i]] = random() % 2 ? 1 : -1;
      return m;
    }
    case 1:
      return rotation(uniform(random, -1e-4, 1e-4), uniform(random, -1e-8, 1e-8), uniform(random, -1e-3, 1e-3));
    case 2:
      return rotation(uniform(random, -4, 4), uniform(random, -4, 4), uniform(random, -4, 4));
    case 3:
      m = rotation(uniform(random, -4, 4), 0, random() % 2 ? uniform(random, -4, 4) : 0);
      for (Vec3& row : m) {
        for (double& v : row) v = std::round(v * 1e6) / 1e6;
      }
      return m;
    default:
      break;
  }
  for (Vec3& row : m) {
    for (double& v : row) v = uniform(random, -1, 1);
  }
  return m;
}

Geometry random_geometry(Random& random) {
  Geometry g;
  g.size = {8, 9, 10};
  for (int i = 0; i < 3; ++i) {
    g.spacing[i] = random() % 4 ? uniform(random, 0.1, 7) : 1.0;
    g.origin[i] = random() % 4 ? uniform(random, -300, 300) : 0.0;
  }
  g.direction = random_direction(random);
  return g;
}

// With the origin at 0 the images of the unit vectors are the columns of ITK's two matrices.
TEST(IndexMapping, MatricesHaveItksBits) {
  Random random(1);
  for (int trial = 0; trial < 20000; ++trial) {
    Geometry g = random_geometry(random);
    g.origin = {0, 0, 0};
    auto const image = make_itk(g);
    IndexMapping const mapping(g);
    for (unsigned c = 0; c < 3; ++c) {
      Vec3 unit{};
      unit[c] = 1;
      auto const point =
          image->TransformContinuousIndexToPhysicalPoint<double>(itk::ContinuousIndex<double, 3>(unit.data()));
      auto const index = image->TransformPhysicalPointToContinuousIndex<double>(itk::Point<double, 3>(unit.data()));
      for (unsigned r = 0; r < 3; ++r) {
        ASSERT_EQ(mapping.index_to_physical()[r][c], point[r]) << trial << ' ' << r << ' ' << c;
        ASSERT_EQ(mapping.physical_to_index()[r][c], index[r]) << trial << ' ' << r << ' ' << c;
      }
    }
  }
}

TEST(IndexMapping, PointsHaveItksBits) {
  Random random(2);
  for (int trial = 0; trial < 5000; ++trial) {
    Geometry const g = random_geometry(random);
    auto const image = make_itk(g);
    IndexMapping const mapping(g);
    Vec3 const at{uniform(random, -5, 20), uniform(random, -5, 20), uniform(random, -5, 20)};
    auto const point =
        image->TransformContinuousIndexToPhysicalPoint<double>(itk::ContinuousIndex<double, 3>(at.data()));
    auto const index = image->TransformPhysicalPointToContinuousIndex<double>(itk::Point<double, 3>(at.data()));
    Vec3 const our_point = mapping.physical_point(at);
    Vec3 const our_index = mapping.continuous_index(at);
    for (unsigned i = 0; i < 3; ++i) {
      ASSERT_EQ(bits(our_point[i]), bits(point[i]));
      ASSERT_EQ(bits(our_index[i]), bits(index[i]));
    }
  }
}

// The inverse of nearly singular and singular-valued matrices takes the rarely used branches of the decomposition.
TEST(Inverse, DegenerateMatricesHaveItksBits) {
  Random random(3);
  for (int trial = 0; trial < 20000; ++trial) {
    itk::Matrix<double, 3, 3> m;
    Mat3 ours{};
    for (unsigned r = 0; r < 3; ++r) {
      for (unsigned c = 0; c < 3; ++c) {
        double const kind = double(random() % 6);
        ours[r][c] = kind < 2   ? 0
                     : kind < 4 ? double(int(random() % 5) - 2)
                                : uniform(random, -1, 1) * std::pow(10, -kind * 3);
        m(r, c) = ours[r][c];
      }
    }
    if (vnl_determinant(m.GetVnlMatrix()) == 0) continue;
    itk::Matrix<double, 3, 3> const theirs(m.GetInverse());
    Mat3 const inverted = inverse(ours);
    for (unsigned r = 0; r < 3; ++r) {
      for (unsigned c = 0; c < 3; ++c) ASSERT_EQ(bits(inverted[r][c]), bits(theirs(r, c))) << trial;
    }
  }
}

// ITK refuses to add two images exactly when we report a difference.
TEST(GeometryMismatch, AgreesWithItkFilters) {
  Random random(4);
  int refused = 0;
  for (int trial = 0; trial < 600; ++trial) {
    Geometry const g = random_geometry(random);
    Geometry other = g;
    double const nudge = 1e-6 * uniform(random, 0.2, 2) * (random() % 2 ? 1 : g.spacing[0]) * (random() % 2 ? 1 : -1);
    int const axis = int(random() % 3);
    switch (random() % 4) {
      case 0:
        other.origin[axis] += nudge;
        break;
      case 1:
        other.spacing[axis] += nudge;
        break;
      case 2:
        other.direction[axis][random() % 3] += nudge;
        break;
      default:
        break;
    }
    auto filter = itk::AddImageFilter<ItkImage>::New();
    auto const first = make_itk(g);
    auto const second = make_itk(other);
    first->Allocate(true);
    second->Allocate(true);
    filter->SetInput1(first);
    filter->SetInput2(second);
    bool accepted = true;
    try {
      filter->Update();
    } catch (itk::ExceptionObject const&) {
      accepted = false;
      ++refused;
    }
    ASSERT_EQ(!geometry_mismatch(g, other).has_value(), accepted) << trial;
  }
  EXPECT_GT(refused, 50);
  EXPECT_LT(refused, 550);
}

TEST(GeometryMismatch, NamesThePropertyAndTheNumbers) {
  using Property = GeometryDifference::Property;
  Geometry image;
  image.size = {4, 5, 6};
  image.spacing = {2, 1, 1};
  Geometry mask = image;
  EXPECT_FALSE(geometry_mismatch(image, mask));
  mask.origin[2] = 1.5e-6;
  EXPECT_FALSE(geometry_mismatch(image, mask)) << "the tolerance is relative to the spacing along x";
  mask.origin[2] = 0.5;
  EXPECT_EQ(geometry_mismatch(image, mask), (GeometryDifference{Property::kOrigin, 0.5, 2e-6}));
  EXPECT_EQ(describe(*geometry_mismatch(image, mask), image, mask),
            "origin (0, 0, 0) against (0, 0, 0.5): differs by 0.5, allowed 2e-06");
  EXPECT_FALSE(geometry_mismatch(image, mask, 0.25));
  mask = image;
  mask.size.z = 7;
  EXPECT_EQ(geometry_mismatch(image, mask)->property, Property::kSize);
  EXPECT_EQ(describe(*geometry_mismatch(image, mask), image, mask), "size (4, 5, 6) against (4, 5, 7)");
  mask = image;
  mask.direction[1][1] = -1;
  EXPECT_EQ(geometry_mismatch(image, mask), (GeometryDifference{Property::kDirection, 2, 1e-6}));
}

}  // namespace
}  // namespace radsweep
