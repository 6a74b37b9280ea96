// The synthetic cohort on disk: folders, volumes, masks, tables. Patients are independent, so threads change no byte.

#include "pipeline/phantom.hpp"

#include <fmt/format.h>

#include <cmath>
#include <mutex>
#include <nlohmann/json.hpp>
#include <span>
#include <system_error>

#include "host/core/parallel.hpp"
#include "host/core/status.hpp"
#include "io/nifti_write.hpp"
#include "io/output_file.hpp"
#include "pipeline/phantom_parts.hpp"

namespace radsweep {
namespace {

namespace fs = std::filesystem;
using phantom::Patient;
using phantom::Reading;
using phantom::Scene;
using Json = nlohmann::ordered_json;

constexpr int kFormatVersion = 1;  ///< goes up whenever an option's bytes change
constexpr int kGzipLevel = 4;      ///< noise hardly compresses; above 4 costs time and gains under 1 %

struct ReadingInfo {
  Reading reading;
  char const *suffix, *reader;
  int session;
};
constexpr std::array<ReadingInfo, 3> kReadings{{{Reading::kReader1, "reader1", "reader1", 1},
                                                {Reading::kReader2, "reader2", "reader2", 1},
                                                {Reading::kReader1Repeat, "reader1_repeat", "reader1", 2}}};

[[noreturn]] void refuse_options(std::string found) {
  throw FatalError(ExitCode::kUsage, {"E711", "option out of range for a synthetic cohort", std::move(found),
                                      "cases: at least 1; effect size: finite; matrix scale: above 0, at most 1",
                                      "correct the option", ""});
}

/// The folder being filled; takes back what it made, and nothing else, unless kept.
class OutputFolder {
 public:
  explicit OutputFolder(fs::path path) : OutputFolder(std::move(path), Unchecked{}) {
    std::error_code error;
    if (fs::exists(path_, error) && !(fs::is_directory(path_, error) && fs::is_empty(path_, error))) {
      refuse(error ? error.message() : "it holds something already", "choose a folder that does not exist yet");
    }
    if (!error && fs::create_directories(path_, error)) made_.push_back(path_);
    for (char const* part : {"images", "masks"}) {
      bool const made = !error && fs::create_directory(path_ / part, error);
      if (error) refuse(error.message(), "choose a folder that can be made and written to");
      if (!made) refuse("another run is filling it", "choose another folder");
      made_.push_back(path_ / part);
    }
  }
  OutputFolder(OutputFolder const&) = delete;
  OutputFolder& operator=(OutputFolder const&) = delete;
  ~OutputFolder() {
    std::error_code ignored;
    for (auto made = made_.rbegin(); made != made_.rend(); ++made) {
      if (*made == path_)
        fs::remove(path_, ignored);  // only if empty: what others put there stays
      else
        fs::remove_all(*made, ignored);
    }
  }

  void keep() { made_.clear(); }

  void write_text(char const* name, std::string const& text) {
    write_file((path_ / name).string(), text, true);
    made_.push_back(path_ / name);
  }

  template <class T>
  void write_volume(std::string const& name, Geometry const& geometry, PixelType type,
                    std::vector<T> const& voxels) const {
    Image image;
    image.geometry = geometry;
    image.type = type;
    auto const* first = reinterpret_cast<std::byte const*>(voxels.data());
    image.bytes.assign(first, first + voxels.size() * sizeof(T));
    write_nifti(path_ / name, image, kGzipLevel);
  }

 private:
  struct Unchecked {};
  OutputFolder(fs::path path, Unchecked) : path_(std::move(path)) {}  // a throw after this one still runs ~OutputFolder

  [[noreturn]] void refuse(std::string found, char const* hint) const {
    throw FatalError(ExitCode::kOutputExists,
                     {"E710", "output folder refused", std::move(found),
                      "existing content is never mixed with a new cohort", hint, path_.string()});
  }

