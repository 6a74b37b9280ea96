// Which of the two orientations of a NIfTI header counts, and what geometry it gives (itk::NiftiImageIO 5.2.1):
//
//   sform, if it is orthonormal and agrees with pixdim, and either there is no qform, or sform_code is 1 (scanner),
//          or both matrices are equal; qform otherwise.
//   origin = (-x, -y, z) of the last column; direction = columns with x and y negated, normalised; spacing = pixdim.
//
// ITK decides in float32 with vnl's singular value decomposition, so that rounding has a say: the same steps are taken
// here.
#include "io/nifti_geometry.hpp"

#include <fmt/format.h>
#include <vnl/algo/vnl_determinant.h>
#include <vnl/algo/vnl_matrix_inverse.h>
#include <vnl/algo/vnl_svd.h>
#include <vnl/vnl_matrix_fixed.h>
#include <vnl/vnl_vector_fixed.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "io/voxel_grid.hpp"

namespace radsweep {
namespace {

using Matrix3 = vnl_matrix_fixed<float, 3, 3>;
using Matrix4 = vnl_matrix_fixed<float, 4, 4>;
using Vector3 = vnl_vector_fixed<float, 3>;

constexpr double kSkewTolerance = 1e-4;      ///< ITK's, on each element of R R^T - I
constexpr double kRoundingTolerance = 2e-3;  ///< ours: repaired with a warning up to here (0.1 degrees)
constexpr float kScaleTolerance = 1e-3f;     ///< ITK's, in mm
constexpr float kFarAway = 1e10f;            ///< mm: 10,000 km
constexpr double kDisagreement = 0.1;        ///< of a voxel: qform against sform

/// Index to physical (RAS) by the quaternion. Long double where nifti1_io.c has it: the rounding must be the same.
Matrix4 qform_matrix(NiftiHeader const& h) {
  Matrix4 m;
  m.set_identity();
  if (h.qform_code <= 0) {
    for (int k = 0; k < 3; ++k) m(k, k) = h.pixdim[k + 1];
    return m;
  }
  double b = h.quatern[0], c = h.quatern[1], d = h.quatern[2];
  double a = static_cast<double>(1.0L - (b * b + c * c + d * d));
  if (a < 1e-7L) {  // half a turn: the vector part alone, normalised
    double const scale = static_cast<double>(1.0L / std::sqrt(b * b + c * c + d * d));
    b *= scale, c *= scale, d *= scale;
    a = 0;
  } else {
    a = std::sqrt(a);
  }
  auto const step = [&](int k) { return h.pixdim[k] > 0 ? static_cast<double>(h.pixdim[k]) : 1.0; };
  double const x = step(1), y = step(2), z = h.pixdim[0] < 0 ? -step(3) : step(3);
  auto const twice = [](double product, double scale) { return static_cast<float>(2.0L * product * scale); };
  m(0, 0) = static_cast<float>((a * a + b * b - c * c - d * d) * x);
  m(0, 1) = twice(b * c - a * d, y);
  m(0, 2) = twice(b * d + a * c, z);
  m(1, 0) = twice(b * c + a * d, x);
  m(1, 1) = static_cast<float>((a * a + c * c - b * b - d * d) * y);
  m(1, 2) = twice(c * d - a * b, z);
  m(2, 0) = twice(b * d - a * c, x);
  m(2, 1) = twice(c * d + a * b, y);
  m(2, 2) = static_cast<float>((a * a + d * d - c * c - b * b) * z);
  for (int k = 0; k < 3; ++k) m(k, 3) = h.qoffset[k];
  return m;
}

/// Zero where there is no sform, as in nifti_image: not even affine then.
Matrix4 sform_matrix(NiftiHeader const& h) {
  Matrix4 m(0.0f);
  if (h.sform_code <= 0) return m;
  m.set_identity();
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 4; ++c) m(r, c) = h.srow[r][c];
  return m;
}

Matrix3 upper_left(Matrix4 const& m) { return Matrix3(m.extract(3, 3, 0, 0)); }

Vector3 translation(Matrix4 const& m) { return {m(0, 3), m(1, 3), m(2, 3)}; }

bool nearly_equal(Matrix4 const& s, Matrix4 const& q) {
  return upper_left(s).as_matrix().is_equal(upper_left(q).as_matrix(), 1e-5) &&
         (s.get_column(3) - q.get_column(3)).one_norm() <= 1e-7 && (s.get_row(3) - q.get_row(3)).one_norm() <= 1e-7;
}

/// Do the inverses of the 4x4 and of its 3x3 part agree? In float32 they need not, far away from the origin.
bool is_affine(Matrix4 const& m) {
  if (m(3, 3) != 1.0f) return false;
  if (std::fabs(vnl_determinant<float>(m.as_matrix())) <= 1e-5) return false;
  Matrix4 const whole(vnl_matrix_inverse<float>(m.as_matrix()).as_matrix());
  Matrix3 const part(vnl_matrix_inverse<float>(upper_left(m).as_matrix()).as_matrix());
  Vector3 const moved = -(part * translation(m));
  return (upper_left(whole) - part).array_one_norm() <= 0.01f && (translation(whole) - moved).one_norm() <= 0.01f;
}

bool scales_agree(Matrix3 const& r, NiftiHeader const& h) {
  for (unsigned k = 0; k < 3; ++k)
    if (std::fabs(h.pixdim[k + 1] - r.get_column(k).magnitude()) > kScaleTolerance) return false;
  return true;
}

bool is_orthonormal(Matrix3 r) {
  for (unsigned k = 0; k < 3; ++k) r.set_column(k, r.get_column(k).normalize());
  Matrix3 const product = r * r.transpose();
  return product.is_identity(kSkewTolerance);
}

/// ITK's choice; nothing where ITK throws.
std::optional<Matrix4> itk_choice(NiftiHeader const& h, Matrix4 const& s, Matrix4 const& q) {
  bool prefer_sform = nearly_equal(s, q);
  if (prefer_sform && h.sform_code <= 0) return s;
  if (is_affine(s) && scales_agree(upper_left(s), h) && is_orthonormal(upper_left(s))) {
    if (h.qform_code <= 0 || h.sform_code == 1) return s;
    Matrix4 const product = s * q.transpose();
    prefer_sform = product.is_identity(kSkewTolerance);
  }
  if (prefer_sform) return s;
  if (h.qform_code > 0) return q;
  return std::nullopt;
}

/// How far, in voxels, the two forms put the farthest corner apart.
double disagreement(NiftiHeader const& h, Matrix4 const& s, Matrix4 const& q, Extent3 size) {
  std::array<double, 4> const far{size.x - 1.0, size.y - 1.0, size.z - 1.0, 1.0};
  double worst = 0;
  for (unsigned r = 0; r < 3; ++r) {
    double apart = 0;
    for (unsigned c = 0; c < 4; ++c) apart += std::fabs(double{s(r, c)} - q(r, c)) * far[c];
    worst = std::max(worst, apart);
  }
  return worst / std::min({std::fabs(h.pixdim[1]), std::fabs(h.pixdim[2]), std::fabs(h.pixdim[3])});
}

Problem bad_sform(std::string found, std::string why, std::filesystem::path const& file) {
  return {"E211",
          "orientation matrix (sform) is unusable",
          std::move(found),
          std::move(why),
          "resample the image onto an orthogonal grid, or set the qform",
          file.string()};
}

/// Where ITK gives up: the nearest orthonormal matrix if rounding explains the skew, an error otherwise.
Result<Matrix4> repaired(NiftiHeader const& h, Matrix4 const& s, std::filesystem::path const& file,
                         Warnings& warnings) {
  vnl_matrix_fixed<double, 3, 3> r;
  for (unsigned c = 0; c < 3; ++c) {
    Vec3 const column{s(0, c), s(1, c), s(2, c)};
    double const length = std::sqrt(column[0] * column[0] + column[1] * column[1] + column[2] * column[2]);
    if (!(length > 0) || !std::isfinite(length))
      return bad_sform(fmt::format("column {} has length {}", c + 1, length), "the matrix is singular", file);
    if (std::fabs(length - h.pixdim[c + 1]) > std::max<double>(kScaleTolerance, 1e-4 * length))
      return bad_sform(fmt::format("column {} has length {}, pixdim[{}] = {}", c + 1, length, c + 1, h.pixdim[c + 1]),
                       "the header gives two different voxel sizes", file);
    for (unsigned k = 0; k < 3; ++k) r(k, c) = column[k] / length;
  }
  vnl_matrix_fixed<double, 3, 3> const product = r.transpose() * r;
  double skew = 0;
  for (unsigned i = 0; i < 3; ++i)
    for (unsigned k = 0; k < 3; ++k) skew = std::max(skew, std::fabs(product(i, k) - (i == k)));
  if (skew > kRoundingTolerance)
    return bad_sform(
        fmt::format("axes deviate from orthogonality by {:.4g}, at most {} is repaired", skew, kRoundingTolerance),
        "the matrix is sheared or singular", file);
  if (skew <= kSkewTolerance) return s;
  vnl_svd<double> const svd(r.as_matrix());
  vnl_matrix<double> const nearest = svd.U() * svd.V().transpose();
  Matrix4 out = s;
  for (unsigned i = 0; i < 3; ++i)
    for (unsigned k = 0; k < 3; ++k) out(i, k) = static_cast<float>(nearest(i, k) * h.pixdim[k + 1]);
  warnings.push_back({"W211", "orientation was made orthogonal", fmt::format("axes deviated by {:.4g}", skew),
                      "rounding in the exporter", "", file.string()});
  return out;
}

std::optional<Problem> check_spacing(NiftiHeader& h, int axes, Extent3 size, std::filesystem::path const& file,
                                     Warnings& warnings) {
  std::array<std::int32_t, 3> const count{size.x, size.y, size.z};
  auto const found = fmt::format("pixdim = {} {} {}", h.pixdim[1], h.pixdim[2], h.pixdim[3]);
  for (int k = 0; k < axes; ++k) {
    float& step = h.pixdim[k + 1];
    if (std::isfinite(step) && step != 0 && step > 0) continue;
    bool const single_slice = step == 0 && count[k] == 1;
    if (!single_slice && (!std::isfinite(step) || step == 0))
      return Problem{"E204",
                     "voxel spacing is invalid",
                     found,
                     "the true voxel size cannot be known",
                     "export the file again",
                     file.string()};
    warnings.push_back(
        {"W204", single_slice ? "spacing of an axis with one slice is 0, 1 is used" : "voxel spacing is negative",
         found, "negative spacing is read as a flipped axis, as ITK does", "check the orientation", file.string()});
    if (single_slice) step = 1;
  }
  return std::nullopt;
}

/// spacing, origin and direction from the chosen matrix; the arithmetic is ITK's.
void place(Geometry& g, Matrix4 const& m, int axes) {
  for (int r = 0; r < axes; ++r) g.origin[r] = r < 2 ? -m(r, 3) : m(r, 3);
  for (int c = 0; c < axes; ++c) {
    double squares = 0;
    for (int r = 0; r < axes; ++r) {
      double const value = m(r, c);
      g.direction[r][c] = r < 2 ? value * -1.0 : value;
      squares += g.direction[r][c] * g.direction[r][c];
    }
    if (squares == 0) continue;
    for (int r = 0; r < axes; ++r) g.direction[r][c] /= std::sqrt(squares);
  }
}

double millimetres(NiftiHeader const& h, std::filesystem::path const& file, Warnings& warnings) {
  int const unit = h.xyzt_units & 7;
  if (unit != 1 && unit != 3) return 1;
  warnings.push_back({"W205", "lengths are not in millimetres", unit == 1 ? "metres" : "micrometres",
                      "the spacing is converted, the origin is taken as it is (as ITK does)", "", file.string()});
  return unit == 1 ? 1e3 : 1e-3;
}

}  // namespace

