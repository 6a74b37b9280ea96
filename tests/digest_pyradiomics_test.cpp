// diagnostics_*_Hash of PyRadiomics: SHA-1 of the raw little-endian pixels, of the mask after the cast to uint32.
#include <gtest/gtest.h>

#include <map>

#include "host/core/digest.hpp"
#include "io/formats.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/image_files.hpp"

namespace radsweep::test {
namespace {

std::string image_hash(std::filesystem::path const& file) {
  auto const image = read_image(file);
  return image ? sha1_hex(image.value().bytes.data(), image.value().bytes.size()) : outcome(image);
}

std::string mask_hash(std::filesystem::path const& file) {
  auto const mask = read_image(file);
  if (!mask) return outcome(mask);
  std::vector<std::uint32_t> labels;
  visit_pixels(mask.value(), [&](auto pixels) {
    for (auto v : pixels) labels.push_back(static_cast<std::uint32_t>(v));
  });
  return sha1_hex(labels.data(), 4 * labels.size());
}

TEST(Digest, PhantomsAsPyradiomics) {
  auto const dir = golden_dir() / "phantoms";
  std::map<std::string, std::pair<std::string, std::string>> files;
  for (auto const& row : read_csv(dir / "cases.csv").rows) files[row[0]] = {row[1], row[2]};
  Csv const golden = read_csv(golden_dir() / "pyradiomics301_diagnostics.csv");
  std::size_t const params = golden.column("params"), feature = golden.column("feature"),
                    value = golden.column("value");
  int checked = 0;
  for (auto const& row : golden.rows) {
    if (row[params] != "default") continue;
    auto const& [image, mask] = files.at(row[golden.column("case")]);
    bool const is_image = row[feature] == "diagnostics_Image-original_Hash";
    if (!is_image && row[feature] != "diagnostics_Mask-original_Hash") continue;
    EXPECT_EQ(is_image ? image_hash(dir / image) : mask_hash(dir / mask), row[value]) << (is_image ? image : mask);
    ++checked;
  }
  EXPECT_GT(checked, 20);
}

TEST(Digest, PublishedCasesAsPyradiomics) {
  auto const shared = shared_dir();
  if (!shared) GTEST_SKIP() << "no shared folder with published images: set RADSWEEP_SHARED";
  auto const images = *shared / "data" / "images" / "pyradiomics";
  Csv const baseline = read_csv(*shared / "data" / "reference" / "pyradiomics_baseline" / "baseline_firstorder.csv");
  int checked = 0;
  for (auto const& row : baseline.rows) {
    bool const image = row[0] == "diagnostics_Image-original_Hash", mask = row[0] == "diagnostics_Mask-original_Hash";
    if (!image && !mask) continue;
    for (char const* name : {"brain1", "brain2", "breast1", "lung1", "lung2"}) {
      auto const file = images / (std::string(name) + (image ? "_image.nrrd" : "_label.nrrd"));
      if (!std::filesystem::exists(file)) continue;  // the lung images are not among the published files at hand
      EXPECT_EQ(image ? image_hash(file) : mask_hash(file), row[baseline.column(name)]) << file;
      ++checked;
    }
  }
  EXPECT_EQ(checked, 8);
}

}  // namespace
}  // namespace radsweep::test
