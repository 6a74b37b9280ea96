// NIfTI files that lie: each fault is refused with its code and the numbers, before anything large is allocated.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <limits>

#include "io/formats.hpp"
#include "tests/support/image_files.hpp"

namespace radsweep::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN(), kInf = std::numeric_limits<float>::infinity();

class NiftiFaults : public testing::Test {
 protected:
  std::string read(std::string_view name, std::span<std::byte const> bytes) {
    warnings_.clear();
    return outcome(read_image(dir_.write(name, bytes), &warnings_));
  }
  std::string read(NiftiBytes const& file) { return read("x.nii", file.bytes()); }
  std::string warned() const {
    std::string codes;
    for (Problem const& w : warnings_) codes += w.code + " ";
    return codes;
  }

  TemporaryFolder dir_;
  Warnings warnings_;
  ByteVector const plain_ = NiftiBytes().bytes();  // 352 + 120 bytes
};

TEST_F(NiftiFaults, TruncatedGzipNamesBothSizes) {
  NiftiBytes big(1, {64, 64, 16});
  ByteVector const packed = gzip(big.bytes());
  std::string const text = read("x.nii.gz", first_bytes(packed, packed.size() / 2));
  EXPECT_THAT(text, AllOf(StartsWith("E101"), HasSubstr(fmt::format("{} needed", big.bytes().size()))));
  EXPECT_THAT(read("x.nii.gz", first_bytes(packed, packed.size() - 4)), StartsWith("E101"));
  EXPECT_THAT(read("x.nii.gz", first_bytes(packed, 12)), StartsWith("E101"));
}

TEST_F(NiftiFaults, FlippedByteIsCorrupt) {
  ByteVector const packed = gzip(NiftiBytes(1, {64, 64, 16}).bytes());
  int refused = 0;
  for (std::size_t at = 12; at < packed.size() - 8; at += packed.size() / 37) {
    ByteVector damaged = packed;
    damaged[at] ^= std::byte{0x10};
    std::string const text = read("x.nii.gz", damaged);
    EXPECT_THAT(text, StartsWith("E1")) << at;  // corrupt, or cut or long where the damage hit a length
    refused += text.starts_with("E102");
  }
  EXPECT_GT(refused, 20);
}

TEST_F(NiftiFaults, AlteredCrcOrLengthIsCorrupt) {
  ByteVector packed = gzip(plain_);
  packed[packed.size() - 8] ^= std::byte{1};
  EXPECT_THAT(read("x.nii.gz", packed), AllOf(StartsWith("E102"), HasSubstr("472")));
  packed = gzip(plain_);
  packed[packed.size() - 4] ^= std::byte{1};
  EXPECT_THAT(read("x.nii.gz", packed), StartsWith("E102"));
}

TEST_F(NiftiFaults, TruncatedPlainFile) {
  EXPECT_THAT(read("x.nii", first_bytes(plain_, 400)), AllOf(StartsWith("E101"), HasSubstr("400"), HasSubstr("472")));
  EXPECT_THAT(read("x.nii", first_bytes(plain_, 352)), AllOf(StartsWith("E101"), HasSubstr("352"), HasSubstr("472")));
  EXPECT_THAT(read("x.nii", first_bytes(plain_, 348)), AllOf(StartsWith("E101"), HasSubstr("348"), HasSubstr("472")));
  EXPECT_THAT(read("x.nii", first_bytes(plain_, 200)), AllOf(StartsWith("E101"), HasSubstr("200"), HasSubstr("348")));
}

TEST_F(NiftiFaults, EmptyAndZeroFilesAreNoImages) {
  EXPECT_THAT(read("x.nii", {}), StartsWith("E100"));
  EXPECT_THAT(read("x.nii", ByteVector(400)), StartsWith("E100"));
  EXPECT_THAT(read("x.nii.gz", gzip(ByteVector(400))), StartsWith("E100"));
}

