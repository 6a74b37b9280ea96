#include "host/core/feature_name.hpp"

#include "kernels/features/catalogue.hpp"

namespace radsweep {

std::string_view FeatureName::image_group() const {
  for (std::string_view const family : {"wavelet", "log-sigma"}) {
    if (auto const at = image.find(family); at != std::string_view::npos) return image.substr(0, at + family.size());
  }
  return image;
}

std::optional<FeatureName> parse_feature_name(std::string_view column) {
  if (column.starts_with("diagnostics_")) return std::nullopt;
  auto begin = column.find('_');
  while (begin != std::string_view::npos && begin > 0) {
    auto const end = column.find('_', begin + 1);
    if (end == std::string_view::npos || end + 1 == column.size()) return std::nullopt;
    std::string_view const name = column.substr(begin + 1, end - begin - 1);
    if (find_class(name) != nullptr || name == "shape" || name == "shape2D")
      return FeatureName{column.substr(0, begin), name, column.substr(end + 1)};
    begin = end;
  }
  return std::nullopt;
}

}  // namespace radsweep
