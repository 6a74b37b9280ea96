#pragma once
/// Whether tables whose features are compared or joined were extracted alike.

#include <cstddef>
#include <optional>
#include <string>

#include "host/core/feature_table.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// Takes tables one after the other.
class SameSettings {
 public:
  /// Problem E864: the table tells other settings than an earlier one.
  std::optional<Problem> add(FeatureTable const& table);

  /// W805 if some tables tell their settings and others do not.
  std::optional<Problem> warning() const;

  /// The settings of all tables; empty if one of them does not tell.
  std::string settings() const { return silent_ == 0 ? settings_ : std::string(); }

 private:
  std::string settings_, told_by_;  ///< of the first table that tells
  std::size_t silent_ = 0;
};

}  // namespace radsweep
