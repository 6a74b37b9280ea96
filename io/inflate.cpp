#include "io/inflate.hpp"

#include <fmt/format.h>
#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>

namespace radsweep {
namespace {

constexpr std::uint64_t kMaxDeflateRatio = 1032;
/// How far past the wanted size a surplus is followed to tell corruption from surplus.
constexpr std::uint64_t kSurplusLookahead = std::uint64_t{64} << 20;

Problem truncated(std::filesystem::path const& file, std::uint64_t had, std::uint64_t needed) {
  return {"E101",
          "file is truncated",
          fmt::format("{} bytes of image data present, {} needed", had, needed),
          "an interrupted copy, download or export",
          "copy or export the file again",
          file.string()};
}

Problem corrupt(std::filesystem::path const& file, std::string found) {
  return {"E102",
          "compressed data is corrupt",
          std::move(found),
          "bytes were altered after the file was written",
          "copy or export the file again",
          file.string()};
}

Problem surplus(std::filesystem::path const& file, std::string found) {
  return {"E103",
          "more data than the header announces",
          std::move(found),
          "the header does not describe this data, or something was appended",
          "export the file again",
          file.string()};
}

/// What zlib's slower but talkative inflate finds in data that libdeflate refused.
class Diagnosis {
 public:
  Diagnosis(Bytes data, Wrapping wrapping, std::filesystem::path const& file) : data_(data), file_(file) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(data.data()));
    inflateInit2(&stream_, wrapping == Wrapping::kGzip ? 15 + 16 : 15);
  }
  Diagnosis(Diagnosis const&) = delete;
  Diagnosis& operator=(Diagnosis const&) = delete;
  ~Diagnosis() { inflateEnd(&stream_); }

  Problem run(std::uint64_t needed) {
    while (true) {
      int const status = step();
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
        return corrupt(file_, fmt::format("after {} of {} bytes: {}", produced_, needed, message(status)));
      if (produced_ > needed + kSurplusLookahead) break;
      if (status == Z_STREAM_END) {
        if (consumed() == data_.size()) break;
        if (!looks_gzipped(data_.subspan(consumed()))) return trailing(needed);
        inflateReset(&stream_);
      } else if (consumed() == data_.size() && stream_.avail_out != 0) {
        return truncated(file_, produced_, needed);
      }
    }
    if (produced_ < needed) return truncated(file_, produced_, needed);
    return surplus(file_, fmt::format("at least {} bytes inflated, {} announced", produced_, needed));
  }

 private:
  int step() {
    std::size_t const left = data_.size() - consumed();
    stream_.avail_in = static_cast<uInt>(std::min<std::size_t>(left, 1u << 30));
    stream_.next_out = window_.data();
    stream_.avail_out = static_cast<uInt>(window_.size());
    int const status = inflate(&stream_, Z_NO_FLUSH);
    produced_ += window_.size() - stream_.avail_out;
    return status;
  }

  std::size_t consumed() const {
    return static_cast<std::size_t>(reinterpret_cast<std::byte const*>(stream_.next_in) - data_.data());
  }

  std::string message(int status) const {
    return stream_.msg ? stream_.msg : status == Z_NEED_DICT ? "preset dictionary" : "inflate failed";
  }

  Problem trailing(std::uint64_t needed) const {
    if (produced_ < needed) return truncated(file_, produced_, needed);
    return surplus(file_, fmt::format("{} bytes follow the compressed data", data_.size() - consumed()));
  }

  Bytes data_;
  std::filesystem::path const& file_;
  z_stream stream_{};
  std::array<Bytef, 1 << 16> window_;
  std::uint64_t produced_ = 0;
};

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};

libdeflate_decompressor* decompressor() {
  thread_local std::unique_ptr<libdeflate_decompressor, FreeDecompressor> const instance(
      libdeflate_alloc_decompressor());
  return instance.get();
}

bool is_newline(Bytes data) { return data.size() == 1 && data[0] == std::byte{'\n'}; }

/// Every member of a gzip file into `out`; true if the data is exactly that.
bool inflate_members(Bytes data, std::span<std::byte> out, Tail tail) {
  do {
    std::size_t used = 0, made = 0;
    if (libdeflate_gzip_decompress_ex(decompressor(), data.data(), data.size(), out.data(), out.size(), &used, &made) !=
        LIBDEFLATE_SUCCESS)
      return false;
    data = data.subspan(used);
    out = out.subspan(made);
  } while (looks_gzipped(data));
  return out.empty() && (data.empty() || (tail == Tail::kNewline && is_newline(data)));
}

bool inflate_zlib(Bytes data, std::span<std::byte> out) {
  std::size_t used = 0, made = 0;
  return libdeflate_zlib_decompress_ex(decompressor(), data.data(), data.size(), out.data(), out.size(), &used,
                                       &made) == LIBDEFLATE_SUCCESS &&
         used == data.size() && made == out.size();
}

}  // namespace

bool looks_gzipped(Bytes data) { return data.size() >= 2 && data[0] == std::byte{0x1f} && data[1] == std::byte{0x8b}; }

std::vector<std::byte> inflate_head(Bytes data, std::size_t count) {
  std::vector<std::byte> out(count);
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(data.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(data.size(), 1u << 20));
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(count);
  // A member may end inside the head; the next one goes on.
  while (inflate(&stream, Z_SYNC_FLUSH) == Z_STREAM_END && stream.avail_out > 0 && stream.avail_in > 0)
    inflateReset(&stream);
  out.resize(count - stream.avail_out);
  inflateEnd(&stream);
  return out;
}

std::optional<Problem> check_plausible_size(std::uint64_t compressed, std::uint64_t needed,
                                            std::filesystem::path const& file) {
  if (needed / kMaxDeflateRatio <= compressed) return std::nullopt;
  Problem problem = truncated(file, compressed, needed);
  problem.found = fmt::format("{} compressed bytes can hold at most {} bytes, {} needed", compressed,
                              compressed * kMaxDeflateRatio, needed);
  return problem;
}

std::optional<Problem> inflate_exactly(Bytes data, Wrapping wrapping, std::span<std::byte> out,
                                       std::filesystem::path const& file, Tail tail) {
  bool const whole = wrapping == Wrapping::kGzip ? inflate_members(data, out, tail) : inflate_zlib(data, out);
  if (whole) return std::nullopt;
  return explain_failure(data, wrapping, out.size(), file);
}

Problem explain_failure(Bytes data, Wrapping wrapping, std::uint64_t needed, std::filesystem::path const& file) {
  return Diagnosis(data, wrapping, file).run(needed);
}

std::optional<Problem> check_raw_size(std::uint64_t had, std::uint64_t needed, std::filesystem::path const& file) {
  if (had < needed) return truncated(file, had, needed);
  if (had > needed) return surplus(file, fmt::format("{} bytes of image data present, {} announced", had, needed));
  return std::nullopt;
}

}  // namespace radsweep
