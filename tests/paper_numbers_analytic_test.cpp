/// The printed numbers of the study (Kim et al., prediction of high-risk neuroblastoma from MRI radiomics) that follow
/// from other numbers in its text, recomputed with the functions that a study uses. A printed mean or SD stands for all
/// values that round to it, so a p value is reproduced if it lies in the range that these give.
///
/// Not reproducible, and tested to be so where that can be computed:
/// - max diameter in the test set, p = 0.198: no t test gives it from the printed means and SDs
///   (MaxDiameterOfTheTestSet).
/// - prognosis in the training set, p < 0.001: a log-rank test, as its footnote says; needs every patient's follow-up.
///   The chi-square test of the printed counts gives 0.002 (PrognosisOfTheTrainingSet).
/// - sex 23:9 in the text: the table has 19:13, and its p value belongs to the table (SexOfTheTrainingSet).
/// - test set, mean age of the non-high-risk group "33.7 years": only months fit the other numbers (AgesAddUp).
/// - DeLong p = 0.165 and 0.480, AUC 0.83 of the forest, and the 930 ICCs themselves: need every patient's values.
/// - AUC 0.94 of the training set: two whole counts of its 207 pairs of patients round to it
///   (AucOfTheTrainingSetIsNoOneCount).
/// - Which two features the model has follows from selection on the patients' features.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "host/model/distributions.hpp"
#include "host/model/icc_bands.hpp"
#include "host/model/metrics.hpp"
#include "host/model/roc.hpp"
#include "host/model/univariate.hpp"
#include "io/report/tables.hpp"

