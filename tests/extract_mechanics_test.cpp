/// `radsweep extract` as a user meets it: outputs, order, exit codes, messages; a bad case never touches another one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "tests/support/golden.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string phantom(std::string const& name) { return (golden_dir() / "phantoms" / name).string(); }
std::string row(std::string const& name) { return phantom(name + ".nrrd") + "," + phantom(name + "_mask.nrrd"); }

std::vector<std::string> lines(std::string const& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TEST(Extract, ImageAndMaskNeedNoOtherArgument) {
  auto const run = run_radsweep({"extract", phantom("ellipsoid.nrrd"), phantom("ellipsoid_mask.nrrd")});

  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("Case-1_original_firstorder_Energy: "));
  EXPECT_THAT(run.out, HasSubstr("diagnostics_Configuration_Settings"));
  EXPECT_THAT(run.out, Not(HasSubstr("error")));
}

TEST(Extract, ColumnsAreThoseOfPyRadiomicsInItsOrder) {
  TemporaryFolder const folder;
  std::map<std::string, std::vector<std::string>> diagnostics;
  Csv const csv = read_csv(golden_dir() / "pyradiomics301_diagnostics.csv");
  for (auto const& r : csv.rows) {
    if (r[0] == "ellipsoid") diagnostics[r[1]].push_back(r[csv.column("feature")]);
  }
  int compared = 0;
  for (GoldenCase const& golden : read_golden(golden_dir() / "pyradiomics301.csv")) {
    if (golden.name != "ellipsoid" || !diagnostics.contains(golden.config)) continue;
    auto const out = folder / (golden.config + ".csv");
    auto const run = run_radsweep({"extract", phantom("ellipsoid.nrrd"), phantom("ellipsoid_mask.nrrd"), "--param",
                                   (golden_dir() / "params" / (golden.config + ".yaml")).string(), "--format", "csv",
                                   "--out", out.string()});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    std::vector<std::string> expected{"Image", "Mask"};
    expected.insert(expected.end(), diagnostics[golden.config].begin(), diagnostics[golden.config].end());
    expected.insert(expected.end(), golden.order.begin(), golden.order.end());
    EXPECT_EQ(read_csv(out).columns, expected) << golden.config;
    ++compared;
  }
  EXPECT_GT(compared, 1);
}

/// Versions and the program's own settings differ by nature; all else is text that must be equal.
TEST(Extract, DiagnosticsAreThoseOfPyRadiomics) {
  TemporaryFolder const folder;
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::string>> expected;
  Csv const csv = read_csv(golden_dir() / "pyradiomics301_diagnostics.csv");
  for (auto const& r : csv.rows) expected[{r[0], r[1]}][r[csv.column("feature")]] = r[csv.column("value")];
  Csv const files = read_csv(golden_dir() / "phantoms" / "cases.csv");
  int compared = 0;
  for (auto const& [pair, values] : expected) {
    auto const file =
        std::find_if(files.rows.begin(), files.rows.end(), [&](auto const& r) { return r[0] == pair.first; });
    auto const out = folder / "out.csv";
    std::filesystem::remove(out);
    auto const run = run_radsweep({"extract", phantom((*file)[1]), phantom((*file)[2]), "--param",
                                   (golden_dir() / "params" / (pair.second + ".yaml")).string(), "--format", "csv",
                                   "--out", out.string()});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    Csv const got = read_csv(out);
    for (auto const& [name, text] : values) {
      if (name.find("Versions_") != std::string::npos || name.find("EnabledImageTypes") != std::string::npos) continue;
      std::string const& mine = got.rows.at(0).at(got.column(name));
      if (name.ends_with("_Mean")) {
        EXPECT_NEAR(std::stod(mine), std::stod(text), 1e-12 * (1 + std::abs(std::stod(text))))
            << pair.first << " " << name;
      } else if (name.find("Configuration_Settings") == std::string::npos) {
        EXPECT_EQ(mine, text) << pair.first << " " << pair.second << " " << name;
      }
      ++compared;
    }
  }
  EXPECT_GT(compared, 1000);
}

