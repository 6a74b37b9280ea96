/// Folds by id: who is in which fold hangs on ids and classes alone, and every fold has its share.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "host/core/rng.hpp"
#include "host/model/folds.hpp"

namespace radsweep {
namespace {

struct Cohort {
  std::vector<int> y;
  std::vector<std::string> ids;
};

Cohort make_cohort(std::size_t n, std::uint64_t seed) {
  Cohort c;
  Rng const random(seed, 2);
  for (std::size_t i = 0; i < n; ++i) {
    c.y.push_back(i < 2 ? 1 : i < 12 ? 0 : random.uniform(i) < 0.3);
    c.ids.push_back("case " + std::to_string(i));
  }
  return c;
}

Cohort reversed(Cohort c) {
  std::ranges::reverse(c.y);
  std::ranges::reverse(c.ids);
  return c;
}

std::map<std::string, int> by_id(Cohort const& c, int folds, std::uint64_t seed, int repeat) {
  auto const fold = stratified_folds_by_id(c.y, c.ids, folds, seed, repeat).value();
  std::map<std::string, int> out;
  for (std::size_t i = 0; i < fold.size(); ++i) out[c.ids[i]] = fold[i];
  return out;
}

TEST(FoldsById, OrderOfRowsChangesNothingSeedAndRepeatDo) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Cohort const c = make_cohort(25 + seed, seed);
    auto const folds = by_id(c, 5, seed, 0);
    EXPECT_EQ(by_id(reversed(c), 5, seed, 0), folds);
    EXPECT_NE(by_id(c, 5, seed + 1, 0), folds);
    EXPECT_NE(by_id(c, 5, seed, 1), folds);
  }
}

TEST(FoldsById, ClassesAreSpreadToWithinOne) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Cohort const c = make_cohort(30 + seed, seed);
    int const folds = 2 + static_cast<int>(seed % 9);
    auto const fold = stratified_folds_by_id(c.y, c.ids, folds, seed, 0).value();
    std::map<int, int> size, positives;
    for (std::size_t i = 0; i < fold.size(); ++i) {
      ++size[fold[i]];
      positives[fold[i]] += c.y[i];
    }
    ASSERT_EQ(size.size(), static_cast<std::size_t>(folds));
    auto spread = [](std::map<int, int> const& m) {
      auto const [low, high] = std::ranges::minmax_element(m, {}, [](auto const& e) { return e.second; });
      return high->second - low->second;
    };
    EXPECT_LE(spread(size), 1);
    EXPECT_LE(spread(positives), 1);
  }
}

TEST(FoldsById, RowsOfOneSubjectStayTogether) {
  Cohort c = make_cohort(40, 1);
  for (std::size_t i = 0; i < 40; ++i) c.ids[i] = "case " + std::to_string(i / 2);
  auto const fold = stratified_folds_by_id(c.y, c.ids, 4, 1, 0).value();
  for (std::size_t i = 0; i < 40; i += 2) EXPECT_EQ(fold[i], fold[i + 1]);
}

}  // namespace
}  // namespace radsweep
