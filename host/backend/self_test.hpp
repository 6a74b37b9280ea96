#pragma once
/// A question with a known answer for a backend that is about to be trusted with patients: the digital phantom of IBSI
/// (Zwanenburg et al., Radiology 2020) and two larger regions, through every image type and feature class.

#include <memory>
#include <optional>
#include <vector>

#include "host/backend/backend.hpp"

namespace radsweep {

/// The same for every backend.
std::shared_ptr<ExtractionPlan const> self_test_plan();
/// The phantom (74 voxels), then regions of a few thousand and of some ten thousand voxels: one of each size class.
std::vector<PreparedCase> self_test_cases();

/// What the backend makes of the cases. A problem instead of a row is in its place.
std::vector<Result<FeatureRow>> self_test_rows(Backend& backend);

/// Empty if the phantom's row holds the values of PyRadiomics 3.0.1 (all 93 features of the original image, within
/// 1e-9); else E530 with the first that differs.
std::optional<Problem> check_known_values(std::vector<Result<FeatureRow>> const& rows);
/// Empty if all values have the same bytes; else E530 with the first that differs.
std::optional<Problem> check_same_bytes(std::vector<Result<FeatureRow>> const& rows,
                                        std::vector<Result<FeatureRow>> const& expected);

}  // namespace radsweep
