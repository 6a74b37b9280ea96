#include "io/params.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "host/core/did_you_mean.hpp"
#include "io/file_bytes.hpp"
#include "io/param_schema.hpp"
#include "io/param_tree.hpp"

namespace radsweep {
namespace {

constexpr std::string_view kSections[] = {"setting", "voxelSetting", "imageType", "featureClass"};
constexpr std::string_view kImageTypes[] = {"Original",    "Wavelet",  "Square", "SquareRoot", "Logarithm",
                                            "Exponential", "Gradient", "LoG",    "LBP2D",      "LBP3D"};
constexpr std::string_view kClasses[] = {"firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm", "shape", "shape2D"};

bool contains(std::span<std::string_view const> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

[[noreturn]] void refuse_unknown(ParamNode const& key, char const* kind, std::span<std::string_view const> known,
                                 std::string why = "") {
  std::string const all = fmt::format("known: {}", fmt::join(known, ", "));
  refuse_params(key.place, "E542", fmt::format("unknown {} '{}'", kind, key.scalar), "", std::move(why),
                did_you_mean(key.scalar, known, known.size() <= 12 ? all : "radsweep params lists all keys"));
}

[[noreturn]] void refuse_not_built(ParamNode const& key, char const* kind) {
  refuse_params(key.place, "E546", fmt::format("{} '{}' is known, but not built yet", kind, key.scalar), "",
                "PyRadiomics has it; its columns would be missing", "remove it from the parameter file");
}

void require_map(ParamNode const& node, std::string_view name, bool null_allowed) {
  if (node.kind == ParamNode::Kind::kMap || (null_allowed && node.kind == ParamNode::Kind::kNull)) return;
  refuse_params(node.place, "E543", fmt::format("{} must be a map", name), "",
                "keys and values, one per line, indented by spaces",
                null_allowed ? "write `key: value` below it" : "name at least one entry below it, or leave it out");
}

/// Walks the tree of one file and fills a plan.
class PlanReader {
 public:
  ExtractionPlan read(ParamNode const& root, std::span<std::string const> overrides) {
    require_map(root, "a parameter file", false);
    for (ParamNode const& key : root.keys) {
      if (!contains(kSections, key.scalar)) refuse_unknown(key, "section", kSections, misplaced(key.scalar));
    }
    read_settings(section(root, "setting"));
    read_voxel_settings(section(root, "voxelSetting"));
    for (std::string const& text : overrides) read_override_text(text);
    read_image_types(section(root, "imageType"));
    read_classes(section(root, "featureClass"));
    return std::move(plan_);
  }

 private:
  static std::string misplaced(std::string const& key) {
    if (find_param(key) != nullptr) return "a setting belongs below `setting:`, indented";
    if (contains(kImageTypes, key)) return "an image type belongs below `imageType:`, indented";
    if (contains(kClasses, key)) return "a feature class belongs below `featureClass:`, indented";
    return "";
  }

  static ParamNode const* section(ParamNode const& root, std::string_view name) {
    auto const at = std::find_if(root.keys.begin(), root.keys.end(), [&](auto const& k) { return k.scalar == name; });
    if (at == root.keys.end()) return nullptr;
    ParamNode const& node = root.children[static_cast<std::size_t>(at - root.keys.begin())];
    require_map(node, name, name == "setting" || name == "voxelSetting");
    return &node;
  }

  static ParamSpec const& known_setting(ParamNode const& key) {
    ParamSpec const* const spec = find_param(key.scalar);
    if (spec == nullptr) refuse_unknown(key, "setting", param_names(param_table()));
    return *spec;
  }

  /// The last value given wins and keeps the first one's place, as in a Python dictionary.
  void remember(std::string const& key, ParamValue const& value) {
    auto const at = std::find_if(plan_.given.begin(), plan_.given.end(), [&](auto const& i) { return i.first == key; });
    if (at == plan_.given.end()) {
      plan_.given.emplace_back(key, value);
    } else {
      at->second = value;
    }
  }

  void note_unused(ParamSpec const& spec, std::string const& where) {
    if (!spec.concerns.empty())
      plan_.notes.push_back(
          fmt::format("{}{} has no effect: it concerns {}, not built yet", where, spec.name, spec.concerns));
  }

  void apply(ParamSpec const& spec, ParamValue const& value) {
    if (spec.set != nullptr) spec.set(plan_.settings, value);
    remember(std::string(spec.name), value);
    note_unused(spec, "");
  }

  void read_settings(ParamNode const* node) {
    if (node == nullptr) return;
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
      ParamSpec const& spec = known_setting(node->keys[i]);
      apply(spec, read_param(spec, node->children[i]));
    }
  }

  void read_voxel_settings(ParamNode const* node) {
    if (node == nullptr) return;
    auto const table = voxel_param_table();
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
      auto const spec =
          std::find_if(table.begin(), table.end(), [&](auto const& s) { return s.name == node->keys[i].scalar; });
      if (spec == table.end()) refuse_unknown(node->keys[i], "voxel setting", param_names(table));
      apply(*spec, read_param(*spec, node->children[i]));
    }
  }

  void read_override_text(std::string const& text) {
    TextPlace const place{fmt::format("--setting {}", text), 0, 0};
    std::size_t const colon = text.find(':');
    if (colon == std::string::npos)
      refuse_params(place, "E547", "a setting on the command line must be KEY:VALUE", fmt::format("'{}'", text), "",
                    "for example --setting binWidth:10");
    ParamNode key;
    key.scalar = text.substr(0, colon);
    key.place = place;
    ParamSpec const& spec = known_setting(key);
    apply(spec, read_override(spec, text.substr(colon + 1), place));
  }

