#pragma once
/// What can be wrong with one image of a ROI, told in the same words by every backend.

#include <cstdint>
#include <string>

#include "host/core/plan.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// Grey levels beyond this are refused (E402).
inline constexpr std::int32_t kMaxLevel = 65535;

/// W402: the image holds NaN or infinite values in the ROI.
Problem not_finite(std::string const& image);
/// W403: the image holds nothing but rounding errors.
Problem noise_only(std::string const& image);
/// E402: the image, whose ROI values lie in [low, high], would have more than kMaxLevel grey levels.
Problem too_many_levels(Settings const& settings, double low, double high);
/// The problem with the image's name in front of what was found.
Problem of_image(Problem problem, std::string const& image);

}  // namespace radsweep
