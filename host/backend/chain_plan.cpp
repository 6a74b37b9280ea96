#include "host/backend/chain_plan.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "host/backend/image_filters.hpp"
#include "host/backend/roi_grid.hpp"
#include "kernels/cuda/chain_places.hpp"

namespace radsweep::chain {
namespace {

Filter filter_of(ImageType type) {
  switch (type) {
    case ImageType::kOriginal:
      break;
    case ImageType::kWavelet:
      return Filter::kWavelet;
    case ImageType::kSquare:
      return Filter::kSquare;
    case ImageType::kSquareRoot:
      return Filter::kSquareRoot;
    case ImageType::kLogarithm:
      return Filter::kLogarithm;
    case ImageType::kExponential:
      return Filter::kExponential;
  }
  return Filter::kOriginal;
}

ImagePlan image_plan(ImageTypePlan const& type) {
  Settings const& s = type.settings;
  ImagePlan out;
  out.bin_width = s.bin_width;
  out.bin_count = s.bin_count.value_or(0);
  out.shift = static_cast<double>(s.voxel_array_shift);
  out.gldm_alpha = s.gldm_a;
  out.symmetric = s.symmetrical_glcm;
  out.filter = filter_of(type.type);
  return out;
}

/// Place in plan.grid_types of a grid with these settings, made if there is none.
std::int32_t grid_index(ChainPlan& plan, std::size_t type) {
  auto const& types = plan.extraction->image_types;
  auto const same = [&](std::size_t other) { return same_grid(types[other].settings, types[type].settings); };
  auto const at = std::find_if(plan.grid_types.begin(), plan.grid_types.end(), same);
  auto const index = static_cast<std::int32_t>(at - plan.grid_types.begin());
  if (at == plan.grid_types.end()) plan.grid_types.push_back(type);
  return index;
}

void add_wavelet(ChainPlan& plan, std::size_t type) {
  std::string const& name = plan.extraction->image_types[type].settings.wavelet;
  Wavelet const* const wavelet = find_wavelet(name);
  if (wavelet == nullptr) throw std::invalid_argument("unknown wavelet: " + name);
  std::int64_t taps = 0;
  for (auto const& before : plan.wavelets) taps += 2 * before.wavelet->filters.low.size;
  plan.wavelets.push_back({type, static_cast<std::int32_t>(plan.images.size()), wavelet, taps});
}

}  // namespace

ChainPlan make_chain_plan(std::shared_ptr<ExtractionPlan const> extraction) {
  ChainPlan plan;
  plan.extraction = std::move(extraction);
  auto const& types = plan.extraction->image_types;
  for (std::size_t t = 0; t < types.size(); ++t) {
    if (types[t].type == ImageType::kWavelet) add_wavelet(plan, t);
    std::int32_t const grid = grid_index(plan, t);
    for (std::string& name : image_names(types[t])) {
      plan.images.push_back(image_plan(types[t]));
      plan.names.push_back(std::move(name));
      plan.type_of.push_back(t);
      plan.grid_of.push_back(grid);
    }
  }
  for (FeatureClassPlan const& c : plan.extraction->classes) {
    int const index = static_cast<int>(c.feature_class);
    if (!c.features.empty()) plan.classes |= 1u << index;
    for (int f : c.features) plan.columns.push_back(class_begin(index) + f);
  }
  return plan;
}

}  // namespace radsweep::chain
