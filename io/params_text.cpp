#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "host/core/did_you_mean.hpp"
#include "host/core/digest.hpp"
#include "host/core/python_text.hpp"
#include "io/param_schema.hpp"
#include "io/params.hpp"

namespace radsweep {
namespace {

constexpr std::string_view kPresets[] = {"pyradiomics", "paper", "paper-scaled"};
constexpr std::string_view kPresetTexts[] = {
    R"(# PyRadiomics 3.0.1's defaults. Its shape features are not built yet and are left out.
setting: {}
)",
    R"(# Kim et al., Yonsei Med J 2024: 930 features of the largest cross-section of a tumour.
# Mean and SD of the z-score are the ROI's. The paper states neither the factor on the z-score nor the bin width: a
# factor of 1 with the default bin width, two grey levels, agrees with equal ICCs that it prints.
setting:
  roiSlice: largestAxialOrCoronal
  normalize: true
  normalizeScope: roi
  normalizeScale: 1
  resampledPixelSpacing: [1, 1, 1]
  interpolator: sitkLinear
  binWidth: 25
imageType:
  Original: {}
  Wavelet: {}
  Square: {}
featureClass:
  firstorder:
  glcm:
  gldm:
  glrlm:
  glszm:
  ngtdm:
)",
    R"(# As preset paper, but with many grey levels: z-scores times 100 in bins of 5, as PyRadiomics' MR examples.
setting:
  roiSlice: largestAxialOrCoronal
  normalize: true
  normalizeScope: roi
  normalizeScale: 100
  resampledPixelSpacing: [1, 1, 1]
  interpolator: sitkLinear
  binWidth: 5
imageType:
  Original: {}
  Wavelet: {}
  Square: {}
featureClass:
  firstorder:
  glcm:
  gldm:
  glrlm:
  glszm:
  ngtdm:
)"};

/// A value that YAML 1.1 and 1.2 both read back as the same.
struct YamlText {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool v) const { return v ? "true" : "false"; }
  std::string operator()(std::int64_t v) const { return std::to_string(v); }
  std::string operator()(double v) const {
    std::string text = python_repr(v);
    auto const e = text.find('e');
    if (e != std::string::npos && text.find('.') == std::string::npos) text.insert(e, ".0");
    return text;
  }
  std::string operator()(std::string const& v) const { return v; }
  std::string operator()(ParamValue::List const& list) const {
    std::string out = "[";
    for (ParamValue const& v : list) out += (out.size() > 1 ? ", " : "") + std::visit(*this, v.data);
    return out + "]";
  }
};
std::string yaml(ParamValue const& value) { return std::visit(YamlText{}, value.data); }

void append_settings(std::string& out, Settings const& settings) {
  Settings const defaults;
  for (ParamSpec const& spec : param_table()) {
    if (spec.get == nullptr) continue;
    ParamValue const value = spec.get(settings);
    if (spec.concerns.empty() || !(value == spec.get(defaults)))
      out += fmt::format("  {}: {}\n", spec.name, yaml(value));
  }
}

/// Keys in which an image type's settings differ from the global ones.
std::string overlay(Settings const& image, Settings const& global, char const* format) {
  std::string out;
  for (ParamSpec const& spec : param_table()) {
    if (spec.get == nullptr || spec.get(image) == spec.get(global)) continue;
    out += fmt::format(fmt::runtime(format), spec.name, yaml(spec.get(image)));
  }
  return out;
}

bool has_default_features(FeatureClassPlan const& c) { return c == all_features(c.feature_class); }

std::string default_text(ParamSpec const& spec) {
  return spec.get != nullptr ? yaml(spec.get(Settings{})) : std::string(spec.unbuilt_default);
}

}  // namespace

std::span<std::string_view const> preset_names() { return kPresets; }

