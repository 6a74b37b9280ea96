#pragma once
/// Bootstrap percentile intervals of any statistic of subjects with a binary outcome.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "host/core/status.hpp"

namespace radsweep {

struct BootstrapOptions {
  int replicates = 2000;
  double level = 0.95;
  std::uint64_t seed = 0;
  int jobs = 1;
};

struct BootstrapInterval {
  double low = 0, high = 0;
  int defined = 0;    ///< replicates that gave a value
  int undefined = 0;  ///< replicates where the statistic was undefined
};

/// The statistic of the subjects listed (indices may repeat), or nothing where it is undefined. Called from several
/// threads at once.
using ResampledStatistic = std::function<std::optional<double>(std::span<std::size_t const>)>;

/// Resamples within each class (class sizes stay as they are) and takes quantiles of the values as R's type 7. The
/// draws are f(seed, replicate, index): the same for any number of threads. Problems: E840 no subject; E843 replicates
/// below 2 or level outside (0, 1); E848 defined in fewer than two replicates.
Result<BootstrapInterval> bootstrap_interval(std::span<int const> y, ResampledStatistic const& statistic,
                                             BootstrapOptions const& options = {});

/// Quantile of ascending values, linear between order statistics (R's type 7, NumPy's default). Not empty.
double sorted_quantile(std::span<double const> sorted, double p);

}  // namespace radsweep
