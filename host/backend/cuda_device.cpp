/// Device on the CUDA runtime, which is linked statically; the driver is found at run time, or not.

#include <cuda_runtime_api.h>
#include <fmt/format.h>

#include <utility>

#include "host/backend/device.hpp"

namespace radsweep {
namespace {

/// The status of a call; takes a failure out of the runtime's memory, or the next launch would report it again.
DeviceStatus status_of(cudaError_t code) {
  if (code != cudaSuccess) static_cast<void>(cudaGetLastError());
  return DeviceStatus(static_cast<int>(code));
}

cudaStream_t stream_of(StreamRef s) { return static_cast<cudaStream_t>(s.raw); }
cudaEvent_t event_of(EventRef e) { return static_cast<cudaEvent_t>(e.raw); }

std::string uuid_text(cudaUUID_t const& uuid) {
  std::string out = "GPU-";
  for (int k = 0; k < 16; ++k) {
    if (k == 4 || k == 6 || k == 8 || k == 10) out += '-';
    out += fmt::format("{:02x}", static_cast<unsigned char>(uuid.bytes[k]));
  }
  return out;
}

class CudaDevice final : public Device {
 public:
  explicit CudaDevice(DeviceInfo info) : info_(std::move(info)) {}

  DeviceInfo const& info() const override { return info_; }

  DeviceStatus free_memory(std::int64_t& bytes) override {
    std::size_t free = 0, total = 0;
    DeviceStatus const s = on_device([&] { return cudaMemGetInfo(&free, &total); });
    bytes = static_cast<std::int64_t>(free);
    return s;
  }

  DeviceStatus allocate(std::size_t bytes, std::byte*& memory) override {
    void* raw = nullptr;
    DeviceStatus const s = on_device([&] { return cudaMalloc(&raw, bytes); });
    memory = static_cast<std::byte*>(raw);
    return s;
  }
  void release(std::byte* memory) noexcept override {
    static_cast<void>(on_device([&] { return cudaFree(memory); }));
  }
  DeviceStatus allocate_pinned(std::size_t bytes, std::byte*& memory) override {
    void* raw = nullptr;
    DeviceStatus const s = on_device([&] { return cudaHostAlloc(&raw, bytes, cudaHostAllocPortable); });
    memory = static_cast<std::byte*>(raw);
    return s;
  }
  void release_pinned(std::byte* memory) noexcept override {
    static_cast<void>(on_device([&] { return cudaFreeHost(memory); }));
  }

  DeviceStatus make_stream(StreamRef& stream) override {
    cudaStream_t raw = nullptr;
    DeviceStatus const s = on_device([&] { return cudaStreamCreateWithFlags(&raw, cudaStreamNonBlocking); });
    stream = StreamRef{raw};
    return s;
  }
  void release_stream(StreamRef stream) noexcept override {
    static_cast<void>(on_device([&] { return cudaStreamDestroy(stream_of(stream)); }));
  }
  DeviceStatus make_event(EventRef& event) override {
    cudaEvent_t raw = nullptr;
    DeviceStatus const s = on_device([&] { return cudaEventCreateWithFlags(&raw, cudaEventBlockingSync); });
    event = EventRef{raw};
    return s;
  }
  void release_event(EventRef event) noexcept override {
    static_cast<void>(on_device([&] { return cudaEventDestroy(event_of(event)); }));
  }

  DeviceStatus upload(StreamRef stream, std::byte* to, std::byte const* from_pinned, std::size_t bytes) override {
    return copy(stream, to, from_pinned, bytes, cudaMemcpyHostToDevice);
  }
  DeviceStatus download(StreamRef stream, std::byte* to_pinned, std::byte const* from, std::size_t bytes) override {
    return copy(stream, to_pinned, from, bytes, cudaMemcpyDeviceToHost);
  }
  DeviceStatus clear(StreamRef stream, std::byte* memory, std::size_t bytes) override {
    return on_device([&] { return cudaMemsetAsync(memory, 0, bytes, stream_of(stream)); });
  }
  DeviceStatus launch(StreamRef stream, chain::Stage stage, chain::ChainView const& view) override {
    return on_device([&] { return static_cast<cudaError_t>(chain::launch_stage(stage, view, stream)); });
  }
  DeviceStatus record(StreamRef stream, EventRef event) override {
    return on_device([&] { return cudaEventRecord(event_of(event), stream_of(stream)); });
  }

  DeviceStatus query(EventRef event, bool& done) override {
    done = false;
    DeviceStatus const s = on_device([&] { return cudaEventQuery(event_of(event)); });
    if (s.code() == cudaErrorNotReady) return {};
    done = s.ok();
    return s;
  }
  DeviceStatus wait(EventRef event) override {
    return on_device([&] { return cudaEventSynchronize(event_of(event)); });
  }
  DeviceStatus elapsed(EventRef begin, EventRef end, double& milliseconds) override {
    float ms = 0;
    DeviceStatus const s = on_device([&] { return cudaEventElapsedTime(&ms, event_of(begin), event_of(end)); });
    milliseconds = static_cast<double>(ms);
    return s;
  }

 private:
  /// The current device belongs to the thread, so every call sets it; that costs nothing where it is set already.
  template <class Call>
  DeviceStatus on_device(Call const& call) const {
    DeviceStatus const s = status_of(cudaSetDevice(info_.index));
    return s.ok() ? status_of(call()) : s;
  }
  DeviceStatus copy(StreamRef stream, void* to, void const* from, std::size_t bytes, cudaMemcpyKind kind) const {
    return on_device([&] { return cudaMemcpyAsync(to, from, bytes, kind, stream_of(stream)); });
  }

  DeviceInfo info_;
};

DeviceStatus describe_device(int index, DeviceInfo& out) {
  cudaDeviceProp properties;
  if (DeviceStatus const s = status_of(cudaGetDeviceProperties(&properties, index)); !s.ok()) return s;
  out = {index,
         properties.name,
         uuid_text(properties.uuid),
         properties.major,
         properties.minor,
         properties.multiProcessorCount,
         static_cast<std::int64_t>(properties.totalGlobalMem),
         static_cast<std::int64_t>(properties.sharedMemPerBlockOptin)};
  return {};
}

class CudaPlatform final : public DevicePlatform {
 public:
  DeviceSurvey survey() override {
    DeviceSurvey out;
    out.built_for = RS_CUDA_ARCHITECTURES;
    static_cast<void>(status_of(cudaRuntimeGetVersion(&out.runtime_version)));
    static_cast<void>(status_of(cudaDriverGetVersion(&out.driver_version)));
    int count = 0;
    out.status = status_of(cudaGetDeviceCount(&count));
    if (out.status.ok() && count == 0) out.status = DeviceStatus(cudaErrorNoDevice);
    for (int k = 0; out.status.ok() && k < count; ++k) {
      DeviceInfo info;
      DeviceStatus const s = describe_device(k, info);
      if (s.ok()) out.devices.push_back(std::move(info));
      if (!s.ok() && k + 1 == count && out.devices.empty()) out.status = s;
    }
    return out;
  }

  std::unique_ptr<Device> open(DeviceInfo const& info, DeviceStatus& status) override {
    status = status_of(cudaSetDevice(info.index));
    if (status.ok()) status = status_of(cudaFree(nullptr));  // makes the context now, where a failure can be told
    return status.ok() ? std::make_unique<CudaDevice>(info) : nullptr;
  }
};

}  // namespace

std::unique_ptr<DevicePlatform> make_cuda_platform() { return std::make_unique<CudaPlatform>(); }

}  // namespace radsweep
