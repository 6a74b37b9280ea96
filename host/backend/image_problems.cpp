#include "host/backend/image_problems.hpp"

#include <fmt/format.h>

#include <utility>

#include "kernels/image/discretise.hpp"

namespace radsweep {

Problem not_finite(std::string const& image) {
  return {"W402",
          fmt::format("image {} is not defined in the ROI", image),
          "it holds NaN or infinite values there",
          "the filter has no value for this image (all voxels 0, or NaN beside the ROI, or an overflow)",
          "its features are written as undefined",
          ""};
}

Problem noise_only(std::string const& image) {
  return {"W403",
          fmt::format("image {} holds nothing but rounding errors", image),
          "its largest value is below 1e-10 of the image's",
          "a one-slice image has no variation along z, so a band that is high-pass there is 0 up to rounding",
          "leave its features out, or give the whole volume and only the ROI in one slice",
          ""};
}

Problem too_many_levels(Settings const& s, double low, double high) {
  return {"E402",
          fmt::format("more than {} grey levels", kMaxLevel),
          s.bin_count ? fmt::format("binCount {}", *s.bin_count)
                      : fmt::format("binWidth {} over the range {} to {}", s.bin_width, low, high),
          "texture matrices of that size say nothing about texture",
          s.bin_count ? "set binCount to 8 ... 256"
                      : fmt::format("set binWidth to about {} (at most 256 levels)", suggested_bin_width(low, high)),
          ""};
}

Problem of_image(Problem problem, std::string const& image) {
  problem.found = fmt::format("image {}: {}", image, problem.found);
  return problem;
}

}  // namespace radsweep
