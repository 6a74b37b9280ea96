#pragma once
/// A table of noise with an outcome, for tests of models.

#include <string>
#include <vector>

#include "host/core/rng.hpp"
#include "host/model/candidates.hpp"

namespace radsweep::test {

struct NoiseStudy {
  Candidates candidates;
  std::vector<int> y;
  std::vector<std::string> ids;
};

/// Normal noise in f0, f1, ... for the subjects case0, case1, ...; `effect` is added to f0 of class 1.
inline NoiseStudy noise_study(std::vector<int> y, std::size_t variables, double effect, Rng const& random) {
  NoiseStudy s{{{}, Matrix(y.size(), variables), std::vector<std::vector<std::string>>(variables)}, std::move(y), {}};
  for (std::size_t k = 0; k < s.candidates.x.values.size(); ++k) s.candidates.x.values[k] = random.normal(k);
  for (std::size_t v = 0; v < variables; ++v) s.candidates.names.push_back("f" + std::to_string(v));
  for (std::size_t i = 0; i < s.y.size(); ++i) {
    s.ids.push_back("case" + std::to_string(i));
    if (s.y[i] == 1 && variables > 0) s.candidates.x(i, 0) += effect;
  }
  return s;
}

/// Class 1 for every n-th subject, from the first one on.
inline std::vector<int> every_nth(std::size_t subjects, std::size_t n) {
  std::vector<int> y(subjects, 0);
  for (std::size_t i = 0; i < subjects; i += n) y[i] = 1;
  return y;
}

}  // namespace radsweep::test
