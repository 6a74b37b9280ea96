/// The programs of kernels/matrix for devices.
#include "kernels/cuda/program_kernels.cuh"
#include "kernels/matrix/cells.hpp"
#include "kernels/matrix/glcm.hpp"
#include "kernels/matrix/gldm.hpp"
#include "kernels/matrix/glrlm.hpp"
#include "kernels/matrix/glszm.hpp"
#include "kernels/matrix/ngtdm.hpp"

namespace radsweep {

using Offsets = Span<Offset3 const>;

/// Runs a program that returns a number equal in all lanes, and stores it once.
template <Group G, class T, class F>
__device__ void store(G const& g, T* to, F program) {
  auto const value = program();
  g.single([&] { *to = static_cast<T>(value); });
}

RS_PROGRAM_KERNELS(rs_glcm,
                   (LevelView v, Offset3 d, bool symmetric, GlcmLayout layout, CountScratch scratch, CellBuffer out,
                    std::int64_t* cells),
                   store(g, cells, [&] { return count_glcm(g, v, d, symmetric, layout, scratch, out); }))
RS_PROGRAM_KERNELS(rs_glrlm,
                   (LevelView v, Offset3 d, std::int32_t dense, CountScratch scratch, CellBuffer out,
                    std::int64_t* cells),
                   store(g, cells, [&] { return count_glrlm(g, v, d, dense, scratch, out); }))
RS_PROGRAM_KERNELS(rs_line_holds_pair,
                   (RoiShape r, Span<std::uint16_t const> level, Offset3 d, std::uint32_t* found, std::uint32_t* out),
                   store(g, out, [&] { return line_holds_pair(g, r, level, d, found); }))
RS_PROGRAM_KERNELS(rs_glszm,
                   (LevelView v, Offsets half, std::int32_t dense, CountScratch scratch, CellBuffer out,
                    std::int64_t* cells),
                   store(g, cells, [&] { return count_glszm(g, v, half, dense, scratch, out); }))
RS_PROGRAM_KERNELS(rs_gldm,
                   (LevelView v, Offsets offsets, std::int64_t alpha, std::int32_t dense, CountScratch scratch,
                    CellBuffer out, std::int64_t* cells),
                   store(g, cells, [&] { return count_gldm(g, v, offsets, alpha, dense, scratch, out); }))
RS_PROGRAM_KERNELS(rs_ngtdm, (LevelView v, Offsets offsets, CountScratch scratch, NgtdmBuffer out),
                   count_ngtdm(g, v, offsets, scratch, out))
RS_PROGRAM_KERNELS(rs_gldm_and_ngtdm,
                   (LevelView v, Offsets offsets, std::int64_t alpha, std::int32_t dense, CountScratch scratch,
                    CellBuffer cells, NgtdmBuffer out, std::int64_t* found),
                   store(g, found,
                         [&] { return count_gldm_and_ngtdm(g, v, offsets, alpha, dense, scratch, cells, out); }))
RS_PROGRAM_KERNELS(rs_combine_angles,
                   (CellView in, Span<std::int64_t const> begin, Span<double const> weight, Span<std::uint64_t> keys,
                    CellBuffer out, std::int64_t* cells),
                   store(g, cells, [&] { return combine_angles(g, in, begin, weight, keys, out); }))

}  // namespace radsweep
