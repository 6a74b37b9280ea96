/// The chain of a device batch, run by a CPU thread, gives the rows of the CPU backend to the last bit: every class and
/// image type, size class, plan option, place of a table, lane order, split.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "io/params.hpp"
#include "tests/support/chain_runner.hpp"
#include "tests/support/extract_values.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/random_cases.hpp"

namespace radsweep::test {
namespace {

using chain::ChainPlan;
using chain::GlcmPlace;

std::vector<ImageType> const kAllTypes{ImageType::kOriginal,   ImageType::kWavelet,   ImageType::kSquare,
                                       ImageType::kSquareRoot, ImageType::kLogarithm, ImageType::kExponential};

ExtractionPlan plan_with(std::vector<ImageType> const& types, Settings s = {}) {
  s.minimum_roi_dimensions = 1;
  return plan_of(types, s);
}

/// Cases of one plan, their rows from the CPU backend, and the names of the columns.
struct Cohort {
  std::shared_ptr<ExtractionPlan const> plan;
  ChainPlan chain;
  std::vector<PreparedCase> cases;
  std::vector<Result<FeatureRow>> expected;
  std::vector<std::string> names;

  Cohort(ExtractionPlan const& extraction, std::vector<CaseShape> const& shapes)
      : Cohort(extraction, [&] {
          std::vector<PreparedCase> made;
          for (CaseShape const& s : shapes) made.push_back(random_case(s, extraction));
          return made;
        }()) {}
  Cohort(ExtractionPlan const& extraction, std::vector<PreparedCase> prepared)
      : plan(std::make_shared<ExtractionPlan const>(extraction)),
        chain(chain::make_chain_plan(plan)),
        cases(std::move(prepared)),
        names(feature_names(extraction)) {
    auto const cpu = make_cpu_backend(1);
    expected = cpu->collect(cpu->submit(plan, cases));
  }
  std::vector<PreparedCase const*> all() const {
    std::vector<PreparedCase const*> out;
    for (PreparedCase const& c : cases) out.push_back(&c);
    return out;
  }
  void check(ChainOptions const& options, std::size_t most_cases = 1000) const {
    EXPECT_TRUE(same_rows(expected, run_chain(chain, all(), options, most_cases), names));
  }
};

TEST(ChainBackend, EveryImageTypeAndClass) {
  Cohort const cohort(plan_with(kAllTypes), various_shapes());
  for (LaneOrder order : {LaneOrder::kForward, LaneOrder::kReversed, LaneOrder::kShuffled}) {
    SCOPED_TRACE(static_cast<int>(order));
    cohort.check({order});
  }
}

}  // namespace
}  // namespace radsweep::test
