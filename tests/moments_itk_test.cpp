/// Moments and z-scores against itk::StatisticsImageFilter and itk::NormalizeImageFilter: equal to the bit for integer
/// pixels, whose sums are exact on both sides.

#include <gtest/gtest.h>
#include <itkImage.h>
#include <itkNormalizeImageFilter.h>
#include <itkStatisticsImageFilter.h>

#include <algorithm>
#include <cmath>

#include "kernels/core/group.hpp"
#include "kernels/image/normalise.hpp"
#include "tests/support/image_oracle.hpp"

namespace radsweep {
namespace {

template <class T>
std::vector<T> pixels(Extent3 size, std::uint64_t seed, double scale, double offset) {
  std::vector<T> out;
  for (std::int64_t k = 0; k < size.count(); ++k) {
    out.push_back(static_cast<T>(scale * test::base_value(seed, static_cast<std::uint64_t>(k)) + offset));
  }
  return out;
}

template <class T>
typename itk::Image<T, 3>::Pointer itk_image(Extent3 size, std::vector<T> const& values) {
  auto image = itk::Image<T, 3>::New();
  image->SetRegions(typename itk::Image<T, 3>::SizeType{{static_cast<itk::SizeValueType>(size.x),
                                                         static_cast<itk::SizeValueType>(size.y),
                                                         static_cast<itk::SizeValueType>(size.z)}});
  image->Allocate();
  std::copy(values.begin(), values.end(), image->GetBufferPointer());
  return image;
}

template <class T>
Moments moments_of(std::vector<T> const& values) {
  return moments(Span<T const>{values.data(), static_cast<std::int64_t>(values.size())});
}

constexpr Extent3 kSize{61, 53, 17};

template <class T>
void expect_itk_bits(double scale, double offset) {
  auto const values = pixels<T>(kSize, 9, scale, offset);
  auto const image = itk_image(kSize, values);
  auto statistics = itk::StatisticsImageFilter<itk::Image<T, 3>>::New();
  statistics->SetInput(image);
  statistics->Update();
  auto normalize = itk::NormalizeImageFilter<itk::Image<T, 3>, itk::Image<double, 3>>::New();
  normalize->SetInput(image);
  normalize->Update();

  Moments const m = moments_of(values);

  EXPECT_EQ(m.count, kSize.count());
  EXPECT_EQ(m.min, static_cast<double>(statistics->GetMinimum()));
  EXPECT_EQ(m.max, static_cast<double>(statistics->GetMaximum()));
  EXPECT_EQ(m.sum, statistics->GetSum());
  EXPECT_EQ(m.sum_of_squares, statistics->GetSumOfSquares());
  EXPECT_EQ(m.mean(), statistics->GetMean());
  EXPECT_EQ(m.variance(1), statistics->GetVariance());
  std::vector<double> z(values.begin(), values.end());
  SerialGroup g;
  normalise(g, z_score(m, 1, 1, std::numeric_limits<double>::infinity()), {z.data(), kSize.count()});
  double const* const expected = normalize->GetOutput()->GetBufferPointer();
  EXPECT_TRUE(std::equal(z.begin(), z.end(), expected));
}

TEST(Moments, ItkBitsForIntegers) {
  expect_itk_bits<std::int8_t>(0.0625, 0);
  expect_itk_bits<std::uint8_t>(0.0625, 128);
  expect_itk_bits<std::int16_t>(1, 0);
  expect_itk_bits<std::int16_t>(15.9, 0);
  expect_itk_bits<std::uint16_t>(15.9, 32768);
  expect_itk_bits<std::int32_t>(16, 5);
}

TEST(Moments, WithinAnUlpOfItkForReals) {
  auto const values = pixels<float>(kSize, 11, 0.37, -1000);
  auto const image = itk_image(kSize, values);
  auto statistics = itk::StatisticsImageFilter<itk::Image<float, 3>>::New();
  statistics->SetInput(image);
  statistics->Update();

  Moments const m = moments_of(values);

  EXPECT_LE(std::fabs(m.sum - statistics->GetSum()), 0x1p-52 * std::fabs(m.sum));
  EXPECT_LE(std::fabs(m.sum_of_squares - statistics->GetSumOfSquares()), 0x1p-52 * m.sum_of_squares);
  EXPECT_EQ(m.min, static_cast<double>(statistics->GetMinimum()));
  EXPECT_EQ(m.max, static_cast<double>(statistics->GetMaximum()));
}

}  // namespace
}  // namespace radsweep
