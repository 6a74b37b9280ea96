#pragma once
/// The 24 features of the grey level co-occurrence matrix of one angle (PyRadiomics glcm, IBSI LFYI).
///   p(i,j) = count / total; px, py its marginals; p+(k) for i+j = k; p-(k) for |i-j| = k; i, j grey level numbers
///   HX, HY, HXY entropies of px, py, p; HXY1 = -sum p log2(px py + eps); HXY2 = -sum px py log2(px py + eps)

#include <cmath>
#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/core/math.hpp"
#include "kernels/core/view.hpp"
#include "kernels/features/mcc.hpp"
#include "kernels/matrix/counts.hpp"

namespace radsweep {
namespace glcm {

/// What later passes and `finish` know.
struct Stats {
  double max_grey = 0;  ///< Ng
  double maximum = 0;   ///< largest p
  double mcc = 0;
  double mean_x = 0, mean_y = 0;
  double entropy_x = 0, entropy_y = 0, entropy_xy = 0;
  double variance_x = 0, variance_y = 0;
  double difference_average = 0;
};

struct LevelCell {
  double level, px, py;
};
struct CentredLevelCell : LevelCell {};  ///< a second pass, which knows the means
struct PairCell {
  double i, j, p, px, py;
};
struct SumCell {
  double k, p;
};
struct DifferenceCell {
  double k, p;
};
struct CentredDifferenceCell : DifferenceCell {};
struct ProductCell {
  double px, py;
};

struct Autocorrelation {
  static constexpr FeatureInfo info{"Autocorrelation", "QWB0", 1, "sum_ij p(i,j) i j"};
  using Domain = PairCell;
  RS_INLINE static double term(PairCell const& c, Stats const&) { return c.p * (c.i * c.j); }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

/// sum_k p+(k) (k - ux - uy)^n
template <int kPower>
struct Cluster {
  using Domain = SumCell;
  RS_INLINE static double term(SumCell const& c, Stats const& s) {
    double const d = c.k - s.mean_x - s.mean_y, d2 = d * d;
    return c.p * (kPower == 4 ? d2 * d2 : kPower == 3 ? d2 * d : d2);
  }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};
struct ClusterProminence : Cluster<4> {
  static constexpr FeatureInfo info{"ClusterProminence", "AE86", 1, "sum_ij p(i,j) (i + j - ux - uy)^4"};
};
struct ClusterShade : Cluster<3> {
  static constexpr FeatureInfo info{"ClusterShade", "7NFM", 1, "sum_ij p(i,j) (i + j - ux - uy)^3"};
};
struct ClusterTendency : Cluster<2> {
  static constexpr FeatureInfo info{"ClusterTendency", "DG8W", 1, "sum_ij p(i,j) (i + j - ux - uy)^2"};
};

struct Contrast {
  static constexpr FeatureInfo info{"Contrast", "ACUI", 1, "sum_ij p(i,j) (i - j)^2"};
  using Domain = DifferenceCell;
  RS_INLINE static double term(DifferenceCell const& c, Stats const&) { return c.p * (c.k * c.k); }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct Correlation {
  static constexpr FeatureInfo info{"Correlation", "NI2N", 1,
                                    "sum_ij p(i,j) (i - ux) (j - uy) / (sx sy + eps); 1 where sx sy = 0"};
  using Domain = PairCell;
  RS_INLINE static double term(PairCell const& c, Stats const& s) { return c.p * (c.i - s.mean_x) * (c.j - s.mean_y); }
  RS_INLINE static double finish(double s, Stats const& t) {
    double const scale = std::sqrt(t.variance_x) * std::sqrt(t.variance_y);
    return scale == 0 ? 1.0 : s / (scale + kEps);
  }
};

struct DifferenceAverage {
  static constexpr FeatureInfo info{"DifferenceAverage", "TF7R", 1, "DA = sum_k k p-(k)"};
  using Domain = DifferenceCell;
  RS_INLINE static double term(DifferenceCell const& c, Stats const&) { return c.k * c.p; }
  RS_INLINE static void store(double s, Stats& t) { t.difference_average = s; }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct DifferenceEntropy {
  static constexpr FeatureInfo info{"DifferenceEntropy", "NTRS", 1, "-sum_k p-(k) log2(p-(k) + eps)"};
  using Domain = DifferenceCell;
  RS_INLINE static double term(DifferenceCell const& c, Stats const&) { return entropy_term(c.p); }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct DifferenceVariance {
  static constexpr FeatureInfo info{"DifferenceVariance", "D3YU", 1, "sum_k (k - DA)^2 p-(k)"};
  using Domain = CentredDifferenceCell;
  RS_INLINE static double term(CentredDifferenceCell const& c, Stats const& s) {
    double const d = c.k - s.difference_average;
    return d * d * c.p;
  }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct Id {
  static constexpr FeatureInfo info{"Id", "IB1Z", 1, "sum_k p-(k) / (1 + k)"};
  using Domain = DifferenceCell;
  RS_INLINE static double term(DifferenceCell const& c, Stats const&) { return c.p / (1 + c.k); }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct Idm {
  static constexpr FeatureInfo info{"Idm", "WF0Z", 1, "sum_k p-(k) / (1 + k^2)"};
  using Domain = DifferenceCell;
  RS_INLINE static double term(DifferenceCell const& c, Stats const&) { return c.p / (1 + c.k * c.k); }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct Idmn {
  static constexpr FeatureInfo info{"Idmn", "1QCO", 1, "sum_k p-(k) / (1 + k^2 / Ng^2)"};
  using Domain = DifferenceCell;
  RS_INLINE static double term(DifferenceCell const& c, Stats const& s) {
    return c.p / (1 + c.k * c.k / (s.max_grey * s.max_grey));
  }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct Idn {
  static constexpr FeatureInfo info{"Idn", "NDRX", 1, "sum_k p-(k) / (1 + k / Ng)"};
  using Domain = DifferenceCell;
  RS_INLINE static double term(DifferenceCell const& c, Stats const& s) { return c.p / (1 + c.k / s.max_grey); }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct Imc1 {
  static constexpr FeatureInfo info{"Imc1", "R8DG", 1, "(HXY - HXY1) / max(HX, HY); 0 where the divisor is 0"};
  using Domain = PairCell;
  RS_INLINE static double term(PairCell const& c, Stats const&) { return -c.p * log2(c.px * c.py + kEps); }
  RS_INLINE static double finish(double s, Stats const& t) {
    double const scale = t.entropy_x > t.entropy_y ? t.entropy_x : t.entropy_y;
    return scale == 0 ? 0.0 : (t.entropy_xy - s) / scale;
  }
};

struct Imc2 {
  static constexpr FeatureInfo info{"Imc2", "JN9H", 1, "sqrt(1 - exp(-2 (HXY2 - HXY))); NaN where HXY2 < HXY"};
  using Domain = ProductCell;
  RS_INLINE static double term(ProductCell const& c, Stats const&) { return entropy_term(c.px * c.py); }
  RS_INLINE static double finish(double s, Stats const& t) {
    double const d = s - t.entropy_xy;
    return d < 0 ? not_a_number() : std::sqrt(1 - exp(-2 * d));
  }
};

struct InverseVariance {
  static constexpr FeatureInfo info{"InverseVariance", "E8JP", 1, "sum_{k>0} p-(k) / k^2"};
  using Domain = DifferenceCell;
  RS_INLINE static double term(DifferenceCell const& c, Stats const&) {
    double const weight = c.k > 0 ? c.p : 0.0, square = c.k > 0 ? c.k * c.k : 1.0;
    return weight / square;
  }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct JointAverage {
  static constexpr FeatureInfo info{"JointAverage", "60VM", 1, "ux = sum_i i px(i)"};
  using Domain = LevelCell;
  RS_INLINE static double term(LevelCell const& c, Stats const&) { return c.level * c.px; }
  RS_INLINE static void store(double s, Stats& t) { t.mean_x = s; }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct JointEnergy {
  static constexpr FeatureInfo info{"JointEnergy", "8ZQL", 1, "sum_ij p(i,j)^2"};
  using Domain = PairCell;
  RS_INLINE static double term(PairCell const& c, Stats const&) { return c.p * c.p; }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct JointEntropy {
  static constexpr FeatureInfo info{"JointEntropy", "TU9B", 1, "HXY = -sum_ij p(i,j) log2(p(i,j) + eps)"};
  using Domain = PairCell;
  RS_INLINE static double term(PairCell const& c, Stats const&) { return entropy_term(c.p); }
  RS_INLINE static void store(double s, Stats& t) { t.entropy_xy = s; }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct Mcc {
  static constexpr FeatureInfo info{
      "MCC", "", 1, "sqrt of the second largest eigenvalue of sum_k p(i,k) p(j,k) / (px(i) py(k) + eps)"};
  using Domain = Derived;
  RS_INLINE static double finish(double, Stats const& s) { return s.mcc; }
};

struct MaximumProbability {
  static constexpr FeatureInfo info{"MaximumProbability", "GYBY", 1, "max_ij p(i,j)"};
  using Domain = Derived;
  RS_INLINE static double finish(double, Stats const& s) { return s.maximum; }
};

struct SumAverage {
  static constexpr FeatureInfo info{"SumAverage", "ZGXS", 1, "sum_k k p+(k)"};
  using Domain = SumCell;
  RS_INLINE static double term(SumCell const& c, Stats const&) { return c.k * c.p; }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct SumEntropy {
  static constexpr FeatureInfo info{"SumEntropy", "P6QZ", 1, "-sum_k p+(k) log2(p+(k) + eps)"};
  using Domain = SumCell;
  RS_INLINE static double term(SumCell const& c, Stats const&) { return entropy_term(c.p); }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct SumSquares {
  static constexpr FeatureInfo info{"SumSquares", "UR99", 1, "sum_i px(i) (i - ux)^2"};
  using Domain = CentredLevelCell;
  RS_INLINE static double term(CentredLevelCell const& c, Stats const& s) {
    double const d = c.level - s.mean_x;
    return c.px * (d * d);
  }
  RS_INLINE static void store(double s, Stats& t) { t.variance_x = s; }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

/// Sums that are no features: uy, the variance about it, HX, HY.
struct MeanY {
  using Domain = LevelCell;
  RS_INLINE static double term(LevelCell const& c, Stats const&) { return c.level * c.py; }
  RS_INLINE static void store(double s, Stats& t) { t.mean_y = s; }
};
struct VarianceY {
  using Domain = CentredLevelCell;
  RS_INLINE static double term(CentredLevelCell const& c, Stats const& s) {
    double const d = c.level - s.mean_y;
    return c.py * (d * d);
  }
  RS_INLINE static void store(double s, Stats& t) { t.variance_y = s; }
};
struct EntropyX {
  using Domain = LevelCell;
  RS_INLINE static double term(LevelCell const& c, Stats const&) { return entropy_term(c.px); }
  RS_INLINE static void store(double s, Stats& t) { t.entropy_x = s; }
};
struct EntropyY {
  using Domain = LevelCell;
  RS_INLINE static double term(LevelCell const& c, Stats const&) { return entropy_term(c.py); }
  RS_INLINE static void store(double s, Stats& t) { t.entropy_y = s; }
};

using Features = FeatureList<Autocorrelation, ClusterProminence, ClusterShade, ClusterTendency, Contrast, Correlation,
                             DifferenceAverage, DifferenceEntropy, DifferenceVariance, Id, Idm, Idmn, Idn, Imc1, Imc2,
                             InverseVariance, JointAverage, JointEnergy, JointEntropy, Mcc, MaximumProbability,
                             SumAverage, SumEntropy, SumSquares>;
using AllSums = Join<Features, FeatureList<MeanY, VarianceY, EntropyX, EntropyY>>;

}  // namespace glcm
}  // namespace radsweep
