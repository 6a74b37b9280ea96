/// The matrix programs on emulated threads, a block and a warp per item, against SerialGroup: equal bytes. This finds
/// what no order of SerialGroup's lanes can: a result kept in a variable of one lane, and a barrier that only some
/// lanes reach.
#include "scripts/checks/device_group/emulation.hpp"
// The emulation defines what the device code below needs.
#include <cstdio>
#include <string>
#include <vector>

#include "kernels/core/group.cuh"
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
#include "kernels/matrix/offsets.hpp"

namespace radsweep {
namespace {

template <class T>
Span<T> span(std::vector<T>& v) {
  return {v.data(), static_cast<std::int64_t>(v.size())};
}

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

/// A random ROI with holes in a box with a border of one voxel, its levels and its values.
struct Case {
  Extent3 box{}, roi_box{};
  std::vector<std::int32_t> voxel, grey;
  std::vector<std::uint16_t> raw, level;
  std::vector<double> values;
  std::vector<std::uint32_t> histogram;
  std::vector<Offset3> offsets{13};

  Case(Extent3 inner, int levels, int filled_percent, std::uint64_t seed) : roi_box(inner) {
    box = {inner.x + 2, inner.y + 2, inner.z + 2};
    level.assign(box.count(), 0);
    for (int z = 1; z <= inner.z; ++z) {
      for (int y = 1; y <= inner.y; ++y) {
        for (int x = 1; x <= inner.x; ++x) {
          auto const p = static_cast<std::int32_t>(linear_index(box, x, y, z));
          if (mix(seed + 3 * p) % 100 >= static_cast<std::uint64_t>(filled_percent)) continue;
          voxel.push_back(p);
          raw.push_back(static_cast<std::uint16_t>(1 + mix(seed + 7 * p + 1) % levels));
          values.push_back(static_cast<double>(mix(seed + p) % 1000) - 300);
        }
      }
    }
    grey.assign(levels + 1, 0);
    histogram.assign(levels + 1, 0);
    std::int32_t const distance = 1;
    offsets.resize(angle_offsets(roi_box, {&distance, 1}, false, 0, span(offsets)));
  }
};

/// Everything the programs write for one case.
struct Outcome {
  std::vector<std::uint64_t> bits;

  void add(std::vector<double> const& v, std::int64_t n) {
    for (std::int64_t k = 0; k < n; ++k) bits.push_back(v[k] == v[k] ? to_bits(v[k]) : 1);  // NaN payloads may differ
  }
  template <class T>
  void add(std::vector<T> const& v, std::int64_t n) {
    for (std::int64_t k = 0; k < n; ++k) bits.push_back(static_cast<std::uint64_t>(v[k]));
  }
};

/// Memory of one run; every program gets more than it needs.
struct Memory {
  std::vector<std::uint32_t> words = std::vector<std::uint32_t>(60000);
  std::vector<std::uint64_t> keys = std::vector<std::uint64_t>(60000);
  std::vector<std::int32_t> row = std::vector<std::int32_t>(20000), column = row;
  std::vector<double> count = std::vector<double>(20000), scratch = std::vector<double>(60000), out, deviation;
  std::vector<std::uint32_t> level_count, table_count;
  std::vector<std::uint16_t> rank;
  std::int64_t found = 0;

  CountScratch work() { return {span(words), span(keys)}; }
  CellBuffer cells() { return {span(row), span(column), span(count)}; }
};

/// Runs `program(group)` with the lanes of `threads` emulated threads, 0 for SerialGroup, -1 for a warp.
template <class Program>
void play(int threads, emulation::Order order, Program const& program) {
  if (threads == 0) {
    SerialGroup g;
    program(g);
    return;
  }
  BlockGroup::Scratch scratch;
  emulation::Block(threads < 0 ? 32 : threads, order).run([&] {
    if (threads < 0) {
      WarpGroup g;
      program(g);
    } else {
      BlockGroup g{scratch};
      program(g);
    }
  });
}

class Run {
 public:
  Run(Case data, int threads, emulation::Order order) : c_(std::move(data)), threads_(threads), order_(order) {}

