/// `radsweep doctor`: what this program and this machine are, and whether they compute right together.

#include "pipeline/doctor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <filesystem>
#include <utility>
#include <vector>

#include "host/backend/choose_backend.hpp"
#include "host/backend/device_messages.hpp"
#include "host/backend/self_test.hpp"
#include "host/core/machine.hpp"
#include "io/libraries.hpp"
#include "io/report/write.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/messages.hpp"

namespace radsweep {
namespace {

class Screen {
 public:
  void line(char const* name, std::string const& text) { text_ += fmt::format("  {:<11} {}\n", name, text); }
  void title(std::string const& text) { text_ += text + "\n"; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// "13.0" of 13000; "none" of 0.
std::string version_text(int version) {
  return version == 0 ? "none" : fmt::format("{}.{}", version / 1000, version % 1000 / 10);
}

void describe_build(Screen& out, DeviceSurvey const& survey) {
  out.title("radsweep " RS_VERSION);
  out.line("build", fmt::format("{}, compiler {}", RS_BUILD, __VERSION__));
  out.line("CUDA", survey.built_for.empty()
                       ? "this program was built without it"
                       : fmt::format("{} for {}", version_text(survey.runtime_version), survey.built_for));
  out.line("ITK", itk_version());
  bool const vega = std::filesystem::is_directory(report::WriteOptions{}.vega);
  out.line("Vega", vega ? "found" : "not found: install libjs-vega for figures in reports");
}

void describe_machine(Screen& out, DeviceSurvey const& survey) {
  auto const missing = missing_instructions();
  out.line("processor", fmt::format("{}, {} core(s), {}", processor_name(), usable_cores(),
                                    missing.empty() ? std::string("AVX2 and the rest of x86-64-v3")
                                                    : fmt::format("without {}", fmt::join(missing, ", "))));
  auto const limit = memory_limit();
  out.line("memory", fmt::format("{}, limit of the control group: {}", describe_bytes(physical_memory()),
                                 limit ? describe_bytes(*limit) : "none"));
  out.line("driver", survey.driver_version == 0 ? "no NVIDIA driver"
                                                : "NVIDIA, up to CUDA " + version_text(survey.driver_version));
  for (DeviceInfo const& d : survey.devices) {
    out.line("device", fmt::format("{}, {} multiprocessors, {}", describe(d), d.multiprocessors, d.uuid));
  }
  if (survey.devices.empty()) out.line("device", "none: " + no_device_reason(survey));
}

/// PASS or FAIL, and how long it took.
class Verdict {
 public:
  std::string text(std::string const& what, std::string const& failure) const {
    double const s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    return failure.empty() ? fmt::format("PASS  {} ({:.2f} s)", what, s) : fmt::format("FAIL  {}: {}", what, failure);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

Diagnosis diagnose(DevicePlatform& platform) {
  DeviceSurvey const survey = platform.survey();
  Screen out;
  describe_build(out, survey);
  describe_machine(out, survey);

  bool healthy = true;
  Verdict const verdict;
  auto const expected = self_test_rows(*make_cpu_backend(usable_cores()));
  auto const wrong = check_known_values(expected);
  healthy = !wrong;
  out.line("self-test",
           verdict.text("cpu, PyRadiomics' values for the digital phantom of IBSI", wrong ? wrong->found : ""));
  for (DeviceInfo const& info : survey.devices) {
    Verdict const on_device;
    TestedDevice const tested = test_device(platform, info, expected);
    healthy = healthy && tested.device != nullptr;
    out.line("self-test", on_device.text(fmt::format("cuda:{}, the CPU's bytes", info.index), tested.refused));
  }
  return {out.take(), healthy};
}

ExitCode run_doctor() {
  auto const platform = make_cuda_platform();
  Diagnosis const d = diagnose(*platform);
  print_text(d.text);
  return d.healthy ? ExitCode::kOk : ExitCode::kInternal;
}

}  // namespace radsweep
