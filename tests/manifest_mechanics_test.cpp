/// Tables of cases: what is read, and how each wrong one is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "io/manifest.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Manifest parse(std::string_view text) { return parse_manifest(text, "/data/cases.csv"); }

TEST(Manifest, ReadsColumnsInInputOrder) {
  Manifest const m = parse("ID,Image,Mask,Label,Site\na,i.nii,m.nii,2,Mainz\nb,/x/j.nii,../n.nii,,\n");
  EXPECT_EQ(m.delimiter, ',');
  EXPECT_THAT(m.columns, ElementsAre("ID", "Image", "Mask", "Label", "Site"));
  ASSERT_EQ(m.rows.size(), 2u);
  EXPECT_EQ(m.rows[0].line, 2);
  EXPECT_EQ(m.rows[1].line, 3);
  EXPECT_EQ(m.cell(0, 0), "a");
  EXPECT_EQ(m.cell(0, 4), "Mainz");
  EXPECT_EQ(m.cell(1, 4), "");
  EXPECT_EQ(m.rows[0].label, 2u);
  EXPECT_EQ(m.rows[1].label, std::nullopt);
  EXPECT_EQ(m.rows[0].label_channel, std::nullopt);
  EXPECT_EQ(m.image_path(0), "/data/i.nii");
  EXPECT_EQ(m.image_path(1), "/x/j.nii");
  EXPECT_EQ(m.mask_path(1), "/data/../n.nii");
  EXPECT_EQ(m.rows[0].problem, nullptr);
}

TEST(Manifest, EveryWayToWriteTheSameTable) {
  char const* const texts[] = {
      "ID,Image,Mask\na,i,m\nb,j,n\n",
      "\xEF\xBB\xBFID,Image,Mask\na,i,m\nb,j,n\n",
      "ID,Image,Mask\r\na,i,m\r\nb,j,n\r\n",
      "ID,Image,Mask\ra,i,m\rb,j,n\r",
      "ID;Image;Mask\na;i;m\nb;j;n",
      "ID\tImage\tMask\na\ti\tm\nb\tj\tn\n",
      "\"ID\",\"Image\",\"Mask\"\n\"a\",\"i\",\"m\"\n\"b\",\"j\",\"n\"\n",
      "ID, Image , Mask\na,i,m\n\n   \n,,\nb,j,n\n\n",
      "ID,Image,Mask\na,i,m,,\nb,j,n\n",
  };
  for (char const* const text : texts) {
    Manifest const m = parse(text);
    EXPECT_THAT(m.columns, ElementsAre("ID", "Image", "Mask")) << text;
    ASSERT_EQ(m.rows.size(), 2u) << text;
    for (std::size_t r = 0; r < 2; ++r) {
      EXPECT_EQ(m.cell(r, 0), r == 0 ? "a" : "b") << text;
      EXPECT_EQ(m.cell(r, 1), r == 0 ? "i" : "j") << text;
      EXPECT_EQ(m.cell(r, 2), r == 0 ? "m" : "n") << text;
      EXPECT_EQ(m.rows[r].problem, nullptr) << text;
    }
  }
}

TEST(Manifest, QuotedCellsHoldAnything) {
  Manifest const m = parse("Image,Mask,Note\n\"a,b.nii\",\"m \"\"1\"\".nii\",\"two\nlines; \xC3\xA9\"\nc,d,e \"f\"\n");
  EXPECT_EQ(m.image_path(0), "/data/a,b.nii");
  EXPECT_EQ(m.mask_path(0), "/data/m \"1\".nii");
  EXPECT_EQ(m.cell(0, 2), "two\nlines; \xC3\xA9");
  EXPECT_EQ(m.rows[1].line, 4) << "a newline in quotes counts";
  EXPECT_EQ(m.cell(1, 2), "e \"f\"");
}

TEST(Manifest, CommasInCellsDoNotDecideTheDelimiter) {
  Manifest const m = parse("Image;Mask;\"a,b,c,d\"\n1;2;3,4,5,6\n");
  EXPECT_EQ(m.delimiter, ';');
  EXPECT_THAT(m.columns, ElementsAre("Image", "Mask", "a,b,c,d"));
  EXPECT_EQ(m.cell(0, 2), "3,4,5,6");
}

TEST(Manifest, PathsMayStartAtHome) {
  char const* const before = std::getenv("HOME");
  std::string const saved = before ? before : "";
  setenv("HOME", "/users/p", 1);
  Manifest const m = parse("Image,Mask\n~/i.nii,~x/m.nii\n~,/m\n");
  EXPECT_EQ(m.image_path(0), "/users/p/i.nii");
  EXPECT_EQ(m.mask_path(0), "/data/~x/m.nii");
  EXPECT_EQ(m.image_path(1), std::filesystem::path("/users/p") / "");
  unsetenv("HOME");
  EXPECT_EQ(m.image_path(0), "/data/~/i.nii");
  if (before) setenv("HOME", saved.c_str(), 1);
}

