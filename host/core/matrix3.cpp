#include "host/core/matrix3.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace radsweep {
namespace {

/// Columns of a matrix, so that a column is contiguous.
using Columns = std::array<Vec3, 3>;

/// sqrt(sum x^2) over x[from..2], scaled by the largest element seen so far (BLAS dnrm2).
double norm(Vec3 const& x, int from) {
  if (from == 2) return std::fabs(x[2]);
  double scale = 0;
  double squares = 1;
  for (int i = from; i < 3; ++i) {
    double const v = std::fabs(x[i]);
    if (v == 0) continue;
    if (scale < v) {
      double const q = scale / v;
      squares = squares * (q * q) + 1;
      scale = v;
    } else {
      double const q = v / scale;
      squares += q * q;
    }
  }
  return scale * std::sqrt(squares);
}

/// y[from..2] += a x[from..2].
void add_scaled(double a, Vec3 const& x, Vec3& y, int from) {
  if (a == 0) return;
  for (int i = from; i < 3; ++i) y[i] += a * x[i];
}

/// Applies the Householder reflection stored in h[from..2] to y[from..2].
void reflect(Vec3 const& h, Vec3& y, int from) {
  double dot = 0;
  for (int i = from; i < 3; ++i) dot += h[i] * y[i];
  add_scaled(-dot / h[from], h, y, from);
}

/// Turns x[from..2] into the vector of the reflection that maps it onto its first axis; returns the remaining element.
double make_reflection(Vec3& x, int from) {
  double length = norm(x, from);
  if (length != 0) {
    if (x[from] != 0) length = std::copysign(length, x[from]);
    double const factor = 1 / length;
    for (int i = from; i < 3; ++i) x[i] = factor * x[i];
    x[from] += 1;
  }
  return -length;
}

/// A plane rotation that turns (a, b) into (r, 0).
struct Rotation {
  double cosine = 1;
  double sine = 0;
  double r = 0;

  Rotation(double a, double b) {
    double const scale = std::fabs(a) + std::fabs(b);
    if (scale == 0) return;
    double const p = a / scale;
    double const q = b / scale;
    r = std::copysign(1.0, std::fabs(a) > std::fabs(b) ? a : b) * (scale * std::sqrt(p * p + q * q));
    cosine = a / r;
    sine = b / r;
  }
  void apply(Vec3& x, Vec3& y) const {
    for (int i = 0; i < 3; ++i) {
      double const t = cosine * x[i] + sine * y[i];
      y[i] = cosine * y[i] - sine * x[i];
      x[i] = t;
    }
  }
};

/// Golub and Kahan's decomposition of a 3 x 3 matrix: u, v hold singular vectors as columns, s descending.
class SingularValues {
 public:
  Columns u{}, v{};
  Vec3 s{};

