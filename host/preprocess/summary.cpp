#include "host/preprocess/summary.hpp"

namespace radsweep {
namespace {

IntensitySummary summary_of(Moments const& m) { return {m.mean(), m.min, m.max}; }

}  // namespace

Moments moments_of(Image const& image) {
  return visit_pixels(image, [](auto pixels) { return moments(pixels); });
}

Moments moments_of(std::span<double const> values) {
  return moments(Span<double const>{values.data(), static_cast<std::int64_t>(values.size())});
}

IntensitySummary summarise(Image const& image) { return summary_of(moments_of(image)); }
IntensitySummary summarise(std::span<double const> values) { return summary_of(moments_of(values)); }

}  // namespace radsweep
