#pragma once
/// Where features are computed. A backend takes batches of prepared ROIs through the whole chain behind preprocessing
/// (filters, discretisation, matrices, formulas) and hands back feature rows. Calls are coarse: never one per kernel.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/core/plan.hpp"
#include "host/preprocess/prepare.hpp"
#include "kernels/core/group.hpp"

namespace radsweep {

/// The features of one ROI in the order of `feature_names(plan)`, or the problem that prevented them.
struct FeatureRow {
  std::vector<double> values;
  std::vector<Problem> warnings;
};

/// A batch that was handed in; valid for one collect().
struct Ticket {
  std::uint64_t id = 0;
};

class Backend {
 public:
  virtual ~Backend() = default;

  /// One line for humans: name, threads or device.
  virtual std::string info() const = 0;
  /// Whether every image type and class of the plan can be computed here.
  virtual bool supports(ExtractionPlan const& plan) const = 0;
  /// Starts a batch. Thread-safe. The batch's ROIs stay alive inside the backend until collect().
  virtual Ticket submit(std::shared_ptr<ExtractionPlan const> plan, std::vector<PreparedCase> batch) = 0;
  /// Waits for a batch; one entry per ROI, in the order handed in. Thread-safe. Throws FatalError 75 if the backend
  /// cannot go on, and then for every ticket.
  virtual std::vector<Result<FeatureRow>> collect(Ticket ticket) = 0;

  /// ROIs that should be handed in before the first is collected, so that the backend never waits for work; 0: submit()
  /// computes in the calling thread.
  virtual std::int64_t depth() const { return 0; }
  /// What there is to say after the work, one line each: batches, busy share, what went wrong.
  virtual std::vector<std::string> report() const { return {}; }
};

/// The CPU backend: items (ROI x image) over at most `jobs` threads, bits independent of `jobs` and `order`.
std::unique_ptr<Backend> make_cpu_backend(int jobs, LaneOrder order = LaneOrder::kForward);

/// "<image>_<class>_<Feature>" for every value of a row, in PyRadiomics' order.
std::vector<std::string> feature_names(ExtractionPlan const& plan);

}  // namespace radsweep
