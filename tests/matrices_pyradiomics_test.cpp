/// Matrix programs against the matrices in PyRadiomics' own test data (tag v3.0.1, data/baseline/*.npy): brain1,
/// brain2, breast1, binWidth 25, 3D, distance 1, symmetric GLCM. Counts must be equal, also in the order of the angles.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "host/core/image.hpp"
#include "io/formats.hpp"
#include "kernels/matrix/glcm.hpp"
#include "kernels/matrix/glrlm.hpp"
#include "kernels/matrix/glszm.hpp"
#include "kernels/matrix/ngtdm.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;

/// A matrix in NumPy's file format, of doubles.
struct Array {
  std::vector<std::size_t> shape;
  bool columns_first = false;
  std::vector<double> values;

  double at(std::size_t i, std::size_t j, std::size_t k = 0) const {
    if (columns_first) return values[i + shape[0] * (j + shape[1] * k)];
    return values[(i * shape[1] + j) * (shape.size() > 2 ? shape[2] : 1) + k];
  }
};

Array read_npy(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::string const bytes{std::istreambuf_iterator<char>(in), {}};
  std::size_t const header = static_cast<unsigned char>(bytes.at(8)) + 256u * static_cast<unsigned char>(bytes.at(9));
  std::string const text = bytes.substr(10, header);
  if (text.find("'<f8'") == std::string::npos) throw std::runtime_error("not an array of doubles: " + text);
  std::string const shape = text.substr(text.find('('));
  Array out;
  out.columns_first = text.find("'fortran_order': True") != std::string::npos;
  std::regex const number("[0-9]+");
  for (std::sregex_iterator at(shape.begin(), shape.end(), number), end; at != end; ++at) {
    out.shape.push_back(std::stoul(at->str()));
  }
  out.values.resize((bytes.size() - 10 - header) / sizeof(double));
  std::memcpy(out.values.data(), bytes.data() + 10 + header, out.values.size() * sizeof(double));
  return out;
}

std::vector<std::int32_t> whole_numbers(fs::path const& file) {
  std::vector<std::int32_t> out;
  Image const image = read_image(file).value();
  visit_pixels(image, [&](auto pixels) {
    for (auto v : pixels) out.push_back(static_cast<std::int32_t>(v));
  });
  return out;
}

/// Label 1 of the case in grey levels of width 25: floor(x / 25) - floor(min / 25) + 1.
LevelRoi discretised(fs::path const& images, std::string const& name) {
  auto const values = whole_numbers(images / (name + "_image.nrrd"));
  auto const labels = whole_numbers(images / (name + "_label.nrrd"));
  auto const bin = [](std::int32_t v) { return static_cast<std::int32_t>(std::floor(v / 25.0)); };
  std::int32_t lowest = INT32_MAX;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (labels[k] == 1) lowest = std::min(lowest, bin(values[k]));
  }
  std::vector<std::int32_t> grey(values.size(), 0);
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (labels[k] == 1) grey[k] = bin(values[k]) - lowest + 1;
  }
  return {read_image(images / (name + "_image.nrrd")).value().geometry.size, grey};
}

class Matrices : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    auto const shared = shared_dir();
    if (!shared) GTEST_SKIP() << "PyRadiomics' test images are not here: set RADSWEEP_SHARED";
    shared_ = *shared;
    roi_ = std::make_unique<LevelRoi>(discretised(shared_ / "data" / "images" / "pyradiomics", GetParam()));
    angles_ = roi_->offsets();
  }
  Array baseline(std::string const& matrix) const {
    return read_npy(shared_ / "data" / "reference" / "pyradiomics_baseline" / (GetParam() + "_" + matrix + ".npy"));
  }
  std::int64_t voxels() const { return roi_->view().shape.voxel.size; }
  std::int64_t offset_count() const { return static_cast<std::int64_t>(angles_.size()); }

  /// Compares sparse counts with a dense array whose columns are the sizes present in any angle.
  void expect_sized(Array const& expected, std::vector<Histogram> const& angles) const {
    std::set<std::int64_t> sizes;
    for (Histogram const& h : angles) {
      for (auto const& [cell, count] : h) sizes.insert(cell.second);
    }
    ASSERT_EQ(expected.shape[0], static_cast<std::size_t>(roi_->levels()));
    ASSERT_EQ(expected.shape[1], sizes.size());
    for (std::size_t a = 0; a < angles.size(); ++a) {
      for (std::int32_t i = 0; i < roi_->levels(); ++i) {
        std::size_t j = 0;
        for (std::int64_t size : sizes) {
          auto const cell = angles[a].find({roi_->grey(i), size});
          EXPECT_EQ(cell == angles[a].end() ? 0.0 : cell->second, expected.at(static_cast<std::size_t>(i), j++, a))
              << "angle " << a << ", level " << roi_->grey(i) << ", size " << size;
        }
      }
    }
  }

  fs::path shared_;
  std::unique_ptr<LevelRoi> roi_;
  std::vector<Offset3> angles_;
};

