/// Verbs that only print: features, params, explain.

#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "host/core/problems.hpp"
#include "io/params.hpp"
#include "kernels/features/catalogue.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/messages.hpp"

namespace radsweep {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string class_text(ClassCatalogue const& c) {
  std::string out = fmt::format("{} ({})\n", c.name, c.defaults);
  for (int f = 0; f < static_cast<int>(c.features.size); ++f) {
    FeatureInfo const& info = c.features[f];
    out += fmt::format("  {:<42}{:<6}{}{}\n", info.name, info.ibsi.empty() ? "-" : info.ibsi, info.formula,
                       f >= c.defaults ? "   (only if asked for by name)" : "");
  }
  return out;
}

std::string class_csv(ClassCatalogue const& c) {
  std::string out;
  for (int f = 0; f < static_cast<int>(c.features.size); ++f) {
    FeatureInfo const& info = c.features[f];
    out += fmt::format("{},{},{},{},{},{}\n", c.name, info.name, info.ibsi, info.revision, f < c.defaults ? 1 : 0,
                       quoted(info.formula));
  }
  return out;
}

}  // namespace

ExitCode run_features(FeaturesOptions const& options) {
  if (!options.feature_class.empty() && !find_class(options.feature_class)) {
    std::string known;
    for (ClassCatalogue const& c : kCatalogue) known += fmt::format("{}{}", known.empty() ? "" : ", ", c.name);
    throw FatalError(ExitCode::kUsage,
                     Problem{"E542", fmt::format("there is no feature class '{}'", options.feature_class),
                             "classes: " + known, "", "radsweep features", ""});
  }
  bool const csv = options.format == "csv";
  if (csv) print_text("class,feature,ibsi,revision,default,formula\n");
  int total = 0;
  for (ClassCatalogue const& c : kCatalogue) {
    if (!options.feature_class.empty() && c.name != options.feature_class) continue;
    print_text(csv ? class_csv(c) : class_text(c));
    total += c.defaults;
  }
  if (!csv) print_text(fmt::format("{} features per image; the second column is the IBSI code\n", total));
  return ExitCode::kOk;
}

ExitCode run_params(ParamsOptions const& options) {
  if (options.file) {
    print_text(explain_plan(load_plan(*options.file)));
  } else {
    print_text(options.preset.empty() ? params_template() : std::string(preset_text(options.preset)));
  }
  return ExitCode::kOk;
}

ExitCode run_explain(std::string const& code) {
  print_text(code.empty() ? list_problems() : explain_problem(code));
  return ExitCode::kOk;
}

}  // namespace radsweep
