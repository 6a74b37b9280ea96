#pragma once
/// The random tables of ratings in tests/golden/icc_tables.csv and what other tools make of them.

#include <map>
#include <sstream>
#include <string>

#include "host/core/matrix.hpp"
#include "host/model/icc.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::test {

/// By number of the table: [subject, rater].
inline std::map<std::string, Matrix> rating_tables() {
  std::map<std::string, Matrix> out;
  for (auto const& row : read_csv(golden_dir() / "icc_tables.csv").rows) {
    Matrix x(std::stoul(row[1]), std::stoul(row[2]));
    std::istringstream in(row[3]);
    for (double& v : x.values) in >> v;
    out[row[0]] = x;
  }
  return out;
}

/// "1", "2", "3", "1k", "2k", "3k": the names of R's psych.
inline IccForm form_of(std::string const& name) {
  return static_cast<IccForm>(name[0] - '1' + (name.size() > 1 ? 3 : 0));
}

}  // namespace radsweep::test