namespace radsweep {
namespace {

/// Mean and SD as printed, with one decimal.
struct Printed {
  std::size_t n;
  double mean, sd;
};
struct Range {
  double low = 1, high = 0;
};
using TTest = std::function<TestResult(SampleMoments const&, SampleMoments const&)>;

/// All p values that the rounding leaves possible: p falls with the distance of the means and rises with the SDs, so
/// the corners bound it.
Range p_range(TTest const& test, Printed a, Printed b) {
  constexpr double kHalf = 0.05;
  Range out;
  for (double const da : {-kHalf, kHalf})
    for (double const db : {-kHalf, kHalf})
      for (double const sa : {-kHalf, kHalf})
        for (double const sb : {-kHalf, kHalf}) {
          double const p = test({a.n, a.mean + da, a.sd + sa}, {b.n, b.mean + db, b.sd + sb}).p;
          out = {std::min(out.low, p), std::max(out.high, p)};
        }
  return out;
}

/// Whether a p value printed with three decimals can be one of these.
bool reproduces(Range p, double printed) { return p.low <= printed + 0.0005 && printed - 0.0005 <= p.high; }

double chi_square_p(std::size_t rows, std::vector<std::int64_t> counts) {
  std::size_t const columns = counts.size() / rows;
  return chi_square_test({rows, columns, std::move(counts)}, false).p;
}

constexpr Printed kAgeHigh{9, 32.3, 16.9}, kAgeOther{23, 23.5, 29.7}, kTestAgeHigh{3, 32.0, 6.9},
    kTestAgeOther{11, 33.7, 23.1}, kDiameterHigh{9, 69.4, 30.9}, kDiameterOther{23, 52.5, 19.2},
    kTestDiameterHigh{3, 46.4, 15.1}, kTestDiameterOther{11, 90.7, 40.9}, kFollowUpHigh{9, 17.6, 15.5},
    kFollowUpOther{23, 38.4, 27.8};

TEST(PaperTable2, AgesAndDiameterAndFollowUpByStudentT) {
  EXPECT_TRUE(reproduces(p_range(student_t_test, kAgeHigh, kAgeOther), 0.408));
  EXPECT_TRUE(reproduces(p_range(student_t_test, kTestAgeHigh, kTestAgeOther), 0.903));
  EXPECT_TRUE(reproduces(p_range(student_t_test, kDiameterHigh, kDiameterOther), 0.070));
  EXPECT_TRUE(reproduces(p_range(student_t_test, kFollowUpHigh, kFollowUpOther), 0.044));
}

TEST(PaperTable2, NotByWelch) {
  EXPECT_FALSE(reproduces(p_range(welch_t_test, kAgeHigh, kAgeOther), 0.408));
  EXPECT_FALSE(reproduces(p_range(welch_t_test, kTestAgeHigh, kTestAgeOther), 0.903));
  EXPECT_FALSE(reproduces(p_range(welch_t_test, kDiameterHigh, kDiameterOther), 0.070));
  EXPECT_FALSE(reproduces(p_range(welch_t_test, kFollowUpHigh, kFollowUpOther), 0.044));
}

TEST(PaperTable2, MaxDiameterOfTheTestSet) {
  EXPECT_FALSE(reproduces(p_range(student_t_test, kTestDiameterHigh, kTestDiameterOther), 0.198));
  EXPECT_FALSE(reproduces(p_range(welch_t_test, kTestDiameterHigh, kTestDiameterOther), 0.198));
  EXPECT_NEAR(student_t_test({3, 46.4, 15.1}, {11, 90.7, 40.9}).p, 0.097, 0.001);
  EXPECT_NEAR(welch_t_test({3, 46.4, 15.1}, {11, 90.7, 40.9}).p, 0.015, 0.001);
}

/// Adds n values that have the printed mean and SD: half above and half below by the same, an odd one in the middle.
void add_values(std::vector<double>& out, Printed const& p, double unit = 1) {
  auto const n = static_cast<double>(p.n), pairs = static_cast<double>(p.n / 2);
  double const away = p.sd * std::sqrt((n - 1) / (2 * pairs));
  for (std::size_t i = 0; i < p.n / 2; ++i) {
    for (double const sign : {-1, 1}) out.push_back(unit * (p.mean + sign * away));
  }
  if (p.n % 2 == 1) out.push_back(unit * p.mean);
}

/// Mean and SD of a set follow from those of its groups, whatever the values are.
TEST(PaperTable2, AgesAddUp) {
  std::vector<double> training, test, test_in_years;
  add_values(training, kAgeHigh);
  SampleMoments const group = sample_moments(training);
  EXPECT_NEAR(group.mean, 32.3, 1e-12);
  EXPECT_NEAR(group.sd, 16.9, 1e-12);
  add_values(training, kAgeOther);
  EXPECT_NEAR(sample_moments(training).mean, 26.0, 0.1);
  EXPECT_NEAR(sample_moments(training).sd, 26.7, 0.1);
  for (auto* set : {&test, &test_in_years}) add_values(*set, kTestAgeHigh);
  add_values(test, kTestAgeOther);
  EXPECT_NEAR(sample_moments(test).mean, 33.4, 0.1);
  EXPECT_NEAR(sample_moments(test).sd, 20.4, 0.1);
  add_values(test_in_years, kTestAgeOther, 12);
  EXPECT_GT(sample_moments(test_in_years).mean, 300);
}

/// Rows are groups (high-risk first), columns are categories.
TEST(PaperTable2, CategoriesByChiSquareWithoutCorrection) {
  EXPECT_NEAR(chi_square_p(2, {7, 2, 12, 11}), 0.185, 0.0005);             // sex
  EXPECT_NEAR(chi_square_p(2, {3, 0, 7, 4}), 0.217, 0.0006);               // sex, test set: 0.2165
  EXPECT_NEAR(chi_square_p(2, {7, 1, 1, 0, 7, 4, 11, 1}), 0.103, 0.0006);  // location: 0.1025
  EXPECT_NEAR(chi_square_p(2, {3, 0, 0, 0, 1, 4, 5, 1}), 0.023, 0.0005);   // location, test set
  EXPECT_NEAR(chi_square_p(2, {1, 2, 0, 11}), 0.047, 0.0005);              // MYCN, test set
  EXPECT_NEAR(chi_square_p(2, {2, 1, 0, 11}), 0.003, 0.0005);              // metastasis, test set
  EXPECT_NEAR(chi_square_p(2, {2, 0, 0, 1, 8, 0, 3, 0}), 0.106, 0.0005);   // prognosis, test set; no progression
  EXPECT_LT(chi_square_p(2, {9, 0, 6, 17}), 0.001);                        // metastasis
}

TEST(PaperTable2, NotByFisherOrYates) {
  auto fisher = [](std::vector<std::int64_t> counts) {
    auto const columns = counts.size() / 2;
    return fisher_exact_test({2, columns, std::move(counts)}).value().p;
  };
  EXPECT_GT(std::abs(fisher({7, 2, 12, 11}) - 0.185), 0.01);
  EXPECT_GT(std::abs(fisher({7, 1, 1, 0, 7, 4, 11, 1}) - 0.103), 0.01);
  EXPECT_GT(std::abs(fisher({1, 2, 0, 11}) - 0.047), 0.01);
  EXPECT_GT(std::abs(chi_square_test({2, 2, {7, 2, 12, 11}}, true).p - 0.185), 0.01);
  EXPECT_GT(std::abs(chi_square_test({2, 2, {2, 1, 0, 11}}, true).p - 0.003), 0.01);
}

TEST(PaperTable2, SexOfTheTrainingSet) {  // 23:9 in all leaves 16:7 for the others
  EXPECT_GT(std::abs(chi_square_p(2, {7, 2, 16, 7}) - 0.185), 0.1);
}

TEST(PaperTable2, MycnOfTheTrainingSetIsAWelchTestOfZerosAndOnes) {
  std::vector<double> high(9, 0), other(23, 0);
  std::fill_n(high.begin(), 6, 1);
  EXPECT_NEAR(welch_t_test(sample_moments(high), sample_moments(other)).p, 0.004, 0.0005);
  EXPECT_LT(chi_square_p(2, {6, 3, 0, 23}), 0.0001);
  EXPECT_LT(fisher_exact_test({2, 2, {6, 3, 0, 23}}).value().p, 0.0005);
}

TEST(PaperTable2, PrognosisOfTheTrainingSet) {
  double const p = chi_square_p(2, {1, 6, 0, 2, 18, 2, 1, 2});
  EXPECT_GT(p, 0.001);
  EXPECT_NEAR(p, 0.002, 0.001);
}

TEST(PaperText, SharesOfPatients) {
  for (auto const& [part, whole, printed] : {std::tuple(18, 23, "78.3"),
                                             {2, 23, "8.7"},
                                             {1, 9, "11.1"},
                                             {6, 9, "66.7"},
                                             {11, 23, "47.8"},
                                             {7, 23, "30.4"},
                                             {7, 9, "77.8"},
                                             {6, 23, "26.1"}})
    EXPECT_EQ(report::share_text(part, whole), fmt::format("{}/{} ({} %)", part, whole, printed));
}

/// Wald: b = ln OR, se from the width of ln CI, p = 2 Phi(-|b / se|).
TEST(PaperModel, OddsRatioIntervalsAndPValuesAreWald) {
  struct Odds {
    double ratio, low, high, p;
  };
  double const z = stats::normal_quantile(0.975);
  for (Odds const& o : {Odds{7.088, 1.329, 37.821, 0.022}, Odds{4.042, 0.612, 26.68, 0.147}}) {
    double const b = std::log(o.ratio), se = (std::log(o.high) - std::log(o.low)) / (2 * z);
    EXPECT_NEAR(stats::normal_two_sided(b / se), o.p, 0.0005);
    EXPECT_NEAR(std::exp(b - z * se), o.low, 0.001);
    EXPECT_NEAR(std::exp(b + z * se) / o.high, 1, 0.001);
  }
}

/// All ways to be right about these patients whose sensitivity and specificity round to the printed percentages.
std::vector<ClassificationMetrics> fitting(std::size_t positives, std::size_t negatives, long sensitivity,
                                           long specificity) {
  std::vector<ClassificationMetrics> out;
  for (std::size_t hits = 0; hits <= positives; ++hits) {
    for (std::size_t rejections = 0; rejections <= negatives; ++rejections) {
      auto const m = classification_metrics({hits, negatives - rejections, rejections, positives - hits});
      if (std::lround(100 * m.sensitivity->value) == sensitivity &&
          std::lround(100 * m.specificity->value) == specificity)
        out.push_back(m);
    }
  }
  return out;
}

TEST(PaperModel, AccuraciesFollowFromSensitivityAndSpecificity) {
  struct Performance {
    std::size_t positives, negatives;
    long sensitivity, specificity, accuracy;
    std::size_t hits, rejections;
  };
  for (Performance const& p : {Performance{9, 23, 67, 91, 84, 6, 21}, Performance{9, 23, 44, 87, 75, 4, 20},
                               Performance{3, 11, 33, 91, 79, 1, 10}, Performance{3, 11, 67, 91, 86, 2, 10}}) {
    auto const found = fitting(p.positives, p.negatives, p.sensitivity, p.specificity);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].confusion.true_positive, p.hits);
    EXPECT_EQ(found[0].confusion.true_negative, p.rejections);
    EXPECT_EQ(std::lround(100 * found[0].accuracy->value), p.accuracy);
  }
}

