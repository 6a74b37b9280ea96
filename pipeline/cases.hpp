#pragma once
/// The cases of one run, whether they come from a manifest or from the command line.

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/core/plan.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// One image with one ROI.
struct Case {
  std::filesystem::path image, mask;
  std::optional<std::uint32_t> label;  ///< instead of the plan's
  std::optional<int> label_channel;
  std::optional<Problem> problem;  ///< of the manifest row: the case cannot be run
  std::vector<std::string> cells;  ///< of the input columns, as written
  std::string where;               ///< for messages: "cases.csv:15"
};

struct CaseList {
  std::vector<std::string> columns;  ///< input columns, copied to the output
  std::vector<Case> cases;
};

/// One path: a manifest; two: image and mask. Throws FatalError as read_manifest does.
CaseList read_cases(std::vector<std::filesystem::path> const& inputs);

/// The plan's settings with the case's label.
Settings settings_of(Case const& c, ExtractionPlan const& plan);

}  // namespace radsweep