Result<Geometry> nifti_geometry(NiftiHeader const& header, int axes, Extent3 size, std::filesystem::path const& file,
                                Warnings& warnings) {
  NiftiHeader h = header;
  if (auto problem = check_spacing(h, axes, size, file, warnings)) return *problem;
  for (int k = 1; k <= 3; ++k)
    if (h.pixdim[k] == 0 && k <= h.dim[0]) h.pixdim[k] = 1;
  Geometry g;
  g.size = size;
  double const scale = millimetres(h, file, warnings);
  for (int k = 0; k < axes; ++k) g.spacing[k] = h.pixdim[k + 1] * scale;
  if (h.qform_code > 0 || h.sform_code > 0) {
    Matrix4 const s = sform_matrix(h), q = qform_matrix(h);
    bool const finite = s.is_finite() && q.is_finite();
    if (!finite) return bad_sform("a component is not a number", "a damaged header", file);
    float const largest = std::max(s.absolute_value_max(), q.absolute_value_max());
    if (largest > kFarAway)  // vnl's decomposition never ends once float32 overflows in it
      return bad_sform(fmt::format("a component of {:.3g}", largest), "a damaged header", file);
    std::optional<Matrix4> chosen = itk_choice(h, s, q);
    if (h.qform_code > 0 && h.sform_code > 0 && disagreement(h, s, q, size) > kDisagreement)
      warnings.push_back({"W212", "qform and sform disagree",
                          fmt::format("by {:.3g} voxels; the {} is used", disagreement(h, s, q, size),
                                      *chosen == s ? "sform" : "qform"),
                          "programs that prefer the other one see the image elsewhere", "make them equal",
                          file.string()});
    if (!chosen) {
      auto own = repaired(h, s, file, warnings);
      if (!own) return own.problem();
      chosen = own.value();
    }
    place(g, *chosen, axes);
  }
  for (int c = 0; c < 3; ++c) {
    if (g.spacing[c] >= 0) continue;
    g.spacing[c] = -g.spacing[c];
    for (int r = 0; r < 3; ++r) g.direction[r][c] = -g.direction[r][c];
  }
  settle_zeros(g);
  return g;
}

}  // namespace radsweep
