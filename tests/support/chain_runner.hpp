#pragma once
/// Batches of a device run on the CPU: the chain's stages with the lanes of SerialGroup, in an arena full of garbage.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/backend/chain_batch.hpp"
#include "kernels/core/group.hpp"

namespace radsweep::test {

struct ChainOptions {
  LaneOrder order = LaneOrder::kForward;  ///< of items and of lanes
  std::int64_t shared_per_block = 232448;
  chain::GlcmPlace force = chain::GlcmPlace::kChoose;
  std::int64_t arena_bytes = 0;
};

/// What a batch gave; `rows` is empty if the pool was too small.
struct ChainOutcome {
  std::vector<Result<FeatureRow>> rows;
  std::uint64_t needed_pool = 0, pool = 0;
  std::vector<chain::ItemState> states;
};

/// Runs one batch. `watch` sees the view after every stage.
ChainOutcome run_batch(chain::ChainPlan const& plan, std::vector<PreparedCase const*> const& cases,
                       ChainOptions const& options = {},
                       std::function<void(chain::Stage, chain::ChainView const&)> const& watch = {});

/// Indices of the cases in batches of one size class each, of at most `most_cases`.
std::vector<std::vector<std::size_t>> batches_of(std::vector<PreparedCase const*> const& cases, std::size_t most_cases);

/// Runs cases of all size classes in batches of at most `most_cases`; batches whose pool was too small again with what
/// they said they need. Rows in the order of the cases.
std::vector<Result<FeatureRow>> run_chain(chain::ChainPlan const& plan, std::vector<PreparedCase const*> const& cases,
                                          ChainOptions const& options = {}, std::size_t most_cases = 1000);

/// Whether two outcomes of a case are the same to the last bit, warnings and problems included; says where not.
::testing::AssertionResult same_rows(std::vector<Result<FeatureRow>> const& a, std::vector<Result<FeatureRow>> const& b,
                                     std::vector<std::string> const& names);

}  // namespace radsweep::test
