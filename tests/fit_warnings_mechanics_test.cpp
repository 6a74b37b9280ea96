/// What `radsweep fit` warns of: each table gives its codes and no other.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "host/core/rng.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;

constexpr char const* kCodes[] = {"W821", "W822", "W824", "W825", "W826", "W833"};

std::string const kHeader = "ID,Outcome,original_glcm_Contrast,original_glcm_Idm\n";

/// Subjects with two features of noise; every `every`-th has the outcome, which moves the first feature by `effect`.
std::string noisy(int n, int every, double effect) {
  Rng const random(17, 1);
  std::string out = kHeader;
  for (int i = 0; i < n; ++i) {
    bool const y = i % every == 0;
    auto const draw = static_cast<std::uint64_t>(2 * i);
    out += fmt::format("S{},{:d},{},{}\n", i, y, random.normal(draw) + effect * y, random.normal(draw + 1));
  }
  return out;
}

std::string twice_the_same() {
  Rng const random(18, 1);
  std::string out = kHeader;
  for (int i = 0; i < 60; ++i) {
    double const v = random.normal(static_cast<std::uint64_t>(i)) + i % 2;
    out += fmt::format("S{},{},{},{}\n", i, i % 2, v, 2 * v + 1);
  }
  return out;
}

std::string without_names() {
  std::string const text = noisy(60, 2, 1);
  return "Row" + text.substr(2);
}

/// The classes lie on the two sides of 0, at 1, 1/2, ... from it, but for the innermost pair, which is swapped. The
/// coefficient that suits that pair is some 2^20, farther than the steps of the fit reach.
std::string many_scales() {
  std::string out = kHeader;
  for (int k = 0; k <= 20; ++k) {
    double const away = std::pow(2.0, -k);
    int const right = k < 20;
    out += fmt::format("A{},{},{},1\nB{},{},{},1\n", k, right, away, k, 1 - right, -away);
  }
  return out;
}

struct Warned {
  char const* name;
  std::string table;
  std::vector<std::string> more;
  std::vector<std::string> codes;
  char const* says;
};

void PrintTo(Warned const& w, std::ostream* out) { *out << w.name; }

class Warnings : public ::testing::TestWithParam<Warned> {};

TEST_P(Warnings, WithItsCode) {
  TemporaryFolder const folder;
  folder.write("f.csv", GetParam().table);
  std::vector<std::string> arguments{"fit", "f.csv", "--outcome", "Outcome", "-o", "m.json", "-j", "1"};
  arguments.insert(arguments.end(), GetParam().more.begin(), GetParam().more.end());
  auto const run = run_radsweep(arguments, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  std::vector<std::string> given;
  for (char const* code : kCodes) {
    if (run.err.find(fmt::format("warning[{}]", code)) != std::string::npos) given.push_back(code);
  }
  EXPECT_EQ(given, GetParam().codes) << run.err;
  EXPECT_THAT(run.err, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Tables, Warnings,
    ::testing::Values(
        Warned{"None", noisy(60, 2, 1), {"--folds", "5"}, {}, "cross-validation"},
        Warned{"FoldsWithoutAClass", noisy(60, 12, 1), {"--folds", "10"}, {"W821", "W826"}, "5 of 10 folds"},
        Warned{"SeparatedAndPenalised", noisy(60, 2, 99), {"--folds", "0"}, {"W822"}, "Firth's penalised likelihood"},
        Warned{"SeparatedAndNot",
               noisy(60, 2, 99),
               {"--folds", "0", "--penalty", "none"},
               {"W822"},
               "maximum likelihood has no finite estimate"},
        Warned{"NoSubjectsNamed", without_names(), {"--folds", "5"}, {"W824"}, "--id"},
        Warned{"NoConvergence", many_scales(), {"--folds", "0"}, {"W822", "W825"}, "300 iterations"},
        Warned{"FewEvents", noisy(60, 12, 1), {"--folds", "5"}, {"W826"}, "5 subjects of the rarer class"},
        Warned{
            "AFeatureTwice", twice_the_same(), {"--folds", "0", "--forward", "none"}, {"W833"}, "original_glcm_Idm"}),
    [](auto const& p) { return p.param.name; });

}  // namespace
}  // namespace radsweep::test