  Outcome all() {
    levels();
    LevelView const v = view();
    Span<Offset3 const> const offsets = span(c_.offsets);
    auto const voxels = static_cast<std::int64_t>(c_.voxel.size());
    for (Offset3 d : c_.offsets) {
      for (GlcmTier tier : {GlcmTier::kSquare, GlcmTier::kTriangle, GlcmTier::kSparse}) {
        GlcmLayout const layout{tier, tier == GlcmTier::kSquare ? 4 : 1};
        count([&](auto& g) { return count_glcm(g, v, d, true, layout, m_.work(), m_.cells()); });
      }
      features(kGlcm);
      for (std::int32_t dense : {0, 2, longest_run(v.shape, d)}) {
        count([&](auto& g) { return count_glrlm(g, v, d, dense, m_.work(), m_.cells()); });
      }
      features(kRuns);
      count([&](auto& g) { return line_holds_pair(g, v.shape, v.level, d, m_.words.data()) ? 1 : 0; }, false);
    }
    for (std::int32_t dense : {0, 3, static_cast<std::int32_t>(voxels)}) {
      count([&](auto& g) { return count_glszm(g, v, offsets, dense, m_.work(), m_.cells()); });
    }
    features(kRuns);
    m_.level_count.assign(v.present(), 9);
    m_.deviation.assign(v.present(), 9);
    NgtdmBuffer const ngtdm_out{span(m_.level_count), span(m_.deviation)};
    std::int32_t const all = static_cast<std::int32_t>(largest_dependence(offsets.size));
    count([&](auto& g) { return count_gldm_and_ngtdm(g, v, offsets, 1, all, m_.work(), m_.cells(), ngtdm_out); });
    outcome_.add(m_.level_count, v.present());
    outcome_.add(m_.deviation, v.present());
    first_order();
    return outcome_;
  }

 private:
  enum Formulas { kGlcm, kRuns };

  LevelView view() {
    RoiShape const shape{c_.box, {1, 1, 1}, span(c_.voxel)};
    return {shape, span(c_.level), {c_.grey.data(), m_.found_levels}};
  }

  void levels() {
    auto const size = static_cast<std::int64_t>(c_.grey.size());
    m_.table_count.assign(size, 5);
    m_.rank.assign(size, 5);
    LevelTable const table{span(m_.table_count), span(m_.rank), span(c_.grey), span(c_.histogram)};
    std::int32_t present = 0;
    play(threads_, order_, [&](auto& g) {
      std::int32_t const found = compact_levels(g, span(c_.raw), span(c_.voxel), table, span(c_.level));
      g.single([&] { present = found; });
    });
    m_.found_levels = present;
    outcome_.add(c_.level, static_cast<std::int64_t>(c_.level.size()));
    outcome_.add(c_.grey, present);
  }

  /// A program that returns a number of cells.
  template <class Program>
  void count(Program const& program, bool cells = true) {
    play(threads_, order_, [&](auto& g) {
      auto const found = program(g);
      g.single([&] { m_.found = found; });
    });
    outcome_.bits.push_back(static_cast<std::uint64_t>(m_.found));
    if (!cells) return;
    outcome_.add(m_.row, m_.found);
    outcome_.add(m_.column, m_.found);
    outcome_.add(m_.count, m_.found);
  }

  void features(Formulas which) {
    CellView const cells = m_.cells().view(0, m_.found);
    Span<std::int32_t const> const grey = view().grey;
    m_.out.assign(64, -7);
    play(threads_, order_, [&](auto& g) {
      if (which == kGlcm) glcm_features(g, cells, grey, true, span(m_.scratch), span(m_.out));
      if (which == kRuns) glrlm_features(g, cells, grey, span(m_.scratch), span(m_.out));
    });
    outcome_.add(m_.out, 64);
  }

  void first_order() {
    FirstOrderInput const in{span(c_.values), {c_.histogram.data(), m_.found_levels}, 0, 1.5};
    m_.out.assign(64, -7);
    play(threads_, order_, [&](auto& g) { first_order_features(g, in, span(m_.scratch), span(m_.out)); });
    outcome_.add(m_.out, 64);
  }

  struct AllMemory : Memory {
    std::int64_t found_levels = 0;
  };

  Case c_;
  int threads_;
  emulation::Order order_;
  AllMemory m_;
  Outcome outcome_;
};

}  // namespace
}  // namespace radsweep

int main() {
  using namespace radsweep;
  int comparisons = 0, failures = 0;
  struct Size {
    Extent3 box;
    int levels, filled;
  };
  for (Size s : {Size{{1, 1, 1}, 1, 100}, Size{{5, 1, 1}, 2, 100}, Size{{6, 5, 4}, 5, 70}, Size{{7, 7, 7}, 3, 40},
                 Size{{9, 4, 4}, 20, 90}}) {
    Case const data(s.box, s.levels, s.filled, 17);
    if (data.voxel.empty()) continue;
    Outcome const expected = Run(data, 0, emulation::Order::kForward).all();
    for (int threads : {-1, 64}) {
      for (auto order : {emulation::Order::kForward, emulation::Order::kReversed, emulation::Order::kShuffled}) {
        Outcome const got = Run(data, threads, order).all();
        ++comparisons;
        if (got.bits == expected.bits) continue;
        ++failures;
        std::printf("device_programs: FAILED box %dx%dx%d threads %d order %d\n", s.box.x, s.box.y, s.box.z, threads,
                    static_cast<int>(order));
      }
    }
    std::printf("device_programs: %zu voxels, %zu numbers\n", data.voxel.size(), expected.bits.size());
  }
  std::printf("device_programs: %d comparisons, %d failures\n", comparisons, failures);
  return failures == 0 ? 0 : 1;
}