/// Every AUC that 3 positive and 11 negative patients can have, with and without one tie, in pairs of patients.
std::set<double> pairs_of_the_test_set(double printed) {
  std::set<double> out;
  std::vector<int> y(14, 0);
  std::fill(y.end() - 3, y.end(), 1);
  do {
    for (std::size_t tied = 0; tied < y.size(); ++tied) {  // 0: none
      std::vector<double> score(y.size());
      std::iota(score.begin(), score.end(), 0.0);
      if (tied > 0) score[tied] = score[tied - 1];
      double const area = auc(score, y).value();
      if (std::lround(100 * area) == std::lround(100 * printed)) out.insert(std::round(area * 66) / 2);
    }
  } while (std::next_permutation(y.begin(), y.end()));
  return out;
}

TEST(PaperModel, AucOfTheTestSetIsACountOfPairs) {
  EXPECT_EQ(pairs_of_the_test_set(0.94), std::set<double>{31});
  EXPECT_EQ(pairs_of_the_test_set(0.91), std::set<double>{30});
}

/// 9 positive patients above 23 negative ones, but for one who is below `lost` of them.
double auc_with_lost_pairs(int lost) {
  std::vector<double> score;
  for (int i = 0; i < 23; ++i) score.push_back(i);
  score.insert(score.end(), 8, 30.0);
  score.push_back(22.5 - lost);
  std::vector<int> y(32, 0);
  std::fill(y.begin() + 23, y.end(), 1);
  return auc(score, y).value();
}

