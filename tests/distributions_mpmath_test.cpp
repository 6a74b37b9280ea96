// Tails and quantiles against mpmath's 50 digits (tests/golden/make_distributions.py).

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <string>

#include "host/model/distributions.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::stats {
namespace {

using Function = std::function<double(double, double, double)>;

std::map<std::string, Function> functions() {
  auto one = [](double (*f)(double)) { return Function([f](double x, double, double) { return f(x); }); };
  auto two = [](double (*f)(double, double)) { return Function([f](double x, double a, double) { return f(x, a); }); };
  auto three = [](double (*f)(double, double, double)) { return Function(f); };
  return {{"normal_upper", one(normal_upper)},
          {"normal_two_sided", one(normal_two_sided)},
          {"normal_quantile", one(normal_quantile)},
          {"student_t_upper", two(student_t_upper)},
          {"student_t_two_sided", two(student_t_two_sided)},
          {"student_t_quantile", two(student_t_quantile)},
          {"chi_square_upper", two(chi_square_upper)},
          {"chi_square_quantile", two(chi_square_quantile)},
          {"f_upper", three(f_upper)},
          {"f_quantile", three(f_quantile)},
          {"beta_lower", three(beta_lower)},
          {"beta_upper", three(beta_upper)},
          {"beta_quantile", three(beta_quantile)},
          {"log_factorial", one(log_factorial)}};
}

double number(std::string const& cell) { return cell.empty() ? 0 : std::stod(cell); }

struct Worst {
  int compared = 0;
  double relative = 0;
  std::string where;
};

TEST(Distributions, AgreeWithMpmath) {
  auto const known = functions();
  std::map<std::string, Worst> worst;
  for (auto const& row : test::read_csv(test::golden_dir() / "distributions_mpmath.csv").rows) {
    double const expected = std::strtod(row[4].c_str(), nullptr);  // stod refuses denormals
    double const actual = known.at(row[0])(number(row[1]), number(row[2]), number(row[3]));
    // Below 1e-300 the reference itself loses digits.
    double const scale = std::max(std::abs(expected), 1e-300);
    double const relative = expected == actual ? 0 : std::abs(actual - expected) / scale;
    Worst& w = worst[row[0]];
    ++w.compared;
    if (!(relative <= w.relative)) w.relative = relative, w.where = row[1] + " " + row[2] + " " + row[3];
    EXPECT_LE(relative, 2e-13) << row[0] << " " << row[1] << " " << row[2] << " " << row[3] << ": " << actual
                               << ", mpmath has " << expected;
  }
  EXPECT_EQ(worst.size(), known.size());
  for (auto const& [name, w] : worst)
    std::cout << name << ": " << w.compared << " values, largest relative difference " << w.relative << " at "
              << w.where << "\n";
}

}  // namespace
}  // namespace radsweep::stats
