// Arguments out of range give NaN, ends of the range their limits; nothing throws.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "host/model/distributions.hpp"

namespace radsweep::stats {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Distributions, NanInNanOut) {
  for (double const v : {normal_upper(kNan),           normal_two_sided(kNan),
                         normal_quantile(kNan),        student_t_upper(kNan, 3),
                         student_t_upper(1, kNan),     student_t_two_sided(kNan, 3),
                         student_t_quantile(kNan, 3),  student_t_quantile(0.5, kNan),
                         chi_square_upper(kNan, 1),    chi_square_upper(1, kNan),
                         chi_square_quantile(kNan, 1), f_upper(kNan, 1, 1),
                         f_upper(1, kNan, 1),          f_upper(1, 1, kNan),
                         f_quantile(kNan, 1, 1),       f_quantile(0.5, 1, kNan),
                         beta_lower(kNan, 1, 1),       beta_upper(0.5, kNan, 1),
                         beta_quantile(0.5, 1, kNan),  log_factorial(kNan)})
    EXPECT_TRUE(std::isnan(v));
}

TEST(Distributions, ParametersOutOfRangeGiveNan) {
  for (double const v :
       {normal_quantile(-0.1), normal_quantile(1.1), student_t_two_sided(1, 0), student_t_quantile(0.5, -1),
        chi_square_upper(1, 0), chi_square_quantile(2, 1), chi_square_upper(1, kInfinity), f_upper(1, 0, 1),
        f_quantile(0.5, 1, kInfinity), beta_lower(0.5, 0, 1), beta_quantile(-1, 1, 1), log_factorial(-1)})
    EXPECT_TRUE(std::isnan(v));
}

TEST(Distributions, EndsOfTheRange) {
  EXPECT_EQ(normal_upper(kInfinity), 0);
  EXPECT_EQ(normal_upper(-kInfinity), 1);
  EXPECT_EQ(normal_quantile(0), -kInfinity);
  EXPECT_EQ(normal_quantile(1), kInfinity);
  EXPECT_EQ(student_t_two_sided(-kInfinity, 4), 0);
  EXPECT_EQ(chi_square_upper(0, 2), 1);
  EXPECT_EQ(chi_square_upper(-1, 2), 1);
  EXPECT_EQ(chi_square_upper(kInfinity, 2), 0);
  EXPECT_EQ(f_upper(kInfinity, 2, 3), 0);
  EXPECT_EQ(f_quantile(1, 2, 3), kInfinity);
  EXPECT_EQ(f_quantile(0, 2, 3), 0);
  EXPECT_EQ(beta_lower(-1, 2, 3), 0);
  EXPECT_EQ(beta_upper(1, 2, 3), 0);
  EXPECT_EQ(beta_quantile(0, 2, 3), 0);
  EXPECT_EQ(beta_quantile(1, 2, 3), 1);
}

}  // namespace
}  // namespace radsweep::stats
