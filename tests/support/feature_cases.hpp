#pragma once
/// Small grids of grey levels and count matrices made from them by plain counting over every voxel and neighbour, so
/// that the feature tests need no matrix program. Feature values come back by name.

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "kernels/core/group.hpp"
#include "kernels/features/angles.hpp"
#include "kernels/features/catalogue.hpp"
#include "kernels/features/firstorder_program.hpp"
#include "kernels/features/glcm_program.hpp"
#include "kernels/features/ngtdm.hpp"
#include "kernels/features/sized_program.hpp"
#include "tests/support/agreement.hpp"
#include "tests/support/spans.hpp"

namespace radsweep::test {

/// Grey levels of a box, x fastest, 0 outside the ROI.
struct Grid {
  int nx = 0, ny = 0, nz = 0;
  std::vector<int> level;

  int at(int x, int y, int z) const {
    bool const inside = x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz;
    return inside ? level[static_cast<std::size_t>((z * ny + y) * nx + x)] : 0;
  }
  /// Calls f(x, y, z, level) for every voxel of the ROI.
  template <class F>
  void each(F f) const {
    for (int z = 0; z < nz; ++z) {
      for (int y = 0; y < ny; ++y) {
        for (int x = 0; x < nx; ++x) {
          if (at(x, y, z) > 0) f(x, y, z, at(x, y, z));
        }
      }
    }
  }
  /// Levels that occur, ascending.
  std::vector<std::int32_t> grey() const {
    std::set<std::int32_t> seen;
    each([&](int, int, int, int l) { seen.insert(l); });
    return {seen.begin(), seen.end()};
  }
};

/// IBSI's digital phantom: 5 x 4 x 4, 74 voxels of 2 x 2 x 2 mm.
inline Grid ibsi_phantom() {
  return {5, 4, 4, {1, 4, 4, 1, 1, 1, 4, 6, 1, 1, 4, 1, 6, 4, 1, 4, 4, 6, 4, 1,  //
                    1, 4, 4, 1, 1, 1, 1, 6, 1, 1, 0, 1, 3, 1, 1, 4, 4, 6, 1, 1,  //
                    1, 4, 4, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 6, 1, 1,  //
                    1, 4, 4, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6, 1, 1}};
}

/// A random ROI with holes; levels step, 2 step, ... levels * step.
inline Grid random_grid(int nx, int ny, int nz, int levels, double density, unsigned seed, int step = 1) {
  std::mt19937 random(seed);
  Grid g{nx, ny, nz, std::vector<int>(static_cast<std::size_t>(nx) * ny * nz)};
  for (int& l : g.level) {
    bool const inside = static_cast<double>(random() % 1000) < density * 1000;
    l = inside ? step * static_cast<int>(1 + random() % static_cast<unsigned>(levels)) : 0;
  }
  return g;
}

/// One half of the neighbourhood of Chebyshev radius 1 (13, or 4 within slices), in PyRadiomics' order.
inline std::vector<Offset3> half_neighbourhood(bool in_slice = false) {
  std::vector<Offset3> out;
  for (int z = 1; z >= 0; --z) {
    for (int y = 1; y >= -1; --y) {
      for (int x = 1; x >= -1; --x) {
        bool const half = z > 0 || y > 0 || (y == 0 && x > 0);
        if (half && !(in_slice && z != 0)) out.push_back({x, y, z});
      }
    }
  }
  return out;
}
/// Both halves.
inline std::vector<Offset3> neighbourhood(bool in_slice = false) {
  std::vector<Offset3> out = half_neighbourhood(in_slice);
  for (std::size_t k = 0, half = out.size(); k < half; ++k) out.push_back({-out[k].x, -out[k].y, -out[k].z});
  return out;
}

/// A count matrix by (grey level, column).
using Counts = std::map<std::pair<int, int>, double>;

/// Pairs of levels at one offset; `columns` are grey levels.
inline Counts naive_glcm(Grid const& g, Offset3 d, bool symmetric = true) {
  Counts out;
  g.each([&](int x, int y, int z, int l) {
    int const other = g.at(x + d.x, y + d.y, z + d.z);
    if (other == 0) return;
    out[{l, other}] += 1;
    if (symmetric) out[{other, l}] += 1;
  });
  return out;
}

/// Runs along one offset.
inline Counts naive_glrlm(Grid const& g, Offset3 d) {
  Counts out;
  g.each([&](int x, int y, int z, int l) {
    if (g.at(x - d.x, y - d.y, z - d.z) == l) return;
    int length = 1;
    while (g.at(x + length * d.x, y + length * d.y, z + length * d.z) == l) ++length;
    out[{l, length}] += 1;
  });
  return out;
}

/// Connected zones of one level, by flood fill.
inline Counts naive_glszm(Grid g, bool in_slice = false) {
  Counts out;
  auto const around = neighbourhood(in_slice);
  g.each([&](int x0, int y0, int z0, int l) {
    int size = 0;
    std::vector<std::array<int, 3>> todo{{x0, y0, z0}};
    g.level[static_cast<std::size_t>((z0 * g.ny + y0) * g.nx + x0)] = 0;
    while (!todo.empty()) {
      auto const [x, y, z] = todo.back();
      todo.pop_back();
      ++size;
      for (Offset3 d : around) {
        if (g.at(x + d.x, y + d.y, z + d.z) != l) continue;
        g.level[static_cast<std::size_t>(((z + d.z) * g.ny + y + d.y) * g.nx + x + d.x)] = 0;
        todo.push_back({x + d.x, y + d.y, z + d.z});
      }
    }
    out[{l, size}] += 1;
  });
  return out;
}

/// 1 + neighbours of equal level.
inline Counts naive_gldm(Grid const& g, bool in_slice = false) {
  Counts out;
  g.each([&](int x, int y, int z, int l) {
    int same = 1;
    for (Offset3 d : neighbourhood(in_slice)) same += g.at(x + d.x, y + d.y, z + d.z) == l;
    out[{l, same}] += 1;
  });
  return out;
}

/// n_i and s_i by grey level.
struct Ngtdm {
  std::vector<std::int32_t> grey;
  std::vector<std::uint32_t> n;
  std::vector<double> s;
};
inline Ngtdm naive_ngtdm(Grid const& g, bool in_slice = false) {
  std::map<int, std::pair<std::uint32_t, double>> rows;
  g.each([&](int x, int y, int z, int l) {
    double sum = 0, neighbours = 0;
    for (Offset3 d : neighbourhood(in_slice)) {
      int const other = g.at(x + d.x, y + d.y, z + d.z);
      sum += other;
      neighbours += other > 0;
    }
    rows[l].first += 1;
    if (neighbours > 0) rows[l].second += std::abs(l - sum / neighbours);
  });
  Ngtdm out;
  for (auto const& [level, row] : rows) {
    out.grey.push_back(level);
    out.n.push_back(row.first);
    out.s.push_back(row.second);
  }
  return out;
}

inline Counts sum_of(std::vector<Counts> const& all) {
  Counts out;
  for (Counts const& one : all) {
    for (auto const& [cell, count] : one) out[cell] += count;
  }
  return out;
}

/// Counts as the programs take them.
struct Cells {
  std::vector<std::int32_t> row, column;
  std::vector<double> count;
  bool integral = true;

