#pragma once
/// The images that one entry of `imageType` yields for one ROI: original, wavelet bands, pointwise filters.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/core/image.hpp"
#include "host/core/plan.hpp"
#include "kernels/core/group.hpp"
#include "kernels/image/wavelet_bands.hpp"

namespace radsweep {

/// PyRadiomics' names in PyRadiomics' order: "original"; "wavelet-LLH", ..., "wavelet2-HHH", "wavelet2-LLL"; "square".
std::vector<std::string> image_names(ImageTypePlan const& plan);

/// The part of the filter input, a grid of size `grid`, that decides the values inside `roi`. Throws
/// std::invalid_argument for an unknown wavelet.
Box filter_support(ImageTypePlan const& plan, Extent3 grid, Box const& roi);

/// The wavelet transform of one ROI with the boxes that its plan points to. Movable: they are on the heap.
struct PlannedWavelet {
  PlannedWavelet() = default;
  PlannedWavelet(PlannedWavelet&&) = default;  // a copy's plan would point to the boxes of the original
  PlannedWavelet& operator=(PlannedWavelet&&) = default;

  WaveletPlan plan;
  std::vector<PaddedBox> approximation;
};

/// Throws std::invalid_argument for an unknown wavelet.
PlannedWavelet plan_wavelet(Settings const& settings, Extent3 grid, Box const& roi);

/// One image inside the ROI box; `values` is valid during the call.
struct FilteredImage {
  int index = 0;                         ///< into image_names
  Span<double const> values;             ///< of the box, x fastest
  PixelType type = PixelType::kFloat64;  ///< float32: bin edges of a fixed count have that precision
  bool rounding_noise = false;           ///< nothing but rounding errors: the texture of this image means nothing
};

using ImageSink = std::function<void(FilteredImage const&)>;

/// Computes images; keeps its working memory from one ROI to the next. One per thread. Bits do not depend on `order`
/// nor on how much more than the support the input holds.
class ImageFilter {
 public:
  explicit ImageFilter(LaneOrder order = LaneOrder::kForward);
  ~ImageFilter();
  ImageFilter(ImageFilter&&) noexcept;
  ImageFilter& operator=(ImageFilter&&) noexcept;

  /// Hands every image of `plan` to `sink`, in the order of image_names. `input` holds at least filter_support of
  /// `roi`; `max_abs` is the largest magnitude of the whole filter input. Throws std::invalid_argument for an unknown
  /// wavelet.
  void run(ImageTypePlan const& plan, Volume const& input, double max_abs, Box const& roi, ImageSink const& sink);

 private:
  struct Scratch;
  LaneOrder order_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace radsweep
