#pragma once
/// Maximal correlation coefficient of a GLCM (PyRadiomics MCC): sqrt of the second largest eigenvalue of
///   Q(i,j) = sum_k p(i,k) p(j,k) / (px(i) py(k) + eps)
/// = the second largest singular value of A(i,k) = p(i,k) / sqrt(px(i) py(k) + eps). (Q is similar to A A^T up to
/// the order of eps^2 / (px py)^2: a perturbation of the entries that is not symmetric moves eigenvalues only to second
/// order.) The largest singular value is 1 with the known vectors u = sqrt(px), w = sqrt(py), so A - u w^T has the
/// wanted one on top.
///
/// Up to kDenseMccLevels levels the matrix is brought to tridiagonal form by Householder reflections; beyond, by
/// Lanczos' three-term recurrence on the non-zero cells, whose extreme Ritz values need no re-orthogonalisation (Paige,
/// 1980). The extreme eigenvalue of the tridiagonal matrix is enclosed by Sturm's test. A non-symmetric A goes through
/// A A^T.

#include <cmath>
#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/core/steps.hpp"
#include "kernels/core/view.hpp"
#include "kernels/matrix/counts.hpp"

namespace radsweep {

/// features_bench, BM_MccDense and BM_MccSparse: 64 levels cost 53 against 61 us, 96 levels 161 against 100 us.
inline constexpr std::int64_t kDenseMccLevels = 80;

/// A GLCM with its marginal distributions; arrays by compact level, `row_begin` has one more entry.
struct MccInput {
  CellView cells;
  Span<std::int32_t const> row_begin;
  Span<double const> px, py;
  double total;
  bool symmetric;

  RS_INLINE std::int64_t levels() const { return px.size; }
  /// A(i,k) of cell c.
  RS_INLINE double entry(std::int64_t c) const {
    double const p = cells.count[c] / total;
    return p / std::sqrt(px[cells.row[c]] * py[cells.column[c]] + kEps);
  }
};

namespace mcc_detail {

/// The tests run at kPoints trial values from above and, mirrored, from below.
inline constexpr int kPoints = 8;
inline constexpr int kTests = 2 * kPoints;
inline constexpr int kRounds = 17;  ///< 9^-17 = 6e-17

/// A symmetric tridiagonal matrix that grows: squares of the off-diagonal.
struct Tridiagonal {
  Span<double> diagonal;
  Span<double> off_squared;
};

/// Working memory of the tests, kTests doubles each: trial value, its sign in front of T, current pivot, lowest pivot.
struct TestScratch {
  double *trial, *sign, *pivot, *lowest;

