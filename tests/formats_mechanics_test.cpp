// What is not an image at all, and paths that are not files: refused at once, silently, with advice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>
#include <thread>

#include "io/formats.hpp"
#include "tests/support/image_files.hpp"

namespace radsweep::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

TEST(ImageFormats, PathsThatAreNotFiles) {
  TemporaryFolder dir;
  ASSERT_EQ(mkfifo((dir / "fifo.nii").c_str(), 0600), 0);
  std::filesystem::create_symlink("loop.nii", dir / "loop.nii");
  std::filesystem::create_symlink("nowhere", dir / "dangling.nii");
  std::filesystem::create_directory(dir / "folder.nii.gz");
  EXPECT_THAT(outcome(read_image(dir / "fifo.nii")), AllOf(StartsWith("E111"), HasSubstr("FIFO")));
  EXPECT_THAT(outcome(read_image(dir / "folder.nii.gz")), AllOf(StartsWith("E111"), HasSubstr("directory")));
  EXPECT_THAT(outcome(read_image("/dev/zero")), AllOf(StartsWith("E111"), HasSubstr("device")));
  for (char const* name : {"loop.nii", "dangling.nii", "missing.nii"})
    EXPECT_THAT(outcome(read_image(dir / name)), StartsWith("E110"));
  auto const locked = dir.write("locked.nii", NiftiBytes().bytes());
  std::filesystem::permissions(locked, std::filesystem::perms::none);
  EXPECT_THAT(outcome(read_image(locked)), StartsWith(geteuid() == 0 ? "read" : "E110"));
}

/// As with a file that is still being written, the kernel's own files hold more than their size of 0 says.
TEST(ImageFormats, AFileThatGrowsWhileItIsRead) {
  EXPECT_THAT(outcome(read_image("/proc/self/status")),
              AllOf(StartsWith("E105"), HasSubstr("0 bytes when opened, 1 bytes read")));
}

TEST(ImageFormats, OtherContent) {
  TemporaryFolder dir;
  ByteVector dicom(140);
  std::memcpy(&dicom[128], "DICM", 4);
  std::pair<ByteVector, char const*> const contents[] = {{text_bytes("\x89PNG\r\n\x1a\n...."), "PNG"},
                                                         {text_bytes("\xff\xd8\xff\xe0..."), "JPEG"},
                                                         {text_bytes(std::string_view("II*\0....", 8)), "TIFF"},
                                                         {dicom, "DICOM"},
                                                         {text_bytes("Image,Mask\n"), "49 6d 61 67 65"}};
  for (auto const& [bytes, looks] : contents) {
    for (char const* name : {"x.png", "x.nii", "x"}) {
      auto const image = read_image(dir.write(name, bytes));
      ASSERT_FALSE(image);
      EXPECT_THAT(outcome(image), AllOf(StartsWith("E230"), HasSubstr(looks)));
      EXPECT_THAT(image.problem().hint,
                  AllOf(HasSubstr(".nii.gz"), HasSubstr(".nrrd"), HasSubstr(".mha"), HasSubstr(".hdr")));
      EXPECT_EQ(image.problem().file, (dir / name).string());
    }
  }
}

TEST(ImageFormats, ContentDecidesWhateverTheName) {
  TemporaryFolder dir;
  Warnings warnings;
  for (char const* name : {"x.mha", "x", "x.png", "X.NII"})
    EXPECT_EQ(outcome(read_image(dir.write(name, NiftiBytes().bytes()), &warnings)), "read");
  EXPECT_EQ(warnings.size(), 3u) << "X.NII is a name of its own";
}

TEST(ImageFormats, EveryFormatHasNameExtensionsAndReader) {
  ASSERT_GE(image_formats().size(), 4u);
  for (ImageFormat const* format : image_formats()) {
    EXPECT_FALSE(std::string(format->name).empty());
    EXPECT_FALSE(format->extensions.empty());
    for (std::string_view extension : format->extensions) EXPECT_EQ(extension.front(), '.');
    EXPECT_TRUE(format->sniff && format->read);
  }
}