TEST(Extract, ABadCaseNeverStopsTheOthers) {
  TemporaryFolder const folder;
  folder.write("broken.nii.gz", "this is no image");
  std::string const good = row("ellipsoid");
  auto const cases =
      folder.write("cases.csv", "ID,Image,Mask\na," + good + "\nb,broken.nii.gz," + phantom("ellipsoid_mask.nrrd") +
                                    "\nc,missing.nrrd,missing.nrrd\nd," + good + "\n");
  auto const alone = folder.write("alone.csv", "ID,Image,Mask\na," + good + "\nd," + good + "\n");

  auto const run = run_radsweep({"extract", cases.string(), "--format", "csv", "--out", (folder / "out.csv").string()});
  auto const good_only =
      run_radsweep({"extract", alone.string(), "--format", "csv", "--out", (folder / "alone_out.csv").string()});

  EXPECT_EQ(run.exit_code, 3) << run.err;
  EXPECT_EQ(good_only.exit_code, 0);
  auto const all = lines(read_text(folder / "out.csv")), two = lines(read_text(folder / "alone_out.csv"));
  ASSERT_EQ(all.size(), 5u);
  ASSERT_EQ(two.size(), 3u);
  EXPECT_EQ(all[1], two[1]);
  EXPECT_EQ(all[4], two[2]);
  EXPECT_THAT(all[2], ::testing::StartsWith("b,broken.nii.gz,"));
  EXPECT_EQ(std::count(all[2].begin(), all[2].end(), ','), std::count(all[0].begin(), all[0].end(), ','));
  EXPECT_THAT(run.err, HasSubstr("error[E230]"));
  EXPECT_THAT(run.err, HasSubstr("cases.csv:3"));
  EXPECT_THAT(run.err, HasSubstr("cases.csv:4"));
}

/// A grid that no memory holds, or whose sizes multiply beyond every integer, is a failed case and not a failed run.
TEST(Extract, AResampledGridBeyondTheLimitIsAFailedCase) {
  for (char const* spacing : {"1e-4,1e-4,1e-4", "1e-9,1e-9,1e-9", "1e-200,1e-200,1e-200"}) {
    auto const run = run_radsweep({"extract", phantom("ellipsoid.nrrd"), phantom("ellipsoid_mask.nrrd"), "--setting",
                                   std::string("resampledPixelSpacing:") + spacing});
    EXPECT_EQ(run.exit_code, 4) << spacing;
    EXPECT_THAT(run.err, HasSubstr("error[E104]")) << spacing;
  }
}

TEST(Extract, APadDistanceBeyondTheImageMeansTheWholeImage) {
  TemporaryFolder const folder;
  auto const extract = [&](std::string const& pad) {
    auto const params = folder.write("params.yaml",
                                     "imageType: {Square: {}, Wavelet: {}}\n"
                                     "setting: {additionalInfo: false, preCrop: true, padDistance: " +
                                         pad + "}\n");
    auto const run = run_radsweep(
        {"extract", phantom("ellipsoid.nrrd"), phantom("ellipsoid_mask.nrrd"), "--param", params.string()});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.out;
  };
  EXPECT_EQ(extract("2147483647"), extract("500"));
}

TEST(Extract, EveryLabelOf32BitsCanBeAskedFor) {
  auto const run =
      run_radsweep({"extract", phantom("ellipsoid.nrrd"), phantom("ellipsoid_mask.nrrd"), "--label", "4294967295"});
  EXPECT_EQ(run.exit_code, 4);
  EXPECT_THAT(run.err, HasSubstr("error[E320]"));
}

TEST(Extract, TimingsNeverReplaceAFile) {
  TemporaryFolder const folder;
  auto const file = folder.write("precious.nrrd", "voxels");
  auto const run =
      run_radsweep({"extract", phantom("ellipsoid.nrrd"), phantom("ellipsoid_mask.nrrd"), "--timings", file.string()});
  EXPECT_EQ(run.exit_code, 73);
  EXPECT_THAT(run.err, HasSubstr("error[E710]"));
  EXPECT_EQ(read_text(file), "voxels");
}

TEST(Extract, AllCasesFailedIsExitCode4) {
  auto const run = run_radsweep({"extract", phantom("nothing.nrrd"), phantom("ellipsoid_mask.nrrd")});
  EXPECT_EQ(run.exit_code, 4);
  EXPECT_THAT(run.err, HasSubstr("nothing.nrrd"));
}

struct BadCase {
  std::vector<std::string> arguments;
  int exit_code;
  std::vector<std::string> fragments;
};