  fs::path path_;
  std::vector<fs::path> made_;
};

std::string image_name(Patient const& p) { return "images/" + p.id + ".nii.gz"; }
std::string mask_name(Patient const& p, ReadingInfo const& r) { return "masks/" + p.id + "_" + r.suffix + ".nii.gz"; }

std::string manifest(std::vector<Patient> const& cohort, std::size_t readings) {
  std::string text = "ID,Image,Mask,Reader,Session,Set,Outcome,Time,Event\n";
  for (Patient const& p : cohort) {
    for (std::size_t r = 0; r < readings; ++r) {
      text += fmt::format("{},{},{},{},{},{},{},{:.1f},{}\n", p.id, image_name(p), mask_name(p, kReadings[r]),
                          kReadings[r].reader, kReadings[r].session, p.train ? "train" : "test", int{p.high_risk},
                          p.follow_up_months, int{p.progression()});
    }
  }
  return text;
}

std::string clinical_table(std::vector<Patient> const& cohort) {
  std::string text =
      "ID,Set,HighRisk,AgeMonths,Sex,Location,MaxDiameterMm,MYCN,Metastasis,INRGStage,Histology,Differentiation,"
      "Aberration11q,Ploidy,INRGGroup,INRGRisk,Status,FollowUpMonths,Event\n";
  auto yes = [](bool b) { return b ? "yes" : "no"; };
  for (Patient const& p : cohort) {
    text += fmt::format("{},{},{},{:.1f},{},{},{:.1f},{},{},{},{},{},{},{},{},{},{},{:.1f},{}\n", p.id,
                        p.train ? "train" : "test", int{p.high_risk}, p.age_months, p.male ? "M" : "F", p.location,
                        p.diameter_mm, p.mycn ? "amplified" : "not amplified", yes(p.metastasis), p.stage, p.histology,
                        p.differentiation, yes(p.aberration_11q), p.ploidy, p.risk_group, p.risk, p.status,
                        p.follow_up_months, int{p.progression()});
  }
  return text;
}

/// A study of the cohort, ready for `radsweep study`. MYCN and metastasis define the outcome, so they are no
/// candidates.
constexpr char const* kStudy = R"(title: Synthetic cohort after Kim et al. 2024
cases: cases.csv
clinical: clinical.csv
extraction: {preset: paper-scaled}
columns:
  candidates: [AgeMonths, Sex, MaxDiameterMm]
  baseline: [AgeMonths, Sex, Location, MaxDiameterMm, MYCN, Metastasis, Status, FollowUpMonths]
validation: {permutations: 200}
report:
  positive_name: High-risk
  negative_name: Non-high-risk
  time_label: Time (months)
  modality: synthetic T2-weighted MRI
)";

Json truth(Patient const& p, Scene const& s) {
  auto const& lesion = s.lesion;
  return {{"id", p.id},
          {"set", p.train ? "train" : "test"},
          {"high_risk", p.high_risk},
          {"plane", s.coronal ? "coronal" : "axial"},
          {"size", {s.geometry.size.x, s.geometry.size.y, s.geometry.size.z}},
          {"spacing_mm", s.geometry.spacing},
          {"lesion_slice", s.slice},
          {"lesion_centre_mm_from_first_voxel", lesion.centre},
          {"lesion_diameter_mm", p.diameter_mm},
          {"lesion_depth_mm", 2 * lesion.depth_mm},
          {"signal", lesion.signal},
          {"skew", lesion.skew},
          {"noise_sd", s.noise_sd},
          {"length_trait", p.length_trait},
          {"contrast_trait", p.contrast_trait},
          {"length_mm", lesion.length_mm},
          {"contrast", lesion.contrast}};
}

std::string description(PhantomOptions const& options, std::vector<Patient> const& cohort) {
  Json json{{"generator", "radsweep phantom"},
            {"format_version", kFormatVersion},
            {"model", "Table 2 of Kim et al., Yonsei Med J 2024 (neuroblastic tumours, T2-weighted MRI)"},
            {"seed", options.seed},
            {"cases", options.cases},
            {"effect_size", options.effect_size},
            {"matrix_scale", options.matrix_scale}};
  json["texture"] = {
      {"meaning",
       "trait = standard normal within a risk group of a set (sample mean 0, SD 1) plus or minus half the "
       "effect size; length_mm = mean exp(a trait), contrast = mean exp(b trait)"},
      {"mean_length_mm", phantom::kMeanLengthMm},
      {"log_length_per_trait", phantom::kLengthPerTrait},
      {"mean_contrast", phantom::kMeanContrast},
      {"log_contrast_per_trait", phantom::kContrastPerTrait},
      {"fine_octave_weight", phantom::kFineOctave}};
  json["readers"] = {
      {"meaning", "SD of the outline relative to the lesion's radius: kept by a reader, new in each session"},
      {"reader_sd", phantom::kReaderJitter},
      {"session_sd", phantom::kSessionJitter}};
  json["assumed"] =
      "follow-up of the test set (not printed in Table 2); sex as in Table 2 (19:13), not as in the text (23:9)";
  json["patients"] = Json::array();
  for (Patient const& p : cohort) {
    json["patients"].push_back(truth(p, phantom::make_scene(p, options.seed, options.matrix_scale)));
  }
  return json.dump(1) + "\n";
}

void write_patient(PhantomOptions const& options, Patient const& p, OutputFolder const& out) {
  Scene const scene = phantom::make_scene(p, options.seed, options.matrix_scale);
  Geometry const& g = scene.geometry;
  out.write_volume(image_name(p), g, PixelType::kInt16, phantom::render(scene, 0, g.size.z));
  for (ReadingInfo const& r : kReadings) {
    out.write_volume(mask_name(p, r), g, PixelType::kUint8, phantom::draw_mask(scene, r.reading));
  }
}

}  // namespace

void make_phantom_cohort(PhantomOptions const& options, PhantomProgress const& progress) {
  if (options.cases < 1) refuse_options(fmt::format("cases = {}", options.cases));
  if (!std::isfinite(options.effect_size)) refuse_options(fmt::format("effect size = {}", options.effect_size));
  if (!(options.matrix_scale > 0 && options.matrix_scale <= 1)) {
    refuse_options(fmt::format("matrix scale = {}", options.matrix_scale));
  }
  OutputFolder out(options.out);
  std::vector<Patient> const cohort = phantom::draw_patients(options.cases, options.seed, options.effect_size);
  std::mutex progress_lock;
  int done = 0;
  parallel_for(options.cases, options.jobs, [&](std::int64_t i) {
    write_patient(options, cohort[static_cast<std::size_t>(i)], out);
    std::lock_guard const lock(progress_lock);
    ++done;
    if (progress) progress(done, options.cases);
  });
  out.write_text("clinical.csv", clinical_table(cohort));
  out.write_text("phantom.json", description(options, cohort));
  out.write_text("cases_reader1.csv", manifest(cohort, 1));
  out.write_text("study.yaml", kStudy);
  out.write_text("cases.csv", manifest(cohort, kReadings.size()));
  out.keep();
}

}  // namespace radsweep
