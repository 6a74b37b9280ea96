#include "tests/support/random_cases.hpp"

#include <cmath>
#include <cstring>
#include <stdexcept>

namespace radsweep::test {

namespace {

std::uint64_t mix(std::uint64_t x) {
  x = (x + 0x9E3779B97F4A7C15ull) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}
double uniform(std::uint64_t seed, std::int64_t k) {
  return static_cast<double>(mix(seed * 1000003 + static_cast<std::uint64_t>(k)) >> 11) * 0x1p-53;
}

template <class T>
void store(Image& image, std::vector<double> const& values) {
  std::vector<T> pixels(values.begin(), values.end());
  image.bytes.resize(pixels.size() * sizeof(T));
  std::memcpy(image.bytes.data(), pixels.data(), image.bytes.size());
}

}  // namespace

PreparedCase random_case(CaseShape const& shape, ExtractionPlan const& plan, Intensities intensities) {
  Extent3 const r = shape.roi;
  Extent3 const n{r.x + 2 * shape.margin, r.y + 2 * shape.margin, r.z == 1 ? 3 : r.z + 2 * shape.margin};
  Offset3 const from{shape.margin, shape.margin, r.z == 1 ? 1 : shape.margin};
  std::vector<double> values;
  std::vector<double> labels;
  for (std::int64_t k = 0; k < n.count(); ++k) {
    auto const x = static_cast<double>(k % n.x), y = static_cast<double>(k / n.x % n.y),
               z = static_cast<double>(k / n.x / n.y);
    double const smooth = std::sin(x / 3) + std::cos(y / 4 + 0.3 * z);
    values.push_back(std::floor(300 + shape.range * (0.25 * smooth + uniform(shape.seed, k) - 0.5)));
    auto const part = [](double at, std::int32_t begin, std::int32_t size) {
      return size == 1 ? (at == begin ? 0.0 : 2.0) : (2 * (at - begin) - (size - 1)) / size;
    };
    double const dx = part(x, from.x, r.x), dy = part(y, from.y, r.y), dz = part(z, from.z, r.z);
    bool const inside = dx * dx + dy * dy + dz * dz <= 1 && uniform(shape.seed + 77, k) > 0.06;
    labels.push_back(inside ? 1 : 0);
  }
  Geometry geometry;
  geometry.size = n;
  geometry.spacing = {0.8, 0.9, 2.5};
  Image image{geometry, shape.pixel, 1, {}}, mask{geometry, PixelType::kUint8, 1, {}};
  if (shape.pixel == PixelType::kInt16) {
    store<std::int16_t>(image, values);
  } else if (shape.pixel == PixelType::kFloat32) {
    for (double& v : values) v = v / 7 + 0.01;
    store<float>(image, values);
  } else {
    for (double& v : values) v = v / 3 - 0.1;
    image.type = PixelType::kFloat64;
    store<double>(image, values);
  }
  store<std::uint8_t>(mask, labels);
  Settings settings = plan.settings;
  settings.additional_info = false;
  auto prepared = prepare_case(image, mask, plan, settings, intensities);
  if (!prepared) throw std::runtime_error(prepared.problem().what + ": " + prepared.problem().found);
  return std::move(prepared).value();
}

std::vector<CaseShape> various_shapes() {
  return {{{9, 1, 1}, PixelType::kInt16, 4, 600, 1},    {{2, 2, 1}, PixelType::kFloat32, 3, 600, 2},
          {{12, 9, 1}, PixelType::kInt16, 6, 600, 3},   {{36, 33, 1}, PixelType::kInt16, 6, 400, 4},
          {{5, 6, 4}, PixelType::kFloat64, 3, 900, 5},  {{10, 9, 8}, PixelType::kFloat32, 6, 600, 6},
          {{16, 13, 11}, PixelType::kInt16, 5, 500, 7}, {{18, 20, 14}, PixelType::kFloat32, 6, 2500, 8},
          {{34, 34, 30}, PixelType::kInt16, 3, 500, 9}};
}

}  // namespace radsweep::test
