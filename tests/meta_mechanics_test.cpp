// MetaImage files that lie: ITK reads heap garbage for most of these.
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

class MetaFaults : public testing::Test {
 protected:
  static std::string header(std::string const& lines, std::string const& data_file = "LOCAL") {
    std::string text = "ObjectType = Image\nNDims = 3\nBinaryData = True\n";
    for (char const* fixed :
         {"DimSize = 4 3 2", "ElementType = MET_SHORT", "ElementSpacing = 0.5 2 3", "Offset = 1 2 3"}) {
      std::string const field = std::string(fixed).substr(0, std::string_view(fixed).find('='));
      if (lines.find(field) == std::string::npos) text += std::string(fixed) + "\n";
    }
    return text + lines + "ElementDataFile = " + data_file + "\n";
  }
  std::string read(std::string const& lines, std::span<std::byte const> payload) {
    return outcome(read_image(dir_.write("x.mha", joined({text_bytes(header(lines)), payload}))));
  }
  static ByteVector voxels() { return ByteVector(48, std::byte{1}); }
  static std::string compressed(std::size_t size) {
    return fmt::format("CompressedData = True\nCompressedDataSize = {}\n", size);
  }

  TemporaryFolder dir_;
};

TEST_F(MetaFaults, WholeFilesAreRead) {
  EXPECT_EQ(read("", voxels()), "read");
  EXPECT_EQ(read(compressed(zlib(voxels()).size()), zlib(voxels())), "read");
  EXPECT_EQ(read("CompressedData = True\n", gzip(voxels())), "read");
}

TEST_F(MetaFaults, Payload) {
  EXPECT_THAT(read("", first_bytes(voxels(), 20)),
              AllOf(StartsWith("E101"), HasSubstr("20 bytes"), HasSubstr("48 needed")));
  EXPECT_THAT(read("", {}), StartsWith("E101"));
  EXPECT_THAT(read("", joined({voxels(), voxels()})), AllOf(StartsWith("E103"), HasSubstr("96")));
  ByteVector packed = zlib(voxels());
  EXPECT_THAT(read(compressed(packed.size()), first_bytes(packed, packed.size() - 3)),
              AllOf(StartsWith("E101"), HasSubstr("48 needed")));
  EXPECT_THAT(read(compressed(packed.size()), joined({packed, packed})), StartsWith("E103"));
  EXPECT_THAT(read("CompressedData = True\n", zlib(joined({voxels(), voxels()}))),
              AllOf(StartsWith("E103"), HasSubstr("96")));
  EXPECT_THAT(read("CompressedData = True\n", zlib(first_bytes(voxels(), 20))),
              AllOf(StartsWith("E101"), HasSubstr("20")));
  packed.back() ^= std::byte{1};
  EXPECT_THAT(read(compressed(packed.size()), packed), StartsWith("E102"));
}

TEST_F(MetaFaults, Sizes) {
  EXPECT_THAT(read("DimSize = 4 -3 2\n", voxels()), AllOf(StartsWith("E201"), HasSubstr("4x-3x2")));
  EXPECT_THAT(read("DimSize = 99999 99999 99999\n", voxels()), StartsWith("E203"));
  EXPECT_THAT(read("DimSize = 4 3\n", voxels()), AllOf(StartsWith("E100"), HasSubstr("DimSize = 4 3")));
  EXPECT_THAT(read("ElementNumberOfChannels = 0\n", voxels()), StartsWith("E201"));
  EXPECT_THAT(read("CompressedData = True\nDimSize = 1200 1200 1200\n", zlib(voxels())),
              AllOf(StartsWith("E101"), HasSubstr("3456000000 needed")));
  EXPECT_THAT(read("ElementType = MET_STRING\n", voxels()), AllOf(StartsWith("E207"), HasSubstr("MET_STRING")));
}

TEST_F(MetaFaults, DetachedDataOnlyBesideTheHeader) {
  dir_.write("x.raw", voxels());
  auto const detached = [&](std::string const& name) {
    return outcome(read_image(dir_.write("x.mhd", header("", name))));
  };
  EXPECT_EQ(detached("x.raw"), "read");
  for (char const* name : {"/etc/passwd", "../x.raw", "sub/../../x.raw"})
    EXPECT_THAT(detached(name), AllOf(StartsWith("E130"), HasSubstr(name)));
  EXPECT_THAT(detached("LIST"), StartsWith("E130"));
  EXPECT_THAT(detached("x%02d.raw 1 2 1"), StartsWith("E130"));
  EXPECT_THAT(detached("gone.raw"), StartsWith("E106"));
}

}  // namespace
}  // namespace radsweep::test
