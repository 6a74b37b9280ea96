// ICC of 200 random tables against R's psych::ICC and Python's pingouin (tests/golden/make_icc.R,
// make_icc_pingouin.py).

#include <gtest/gtest.h>

#include <iostream>
#include <string>

#include "tests/support/rating_tables.hpp"

namespace radsweep::test {
namespace {

/// Compares all columns of a golden file that has table and form first.
void compare(char const* file) {
  auto const tables = rating_tables();
  ASSERT_EQ(tables.size(), 200u);
  Csv const golden = read_csv(golden_dir() / file);
  EXPECT_EQ(golden.rows.size(), 6 * tables.size());
  NumberAgreement agreement(1e-10, 1);
  for (auto const& row : golden.rows) {
    Matrix const& x = tables.at(row[0]);
    IccResult const result = intraclass_correlation(x);
    IccForm const form = form_of(row[1]);
    IccEstimate const& e = result[form];
    for (std::size_t c = 2; c < row.size(); ++c) {
      std::string const& name = golden.columns[c];
      double const actual = name == "icc"    ? e.icc
                            : name == "f"    ? e.f
                            : name == "df1"  ? e.df1
                            : name == "df2"  ? e.df2
                            : name == "p"    ? e.p
                            : name == "low"  ? e.low
                            : name == "high" ? e.high
                                             : -99;
      agreement.expect(actual, row[c], "table " + row[0] + " form " + row[1] + " " + name);
    }
  }
  std::cout << file << ": " << agreement.summary() << "; " << agreement.undefined() << " limits undefined\n";
  EXPECT_LT(agreement.undefined(), agreement.compared() / 100);
}

TEST(Icc, AgreesWithPsych) { compare("icc_psych.csv"); }

TEST(Icc, AgreesWithPingouin) { compare("icc_pingouin.csv"); }

}  // namespace
}  // namespace radsweep::test