TEST(Manifest, BadRowsAreReportedAndTheOthersRead) {
  Manifest const m = parse(
      "Image,Mask,Label,Label_channel\n,m,1,0\ni,,1,0\n , ,1,0\ni,m,x,0\ni,m,0,0\ni,m,-1,0\ni,m,1.5,0\n"
      "i,m,4294967296,0\ni,m,1,-1\ni,m,1;2,0\ni,m,1,0,extra\ni,m, 4294967295 ,3\ni\n");
  ASSERT_EQ(m.rows.size(), 13u);
  char const* const codes[] = {"E506", "E506", "E506", "E507", "E507", "E507", "E507",
                               "E507", "E507", "E507", "E508", "",     "E506"};
  for (std::size_t r = 0; r < m.rows.size(); ++r) {
    auto const& problem = m.rows[r].problem;
    EXPECT_EQ(problem ? problem->code : "", codes[r]) << r;
    if (problem) {
      EXPECT_EQ(problem->file, "/data/cases.csv:" + std::to_string(r + 2));
    }
  }
  EXPECT_EQ(m.rows[0].problem->found, "Image is empty");
  EXPECT_EQ(m.rows[1].problem->found, "Mask is empty");
  EXPECT_EQ(m.rows[2].problem->found, "Image and Mask are empty");
  EXPECT_EQ(m.rows[3].problem->what, "Label is not a whole number of at least 1");
  EXPECT_EQ(m.rows[3].problem->found, "'x'");
  EXPECT_EQ(m.rows[8].problem->what, "Label_channel is not a whole number of at least 0");
  EXPECT_EQ(m.rows[9].problem->found, "'1;2'");
  EXPECT_EQ(m.rows[10].problem->found, "5 cells, 4 columns");
  EXPECT_EQ(m.rows[11].label, 4294967295u);
  EXPECT_EQ(m.rows[11].label_channel, 3);
  EXPECT_EQ(m.cell(12, 1), "");
}

struct Refused {
  std::string text;
  char const* code;
  char const* place;
  char const* fragment;  ///< of any part of the message
};

TEST(Manifest, WrongTablesAreRefusedBeforeAnyWork) {
  Refused const cases[] = {
      {"", "E505", "/data/cases.csv:1", "the file is empty"},
      {"Image,Mask\n", "E505", "/data/cases.csv:1", "a header and no row"},
      {"Image,Mask\n\n,\n", "E505", "/data/cases.csv:1", "a header and no row"},
      {"Mask,Label\nm,1\n", "E502", "/data/cases.csv:1", "column Image is missing"},
      {"Image\ni\n", "E502", "/data/cases.csv:1", "column Mask is missing"},
      {"image,Mask\ni,m\n", "E502", "/data/cases.csv:1", "rename 'image' to Image"},
      {"Image|Mask\ni|m\n", "E502", "/data/cases.csv:1", "separated by comma"},
      {"Image,Mask,ID,Image\ni,m,1,j\n", "E503", "/data/cases.csv:1", "columns 1 and 4"},
      {"Image,Mask,a,a\ni,m,1,2\n", "E503", "/data/cases.csv:1", "column 'a' occurs twice"},
      {"Image,Mask,,\ni,m,1,2\n", "E503", "/data/cases.csv:1", "columns 3 and 4"},
      {"Image,Mask,diagnostics_Versions_Numpy\ni,m,1\n", "E504", "/data/cases.csv:1", "column 3"},
      {"Image,Mask,original_glcm_Contrast\ni,m,1\n", "E504", "/data/cases.csv:1", "name of an output column"},
      {"Image,Mask,wavelet-LLH_shape_X\ni,m,1\n", "E504", "/data/cases.csv:1", "name of an output column"},
      {"Image,Mask\ni,\"m\n", "E501", "/data/cases.csv:2:3", "a quote that is never closed"},
      {"Image,Mask\n\"i\"x,m\n", "E501", "/data/cases.csv:2:4", "text behind a closing quote"},
      {std::string("Image,Mask\ni,m\0n\n", 16), "E501", "/data/cases.csv:2:4", "a NUL byte"},
      {"Image,Mask\ni,m\xE9.nii\n", "E501", "/data/cases.csv:2:4", "not UTF-8"},
      {std::string("\xFF\xFEI\0m\0", 6), "E501", "/data/cases.csv:1:1", "UTF-16"},
      {std::string("I\0m\0", 4), "E501", "/data/cases.csv:1:2", "a NUL byte"},
      {"Image,Mask\n\"two\nlines\",m\ni,m\xFF\n", "E501", "/data/cases.csv:4:4", "not UTF-8"},
  };
  for (Refused const& r : cases) {
    try {
      parse(r.text);
      ADD_FAILURE() << "accepted: " << r.text;
    } catch (FatalError const& e) {
      Problem const& p = e.problem();
      EXPECT_EQ(e.exit_code(), ExitCode::kManifestInvalid) << r.text;
      EXPECT_EQ(p.code, r.code) << r.text;
      EXPECT_EQ(p.file, r.place) << r.text;
      EXPECT_THAT(p.what + '|' + p.found + '|' + p.hint, HasSubstr(r.fragment)) << r.text;
    }
  }
}

TEST(Manifest, SimilarNamesAreNoOutputColumns) {
  Manifest const m = parse("Image,Mask,original_site,site_glcm_x,my_original_glcm_Contrast,glcm\ni,m,1,2,3,4\n");
  EXPECT_EQ(m.columns.size(), 6u);
}

TEST(Manifest, MissingFileIsAnotherExitCode) {
  try {
    read_manifest("/nonexistent/cases.csv");
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kInputMissing);
    EXPECT_EQ(e.problem().code, "E110");
  }
}

TEST(Manifest, AMillionRowsAreRead) {
  std::string text = "Image,Mask,Label\n";
  for (int i = 0; i < 1'000'000; ++i) {
    std::string const n = std::to_string(i);
    text += "sub-" + n + "/anat/sub-" + n + "_T2w.nii.gz,sub-" + n + "/anat/sub-" + n + "_mask.nii.gz,1\n";
  }
  Manifest const m = parse(text);
  EXPECT_EQ(m.rows.size(), 1'000'000u);
  EXPECT_EQ(m.cell(999'999, 1), "sub-999999/anat/sub-999999_mask.nii.gz");
}

}  // namespace
}  // namespace radsweep
