#pragma once
/// Writes a report: one self-contained report.html (styles, scripts and data inside; opens without a network), and each
/// figure as figures/<id>.vg.json (Vega 5, data inline) and figures/<id>.csv. The bytes depend on the report and on the
/// Vega files only.

#include <filesystem>
#include <string>

#include "io/report/document.hpp"

namespace radsweep::report {

struct WriteOptions {
  bool replace = false;  ///< whether existing files may be replaced
  bool figures = true;   ///< whether the page draws figures; their data and specifications are written anyway
  /// Folder with Vega's modules (vega-util.min.js, ...) as Debian's libjs-vega has them. Where they are absent the
  /// report has every table and all data, and says how to get the figures drawn.
  std::filesystem::path vega = "/usr/share/javascript/vega";
};

/// Writes into `folder`, which is made if need be. Throws FatalError: 73 E710 if a file exists and may not be replaced,
/// 74 E701 if one cannot be written, 70 E880 if an id is empty, used twice or has other characters than letters, digits
/// and '-', 70 E881 if a figure's specification is not JSON.
void write_report(Report const& report, std::filesystem::path const& folder, WriteOptions const& options = {});

/// The page alone. Without `figures` nothing is looked for in `vega`.
std::string to_html(Report const& report, std::filesystem::path const& vega, bool figures = true);

}  // namespace radsweep::report
