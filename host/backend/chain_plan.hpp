#pragma once
/// An extraction plan in the terms of the chain (kernels/cuda/chain.hpp): images, grids, wavelets, columns. The same
/// for all batches of a run.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/core/plan.hpp"
#include "host/core/wavelets.hpp"
#include "kernels/cuda/chain.hpp"

namespace radsweep::chain {

struct ChainPlan {
  /// One wavelet image type.
  struct WaveletType {
    std::size_t type = 0;          ///< into extraction->image_types
    std::int32_t first_image = 0;  ///< of its bands
    Wavelet const* wavelet = nullptr;
    std::int64_t taps = 0;  ///< place of its filters in ChainView::taps
  };

  std::shared_ptr<ExtractionPlan const> extraction;
  std::vector<ImagePlan> images;
  std::vector<std::string> names;       ///< of the images
  std::vector<std::size_t> type_of;     ///< image -> extraction->image_types
  std::vector<std::size_t> grid_types;  ///< the first image type of every different grid
  std::vector<std::int32_t> grid_of;    ///< image -> grid_types
  std::vector<WaveletType> wavelets;
  std::vector<std::int32_t> columns;  ///< ChainView::column
  std::uint32_t classes = 0;          ///< ChainView::classes
};

/// Throws std::invalid_argument for an unknown wavelet.
ChainPlan make_chain_plan(std::shared_ptr<ExtractionPlan const> plan);

}  // namespace radsweep::chain