  void read_image_types(ParamNode const* node) {
    if (node == nullptr || node->keys.empty()) {
      plan_.image_types.push_back({ImageType::kOriginal, plan_.settings});
      return;
    }
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
      ParamNode const& key = node->keys[i];
      auto const type = find_image_type(key.scalar);
      if (!type && contains(kImageTypes, key.scalar)) refuse_not_built(key, "image type");
      if (!type) refuse_unknown(key, "image type", kImageTypes);
      plan_.image_types.push_back({*type, plan_.settings});
      read_overlay(node->children[i], plan_.image_types.back());
    }
  }

  void read_overlay(ParamNode const& node, ImageTypePlan& image) {
    std::string const name(params_name(image.type));
    require_map(node, name, true);
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      ParamSpec const& spec = known_setting(node.keys[i]);
      ParamValue value = read_param(spec, node.children[i]);
      if (spec.name == "label")
        refuse_params(node.keys[i].place, "E546", "a label for one image type is known, but not built yet", "",
                      "PyRadiomics takes the features of that image from another ROI",
                      "run once per label, with `label` below `setting:` or a column Label");
      note_unused(spec, name + ": ");
      if (spec.concerns.empty() && spec.stage == ParamStage::kCase)
        plan_.notes.push_back(fmt::format("{}: {} has no effect there: it counts for the whole case", name, spec.name));
      if (spec.set != nullptr && spec.stage != ParamStage::kCase) spec.set(image.settings, value);
      image.given.emplace_back(spec.name, std::move(value));
    }
  }

  void read_classes(ParamNode const* node) {
    if (node == nullptr || node->keys.empty()) {
      ExtractionPlan const defaults = default_plan();
      plan_.classes = defaults.classes;
      plan_.notes.insert(plan_.notes.end(), defaults.notes.begin(), defaults.notes.end());
      return;
    }
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
      ParamNode const& key = node->keys[i];
      auto const feature_class = find_feature_class(key.scalar);
      if (!feature_class && contains(kClasses, key.scalar)) refuse_not_built(key, "feature class");
      if (!feature_class) refuse_unknown(key, "feature class", kClasses);
      FeatureClassPlan features = read_features(*feature_class, node->children[i]);
      if (!features.features.empty()) plan_.classes.push_back(std::move(features));
    }
    if (plan_.classes.empty())
      refuse_params(node->place, "E548", "no feature is left to compute", "every feature named is one without a column",
                    "PyRadiomics keeps some old names and computes nothing for them", "name other features");
  }

  FeatureClassPlan read_features(FeatureClass feature_class, ParamNode const& node) {
    std::string const name(params_name(feature_class));
    if (node.kind == ParamNode::Kind::kNull) return all_features(feature_class);
    if (node.kind != ParamNode::Kind::kList)
      refuse_params(node.place, "E543", fmt::format("{} must be a list of features", name), "",
                    "nothing or [] means all of them", fmt::format("write {}: [Name, Name]", name));
    if (node.children.empty()) return all_features(feature_class);
    FeatureClassPlan out{feature_class, {}};
    for (ParamNode const& item : node.children) add_feature(out, name, item);
    return out;
  }

  void add_feature(FeatureClassPlan& to, std::string const& class_name, ParamNode const& item) {
    ClassCatalogue const& catalogue = catalogue_of(to.feature_class);
    if (item.kind != ParamNode::Kind::kScalar)
      refuse_params(item.place, "E543", "a feature must be a name", "", "", "write [Name, Name]");
    int const index = catalogue.index_of(item.scalar);
    if (catalogue.is_removed(item.scalar)) {
      plan_.notes.push_back(
          fmt::format("{}: {} is deprecated: PyRadiomics gives no column for it", class_name, item.scalar));
    } else if (index < 0) {
      std::vector<std::string_view> known;
      for (std::int64_t f = 0; f < catalogue.features.size; ++f) known.push_back(catalogue.features.data[f].name);
      refuse_unknown(item, fmt::format("{} feature", class_name).c_str(), known,
                     fmt::format("radsweep features {} lists them", class_name));
    } else if (std::find(to.features.begin(), to.features.end(), index) != to.features.end()) {
      plan_.notes.push_back(fmt::format("{}: {} is named twice: one column", class_name, item.scalar));
    } else {
      to.features.push_back(index);
    }
  }

  ExtractionPlan plan_;
};

}  // namespace

ExtractionPlan parse_plan(std::string_view text, std::string const& name, std::span<std::string const> overrides) {
  return PlanReader().read(parse_params(text, name), overrides);
}

ExtractionPlan load_plan(std::filesystem::path const& file, std::span<std::string const> overrides) {
  std::error_code ignored;
  auto const size = std::filesystem::file_size(file, ignored);
  if (!ignored && size > kMaxParamBytes)  // before reading, for 100 MB of it
    refuse_params({file.string(), 0, 0}, "E541", "parameter file is too large",
                  fmt::format("{} bytes, at most {} are read", size, kMaxParamBytes), "parameter files have a few kB",
                  "check that this is the right file");
  auto content = read_file_bytes(file);
  if (!content) throw FatalError(ExitCode::kInputMissing, content.problem());
  Bytes const bytes = content.value().bytes();
  return parse_plan({reinterpret_cast<char const*>(bytes.data()), bytes.size()}, file.string(), overrides);
}

ExtractionPlan preset_plan(std::string_view preset, std::span<std::string const> overrides) {
  return parse_plan(preset_text(preset), fmt::format("preset {}", preset), overrides);
}

}  // namespace radsweep
