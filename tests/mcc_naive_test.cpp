/// MCC against dense eigenvalues: cyclic Jacobi rotations on the symmetric form of Q without eps find the second one,
/// inverse iteration on Q(i,j) = sum_k p(i,k) p(j,k) / (px(i) py(k) + eps) itself moves it to the definition's value.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "tests/support/feature_cases.hpp"

namespace radsweep::test {
namespace {

using Matrix = std::vector<std::vector<long double>>;

/// Eigenvalues of a symmetric matrix, descending, by cyclic Jacobi rotations.
std::vector<long double> jacobi_eigenvalues(Matrix a) {
  std::size_t const n = a.size();
  for (int sweep = 0; sweep < 60; ++sweep) {
    long double off = 0;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        off += a[p][q] * a[p][q];
        if (a[p][q] == 0) continue;
        long double const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        long double const t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
        long double const c = 1 / std::sqrt(t * t + 1), s = t * c;
        for (std::size_t k = 0; k < n; ++k) {
          long double const x = a[k][p], y = a[k][q];
          a[k][p] = c * x - s * y;
          a[k][q] = s * x + c * y;
        }
        for (std::size_t k = 0; k < n; ++k) {
          long double const x = a[p][k], y = a[q][k];
          a[p][k] = c * x - s * y;
          a[q][k] = s * x + c * y;
        }
      }
    }
    if (off < 1e-36L) break;
  }
  std::vector<long double> out(n);
  for (std::size_t k = 0; k < n; ++k) out[k] = a[k][k];
  std::sort(out.rbegin(), out.rend());
  return out;
}

struct Case {
  std::vector<std::int32_t> grey;
  Counts counts;
};

struct Marginals {
  Matrix p;
  std::vector<long double> px, py;
};
Marginals marginals_of(Case const& c) {
  std::size_t const n = c.grey.size();
  Marginals m{Matrix(n, std::vector<long double>(n)), std::vector<long double>(n), std::vector<long double>(n)};
  long double total = 0;
  for (auto const& [cell, count] : c.counts) total += count;
  for (auto const& [cell, count] : c.counts) {
    auto const i = static_cast<std::size_t>(cell.first - 1), j = static_cast<std::size_t>(cell.second - 1);
    m.p[i][j] = count / total;
    m.px[i] += count / total;
    m.py[j] += count / total;
  }
  return m;
}

/// sqrt of the second eigenvalue of Q, through the similar symmetric matrix; without eps.
double jacobi_mcc(Case const& c) {
  Marginals const m = marginals_of(c);
  std::size_t const n = c.grey.size();
  Matrix b(n, std::vector<long double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (m.px[i] == 0 || m.px[j] == 0) continue;
      for (std::size_t k = 0; k < n; ++k) {
        if (m.py[k] > 0) b[i][j] += m.p[i][k] * m.p[j][k] / m.py[k] / std::sqrt(m.px[i] * m.px[j]);
      }
    }
  }
  return static_cast<double>(std::sqrt(std::max(0.0L, jacobi_eigenvalues(b)[1])));
}

/// As jacobi_mcc, with eps: the eigenvalue of Q next to it, by inverse iteration with Gauss elimination.
double definition_mcc(Case const& c) {
  Marginals const m = marginals_of(c);
  std::size_t const n = c.grey.size();
  long double const start = jacobi_mcc(c);
  long double const shift = start * start * (1 + 1e-7L) + 1e-12L;
  Matrix q(n, std::vector<long double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) q[i][j] += m.p[i][k] * m.p[j][k] / (m.px[i] * m.py[k] + 0x1p-52L);
    }
    q[i][i] -= shift;
  }
  long double value = 0;
  std::vector<long double> x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = std::cos(static_cast<long double>(3 * i + 1));
  for (int step = 0; step < 12; ++step) {
    Matrix a = q;
    std::vector<long double> y = x;
    for (std::size_t k = 0; k < n; ++k) {
      std::size_t pivot = k;
      for (std::size_t i = k + 1; i < n; ++i) pivot = std::abs(a[i][k]) > std::abs(a[pivot][k]) ? i : pivot;
      std::swap(a[k], a[pivot]);
      std::swap(y[k], y[pivot]);
      for (std::size_t i = k + 1; i < n; ++i) {
        long double const f = a[i][k] / a[k][k];
        for (std::size_t j = k; j < n; ++j) a[i][j] -= f * a[k][j];
        y[i] -= f * y[k];
      }
    }
    for (std::size_t k = n; k-- > 0;) {
      for (std::size_t j = k + 1; j < n; ++j) y[k] -= a[k][j] * y[j];
      y[k] /= a[k][k];
    }
    long double xx = 0, xy = 0, yy = 0;
    for (std::size_t i = 0; i < n; ++i) xx += x[i] * x[i], xy += x[i] * y[i], yy += y[i] * y[i];
    value = shift + xx / xy;
    for (std::size_t i = 0; i < n; ++i) x[i] = y[i] / std::sqrt(yy);
  }
  return static_cast<double>(std::sqrt(value));
}

