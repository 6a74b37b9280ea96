#include "host/core/plan.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "host/core/python_text.hpp"

namespace radsweep {
namespace {

constexpr std::string_view kImageTypes[] = {"Original",   "Wavelet",   "Square",
                                            "SquareRoot", "Logarithm", "Exponential"};  // order of enum ImageType

/// PyRadiomics' default dictionary (featureextractor._getDefaultSettings): a key that a file gives keeps its place
/// here.
ParamItems pyradiomics_defaults() {
  ParamValue const none{};
  auto const integer = [](std::int64_t v) { return ParamValue{v}; };
  auto const boolean = [](bool v) { return ParamValue{v}; };
  return {{"minimumROIDimensions", integer(2)},
          {"minimumROISize", none},
          {"normalize", boolean(false)},
          {"normalizeScale", integer(1)},
          {"removeOutliers", none},
          {"resampledPixelSpacing", none},
          {"interpolator", ParamValue{std::string("sitkBSpline")}},
          {"preCrop", boolean(false)},
          {"padDistance", integer(5)},
          {"distances", ParamValue{ParamValue::List{integer(1)}}},
          {"force2D", boolean(false)},
          {"force2Ddimension", integer(0)},
          {"resegmentRange", none},
          {"label", integer(1)},
          {"additionalInfo", boolean(true)}};
}

/// dict[key] = value.
void assign(ParamItems& items, std::string const& key, ParamValue value) {
  auto const at = std::find_if(items.begin(), items.end(), [&](auto const& item) { return item.first == key; });
  if (at != items.end()) {
    at->second = std::move(value);
  } else {
    items.emplace_back(key, std::move(value));
  }
}

}  // namespace

bool ParamValue::operator==(ParamValue const& other) const { return data == other.data; }

std::string_view params_name(ImageType type) { return kImageTypes[static_cast<std::size_t>(type)]; }

std::string_view params_name(FeatureClass feature_class) { return catalogue_of(feature_class).name; }

std::optional<ImageType> find_image_type(std::string_view name) {
  auto const at = std::find(std::begin(kImageTypes), std::end(kImageTypes), name);
  if (at == std::end(kImageTypes)) return std::nullopt;
  return static_cast<ImageType>(at - std::begin(kImageTypes));
}

std::optional<FeatureClass> find_feature_class(std::string_view name) {
  ClassCatalogue const* const found = find_class(name);
  if (found == nullptr) return std::nullopt;
  return static_cast<FeatureClass>(found - std::begin(kCatalogue));
}

ClassCatalogue const& catalogue_of(FeatureClass feature_class) {
  return kCatalogue[static_cast<std::size_t>(feature_class)];
}

FeatureClassPlan all_features(FeatureClass feature_class) {
  FeatureClassPlan out{feature_class, {}};
  out.features.resize(static_cast<std::size_t>(catalogue_of(feature_class).defaults));
  std::iota(out.features.begin(), out.features.end(), 0);
  return out;
}

ExtractionPlan default_plan() {
  ExtractionPlan plan;
  plan.image_types.push_back({ImageType::kOriginal, plan.settings});
  for (std::size_t c = 0; c < std::size(kCatalogue); ++c) {
    plan.classes.push_back(all_features(static_cast<FeatureClass>(c)));
  }
  plan.notes.emplace_back("PyRadiomics' default also has the shape features, which are not built yet: left out");
  return plan;
}

std::string configuration_settings_text(ExtractionPlan const& plan, std::optional<std::uint32_t> label,
                                        std::optional<int> label_channel) {
  ParamItems items = pyradiomics_defaults();
  for (auto const& [key, value] : plan.given) assign(items, key, value);
  if (label) assign(items, "label", ParamValue{static_cast<std::int64_t>(*label)});
  if (label_channel) assign(items, "label_channel", ParamValue{static_cast<std::int64_t>(*label_channel)});
  return python_repr(items);
}

std::string enabled_image_types_text(ExtractionPlan const& plan) {
  std::string out = "{";
  for (ImageTypePlan const& image : plan.image_types) {
    out += (out.size() > 1 ? ", '" : "'") + std::string(params_name(image.type)) + "': " + python_repr(image.given);
  }
  return out + "}";
}

}  // namespace radsweep