std::string_view preset_text(std::string_view preset) {
  auto const at = std::find(std::begin(kPresets), std::end(kPresets), preset);
  if (at == std::end(kPresets))
    refuse_params({"--preset", 0, 0}, "E542", fmt::format("unknown preset '{}'", preset), "", "",
                  did_you_mean(preset, kPresets, fmt::format("known: {}", fmt::join(kPresets, ", "))));
  return kPresetTexts[at - std::begin(kPresets)];
}

std::string to_yaml(ExtractionPlan const& plan) {
  std::string out = "setting:\n";
  append_settings(out, plan.settings);
  out += "imageType:\n";
  for (ImageTypePlan const& image : plan.image_types) {
    std::string const own = overlay(image.settings, plan.settings, "    {}: {}\n");
    out += fmt::format("  {}:{}\n{}", params_name(image.type), own.empty() ? " {}" : "", own);
  }
  out += "featureClass:\n";
  for (FeatureClassPlan const& c : plan.classes) {
    out += fmt::format("  {}:\n", params_name(c.feature_class));
    for (int const f : c.features)
      out += fmt::format("    - {}\n", catalogue_of(c.feature_class).features.data[f].name);
  }
  return out;
}

std::string plan_hash(ExtractionPlan const& plan) {
  std::string const text = to_yaml(plan);
  return sha1_hex(text.data(), text.size());
}

std::string params_template() {
  std::string out =
      "# Parameters of radsweep extract: PyRadiomics' schema, and radsweep's own keys at the end of `setting`.\n"
      "# Every value below is the default; delete what you do not change.\n"
      "imageType:  # in output order; below each, settings that hold for its images only\n"
      "  Original: {}\n";
  for (ImageType const type : {ImageType::kWavelet, ImageType::kSquare, ImageType::kSquareRoot, ImageType::kLogarithm,
                               ImageType::kExponential}) {
    out += fmt::format("  # {}: {{}}\n", params_name(type));
  }
  out += "featureClass:  # in output order; nothing after the colon: all features, or a list [Mean, Energy]\n";
  for (FeatureClassPlan const& c : default_plan().classes) {
    out += fmt::format("  {}:  # {} features\n", params_name(c.feature_class), c.features.size());
  }
  out += "setting:\n";
  for (ParamSpec const& spec : param_table()) {
    char const* const mark = spec.concerns.empty() ? "" : "# ";
    std::string const note = spec.concerns.empty() ? "" : fmt::format("; no effect: {} not built yet", spec.concerns);
    out += fmt::format("  # {} ({}{})\n  {}{}: {}\n", spec.meaning, describe_type(spec), note, mark, spec.name,
                       default_text(spec));
  }
  return out;
}

std::string explain_plan(ExtractionPlan const& plan) {
  std::string out = "image types\n";
  for (ImageTypePlan const& image : plan.image_types) {
    out += fmt::format("  {}\n{}", params_name(image.type), overlay(image.settings, plan.settings, "    {} {}\n"));
  }
  out += "feature classes\n";
  for (FeatureClassPlan const& c : plan.classes) {
    out += fmt::format("  {:<12} {:>3} feature{}{}\n", params_name(c.feature_class), c.features.size(),
                       c.features.size() == 1 ? "" : "s", has_default_features(c) ? "" : ", as listed");
  }
  out += "settings that differ from the defaults\n";
  Settings const defaults;
  bool any = false;
  for (ParamSpec const& spec : param_table()) {
    if (spec.get == nullptr || spec.get(plan.settings) == spec.get(defaults)) continue;
    any = true;
    out += fmt::format("  {} {} (default {}): {}\n", spec.name, yaml(spec.get(plan.settings)), default_text(spec),
                       spec.meaning);
  }
  if (!any) out += "  none\n";
  if (!plan.notes.empty()) out += "notes\n";
  for (std::string const& note : plan.notes) out += fmt::format("  {}\n", note);
  return out + fmt::format("plan {}\n", plan_hash(plan));
}

}  // namespace radsweep