TEST_F(NiftiFaults, NameAndContentDisagree) {
  EXPECT_EQ(read("x.nii.gz", plain_), "read");
  EXPECT_EQ(warned(), "W120 ");
  EXPECT_EQ(read("x.nii", gzip(plain_)), "read");
  EXPECT_EQ(warned(), "W120 ");
  EXPECT_EQ(read("x.nrrd", plain_), "read");
  EXPECT_EQ(warned(), "W120 ");
  EXPECT_EQ(read("x.nii", plain_), "read");
  EXPECT_EQ(warned(), "");
}

TEST_F(NiftiFaults, GzipMembersThatTogetherHoldTheData) {
  std::span<std::byte const> const all = plain_;
  EXPECT_EQ(read("x.nii.gz", joined({gzip(all.first(400)), gzip(all.subspan(400))})), "read");
  EXPECT_EQ(read("x.nii.gz", joined({gzip(all.first(10)), gzip(all.subspan(10))})), "read");
  EXPECT_EQ(read("x.nii.gz", joined({gzip(all), gzip({})})), "read") << "an empty last member, as bgzip writes";
}

TEST_F(NiftiFaults, TrailingBytesAreRefused) {
  ByteVector const packed = gzip(plain_), tail = text_bytes("garbage");
  EXPECT_THAT(read("x.nii.gz", joined({packed, gzip(tail)})), StartsWith("E103"));
  EXPECT_THAT(read("x.nii.gz", joined({packed, tail})), AllOf(StartsWith("E103"), HasSubstr("7 bytes")));
  EXPECT_THAT(read("x.nii", joined({plain_, tail})), AllOf(StartsWith("E103"), HasSubstr("479"), HasSubstr("472")));
}

long peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST_F(NiftiFaults, BombsAreRefusedWithoutMemory) {
  ByteVector const small = gzip(joined({plain_, ByteVector(std::size_t{40} << 20)}));
  NiftiBytes honest;
  honest.dims({3, 32767, 32767, 3, 1, 1, 1, 1});
  ByteVector zeros(std::size_t{8} << 20);
  ByteVector packed = gzip(joined({honest.header(), zeros}));
  packed.resize(std::size_t{8} << 20);  // large enough for the header to be believed
  long const before = peak_kilobytes();
  EXPECT_THAT(read("x.nii.gz", small), AllOf(StartsWith("E103"), HasSubstr("472")));
  EXPECT_THAT(read("x.nii.gz", packed), AllOf(StartsWith("E104"), HasSubstr("32767x32767x3")));
  EXPECT_LT(peak_kilobytes() - before, 64 << 10);
}

TEST_F(NiftiFaults, SiblingOfTheSameNameIsNotRead) {
  NiftiBytes other;
  other.voxels<std::int16_t>(4, std::vector<std::int16_t>(60, 7));
  dir_.write("x.nii", other.bytes());
  auto const image = read_image(dir_.write("x.nii.gz", gzip(plain_)));
  ASSERT_TRUE(image);
  EXPECT_EQ(image.value().pixels<std::int16_t>()[1], 3);
}

TEST_F(NiftiFaults, Dimensions) {
  EXPECT_THAT(read(NiftiBytes().dims({0})), AllOf(StartsWith("E201"), HasSubstr("dim = 0 5 4 3")));
  EXPECT_THAT(read(NiftiBytes().dims({8})), StartsWith("E201"));
  EXPECT_EQ(read(NiftiBytes().dims({4, 5, 4, 3, 1})), "read");
  EXPECT_EQ(read(NiftiBytes().dims({7})), "read");
  EXPECT_THAT(read(NiftiBytes().dims({4, 5, 4, 1, 3})), AllOf(StartsWith("E202"), HasSubstr("3 volumes")));
  EXPECT_THAT(read(NiftiBytes().dims({3, 5, -5, 3})), AllOf(StartsWith("E201"), HasSubstr("-5")));
  EXPECT_THAT(read(NiftiBytes().dims({3, 5, 0, 3})), StartsWith("E201"));
}

