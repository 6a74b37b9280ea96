#include "host/backend/image_features.hpp"

#include <algorithm>

#include "host/backend/image_problems.hpp"
#include "kernels/features/angles.hpp"
#include "kernels/features/catalogue.hpp"
#include "kernels/features/firstorder_program.hpp"
#include "kernels/features/glcm_program.hpp"
#include "kernels/features/ngtdm.hpp"
#include "kernels/features/sized_program.hpp"
#include "kernels/image/discretise.hpp"
#include "kernels/matrix/glcm.hpp"
#include "kernels/matrix/gldm.hpp"
#include "kernels/matrix/glrlm.hpp"
#include "kernels/matrix/glszm.hpp"
#include "kernels/matrix/ngtdm.hpp"

namespace radsweep {
namespace {

/// The counting programs as they are: they play the lanes in any order.
template <Group G>
struct ProgramCounts {
  G g;

  auto glcm(LevelView const& v, Offset3 d, bool symmetric, GlcmLayout layout, CountScratch s, CellBuffer to) {
    return count_glcm(g, v, d, symmetric, layout, s, to);
  }
  auto glrlm(LevelView const& v, Offset3 d, std::int32_t dense, CountScratch s, CellBuffer to) {
    return count_glrlm(g, v, d, dense, s, to);
  }
  auto glszm(LevelView const& v, Span<Offset3 const> half, std::int32_t dense, CountScratch s, CellBuffer to) {
    return count_glszm(g, v, half, dense, s, to);
  }
  auto gldm_and_ngtdm(LevelView const& v, Span<Offset3 const> offsets, std::int32_t alpha, std::int32_t dense,
                      CountScratch s, CellBuffer to, NgtdmBuffer n) {
    return count_gldm_and_ngtdm(g, v, offsets, alpha, dense, s, to, n);
  }
};

/// The same counts by vector loops: what runs unless a test asks for another lane order.
struct SimdCounts {
  SimdCounter& counter;
  Span<Stretch const> stretches;

  auto glcm(LevelView const& v, Offset3 d, bool symmetric, GlcmLayout layout, CountScratch s, CellBuffer to) {
    return counter.count_glcm(v, stretches, d, symmetric, layout, s, to);
  }
  auto glrlm(LevelView const& v, Offset3 d, std::int32_t dense, CountScratch s, CellBuffer to) {
    return counter.count_glrlm(v, stretches, d, dense, s, to);
  }
  auto glszm(LevelView const& v, Span<Offset3 const> half, std::int32_t dense, CountScratch s, CellBuffer to) {
    return counter.count_glszm(v, stretches, half, dense, s, to);
  }
  auto gldm_and_ngtdm(LevelView const& v, Span<Offset3 const> offsets, std::int32_t alpha, std::int32_t dense,
                      CountScratch s, CellBuffer to, NgtdmBuffer n) {
    return counter.count_gldm_and_ngtdm(v, stretches, offsets, alpha, dense, s, to, n);
  }
};

/// The programs for one item on one Group, in order.
template <Group G, class Counts>
class Item {
 public:
  Item(Counts counts, ImageItem const& item, ItemScratch& scratch)
      : counts_(counts), in_(item), grid_(*item.grid), s_(scratch) {}

  std::optional<Problem> run(double* out) {
    if (auto problem = discretise_values()) return problem;
    for (FeatureClassPlan const& plan : *in_.classes) {
      Span<double const> const all = class_values(plan.feature_class);
      for (int f : plan.features) *out++ = all[f];
    }
    return std::nullopt;
  }

 private:
  std::int64_t voxels() const { return in_.values.size; }
  std::int32_t levels() const { return static_cast<std::int32_t>(view_.grey.size); }

  std::optional<Problem> discretise_values() {
    auto const [least, most] = std::minmax_element(in_.values.begin(), in_.values.end());
    double const low = *least + 0.0, high = *most + 0.0;  // -0 and +0 tie
    Settings const& s = *in_.settings;
    BinEdges const edges = bin_edges(low, high, s.bin_count.value_or(0), s.bin_width, in_.type == PixelType::kFloat32);
    std::int32_t const top = edges.level(high);
    if (top > kMaxLevel) return too_many_levels(s, low, high);
    Span<std::uint16_t> const raw = s_.take(s_.raw_level, voxels());
    discretise(g_, in_.values, edges, raw);
    LevelTable const table{s_.take(s_.level_count, top + 1), s_.take(s_.rank, top + 1), s_.take(s_.grey, top + 1),
                           s_.take(s_.histogram, top + 1)};
    Span<std::uint16_t> const level = s_.take(s_.level, grid_.box.count());
    std::fill(level.begin(), level.end(), std::uint16_t{0});
    std::int32_t const present = compact_levels(g_, raw, grid_.shape().voxel, table, level);
    view_ = {grid_.shape(), level, {s_.grey.data(), present}};
    histogram_ = {s_.histogram.data(), present};
    return std::nullopt;
  }

