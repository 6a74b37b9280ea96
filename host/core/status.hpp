#pragma once
/// What can be wrong with one case. A `Problem` is data about a patient's file; it fails that case and no other.
/// Exceptions (`FatalError`) are for what must stop the run: command line, parameter file, output that cannot be
/// written.

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace radsweep {

/// One problem, told like a compiler would: code, what, what was found, why it matters, what to try.
struct Problem {
  std::string code;   ///< stable, "E101"; catalogue in host/core/problems.hpp
  std::string what;   ///< one line
  std::string found;  ///< the numbers or names at fault
  std::string why;    ///< likely cause or consequence
  std::string hint;   ///< one thing to try
  std::string file;   ///< path, if one file is at fault
};

/// A value or the problem that prevented it.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}            // NOLINT: implicit by design
  Result(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}  // NOLINT

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(state_); }
  T const& value() const& { return std::get<0>(state_); }
  T value() && { return std::get<0>(std::move(state_)); }  // by value: a reference into a temporary would dangle
  Problem const& problem() const { return std::get<1>(state_); }

 private:
  std::variant<T, Problem> state_;
};

/// Exit codes of the program; `radsweep --help` lists them.
enum class ExitCode : int {
  kOk = 0,
  kUsage = 2,
  kSomeFailed = 3,
  kAllFailed = 4,
  kManifestInvalid = 65,
  kInputMissing = 66,
  kGpuAbsent = 69,
  kInternal = 70,
  kOutputExists = 73,
  kOutputFailed = 74,
  kStoppedEarly = 75,
  kBadParameters = 78
};

/// Stops the run with an exit code; `problem` is printed in the same form as a case's.
class FatalError : public std::runtime_error {
 public:
  FatalError(ExitCode exit_code, Problem problem)
      : std::runtime_error(problem.what), exit_code_(exit_code), problem_(std::move(problem)) {}

  ExitCode exit_code() const { return exit_code_; }
  Problem const& problem() const { return problem_; }

 private:
  ExitCode exit_code_;
  Problem problem_;
};

/// The value. Throws FatalError 65 with the problem: for steps of an analysis, without which there is no result.
template <class T>
T value_or_stop(Result<T> result) {
  if (!result) throw FatalError(ExitCode::kManifestInvalid, result.problem());
  return std::move(result).value();
}

}  // namespace radsweep
