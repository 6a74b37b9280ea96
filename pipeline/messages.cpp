#include "pipeline/messages.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "io/output_file.hpp"

namespace radsweep {
namespace {

Progress::Style style_of(std::string const& mode, std::int64_t total) {
  if (mode == "none" || total <= 1) return Progress::Style::kNone;
  if (mode == "bar") return Progress::Style::kBar;
  if (mode == "plain") return Progress::Style::kPlain;
  char const* term = std::getenv("TERM");
  bool const dumb = term == nullptr || std::string(term) == "dumb";
  return isatty(STDERR_FILENO) && !dumb ? Progress::Style::kBar : Progress::Style::kPlain;
}

std::string seconds_left(double seconds) {
  auto const s = static_cast<std::int64_t>(seconds);
  return s < 60 ? fmt::format("{} s", s) : fmt::format("{} min {} s", s / 60, s % 60);
}

}  // namespace

std::string format_problem(Problem const& p, std::string const& where) {
  std::string out = fmt::format("{}{}: {}\n", !p.code.empty() && p.code[0] == 'W' ? "warning" : "error",
                                p.code.empty() ? "" : fmt::format("[{}]", p.code), p.what);
  auto line = [&](char const* name, std::string const& text) {
    if (!text.empty()) out += fmt::format("  {:<6} {}\n", name, text);
  };
  line("case", where);
  line("file", p.file);
  line("found", p.found);
  line("why", p.why);
  line("try", p.hint.empty() || p.code.empty() ? p.hint : fmt::format("{}   (radsweep explain {})", p.hint, p.code));
  return out;
}

void print_text(std::string const& text) { write_file("-", text, false); }

void print_problem(std::FILE* to, Problem const& problem, std::string const& where) {
  std::string const text = format_problem(problem, where);
  std::fwrite(text.data(), 1, text.size(), to);
}

Progress::Progress(std::string const& mode, std::int64_t total) : style_(style_of(mode, total)), total_(total) {}

Progress::~Progress() { finish(); }

void Progress::done(bool failed) {
  std::lock_guard const lock(mutex_);
  ++done_;
  failed_ += failed;
  auto const now = Clock::now();
  auto const pause = style_ == Style::kBar ? std::chrono::milliseconds(100) : std::chrono::milliseconds(30'000);
  if (style_ == Style::kNone || (now - drawn_ < pause && done_ != total_)) return;
  if (style_ == Style::kPlain && now - start_ < pause) return;  // short runs need no line
  drawn_ = now;
  draw(now);
}

void Progress::draw(Clock::time_point now) {
  double const elapsed = std::chrono::duration<double>(now - start_).count();
  double const left = elapsed / static_cast<double>(done_) * static_cast<double>(total_ - done_);
  std::string const failed = failed_ ? fmt::format(", {} failed", failed_) : "";
  std::string const text = fmt::format("{}/{} cases{}, {} left", done_, total_, failed, seconds_left(left));
  if (style_ == Style::kPlain) {
    std::fprintf(stderr, "%s\n", text.c_str());
    return;
  }
  constexpr std::int64_t kWidth = 24;
  auto const filled = static_cast<std::size_t>(kWidth * done_ / std::max<std::int64_t>(total_, 1));
  std::fprintf(stderr, "\r\033[K[%s%s] %s", std::string(filled, '#').c_str(),
               std::string(static_cast<std::size_t>(kWidth) - filled, '.').c_str(), text.c_str());
  std::fflush(stderr);
}

void Progress::problem(Problem const& p, std::string const& where) {
  std::lock_guard const lock(mutex_);
  if (style_ == Style::kBar) std::fputs("\r\033[K", stderr);
  print_problem(stderr, p, where);
}

void Progress::finish() {
  std::lock_guard const lock(mutex_);
  if (style_ == Style::kBar && done_ > 0) std::fputs("\r\033[K", stderr);
  style_ = Style::kNone;
}

}  // namespace radsweep
