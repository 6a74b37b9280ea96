#include "pipeline/phantom_sampling.hpp"

namespace radsweep::phantom {
namespace {

/// n normal deviates, one from each n-th of the distribution, in random order.
std::vector<double> stratified_normals(int n, Draws& draws) {
  std::vector<double> z(n);
  std::vector<int> const order = shuffled(n, draws);
  for (int i = 0; i < n; ++i) z[order[i]] = normal_quantile((i + draws.uniform()) / n);
  return z;
}

/// min(cap, c y) with c such that the mean is as asked for.
std::vector<double> scaled_to_mean(std::vector<double> y, double mean, double cap) {
  double low = 0, high = cap / *std::min_element(y.begin(), y.end());
  auto mean_at = [&](double c) {
    double sum = 0;
    for (double v : y) sum += std::min(cap, c * v);
    return sum / static_cast<double>(y.size());
  };
  for (int i = 0; i < 100; ++i) {
    double const middle = 0.5 * (low + high);
    (mean_at(middle) < mean ? low : high) = middle;
  }
  for (double& v : y) v = std::min(cap, high * v);
  return y;
}

}  // namespace

Moments moments(std::vector<double> const& x) {
  double sum = 0, squares = 0;
  for (double v : x) sum += v;
  double const mean = sum / static_cast<double>(x.size());
  for (double v : x) squares += (v - mean) * (v - mean);
  return {mean, x.size() < 2 ? 0 : std::sqrt(squares / static_cast<double>(x.size() - 1))};
}

std::vector<double> standard_normals(int n, Draws& draws) {
  std::vector<double> z = stratified_normals(n, draws);
  Moments const m = moments(z);
  for (double& v : z) v = n < 2 ? 0 : (v - m.mean) / m.sd;
  return z;
}

std::vector<double> lognormals(int n, Moments wanted, double cap, Draws& draws) {
  if (n == 0) return {};
  std::vector<double> const z = stratified_normals(n, draws);
  auto sample = [&](double sigma) {
    std::vector<double> y(z);
    for (double& v : y) v = exp(sigma * v);
    return scaled_to_mean(std::move(y), wanted.mean, cap);
  };
  double low = 0, high = n < 2 ? 0 : 6;
  for (int i = 0; i < 50; ++i) {
    double const middle = 0.5 * (low + high);
    (moments(sample(middle)).sd < wanted.sd ? low : high) = middle;
  }
  std::vector<double> x = sample(high);
  for (double& v : x) v = std::max(0.1, std::floor(v * 10 + 0.5) / 10);
  return x;
}

}  // namespace radsweep::phantom
