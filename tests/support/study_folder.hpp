#pragma once
/// A folder with a small feature table and a study of it, for tests of `radsweep study`.

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/support/run_program.hpp"

namespace radsweep::test {

using Json = nlohmann::json;

/// A feature table with one line per reading of a subject; cells can be changed before it is written.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  std::string& at(std::size_t row, std::string const& column);
  void fill(std::string const& column, std::string const& cell);
  std::string text() const;
};

constexpr int kFeatures = 14;

/// Subjects S00, S01, ...: every third has the outcome; the first three of kFeatures features go with it. The first two
/// thirds of subjects are the training set. Readers r1, r2, ... differ by a tenth of a standard deviation.
Table subjects(int n, int readers = 1);

/// features.csv and study.yaml, whose results come to stand in results/.
class Study {
 public:
  explicit Study(Table const& table, std::string const& more = "");
  /// Writes study.yaml: the features, few folds, and `more`.
  void write(std::string const& more) const;
  ProgramRun run(std::vector<std::string> const& more = {}) const;
  /// A file of the results; empty if there is none.
  std::string text(std::string const& name) const { return read_text(folder_ / "results" / name); }
  /// study.json, parsed.
  Json json() const;
  TemporaryFolder const& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

/// Codes of the cautions and warnings in the study.json of a finished study.
std::set<std::string> codes(Json const& study);

}  // namespace radsweep::test
