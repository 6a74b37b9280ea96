#pragma once
/// From a list of cases to rows of features, in the order of the list: reads, prepares and computes many cases side by
/// side. What `radsweep extract` and everything else that needs features runs on.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/backend/device.hpp"
#include "host/backend/device_options.hpp"
#include "host/core/plan.hpp"
#include "host/core/status.hpp"
#include "host/preprocess/diagnostics.hpp"
#include "kernels/core/group.hpp"
#include "pipeline/cases.hpp"

namespace radsweep {

/// Nanoseconds per stage, added up over all threads.
struct StageTimes {
  std::atomic<std::int64_t> read{0}, prepare{0}, extract{0}, write{0};
};

/// What one case gives: a row, or the problem in its place.
struct CaseOutcome {
  std::optional<Problem> problem;
  std::vector<Problem> warnings;
  Diagnostics diagnostics;
  std::vector<double> values;  ///< in the order of feature_names(plan)
};

struct ExtractionOptions {
  int jobs = 0;  ///< threads; below 1: one per core
  LaneOrder lane_order = LaneOrder::kForward;
  DeviceOptions device;  ///< its `jobs` is filled in
};

/// `jobs`, or the number of cores if it is below 1.
int thread_count(int jobs);

class Extraction {
 public:
  /// Chooses the backend, among the devices of `platform` (CUDA's if it is nullptr). Throws FatalError 69 if a device
  /// was demanded and there is none. `list` outlives the object, and so does `platform`.
  Extraction(ExtractionPlan plan, CaseList const& list, ExtractionOptions const& options,
             DevicePlatform* platform = nullptr);

  ExtractionPlan const& plan() const { return *plan_; }
  StageTimes& times() { return times_; }
  /// One line: where it computes, and why there.
  std::string const& backend_reason() const { return reason_; }
  /// After the run: what the backend has to say about it.
  std::vector<std::string> backend_report() const { return backend_->report(); }

  /// Computes every case and hands it to take(index, outcome), one at a time, index ascending. A case fails alone.
  /// Throws FatalError 75 if the backend cannot go on, and whatever `take` throws.
  void run(std::function<void(std::size_t, CaseOutcome)> const& take);

 private:
  /// A case that was handed to the backend, or failed before.
  struct Pending {
    CaseOutcome outcome;
    std::optional<Ticket> ticket;
  };

  Pending begin(std::size_t index);
  std::optional<Problem> prepare(Case const& c, Pending& out);
  CaseOutcome finish(Pending pending);

  std::shared_ptr<ExtractionPlan const> plan_;
  CaseList const& list_;
  int jobs_;
  std::unique_ptr<Backend> backend_;
  std::string reason_;
  StageTimes times_;
};

}  // namespace radsweep