TEST(Extract, EveryBadInputSaysWhatAndWhereAndWhatToTry) {
  TemporaryFolder const folder;
  std::string const image = phantom("ellipsoid.nrrd"), mask = phantom("ellipsoid_mask.nrrd");
  auto const yaml = [&](std::string const& name, std::string const& text) { return folder.write(name, text).string(); };
  std::string const truncated = folder.write("cut.nrrd", read_text(image).substr(0, 3000)).string();
  std::string const empty = folder.write("empty.nii", "").string();
  std::string const taken = folder.write("taken.csv", "precious").string();
  std::vector<BadCase> const all{
      {{image, phantom("none.nrrd")}, 4, {"none.nrrd", "E11"}},
      {{empty, mask}, 4, {"E100", "empty.nii"}},
      {{folder.path().string(), mask}, 4, {"E11"}},
      {{truncated, mask}, 4, {"E10", "cut.nrrd"}},
      {{image, mask, "--label", "9"}, 4, {"E320", "label 9", "labels present: 1"}},
      {{image, phantom("empty_mask.nrrd")}, 4, {"E321"}},
      {{image, phantom("single_voxel_mask.nrrd")}, 4, {"E322"}},
      {{image, mask, "--setting", "binWidth:0.000001", "--setting", "normalize:1"},
       4,
       {"E402", "65535", "set binWidth to about"}},
      {{image, mask, "--param", yaml("typo.yaml", "setting:\n  binWidht: 25\n")},
       78,
       {"binWidht", "binWidth", "typo.yaml:2:3"}},
      {{image, mask, "--param", yaml("type.yaml", "setting:\n  binWidth: wide\n")}, 78, {"E543", "type.yaml:2"}},
      {{image, mask, "--param", yaml("value.yaml", "setting:\n  binWidth: -1\n")}, 78, {"E544", "value.yaml:2"}},
      {{image, mask, "--setting", "distances:1,2,1"}, 78, {"E544", "1 is given twice"}},
      {{image, mask, "--param", yaml("later.yaml", "imageType:\n  LoG: {sigma: [3.0]}\n")},
       78,
       {"E546", "LoG", "later.yaml:2"}},
      {{image, mask, "--param", (folder / "none.yaml").string()}, 66, {"none.yaml"}},
      {{image, mask, "--out", taken, "--format", "csv"}, 73, {"taken.csv"}},
      {{image, mask, "--out", "/proc/nothing/out.csv"}, 74, {"/proc/nothing"}},
      {{yaml("twice.csv", "Image,Mask,Mask\na,b,c\n")}, 65, {"E503", "Mask"}},
      {{yaml("without.csv", "Image\na\n")}, 65, {"E502", "Mask"}},
      {{yaml("none.csv", "Image,Mask\n")}, 65, {"E505"}},
      {{(folder / "absent.csv").string()}, 66, {"absent.csv"}},
      {{image, mask, "--no-such-flag"}, 2, {"no-such-flag"}},
  };
  for (BadCase const& bad : all) {
    std::vector<std::string> arguments{"extract"};
    arguments.insert(arguments.end(), bad.arguments.begin(), bad.arguments.end());
    auto const run = run_radsweep(arguments, folder.path());
    std::string const which = ::testing::PrintToString(bad.arguments);
    EXPECT_EQ(run.exit_code, bad.exit_code) << which << run.err;
    for (std::string const& fragment : bad.fragments) EXPECT_THAT(run.err, HasSubstr(fragment)) << which;
  }
  EXPECT_EQ(read_text(taken), "precious");
}

TEST(Extract, GeometryMismatchGivesTheNumbers) {
  Csv const files = read_csv(golden_dir() / "phantoms" / "cases.csv");
  for (auto const& r : files.rows) {
    if (r[0] != "nudged") continue;
    auto const run = run_radsweep({"extract", phantom(r[1]), phantom(r[2])});
    EXPECT_EQ(run.exit_code, 4);
    EXPECT_THAT(run.err, HasSubstr("E323"));
    EXPECT_THAT(run.err, HasSubstr("origin"));
    EXPECT_THAT(run.err, HasSubstr("0.01"));
  }
}

