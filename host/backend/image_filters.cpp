#include "host/backend/image_filters.hpp"

#include <cmath>
#include <stdexcept>

#include "host/core/wavelets.hpp"
#include "kernels/image/gather.hpp"
#include "kernels/image/pointwise.hpp"

namespace radsweep {

namespace {

/// Axes that the wavelet filters, in its order.
std::vector<std::int32_t> wavelet_axes(Settings const& s) {
  std::vector<std::int32_t> axes;
  for (std::int32_t axis = 0; axis < 3; ++axis) {
    if (!s.force_2d || axis != 2 - s.force_2d_dimension) axes.push_back(axis);
  }
  return axes;
}

Wavelet const& wavelet_of(Settings const& s) {
  Wavelet const* const wavelet = find_wavelet(s.wavelet);
  if (wavelet == nullptr) throw std::invalid_argument("unknown wavelet: " + s.wavelet);
  return *wavelet;
}

/// Samples of the image behind samples of the padded axis: one past the end means sample 0.
AxisInterval unpadded(AxisInterval a, std::int32_t length) { return a.end > length ? AxisInterval{0, length} : a; }

/// Calls f(filter type) for the filter of an image type; ImageType lists them in the order of PointwiseFilters.
template <class F, class... Filter>
void with_filter(PointwiseList<Filter...>, ImageType type, double max_abs, F f) {
  int const wanted = static_cast<int>(type) - static_cast<int>(ImageType::kSquare);
  int k = 0;
  ((k++ == wanted ? f(Filter(max_abs)) : void()), ...);
}
template <class... Filter>
char const* filter_name(PointwiseList<Filter...>, ImageType type) {
  static constexpr char const* kNames[] = {Filter::kName...};
  return kNames[static_cast<int>(type) - static_cast<int>(ImageType::kSquare)];
}

std::vector<std::string> wavelet_image_names(Settings const& s) {
  auto const letters = wavelet_axes(s).size();
  std::vector<std::string> names;
  auto const add = [&](int level, unsigned code) {
    std::string name = level > 1 ? "wavelet" + std::to_string(level) + "-" : "wavelet-";
    for (auto bit = letters; bit-- > 0;) name += (code >> bit & 1u) != 0 ? 'H' : 'L';
    names.push_back(name);
  };
  for (int level = 1; level <= s.level; ++level) {
    for (unsigned code = 1; code < 1u << letters; ++code) add(level, code);
  }
  add(s.level, 0);
  return names;
}

bool is_rounding_noise(Span<double const> band, double max_abs) {
  double const least = noise_limit(max_abs);
  bool any = false;
  for (double const v : band) {
    if (std::fabs(v) >= least) return false;
    any = any || v != 0;
  }
  return any;
}

}  // namespace

PlannedWavelet plan_wavelet(Settings const& s, Extent3 grid, Box const& roi) {
  PlannedWavelet out;
  WaveletPlan& plan = out.plan;
  for (std::int32_t const axis : wavelet_axes(s)) plan.axis[plan.axes++] = axis;
  plan.taps = static_cast<std::int32_t>(wavelet_of(s).filters.low.size);
  plan.padded = padded_extent(grid);
  plan.start_level = s.start_level;
  plan.levels = s.level;
  plan.roi = {{{roi.begin.x, roi.end.x}, {roi.begin.y, roi.end.y}, {roi.begin.z, roi.end.z}}};
  out.approximation.resize(static_cast<std::size_t>(plan.all_levels()));
  Span<PaddedBox> const boxes{out.approximation.data(), plan.all_levels()};
  plan_approximations(plan, boxes);
  plan.approximation = boxes;
  return out;
}

std::vector<std::string> image_names(ImageTypePlan const& plan) {
  if (plan.type == ImageType::kOriginal) return {"original"};
  if (plan.type == ImageType::kWavelet) return wavelet_image_names(plan.settings);
  return {filter_name(PointwiseFilters{}, plan.type)};
}

Box filter_support(ImageTypePlan const& plan, Extent3 grid, Box const& roi) {
  if (plan.type != ImageType::kWavelet) return roi;
  PaddedBox const input = plan_wavelet(plan.settings, grid, roi).plan.input();
  AxisInterval const x = unpadded(input[0], grid.x);
  AxisInterval const y = unpadded(input[1], grid.y);
  AxisInterval const z = unpadded(input[2], grid.z);
  return {{x.begin, y.begin, z.begin}, {x.end, y.end, z.end}};
}

struct ImageFilter::Scratch {
  std::vector<double> wavelet, values;

