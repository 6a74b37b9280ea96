#include "host/model/icc_bands.hpp"

#include <algorithm>
#include <cmath>

#include "host/core/feature_name.hpp"

namespace radsweep {
namespace {

IccBandCounts& group_of(std::vector<IccBandCounts>& groups, std::string_view name) {
  auto const found = std::ranges::find(groups, name, &IccBandCounts::group);
  return found != groups.end() ? *found : groups.emplace_back(IccBandCounts{std::string(name), {}, 0});
}

void add(IccBandCounts& to, double icc) {
  ++to.count[static_cast<std::size_t>(icc_band(icc))];
  to.undefined += std::isnan(icc) ? 1 : 0;
}

}  // namespace

IccBand icc_band(double icc) {
  if (icc >= 0.9) return IccBand::kExcellent;
  if (icc >= 0.75) return IccBand::kGood;
  return icc >= 0.5 ? IccBand::kModerate : IccBand::kPoor;
}

std::string_view icc_band_name(IccBand band) {
  constexpr std::string_view kNames[] = {"poor", "moderate", "good", "excellent"};
  return kNames[static_cast<std::size_t>(band)];
}

std::size_t IccBandCounts::total() const {
  std::size_t sum = 0;
  for (std::size_t const n : count) sum += n;
  return sum;
}

double IccBandCounts::percent(IccBand band) const {
  std::size_t const n = total();
  return n == 0 ? 0 : 100.0 * static_cast<double>(count[static_cast<std::size_t>(band)]) / static_cast<double>(n);
}

IccBandTable icc_band_table(std::span<std::string const> features, std::span<double const> icc) {
  IccBandTable out{{"all", {}, 0}, {}, {}};
  for (std::size_t f = 0; f < features.size(); ++f) {
    auto const name = parse_feature_name(features[f]);
    add(out.all, icc[f]);
    add(group_of(out.by_image, name ? name->image_group() : "other"), icc[f]);
    add(group_of(out.by_class, name ? name->feature_class : "other"), icc[f]);
  }
  return out;
}

}  // namespace radsweep
