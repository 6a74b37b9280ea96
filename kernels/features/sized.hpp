#pragma once
/// Features of matrices that count (grey level i, size j): one family of formulas under three lists of names.
///   GLRLM (PyRadiomics glrlm, IBSI TP0I)  j = run length
///   GLSZM (PyRadiomics glszm, IBSI 9SAK)  j = zone size
///   GLDM  (PyRadiomics gldm; IBSI NGLDM, REK0)  j = dependence
/// P(i,j) the count, N its sum, pg(i) = sum_j P, pj(j) = sum_i P.

#include <algorithm>
#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/core/math.hpp"

namespace radsweep {
namespace sized {

struct Stats {
  double count = 0;                    ///< N
  double level_sum = 0, size_sum = 0;  ///< sum P i, sum P j (the latter is the number of voxels)
  RS_INLINE double mean_level() const { return level_sum / count; }
  RS_INLINE double mean_size() const { return size_sum / count; }
};

struct CountCell {
  double i, j, count;
};  ///< first pass: N and the means
struct SizeCell {
  double i, j, count;
};
struct RowCell {
  double count;
};  ///< pg(i)
struct ColumnCell {
  double count;
};  ///< pj(j)

/// sum P i^a j^b / N with a, b in {-2, 0, 2}
template <int kLevelPower, int kSizePower>
struct Emphasis {
  using Domain = SizeCell;
  RS_INLINE static double term(SizeCell const& c, Stats const&) {
    double const i2 = c.i * c.i, j2 = c.j * c.j;
    double const above = (kLevelPower > 0 ? i2 : 1.0) * (kSizePower > 0 ? j2 : 1.0);
    double const below = (kLevelPower < 0 ? i2 : 1.0) * (kSizePower < 0 ? j2 : 1.0);
    return kLevelPower < 0 || kSizePower < 0 ? c.count * above / below : c.count * above;
  }
  RS_INLINE static double finish(double s, Stats const& t) { return s / t.count; }
};

/// sum of squared marginal counts / N
template <class Cell>
struct NonUniformity {
  using Domain = Cell;
  RS_INLINE static double term(Cell const& c, Stats const&) { return c.count * c.count; }
  RS_INLINE static double finish(double s, Stats const& t) { return s / t.count; }
};

/// sum of squared marginal counts / N^2
template <class Cell>
struct NonUniformityNormalized : NonUniformity<Cell> {
  RS_INLINE static double finish(double s, Stats const& t) { return s / (t.count * t.count); }
};

/// variance of i under P / N
struct LevelVariance {
  using Domain = SizeCell;
  RS_INLINE static double term(SizeCell const& c, Stats const& s) {
    double const d = c.i - s.mean_level();
    return c.count * (d * d);
  }
  RS_INLINE static double finish(double s, Stats const& t) { return s / t.count; }
};

/// variance of j under P / N
struct SizeVariance {
  using Domain = SizeCell;
  RS_INLINE static double term(SizeCell const& c, Stats const& s) {
    double const d = c.j - s.mean_size();
    return c.count * (d * d);
  }
  RS_INLINE static double finish(double s, Stats const& t) { return s / t.count; }
};

/// -sum P/N log2(P/N + eps)
struct Entropy {
  using Domain = SizeCell;
  RS_INLINE static double term(SizeCell const& c, Stats const& s) { return entropy_term(c.count / s.count); }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

/// N / sum P j
struct Percentage {
  using Domain = Derived;
  RS_INLINE static double finish(double, Stats const& s) { return s.count / s.size_sum; }
};

/// Sums that are no features.
struct Count {
  using Domain = CountCell;
  RS_INLINE static double term(CountCell const& c, Stats const&) { return c.count; }
  RS_INLINE static void store(double s, Stats& t) { t.count = s; }
};
struct LevelSum {
  using Domain = CountCell;
  RS_INLINE static double term(CountCell const& c, Stats const&) { return c.count * c.i; }
  RS_INLINE static void store(double s, Stats& t) { t.level_sum = s; }
};
struct SizeSum {
  using Domain = CountCell;
  RS_INLINE static double term(CountCell const& c, Stats const&) { return c.count * c.j; }
  RS_INLINE static void store(double s, Stats& t) { t.size_sum = s; }
};
using Sums = FeatureList<Count, LevelSum, SizeSum>;

/// A string as template argument.
template <std::size_t kSize>
struct Text {
  char chars[kSize] = {};
  constexpr Text(char const (&text)[kSize]) { std::copy_n(text, kSize, chars); }  // NOLINT: implicit by design
  constexpr std::string_view view() const { return {chars, kSize - 1}; }
};

/// A formula of the family under the name that one class gives it.
template <class Formula, Text kName, Text kIbsi, Text kText>
struct Named : Formula {
  static constexpr FeatureInfo info{kName.view(), kIbsi.view(), 1, kText.view()};
};

using ShortEmphasis = Emphasis<0, -2>;
using LongEmphasis = Emphasis<0, 2>;
using LowLevel = Emphasis<-2, 0>;
using HighLevel = Emphasis<2, 0>;
using ShortLow = Emphasis<-2, -2>;
using ShortHigh = Emphasis<2, -2>;
using LongLow = Emphasis<-2, 2>;
using LongHigh = Emphasis<2, 2>;
using LevelNonUniformity = NonUniformity<RowCell>;
using LevelNonUniformityNormalized = NonUniformityNormalized<RowCell>;
using SizeNonUniformity = NonUniformity<ColumnCell>;
using SizeNonUniformityNormalized = NonUniformityNormalized<ColumnCell>;

using RunFeatures =
    FeatureList<Named<LevelNonUniformity, "GrayLevelNonUniformity", "R5YN", "sum_i pg(i)^2 / Nr">,
                Named<LevelNonUniformityNormalized, "GrayLevelNonUniformityNormalized", "OVBL", "sum_i pg(i)^2 / Nr^2">,
                Named<LevelVariance, "GrayLevelVariance", "8CE5", "sum_ij P(i,j) (i - mean i)^2 / Nr">,
                Named<HighLevel, "HighGrayLevelRunEmphasis", "G3QZ", "sum_ij P(i,j) i^2 / Nr">,
                Named<LongEmphasis, "LongRunEmphasis", "W4KF", "sum_ij P(i,j) j^2 / Nr">,
                Named<LongHigh, "LongRunHighGrayLevelEmphasis", "3KUM", "sum_ij P(i,j) i^2 j^2 / Nr">,
                Named<LongLow, "LongRunLowGrayLevelEmphasis", "IVPO", "sum_ij P(i,j) j^2 / i^2 / Nr">,
                Named<LowLevel, "LowGrayLevelRunEmphasis", "V3SW", "sum_ij P(i,j) / i^2 / Nr">,
                Named<Entropy, "RunEntropy", "HJ9O", "-sum_ij P/Nr log2(P/Nr + eps)">,
                Named<SizeNonUniformity, "RunLengthNonUniformity", "W92Y", "sum_j pj(j)^2 / Nr">,
                Named<SizeNonUniformityNormalized, "RunLengthNonUniformityNormalized", "IC23", "sum_j pj(j)^2 / Nr^2">,
                Named<Percentage, "RunPercentage", "9ZK5", "Nr / sum_ij P(i,j) j">,
                Named<SizeVariance, "RunVariance", "SXLW", "sum_ij P(i,j) (j - mean j)^2 / Nr">,
                Named<ShortEmphasis, "ShortRunEmphasis", "22OV", "sum_ij P(i,j) / j^2 / Nr">,
                Named<ShortHigh, "ShortRunHighGrayLevelEmphasis", "GD3A", "sum_ij P(i,j) i^2 / j^2 / Nr">,
                Named<ShortLow, "ShortRunLowGrayLevelEmphasis", "HTZT", "sum_ij P(i,j) / (i^2 j^2) / Nr">>;

using ZoneFeatures =
    FeatureList<Named<LevelNonUniformity, "GrayLevelNonUniformity", "JNSA", "sum_i pg(i)^2 / Nz">,
                Named<LevelNonUniformityNormalized, "GrayLevelNonUniformityNormalized", "Y1RO", "sum_i pg(i)^2 / Nz^2">,
                Named<LevelVariance, "GrayLevelVariance", "BYLV", "sum_ij P(i,j) (i - mean i)^2 / Nz">,
                Named<HighLevel, "HighGrayLevelZoneEmphasis", "5GN9", "sum_ij P(i,j) i^2 / Nz">,
                Named<LongEmphasis, "LargeAreaEmphasis", "48P8", "sum_ij P(i,j) j^2 / Nz">,
                Named<LongHigh, "LargeAreaHighGrayLevelEmphasis", "J17V", "sum_ij P(i,j) i^2 j^2 / Nz">,
                Named<LongLow, "LargeAreaLowGrayLevelEmphasis", "YH51", "sum_ij P(i,j) j^2 / i^2 / Nz">,
                Named<LowLevel, "LowGrayLevelZoneEmphasis", "XMSY", "sum_ij P(i,j) / i^2 / Nz">,
                Named<SizeNonUniformity, "SizeZoneNonUniformity", "4JP3", "sum_j pj(j)^2 / Nz">,
                Named<SizeNonUniformityNormalized, "SizeZoneNonUniformityNormalized", "VB3A", "sum_j pj(j)^2 / Nz^2">,
                Named<ShortEmphasis, "SmallAreaEmphasis", "5QRC", "sum_ij P(i,j) / j^2 / Nz">,
                Named<ShortHigh, "SmallAreaHighGrayLevelEmphasis", "HW1V", "sum_ij P(i,j) i^2 / j^2 / Nz">,
                Named<ShortLow, "SmallAreaLowGrayLevelEmphasis", "5RAI", "sum_ij P(i,j) / (i^2 j^2) / Nz">,
                Named<Entropy, "ZoneEntropy", "GU8N", "-sum_ij P/Nz log2(P/Nz + eps)">,
                Named<Percentage, "ZonePercentage", "P30P", "Nz / sum_ij P(i,j) j">,
                Named<SizeVariance, "ZoneVariance", "3NSA", "sum_ij P(i,j) (j - mean j)^2 / Nz">>;

using DependenceFeatures =
    FeatureList<Named<Entropy, "DependenceEntropy", "FCBV", "-sum_ij P/N log2(P/N + eps)">,
                Named<SizeNonUniformity, "DependenceNonUniformity", "Z87G", "sum_j pj(j)^2 / N">,
                Named<SizeNonUniformityNormalized, "DependenceNonUniformityNormalized", "OKJI", "sum_j pj(j)^2 / N^2">,
                Named<SizeVariance, "DependenceVariance", "DNX2", "sum_ij P(i,j) (j - mean j)^2 / N">,
                Named<LevelNonUniformity, "GrayLevelNonUniformity", "FP8K", "sum_i pg(i)^2 / N">,
                Named<LevelVariance, "GrayLevelVariance", "1PFV", "sum_ij P(i,j) (i - mean i)^2 / N">,
                Named<HighLevel, "HighGrayLevelEmphasis", "OAE7", "sum_ij P(i,j) i^2 / N">,
                Named<LongEmphasis, "LargeDependenceEmphasis", "IMOQ", "sum_ij P(i,j) j^2 / N">,
                Named<LongHigh, "LargeDependenceHighGrayLevelEmphasis", "9QMG", "sum_ij P(i,j) i^2 j^2 / N">,
                Named<LongLow, "LargeDependenceLowGrayLevelEmphasis", "NBZI", "sum_ij P(i,j) j^2 / i^2 / N">,
                Named<LowLevel, "LowGrayLevelEmphasis", "TL9H", "sum_ij P(i,j) / i^2 / N">,
                Named<ShortEmphasis, "SmallDependenceEmphasis", "SODN", "sum_ij P(i,j) / j^2 / N">,
                Named<ShortHigh, "SmallDependenceHighGrayLevelEmphasis", "JA6D", "sum_ij P(i,j) i^2 / j^2 / N">,
                Named<ShortLow, "SmallDependenceLowGrayLevelEmphasis", "EQ3F", "sum_ij P(i,j) / (i^2 j^2) / N">>;

}  // namespace sized
}  // namespace radsweep
