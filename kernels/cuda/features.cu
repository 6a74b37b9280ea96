/// The programs of kernels/features for devices.
#include "kernels/cuda/program_kernels.cuh"
#include "kernels/features/angles.hpp"
#include "kernels/features/firstorder_program.hpp"
#include "kernels/features/glcm_program.hpp"
#include "kernels/features/ngtdm.hpp"
#include "kernels/features/sized_program.hpp"

namespace radsweep {

using Grey = Span<std::int32_t const>;
using Values = Span<double>;

RS_PROGRAM_KERNELS(rs_first_order_features, (FirstOrderInput in, Values scratch, Values out),
                   first_order_features(g, in, scratch, out))
RS_PROGRAM_KERNELS(rs_glcm_features, (CellView cells, Grey grey, bool symmetric, Values scratch, Values out),
                   glcm_features(g, cells, grey, symmetric, scratch, out))
RS_PROGRAM_KERNELS(rs_glrlm_features, (CellView cells, Grey grey, Values scratch, Values out),
                   glrlm_features(g, cells, grey, scratch, out))
RS_PROGRAM_KERNELS(rs_glszm_features, (CellView cells, Grey grey, Values scratch, Values out),
                   glszm_features(g, cells, grey, scratch, out))
RS_PROGRAM_KERNELS(rs_gldm_features, (CellView cells, Grey grey, Values scratch, Values out),
                   gldm_features(g, cells, grey, scratch, out))
RS_PROGRAM_KERNELS(rs_ngtdm_features, (NgtdmView matrix, Grey grey, Values scratch, Values out),
                   ngtdm_features(g, matrix, grey, scratch, out))
RS_PROGRAM_KERNELS(rs_mean_over_angles, (Span<double const> rows, std::int64_t features, Values out),
                   mean_over_angles(g, rows, features, out))

}  // namespace radsweep
