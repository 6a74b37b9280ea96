#pragma once
/// The kernels' view of a vector.

#include <cstdint>
#include <vector>

#include "kernels/core/view.hpp"

namespace radsweep::test {

template <class T>
Span<T const> span_of(std::vector<T> const& v) {
  return {v.data(), static_cast<std::int64_t>(v.size())};
}
template <class T>
Span<T> span_of(std::vector<T>& v) {
  return {v.data(), static_cast<std::int64_t>(v.size())};
}

}  // namespace radsweep::test
