#include "pipeline/diagnostic_cells.hpp"

namespace radsweep {

void add_configuration(Diagnostics& to, ExtractionPlan const& plan, std::optional<std::uint32_t> label,
                       std::optional<int> label_channel) {
  // The columns are PyRadiomics'; none of its libraries takes part, and saying so is more use than a number.
  std::string const none = "not used";
  to.emplace_back("diagnostics_Versions_PyRadiomics", std::string("radsweep " RS_VERSION " (as PyRadiomics 3.0.1)"));
  for (char const* library : {"Numpy", "SimpleITK", "PyWavelet", "Python"}) {
    to.emplace_back(std::string("diagnostics_Versions_") + library, none);
  }
  to.emplace_back("diagnostics_Configuration_Settings", configuration_settings_text(plan, label, label_channel));
  to.emplace_back("diagnostics_Configuration_EnabledImageTypes", enabled_image_types_text(plan));
}

}  // namespace radsweep