TEST_F(NiftiFaults, HugeSizesAreRefusedBeforeAllocation) {
  EXPECT_THAT(read(NiftiBytes().dims({3, 32767, 32767, 32767})),
              AllOf(StartsWith("E203"), HasSubstr("32767x32767x32767")));
  NiftiBytes wrapped(2);
  wrapped.set<std::int64_t>(24, std::int64_t{1} << 32).set<std::int64_t>(32, std::int64_t{1} << 32);
  EXPECT_THAT(read(wrapped), AllOf(StartsWith("E203"), HasSubstr("4294967296x4294967296x3")));
  EXPECT_THAT(read("x.nii.gz", gzip(NiftiBytes().dims({3, 1000, 1000, 1000}).bytes())),
              AllOf(StartsWith("E101"), HasSubstr("2000000352 needed")));
}

TEST_F(NiftiFaults, Spacing) {
  EXPECT_THAT(read(NiftiBytes().set(80, kNan)), AllOf(StartsWith("E204"), HasSubstr("nan 1.5 3")));
  EXPECT_THAT(read(NiftiBytes().set(84, kInf)), StartsWith("E204"));
  EXPECT_THAT(read(NiftiBytes().set(88, 0.0f)), StartsWith("E204"));
  EXPECT_EQ(read(NiftiBytes().set(80, -2.0f)), "read");
  EXPECT_EQ(warned(), "W204 ");
}

TEST_F(NiftiFaults, VoxelOffset) {
  for (float offset : {kNan, -1000.0f, 9e18f, 0.0f, 300.0f, 352.5f})
    EXPECT_THAT(read(NiftiBytes().set(108, offset)), AllOf(StartsWith("E205"), HasSubstr(fmt::format("{}", offset))));
  EXPECT_THAT(read(NiftiBytes().set(108, 360.0f)), AllOf(StartsWith("E101"), HasSubstr("480")));
}

TEST_F(NiftiFaults, Scaling) {
  EXPECT_THAT(read(NiftiBytes().set(112, kNan)), AllOf(StartsWith("E206"), HasSubstr("scl_slope = nan")));
  EXPECT_THAT(read(NiftiBytes().set(112, kInf)), StartsWith("E206"));
  EXPECT_THAT(read(NiftiBytes().set(116, kNan)), StartsWith("E206"));
  auto const image = read_image(dir_.write("x.nii", NiftiBytes().set(112, 0.0f).bytes()));
  ASSERT_TRUE(image);
  EXPECT_EQ(image.value().type, PixelType::kInt16);
  EXPECT_EQ(image.value().pixels<std::int16_t>()[2], 6);
  auto const shifted = read_image(dir_.write("x.nii", NiftiBytes().set(112, 0.0f).set(116, 5.0f).bytes()), &warnings_);
  ASSERT_TRUE(shifted);
  EXPECT_EQ(warned(), "W206 ");
  EXPECT_EQ(shifted.value().pixels<float>()[2], 11);
}

TEST_F(NiftiFaults, LengthsInMetresOrMicrometres) {
  for (auto [unit, factor] : {std::pair<char, double>(1, 1e3), {2, 1}, {3, 1e-3}}) {
    warnings_.clear();
    auto const image = read_image(dir_.write("x.nii", NiftiBytes().set(123, unit).bytes()), &warnings_);
    ASSERT_TRUE(image);
    EXPECT_EQ(warned(), unit == 2 ? "" : "W205 ");
    EXPECT_EQ(image.value().geometry.spacing[2], 3 * factor);
  }
}

TEST_F(NiftiFaults, PixelTypes) {
  constexpr std::pair<int, char const*> kTypes[] = {{128, "RGB24"},       {2304, "RGBA32"},      {32, "complex64"},
                                                    {1792, "complex128"}, {1536, "long double"}, {0, "unknown"},
                                                    {1, "binary"},        {999, "999"}};
  for (auto [code, name] : kTypes)
    EXPECT_THAT(read(NiftiBytes().set(70, static_cast<std::int16_t>(code))),
                AllOf(StartsWith("E207"), HasSubstr(name)));
}

