#include "host/backend/choose_backend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host/backend/device_backend.hpp"
#include "host/backend/device_messages.hpp"
#include "host/backend/self_test.hpp"

namespace radsweep {
namespace {

using Kind = DeviceRequest::Kind;

ChosenBackend use_cpu(DeviceOptions const& o, LaneOrder order, std::string const& why) {
  auto backend = make_cpu_backend(o.jobs, order);
  std::string reason = fmt::format("{}: {}", backend->info(), why);
  return {std::move(backend), std::move(reason)};
}

std::string indices_text(std::vector<DeviceInfo> const& devices) {
  std::string out;
  for (DeviceInfo const& d : devices) out += (out.empty() ? "" : ", ") + describe(d);
  return out;
}

[[noreturn]] void no_usable_device(std::string const& why) {
  throw FatalError(
      ExitCode::kGpuAbsent,
      Problem{"E532", "--device cuda, but no CUDA device can be used", why, "",
              "--device auto computes on the CPU then, with the same values; radsweep doctor tells more", ""});
}

/// The devices asked for, all if none are named.
std::vector<DeviceInfo> wanted(DeviceRequest const& request, std::vector<DeviceInfo> const& present) {
  if (request.indices.empty()) return present;
  std::vector<DeviceInfo> out;
  for (int index : request.indices) {
    auto const at = std::find_if(present.begin(), present.end(), [&](DeviceInfo const& d) { return d.index == index; });
    if (at == present.end()) {
      throw FatalError(ExitCode::kGpuAbsent, Problem{"E533", fmt::format("there is no device cuda:{}", index),
                                                     "present: " + indices_text(present), "",
                                                     "use one of these indices, or --device cuda for all", ""});
    }
    out.push_back(*at);
  }
  return out;
}

/// Runs the question through a backend of its own on the device, which is handed back afterwards if the answers are
/// right.
std::string refusal(DevicePlatform& platform, DeviceInfo const& info, std::vector<Result<FeatureRow>> const& expected) {
  DeviceStatus status;
  std::vector<std::unique_ptr<Device>> one;
  one.push_back(platform.open(info, status));
  if (one[0] == nullptr) return status.text();
  DeviceOptions options;
  options.request.kind = Kind::kCuda;
  options.slots = 1;
  DeviceBackend backend(std::move(one), options, make_cpu_backend(1));
  try {
    auto const rows = self_test_rows(backend);
    for (auto const& row : rows) {
      if (!row) return row.problem().what;
      for (Problem const& w : row.value().warnings) {
        if (w.code.starts_with("W52")) return w.what;  // then it was not the device that answered
      }
    }
    auto const wrong = check_same_bytes(rows, expected);
    return wrong ? fmt::format("[E530] {}: {}", wrong->what, wrong->found) : "";
  } catch (FatalError const& e) {
    return e.problem().found;
  }
}

}  // namespace

TestedDevice test_device(DevicePlatform& platform, DeviceInfo const& info,
                         std::vector<Result<FeatureRow>> const& expected) {
  TestedDevice out{info, nullptr, refusal(platform, info, expected)};
  if (!out.refused.empty()) return out;
  DeviceStatus status;
  out.device = platform.open(info, status);
  if (out.device == nullptr) out.refused = status.text();
  return out;
}

std::string no_device_reason(DeviceSurvey const& survey) {
  if (survey.built_for.empty()) return "this program was built without CUDA";
  if (survey.driver_version == 0) return "no NVIDIA driver on this machine";
  return survey.status.text();
}

ChosenBackend choose_backend(DeviceOptions const& o, DevicePlatform& platform, LaneOrder order, std::int64_t cases) {
  Kind const kind = o.request.kind;
  if (kind == Kind::kCpu) return use_cpu(o, order, "asked for");
  if (kind == Kind::kAuto && cases < kFewCases) {
    return use_cpu(o, order, fmt::format("starting a device does not pay off for {} case(s)", cases));
  }
  DeviceSurvey const survey = platform.survey();
  if (survey.devices.empty()) {
    std::string const why = no_device_reason(survey);
    if (kind == Kind::kCuda) no_usable_device(why);
    return use_cpu(o, order, why);
  }
  auto const cpu = make_cpu_backend(o.jobs);
  auto const expected = self_test_rows(*cpu);
  std::vector<std::unique_ptr<Device>> usable;
  std::string refused;
  for (DeviceInfo const& info : wanted(o.request, survey.devices)) {
    TestedDevice tested = test_device(platform, info, expected);
    if (tested.device != nullptr) {
      usable.push_back(std::move(tested.device));
    } else {
      refused += fmt::format("{}{} refused: {}", refused.empty() ? "" : "; ", describe(info), tested.refused);
    }
  }
  if (usable.empty() && kind == Kind::kCuda) no_usable_device(refused);
  if (usable.empty()) return use_cpu(o, order, refused);
  auto backend = std::make_unique<DeviceBackend>(std::move(usable), o, make_cpu_backend(o.jobs, order));
  std::string reason = backend->info() + ": passed the self-test";
  if (!refused.empty()) reason += "; " + refused;
  return {std::move(backend), std::move(reason)};
}

}  // namespace radsweep
