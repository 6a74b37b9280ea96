#pragma once
/// All bands of a stationary wavelet transform inside a box (PyRadiomics' _swt3): per level one split into low-pass and
/// high-pass per axis, in the order x, y, z; the next level splits the band LLL again with the same filters. Bands
/// share intermediates (2 + 4 + 8 filterings per level), and each of these covers only what the bands still need.

#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/image/wavelet.hpp"

namespace radsweep {

/// A box in padded coordinates (wavelet.hpp): x, y, z.
struct PaddedBox {
  AxisInterval axis[3];

  RS_INLINE AxisInterval& operator[](int a) { return axis[a]; }
  RS_INLINE AxisInterval const& operator[](int a) const { return axis[a]; }
  RS_INLINE std::int64_t volume() const {
    std::int64_t n = 1;
    for (AxisInterval const& a : axis) n *= a.end - a.begin;
    return n;
  }
  RS_INLINE bool operator==(PaddedBox const& o) const {
    return axis[0] == o.axis[0] && axis[1] == o.axis[1] && axis[2] == o.axis[2];
  }
};

/// Low-pass and high-pass decomposition filter in one precision, equally long, even length.
template <class T>
struct FilterPair {
  Span<T const> low, high;
};

/// What to compute, and on which boxes. Axes are filtered in the order of `axis`.
struct WaveletPlan {
  std::int32_t axes = 0;   ///< 3, or 2 with force2D
  std::int32_t axis[3]{};  ///< 0 = x, 1 = y, 2 = z, without the force2D axis
  std::int32_t taps = 0;
  Extent3 padded;  ///< size of the padded grid
  std::int32_t start_level = 0, levels = 1;
  PaddedBox roi;
  Span<PaddedBox const> approximation;  ///< of every level, start levels included: what is needed of its LLL band

  /// What is needed of a level's input of which the first `done` axes are filtered already, to get `target` of its
  /// bands.
  RS_INLINE PaddedBox before(PaddedBox target, std::int32_t done) const {
    for (std::int32_t a = done; a < axes; ++a) {
      std::int32_t const n = axis[a] == 0 ? padded.x : axis[a] == 1 ? padded.y : padded.z;
      AxisInterval& interval = target[axis[a]];
      interval = wavelet_support(interval, taps, n);
    }
    return target;
  }
  RS_INLINE PaddedBox input() const { return before(approximation[0], 0); }
  RS_INLINE std::int32_t all_levels() const { return start_level + levels; }
  /// Images that the transform gives.
  RS_INLINE std::int32_t bands() const { return levels * ((1 << axes) - 1) + 1; }
};

/// Fills `approximation` (one box per level, start levels included) by walking back from the ROI over all levels.
RS_INLINE void plan_approximations(WaveletPlan const& plan, Span<PaddedBox> approximation) {
  PaddedBox needed = plan.roi;
  for (std::int64_t level = approximation.size; level-- > 0;) {
    approximation[level] = needed;
    needed = plan.before(needed, 0);
  }
}

/// Working memory of a transform: padded input, approximations of two levels in turn, halves by axes done, and bands.
template <class T>
struct WaveletMemory {
  Span<T> padded, approximation[2], part[2][2];
  Span<double> band[2], last;

  RS_INLINE WaveletMemory(WaveletPlan const& plan, Carver& carve) {
    each(plan, [&](int which, std::int64_t size) {
      Span<T>* const typed[] = {&padded,     &approximation[0], &approximation[1], &part[0][0],
                                &part[0][1], &part[1][0],       &part[1][1]};
      Span<double>* const doubles[] = {&band[0], &band[1], &last};
      if (which < kTyped) {
        *typed[which] = carve.take<T>(size);
      } else {
        *doubles[which - kTyped] = carve.take<double>(size);
      }
    });
  }
  static RS_INLINE std::int64_t doubles(WaveletPlan const& plan) {
    std::int64_t sum = 0;
    each(plan, [&](int which, std::int64_t size) { sum += which < kTyped ? Carver::doubles_for<T>(size) : size; });
    return sum;
  }

 private:
  static constexpr int kTyped = 7;

  /// Approximations shrink from level to level, so the first of each is the largest.
  template <class F>
  static RS_INLINE void each(WaveletPlan const& p, F f) {
    f(0, p.input().volume());
    for (int parity = 0; parity < 2; ++parity) {
      f(1 + parity, parity + 1 < p.all_levels() ? p.approximation[parity].volume() : 0);
    }
    for (std::int32_t done = 0; done < 2; ++done) {
      bool const used = done + 1 < p.axes;
      f(3 + 2 * done, used ? p.before(p.approximation[0], done + 1).volume() : 0);
      f(4 + 2 * done, used ? p.before(p.roi, done + 1).volume() : 0);
    }
    for (int b = 0; b < 3; ++b) f(kTyped + b, p.roi.volume());
  }
};

/// Runs a plan. `emit(index, values)` gets the bands in PyRadiomics' order, the approximation of the last level last;
/// values over the ROI box, x fastest.
template <Group G, class T, class Emit>
class WaveletBands {
 public:
  RS_INLINE WaveletBands(G& group, WaveletPlan const& plan, FilterPair<T> const& filters,
                         WaveletMemory<T> const& memory, Emit emit)
      : g_(group), plan_(plan), filters_(filters), memory_(memory), emit_(emit) {}

