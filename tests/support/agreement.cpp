#include "tests/support/agreement.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace radsweep::test {
namespace {

/// The value beside `feature` in the same image and class; 1, the size of a grey level, if that was not computed.
double sibling(Values const& values, std::string const& feature, std::string const& name) {
  auto const found = values.find(feature.substr(0, feature.rfind('_') + 1) + name);
  return found == values.end() ? 1 : std::abs(found->second);
}

bool ends_with(std::string const& s, char const* tail) { return s.ends_with(tail); }

double cancellation_scale(std::string const& feature, Values const& expected) {
  if (ends_with(feature, "_ClusterShade")) return std::pow(sibling(expected, feature, "ClusterTendency"), 1.5);
  if (ends_with(feature, "_DifferenceVariance")) return sibling(expected, feature, "Contrast");
  if (ends_with(feature, "_Mean")) return sibling(expected, feature, "RootMeanSquared");
  bool const unit =
      ends_with(feature, "_Skewness") || ends_with(feature, "_Correlation") || ends_with(feature, "_Imc1");
  return unit ? 1.0 : 0.0;
}

}  // namespace

Comparison compare(std::string const& context, std::string const& feature, Values const& expected, Values const& actual,
                   double tolerance) {
  double const want = expected.at(feature);
  auto const found = actual.find(feature);
  if (found == actual.end()) return {context, feature, want, std::nan(""), INFINITY, false};
  double const got = found->second;
  if (std::isnan(want) || std::isnan(got)) {
    bool const same = std::isnan(want) && std::isnan(got);
    return {context, feature, want, got, same ? 0.0 : INFINITY, same};
  }
  double const difference = std::abs(got - want);
  if (ends_with(feature, "_Imc2")) return {context, feature, want, got, difference, difference <= 1e-7};
  double const size = std::max(std::abs(want), std::abs(got)) + cancellation_scale(feature, expected);
  double const relative = difference == 0 ? 0 : difference / size;
  return {context, feature, want, got, relative, relative <= tolerance};
}

double relative_difference(double actual, double expected, double least) {
  if (actual == expected) return 0;
  return std::abs(actual - expected) / std::max(std::abs(expected), least);
}

void NumberAgreement::expect(double actual, double expected, std::string const& what) {
  if (std::isnan(expected)) {
    EXPECT_TRUE(std::isnan(actual)) << what << ": " << actual << ", the other tool has " << expected;
    ++undefined_;
    return;
  }
  ++compared_;
  double const difference = relative_difference(actual, expected, least_);
  EXPECT_LE(difference, tolerance_) << what << ": " << actual << ", the other tool has " << expected;
  if (difference > worst_) worst_ = difference;
}

void NumberAgreement::expect(double actual, std::string const& expected, std::string const& what) {
  expect(actual, std::stod(expected), what);
}

std::string NumberAgreement::summary() const {
  return fmt::format("{} values, largest relative difference {:.3g}", compared_, worst_);
}

void Agreement::add(std::string const& context, Values const& expected, Values const& actual) {
  for (auto const& [feature, value] : expected) {
    Comparison c = compare(context, feature, expected, actual, tolerance_);
    ++compared_;
    auto const first = feature.find('_');
    std::string family = feature.substr(first + 1, feature.find('_', first + 1) - first - 1);
    if (ends_with(feature, "_Imc2")) family += " Imc2 (absolute)";
    auto& [count, worst] = worst_[family];
    if (++count == 1 || c.relative > worst.relative) worst = c;
    if (!c.ok) failed_.push_back(std::move(c));
  }
}

std::string Agreement::failures(std::size_t limit) const {
  std::string out;
  for (std::size_t k = 0; k < std::min(limit, failed_.size()); ++k) {
    Comparison const& c = failed_[k];
    out += fmt::format("{} {}: expected {:.17g}, got {:.17g} ({:.2e})\n", c.context, c.feature, c.expected, c.actual,
                       c.relative);
  }
  if (failed_.size() > limit) out += fmt::format("... and {} more\n", failed_.size() - limit);
  return out;
}

std::string Agreement::worst_per_class() const {
  std::string out = fmt::format("{:<22}{:>8}  {:>9}  where\n", "class", "values", "worst");
  for (auto const& [family, entry] : worst_) {
    auto const& [count, c] = entry;
    out += fmt::format("{:<22}{:>8}  {:>9.2e}  {} {}\n", family, count, c.relative, c.context, c.feature);
  }
  return out;
}

}  // namespace radsweep::test
