// NRRD files that lie, and NRRD files that only look strange.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/formats.hpp"
#include "tests/support/image_files.hpp"

namespace radsweep::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class NrrdFaults : public testing::Test {
 protected:
  /// A header of 4x3x2 shorts with `lines` after the fixed ones; a line given there wins over a fixed one of the same
  /// field.
  static std::string header(std::string const& lines) {
    std::string text = "NRRD0004\n# comment\n";
    for (char const* fixed : {"type: short", "dimension: 3", "sizes: 4 3 2", "encoding: raw", "endian: little",
                              "space: left-posterior-superior", "space directions: (0.5,0,0) (0,2,0) (0,0,3)",
                              "space origin: (1,2,3)", "kinds: domain domain domain"}) {
      std::string const field = std::string(fixed).substr(0, std::string_view(fixed).find(':') + 1);
      if (("\n" + lines).find("\n" + field) == std::string::npos) text += std::string(fixed) + "\n";
    }
    return text + lines;
  }
  std::string read(std::string const& lines, std::span<std::byte const> payload) {
    return outcome(read_image(dir_.write("x.nrrd", joined({text_bytes(header(lines) + "\n"), payload}))));
  }
  static ByteVector voxels() {
    ByteVector bytes(48);
    for (std::size_t k = 0; k < 24; ++k) bytes[2 * k] = static_cast<std::byte>(5 * k);
    return bytes;
  }

  TemporaryFolder dir_;
};

TEST_F(NrrdFaults, WholeFilesAreRead) {
  EXPECT_EQ(read("", voxels()), "read");
  EXPECT_EQ(read("encoding: gzip\n", gzip(voxels())), "read");
  EXPECT_EQ(read("encoding: gzip\n", joined({gzip(voxels()), text_bytes("\n")})), "read") << "as ITK's own writer ends";
  EXPECT_EQ(read("key:=value\nencoding: gz\n", gzip(voxels())), "read");
  std::string text;
  for (int k = 0; k < 24; ++k) text += fmt::format("{} ", 5 * k);
  EXPECT_EQ(read("encoding: ascii\n", text_bytes(text)), "read");
}

TEST_F(NrrdFaults, Payload) {
  EXPECT_THAT(read("", first_bytes(voxels(), 40)),
              AllOf(StartsWith("E101"), HasSubstr("40 bytes"), HasSubstr("48 needed")));
  EXPECT_THAT(read("", joined({voxels(), voxels()})), AllOf(StartsWith("E103"), HasSubstr("96"), HasSubstr("48")));
  ByteVector packed = gzip(voxels());
  EXPECT_THAT(read("encoding: gzip\n", first_bytes(packed, packed.size() - 9)),
              AllOf(StartsWith("E101"), HasSubstr("48 needed")));
  EXPECT_THAT(read("encoding: gzip\n", joined({packed, text_bytes("xy")})),
              AllOf(StartsWith("E103"), HasSubstr("2 bytes")));
  EXPECT_THAT(read("encoding: gzip\n", gzip(joined({voxels(), voxels()}))), AllOf(StartsWith("E103"), HasSubstr("96")));
  packed[packed.size() - 7] ^= std::byte{1};
  EXPECT_THAT(read("encoding: gzip\n", packed), StartsWith("E102"));
  packed = gzip(voxels());
  packed[14] ^= std::byte{0x40};
  EXPECT_THAT(read("encoding: gzip\n", packed), StartsWith("E10"));
  EXPECT_THAT(read("encoding: ascii\n", text_bytes("1 2 3")), StartsWith("E101"));
  std::string const ones = "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 ";
  EXPECT_THAT(read("encoding: ascii\n", text_bytes(ones)), AllOf(StartsWith("E101"), HasSubstr("46 bytes")));
  EXPECT_THAT(read("encoding: ascii\n", text_bytes(ones + "1 1")), StartsWith("E103"));
  EXPECT_THAT(read("encoding: ascii\n", text_bytes(ones + "40000")), AllOf(StartsWith("E102"), HasSubstr("24 of 24")));
  EXPECT_THAT(read("encoding: ascii\n", text_bytes(ones + "1x")), StartsWith("E102"));
}

TEST_F(NrrdFaults, Sizes) {
  EXPECT_THAT(read("sizes: 4 -3 2\n", voxels()), AllOf(StartsWith("E201"), HasSubstr("4x-3x2")));
  EXPECT_THAT(read("sizes: 4 0 2\n", voxels()), StartsWith("E201"));
  EXPECT_THAT(read("sizes: 99999 99999 99999\n", voxels()), AllOf(StartsWith("E203"), HasSubstr("99999x99999x99999")));
  EXPECT_THAT(read("encoding: gzip\nsizes: 1200 1200 1200\n", gzip(voxels())),
              AllOf(StartsWith("E101"), HasSubstr("3456000000 needed")));
  EXPECT_THAT(read("sizes: 4 3\n", voxels()), AllOf(StartsWith("E100"), HasSubstr("2 sizes")));
  EXPECT_THAT(read("sizes: 4 x 2\n", voxels()), StartsWith("E100"));
  EXPECT_THAT(read("dimension: 4\nsizes: 2 2 2 3\nkinds: domain domain domain domain\nspace directions: none (1,0,0) "
                   "(0,1,0) (0,0,1)\n",
                   voxels()),
              StartsWith("E202"));
}

TEST_F(NrrdFaults, FieldsThatAreNotSupported) {
  EXPECT_THAT(read("type: block\n", voxels()), AllOf(StartsWith("E207"), HasSubstr("block")));
  EXPECT_THAT(read("encoding: bzip2\n", voxels()), AllOf(StartsWith("E131"), HasSubstr("bzip2")));
  EXPECT_THAT(read("space: nowhere\n", voxels()), AllOf(StartsWith("E100"), HasSubstr("space dimension")));
}

TEST_F(NrrdFaults, DetachedDataOnlyBesideTheHeader) {
  dir_.write("x.raw", voxels());
  std::filesystem::create_directory(dir_ / "sub");
  dir_.write("sub/x.raw", voxels());
  auto const detached = [&](std::string const& lines) {
    return outcome(read_image(dir_.write("x.nhdr", header(lines))));
  };
  EXPECT_EQ(detached("data file: x.raw\n"), "read");
  EXPECT_EQ(detached("datafile: ./x.raw\n"), "read");
  for (std::string const& name :
       {std::string("/etc/passwd"), std::string("../x.raw"), std::string("sub/x.raw"), (dir_ / "x.raw").string()})
    EXPECT_THAT(detached("data file: " + name + "\n"), AllOf(StartsWith("E130"), HasSubstr(name)));
  EXPECT_THAT(detached("data file: LIST\nx.raw\n"), StartsWith("E130"));
  EXPECT_THAT(detached("data file: x%d.raw 1 2 1\n"), StartsWith("E130"));
  EXPECT_THAT(detached("data file: gone.raw\n"), StartsWith("E106"));
  dir_.write("skip.raw", joined({text_bytes("line\n123"), voxels()}));
  EXPECT_EQ(detached("data file: skip.raw\nline skip: 1\nbyte skip: 3\n"), "read");
  EXPECT_EQ(detached("data file: skip.raw\nbyte skip: -1\n"), "read");
  EXPECT_THAT(detached("data file: skip.raw\nbyte skip: 100\n"), StartsWith("E101"));
}

}  // namespace
}  // namespace radsweep::test