NiftiBytes with_sform(std::array<float, 12> const& rows, int code = 2) {
  NiftiBytes file;
  file.set(254, static_cast<std::int16_t>(code));
  for (std::size_t k = 0; k < 12; ++k) file.set(280 + 4 * k, rows[k]);
  return file;
}

TEST_F(NiftiFaults, Orientation) {
  EXPECT_THAT(read(with_sform({0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3})), AllOf(StartsWith("E211"), HasSubstr("length 0")));
  float const x = 0.75f, y = 1.5f, z = 3;
  float const shear = 0.3f, length = std::sqrt(1 + shear * shear);
  EXPECT_THAT(read(with_sform({x, y * shear / length, 0, 1, 0, y / length, 0, 2, 0, 0, z, 3})),
              AllOf(StartsWith("E211"), HasSubstr("0.287")));
  EXPECT_EQ(read(with_sform({x, y * 5e-4f, 0, 1, 0, y, 0, 2, 0, 0, z, 3})), "read");
  EXPECT_EQ(warned(), "W211 ");
  EXPECT_EQ(read(with_sform({x, 0, 0, 1, 0, y, 0, 2, 0, 0, z, 3})), "read");
  EXPECT_EQ(warned(), "");
  EXPECT_THAT(read(with_sform({1, 0, 0, 1, 0, 1, 0, 2, 0, 0, 1, 3})),
              AllOf(StartsWith("E211"), HasSubstr("pixdim[1] = 0.75")));
  EXPECT_THAT(read(with_sform({kNan, 0, 0, 1, 0, y, 0, 2, 0, 0, z, 3})), StartsWith("E211"));
  float const huge = 0x1p127f;
  EXPECT_THAT(read(with_sform({x, 0, 0, 1, 0, y, 0, 2, 0, 0, z, huge})), AllOf(StartsWith("E211"), HasSubstr("e+38")));
  EXPECT_THAT(read(with_sform({x, 0, 0, 1, 0, y, huge, 2, 0, 0, z, 3})), AllOf(StartsWith("E211"), HasSubstr("e+38")));
}

TEST_F(NiftiFaults, FormsThatDisagree) {
  NiftiBytes file = with_sform({0.75f, 0, 0, 40, 0, 1.5f, 0, 2, 0, 0, 3, 3});
  EXPECT_EQ(read(file.set<std::int16_t>(252, 1)), "read");
  EXPECT_EQ(warned(), "W212 ");
  EXPECT_THAT(warnings_.at(0).found, AllOf(HasSubstr("53.3 voxels"), HasSubstr("the qform is used")));
  EXPECT_EQ(read(file.set<std::int16_t>(254, 1)), "read");
  EXPECT_THAT(warnings_.at(0).found, HasSubstr("the sform is used"));
}

TEST_F(NiftiFaults, Pairs) {
  NiftiBytes pair;
  pair.magic("ni1").set(108, 0.0f);
  auto const header = dir_.write("p.hdr", pair.header());
  EXPECT_THAT(outcome(read_image(header)), StartsWith("E106"));
  EXPECT_THAT(outcome(read_image(dir_.write("q.img", pair.payload()))), StartsWith("E106"));
  auto const pixels = dir_.write("p.img", pair.payload());
  EXPECT_EQ(outcome(read_image(header)), "read");
  EXPECT_EQ(outcome(read_image(pixels)), "read");
  dir_.write("p.img", first_bytes(pair.payload(), 100));
  EXPECT_THAT(outcome(read_image(header)), AllOf(StartsWith("E101"), HasSubstr("100"), HasSubstr("120")));
  std::filesystem::remove(pixels);
  dir_.write("p.img.gz", gzip(pair.payload()));
  EXPECT_EQ(outcome(read_image(header)), "read");
}

}  // namespace
}  // namespace radsweep::test
