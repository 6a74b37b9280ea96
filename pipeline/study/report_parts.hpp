#pragma once
/// The sections of a study's report, one function each.

#include <optional>
#include <string>
#include <string_view>

#include "io/report/document.hpp"
#include "io/report/methods.hpp"
#include "pipeline/study/results.hpp"

namespace radsweep::study {

report::Section patients_section(Results const& r);
/// Absent if every subject was read once.
std::optional<report::Section> agreement_section(Results const& r);
report::Section selection_section(Results const& r);
report::Section models_section(Results const& r);
report::Section performance_section(Results const& r);
report::Section methods_section(Results const& r);
report::Section checklists_section(Results const& r);
report::Section settings_section(Results const& r);

report::MethodsFacts methods_facts(Results const& r);

/// "10-fold cross-validation", "resubstitution", "external test".
std::string sample_text(Results const& r, Sample sample);
/// Of the odds ratios: "Wald", "profile likelihood".
std::string intervals_text(Results const& r);
report::Warning as_warning(Problem const& p);

}  // namespace radsweep::study
