#include "io/file_bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace radsweep {
namespace {

/// Closes a descriptor at the end of a scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  int close() { return fd_ < 0 ? 0 : ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

std::string reason(int error) { return std::generic_category().message(error); }

char const* kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a FIFO (named pipe)";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return S_ISSOCK(mode) ? "a socket" : "not a file with content";
}

Problem unreadable(std::filesystem::path const& path, int error) {
  return {"E110",
          "file cannot be opened",
          reason(error),
          "a wrong path in the manifest, a dangling link, or missing permission",
          "check the path and that this user may read it",
          path.string()};
}

Problem not_regular(std::filesystem::path const& path, mode_t mode) {
  return {"E111",
          "not a regular file",
          fmt::format("the path is {}", kind_of(mode)),
          "images are read from regular files only",
          "name the image file itself",
          path.string()};
}

Problem changed(std::filesystem::path const& path, std::string found) {
  return {"E105",
          "file changed while it was read",
          std::move(found),
          "another program is still writing it",
          "run again when the file is complete",
          path.string()};
}

/// Reads until `size` bytes or the end of the file; returns the count or -1.
std::int64_t read_fully(int fd, std::byte* out, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    ssize_t const got = ::read(fd, out + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return static_cast<std::int64_t>(done);
}

}  // namespace

Result<FileBytes> read_file_bytes(std::filesystem::path const& path) {
  // O_NONBLOCK: opening a FIFO without a writer returns instead of waiting for one.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  struct stat before {};
  if (file.get() < 0) {
    int const error = errno;
    if (::stat(path.c_str(), &before) == 0 && !S_ISREG(before.st_mode)) return not_regular(path, before.st_mode);
    return unreadable(path, error);
  }
  if (::fstat(file.get(), &before) != 0) return unreadable(path, errno);
  if (!S_ISREG(before.st_mode)) return not_regular(path, before.st_mode);

  FileBytes out;
  out.size = static_cast<std::size_t>(before.st_size);
  out.data = std::make_unique_for_overwrite<std::byte[]>(out.size + 1);
  // One byte more than expected is asked for, so that growth is seen.
  std::int64_t const got = read_fully(file.get(), out.data.get(), out.size + 1);
  if (got < 0) return unreadable(path, errno);
  struct stat after {};
  if (::fstat(file.get(), &after) != 0) return unreadable(path, errno);
  bool const touched = after.st_mtim.tv_sec != before.st_mtim.tv_sec || after.st_mtim.tv_nsec != before.st_mtim.tv_nsec;
  if (static_cast<std::size_t>(got) != out.size || after.st_size != before.st_size || touched)
    return changed(path, fmt::format("{} bytes when opened, {} bytes read", out.size, got));
  return out;
}

}  // namespace radsweep
