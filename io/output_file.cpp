#include "io/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace radsweep {
namespace {

constexpr std::size_t kBuffer = 1 << 16;

std::string beside(std::filesystem::path const& target) {
  static std::atomic<unsigned> serial{0};
  return fmt::format("{}.tmp-{}-{}", target.string(), ::getpid(), serial++);
}

/// Names that a signal which ends the program must remove: fixed slots, since a handler may not allocate or lock.
class TemporaryNames {
 public:
  /// Without a free slot, or of a name too long, the file stays behind after a signal.
  static void add(std::string const& name) {
    static bool const installed = install();
    if (!installed || name.size() >= kLength) return;
    for (Slot& slot : slots) {
      int free = kFree;
      if (!slot.state.compare_exchange_strong(free, kFilling)) continue;
      name.copy(slot.name, name.size());
      slot.name[name.size()] = 0;
      slot.state = kUsed;
      return;
    }
  }
  static void remove(std::string const& name) {
    for (Slot& slot : slots) {
      if (slot.state == kUsed && name == slot.name) slot.state = kFree;
    }
  }

 private:
  static constexpr std::size_t kLength = 4096;
  enum : int { kFree, kFilling, kUsed };
  struct Slot {
    std::atomic<int> state;  // kFree
    char name[kLength];
  };

  static void clean(int signal) {
    for (Slot& slot : slots) {
      if (slot.state == kUsed) ::unlink(slot.name);
    }
    constexpr std::string_view kSay =
        "\nradsweep: stopped by a signal; nothing unfinished is left behind. The same "
        "command starts again.\n";
    [[maybe_unused]] auto const said = ::write(STDERR_FILENO, kSay.data(), kSay.size());
    ::raise(signal);  // SA_RESETHAND: now with its usual effect
  }
  static bool install() {
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
      struct sigaction now {};
      if (::sigaction(signal, nullptr, &now) != 0 || now.sa_handler != SIG_DFL) continue;  // nohup ignores SIGHUP
      struct sigaction action {};
      action.sa_handler = clean;
      action.sa_flags = static_cast<int>(SA_RESETHAND);
      ::sigaction(signal, &action, nullptr);
    }
    return true;
  }

  static inline Slot slots[8];
};

}  // namespace

OutputFile::OutputFile(std::string const& target, bool replace)
    : target_(target), replace_(replace), stream_(target == "-") {
  if (stream_) {
    file_ = STDOUT_FILENO;
    return;
  }
  std::error_code ignored;
  if (!replace_ && std::filesystem::exists(std::filesystem::symlink_status(target_, ignored))) refuse_existing();
  temporary_ = beside(target_);
  file_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file_ < 0) {
    temporary_.clear();  // not ours to remove
    fail(errno);
  }
  TemporaryNames::add(temporary_.string());
}

OutputFile OutputFile::scratch() {
  OutputFile out;
  out.target_ = "temporary file";
  std::error_code error;
  auto const folder = std::filesystem::temp_directory_path(error);
  std::string name = (folder / "radsweep-XXXXXX").string();
  out.file_ = error ? -1 : ::mkstemp(name.data());
  if (out.file_ < 0) out.fail(error ? error.value() : errno);
  ::unlink(name.c_str());
  return out;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      replace_(other.replace_),
      stream_(other.stream_),
      file_(std::exchange(other.file_, -1)),
      buffer_(std::exchange(other.buffer_, {})) {}

OutputFile::~OutputFile() { discard(); }

void OutputFile::discard() noexcept {
  if (file_ >= 0 && !stream_) ::close(file_);
  if (!temporary_.empty()) {
    ::unlink(temporary_.c_str());
    TemporaryNames::remove(temporary_.native());
  }
  file_ = -1;
  temporary_.clear();
}

void OutputFile::append(std::string_view text) {
  if (text.size() >= kBuffer) {  // no second copy of what is large already
    flush();
    write(text);
    return;
  }
  buffer_ += text;
  if (buffer_.size() >= kBuffer) flush();
}

void OutputFile::flush() {
  write(buffer_);
  buffer_.clear();
}

void OutputFile::write(std::string_view text) {
  while (!text.empty()) {
    ssize_t const put = ::write(file_, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) fail(errno);
    text.remove_prefix(static_cast<std::size_t>(put));
  }
}

void OutputFile::append_from(OutputFile& other, std::int64_t offset, std::int64_t size) {
  other.flush();
  std::string part;
  while (size > 0) {
    part.resize(static_cast<std::size_t>(std::min<std::int64_t>(size, kBuffer)));
    ssize_t const got = ::pread(other.file_, part.data(), part.size(), offset);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) other.fail(got < 0 ? errno : EIO);
    append(std::string_view(part).substr(0, static_cast<std::size_t>(got)));
    offset += got;
    size -= got;
  }
}

void OutputFile::publish() {
  flush();
  if (stream_) return;
  if (::fsync(file_) != 0) fail(errno);
  if (::close(std::exchange(file_, -1)) != 0) fail(errno);
  if (replace_) {
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
  } else {
    if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) != 0) {
      if (errno == EEXIST) refuse_existing();
      if (errno != EINVAL && errno != ENOSYS) fail(errno);
      // A file system without that call: a hard link fails on an existing name as well.
      if (::link(temporary_.c_str(), target_.c_str()) != 0) errno == EEXIST ? refuse_existing() : fail(errno);
      ::unlink(temporary_.c_str());
    }
  }
  TemporaryNames::remove(temporary_.native());
  temporary_.clear();
  std::filesystem::path const folder = target_.has_parent_path() ? target_.parent_path() : ".";
  int const directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;  // a folder without read permission: the name is there, only its durability is not forced
  ::fsync(directory);
  ::close(directory);
}

void OutputFile::fail(int error) const {
  throw FatalError(ExitCode::kOutputFailed,
                   {"E701", "file cannot be written", std::generic_category().message(error),
                    "the folder is missing, read-only or full", "check the output folder, then run again",
                    stream_ ? "standard output" : target_.string()});
}

void OutputFile::refuse_existing() const {
  throw FatalError(ExitCode::kOutputExists, {"E710", "output exists", "", "results are never overwritten or mixed",
                                             "choose another name with -o, or move the file away", target_.string()});
}

void write_file(std::string const& target, std::string_view content, bool replace) {
  OutputFile file(target, replace);
  file.append(content);
  file.publish();
}

}  // namespace radsweep
