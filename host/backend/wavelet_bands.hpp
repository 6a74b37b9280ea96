#pragma once
/// All bands of a stationary wavelet transform inside a box (PyRadiomics' _swt3): per level one split into low-pass and
/// high-pass per axis, in the order x, y, z; the next level splits the band LLL again with the same filters. Bands
/// share intermediates (2 + 4 + 8 filterings per level), and each of these covers only what the bands still need.

#include <array>
#include <vector>

#include "host/core/wavelets.hpp"
#include "kernels/image/wavelet.hpp"

namespace radsweep {

/// A box in padded coordinates (wavelet.hpp): x, y, z.
using PaddedBox = std::array<AxisInterval, 3>;

/// What to compute, and on which boxes. Axes are filtered in the order of `axes`.
struct WaveletPlan {
  std::vector<int> axes;  ///< 0 = x, 1 = y, 2 = z, without the force2D axis
  std::int32_t taps = 0;
  Extent3 padded;  ///< size of the padded grid
  int start_level = 0, levels = 1;
  PaddedBox roi;
  std::vector<PaddedBox> approximation;  ///< of every level, start levels included: what is needed of its LLL band

  /// What is needed of a level's input of which the first `done` axes are filtered already, to get `target` of its
  /// bands.
  PaddedBox before(PaddedBox target, std::size_t done) const {
    for (std::size_t a = done; a < axes.size(); ++a) {
      std::int32_t const n = axes[a] == 0 ? padded.x : axes[a] == 1 ? padded.y : padded.z;
      auto& interval = target[static_cast<std::size_t>(axes[a])];
      interval = wavelet_support(interval, taps, n);
    }
    return target;
  }
};

/// Walks back from the ROI over all levels.
inline WaveletPlan make_wavelet_plan(std::vector<int> axes, std::int32_t taps, Extent3 grid, PaddedBox const& roi,
                                     int start_level, int levels) {
  WaveletPlan plan{std::move(axes), taps, padded_extent(grid), start_level, levels, roi, {}};
  plan.approximation.resize(static_cast<std::size_t>(start_level + levels));
  PaddedBox needed = roi;
  for (auto box = plan.approximation.rbegin(); box != plan.approximation.rend(); ++box) {
    *box = needed;
    needed = plan.before(needed, 0);
  }
  return plan;
}

/// Working memory, reused from one image to the next.
template <class T>
struct WaveletScratch {
  std::vector<T> padded, approximation[2];
  std::vector<std::array<std::vector<T>, 2>> part{2};  ///< by axes done: low, high
  std::vector<double> band[2], last;
};

/// Runs a plan. `emit(code, values)` gets the bands in PyRadiomics' order, values over the ROI box, x fastest; code
/// counts from 0, the approximation of the last level comes last.
template <Group G, class T, class Emit>
class WaveletBands {
 public:
  WaveletBands(WaveletPlan const& plan, FilterPair<T> const& filters, WaveletScratch<T>& scratch, Emit emit)
      : plan_(plan), filters_(filters), scratch_(scratch), emit_(emit) {}

  void run(Window<double const> const& image) {
    Window<T> const padded = window(scratch_.padded, plan_.before(plan_.approximation[0], 0));
    pad_by_wrapping(group_, image, padded);
    Window<T const> input = padded;
    for (level_ = 0; level_ < plan_.start_level + plan_.levels; ++level_) {
      split(input, 0, 0);
      input = approximation_;
    }
    emit_(bands_before() - 1, Span<double const>{scratch_.last.data(), volume(plan_.roi)});
  }

 private:
  static std::int64_t volume(PaddedBox const& box) {
    std::int64_t n = 1;
    for (AxisInterval const& a : box) n *= a.end - a.begin;
    return n;
  }
  template <class V>
  Window<V> window(std::vector<V>& memory, PaddedBox const& box) const {
    auto const n = static_cast<std::size_t>(volume(box));
    if (memory.size() < n) memory.resize(n);
    return {memory.data(),
            {box[0].begin, box[1].begin, box[2].begin},
            {box[0].end - box[0].begin, box[1].end - box[1].begin, box[2].end - box[2].begin},
            plan_.padded};
  }
  bool last_level() const { return level_ + 1 == plan_.start_level + plan_.levels; }
  /// Images that the levels before this one emit, plus 1: LLL is no image but at the end.
  int bands_before() const { return (level_ - plan_.start_level) * ((1 << plan_.axes.size()) - 1) + 1; }

  /// Filters `in`, of which the first `done` axes are filtered, along the next axis, and goes on with both halves.
  /// `code`: one bit per axis done, 1 = high-pass; 0 is the way to the approximation, which needs a larger box.
  void split(Window<T const> in, std::size_t done, int code) {
    if (done + 1 == plan_.axes.size()) return finish(in, code);
    PaddedBox const detail = plan_.before(plan_.roi, done + 1);
    PaddedBox const wide = plan_.before(plan_.approximation[static_cast<std::size_t>(level_)], done + 1);
    PaddedBox const low_box = code == 0 ? wide : detail;
    Window<T> const low = window(scratch_.part[done][0], low_box);
    int const axis = plan_.axes[done];
    if (level_ < plan_.start_level) {
      filter<T>(axis, in, filters_.low, low);
      return split(low, done + 1, 0);
    }
    Window<T> const high = window(scratch_.part[done][1], detail);
    if (low_box == detail) {
      filter_both<T>(axis, in, low, high);
    } else {
      filter<T>(axis, in, filters_.low, low);
      filter<T>(axis, in, filters_.high, high);
    }
    split(low, done + 1, code * 2);
    split(high, done + 1, code * 2 + 1);
  }

  /// The last axis: its outputs are bands.
  void finish(Window<T const> in, int code) {
    int const axis = plan_.axes.back();
    Window<double> const high = window(scratch_.band[1], plan_.roi);
    if (code == 0 && !last_level()) {
      auto const level = static_cast<std::size_t>(level_);
      Window<T> const low = window(scratch_.approximation[level_ % 2], plan_.approximation[level]);
      filter<T>(axis, in, filters_.low, low);
      approximation_ = low;
      if (level_ < plan_.start_level) return;
      filter<double>(axis, in, filters_.high, high);
    } else {
      Window<double> const low = window(code == 0 ? scratch_.last : scratch_.band[0], plan_.roi);
      filter_both<double>(axis, in, low, high);
      if (code != 0) emit_band(2 * code, low);
    }
    emit_band(2 * code + 1, high);
  }
  void emit_band(int code, Window<double> const& band) {
    emit_(bands_before() + code - 2, Span<double const>{band.data, band.size.count()});
  }

  template <class V>
  void filter(int axis, Window<T const> const& in, Span<T const> taps, Window<V> const& out) {
    Band<T, V> const band[1] = {{taps, out}};
    wavelet_axis(group_, axis, in, band);
  }
  template <class V>
  void filter_both(int axis, Window<T const> const& in, Window<V> const& low, Window<V> const& high) {
    Band<T, V> const bands[2] = {{filters_.low, low}, {filters_.high, high}};
    wavelet_axis(group_, axis, in, bands);
  }

  G group_;
  WaveletPlan const& plan_;
  FilterPair<T> filters_;
  WaveletScratch<T>& scratch_;
  Emit emit_;
  int level_ = 0;
  Window<T const> approximation_;
};

}  // namespace radsweep