  Span<double const> class_values(FeatureClass feature_class) {
    auto const count = kCatalogue[static_cast<std::size_t>(feature_class)].features.size;
    Span<double> const row = s_.take(s_.class_row, count);
    switch (feature_class) {
      case FeatureClass::kFirstOrder:
        first_order(row);
        break;
      case FeatureClass::kGlcm:
        glcm_class(row);
        break;
      case FeatureClass::kGldm:
        gldm_class(row);
        break;
      case FeatureClass::kGlrlm:
        glrlm_class(row);
        break;
      case FeatureClass::kGlszm:
        glszm_class(row);
        break;
      case FeatureClass::kNgtdm:
        ngtdm_class(row);
        break;
    }
    return row;
  }

  void first_order(Span<double> row) {
    FirstOrderInput const in{in_.values, histogram_, static_cast<double>(in_.settings->voxel_array_shift),
                             in_.voxel_volume};
    first_order_features(g_, in, s_.take(s_.formulas, first_order_scratch_doubles(voxels())), row);
  }

  CountScratch count_scratch(CountNeed const& need) {
    return {s_.take(s_.words, need.words), s_.take(s_.keys, need.keys)};
  }
  CellBuffer cells(std::int64_t n) { return {s_.take(s_.row, n), s_.take(s_.column, n), s_.take(s_.count, n)}; }
  Span<double> formulas(std::int64_t n) { return s_.take(s_.formulas, n); }

  /// One matrix per angle: `count(angle, scratch, buffer)` gives the number of cells (0: the angle is left out),
  /// `features(cells, row)` the values. Without weights the mean over angles, else the features of the weighted sum.
  template <class Count, class Features>
  void over_angles(std::vector<Offset3> const& angles, std::vector<double> const& weight, CountNeed need,
                   Span<double> row, Count count, Features features) {
    auto const n = static_cast<std::int64_t>(angles.size());
    if (!weight.empty()) return weighted_sum(angles, weight, need, row, count, features);
    Span<double> const rows = s_.take(s_.angle_rows, n * row.size);
    CountScratch const scratch = count_scratch(need);
    CellBuffer const buffer = cells(need.cells);
    for (std::int64_t a = 0; a < n; ++a) {
      std::int64_t const found = count(a, scratch, buffer);
      features(buffer.view(0, found), rows.sub(a * row.size, row.size));
    }
    mean_over_angles(g_, rows, row.size, row);
  }

  template <class Count, class Features>
  void weighted_sum(std::vector<Offset3> const& angles, std::vector<double> const& weight, CountNeed need,
                    Span<double> row, Count count, Features features) {
    auto const n = static_cast<std::int64_t>(angles.size());
    CellBuffer const all = cells(n * need.cells);
    CountScratch scratch = count_scratch({need.words, std::max(need.keys, n * need.cells), 0});
    std::vector<std::int64_t> begin{0};
    for (std::int64_t a = 0; a < n; ++a) begin.push_back(begin.back() + count(a, scratch, all.from(begin.back())));
    CellBuffer const sum{s_.take(s_.combined_row, begin.back()), s_.take(s_.combined_column, begin.back()),
                         s_.take(s_.combined_count, begin.back())};
    std::int64_t const found =
        combine_angles(g_, all.view(0, begin.back()), {begin.data(), n + 1}, {weight.data(), n}, scratch.keys, sum);
    bool const integral = std::all_of(weight.begin(), weight.end(), [](double w) { return w == 1; });
    features(sum.view(0, found, integral), row);
  }

  void glcm_class(Span<double> row) {
    bool const symmetric = in_.settings->symmetrical_glcm;
    GlcmLayout const layout = GlcmLayout::choose(levels(), voxels());
    CountNeed const need = glcm_need(levels(), voxels(), symmetric, layout);
    std::int64_t const most =
        need.cells * (grid_.glcm_weight.empty() ? 1 : static_cast<std::int64_t>(grid_.angles.size()));
    Span<double> const scratch = formulas(glcm_scratch_doubles(levels(), view_.max_grey(), most, symmetric));
    over_angles(
        grid_.angles, grid_.glcm_weight, need, row,
        [&](std::int64_t a, CountScratch const& words, CellBuffer const& to) {
          return counts_.glcm(view_, grid_.angles[static_cast<std::size_t>(a)], symmetric, layout, words, to);
        },
        [&](CellView const& c, Span<double> to) { glcm_features(g_, c, view_.grey, symmetric, scratch, to); });
  }

