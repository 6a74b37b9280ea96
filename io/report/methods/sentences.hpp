#pragma once
/// What a run did, sentence by sentence, for the methods paragraph and the checklists. "[@key]" marks a reference of
/// `reference_text`. Empty: there is nothing to say.

#include <string>
#include <string_view>

#include "io/report/methods.hpp"

namespace radsweep::report {

std::string patients_sentence(MethodsFacts const& f);
std::string outcome_sentence(MethodsFacts const& f);
std::string segmentation_sentence(MethodsFacts const& f);
/// Of features that the run did not extract.
std::string source_sentence(MethodsFacts const& f);
std::string preprocessing_sentence(MethodsFacts const& f);
std::string resampling_sentence(MethodsFacts const& f);
std::string discretisation_sentence(MethodsFacts const& f);
std::string image_types_sentence(MethodsFacts const& f);
std::string extraction_sentence(MethodsFacts const& f);
std::string classes_sentence(MethodsFacts const& f);
std::string reliability_sentence(MethodsFacts const& f);
std::string scaling_sentence(MethodsFacts const& f);
std::string selection_sentence(MethodsFacts const& f);
std::string logistic_sentence(MethodsFacts const& f);
std::string forest_sentence(MethodsFacts const& f);
std::string validation_sentence(MethodsFacts const& f);
std::string testing_sentence(MethodsFacts const& f);
std::string metrics_sentence(MethodsFacts const& f);
std::string uncertainty_sentence(MethodsFacts const& f);
std::string comparison_sentence(MethodsFacts const& f);
std::string clustering_sentence(MethodsFacts const& f);
std::string clinical_sentence(MethodsFacts const& f);
std::string software_sentence(MethodsFacts const& f);

/// The full reference of a key.
std::string_view reference_text(std::string_view key);
/// The sentence without its marks.
std::string without_references(std::string_view sentence);

/// "a", "a and b", "a, b and c".
std::string listed(std::vector<std::string> const& items);

}  // namespace radsweep::report
