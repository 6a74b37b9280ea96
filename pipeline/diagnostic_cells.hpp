#pragma once
/// The first diagnostics columns: which program made a row, and with which settings.

#include "host/core/plan.hpp"
#include "host/preprocess/diagnostics.hpp"

namespace radsweep {

/// Versions_* and Configuration_*, in PyRadiomics' order. A label or channel of the case itself is shown instead of the
/// plan's.
void add_configuration(Diagnostics& to, ExtractionPlan const& plan, std::optional<std::uint32_t> label,
                       std::optional<int> label_channel);

}  // namespace radsweep