TEST(PaperModel, AucOfTheTrainingSetIsNoOneCount) {
  EXPECT_EQ(std::lround(100 * auc_with_lost_pairs(12)), 94);
  EXPECT_EQ(std::lround(100 * auc_with_lost_pairs(13)), 94);
}

using Bands = std::array<std::size_t, kIccBands>;
struct PaperBands {
  Bands original, wavelet, square, all;
  std::array<double, kIccBands> percent;
};
constexpr PaperBands kIntra{
    {28, 35, 28, 2}, {394, 193, 149, 8}, {28, 4, 13, 48}, {450, 232, 190, 58}, {48.4, 24.9, 20.4, 6.2}};
constexpr PaperBands kInter{
    {14, 45, 31, 3}, {245, 256, 189, 54}, {17, 13, 11, 52}, {276, 314, 231, 109}, {29.7, 33.8, 24.8, 11.7}};

/// Features with an ICC inside the band, named as extraction names them.
void add_features(std::vector<std::string>& names, std::vector<double>& icc, std::string const& image,
                  Bands const& bands) {
  constexpr double kInside[] = {0.2, 0.6, 0.8, 0.95};
  for (std::size_t b = 0; b < kIccBands; ++b) {
    for (std::size_t i = 0; i < bands[b]; ++i) {
      names.push_back(image + "_glcm_F" + std::to_string(b) + "x" + std::to_string(i));
      icc.push_back(kInside[b]);
    }
  }
}

TEST(PaperIcc, BandsAddUpToThePrintedCountsAndPercentages) {
  for (PaperBands const& paper : {kIntra, kInter}) {
    std::vector<std::string> names;
    std::vector<double> icc;
    add_features(names, icc, "original", paper.original);
    add_features(names, icc, "wavelet-LLH", paper.wavelet);
    add_features(names, icc, "square", paper.square);
    IccBandTable const table = icc_band_table(names, icc);
    EXPECT_EQ(table.all.total(), 930u);
    EXPECT_EQ(table.all.count, paper.all);
    ASSERT_EQ(table.by_image.size(), 3u);
    EXPECT_EQ(table.by_image[0].total(), 93u);
    EXPECT_EQ(table.by_image[1].total(), 744u);
    EXPECT_EQ(table.by_image[2].total(), 93u);
    for (std::size_t b = 0; b < kIccBands; ++b)
      EXPECT_NEAR(table.all.percent(static_cast<IccBand>(b)), paper.percent[b], 0.05);
  }
}

TEST(PaperIcc, BandsOfTheTenSelectedFeatures) {  // Table 3 and the text below it
  constexpr double kIntraIcc[] = {0.911, 0.882, 0.813, 0.718, 0.685, 0.671, 0.653, 0.909, 0.633, 0.633};
  constexpr double kInterIcc[] = {0.820, 0.781, 0.979, 0.985, 0.962, 0.759, 0.695, 0.781, 0.737, 0.737};
  auto bands = [](std::span<double const> icc) {
    std::vector<std::string> const names(icc.size(), "original_glcm_F");
    return icc_band_table(names, icc).all.count;
  };
  EXPECT_EQ(bands(kIntraIcc), (Bands{0, 6, 2, 2}));
  EXPECT_EQ(bands(kInterIcc), (Bands{0, 3, 4, 3}));
}

}  // namespace
}  // namespace radsweep
