#pragma once
/// A report with every kind of block, figure and table, from invented numbers: for tests and for looking at.

#include "io/report/document.hpp"
#include "io/report/figures.hpp"
#include "io/report/methods.hpp"

namespace radsweep::test {

/// 930 features of 46 patients; some values missing, some names hostile.
report::Report report_gallery();

/// A cluster map of that size alone.
report::HeatMap invented_heat_map(std::size_t patients, std::size_t features);

report::MethodsFacts invented_methods();

}  // namespace radsweep::test