  CellView view() const { return {span_of(row), span_of(column), span_of(count), integral}; }
};
/// `column_levels`: columns are grey levels too.
inline Cells cells_of(Counts const& counts, std::vector<std::int32_t> const& grey, bool column_levels) {
  auto const compact = [&](int level) {
    for (std::size_t k = 0; k < grey.size(); ++k) {
      if (grey[k] == level) return static_cast<std::int32_t>(k);
    }
    throw std::out_of_range("level is not present");
  };
  Cells out;
  for (auto const& [cell, count] : counts) {
    out.row.push_back(compact(cell.first));
    out.column.push_back(column_levels ? compact(cell.second) : cell.second);
    out.count.push_back(count);
    out.integral = out.integral && count == std::floor(count);
  }
  return out;
}

/// A row of values under their names.
inline Values named(std::string const& feature_class, std::vector<double> const& row) {
  Values out;
  auto const& features = find_class(feature_class)->features;
  for (std::size_t f = 0; f < row.size(); ++f) out[std::string(features[static_cast<std::int64_t>(f)].name)] = row[f];
  return out;
}

/// The values of one class; counts as the naive builders give them. Scratch is exactly as large as asked for and full
/// of NaN, so that what a program forgets to write shows.
class FeatureRunner {
 public:
  explicit FeatureRunner(std::vector<std::int32_t> grey) : grey_(std::move(grey)) {}

