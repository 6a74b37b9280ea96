#pragma once
/// The table that begins a clinical paper: each variable by group, in each set, with a test of the difference. Numeric
/// variables: mean, SD and Student's t test (one-way analysis of variance for three groups or more). Categorical ones:
/// counts and the chi-square test, Fisher's exact test where an expected count is below 5.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "host/core/feature_table.hpp"
#include "host/model/univariate.hpp"

namespace radsweep {

struct BaselineVariable {
  std::string label;  ///< "Age (months)"
  TextColumn cells;   ///< one per subject; empty and NA are missing
};

/// Which subject belongs where, -1 for nowhere.
struct BaselineDesign {
  std::vector<std::string> sets, groups;  ///< names, in the order of the table's columns
  std::vector<int> set, group;            ///< one per subject
};

/// One variable in one group of one set.
struct BaselineCell {
  std::size_t known = 0, missing = 0;
  SampleMoments moments;           ///< numeric variables
  std::vector<std::size_t> count;  ///< categorical variables, by level
};

struct BaselineEntry {
  std::string label;
  bool numeric = false;
  std::vector<std::string> levels;  ///< of a categorical variable: numbers ascending, texts in order of appearance
  std::vector<BaselineCell> cells;  ///< [set][group]
  std::vector<TestResult> tests;    ///< by set; missing cells do not take part
};

struct BaselineTable {
  std::vector<std::string> sets, groups;
  std::vector<std::size_t> size;  ///< subjects, [set][group]
  std::vector<BaselineEntry> entries;

  BaselineCell const& cell(BaselineEntry const& e, std::size_t set, std::size_t group) const {
    return e.cells[set * groups.size() + group];
  }
};

/// A variable is numeric if all its cells are numbers and at least three differ, else categorical.
BaselineTable baseline_table(std::span<BaselineVariable const> variables, BaselineDesign const& design);

/// The test of a categorical variable's table: Fisher's where an expected count is below 5, chi-square else, and where
/// Fisher's is too large.
TestResult categorical_test(Contingency const& table);

}  // namespace radsweep
