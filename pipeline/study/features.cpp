#include "pipeline/study/features.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "host/core/digest.hpp"
#include "io/file_bytes.hpp"
#include "io/params.hpp"
#include "io/text_table.hpp"
#include "pipeline/cases.hpp"
#include "pipeline/commands.hpp"

namespace radsweep::study {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

ExtractionPlan plan_of(StudyConfig const& config) {
  if (config.extraction.params) return load_plan(config.resolve(*config.extraction.params));
  return preset_plan(config.extraction.preset);
}

/// Size and time of a file; a missing one has neither, and fails as a case does.
std::string state_of(fs::path const& file) {
  struct stat s {};
  if (::stat(file.c_str(), &s) != 0) return "missing";
  return fmt::format("{} {}.{:09}", s.st_size, s.st_mtim.tv_sec, s.st_mtim.tv_nsec);
}

/// Equal for extractions that give the same table: program, parameters, table of cases, and the files it names.
std::string extraction_key(ExtractionPlan const& plan, fs::path const& cases) {
  auto const content = read_file_bytes(cases);
  if (!content) throw FatalError(ExitCode::kInputMissing, content.problem());
  Bytes const bytes = content.value().bytes();
  std::string text = fmt::format("radsweep {}\n{}\n", RS_VERSION, to_yaml(plan));
  text.append(reinterpret_cast<char const*>(bytes.data()), bytes.size());
  for (Case const& c : read_cases({cases}).cases)
    text += fmt::format("\n{} {}\n{} {}", c.image.string(), state_of(c.image), c.mask.string(), state_of(c.mask));
  return sha1_hex(text.data(), text.size());
}

/// Rows of the table that have nothing but their input.
std::vector<std::string> failed_rows(fs::path const& features) {
  TextTable const table = read_text_table(features, "feature table");
  TextColumn const* const done = table.find("diagnostics_Versions_PyRadiomics");
  std::vector<std::string> out;
  for (std::size_t r = 0; done != nullptr && r < table.rows(); ++r) {
    if (done->cells[r].empty()) out.push_back(fmt::format("row {}", r + 1));
  }
  return out;
}

void extract(StudyConfig const& config, fs::path const& to, FeatureOptions const& options) {
  ExtractOptions o;
  o.inputs = {config.resolve(*config.cases)};
  if (config.extraction.params)
    o.params = config.resolve(*config.extraction.params);
  else
    o.preset = config.extraction.preset;
  o.out = to.string();
  o.replace = true;
  o.format = "csv";
  o.jobs = options.jobs;
  o.quiet = options.quiet;
  o.progress = options.progress;
  o.device = options.device;
  ExitCode const code = run_extract(o);
  if (code == ExitCode::kOk || code == ExitCode::kSomeFailed) return;
  throw FatalError(code, {"E602", "no case could be extracted", "every case failed; their messages are above",
                          "a wrong path or label in the table of cases is the usual cause",
                          "try one case with `radsweep extract IMAGE MASK`", o.inputs[0].string()});
}

}  // namespace

Features obtain_features(StudyConfig const& config, Folder const& folder, FeatureOptions const& options) {
  Features out;
  if (!config.cases) {
    for (std::string const& file : config.features) out.files.push_back(config.resolve(file));
    return out;
  }
  out.plan = plan_of(config);
  out.extracted = true;
  out.files = {folder / "features.csv"};
  out.plan_hash = plan_hash(*out.plan);
  std::string const key = extraction_key(*out.plan, config.resolve(*config.cases));
  Json const wanted{{"key", key}, {"plan_hash", out.plan_hash}};
  std::string const record = wanted.dump(1) + "\n";
  out.reused = !folder.fresh() && fs::exists(out.files[0]) && folder.read("extraction.json") == record;
  if (!out.reused) {
    std::error_code ignored;
    fs::remove(folder / "extraction.json", ignored);  // first, so that it never vouches for another table
    extract(config, out.files[0], options);
    folder.begin_results();  // those that are there have other features
    folder.write("extraction.json", record);
  } else if (!options.quiet) {
    std::fprintf(stderr, "features of these cases and parameters are there already: reused\n");
  }
  out.failed = failed_rows(out.files[0]);
  return out;
}

}  // namespace radsweep::study
