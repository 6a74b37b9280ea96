#pragma once
/// The backend on devices: what is submitted waits in one queue, from which every device takes batches as it can; what
/// no device can do goes to the CPU. Rows have the same bytes whichever way a case takes.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/backend/case_queue.hpp"
#include "host/backend/case_sink.hpp"
#include "host/backend/cpu_lane.hpp"
#include "host/backend/device.hpp"
#include "host/backend/device_options.hpp"
#include "host/backend/device_worker.hpp"
#include "host/backend/tickets.hpp"

namespace radsweep {

/// Failures of a device: out of memory halves the batch, and a single case goes to the CPU (W520);
/// so does a case larger than the budget (W521). If a device is lost, its cases go to another device once, then to the
/// CPU (W522), or the run ends with exit code 75 out of collect() (E531).
class DeviceBackend final : public Backend, private CaseSink {
 public:
  /// Precondition: at least one device, each of which has passed the self-test. `cpu` computes what they cannot.
  DeviceBackend(std::vector<std::unique_ptr<Device>> devices, DeviceOptions const& options,
                std::unique_ptr<Backend> cpu);
  ~DeviceBackend() override;

  std::string info() const override;
  bool supports(ExtractionPlan const&) const override { return true; }
  /// Waits while the cases on their way hold more host memory than allowed.
  Ticket submit(std::shared_ptr<ExtractionPlan const> plan, std::vector<PreparedCase> batch) override;
  std::vector<Result<FeatureRow>> collect(Ticket ticket) override { return board_.collect(ticket); }
  std::int64_t depth() const override;
  std::vector<std::string> report() const override;

 private:
  void row(QueuedCase c, Result<FeatureRow> row) override;
  void to_cpu(QueuedCase c, Problem warning) override;
  void lost(DeviceWorker const& worker, CaseBatch outstanding, DeviceStatus status) override;
  void broken(std::exception const& error) override;
  void stop(FatalError const& error);
  std::shared_ptr<chain::ChainPlan const> plan_of(std::shared_ptr<ExtractionPlan const> const& plan);

  DeviceOptions options_;
  chain::DeviceLimits limits_;  ///< that sizes of cases are foreseen with: the least of all devices
  TicketBoard board_;
  CaseQueue queue_;
  std::mutex plan_mutex_;
  std::shared_ptr<chain::ChainPlan const> plan_;
  std::atomic<int> alive_;
  CpuLane cpu_;
  mutable std::mutex lost_mutex_;
  std::vector<std::string> lost_;                       ///< what the report says of lost devices
  std::vector<std::unique_ptr<DeviceWorker>> workers_;  // last: they use all the others
};

}  // namespace radsweep
