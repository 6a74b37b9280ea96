#include "host/preprocess/roi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <type_traits>

namespace radsweep {
namespace {

/// Whether a mask value is a label: not NaN, not negative, not beyond uint32.
template <class T>
bool has_label(T v) {
  if constexpr (std::is_unsigned_v<T> && sizeof(T) <= 4) return true;
  if constexpr (std::is_floating_point_v<T>) return v >= T{0} && v < T{4294967296.0};
  if constexpr (std::is_signed_v<T>) {
    if (v < 0) return false;
  }
  return static_cast<std::uint64_t>(v) <= 0xFFFFFFFFull;
}

std::string labels_present(LabelMap const& mask) {
  constexpr std::size_t kShown = 20;
  std::set<std::uint32_t> seen;
  std::uint32_t last = 0;
  for (std::uint32_t v : mask.labels) {
    if (v != last) seen.insert(last = v);
    if (seen.size() > 1000) break;
  }
  seen.erase(0);
  std::string out;
  std::size_t shown = 0;
  for (std::uint32_t label : seen) {
    out += shown == 0 ? "" : ", ";
    if (shown++ == kShown) return out + "...";
    out += std::to_string(label);
  }
  return out.empty() ? "none" : out;
}

/// Voxel counts of the ROI per slice along `axis` (0 = x).
std::vector<std::int64_t> slice_counts(Roi const& roi, int axis) {
  Extent3 const e = roi.box.size();
  std::int32_t const extent[3] = {e.x, e.y, e.z};
  std::vector<std::int64_t> counts(static_cast<std::size_t>(extent[axis]));
  std::size_t k = 0;
  for (std::int32_t z = 0; z < e.z; ++z) {
    for (std::int32_t y = 0; y < e.y; ++y) {
      for (std::int32_t x = 0; x < e.x; ++x) {
        std::int32_t const at[3] = {x, y, z};
        counts[static_cast<std::size_t>(at[axis])] += roi.inside[k++];
      }
    }
  }
  return counts;
}

/// Grid axis whose direction is nearest to patient axis `patient` (0 = right-left, 1 = front-back, 2 = head-foot).
int nearest_axis(Geometry const& g, int patient) {
  int best = 0;
  for (int axis = 1; axis < 3; ++axis) {
    auto const row = static_cast<std::size_t>(patient);
    if (std::abs(g.direction[row][static_cast<std::size_t>(axis)]) >
        std::abs(g.direction[row][static_cast<std::size_t>(best)])) {
      best = axis;
    }
  }
  return best;
}

struct Slice {
  int axis;
  std::int32_t index;
  double area;
};

Slice best_slice(Roi const& roi, Geometry const& g, int axis) {
  auto const counts = slice_counts(roi, axis);
  auto const best = std::max_element(counts.begin(), counts.end());  // the first of equal ones
  double in_plane = 1;
  for (int other = 0; other < 3; ++other) {
    if (other != axis) in_plane *= g.spacing[static_cast<std::size_t>(other)];
  }
  return {axis, static_cast<std::int32_t>(best - counts.begin()), static_cast<double>(*best) * in_plane};
}

}  // namespace

Result<LabelMap> label_map(Image const& mask, int channel) {
  if (channel >= mask.components) {
    return Problem{"E320",
                   "the mask has no such component",
                   fmt::format("label_channel {} of {} component(s)", channel, mask.components),
                   "label_channel counts from 0 and picks one component of a vector mask",
                   fmt::format("set label_channel between 0 and {}", mask.components - 1),
                   ""};
  }
  LabelMap out{mask.geometry, {}};
  auto const n = static_cast<std::size_t>(mask.geometry.size.count());
  out.labels.resize(n);
  std::string bad;
  visit_pixels(mask, [&](auto pixels) {
    auto const* from = &pixels[channel];
    auto const step = static_cast<std::size_t>(mask.components);
    bool all_labels = true;  // one pass without branches; the voxel at fault is looked for only if there is one
    for (std::size_t k = 0; k < n; ++k) {
      auto const v = from[k * step];
      all_labels &= has_label(v);
      out.labels[k] = has_label(v) ? static_cast<std::uint32_t>(v) : 0;
    }
    for (std::size_t k = 0; !all_labels && bad.empty(); ++k) {
      if (!has_label(from[k * step])) bad = fmt::format("value {} at voxel {}", from[k * step], k);
    }
  });
  if (!bad.empty()) {
    return Problem{"E324",
                   "the mask holds a value that is no label",
                   bad,
                   "labels are whole numbers from 0 to 4294967295; this file may be an image, not a mask",
                   "check that Image and Mask are not swapped",
                   ""};
  }
  return out;
}

Roi shrink_to_fit(Box box, std::vector<std::uint8_t> inside) {
  Extent3 const e = box.size();
  Offset3 lo{e.x, e.y, e.z}, hi{0, 0, 0};
  std::int64_t count = 0;
  std::uint8_t const* row = inside.data();
  for (std::int32_t z = 0; z < e.z; ++z) {
    for (std::int32_t y = 0; y < e.y; ++y, row += e.x) {
      for (std::int32_t x = 0; x < e.x; ++x) {
        if (!row[x]) continue;
        ++count;
        lo = {std::min(lo.x, x), std::min(lo.y, y), std::min(lo.z, z)};
        hi = {std::max(hi.x, x + 1), std::max(hi.y, y + 1), std::max(hi.z, z + 1)};
      }
    }
  }
  Offset3 const b = box.begin;
  Box const tight{{b.x + lo.x, b.y + lo.y, b.z + lo.z}, {b.x + hi.x, b.y + hi.y, b.z + hi.z}};
  if (tight == box) return {box, std::move(inside), count};
  Roi out{tight, {}, count};
  Extent3 const t = tight.size();
  out.inside.reserve(static_cast<std::size_t>(t.count()));
  for (std::int32_t z = lo.z; z < hi.z; ++z) {
    for (std::int32_t y = lo.y; y < hi.y; ++y) {
      auto const from = inside.begin() + linear_index(e, lo.x, y, z);
      out.inside.insert(out.inside.end(), from, from + t.x);
    }
  }
  return out;
}

std::optional<Problem> without_contrast(LabelMap const& mask) {
  if (std::any_of(mask.labels.begin(), mask.labels.end(), [&](auto v) { return v != mask.labels.front(); })) return {};
  return Problem{"E321",
                 "the mask holds one value only",
                 fmt::format("every voxel is {}", mask.labels.front()),
                 "an empty mask has no ROI, and PyRadiomics 3.0.1 refuses a mask without background as well",
                 "draw the ROI, or check the file",
                 ""};
}

Result<Roi> find_roi(LabelMap const& mask, std::uint32_t label) {
  Extent3 const e = mask.geometry.size;
  Offset3 lo{e.x, e.y, e.z}, hi{0, 0, 0};
  std::uint32_t const* row = mask.labels.data();
  for (std::int32_t z = 0; z < e.z; ++z) {
    for (std::int32_t y = 0; y < e.y; ++y, row += e.x) {
      auto const first = std::find(row, row + e.x, label);
      if (first == row + e.x) continue;
      auto last = row + e.x - 1;
      while (*last != label) --last;
      lo = {std::min(lo.x, static_cast<std::int32_t>(first - row)), std::min(lo.y, y), std::min(lo.z, z)};
      hi = {std::max(hi.x, static_cast<std::int32_t>(last - row) + 1), std::max(hi.y, y + 1), std::max(hi.z, z + 1)};
    }
  }
  if (hi.x == 0) {
    return Problem{"E320",
                   fmt::format("label {} is not in the mask", label),
                   fmt::format("labels present: {}", labels_present(mask)),
                   "the ROI was saved under another number",
                   "choose a label that is present (--label, or a Label column)",
                   ""};
  }
  Roi out{{lo, hi}, {}, 0};
  out.inside.reserve(static_cast<std::size_t>(out.box.size().count()));
  for (std::int32_t z = lo.z; z < hi.z; ++z) {
    for (std::int32_t y = lo.y; y < hi.y; ++y) {
      std::uint32_t const* from = mask.labels.data() + linear_index(e, lo.x, y, z);
      for (std::int32_t x = 0; x < hi.x - lo.x; ++x) {
        out.inside.push_back(from[x] == label);
        out.voxels += out.inside.back();
      }
    }
  }
  return out;
}

Roi largest_slice(Roi const& roi, Geometry const& geometry, RoiSlice rule) {
  if (rule == RoiSlice::kAll) return roi;
  Slice best{};
  if (rule == RoiSlice::kLargest) {
    best = best_slice(roi, geometry, 2);
  } else {
    best = best_slice(roi, geometry, nearest_axis(geometry, 2));
    Slice const coronal = best_slice(roi, geometry, nearest_axis(geometry, 1));
    if (coronal.area > best.area) best = coronal;
  }
  Extent3 const e = roi.box.size();
  std::vector<std::uint8_t> kept(roi.inside.size());
  std::size_t k = 0;
  for (std::int32_t z = 0; z < e.z; ++z) {
    for (std::int32_t y = 0; y < e.y; ++y) {
      for (std::int32_t x = 0; x < e.x; ++x, ++k) {
        std::int32_t const at[3] = {x, y, z};
        if (at[best.axis] == best.index) kept[k] = roi.inside[k];
      }
    }
  }
  return shrink_to_fit(roi.box, std::move(kept));
}

std::optional<Problem> too_small(Roi const& roi, Settings const& settings) {
  Extent3 const e = roi.box.size();
  int const dimensions = (e.x > 1) + (e.y > 1) + (e.z > 1);
  if (dimensions == 0) {
    return Problem{"E322",
                   "the ROI is a single voxel",
                   "1 voxel",
                   "texture needs neighbours; PyRadiomics refuses it too",
                   "draw a larger ROI",
                   ""};
  }
  if (dimensions < settings.minimum_roi_dimensions) {
    return Problem{"E322",
                   "the ROI has too few dimensions",
                   fmt::format("box {} x {} x {} voxels: {} dimension(s), minimumROIDimensions is {}", e.x, e.y, e.z,
                               dimensions, settings.minimum_roi_dimensions),
                   "a line or a plane carries less texture than the settings ask for",
                   fmt::format("set minimumROIDimensions: {} if that is intended", dimensions),
                   ""};
  }
  if (settings.minimum_roi_size && roi.voxels <= *settings.minimum_roi_size) {
    return Problem{"E322",
                   "the ROI has too few voxels",
                   fmt::format("{} voxels, minimumROISize {} asks for more", roi.voxels, *settings.minimum_roi_size),
                   "",
                   "lower minimumROISize, or leave the case out",
                   ""};
  }
  return std::nullopt;
}

std::int64_t connected_components(Roi const& roi) {
  Extent3 const e = roi.box.size();
  std::vector<std::uint8_t> left = roi.inside;
  std::vector<Offset3> front;
  std::int64_t components = 0;
  auto visit = [&](std::int32_t x, std::int32_t y, std::int32_t z) {
    auto& voxel = left[static_cast<std::size_t>(linear_index(e, x, y, z))];
    if (!voxel) return false;
    voxel = 0;
    front.push_back({x, y, z});
    return true;
  };
  auto grow = [&] {
    while (!front.empty()) {
      Offset3 const p = front.back();
      front.pop_back();
      for (std::int32_t z = std::max(0, p.z - 1); z <= std::min(e.z - 1, p.z + 1); ++z) {
        for (std::int32_t y = std::max(0, p.y - 1); y <= std::min(e.y - 1, p.y + 1); ++y) {
          for (std::int32_t x = std::max(0, p.x - 1); x <= std::min(e.x - 1, p.x + 1); ++x) visit(x, y, z);
        }
      }
    }
  };
  for (std::int32_t z = 0; z < e.z; ++z) {
    for (std::int32_t y = 0; y < e.y; ++y) {
      for (std::int32_t x = 0; x < e.x; ++x) {
        if (!visit(x, y, z)) continue;
        ++components;
        grow();
      }
    }
  }
  return components;
}

}  // namespace radsweep