TEST(ImageFormats, NothingIsPrinted) {
  TemporaryFolder dir;
  std::vector<std::filesystem::path> files{
      dir.write("a.nrrd",
                "NRRD0004\ntype: short\ndimension: 3\nsizes: 2 2 2\nencoding: raw\n"
                "space: no-such-space\n\n0123456789abcdef"),
      dir.write("b.mha",
                "ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\n"
                "TransformMatrix = 1 2\nElementDataFile = LOCAL\n01234567"),
      dir.write("c.nii", "nonsense"), dir / "missing"};
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  for (auto const& file : files) read_image(file).ok();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

/// One small whole file of each kind.
std::vector<std::pair<std::string, ByteVector>> specimens() {
  std::string const nrrd =
      "NRRD0004\ntype: short\ndimension: 3\nsizes: 2 3 4\nendian: little\nspace: left-posterior-superior\n"
      "space directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n";
  std::string const meta =
      "ObjectType = Image\nNDims = 3\nDimSize = 2 3 4\nElementType = MET_SHORT\nElementSpacing = 1 2 3\n";
  ByteVector const voxels(48, std::byte{1});
  auto const with = [](std::string const& header, ByteVector const& data) {
    return joined({text_bytes(header), data});
  };
  return {{"a.nii", NiftiBytes().bytes()},
          {"b.nii.gz", gzip(NiftiBytes().bytes())},
          {"c.nii", NiftiBytes(2).bytes()},
          {"d.nrrd", with(nrrd + "encoding: raw\n\n", voxels)},
          {"e.nrrd", with(nrrd + "encoding: gzip\n\n", gzip(voxels))},
          {"f.nrrd",
           with(nrrd + "encoding: ascii\n\n", text_bytes("1 2 3 4 5 6 7 8 9 10 11 12 1 2 3 4 5 6 7 8 9 10 11 12\n"))},
          {"g.mha", with(meta + "ElementDataFile = LOCAL\n", voxels)},
          {"h.mha", with(meta + "CompressedData = True\nElementDataFile = LOCAL\n", zlib(voxels))}};
}

TEST(ImageFormats, DamagedFilesAreImagesOrProblems) {
  TemporaryFolder dir;
  std::mt19937 random(99);
  for (auto const& [name, whole] : specimens()) {
    ASSERT_EQ(outcome(read_image(dir.write(name, whole))), "read") << name;
    for (int k = 0; k < 400; ++k) {
      ByteVector damaged = whole;
      for (unsigned n = 1 + random() % 3; n > 0; --n)
        damaged[random() % damaged.size()] = static_cast<std::byte>(random());
      if (k % 4 == 0) damaged.resize(random() % damaged.size());
      if (k % 7 == 0)
        damaged.insert(damaged.begin() + static_cast<std::ptrdiff_t>(random() % (damaged.size() + 1)), std::byte{'9'});
      auto const image = read_image(dir.write(name, damaged));
      if (!image) {
        EXPECT_THAT(image.problem().code, testing::MatchesRegex("E[12][0-9][0-9]")) << name << k;
        continue;
      }
      auto const& [geometry, type, components, bytes] = image.value();
      EXPECT_EQ(bytes.size(), static_cast<std::size_t>(geometry.size.count() * components) * pixel_size(type))
          << name << k;
    }
  }
}

TEST(ImageFormats, ThreadsDoNotDisturbEachOther) {
  TemporaryFolder dir;
  std::vector<std::filesystem::path> const files{
      dir.write("a.nii.gz", gzip(NiftiBytes().bytes())),
      dir.write("b.nrrd", "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: raw\n\n01234567"),
      dir.write(
          "c.mha",
          "ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n01234567"),
      dir.write("d.nrrd", "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2\nencoding: raw\n\n01234567")};
  std::vector<std::string> expected;
  for (auto const& file : files) expected.push_back(outcome(read_image(file)));
  EXPECT_THAT(expected, testing::ElementsAre("read", "read", "read", StartsWith("E100")));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int k = 0; k < 200; ++k) EXPECT_EQ(outcome(read_image(files[k % 4])), expected[k % 4]);
    });
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace radsweep::test