  template <class G = SerialGroup>
  std::vector<double> glcm_row(Cells const& cells, bool symmetric = true) const {
    auto const levels = static_cast<std::int64_t>(grey_.size());
    std::vector<double> out(kGlcmFeatures);
    auto scratch = scratch_of(glcm_scratch_doubles(levels, grey_.back(), cells.view().size(), symmetric));
    G g;
    glcm_features(g, cells.view(), span_of(grey_), symmetric, span_of(scratch), span_of(out));
    return out;
  }
  template <class G = SerialGroup>
  std::vector<double> sized_row(std::string const& feature_class, Cells const& cells) const {
    auto scratch = scratch_of(sized_scratch_doubles(static_cast<std::int64_t>(grey_.size()), cells.view().size()));
    std::vector<double> out(static_cast<std::size_t>(find_class(feature_class)->defaults));
    auto const run = [&](auto program) {
      G g;
      program(g, cells.view(), span_of(grey_), span_of(scratch), span_of(out));
    };
    if (feature_class == "glrlm") run([](auto& g, auto... a) { glrlm_features(g, a...); });
    if (feature_class == "glszm") run([](auto& g, auto... a) { glszm_features(g, a...); });
    if (feature_class == "gldm") run([](auto& g, auto... a) { gldm_features(g, a...); });
    return out;
  }
  template <class G = SerialGroup>
  std::vector<double> ngtdm_row(Ngtdm const& m) const {
    auto scratch = scratch_of(ngtdm_scratch_doubles(static_cast<std::int64_t>(m.grey.size())));
    std::vector<double> out(kNgtdmFeatures);
    G g;
    ngtdm_features(g, NgtdmView{span_of(m.n), span_of(m.s)}, span_of(m.grey), span_of(scratch), span_of(out));
    return out;
  }

  Values glcm(Counts const& counts, bool symmetric = true) const {
    return named("glcm", glcm_row(cells_of(counts, grey_, true), symmetric));
  }
  Values sized(std::string const& feature_class, Counts const& counts) const {
    return named(feature_class, sized_row(feature_class, cells_of(counts, grey_, false)));
  }
  Values ngtdm(Ngtdm const& m) const { return named("ngtdm", ngtdm_row(m)); }

  /// Mean over angles of a class whose matrices are made by `build(offset)`.
  Values mean(std::string const& feature_class, std::vector<Offset3> const& angles,
              std::function<Counts(Offset3)> const& build) const {
    std::vector<double> rows;
    for (Offset3 d : angles) {
      auto const cells = cells_of(build(d), grey_, feature_class == "glcm");
      auto const row = feature_class == "glcm" ? glcm_row(cells) : sized_row(feature_class, cells);
      rows.insert(rows.end(), row.begin(), row.end());
    }
    std::vector<double> out(rows.size() / angles.size());
    SerialGroup g;
    mean_over_angles(g, span_of(std::as_const(rows)), static_cast<std::int64_t>(out.size()), span_of(out));
    return named(feature_class, out);
  }

 private:
  static std::vector<double> scratch_of(std::int64_t doubles) {
    return std::vector<double>(static_cast<std::size_t>(doubles), std::nan(""));
  }

  std::vector<std::int32_t> grey_;
};

/// First order values by name.
template <class G = SerialGroup>
Values first_order_values(std::vector<double> const& values, std::vector<std::uint32_t> const& histogram,
                          double shift = 0, double voxel_volume = 1) {
  std::vector<double> scratch(static_cast<std::size_t>(first_order_scratch_doubles(std::ssize(values))), std::nan(""));
  std::vector<double> out(kFirstOrderFeatures);
  G g;
  first_order_features(g, {span_of(values), span_of(histogram), shift, voxel_volume}, span_of(scratch), span_of(out));
  return named("firstorder", out);
}

}  // namespace radsweep::test