TEST(Extract, SameBytesForJobsLaneOrderAndShuffledCases) {
  TemporaryFolder const folder;
  std::vector<std::string> const names{"ellipsoid", "holes", "border", "negative", "two_level"};
  auto manifest = [&](std::string const& file, std::vector<std::string> order) {
    std::string text = "ID,Image,Mask\n";
    Csv const files = read_csv(golden_dir() / "phantoms" / "cases.csv");
    for (std::string const& name : order) {
      for (auto const& r : files.rows) {
        if (r[0] == name) text += name + "," + phantom(r[1]) + "," + phantom(r[2]) + "\n";
      }
    }
    return folder.write(file, text).string();
  };
  auto extract = [&](std::string const& cases, std::vector<std::string> const& more, std::string const& out) {
    std::vector<std::string> arguments{"extract",      cases,      "--preset", "paper-scaled", "--setting",
                                       "roiSlice:all", "--format", "csv",      "--out",        (folder / out).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto const run = run_radsweep(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return read_text(folder / out);
  };
  std::string const cases = manifest("cases.csv", names);
  std::string const reference = extract(cases, {"--jobs", "1"}, "one.csv");

  EXPECT_EQ(extract(cases, {"--jobs", "2"}, "two.csv"), reference);
  EXPECT_EQ(extract(cases, {"--jobs", "8"}, "eight.csv"), reference);
  EXPECT_EQ(extract(cases, {"--lane-order", "reversed"}, "reversed.csv"), reference);
  EXPECT_EQ(extract(cases, {"--lane-order", "shuffled", "--jobs", "3"}, "shuffled.csv"), reference);
  auto shuffled = lines(
      extract(manifest("other.csv", {"two_level", "border", "ellipsoid", "negative", "holes"}), {}, "cases_out.csv"));
  auto expected = lines(reference);
  std::sort(shuffled.begin(), shuffled.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(shuffled, expected);
}

/// NGTDM first counts for GLDM too; what runs between the two must not touch those counts.
TEST(Extract, OrderOfClassesNeverChangesAValue) {
  TemporaryFolder const folder;
  std::string const tail = "setting: {weightingNorm: euclidean, binWidth: 5}\n";
  auto const extract = [&](std::string const& order) {
    auto const params = folder.write("params.yaml", "featureClass: {" + order + "}\n" + tail);
    auto const run = run_radsweep({"extract", phantom("ellipsoid.nrrd"), phantom("ellipsoid_mask.nrrd"), "--param",
                                   params.string(), "--setting", "additionalInfo:false"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    auto rows = lines(run.out);
    std::sort(rows.begin(), rows.end());
    return rows;
  };
  auto const reference = extract("gldm: , ngtdm: , glcm: , glrlm: ");
  EXPECT_GT(reference.size(), 50u);
  EXPECT_EQ(extract("ngtdm: , glcm: , gldm: , glrlm: "), reference);
  EXPECT_EQ(extract("ngtdm: , glrlm: , glcm: , gldm: "), reference);
}

TEST(Extract, DryRunComputesNothingAndItsPlanCanBeUsedAgain) {
  TemporaryFolder const folder;
  auto const dry = run_radsweep({"extract", phantom("ellipsoid.nrrd"), phantom("ellipsoid_mask.nrrd"), "--preset",
                                 "paper", "--dry-run", "--out", (folder / "out.csv").string()});

  EXPECT_EQ(dry.exit_code, 0) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("930 feature columns"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out.csv"));
}

TEST(Verbs, AFullDiskIsNoSuccess) {
  for (char const* verb : {"features", "params", "explain", "extract --dry-run a b"}) {
    std::string const command = "\"" RS_BINARY_DIR "/radsweep\" " + std::string(verb) + " > /dev/full 2> /dev/null";
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 74) << verb;
  }
}

TEST(Verbs, FeaturesParamsAndExplainPrint) {
  auto const features = run_radsweep({"features", "--format", "csv"});
  EXPECT_EQ(features.exit_code, 0);
  EXPECT_EQ(lines(features.out).size(), 1u + 93u + 1u) << "header, 93 default features, StandardDeviation";
  EXPECT_EQ(run_radsweep({"params"}).exit_code, 0);
  EXPECT_THAT(run_radsweep({"params", "--preset", "paper"}).out, HasSubstr("normalizeScope: roi"));
  EXPECT_THAT(run_radsweep({"explain", "E320"}).out, HasSubstr("label"));
  EXPECT_EQ(run_radsweep({"explain", "E000"}).exit_code, 2);
  EXPECT_EQ(run_radsweep({"features", "nonsense"}).exit_code, 2);
}

TEST(Extract, SaysWhereItComputesAndWhy) {
  std::string const image = phantom("ellipsoid.nrrd"), mask = phantom("ellipsoid_mask.nrrd");
  auto const automatic = run_radsweep({"extract", image, mask}), quiet = run_radsweep({"extract", image, mask, "-q"});
  auto const cpu = run_radsweep({"extract", image, mask, "--device", "cpu"});
  EXPECT_THAT(automatic.err, HasSubstr("device: cpu, "));
  EXPECT_THAT(cpu.err, HasSubstr("asked for"));
  EXPECT_THAT(quiet.err, IsEmpty());
  EXPECT_EQ(automatic.out, cpu.out);
}

TEST(Extract, BadDeviceOptionsAreUsageErrors) {
  std::string const image = phantom("ellipsoid.nrrd"), mask = phantom("ellipsoid_mask.nrrd");
  for (std::vector<std::string> const& bad : {std::vector<std::string>{"--device", "gpu"},
                                              {"--device", "cuda:x"},
                                              {"--gpu-mem", "20"},
                                              {"--gpu-mem", "0"},
                                              {"--on-device-lost", "wait"}}) {
    auto const run = run_radsweep({"extract", image, mask, bad[0], bad[1]});
    EXPECT_EQ(run.exit_code, 2) << bad[0] << " " << bad[1];
    EXPECT_THAT(run.err, HasSubstr(bad[0]));
  }
}

TEST(Doctor, TellsAboutBuildMachineAndSelfTest) {
  auto const run = run_radsweep({"doctor"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  for (char const* fragment :
       {"radsweep ", "build", "processor", "memory", "driver", "ITK", "self-test", "PASS  cpu"}) {
    EXPECT_THAT(run.out, HasSubstr(fragment));
  }
}

}  // namespace
}  // namespace radsweep::test
