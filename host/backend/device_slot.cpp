#include "host/backend/device_slot.hpp"

#include <bit>
#include <utility>

namespace radsweep {

DeviceSlot::DeviceSlot(Device& device)
    : device_(&device),
      arena_(device),
      upload_(device),
      result_(device),
      stream_(device),
      upload_begin_(device),
      compute_begin_(device),
      compute_end_(device),
      download_end_(device) {}

DeviceSlot::~DeviceSlot() { empty_out(); }

DeviceStatus DeviceSlot::open() {
  DeviceStatus status = stream_.open();
  for (DeviceEvent* event : {&upload_begin_, &compute_begin_, &compute_end_, &download_end_}) {
    if (status.ok()) status = event->open();
  }
  return status;
}

DeviceStatus DeviceSlot::start(CaseBatch batch, chain::DeviceLimits const& limits, EventRef base) {
  batch_ = std::move(batch);
  std::vector<PreparedCase const*> cases;
  cases.reserve(batch_.size());
  for (QueuedCase const& c : batch_) cases.push_back(&c.roi);
  layout_.emplace(*batch_.front().plan, std::move(cases), limits);
  if (DeviceStatus const status = reserve(); !status.ok()) return status;
  layout_->pack(upload_.data());
  return enqueue(base);
}

/// Host memory in powers of two, so that it soon stops growing; the arena's size is the worker's to decide.
DeviceStatus DeviceSlot::reserve() {
  DeviceStatus status = arena_.reserve(layout_->arena_bytes());
  if (status.ok()) status = upload_.reserve(std::bit_ceil(layout_->upload_bytes()));
  if (status.ok()) status = result_.reserve(std::bit_ceil(layout_->result_bytes()));
  return status;
}

DeviceStatus DeviceSlot::enqueue(EventRef base) {
  StreamRef const s = stream_.ref();
  DeviceStatus status = base.raw == nullptr ? DeviceStatus{} : device_->record(s, base);
  if (status.ok()) status = device_->record(s, upload_begin_.ref());
  if (status.ok()) status = device_->upload(s, arena_.data(), upload_.data(), layout_->upload_bytes());
  if (status.ok()) status = device_->record(s, compute_begin_.ref());
  // The gaps between the parts of the results are copied too, and must not hold what an earlier batch left there.
  std::byte* const results = arena_.data() + layout_->result_offset();
  if (status.ok()) status = device_->clear(s, results, layout_->result_bytes());
  chain::ChainView const view = layout_->view(arena_.data());
  for (chain::Stage stage : chain::kStages) {
    if (status.ok()) status = device_->launch(s, stage, view);
  }
  if (status.ok()) status = device_->record(s, compute_end_.ref());
  if (status.ok()) status = device_->download(s, result_.data(), results, layout_->result_bytes());
  if (status.ok()) status = device_->record(s, download_end_.ref());
  return status;
}

DeviceStatus DeviceSlot::times(EventRef base, BatchTimes& out) {
  DeviceStatus status = device_->elapsed(base, upload_begin_.ref(), out.upload_begin);
  if (status.ok()) status = device_->elapsed(base, compute_begin_.ref(), out.compute_begin);
  if (status.ok()) status = device_->elapsed(base, compute_end_.ref(), out.compute_end);
  if (status.ok()) status = device_->elapsed(base, download_end_.ref(), out.download_end);
  return status;
}

CaseBatch DeviceSlot::empty_out() noexcept {
  // A batch that failed half way may have copies under way from or to memory that is about to be used again. If the
  // device is lost, both calls fail at once, and nothing is under way any more.
  if (busy() && device_->record(stream_.ref(), download_end_.ref()).ok()) static_cast<void>(wait());
  layout_.reset();
  return std::exchange(batch_, {});
}

}  // namespace radsweep
