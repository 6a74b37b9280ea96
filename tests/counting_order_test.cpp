/// The CPU's vector counting gives the bytes of the programs, on random ROIs of every shape, setting and number of
/// levels.

#include <gtest/gtest.h>

#include "host/backend/counting_simd.hpp"
#include "kernels/matrix/glrlm.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

using Bytes = std::vector<std::uint64_t>;

/// Runs `count(scratch, cells)` with fresh memory.
template <class Count>
Bytes bytes_of(CountNeed need, Count count) {
  CountArena arena(need);
  auto const size = count(arena.scratch(), arena.cells());
  EXPECT_TRUE(arena.intact());
  return arena.bytes(size);
}

class Comparison {
 public:
  explicit Comparison(LevelRoi const& roi)
      : roi_(roi), v_(roi.view()), stretches_(roi_stretches(v_.shape)), voxels_(v_.shape.voxel.size) {}

  void all(std::int32_t alpha) {
    for (Offset3 d : roi_.offsets()) glcm(d);
    for (Offset3 d : roi_.offsets({1})) glrlm(d);
    glszm();
    neighbours(alpha);
  }

 private:
  void glcm(Offset3 d) {
    for (bool symmetric : {true, false}) {
      for (GlcmLayout layout : {GlcmLayout::choose(roi_.levels(), voxels_), GlcmLayout{GlcmTier::kSquare, 1},
                                GlcmLayout{GlcmTier::kSquare, 2}, GlcmLayout{GlcmTier::kSquare, 4}}) {
        CountNeed const need = glcm_need(roi_.levels(), voxels_, symmetric, layout);
        EXPECT_EQ(bytes_of(need,
                           [&](auto scratch, auto out) {
                             return simd().count_glcm(v_, stretches(), d, symmetric, layout, scratch, out);
                           }),
                  bytes_of(need, [&](auto scratch, auto out) {
                    return count_glcm(SerialGroup{}, v_, d, symmetric, layout, scratch, out);
                  }));
      }
    }
  }

  void glrlm(Offset3 d) {
    std::int32_t const longest = longest_run(v_.shape, d), dense = dense_sizes(roi_.levels(), voxels_, longest);
    CountNeed const need = glrlm_need(roi_.levels(), voxels_, longest, dense);
    EXPECT_EQ(
        bytes_of(need,
                 [&](auto scratch, auto out) { return simd().count_glrlm(v_, stretches(), d, dense, scratch, out); }),
        bytes_of(need, [&](auto scratch, auto out) { return count_glrlm(SerialGroup{}, v_, d, dense, scratch, out); }));
  }

  void glszm() {
    auto const half = roi_.offsets({1});
    for (std::int32_t dense : {0, 3, glszm_dense_sizes(roi_.levels(), voxels_)}) {
      CountNeed const need = glszm_need(v_.shape, roi_.levels(), dense);
      EXPECT_EQ(bytes_of(need,
                         [&](auto scratch, auto out) {
                           return simd().count_glszm(v_, stretches(), span_of(half), dense, scratch, out);
                         }),
                bytes_of(need, [&](auto scratch, auto out) {
                  return count_glszm(SerialGroup{}, v_, span_of(half), dense, scratch, out);
                }));
    }
  }

  void neighbours(std::int32_t alpha) {
    auto const offsets = roi_.offsets();
    auto const count = static_cast<std::int64_t>(offsets.size());
    std::int32_t const dense = gldm_dense_sizes(roi_.levels(), voxels_, count);
    CountNeed const need = gldm_and_ngtdm_need(roi_.levels(), voxels_, count, dense);
    Bytes s[2];
    std::vector<std::uint32_t> n[2];
    auto const out_of = [&](int side) {
      s[side].assign(static_cast<std::size_t>(roi_.levels()), 7);
      n[side].assign(s[side].size(), 7);
      return NgtdmBuffer{span_of(n[side]), {reinterpret_cast<double*>(s[side].data()), roi_.levels()}};
    };
    EXPECT_EQ(bytes_of(need,
                       [&](auto scratch, auto out) {
                         return simd().count_gldm_and_ngtdm(v_, stretches(), span_of(offsets), alpha, dense, scratch,
                                                            out, out_of(0));
                       }),
              bytes_of(need, [&](auto scratch, auto out) {
                return count_gldm_and_ngtdm(SerialGroup{}, v_, span_of(offsets), alpha, dense, scratch, out, out_of(1));
              }));
    EXPECT_EQ(s[0], s[1]);
    EXPECT_EQ(n[0], n[1]);
  }

  /// One counter for all ROIs: what an earlier one left in its memory must not matter.
  static SimdCounter& simd() {
    static SimdCounter counter;
    return counter;
  }
  Span<Stretch const> stretches() const { return span_of(stretches_); }

  LevelRoi const& roi_;
  LevelView v_;
  std::vector<Stretch> stretches_;
  std::int64_t voxels_;
};

TEST(SimdCounter, EqualsThePrograms) {
  for (std::uint64_t index = 2000; index < 2600; ++index) {
    SCOPED_TRACE(index);
    LevelRoi const roi = random_roi(index);
    Comparison(roi).all(static_cast<std::int32_t>(index % 3));
    if (HasFailure()) return;
  }
}

TEST(SimdCounter, EqualsTheProgramsOnLongerStretches) {
  for (Extent3 box : {Extent3{70, 33, 1}, Extent3{300, 5, 2}, Extent3{19, 40, 9}, Extent3{14, 13, 60}}) {
    for (std::int32_t levels : {1, 2, 16, 300}) {
      LevelRoi const roi = ellipsoid_roi(box, levels, 1);
      Comparison(roi).all(0);
      Comparison(roi).all(INT32_MAX);
    }
  }
}

TEST(SimdCounter, LeavesWhatDoesNotFitIn16BitsToThePrograms) {
  LevelRoi const many = solid_roi(2000, 3, 1900, 1);  // 1,250 levels: too many for the GLCM and the neighbours
  Comparison(many).all(0);
  std::vector<std::int32_t> grey{1, 2, 65535, 65535, 1, 2, 2, 65535};  // few levels far apart
  LevelRoi const wide({2, 2, 2}, grey);
  Comparison(wide).all(1);
  LevelRoi const runs = solid_roi(60000, 1, 3, 1);  // run lengths up to 60,000
  Comparison(runs).all(0);
}

TEST(RoiStretches, CoverEveryVoxelOnce) {
  for (std::uint64_t index = 2000; index < 2200; ++index) {
    LevelRoi const roi = random_roi(index);
    RoiShape const shape = roi.view().shape;
    std::int32_t next = 0;
    for (Stretch const& s : roi_stretches(shape)) {
      EXPECT_EQ(s.first, next);
      EXPECT_LT(s.first, s.last);
      EXPECT_EQ(s.begin, shape.voxel[s.first]);
      EXPECT_EQ(s.begin + s.size - 1, shape.voxel[s.last - 1]);
      next = s.last;
    }
    EXPECT_EQ(next, shape.voxel.size);
  }
}

}  // namespace
}  // namespace radsweep::test
