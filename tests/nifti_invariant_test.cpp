// What must not matter: byte order, NIfTI version, compression, the road through our own writer.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "io/formats.hpp"
#include "io/nifti_write.hpp"
#include "tests/support/image_files.hpp"

namespace radsweep::test {
namespace {

Image must_read(std::filesystem::path const& path) {
  auto image = read_image(path);
  EXPECT_TRUE(image) << outcome(image);
  return image ? std::move(image).value() : Image{};
}

void expect_same(Image const& a, Image const& b) {
  EXPECT_EQ(a.geometry, b.geometry);
  EXPECT_EQ(a.type, b.type);
  EXPECT_EQ(a.components, b.components);
  EXPECT_EQ(a.bytes, b.bytes);
}

template <class T>
NiftiBytes file_of(int datatype) {
  NiftiBytes file;
  std::vector<T> values(60);
  for (std::size_t k = 0; k < 60; ++k) values[k] = static_cast<T>(k * 2654435761u);
  return file.voxels(datatype, values);
}

template <class T>
void expect_order_does_not_matter(int datatype) {
  TemporaryFolder dir;
  NiftiBytes file = file_of<T>(datatype);
  file.set(116, 2.5f).set<std::int16_t>(252, 1).set(256, 0.1f).set(268, -40.0f);
  expect_same(must_read(dir.write("l.nii", file.bytes())),
              must_read(dir.write("b.nii", big_endian_twin(file, sizeof(T)))));
}

TEST(NiftiReader, ByteOrderDoesNotMatter) {
  expect_order_does_not_matter<std::uint8_t>(2);
  expect_order_does_not_matter<std::int16_t>(4);
  expect_order_does_not_matter<std::int32_t>(8);
  expect_order_does_not_matter<float>(16);
  expect_order_does_not_matter<double>(64);
  expect_order_does_not_matter<std::int64_t>(1024);
}

TEST(NiftiReader, VersionDoesNotMatter) {
  TemporaryFolder dir;
  NiftiBytes one(1), two(2);
  one.set<std::int16_t>(252, 2)
      .set(76, -1.0f)
      .set(256, 0.2f)
      .set(260, -0.3f)
      .set(264, 0.4f)
      .set(268, 12.5f)
      .set(276, -3.25f);
  two.set<std::int32_t>(344, 2).set(104, -1.0).set(352, double{0.2f}).set(360, double{-0.3f}).set(368, double{0.4f});
  two.set(376, 12.5).set(392, -3.25);
  one.set(112, 0.5f), two.set(176, 0.5);
  expect_same(must_read(dir.write("1.nii", one.bytes())), must_read(dir.write("2.nii", two.bytes())));
}

TEST(NiftiReader, CompressionDoesNotMatter) {
  TemporaryFolder dir;
  NiftiBytes const file;
  expect_same(must_read(dir.write("x.nii", file.bytes())), must_read(dir.write("y.nii.gz", gzip(file.bytes()))));
}

TEST(NiftiReader, HeaderExtensionsAreSkipped) {
  TemporaryFolder dir;
  NiftiBytes file;
  Image const expected = must_read(dir.write("x.nii", file.bytes()));
  file.set(108, 384.0f);
  ByteVector const extended = joined({file.header(), ByteVector(32, std::byte{9}), file.payload()});
  expect_same(expected, must_read(dir.write("y.nii", extended)));
  expect_same(expected, must_read(dir.write("z.nii.gz", gzip(extended))));
}

TEST(NiftiReader, VectorComponentsBecomeTheFastestAxis) {
  TemporaryFolder dir;
  NiftiBytes file;
  file.dims({5, 5, 2, 3, 1, 2}).set<std::int16_t>(68, 1007);  // 30 voxels of 2 components, stored one after the other
  Image const image = must_read(dir.write("x.nii", file.bytes()));
  ASSERT_EQ(image.components, 2);
  EXPECT_EQ(image.geometry.size, (Extent3{5, 2, 3}));
  auto const pixels = image.pixels<std::int16_t>();
  for (int v = 0; v < 30; ++v) {
    EXPECT_EQ(pixels[2 * v], 3 * v);
    EXPECT_EQ(pixels[2 * v + 1], 3 * (v + 30));
  }
}

TEST(NiftiReader, TwoDimensionalImagesHaveOneSlice) {
  TemporaryFolder dir;
  NiftiBytes file(1, {5, 12, 1});
  Image const image = must_read(dir.write("x.nii", file.dims({2, 5, 12, 0}).bytes()));
  EXPECT_EQ(image.geometry.size, (Extent3{5, 12, 1}));
  EXPECT_EQ(image.geometry.spacing, (Vec3{0.75, 1.5, 1}));
}

/// Exactly representable in float32, so that the way through the file loses nothing.
Geometry oblique() {
  Geometry g;
  g.size = {6, 5, 4};
  g.spacing = {0.75, 1.25, 2.5};
  g.origin = {-31.5, 17.25, 100.125};
  g.direction = {{{0, 0, -1}, {1, 0, 0}, {0, 1, 0}}};  // left-handed
  return g;
}

Image image_of(PixelType type, Geometry const& geometry) {
  Image image{geometry, type, 1, {}};
  image.bytes.resize(static_cast<std::size_t>(geometry.size.count()) * pixel_size(type));
  for (std::size_t k = 0; k < image.bytes.size(); ++k) image.bytes[k] = static_cast<std::byte>((k * 37) % 63);
  return image;
}

TEST(NiftiWriter, RoundTripIsExact) {
  TemporaryFolder dir;
  for (int t = 0; t < 10; ++t) {
    for (char const* name : {"x.nii", "x.nii.gz"}) {
      Image const image = image_of(static_cast<PixelType>(t), oblique());
      write_nifti(dir / name, image);
      expect_same(image, must_read(dir / name));
    }
  }
}

TEST(NiftiWriter, BothFormsSayTheSame) {
  TemporaryFolder dir;
  Geometry g = oblique();
  double const a = std::cos(0.3), b = std::sin(0.3);
  for (Mat3 direction : {Mat3{{{a, -b, 0}, {b, a, 0}, {0, 0, 1}}}, Mat3{{{-1, 0, 0}, {0, -a, b}, {0, b, a}}},
                         Mat3{{{0, a, b}, {0, -b, a}, {-1, 0, 0}}}}) {
    g.direction = direction;
    write_nifti(dir / "x.nii", image_of(PixelType::kUint8, g));
    Image const sform = must_read(dir / "x.nii");
    ByteVector bytes = slurp(dir / "x.nii");
    bytes[254] = std::byte{0};  // sform_code: the quaternion alone
    Image const qform = must_read(dir.write("q.nii", bytes));
    for (int r = 0; r < 3; ++r)
      for (int c = 0; c < 3; ++c) {
        EXPECT_NEAR(sform.geometry.direction[r][c], direction[r][c], 1e-7);
        EXPECT_NEAR(qform.geometry.direction[r][c], direction[r][c], 1e-6);
      }
  }
}

TEST(NiftiWriter, BytesDependOnTheImageOnly) {
  TemporaryFolder dir;
  Image const image = image_of(PixelType::kInt16, oblique());
  write_nifti(dir / "a.nii.gz", image);
  write_nifti(dir / "b.nii.gz", image);
  ByteVector const bytes = slurp(dir / "a.nii.gz");
  EXPECT_EQ(bytes, slurp(dir / "b.nii.gz"));
  EXPECT_EQ(ByteVector(bytes.begin() + 3, bytes.begin() + 8), ByteVector(5)) << "no name, no time";
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 2) << "no temporary file stays";
}

TEST(NiftiWriter, RefusesWhatDoesNotFit) {
  TemporaryFolder dir;
  Image image = image_of(PixelType::kUint8, oblique());
  auto const refused = [&](std::filesystem::path const& file) -> std::string {
    try {
      write_nifti(file, image);
      return "";
    } catch (FatalError const& e) {
      EXPECT_EQ(e.exit_code(), ExitCode::kOutputFailed);
      return e.problem().code;
    }
  };
  EXPECT_EQ(refused(dir / "missing" / "x.nii"), "E701");
  image.geometry.size = {40000, 1, 1};
  EXPECT_EQ(refused(dir / "x.nii"), "E702");
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
}

}  // namespace
}  // namespace radsweep::test