  RS_INLINE void run(Window<double const> const& image) {
    Window<T> const padded = window(memory_.padded, plan_.input());
    pad_by_wrapping(g_, image, padded);
    Window<T const> input = padded;
    for (level_ = 0; level_ < plan_.all_levels(); ++level_) {
      split(input);
      input = approximation_;
    }
    emit_(plan_.bands() - 1, Span<double const>{memory_.last.data, plan_.roi.volume()});
  }

 private:
  template <class V>
  RS_INLINE Window<V> window(Span<V> const& memory, PaddedBox const& box) const {
    return {memory.data,
            {box[0].begin, box[1].begin, box[2].begin},
            {box[0].end - box[0].begin, box[1].end - box[1].begin, box[2].end - box[2].begin},
            plan_.padded};
  }
  RS_INLINE bool last_level() const { return level_ + 1 == plan_.all_levels(); }
  /// Whether the level only leads to the next one.
  RS_INLINE bool skipped() const { return level_ < plan_.start_level; }

  /// One level: depth first through the halves of all axes but the last. `code` has one bit per axis done, 1 =
  /// high-pass; 0 is the way to the approximation, which needs a larger box.
  RS_INLINE void split(Window<T const> const& input) {
    std::int32_t const inner = plan_.axes - 1;
    Window<T const> half[2][2];
    for (std::int32_t code = 0; code < (skipped() ? 1 : 1 << inner); ++code) {
      for (std::int32_t done = 0; done < inner; ++done) {
        std::int32_t const below = inner - done;
        if ((code & ((1 << below) - 1)) != 0) continue;  // this half has been split already
        halve(done == 0 ? input : half[0][code >> below & 1], done, code == 0, half[done]);
      }
      finish(half[inner - 1][code & 1], code);
    }
  }

  /// Both halves of `in` along axis `done`.
  RS_INLINE void halve(Window<T const> const& in, std::int32_t done, bool wide, Window<T const> (&out)[2]) {
    PaddedBox const detail = plan_.before(plan_.roi, done + 1);
    PaddedBox const low_box = wide ? plan_.before(plan_.approximation[level_], done + 1) : detail;
    Window<T> const low = window(memory_.part[done][0], low_box), high = window(memory_.part[done][1], detail);
    std::int32_t const axis = plan_.axis[done];
    if (!skipped() && low_box == detail) {
      filter_both<T>(axis, in, low, high);
    } else {
      filter<T>(axis, in, filters_.low, low);
      if (!skipped()) filter<T>(axis, in, filters_.high, high);
    }
    out[0] = low;
    out[1] = high;
  }

  /// The last axis: its outputs are bands.
  RS_INLINE void finish(Window<T const> const& in, std::int32_t code) {
    std::int32_t const axis = plan_.axis[plan_.axes - 1];
    Window<double> const high = window(memory_.band[1], plan_.roi);
    if (code == 0 && !last_level()) {
      Window<T> const low = window(memory_.approximation[level_ % 2], plan_.approximation[level_]);
      filter<T>(axis, in, filters_.low, low);
      approximation_ = low;
      if (skipped()) return;
      filter<double>(axis, in, filters_.high, high);
    } else {
      Window<double> const low = window(code == 0 ? memory_.last : memory_.band[0], plan_.roi);
      filter_both<double>(axis, in, low, high);
      if (code != 0) emit_band(2 * code, low);
    }
    emit_band(2 * code + 1, high);
  }
  /// LLL of a level is no image but at the end.
  RS_INLINE void emit_band(std::int32_t code, Window<double> const& band) {
    std::int32_t const before = (level_ - plan_.start_level) * ((1 << plan_.axes) - 1);
    emit_(before + code - 1, Span<double const>{band.data, band.size.count()});
  }

  template <class V>
  RS_CALLED void filter(int axis, Window<T const> const& in, Span<T const> taps, Window<V> const& out) {
    Band<T, V> const band[1] = {{taps, out}};
    wavelet_axis(g_, axis, in, band);
  }
  template <class V>
  RS_CALLED void filter_both(int axis, Window<T const> const& in, Window<V> const& low, Window<V> const& high) {
    Band<T, V> const bands[2] = {{filters_.low, low}, {filters_.high, high}};
    wavelet_axis(g_, axis, in, bands);
  }

  G& g_;
  WaveletPlan const& plan_;
  FilterPair<T> filters_;
  WaveletMemory<T> const& memory_;
  Emit emit_;
  std::int32_t level_ = 0;
  Window<T const> approximation_;
};

}  // namespace radsweep
