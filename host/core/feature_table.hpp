#pragma once
/// Features of many ROIs with whatever describes each ROI: what extraction gives and the whole analysis works on. No
/// statistic or model ever sees an image.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/matrix.hpp"

namespace radsweep {

/// A column beside the features, as text: PatientID, Reader, Outcome, ...
struct TextColumn {
  std::string name;
  std::vector<std::string> cells;  ///< one per row
};

/// Only rows with this text in that column.
struct RowCondition {
  std::string column, text;
};

struct FeatureTable {
  std::vector<std::string> features;  ///< names "<image>_<class>_<Feature>", or whatever a foreign table has
  Matrix values;                      ///< one row per ROI, one column per feature; NaN = undefined
  std::vector<TextColumn> columns;    ///< all other columns, in the order of the file
  std::string settings;               ///< text that is equal for tables extracted alike; empty: the table does not tell
  std::string source;                 ///< for messages: the file's name

  std::size_t rows() const { return values.rows; }
  /// The column of that name, or nullptr.
  TextColumn const* find_column(std::string_view name) const;
};

/// The same table with the rows listed, in that order.
FeatureTable select_rows(FeatureTable const& table, std::span<std::size_t const> rows);

}  // namespace radsweep
