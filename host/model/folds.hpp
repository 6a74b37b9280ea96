#pragma once
/// Stratified folds for cross-validation: every fold holds each class in proportion, to within one subject.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/core/status.hpp"

namespace radsweep {

/// fold[i] in 0 ... folds - 1 for row i.
using FoldOfRow = std::vector<int>;

/// scikit-learn's StratifiedKFold without shuffling: classes in order of appearance; fold i gets as many of a class as
/// the sorted labels have of it at i, i + folds, ...; members of a class fill fold after fold in the order of rows.
/// Problems: E824 fewer than 2 folds, or every class has fewer members than folds.
Result<FoldOfRow> stratified_folds_by_order(std::span<int const> y, int folds);

/// Folds that hang on the subjects, not on their order in the table: units (rows of equal id stay together; a unit is
/// of class 1 if any of its rows is) are sorted by class, then by the hash of (seed, repeat, id), and dealt out one by
/// one. Problems: E824 as above, counted in units, or a class of one unit (its fold would train on one class); E840
/// lengths differ.
Result<FoldOfRow> stratified_folds_by_id(std::span<int const> y, std::span<std::string const> ids, int folds,
                                         std::uint64_t seed, int repeat);

}  // namespace radsweep
