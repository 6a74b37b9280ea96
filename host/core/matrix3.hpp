#pragma once
/// Products and the inverse of 3 x 3 matrices, with the bits of itk::Matrix.

#include "host/core/geometry.hpp"

namespace radsweep {

/// a b, each element summed over ascending k.
Mat3 multiply(Mat3 const& a, Mat3 const& b);

/// The pseudo-inverse V diag(1/s) U^T of the singular value decomposition a = U diag(s) V^T, which is what
/// itk::Matrix::GetInverse returns. A direction cosine and its inverse decide where a resampled voxel falls, and one
/// ulp there can move it to the next voxel: so the decomposition follows LINPACK's dsvdc step by step
/// (Dongarra, Bunch, Moler, Stewart: LINPACK Users' Guide, 1979, chapter 11) rather than any other inverse. Singular
/// values of 0 stay 0.
Mat3 inverse(Mat3 const& a);

}  // namespace radsweep