  void glrlm_class(Span<double> row) {
    Extent3 const e = grid_.box;
    std::int32_t const longest = std::max({e.x - 2 * grid_.pad.x, e.y - 2 * grid_.pad.y, e.z - 2 * grid_.pad.z});
    std::int32_t const dense = dense_sizes(levels(), voxels(), longest);
    CountNeed const need = glrlm_need(levels(), voxels(), longest, dense);
    std::int64_t const most =
        need.cells * std::max<std::int64_t>(1, static_cast<std::int64_t>(grid_.glrlm_weight.size()));
    Span<double> const scratch = formulas(sized_scratch_doubles(levels(), most));
    over_angles(
        grid_.unit_angles, grid_.glrlm_weight, need, row,
        [&](std::int64_t a, CountScratch const& words, CellBuffer const& to) -> std::int64_t {
          auto const angle = static_cast<std::size_t>(a);
          if (!grid_.has_runs[angle]) return 0;
          return counts_.glrlm(view_, grid_.unit_angles[angle], dense, words, to);
        },
        [&](CellView const& c, Span<double> to) { glrlm_features(g_, c, view_.grey, scratch, to); });
  }

  void glszm_class(Span<double> row) {
    std::int32_t const dense = glszm_dense_sizes(levels(), voxels());
    CountNeed const need = glszm_need(grid_.shape(), levels(), dense);
    CellBuffer const buffer = cells(need.cells);
    Span<Offset3 const> const half{grid_.unit_angles.data(), static_cast<std::int64_t>(grid_.unit_angles.size())};
    std::int64_t const found = counts_.glszm(view_, half, dense, count_scratch(need), buffer);
    glszm_features(g_, buffer.view(0, found), view_.grey, formulas(sized_scratch_doubles(levels(), need.cells)), row);
  }

  Span<Offset3 const> neighbours() const {
    return {grid_.angles.data(), static_cast<std::int64_t>(grid_.angles.size())};
  }

  /// GLDM and NGTDM look at the same neighbours: whichever class comes first counts both. Other classes may run before
  /// the second, so nothing else may use this memory.
  void count_neighbourhoods() {
    if (neighbourhoods_counted_) return;
    neighbourhoods_counted_ = true;
    auto const offsets = static_cast<std::int64_t>(grid_.angles.size());
    std::int32_t const dense = gldm_dense_sizes(levels(), voxels(), offsets);
    CountNeed const need = gldm_and_ngtdm_need(levels(), voxels(), offsets, dense);
    gldm_ = {s_.take(s_.gldm_row, need.cells), s_.take(s_.gldm_column, need.cells), s_.take(s_.gldm_count, need.cells)};
    ngtdm_ = {s_.take(s_.ngtdm_n, levels()), s_.take(s_.ngtdm_s, levels())};
    gldm_cells_ =
        counts_.gldm_and_ngtdm(view_, neighbours(), in_.settings->gldm_a, dense, count_scratch(need), gldm_, ngtdm_);
  }
  void gldm_class(Span<double> row) {
    count_neighbourhoods();
    Span<double> const scratch = formulas(sized_scratch_doubles(levels(), gldm_cells_));
    gldm_features(g_, gldm_.view(0, gldm_cells_), view_.grey, scratch, row);
  }
  void ngtdm_class(Span<double> row) {
    count_neighbourhoods();
    Span<double> const scratch = formulas(ngtdm_scratch_doubles(levels()));
    ngtdm_features(g_, {ngtdm_.n, ngtdm_.s}, view_.grey, scratch, row);
  }

  G g_;
  Counts counts_;
  ImageItem const& in_;
  RoiGrid const& grid_;
  ItemScratch& s_;
  LevelView view_;
  Span<std::uint32_t const> histogram_;
  bool neighbourhoods_counted_ = false;
  CellBuffer gldm_;
  std::int64_t gldm_cells_ = 0;
  NgtdmBuffer ngtdm_;
};

}  // namespace

std::size_t values_per_image(std::vector<FeatureClassPlan> const& classes) {
  std::size_t n = 0;
  for (FeatureClassPlan const& plan : classes) n += plan.features.size();
  return n;
}

std::optional<Problem> image_features(ImageItem const& item, LaneOrder order, ItemScratch& scratch, double* out) {
  using Reversed = BasicSerialGroup<LaneOrder::kReversed>;
  using Shuffled = BasicSerialGroup<LaneOrder::kShuffled>;
  switch (order) {
    case LaneOrder::kForward:
      break;
    case LaneOrder::kReversed:
      return Item<Reversed, ProgramCounts<Reversed>>({}, item, scratch).run(out);
    case LaneOrder::kShuffled:
      return Item<Shuffled, ProgramCounts<Shuffled>>({}, item, scratch).run(out);
  }
  std::vector<Stretch> const& stretches = item.grid->stretches;
  SimdCounts const counts{scratch.counter, {stretches.data(), static_cast<std::int64_t>(stretches.size())}};
  return Item<SerialGroup, SimdCounts>(counts, item, scratch).run(out);
}

}  // namespace radsweep
