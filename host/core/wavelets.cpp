#include "host/core/wavelets.hpp"

#include <algorithm>

namespace radsweep {

namespace {

constexpr int kMaxTaps = 40;  // db20, sym20

struct Entry {
  std::string_view name;
  int taps;
  double low[kMaxTaps], high[kMaxTaps];
  float low_single[kMaxTaps], high_single[kMaxTaps];
};

#define RS_TAPS(...) \
  { __VA_ARGS__ }
#define RS_WAVELET(name, taps, ...) Entry{name, taps, __VA_ARGS__},
constexpr Entry kEntries[] = {
#include "kernels/image/wavelet_taps.inc"
};
#undef RS_WAVELET
#undef RS_TAPS

std::vector<Wavelet> make_table() {
  std::vector<Wavelet> table;
  for (Entry const& e : kEntries) {
    table.push_back({e.name,
                     {{e.low, e.taps}, {e.high, e.taps}},  //
                     {{e.low_single, e.taps}, {e.high_single, e.taps}}});
  }
  return table;
}

std::vector<Wavelet> const& table() {
  static std::vector<Wavelet> const t = make_table();
  return t;
}

}  // namespace

Wavelet const* find_wavelet(std::string_view name) {
  auto const found = std::find_if(table().begin(), table().end(), [&](Wavelet const& w) { return w.name == name; });
  return found == table().end() ? nullptr : &*found;
}

std::vector<std::string_view> wavelet_names() {
  std::vector<std::string_view> names;
  for (Wavelet const& w : table()) names.push_back(w.name);
  return names;
}

}  // namespace radsweep
