#include "host/preprocess/resegment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/preprocess/summary.hpp"

namespace radsweep {

Result<Roi> resegmented(Roi const& roi, std::span<double const> values, Settings const& settings) {
  std::vector<double> t = settings.resegment_range;
  std::sort(t.begin(), t.end());
  IntensitySummary const s = summarise(values);
  if (settings.resegment_mode == ResegmentMode::kRelative) {
    for (double& v : t) v = s.maximum * v;
  } else if (settings.resegment_mode == ResegmentMode::kSigma) {
    double const sd = std::sqrt(moments_of(values).variance(0));
    for (double& v : t) v = s.mean + sd * v;
  }
  std::vector<std::uint8_t> kept = roi.inside;
  std::int64_t count = 0;
  std::size_t next = 0;
  for (auto& voxel : kept) {
    if (!voxel) continue;
    double const v = values[next++];
    voxel = v >= t[0] && (t.size() < 2 || v <= t[1]);
    count += voxel;
  }
  if (count <= 1) {
    return Problem{"E326",
                   "resegmentation leaves no ROI",
                   fmt::format("{} of {} voxels within {}{}; the ROI holds {} to {}", count, roi.voxels, t[0],
                               t.size() < 2 ? " and above" : fmt::format(" to {}", t[1]), s.minimum, s.maximum),
                   "the range does not fit the intensities of this image",
                   "widen resegmentRange",
                   ""};
  }
  return shrink_to_fit(roi.box, std::move(kept));
}

}  // namespace radsweep
