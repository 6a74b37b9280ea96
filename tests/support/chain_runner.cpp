#include "tests/support/chain_runner.hpp"

#include <bit>
#include <cstdlib>
#include <cstring>
#include <map>
#include <utility>

#include "kernels/cuda/host_stages.hpp"

namespace radsweep::test {

namespace {

struct Free {
  void operator()(std::byte* p) const { std::free(p); }
};
using Arena = std::unique_ptr<std::byte, Free>;

Arena garbage(std::size_t bytes) {
  std::size_t const rounded = (bytes + 255) / 256 * 256;
  Arena out(static_cast<std::byte*>(std::aligned_alloc(256, rounded)));
  std::memset(out.get(), 0xA5, rounded);
  return out;
}

bool same(Problem const& a, Problem const& b) {
  return a.code == b.code && a.what == b.what && a.found == b.found && a.why == b.why && a.hint == b.hint &&
         a.file == b.file;
}

::testing::AssertionResult same_row(FeatureRow const& a, FeatureRow const& b, std::vector<std::string> const& names) {
  if (a.values.size() != b.values.size()) return ::testing::AssertionFailure() << "row lengths differ";
  for (std::size_t f = 0; f < a.values.size(); ++f) {
    if (std::bit_cast<std::uint64_t>(a.values[f]) != std::bit_cast<std::uint64_t>(b.values[f])) {
      return ::testing::AssertionFailure() << names[f] << ": " << a.values[f] << " and " << b.values[f];
    }
  }
  if (a.warnings.size() != b.warnings.size()) return ::testing::AssertionFailure() << "numbers of warnings differ";
  for (std::size_t w = 0; w < a.warnings.size(); ++w) {
    if (!same(a.warnings[w], b.warnings[w])) return ::testing::AssertionFailure() << "warnings " << w << " differ";
  }
  return ::testing::AssertionSuccess();
}

}  // namespace

ChainOutcome run_batch(chain::ChainPlan const& plan, std::vector<PreparedCase const*> const& cases,
                       ChainOptions const& options,
                       std::function<void(chain::Stage, chain::ChainView const&)> const& watch) {
  chain::ChainBatch const batch(plan, cases, {options.arena_bytes, options.shared_per_block});
  Arena const slab = garbage(batch.upload_bytes()), arena = garbage(batch.arena_bytes());
  batch.pack(slab.get());
  std::memcpy(arena.get(), slab.get(), batch.upload_bytes());
  chain::ChainView v = batch.view(arena.get());
  v.force = options.force;
  std::vector<double> shared(static_cast<std::size_t>(chain::kMostShared));
  for (chain::Stage const stage : chain::kStages) {
    chain::run_stage_on_host(stage, v, options.order, {shared.data(), chain::kMostShared});
    if (watch) watch(stage, v);
  }
  std::vector<std::byte> result(batch.result_bytes());
  std::memcpy(result.data(), arena.get() + batch.result_offset(), result.size());
  ChainOutcome out;
  out.needed_pool = chain::ChainBatch::needed_pool(result.data());
  out.pool = batch.pool_bytes();
  out.states.assign(v.state.begin(), v.state.end());
  if (out.needed_pool <= out.pool) out.rows = batch.unpack(result.data());
  return out;
}

std::vector<std::vector<std::size_t>> batches_of(std::vector<PreparedCase const*> const& cases,
                                                 std::size_t most_cases) {
  std::map<chain::SizeClass, std::vector<std::size_t>> open;
  std::vector<std::vector<std::size_t>> out;
  for (std::size_t k = 0; k < cases.size(); ++k) {
    auto& batch = open[chain::size_class(cases[k]->roi)];
    batch.push_back(k);
    if (batch.size() == most_cases) out.push_back(std::exchange(batch, {}));
  }
  for (auto& [size_class, batch] : open) {
    if (!batch.empty()) out.push_back(std::move(batch));
  }
  return out;
}

std::vector<Result<FeatureRow>> run_chain(chain::ChainPlan const& plan, std::vector<PreparedCase const*> const& cases,
                                          ChainOptions const& options, std::size_t most_cases) {
  std::vector<Result<FeatureRow>> rows(cases.size(), Result<FeatureRow>(FeatureRow{}));
  for (auto const& indices : batches_of(cases, most_cases)) {
    std::vector<PreparedCase const*> batch;
    for (std::size_t k : indices) batch.push_back(cases[k]);
    ChainOutcome outcome = run_batch(plan, batch, options);
    ChainOptions again = options;
    for (int round = 0; outcome.rows.empty() && round < 8; ++round) {  // what follows an overflow may need more still
      again.arena_bytes = static_cast<std::int64_t>(outcome.needed_pool) + (std::int64_t{64} << 20) * (round + 1);
      outcome = run_batch(plan, batch, again);
    }
    if (outcome.rows.empty()) throw std::runtime_error("the pool never sufficed");
    for (std::size_t k = 0; k < indices.size(); ++k) rows[indices[k]] = outcome.rows[k];
  }
  return rows;
}

::testing::AssertionResult same_rows(std::vector<Result<FeatureRow>> const& a, std::vector<Result<FeatureRow>> const& b,
                                     std::vector<std::string> const& names) {
  if (a.size() != b.size()) return ::testing::AssertionFailure() << "numbers of rows differ";
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k].ok() != b[k].ok()) return ::testing::AssertionFailure() << "case " << k << ": only one has a problem";
    if (!a[k].ok()) {
      if (!same(a[k].problem(), b[k].problem())) {
        return ::testing::AssertionFailure()
               << "case " << k << ": " << a[k].problem().found << " and " << b[k].problem().found;
      }
    } else if (auto rows = same_row(a[k].value(), b[k].value(), names); !rows) {
      return ::testing::AssertionFailure() << "case " << k << ": " << rows.message();
    }
  }
  return ::testing::AssertionSuccess();
}

}  // namespace radsweep::test
