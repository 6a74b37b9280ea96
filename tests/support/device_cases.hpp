#pragma once
/// Prepared cases for tests of backends: small regions of many shapes, deterministic.

#include <memory>
#include <vector>

#include "host/backend/backend.hpp"

namespace radsweep::test {

/// Original and square images, all classes.
std::shared_ptr<ExtractionPlan const> small_plan();

/// Number `index` of an endless list under a plan: boxes of 4 to 14 voxels an axis; every seventh is larger than the
/// smallest size class.
PreparedCase small_case(ExtractionPlan const& plan, std::uint64_t index);
std::vector<PreparedCase> small_cases(ExtractionPlan const& plan, std::size_t count);

/// What a backend makes of the cases, one ticket each.
std::vector<Result<FeatureRow>> rows_of(Backend& backend, std::shared_ptr<ExtractionPlan const> const& plan,
                                        std::vector<PreparedCase> const& cases);

/// The bytes of a row's values, every NaN alike; for a problem, its code and text.
std::vector<std::uint64_t> row_bytes(Result<FeatureRow> const& row);
std::vector<std::vector<std::uint64_t>> rows_bytes(std::vector<Result<FeatureRow>> const& rows);

/// How many rows carry a warning of this code.
int count_warnings(std::vector<Result<FeatureRow>> const& rows, std::string const& code);

}  // namespace radsweep::test
