#pragma once
/// Wavelets by their PyWavelets names: haar, db1..20, sym2..20, coif1..5, bior*, rbio*.

#include <string_view>
#include <vector>

#include "kernels/image/wavelet_bands.hpp"

namespace radsweep {

struct Wavelet {
  std::string_view name;
  FilterPair<double> filters;
  FilterPair<float> single;  ///< PyWavelets' own, for float32 images; not the rounded doubles
};

/// The wavelet of that name, or nullptr.
Wavelet const* find_wavelet(std::string_view name);

/// All names, in the order of the table.
std::vector<std::string_view> wavelet_names();

}  // namespace radsweep
