#include "pipeline/study/folder.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <system_error>

#include "host/core/status.hpp"
#include "io/output_file.hpp"

namespace radsweep::study {
namespace {

namespace fs = std::filesystem;

/// The first line in which two texts differ, as "seed: 1 there, seed: 2 now".
std::string first_difference(std::string_view there, std::string_view now) {
  auto const line = [](std::string_view& text) {
    std::size_t const end = std::min(text.find('\n'), text.size());
    std::string_view const out = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return out.substr(std::min(out.find_first_not_of(' '), out.size()));
  };
  while (!there.empty() || !now.empty()) {
    std::string_view const a = line(there), b = line(now);
    if (a != b) return fmt::format("'{}' there, '{}' now", a, b);
  }
  return "";
}

}  // namespace

Folder::Folder(fs::path path, StudyConfig const& config, bool fresh) : path_(std::move(path)) {
  std::error_code error;
  std::string const resolved = to_yaml(config);
  bool const there = fs::exists(path_, error) && !(fs::is_directory(path_, error) && fs::is_empty(path_, error));
  std::string const earlier = there ? read("study_resolved.yaml") : "";
  if (there && earlier.empty())
    throw FatalError(ExitCode::kOutputExists,
                     {"E710", "output folder refused", "it holds something, and no results of a study",
                      "results are never mixed with other files", "choose another folder with -o", path_.string()});
  bool const finished = fs::exists(path_ / "study.json", error);
  if (finished && earlier != resolved && !fresh)
    throw FatalError(ExitCode::kOutputExists,
                     {"E710", "output folder holds the results of another study", first_difference(earlier, resolved),
                      "results of different studies are never mixed",
                      "choose another folder with -o, or replace them with --fresh", path_.string()});
  if (fresh) remove_features();
  if (there && (fresh || earlier != resolved)) remove_results();
  fs::create_directories(path_, error);
  if (error)
    throw FatalError(ExitCode::kOutputFailed, {"E701", "output folder cannot be made", error.message(), "",
                                               "choose a folder that can be made and written to", path_.string()});
  write("study_resolved.yaml", resolved);
}

void Folder::remove_features() const {
  std::error_code ignored;
  for (char const* name : {"extraction.json", "features.csv"}) fs::remove(path_ / name, ignored);
}

void Folder::remove_results() const {
  std::error_code ignored;
  for (char const* name : {"icc.csv", "selection.csv", "predictions.csv", "model_logistic.json", "model_forest.json",
                           "study.json", "report.html", "methods.md"})
    fs::remove(path_ / name, ignored);
  fs::remove_all(path_ / "figures", ignored);
}

void Folder::write(std::string_view name, std::string_view text) const {
  OutputFile out((path_ / name).string(), true);
  out.append(text);
  out.publish();
}

std::string Folder::read(std::string_view name) const {
  std::ifstream in(path_ / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace radsweep::study