  explicit SingularValues(Mat3 const& a) {
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) x_[j][i] = a[i][j];
    }
    bidiagonalise();
    generate_left();
    generate_right();
    constexpr int kMaxSteps = 1000;
    for (int steps = 0; open_ > 0 && steps < kMaxSteps;) {
      if (step()) {
        steps = 0;
      } else {
        ++steps;
      }
    }
  }

 private:
  void bidiagonalise() {
    for (int l = 0; l < 2; ++l) {
      s[l] = make_reflection(x_[l], l);
      for (int j = l + 1; j < 3; ++j) {
        if (s[l] != 0) reflect(x_[l], x_[j], l);
        e_[j] = x_[j][l];
      }
      for (int i = l; i < 3; ++i) u[l][i] = x_[l][i];
      if (l == 0) reduce_first_row();
    }
    s[2] = x_[2][2];
    e_[1] = x_[2][1];
    e_[2] = 0;
  }

  void reduce_first_row() {
    e_[0] = make_reflection(e_, 1);
    if (e_[0] != 0) {
      Vec3 work{};
      for (int j = 1; j < 3; ++j) add_scaled(e_[j], x_[j], work, 1);
      for (int j = 1; j < 3; ++j) add_scaled(-e_[j] / e_[1], work, x_[j], 1);
    }
    v[0] = {0, e_[1], e_[2]};
  }

  void generate_left() {
    u[2] = {0, 0, 1};
    for (int l = 1; l >= 0; --l) {
      if (s[l] == 0) {
        u[l] = {0, 0, 0};
        u[l][l] = 1;
        continue;
      }
      for (int j = l + 1; j < 3; ++j) reflect(u[l], u[j], l);
      for (int i = l; i < 3; ++i) u[l][i] = -u[l][i];
      u[l][l] += 1;
      for (int i = 0; i < l; ++i) u[l][i] = 0;
    }
  }

  void generate_right() {
    v[2] = {0, 0, 1};
    v[1] = {0, 1, 0};
    if (e_[0] != 0) {
      for (int j = 1; j < 3; ++j) reflect(v[0], v[j], 1);
    }
    v[0] = {1, 0, 0};
  }

  /// One round of the main loop on the leading open_ x open_ block: splits off what is negligible, then a QR step or
  /// the acceptance of one singular value. Returns whether a value was accepted.
  bool step() {
    int const m = open_ - 1;
    int l = m;  // first index of the block at the end that is not split
    while (l > 0 && !negligible(std::fabs(s[l - 1]) + std::fabs(s[l]), e_[l - 1])) --l;
    if (l > 0) e_[l - 1] = 0;
    if (l == m) {
      accept(m);
      return true;
    }
    int zero = m;  // a negligible singular value in the block, l - 1 if none
    for (; zero >= l; --zero) {
      double neighbours = 0;
      if (zero != m) neighbours += std::fabs(e_[zero]);
      if (zero != l) neighbours += std::fabs(e_[zero - 1]);
      if (negligible(neighbours, s[zero])) {
        s[zero] = 0;
        break;
      }
    }
    if (zero < l) {
      qr_step(l, m);
    } else if (zero == m) {
      deflate(l, m);
    } else {
      split(zero + 1, m);
    }
    return false;
  }

  static bool negligible(double against, double value) { return against + std::fabs(value) == against; }

  void deflate(int l, int m) {
    double f = e_[m - 1];
    e_[m - 1] = 0;
    for (int k = m - 1; k >= l; --k) {
      Rotation const turn(s[k], f);
      s[k] = turn.r;
      if (k != l) {
        f = -turn.sine * e_[k - 1];
        e_[k - 1] = turn.cosine * e_[k - 1];
      }
      turn.apply(v[k], v[m]);
    }
  }

  void split(int l, int m) {
    double f = e_[l - 1];
    e_[l - 1] = 0;
    for (int k = l; k <= m; ++k) {
      Rotation const turn(s[k], f);
      s[k] = turn.r;
      f = -turn.sine * e_[k];
      e_[k] = turn.cosine * e_[k];
      turn.apply(u[k], u[l - 1]);
    }
  }

  void qr_step(int l, int m) {
    double const scale =
        std::max({std::fabs(s[m]), std::fabs(s[m - 1]), std::fabs(e_[m - 1]), std::fabs(s[l]), std::fabs(e_[l])});
    double const sm = s[m] / scale;
    double const before = s[m - 1] / scale;
    double const off = e_[m - 1] / scale;
    double const sl = s[l] / scale;
    double const el = e_[l] / scale;
    double const b = ((before + sm) * (before - sm) + off * off) / 2;
    double const root = sm * off;
    double const c = root * root;
    double shift = 0;
    if (b != 0 || c != 0) {
      shift = std::sqrt(b * b + c);
      if (b < 0) shift = -shift;
      shift = c / (b + shift);
    }
    chase((sl + sm) * (sl - sm) + shift, sl * el, l, m);
  }

  void chase(double f, double g, int l, int m) {
    for (int k = l; k < m; ++k) {
      Rotation const right(f, g);
      if (k != l) e_[k - 1] = right.r;
      f = right.cosine * s[k] + right.sine * e_[k];
      e_[k] = right.cosine * e_[k] - right.sine * s[k];
      g = right.sine * s[k + 1];
      s[k + 1] = right.cosine * s[k + 1];
      right.apply(v[k], v[k + 1]);
      Rotation const left(f, g);
      s[k] = left.r;
      f = left.cosine * e_[k] + left.sine * s[k + 1];
      s[k + 1] = -left.sine * e_[k] + left.cosine * s[k + 1];
      g = left.sine * e_[k + 1];
      e_[k + 1] = left.cosine * e_[k + 1];
      left.apply(u[k], u[k + 1]);
    }
    e_[m - 1] = f;
  }

  /// Makes s[l] positive and moves it to its place in descending order.
  void accept(int l) {
    if (s[l] < 0) {
      s[l] = -s[l];
      for (double& component : v[l]) component = -component;
    }
    for (; l < 2 && s[l] < s[l + 1]; ++l) {
      std::swap(s[l], s[l + 1]);
      std::swap(v[l], v[l + 1]);
      std::swap(u[l], u[l + 1]);
    }
    --open_;
  }

  Columns x_{};   // the matrix, reduced in place
  Vec3 e_{};      // super-diagonal
  int open_ = 3;  // singular values not yet accepted
};

}  // namespace

Mat3 multiply(Mat3 const& a, Mat3 const& b) {
  Mat3 out{};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      double sum = a[i][0] * b[0][j];
      for (int k = 1; k < 3; ++k) sum += a[i][k] * b[k][j];
      out[i][j] = sum;
    }
  }
  return out;
}

Mat3 inverse(Mat3 const& a) {
  SingularValues const svd(a);
  Mat3 out{};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      double sum = 0;
      for (int k = 0; k < 3; ++k) {
        double const reciprocal = svd.s[k] == 0 ? 0 : 1 / svd.s[k];
        sum += svd.v[k][i] * reciprocal * svd.u[k][j];
      }
      out[i][j] = sum;
    }
  }
  return out;
}

}  // namespace radsweep
