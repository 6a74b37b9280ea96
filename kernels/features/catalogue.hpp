#pragma once
/// The names of all features, made from the type lists: what `radsweep features` prints and what columns are called.

#include <cstdint>
#include <string_view>

#include "kernels/core/feature.hpp"
#include "kernels/core/view.hpp"
#include "kernels/features/firstorder.hpp"
#include "kernels/features/glcm.hpp"
#include "kernels/features/ngtdm.hpp"
#include "kernels/features/sized.hpp"

namespace radsweep {

/// One class of features.
struct ClassCatalogue {
  std::string_view name;                 ///< as in parameter files and column names
  Span<FeatureInfo const> features;      ///< in the order in which the class's program writes them
  int defaults;                          ///< the first ones are on by default, the rest only if asked for by name
  Span<std::string_view const> removed;  ///< known names that PyRadiomics accepts and gives no column for

  /// Position of a feature, -1 if there is none of that name.
  constexpr int index_of(std::string_view feature) const {
    for (int f = 0; f < static_cast<int>(features.size); ++f) {
      if (features.data[f].name == feature) return f;
    }
    return -1;
  }
  constexpr bool is_removed(std::string_view feature) const {
    for (std::int64_t f = 0; f < removed.size; ++f) {
      if (removed.data[f] == feature) return true;
    }
    return false;
  }
};

namespace detail {

template <class List>
struct InfoTable;
template <class... Fs>
struct InfoTable<FeatureList<Fs...>> {
  static constexpr FeatureInfo rows[] = {Fs::info...};
};
template <class List>
constexpr Span<FeatureInfo const> info_table() {
  return {InfoTable<List>::rows, List::size};
}

inline constexpr std::string_view kRemovedGlcm[] = {"Dissimilarity", "Homogeneity1", "Homogeneity2", "SumVariance"};
inline constexpr std::string_view kRemovedGldm[] = {"DependencePercentage", "GrayLevelNonUniformityNormalized"};

}  // namespace detail

/// All classes in alphabetical order, the order of enum FeatureClass.
inline constexpr ClassCatalogue kCatalogue[] = {
    {"firstorder", detail::info_table<firstorder::AllFeatures>(), firstorder::Features::size, {}},
    {"glcm", detail::info_table<glcm::Features>(), glcm::Features::size, {detail::kRemovedGlcm, 4}},
    {"gldm",
     detail::info_table<sized::DependenceFeatures>(),
     sized::DependenceFeatures::size,
     {detail::kRemovedGldm, 2}},
    {"glrlm", detail::info_table<sized::RunFeatures>(), sized::RunFeatures::size, {}},
    {"glszm", detail::info_table<sized::ZoneFeatures>(), sized::ZoneFeatures::size, {}},
    {"ngtdm", detail::info_table<ngtdm::Features>(), ngtdm::Features::size, {}},
};

/// The class of that name, or nullptr.
constexpr ClassCatalogue const* find_class(std::string_view name) {
  for (auto const& c : kCatalogue) {
    if (c.name == name) return &c;
  }
  return nullptr;
}

}  // namespace radsweep
