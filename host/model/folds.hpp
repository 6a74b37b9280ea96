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

/// Folds that hang on the subjects, not on their order in the table: units (rows of equal id stay together; a unit is
/// of class 1 if any of its rows is) are sorted by class, then by the hash of (seed, repeat, id), and dealt out one by
/// one. Problems: E824 fewer than 2 folds, every class with fewer units than folds, or a class of one unit (its fold
/// would train on one class); E840 lengths differ.
Result<FoldOfRow> stratified_folds_by_id(std::span<int const> y, std::span<std::string const> ids, int folds,
                                         std::uint64_t seed, int repeat);

}  // namespace radsweep