double program_mcc(Case const& c, bool symmetric) { return FeatureRunner(c.grey).glcm(c.counts, symmetric).at("MCC"); }

Case empty_case(int levels) {
  Case c;
  for (int i = 1; i <= levels; ++i) c.grey.push_back(i);
  return c;
}

/// Pairs of correlated levels; `density` is how many pairs there are per level.
Case random_case(int levels, double correlation, int pairs, bool symmetric, unsigned seed) {
  Case c = empty_case(levels);
  std::mt19937 random(seed);
  auto const normal = [&] {
    double s = 0;
    for (int k = 0; k < 12; ++k) s += static_cast<double>(random() % 10000) / 10000;
    return s - 6;
  };
  auto const level = [&](double x) { return std::clamp(static_cast<int>((x + 3) / 6 * levels) + 1, 1, levels); };
  for (int k = 0; k < pairs; ++k) {
    double const a = normal(), b = correlation * a + std::sqrt(1 - correlation * correlation) * normal();
    c.counts[{level(a), level(b)}] += 1;
    if (symmetric) c.counts[{level(b), level(a)}] += 1;
  }
  return c;
}

}  // namespace

TEST(Mcc, EqualsJacobiEigenvalueOfRandomSymmetricMatrices) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    int const levels = 2 + static_cast<int>(seed * 7 % 39);
    double const correlation = (seed % 11) / 10.0 - (seed % 2);
    Case const c = random_case(levels, std::clamp(correlation, -0.95, 0.95), 20 * levels + 10, true, seed);
    EXPECT_NEAR(program_mcc(c, true), jacobi_mcc(c), 1e-10) << "levels " << levels << " seed " << seed;
  }
}

TEST(Mcc, EqualsJacobiEigenvalueOfRandomAsymmetricMatrices) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    int const levels = 2 + static_cast<int>(seed * 5 % 31);
    Case const c = random_case(levels, 0.6, 15 * levels + 10, false, 1000 + seed);
    EXPECT_NEAR(program_mcc(c, false), jacobi_mcc(c), 1e-10) << "levels " << levels << " seed " << seed;
  }
}

TEST(Mcc, AsymmetricProgramAgreesOnSymmetricMatrices) {
  for (int levels : {2, 9, 40, 80, 81, 120}) {
    Case const c = random_case(levels, 0.7, 30 * levels, true, 5);
    EXPECT_NEAR(program_mcc(c, true), program_mcc(c, false), 1e-10) << levels;
  }
}

/// Every level meets its neighbours, so that the second eigenvalue is well below 1 and inverse iteration finds it.
TEST(Mcc, LanczosEqualsTheDefinition) {
  for (unsigned seed = 0; seed < 6; ++seed) {
    int const levels = 81 + 12 * static_cast<int>(seed);
    for (bool symmetric : {true, false}) {
      Case c = random_case(levels, 0.3 + 0.1 * seed, 40 * levels, symmetric, seed);
      for (int i = 1; i < levels; ++i) {
        c.counts[{i, i + 1}] += 2;
        c.counts[{i + 1, i}] += 2;
      }
      EXPECT_NEAR(program_mcc(c, symmetric), definition_mcc(c), 1e-12) << levels << symmetric;
    }
  }
}

