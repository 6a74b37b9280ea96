#include "tests/support/device_cases.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "host/core/rng.hpp"
#include "tests/support/extract_values.hpp"

namespace radsweep::test {
std::shared_ptr<ExtractionPlan const> small_plan() {
  Settings s;
  s.additional_info = false;
  s.bin_width = 8;
  return std::make_shared<ExtractionPlan const>(plan_of({ImageType::kOriginal, ImageType::kSquare}, s));
}

PreparedCase small_case(ExtractionPlan const& plan, std::uint64_t index) {
  Rng const rng(20261126, index);
  auto const side = [&](std::uint64_t axis) {
    int const more = index % 7 == 6 ? 8 : 0;
    return static_cast<std::int32_t>(4 + more + static_cast<int>(3 * rng.uniform(axis)));
  };
  Extent3 const box{side(0), side(1), side(2)}, size{box.x + 2, box.y + 2, box.z + 2};
  Geometry grid;
  grid.size = size;
  auto const inside = [&](std::int64_t k) {
    std::int64_t const x = k % size.x, y = k / size.x % size.y, z = k / (std::int64_t{size.x} * size.y);
    bool const in_box = x > 0 && y > 0 && z > 0 && x <= box.x && y <= box.y && z <= box.z;
    return in_box && rng.uniform(1000 + static_cast<std::uint64_t>(k)) < 0.9;
  };
  auto const value = [&](std::int64_t k) {
    return static_cast<std::int16_t>(100 * rng.uniform(100000 + static_cast<std::uint64_t>(k)));
  };
  auto prepared =
      prepare_case(make_image(grid, value), make_image(grid, [&](std::int64_t k) { return std::uint8_t(inside(k)); }),
                   plan, plan.settings);
  if (!prepared) throw std::logic_error(prepared.problem().what);
  return std::move(prepared).value();
}

std::vector<PreparedCase> small_cases(ExtractionPlan const& plan, std::size_t count) {
  std::vector<PreparedCase> out;
  out.reserve(count);
  for (std::size_t k = 0; k < count; ++k) out.push_back(small_case(plan, k));
  return out;
}

std::vector<Result<FeatureRow>> rows_of(Backend& backend, std::shared_ptr<ExtractionPlan const> const& plan,
                                        std::vector<PreparedCase> const& cases) {
  std::vector<Ticket> tickets;
  tickets.reserve(cases.size());
  for (PreparedCase const& c : cases) tickets.push_back(backend.submit(plan, std::vector<PreparedCase>{c}));
  std::vector<Result<FeatureRow>> out;
  out.reserve(cases.size());
  for (Ticket ticket : tickets) out.push_back(std::move(backend.collect(ticket).at(0)));
  return out;
}

std::vector<std::uint64_t> row_bytes(Result<FeatureRow> const& row) {
  std::vector<std::uint64_t> out;
  if (!row) {
    for (char c : row.problem().code + row.problem().found) out.push_back(static_cast<std::uint64_t>(c));
    return out;
  }
  for (double v : row.value().values) out.push_back(std::bit_cast<std::uint64_t>(std::isnan(v) ? std::nan("") : v));
  return out;
}

std::vector<std::vector<std::uint64_t>> rows_bytes(std::vector<Result<FeatureRow>> const& rows) {
  std::vector<std::vector<std::uint64_t>> out;
  out.reserve(rows.size());
  for (auto const& row : rows) out.push_back(row_bytes(row));
  return out;
}

int count_warnings(std::vector<Result<FeatureRow>> const& rows, std::string const& code) {
  return static_cast<int>(std::count_if(rows.begin(), rows.end(), [&](Result<FeatureRow> const& row) {
    return row && std::any_of(row.value().warnings.begin(), row.value().warnings.end(),
                              [&](Problem const& w) { return w.code == code; });
  }));
}

}  // namespace radsweep::test
