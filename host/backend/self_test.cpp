#include "host/backend/self_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

namespace radsweep {
namespace {

struct KnownValue {
  std::string_view name;
  double value;
};
constexpr KnownValue kKnown[] = {
#include "host/backend/self_test_values.inc"
};
constexpr double kTolerance = 1e-9;  // relative; the library's values of MCC come from an iterative solver

constexpr Extent3 kPhantom{5, 4, 4};
constexpr int kIntensity[] = {1, 4, 4, 1, 1, 1, 4, 6, 1, 1, 4, 1, 6, 4, 1, 4, 4, 6, 4, 1,  //
                              1, 4, 4, 1, 1, 1, 1, 6, 1, 1, 1, 1, 3, 1, 1, 4, 4, 6, 1, 1,  //
                              1, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9, 1, 1, 1, 1, 6, 1, 1,  //
                              1, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6, 1, 1};
constexpr int kOutside[] = {30, 43, 44, 52, 63, 64};

Geometry grid_of(Extent3 size) {
  Geometry out;
  out.size = size;
  out.spacing = {2, 2, 2};
  return out;
}

PreparedCase prepared(Image const& image, Image const& mask) {
  ExtractionPlan const& plan = *self_test_plan();
  auto out = prepare_case(image, mask, plan, plan.settings, Intensities::kLeftToBackend);
  if (!out) throw FatalError(ExitCode::kInternal, out.problem());
  return std::move(out).value();
}

PreparedCase phantom() {
  auto const inside = [](std::int64_t k) {
    return std::find(std::begin(kOutside), std::end(kOutside), k) == std::end(kOutside);
  };
  return prepared(make_image(grid_of(kPhantom), [](std::int64_t k) { return std::int16_t(kIntensity[k]); }),
                  make_image(grid_of(kPhantom), [&](std::int64_t k) { return std::uint8_t(inside(k)); }));
}

/// An ellipsoid that nearly fills the box, with 16 grey levels in blocks of texture; integer arithmetic only.
PreparedCase ellipsoid(Extent3 size) {
  auto const place = [&](std::int64_t k) {
    return std::array<std::int64_t, 3>{k % size.x, k / size.x % size.y, k / (std::int64_t{size.x} * size.y)};
  };
  auto const texture = [&](std::int64_t k) {
    auto const [x, y, z] = place(k);
    std::uint64_t const hash = static_cast<std::uint64_t>(k + 1) * 0x9e3779b97f4a7c15u;
    return std::int16_t((x / 3 + y / 2 + z) % 12 + static_cast<std::int64_t>(hash >> 62));
  };
  auto const inside = [&](std::int64_t k) {
    auto const [x, y, z] = place(k);
    double const dx = (2.0 * static_cast<double>(x) + 1) / size.x - 1,
                 dy = (2.0 * static_cast<double>(y) + 1) / size.y - 1,
                 dz = (2.0 * static_cast<double>(z) + 1) / size.z - 1;
    return std::uint8_t(dx * dx + dy * dy + dz * dz <= 0.98);
  };
  return prepared(make_image(grid_of(size), texture), make_image(grid_of(size), inside));
}

Problem wrong_answer(std::string found) {
  return {"E530",
          "the self-test gave a wrong answer",
          std::move(found),
          "faulty memory or processor, a broken driver, or an instruction set that this machine only pretends to have",
          "do not use this device; radsweep doctor repeats the test",
          ""};
}

}  // namespace

std::shared_ptr<ExtractionPlan const> self_test_plan() {
  static auto const plan = [] {
    ExtractionPlan out = default_plan();
    out.settings.additional_info = false;
    out.settings.bin_width = 1;
    out.image_types.clear();
    for (ImageType type : {ImageType::kOriginal, ImageType::kWavelet, ImageType::kSquare, ImageType::kSquareRoot,
                           ImageType::kLogarithm, ImageType::kExponential}) {
      out.image_types.push_back({type, out.settings});
    }
    return std::make_shared<ExtractionPlan const>(std::move(out));
  }();
  return plan;
}

std::vector<PreparedCase> self_test_cases() {
  std::vector<PreparedCase> out;
  out.push_back(phantom());
  out.push_back(ellipsoid({21, 19, 13}));
  out.push_back(ellipsoid({42, 40, 28}));
  return out;
}

std::vector<Result<FeatureRow>> self_test_rows(Backend& backend) {
  return backend.collect(backend.submit(self_test_plan(), self_test_cases()));
}

std::optional<Problem> check_known_values(std::vector<Result<FeatureRow>> const& rows) {
  if (!rows.at(0)) return wrong_answer("instead of features: " + rows[0].problem().what);
  std::vector<std::string> const names = feature_names(*self_test_plan());
  for (KnownValue const& known : kKnown) {
    auto const at = std::find(names.begin(), names.end(), known.name);
    if (at == names.end()) return wrong_answer(fmt::format("there is no feature {}", known.name));
    double const value = rows[0].value().values.at(static_cast<std::size_t>(at - names.begin()));
    if (!(std::abs(value - known.value) <= kTolerance * std::max(1.0, std::abs(known.value)))) {
      return wrong_answer(fmt::format("{} is {}, PyRadiomics 3.0.1 gives {}", known.name, value, known.value));
    }
  }
  return std::nullopt;
}

std::optional<Problem> check_same_bytes(std::vector<Result<FeatureRow>> const& rows,
                                        std::vector<Result<FeatureRow>> const& expected) {
  if (rows.size() != expected.size()) return wrong_answer(fmt::format("{} rows, not {}", rows.size(), expected.size()));
  std::vector<std::string> const names = feature_names(*self_test_plan());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!rows[r]) return wrong_answer("instead of features: " + rows[r].problem().what);
    if (!expected[r]) return wrong_answer("the CPU gives no features: " + expected[r].problem().what);
    std::vector<double> const &got = rows[r].value().values, &wanted = expected[r].value().values;
    if (got.size() != wanted.size()) return wrong_answer(fmt::format("{} values, not {}", got.size(), wanted.size()));
    for (std::size_t k = 0; k < got.size(); ++k) {
      if (std::bit_cast<std::uint64_t>(got[k]) == std::bit_cast<std::uint64_t>(wanted[k])) continue;
      if (std::isnan(got[k]) && std::isnan(wanted[k])) continue;  // the payload of a NaN is not part of the contract
      return wrong_answer(fmt::format("region {}: {} is {}, the CPU gives {}", r + 1, names.at(k), got[k], wanted[k]));
    }
  }
  return std::nullopt;
}

}  // namespace radsweep
