#pragma once
/// The five features of the neighbourhood grey tone difference matrix (PyRadiomics ngtdm, IBSI IPET).
///   p(i) = n_i / N, s(i) = sum of |i - mean of neighbours|, Ngp levels present. A voxel without neighbours adds to n_i
///   and N, but not to s_i (IBSI leaves it out).

#include <cmath>
#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/core/view.hpp"
#include "kernels/matrix/counts.hpp"

namespace radsweep {
namespace ngtdm {

struct Stats {
  double voxels = 0;        ///< N
  double levels = 0;        ///< Ngp
  double tone_sum = 0;      ///< sum_i s(i)
  double weighted_sum = 0;  ///< sum_i p(i) s(i)
};

struct CountCell {
  double n;
};
struct LevelCell {
  double p, s;
};
struct PairCell {
  double i, pi, si, j, pj, sj;
};

struct Busyness {
  static constexpr FeatureInfo info{"Busyness", "NQ30", 1, "sum_i p(i) s(i) / sum_ij |i p(i) - j p(j)|; 0 if 0/0"};
  using Domain = PairCell;
  RS_INLINE static double term(PairCell const& c, Stats const&) { return std::fabs(c.i * c.pi - c.j * c.pj); }
  RS_INLINE static double finish(double s, Stats const& t) { return s == 0 ? 0.0 : t.weighted_sum / s; }
};

struct Coarseness {
  static constexpr FeatureInfo info{"Coarseness", "QCDE", 1, "1 / sum_i p(i) s(i); 1e6 if that sum is 0"};
  using Domain = LevelCell;
  RS_INLINE static double term(LevelCell const& c, Stats const&) { return c.p * c.s; }
  RS_INLINE static void store(double s, Stats& t) { t.weighted_sum = s; }
  RS_INLINE static double finish(double s, Stats const&) { return s == 0 ? 1e6 : 1 / s; }
};

struct Complexity {
  static constexpr FeatureInfo info{"Complexity", "HDEZ", 1,
                                    "sum_ij |i - j| (p(i) s(i) + p(j) s(j)) / (p(i) + p(j)) / N"};
  using Domain = PairCell;
  RS_INLINE static double term(PairCell const& c, Stats const&) {
    return std::fabs(c.i - c.j) * (c.pi * c.si + c.pj * c.sj) / (c.pi + c.pj);
  }
  RS_INLINE static double finish(double s, Stats const& t) { return s / t.voxels; }
};

struct Contrast {
  static constexpr FeatureInfo info{"Contrast", "65HE", 1,
                                    "sum_ij p(i) p(j) (i - j)^2 * sum_i s(i) / N / (Ngp (Ngp - 1)); 0 if Ngp = 1"};
  using Domain = PairCell;
  RS_INLINE static double term(PairCell const& c, Stats const&) {
    double const d = c.i - c.j;
    return c.pi * c.pj * (d * d);
  }
  RS_INLINE static double finish(double s, Stats const& t) {
    return t.levels > 1 ? s * t.tone_sum / t.voxels / (t.levels * (t.levels - 1)) : 0.0;
  }
};

struct Strength {
  static constexpr FeatureInfo info{"Strength", "1X9X", 1,
                                    "sum_ij (p(i) + p(j)) (i - j)^2 / sum_i s(i); 0 if that sum is 0"};
  using Domain = PairCell;
  RS_INLINE static double term(PairCell const& c, Stats const&) {
    double const d = c.i - c.j;
    return (c.pi + c.pj) * (d * d);
  }
  RS_INLINE static double finish(double s, Stats const& t) { return t.tone_sum == 0 ? 0.0 : s / t.tone_sum; }
};

/// Sums that are no features.
struct VoxelCount {
  using Domain = CountCell;
  RS_INLINE static double term(CountCell const& c, Stats const&) { return c.n; }
  RS_INLINE static void store(double s, Stats& t) { t.voxels = s; }
};
struct ToneSum {
  using Domain = LevelCell;
  RS_INLINE static double term(LevelCell const& c, Stats const&) { return c.s; }
  RS_INLINE static void store(double s, Stats& t) { t.tone_sum = s; }
};

using Features = FeatureList<Busyness, Coarseness, Complexity, Contrast, Strength>;
using AllSums = Join<Features, FeatureList<VoxelCount, ToneSum>>;

}  // namespace ngtdm

inline constexpr int kNgtdmFeatures = ngtdm::Features::size;

/// Scratch of ngtdm_features for K levels.
RS_INLINE constexpr std::int64_t ngtdm_scratch_doubles(std::int64_t levels) { return 3 * padded(levels); }

/// Features of the NGTDM into `out`, order of ngtdm::Features. Every level has n_i > 0. O(K^2).
template <class G>
RS_INLINE void ngtdm_features(G& g, NgtdmView const& matrix, Span<std::int32_t const> grey, Span<double> scratch,
                              Span<double> out) {
  using namespace ngtdm;
  std::int64_t const levels = grey.size;
  Carver carve{scratch.data};
  Span<double> const level = carve.take<double>(padded(levels)), p = carve.take<double>(padded(levels));
  Span<double> const s = carve.take<double>(padded(levels));
  Stats stats;
  double sum_of[AllSums::size] = {};
  stats.levels = static_cast<double>(levels);
  accumulate<CountCell>(
      AllSums{}, g, levels, [&](std::int64_t k) { return CountCell{static_cast<double>(matrix.n[k])}; }, stats, sum_of);
  g.for_each(level.size, [&](std::int64_t k) {
    level[k] = k < levels ? grey[k] : 0.0;
    p[k] = k < levels ? matrix.n[k] / stats.voxels : 0.0;
    s[k] = k < levels ? matrix.s[k] : 0.0;
  });
  accumulate<LevelCell>(
      AllSums{}, g, levels,
      [&](std::int64_t k) {
        return LevelCell{p[k], s[k]};
      },
      stats, sum_of);
  accumulate_pairs<PairCell>(
      AllSums{}, g, levels,
      [&](std::int64_t i, std::int64_t j) {
        double const lj = level[j], pj = p[j], sj = s[j], li = level[i], pi = p[i], si = s[i];
        bool const real = pj > 0;  // a pair of equal levels adds nothing: the padding stands for one
        return PairCell{li, pi, si, real ? lj : li, real ? pj : pi, real ? sj : si};
      },
      stats, sum_of);
  g.single([&] { finish(Features{}, sum_of, stats, out.data); });
}

}  // namespace radsweep
