#include "host/model/bootstrap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/core/parallel.hpp"
#include "host/core/rng.hpp"

namespace radsweep {
namespace {

/// Subjects by class, classes in the order of their first subject.
std::vector<std::vector<std::size_t>> strata(std::span<int const> y) {
  std::vector<std::vector<std::size_t>> out;
  std::vector<int> classes;
  for (std::size_t i = 0; i < y.size(); ++i) {
    auto const known = static_cast<std::size_t>(std::find(classes.begin(), classes.end(), y[i]) - classes.begin());
    if (known == classes.size()) {
      classes.push_back(y[i]);
      out.emplace_back();
    }
    out[known].push_back(i);
  }
  return out;
}

std::vector<std::size_t> resample(std::vector<std::vector<std::size_t>> const& strata, Rng const& rng) {
  std::vector<std::size_t> out;
  for (auto const& members : strata) {
    for (std::size_t k = 0; k < members.size(); ++k) {
      out.push_back(members[rng.below(out.size(), static_cast<std::uint32_t>(members.size()))]);
    }
  }
  return out;
}

std::optional<Problem> check(std::span<int const> y, BootstrapOptions const& options) {
  if (y.empty()) {
    return Problem{"E840", "there is no subject to draw from", "", "", "check which rows were predicted", ""};
  }
  if (options.replicates >= 2 && options.level > 0 && options.level < 1) return std::nullopt;
  return Problem{"E843",
                 "an option is out of range",
                 fmt::format("{} replicates, level {}", options.replicates, options.level),
                 "",
                 "choose at least 2 replicates (2000 are usual) and a level between 0 and 1",
                 ""};
}

}  // namespace

double sorted_quantile(std::span<double const> sorted, double p) {
  double const place = p * static_cast<double>(sorted.size() - 1);
  auto const below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

Result<BootstrapInterval> bootstrap_interval(std::span<int const> y, ResampledStatistic const& statistic,
                                             BootstrapOptions const& options) {
  if (auto problem = check(y, options)) return *problem;
  auto const members = strata(y);
  std::vector<std::optional<double>> drawn(static_cast<std::size_t>(options.replicates));
  parallel_for(options.replicates, options.jobs, [&](std::int64_t b) {
    Rng const rng = Rng(options.seed, 0x426F6F74).substream(static_cast<std::uint64_t>(b));
    auto const value = statistic(resample(members, rng));
    if (value && !std::isnan(*value)) drawn[static_cast<std::size_t>(b)] = value;
  });
  std::vector<double> values;
  for (auto const& d : drawn) {
    if (d) values.push_back(*d);
  }
  if (values.size() < 2) {
    return Problem{"E848",
                   "the bootstrap gives no interval",
                   fmt::format("{} of {} replicates have a value", values.size(), options.replicates),
                   "the statistic is undefined for these subjects",
                   "report it without an interval",
                   ""};
  }
  std::sort(values.begin(), values.end());
  auto const defined = static_cast<int>(values.size());
  return BootstrapInterval{sorted_quantile(values, (1 - options.level) / 2),
                           sorted_quantile(values, (1 + options.level) / 2), defined, options.replicates - defined};
}

}  // namespace radsweep
