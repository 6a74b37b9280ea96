#pragma once
/// The texts that travel inside the program: style and script of the page (io/report/page), templates of the figures
/// (io/report/figures/*.vg.json).

#include <string_view>

namespace radsweep::report {

/// The asset of that file name, such as "report.css". Throws std::out_of_range if there is none.
std::string_view asset(std::string_view name);

}  // namespace radsweep::report