  template <class G, class T>
  void bands(Settings const& s, Volume const& input, double max_abs, Box const& roi, FilterPair<T> const& filters,
             ImageSink const& sink) {
    PlannedWavelet const planned = plan_wavelet(s, input.geometry.size, roi);
    auto const need = static_cast<std::size_t>(WaveletMemory<T>::doubles(planned.plan));
    if (wavelet.size() < need) wavelet.resize(need);
    Carver carve{wavelet.data()};
    WaveletMemory<T> const memory(planned.plan, carve);
    PixelType const type = std::is_same_v<T, float> ? PixelType::kFloat32 : PixelType::kFloat64;
    auto const emit = [&](int index, Span<double const> band) {
      sink({index, band, type, is_rounding_noise(band, max_abs)});
    };
    G g;
    WaveletBands<G, T, decltype(emit)>(g, planned.plan, filters, memory, emit).run(input.window());
  }

  template <class G>
  void wavelet_images(Settings const& s, Volume const& input, double max_abs, Box const& roi, ImageSink const& sink) {
    Wavelet const& w = wavelet_of(s);
    if (input.type == PixelType::kFloat32) {
      bands<G>(s, input, max_abs, roi, w.single, sink);
    } else {
      bands<G>(s, input, max_abs, roi, w.filters, sink);
    }
  }

  template <class G, class Filter>
  void map_voxels(Filter filter, Volume const& input, Box const& roi, PixelType type, ImageSink const& sink) {
    auto const n = roi.size().count();
    if (values.size() < static_cast<std::size_t>(n)) values.resize(static_cast<std::size_t>(n));
    G g;
    pointwise(g, filter, input.window(), Window<double>{values.data(), roi.begin, roi.size(), input.geometry.size});
    sink({0, {values.data(), n}, type, false});
  }

  template <LaneOrder kOrder>
  void run(ImageTypePlan const& plan, Volume const& input, double max_abs, Box const& roi, ImageSink const& sink) {
    using G = BasicSerialGroup<kOrder>;
    if (plan.type == ImageType::kOriginal) {
      map_voxels<G>(Identity{}, input, roi, input.type, sink);
    } else if (plan.type == ImageType::kWavelet) {
      wavelet_images<G>(plan.settings, input, max_abs, roi, sink);
    } else {
      with_filter(PointwiseFilters{}, plan.type, max_abs,
                  [&](auto filter) { map_voxels<G>(filter, input, roi, PixelType::kFloat64, sink); });
    }
  }
};

ImageFilter::ImageFilter(LaneOrder order) : order_(order), scratch_(std::make_unique<Scratch>()) {}
ImageFilter::~ImageFilter() = default;
ImageFilter::ImageFilter(ImageFilter&&) noexcept = default;
ImageFilter& ImageFilter::operator=(ImageFilter&&) noexcept = default;

void ImageFilter::run(ImageTypePlan const& plan, Volume const& input, double max_abs, Box const& roi,
                      ImageSink const& sink) {
  switch (order_) {
    case LaneOrder::kForward:
      return scratch_->run<LaneOrder::kForward>(plan, input, max_abs, roi, sink);
    case LaneOrder::kReversed:
      return scratch_->run<LaneOrder::kReversed>(plan, input, max_abs, roi, sink);
    case LaneOrder::kShuffled:
      return scratch_->run<LaneOrder::kShuffled>(plan, input, max_abs, roi, sink);
  }
}

}  // namespace radsweep