TEST_P(Matrices, GlcmIsEqualAngleByAngle) {
  Array const expected = baseline("glcm");
  ASSERT_EQ(expected.shape, (std::vector<std::size_t>{static_cast<std::size_t>(roi_->levels()),
                                                      static_cast<std::size_t>(roi_->levels()), angles_.size()}));
  auto const layout = GlcmLayout::choose(roi_->levels(), voxels());
  CountArena arena(glcm_need(roi_->levels(), voxels(), true, layout));
  for (std::size_t a = 0; a < angles_.size(); ++a) {
    auto const size = count_glcm(SerialGroup{}, roi_->view(), angles_[a], true, layout, arena.scratch(), arena.cells());
    Histogram const cells = arena.histogram(*roi_, size, true);
    double total = 0;
    for (auto const& [cell, count] : cells) total += count;
    for (std::int32_t i = 0; i < roi_->levels(); ++i) {
      for (std::int32_t j = 0; j < roi_->levels(); ++j) {
        auto const cell = cells.find({roi_->grey(i), roi_->grey(j)});
        EXPECT_EQ(cell == cells.end() ? 0.0 : cell->second / total,
                  expected.at(static_cast<std::size_t>(i), static_cast<std::size_t>(j), a));
      }
    }
  }
}

TEST_P(Matrices, GlrlmIsEqualAngleByAngle) {
  std::vector<Histogram> angles;
  for (Offset3 d : angles_) {
    std::int32_t const longest = longest_run(roi_->view().shape, d);
    CountArena arena(glrlm_need(roi_->levels(), voxels(), longest, longest));
    auto const size = count_glrlm(SerialGroup{}, roi_->view(), d, longest, arena.scratch(), arena.cells());
    angles.push_back(arena.histogram(*roi_, size));
    std::uint32_t found = 0;
    EXPECT_TRUE(line_holds_pair(SerialGroup{}, roi_->view().shape, roi_->view().level, d, &found));
  }
  expect_sized(baseline("glrlm"), angles);
}

TEST_P(Matrices, GlszmIsEqual) {
  std::int32_t const dense = glszm_dense_sizes(roi_->levels(), voxels());
  CountArena arena(glszm_need(roi_->view().shape, roi_->levels(), dense));
  auto const size = count_glszm(SerialGroup{}, roi_->view(), span_of(angles_), dense, arena.scratch(), arena.cells());
  expect_sized(baseline("glszm"), {arena.histogram(*roi_, size)});
}

TEST_P(Matrices, GldmIsEqual) {
  std::int32_t const dense = gldm_dense_sizes(roi_->levels(), voxels(), offset_count());
  CountArena arena(gldm_need(roi_->levels(), voxels(), offset_count(), dense));
  auto const size = count_gldm(SerialGroup{}, roi_->view(), span_of(angles_), 0, dense, arena.scratch(), arena.cells());
  expect_sized(baseline("gldm"), {arena.histogram(*roi_, size)});
}

/// PyRadiomics adds |i - mean| voxel by voxel in doubles; here the integers |c i - sum| are added first and divided by
/// c once. So n is equal and s agrees within the rounding of its own additions, at most voxels * 2^-53 relative.
TEST_P(Matrices, NgtdmIsEqualUpToTheOrderOfAdditions) {
  Array const expected = baseline("ngtdm");
  CountArena arena(ngtdm_need(roi_->levels(), offset_count()));
  std::vector<std::uint32_t> n(static_cast<std::size_t>(roi_->levels()));
  std::vector<double> s(n.size());
  count_ngtdm(SerialGroup{}, roi_->view(), span_of(angles_), arena.scratch(), {span_of(n), span_of(s)});
  ASSERT_EQ(expected.shape, (std::vector<std::size_t>{n.size(), 3}));
  double largest = 0;
  for (std::size_t i = 0; i < n.size(); ++i) {
    EXPECT_EQ(n[i], expected.at(i, 0));
    EXPECT_EQ(roi_->grey(static_cast<std::int32_t>(i)), expected.at(i, 2));
    EXPECT_NEAR(s[i], expected.at(i, 1), static_cast<double>(voxels()) * 0x1p-53 * expected.at(i, 1));
    if (s[i] != 0) largest = std::max(largest, std::abs(s[i] - expected.at(i, 1)) / s[i]);
  }
  RecordProperty("largest_relative_difference", testing::PrintToString(largest));
}

INSTANTIATE_TEST_SUITE_P(PyRadiomics, Matrices, testing::Values("brain1", "brain2", "breast1"),
                         [](auto const& info) { return info.param; });

}  // namespace
}  // namespace radsweep::test
