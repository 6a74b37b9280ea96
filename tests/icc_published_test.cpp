// ICC against published tables.

#include <gtest/gtest.h>

#include <array>
#include <map>

#include "host/model/icc.hpp"
#include "tests/support/golden.hpp"

namespace radsweep {
namespace {

/// Shrout & Fleiss, Psychol Bull 86:420 (1979), table 2: four judges, six targets.
Matrix shrout_fleiss() {
  Matrix x(6, 4);
  x.values = {9, 6, 8, 7, 10, 6, 2, 1, 4, 1, 5, 2, 5, 3, 6, 2, 6, 4, 8, 2, 8, 6, 9, 7};
  return x;
}

void expect_estimates(IccResult const& result, std::array<double, kIccForms> const& expected, double half_digit) {
  for (std::size_t f = 0; f < kIccForms; ++f)
    EXPECT_NEAR(result.forms[f].icc, expected[f], half_digit) << icc_form_name(static_cast<IccForm>(f));
}

TEST(Icc, ShroutFleissTable4) {
  IccResult const result = intraclass_correlation(shrout_fleiss());
  expect_estimates(result, {0.17, 0.29, 0.71, 0.44, 0.62, 0.91}, 0.005);
  EXPECT_EQ(result.subjects, 6u);
  EXPECT_EQ(result.ratings, 4u);
}

TEST(Icc, ShroutFleissMeanSquares) {  // their table 3: BMS 11.24, WMS 6.26, EMS 1.02
  IccResult const result = intraclass_correlation(shrout_fleiss());
  EXPECT_NEAR(result[IccForm::k11].f, 11.24 / 6.26, 0.002);
  EXPECT_NEAR(result[IccForm::k31].f, 11.24 / 1.02, 0.06);
  EXPECT_EQ(result[IccForm::k11].df1, 5);
  EXPECT_EQ(result[IccForm::k11].df2, 18);
  EXPECT_EQ(result[IccForm::k31].df2, 15);
}

/// The wine judges of pingouin's documentation of intraclass_corr, with the table printed there.
TEST(Icc, PingouinDocumentation) {
  auto const shared = test::shared_dir();
  auto const file = shared ? *shared / "data/reference/icc/pingouin_icc.csv" : std::filesystem::path();
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "SKIPPED: no shared data (RADSWEEP_SHARED)";
  test::Csv const csv = test::read_csv(file);
  Matrix x(8, 4);
  for (auto const& row : csv.rows)
    x(std::stoul(row[csv.column("Wine")]) - 1, static_cast<std::size_t>(row[csv.column("Judge")][0] - 'A')) =
        std::stod(row[csv.column("Scores")]);
  IccResult const result = intraclass_correlation(x);
  expect_estimates(result, {0.728, 0.728, 0.729, 0.914, 0.914, 0.915}, 0.0005);
  for (IccForm const form : {IccForm::k11, IccForm::k21, IccForm::k31}) {
    EXPECT_NEAR(result[form].low, 0.43, 0.005);
    EXPECT_NEAR(result[form].high, 0.93, 0.005);
  }
  for (IccForm const form : {IccForm::k1k, IccForm::k2k, IccForm::k3k}) {
    EXPECT_NEAR(result[form].low, 0.75, 0.005);
    EXPECT_NEAR(result[form].high, 0.98, 0.005);
  }
  EXPECT_NEAR(result[IccForm::k11].f, 11.680, 0.0005);
  EXPECT_NEAR(result[IccForm::k21].f, 11.787, 0.0005);
  EXPECT_EQ(result[IccForm::k11].df2, 24);
  EXPECT_EQ(result[IccForm::k21].df2, 21);
}

}  // namespace
}  // namespace radsweep
