#include "pipeline/study/folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <regex>
#include <system_error>
#include <utility>
#include <vector>

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

Folder::Folder(fs::path path, StudyConfig const& config, bool fresh)
    : path_(std::move(path)), resolved_(to_yaml(config)), fresh_(fresh) {
  std::error_code error;
  bool const there = fs::exists(path_, error) && !(fs::is_directory(path_, error) && fs::is_empty(path_, error));
  if (!there) fs::create_directories(path_, error);
  if (error)
    throw FatalError(ExitCode::kOutputFailed, {"E701", "output folder cannot be made", error.message(), "",
                                               "choose a folder that can be made and written to", path_.string()});
  lock();
  std::string const earlier = there ? read("study_resolved.yaml") : "";
  if (there && earlier.empty())
    throw FatalError(ExitCode::kOutputExists,
                     {"E710", "output folder refused", "it holds something, and no results of a study",
                      "results are never mixed with other files", "choose another folder with -o", path_.string()});
  bool const finished = fs::exists(path_ / "study.json", error);
  if (finished && earlier != resolved_ && !fresh)
    throw FatalError(ExitCode::kOutputExists,
                     {"E710", "output folder holds the results of another study", first_difference(earlier, resolved_),
                      "results of different studies are never mixed",
                      "choose another folder with -o, or replace them with --fresh", path_.string()});
  remove_temporaries();
  if (!finished) begin_results();
}

Folder::~Folder() {
  if (lock_ >= 0) ::close(lock_);
}

/// The lock is one on the folder itself, so that it leaves nothing behind. A file system without locks has none.
void Folder::lock() {
  lock_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  ::close(std::exchange(lock_, -1));
  throw FatalError(ExitCode::kOutputExists, {"E710", "output folder is locked", "another run writes to it now",
                                             "results of different runs are never mixed",
                                             "wait until it ends, or choose another folder with -o", path_.string()});
}

void Folder::begin_results() const {
  remove_results();
  write("study_resolved.yaml", resolved_);
}

/// Files of a run that was killed; while the lock is held nobody else's are there.
void Folder::remove_temporaries() const {
  static std::regex const temporary("\\.tmp-[0-9]+-[0-9]+$");
  std::vector<fs::path> found;
  std::error_code ignored;
  for (fs::directory_iterator at(path_, ignored), end; !ignored && at != end; at.increment(ignored)) {
    if (std::regex_search(at->path().filename().string(), temporary)) found.push_back(at->path());
  }
  for (fs::path const& file : found) fs::remove(file, ignored);
}

void Folder::remove_results() const {
  std::error_code ignored;
  for (char const* name : {"icc.csv", "selection.csv", "predictions.csv", "model_logistic.json", "model_forest.json",
                           "study.json", "report.html", "methods.md"})
    fs::remove(path_ / name, ignored);
  fs::remove_all(path_ / "figures", ignored);
}

void Folder::write(std::string_view name, std::string_view text) const {
  write_file((path_ / name).string(), text, true);
}

std::string Folder::read(std::string_view name) const {
  std::ifstream in(path_ / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace radsweep::study