/// Two groups of levels that never meet: the second singular value is 1.
TEST(Mcc, LevelsInSeparateGroupsGiveOne) {
  for (int levels : {4, 20, 60, 130}) {
    Case c = empty_case(levels);
    for (int i = 1; i <= levels; ++i) {
      for (int j = 1; j <= levels; ++j) {
        if ((i <= levels / 2) == (j <= levels / 2)) c.counts[{i, j}] = 1 + (i * j) % 5 + (i + j) % 3;
      }
    }
    EXPECT_NEAR(program_mcc(c, true), 1, 1e-10) << levels;
    EXPECT_NEAR(program_mcc(c, false), 1, 1e-10) << levels;
  }
}

/// A weak link between two groups: eigenvalues 1 and 1 - O(link), others far away or, with many equal groups, close by.
TEST(Mcc, NearlyDegenerateEigenvaluesAreTold) {
  for (int groups : {2, 3, 5}) {
    for (double link : {1.0, 1e-2, 1e-4, 1e-6}) {
      int const size = 4, levels = groups * size;
      Case c = empty_case(levels);
      for (int i = 0; i < levels; ++i) {
        for (int j = 0; j < levels; ++j) {
          bool const same = i / size == j / size;
          c.counts[{i + 1, j + 1}] = same ? 100 + (i * j + i + j) % 7 : link * (1 + (i + j) % 2);
        }
      }
      EXPECT_NEAR(program_mcc(c, true), jacobi_mcc(c), 1e-10) << groups << ' ' << link;
    }
  }
}

/// A path on which only neighbours meet, reflected at its ends: P = (I + S) / 2 with S the walk on the path, whose
/// eigenvalues are cos(pi k / n). All px are 1 / n, so eps divides Q by 1 + eps n^2. The eigenvalues crowd towards 1.
TEST(Mcc, LongPathOfLevels) {
  for (int levels : {2, 3, 30, 80, 81, 200, 700}) {
    Case c = empty_case(levels);
    for (int i = 1; i <= levels; ++i) {
      c.counts[{i, i}] = i == 1 || i == levels ? 3 : 2;
      if (i < levels) c.counts[{i, i + 1}] = c.counts[{i + 1, i}] = 1;
    }
    double const n = levels, top = (1 + std::cos(std::acos(-1.0) / n)) / 2;
    for (bool symmetric : {true, false}) {
      EXPECT_NEAR(program_mcc(c, symmetric), top / std::sqrt(1 + 0x1p-52 * n * n), 1e-12) << levels << symmetric;
    }
  }
}

TEST(Mcc, IndependentLevelsGiveZero) {
  Case c = empty_case(6);
  int const weight[] = {1, 2, 3, 5, 7, 11};
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) c.counts[{i + 1, j + 1}] = weight[i] * weight[j];
  }
  EXPECT_NEAR(program_mcc(c, true), 0, 1e-7);
  EXPECT_NEAR(program_mcc(c, false), 0, 1e-7);
}

/// All levels in one cell: nothing is left after the first singular value. One level in the ROI is 1 by definition.
TEST(Mcc, OneLevel) {
  Case c = empty_case(1);
  c.counts[{1, 1}] = 10;
  EXPECT_EQ(program_mcc(c, true), 1);
  c = empty_case(3);
  c.counts[{2, 2}] = 10;
  EXPECT_NEAR(program_mcc(c, true), 0, 1e-10);
  EXPECT_NEAR(program_mcc(c, false), 0, 1e-7);
}

/// eps in the definition: a pair of rare levels apart from the rest has p = px = py = 1e-4 / 2, where
/// Q = p^2 / (p^2 + eps), and MCC, its root, falls short of 1 by eps / (2 p^2) = 1.1e-16 / 2.5e-9 = 4.4e-8.
TEST(Mcc, RareSeparateLevelsShowEps) {
  Case c = empty_case(3);
  c.counts[{1, 1}] = 19998;
  c.counts[{2, 2}] = 1;
  c.counts[{3, 3}] = 1;
  double const p = 1.0 / 20000;
  double const expected = std::sqrt(p * p / (p * p + 0x1p-52));
  EXPECT_LT(expected, 1 - 4e-8);
  EXPECT_NEAR(program_mcc(c, true), expected, 1e-11);
}

}  // namespace radsweep::test
