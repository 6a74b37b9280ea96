#pragma once
/// Where a device's cases end up.

#include <exception>

#include "host/backend/case_queue.hpp"
#include "host/backend/device_status.hpp"

namespace radsweep {

class DeviceWorker;

/// Thread-safe.
class CaseSink {
 public:
  virtual ~CaseSink() = default;
  /// The case is done.
  virtual void row(QueuedCase c, Result<FeatureRow> row) = 0;
  /// The device cannot do this case; `warning` says why.
  virtual void to_cpu(QueuedCase c, Problem warning) = 0;
  /// The device failed for good while it had these cases; the worker takes no more.
  virtual void lost(DeviceWorker const& worker, CaseBatch outstanding, DeviceStatus status) = 0;
  /// A thread ends with an error that is this program's fault: the run must end.
  virtual void broken(std::exception const& error) = 0;
};

}  // namespace radsweep
