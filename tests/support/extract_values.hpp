#pragma once
/// The engine from files to values by name, as `radsweep extract` runs it, for tests that compare with other tools.

#include <filesystem>
#include <string>
#include <vector>

#include "host/core/image.hpp"
#include "host/core/plan.hpp"
#include "host/core/status.hpp"
#include "kernels/core/group.hpp"
#include "tests/support/agreement.hpp"

namespace radsweep::test {

struct ExtractOrder {
  int jobs = 1;
  LaneOrder lanes = LaneOrder::kForward;
};

/// Names in output order and values; the problem of reading, preparing or extracting otherwise.
struct Extracted {
  std::vector<std::string> order;
  Values values;
};
Result<Extracted> extract_values(Image const& image, Image const& mask, ExtractionPlan const& plan,
                                 ExtractOrder how = {});
Result<Extracted> extract_values(std::filesystem::path const& image, std::filesystem::path const& mask,
                                 ExtractionPlan const& plan, ExtractOrder how = {});

/// The plan with `settings` for all its image types.
ExtractionPlan with_settings(ExtractionPlan plan, Settings const& settings);
/// All six classes on these image types.
ExtractionPlan plan_of(std::vector<ImageType> const& types, Settings const& settings);

}  // namespace radsweep::test