  RS_INLINE explicit TestScratch(Carver& carve)
      : trial(carve.take<double>(kTests).data),
        sign(carve.take<double>(kTests).data),
        pivot(carve.take<double>(kTests).data),
        lowest(carve.take<double>(kTests).data) {}
  static constexpr std::int64_t kDoubles = 4 * kTests;
};

/// Largest |eigenvalue| of the leading n x n part, known to lie in [0, 1]. All eigenvalues are below t if the pivots of
/// t I - T are positive, and above -t if those of t I + T are.
template <class G>
RS_APART double largest_magnitude(G& g, Tridiagonal t, std::int64_t n, TestScratch const& s) {
  double* __restrict__ const trial = s.trial;
  double* __restrict__ const sign = s.sign;
  double* __restrict__ const pivot = s.pivot;
  double* __restrict__ const lowest = s.lowest;
  double low = 0, high = 1;
  for (int round = 0; round < kRounds; ++round) {
    double const step = (high - low) / (kPoints + 1), first = t.diagonal[0];
    g.for_each(kTests, [&](std::int64_t l) {
      trial[l] = low + step * static_cast<double>(l % kPoints + 1);
      sign[l] = l < kPoints ? 1.0 : -1.0;
      lowest[l] = pivot[l] = trial[l] - sign[l] * first;
    });
    for_each_stepwise(g, kTests, n - 1, [&](std::int64_t k) {
      double const d = t.diagonal[k + 1], b2 = t.off_squared[k];
      return [&, d, b2](std::int64_t l) {
        double const q = (trial[l] - sign[l] * d) - b2 / pivot[l];
        pivot[l] = q;
        lowest[l] = q < lowest[l] ? q : lowest[l];
      };
    });
    int below = 0;
    while (below < kPoints && !(lowest[below] > 0 && lowest[kPoints + below] > 0)) ++below;
    if (below < kPoints) high = low + step * (below + 1);
    low = low + step * below;
  }
  return high;
}

/// Householder reduction of the symmetric n x n matrix `a` (rows of length `ld`, a multiple of kStrip, zero beyond n).
template <class G>
RS_APART void tridiagonalise(G& g, double* a, std::int64_t n, std::int64_t ld, Tridiagonal t, double* v, double* w) {
  for (std::int64_t k = 0; k + 2 < n; ++k) {
    std::int64_t const first = k + 1, from = first / kStrip * kStrip, width = ld - from;
    double* const row = a + k * ld;
    double const square = g.template sum<1>(
        n - first, [&](std::int64_t i, double* term) { term[0] = row[first + i] * row[first + i]; })[0];
    double const x0 = row[first], norm = std::sqrt(square);
    double const alpha = x0 > 0 ? -norm : norm;
    g.single([&] {
      t.diagonal[k] = row[k];
      t.off_squared[k] = square;
    });
    if (norm == 0) continue;
    double const h = square - alpha * x0;  // |v|^2 / 2
    g.for_each(width, [&](std::int64_t i) {
      double const x = from + i > first ? row[from + i] : 0.0;
      v[from + i] = from + i == first ? x0 - alpha : x;
      w[from + i] = 0.0;
    });
    for_each_stepwise(g, width, n - first, [=](std::int64_t j) {  // w = a v
      double const* const from_row = a + (first + j) * ld + from;
      double* const to = w + from;
      double const vj = v[first + j];
      return [=](std::int64_t i) { to[i] += from_row[i] * vj; };
    });
    double const vw =
        g.template sum<1>(n - first, [&](std::int64_t i, double* term) { term[0] = v[first + i] * w[first + i]; })[0];
    double const shift = vw / (2 * h) / h;
    g.for_each(width, [&](std::int64_t i) { w[from + i] = w[from + i] / h - shift * v[from + i]; });
    for_each_stepwise(g, width, n - first, [=](std::int64_t j) {  // a -= v w^T + w v^T
      double* const to = a + (first + j) * ld + from;
      double const *const vs = v + from, *const ws = w + from;
      double const vj = v[first + j], wj = w[first + j];
      return [=](std::int64_t i) { to[i] -= vj * ws[i] + wj * vs[i]; };
    });
  }
  g.single([&] {
    for (std::int64_t k = n > 2 ? n - 2 : 0; k < n; ++k) t.diagonal[k] = a[k * ld + k];
    if (n > 1) t.off_squared[n - 2] = a[(n - 2) * ld + n - 1] * a[(n - 2) * ld + n - 1];
  });
}

RS_INLINE constexpr std::int64_t dense_doubles(std::int64_t levels, bool symmetric) {
  std::int64_t const ld = padded(levels);
  return TestScratch::kDoubles + (symmetric ? 1 : 2) * levels * ld + 4 * ld;
}

/// A - u w^T, or its transpose.
template <class G>
RS_INLINE void fill_deflated(G& g, MccInput const& in, double* a, std::int64_t ld, bool transposed) {
  std::int64_t const n = in.levels();
  g.for_each(n * ld, [&](std::int64_t k) { a[k] = 0.0; });
  g.for_each(in.cells.size(), [&](std::int64_t c) {
    std::int64_t const i = in.cells.row[c], j = in.cells.column[c];
    a[transposed ? j * ld + i : i * ld + j] = in.entry(c);
  });
  double const* const rows = transposed ? in.py.data : in.px.data;
  double const* const columns = transposed ? in.px.data : in.py.data;
  for_each_stepwise(g, n, n, [=](std::int64_t i) {
    double const ui = std::sqrt(rows[i]);
    double* const row = a + i * ld;
    return [=](std::int64_t j) { row[j] -= ui * std::sqrt(columns[j]); };
  });
}

template <class G>
RS_INLINE double dense(G& g, MccInput const& in, Span<double> scratch) {
  std::int64_t const n = in.levels(), ld = padded(n);
  Carver carve{scratch.data};
  TestScratch const tests(carve);
  Tridiagonal const t{carve.take<double>(ld), carve.take<double>(ld)};
  double *const v = carve.take<double>(ld).data, *const w = carve.take<double>(ld).data;
  double* const a = carve.take<double>(n * ld).data;
  fill_deflated(g, in, a, ld, !in.symmetric);
  double* square = a;
  if (!in.symmetric) {  // A A^T from the rows of A^T, which are contiguous
    square = carve.take<double>(n * ld).data;
    g.for_each(n * ld, [&](std::int64_t k) { square[k] = 0.0; });
    for (std::int64_t i = 0; i < n; ++i) {
      double* const to = square + i * ld;
      for_each_stepwise(g, ld, n, [=](std::int64_t k) {
        double const* const row = a + k * ld;
        double const x = row[i];
        return [=](std::int64_t j) { to[j] += x * row[j]; };
      });
    }
  }
  tridiagonalise(g, square, n, ld, t, v, w);
  double const top = largest_magnitude(g, t, n, tests);
  return in.symmetric ? top : std::sqrt(top);
}

/// Steps after which Lanczos' recurrence gives up; what is left then is a cluster closer than its own accuracy.
RS_INLINE constexpr std::int64_t step_limit(std::int64_t levels) { return 3 * levels + 64; }

RS_INLINE constexpr std::int64_t sparse_doubles(std::int64_t levels, std::int64_t cells, bool symmetric) {
  std::int64_t const base = TestScratch::kDoubles + 2 * step_limit(levels) + 5 * levels + cells;
  return symmetric ? base : base + levels + cells + Carver::doubles_for<std::int32_t>(levels + 1);
}

/// A in compressed rows and, if it is not symmetric, the order that sorts its cells by column.
struct SparseMatrix {
  MccInput in;
  Span<double> value;
  Span<double> u, w;              ///< sqrt(px), sqrt(py)
  Span<std::uint64_t> by_column;  ///< column << 32 | cell
  Span<std::int32_t> column_begin;
  Span<double> z;  ///< A^T x
};

template <class G>
RS_INLINE void prepare(G& g, SparseMatrix& m) {
  std::int64_t const cells = m.in.cells.size(), n = m.in.levels();
  g.for_each(cells, [&](std::int64_t c) { m.value[c] = m.in.entry(c); });
  g.for_each(n, [&](std::int64_t i) {
    m.u[i] = std::sqrt(m.in.px[i]);
    m.w[i] = std::sqrt(m.in.py[i]);
  });
  if (m.in.symmetric) return;
  g.for_each(cells, [&](std::int64_t c) {
    m.by_column[c] = static_cast<std::uint64_t>(m.in.cells.column[c]) << 32 | static_cast<std::uint64_t>(c);
  });
  g.sort(m.by_column);
  g.for_each(cells + 1, [&](std::int64_t k) {
    std::int64_t const before = k == 0 ? -1 : static_cast<std::int64_t>(m.by_column[k - 1] >> 32);
    std::int64_t const here = k == cells ? n : static_cast<std::int64_t>(m.by_column[k] >> 32);
    for (std::int64_t j = before + 1; j <= here; ++j) m.column_begin[j] = static_cast<std::int32_t>(k);
  });
}

template <class G>
RS_INLINE double dot(G& g, Span<double const> a, Span<double const> b) {
  return g.template sum<1>(a.size, [&](std::int64_t i, double* term) { term[0] = a[i] * b[i]; })[0];
}

/// y = (A - u w^T) x - back * before.
template <class G>
RS_INLINE void multiply_rows(G& g, SparseMatrix const& m, Span<double const> x, Span<double const> before, double back,
                             Span<double> y) {
  double const wx = dot(g, m.w, x);
  g.for_each(y.size, [&](std::int64_t i) {
    double s = 0;
    for (std::int64_t c = m.in.row_begin[i]; c < m.in.row_begin[i + 1]; ++c) s += m.value[c] * x[m.in.cells.column[c]];
    y[i] = (s - m.u[i] * wx) - back * before[i];
  });
}

/// z = (A - u w^T)^T x.
template <class G>
RS_INLINE void multiply_columns(G& g, SparseMatrix const& m, Span<double const> x) {
  double const ux = dot(g, m.u, x);
  g.for_each(x.size, [&](std::int64_t j) {
    double s = 0;
    for (std::int64_t k = m.column_begin[j]; k < m.column_begin[j + 1]; ++k) {
      auto const c = static_cast<std::int64_t>(m.by_column[k] & 0xFFFFFFFFu);
      s += m.value[c] * x[m.in.cells.row[c]];
    }
    m.z[j] = s - m.w[j] * ux;
  });
}

/// A fixed start vector without structure: splitmix64 of the index, orthogonal to u, of length 1.
template <class G>
RS_INLINE void start_vector(G& g, SparseMatrix const& m, Span<double> x) {
  g.for_each(x.size, [&](std::int64_t i) {
    std::uint64_t h = (static_cast<std::uint64_t>(i) + 1) * 0x9E3779B97F4A7C15ull;
    h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9ull;
    h = (h ^ (h >> 27)) * 0x94D049BB133111EBull;
    x[i] = static_cast<double>((h ^ (h >> 31)) >> 11) * 0x1p-53 - 0.5;
  });
  double const ux = dot(g, m.u, x);
  g.for_each(x.size, [&](std::int64_t i) { x[i] -= ux * m.u[i]; });
  double const norm = std::sqrt(dot(g, x, x));
  g.for_each(x.size, [&](std::int64_t i) { x[i] /= norm; });
}

template <class G>
RS_INLINE double lanczos(G& g, SparseMatrix const& m, Tridiagonal t, Span<double> (&vectors)[3],
                         TestScratch const& tests) {
  constexpr double kExhausted = 1e-14, kSettled = 1e-13;
  Span<double> before = vectors[0], x = vectors[1], y = vectors[2];
  std::int64_t const limit = step_limit(m.in.levels());
  start_vector(g, m, x);
  g.for_each(before.size, [&](std::int64_t i) { before[i] = 0.0; });
  double beta = 0, last = 2;
  for (std::int64_t step = 1, check = 32;; ++step) {
    if (!m.in.symmetric) multiply_columns(g, m, x);
    multiply_rows(g, m, m.in.symmetric ? x : m.z, before, beta, y);
    double const alpha = dot(g, x, y);
    g.for_each(y.size, [&](std::int64_t i) { y[i] -= alpha * x[i]; });
    double const square = dot(g, y, y);
    beta = std::sqrt(square);
    g.single([&] {
      t.diagonal[step - 1] = alpha;
      t.off_squared[step - 1] = square;
    });
    bool const final = beta < kExhausted || step == limit;
    if (final || step == check) {
      double const top = largest_magnitude(g, t, step, tests);
      if (final || std::fabs(top - last) <= kSettled) return top;
      last = top;
      check = step + (step / 4 > 16 ? step / 4 : 16);
    }
    g.for_each(y.size, [&](std::int64_t i) { y[i] /= beta; });
    Span<double> const free = before;
    before = x;
    x = y;
    y = free;
  }
}

template <class G>
RS_INLINE double sparse(G& g, MccInput const& in, Span<double> scratch) {
  std::int64_t const n = in.levels(), cells = in.cells.size();
  Carver carve{scratch.data};
  TestScratch const tests(carve);
  Tridiagonal const t{carve.take<double>(step_limit(n)), carve.take<double>(step_limit(n))};
  Span<double> vectors[3] = {carve.take<double>(n), carve.take<double>(n), carve.take<double>(n)};
  SparseMatrix m{in, carve.take<double>(cells), carve.take<double>(n), carve.take<double>(n), {}, {}, {}};
  if (!in.symmetric) {
    m.by_column = carve.take<std::uint64_t>(cells);
    m.column_begin = carve.take<std::int32_t>(n + 1);
    m.z = carve.take<double>(n);
  }
  prepare(g, m);
  double const top = lanczos(g, m, t, vectors, tests);
  return in.symmetric ? top : std::sqrt(top);
}

}  // namespace mcc_detail

/// Scratch for `levels` compact levels and at most `cells` non-zero cells.
RS_INLINE constexpr std::int64_t mcc_scratch_doubles(std::int64_t levels, std::int64_t cells, bool symmetric) {
  return levels <= kDenseMccLevels ? mcc_detail::dense_doubles(levels, symmetric)
                                   : mcc_detail::sparse_doubles(levels, cells, symmetric);
}

/// O(K^3) up to kDenseMccLevels levels, beyond O(steps * cells). One level gives 1, as the reference has it.
template <class G>
RS_INLINE double maximal_correlation(G& g, MccInput const& in, Span<double> scratch) {
  if (in.levels() == 1) return 1.0;
  return in.levels() <= kDenseMccLevels ? mcc_detail::dense(g, in, scratch) : mcc_detail::sparse(g, in, scratch);
}

}  // namespace radsweep
