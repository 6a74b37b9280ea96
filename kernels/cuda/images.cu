/// The programs of kernels/image for devices.
#include "kernels/cuda/program_kernels.cuh"
#include "kernels/image/bspline.hpp"
#include "kernels/image/discretise.hpp"
#include "kernels/image/moments.hpp"
#include "kernels/image/normalise.hpp"
#include "kernels/image/pointwise.hpp"
#include "kernels/image/resample.hpp"
#include "kernels/image/resample_separable.hpp"
#include "kernels/image/wavelet.hpp"

namespace radsweep {

using Image = Window<double const>;
using Output = Window<double>;

RS_PROGRAM_KERNELS(rs_spline_coefficients, (double* grid, Extent3 size), spline_coefficients(g, grid, size))
RS_PROGRAM_KERNELS(rs_resample, (Image in, GridMap map, Interpolation kind, PixelRounding rounding, Output out),
                   resample(g, in, map, kind, rounding, out))
RS_PROGRAM_KERNELS(rs_resample_linear_separable,
                   (Image in, GridMap map, PixelRounding rounding, Output out, SeparableScratch scratch),
                   resample_linear_separable(g, in, map, rounding, out, scratch))
RS_PROGRAM_KERNELS(rs_resample_labels, (Window<std::uint32_t const> in, GridMap map, Window<std::uint32_t> out),
                   resample_labels(g, in, map, out))

RS_PROGRAM_KERNELS(rs_normalise, (ZScore z, Span<double> values), normalise(g, z, values))
RS_PROGRAM_KERNELS(rs_square, (Square f, Image in, Output out), pointwise(g, f, in, out))
RS_PROGRAM_KERNELS(rs_square_root, (SquareRoot f, Image in, Output out), pointwise(g, f, in, out))
RS_PROGRAM_KERNELS(rs_logarithm, (Logarithm f, Image in, Output out), pointwise(g, f, in, out))
RS_PROGRAM_KERNELS(rs_exponential, (Exponential f, Image in, Output out), pointwise(g, f, in, out))

template <class T>
struct Bands {
  Band<T, T> band[2];
};
RS_PROGRAM_KERNELS(rs_pad_double, (Image in, Window<double> out), pad_by_wrapping(g, in, out))
RS_PROGRAM_KERNELS(rs_pad_float, (Image in, Window<float> out), pad_by_wrapping(g, in, out))
RS_PROGRAM_KERNELS(rs_wavelet_double, (int axis, Window<double const> in, Bands<double> out),
                   wavelet_axis(g, axis, in, out.band))
RS_PROGRAM_KERNELS(rs_wavelet_float, (int axis, Window<float const> in, Bands<float> out),
                   wavelet_axis(g, axis, in, out.band))

RS_PROGRAM_KERNELS(rs_discretise, (Span<double const> values, BinEdges edges, Span<std::uint16_t> raw_levels),
                   discretise(g, values, edges, raw_levels))
RS_PROGRAM_KERNELS(rs_compact_levels,
                   (Span<std::uint16_t const> raw_levels, Span<std::int32_t const> voxel, LevelTable table,
                    Span<std::uint16_t> level, std::int32_t* present),
                   std::int32_t const found = compact_levels(g, raw_levels, voxel, table, level);
                   g.single([&] { *present = found; }))

/// Not a Group program: one lane walks all values, because its 32 sums are part of the definition.
extern "C" __global__ void rs_moments(Span<double const> values, Moments* out) { *out = moments(values); }

}  // namespace radsweep
