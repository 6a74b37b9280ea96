#include "host/model/folds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>

#include "host/core/digest.hpp"

namespace radsweep {
namespace {

/// `count`: members of class 0 and 1. scikit-learn refuses folds only if every class is too small for them.
std::optional<Problem> check_folds(int folds, std::array<std::size_t, 2> count, std::size_t least_members) {
  std::string found = fmt::format("{} folds, {} of class 0, {} of class 1", folds, count[0], count[1]);
  std::size_t const wanted = folds < 2 ? 2 : static_cast<std::size_t>(folds);
  if (folds >= 2 && std::max(count[0], count[1]) >= wanted && std::min(count[0], count[1]) >= least_members) {
    return std::nullopt;
  }
  return Problem{"E824",
                 "the subjects cannot be divided into these folds",
                 std::move(found),
                 "there must be at least 2 folds, a class with as many subjects as folds, and 2 subjects of each class",
                 "choose fewer folds",
                 ""};
}

}  // namespace

Result<FoldOfRow> stratified_folds_by_order(std::span<int const> y, int folds) {
  std::array<std::size_t, 2> count{};
  for (int const v : y) ++count[v == 1];
  if (auto problem = check_folds(folds, count, 0)) return *problem;
  // Place of a class among the sorted labels: the class that appears first sorts first.
  int const first_class = y[0];
  std::array<std::vector<std::size_t>, 2> quota;  // [class in order of appearance][fold]
  std::size_t const first_count = count[first_class == 1];
  for (std::size_t k = 0; k < 2; ++k) quota[k].assign(static_cast<std::size_t>(folds), 0);
  for (std::size_t i = 0; i < y.size(); ++i) ++quota[i < first_count ? 0 : 1][i % static_cast<std::size_t>(folds)];

  FoldOfRow out(y.size());
  std::array<std::size_t, 2> fold{};
  for (std::size_t i = 0; i < y.size(); ++i) {
    std::size_t const c = y[i] == first_class ? 0 : 1;
    while (quota[c][fold[c]] == 0) ++fold[c];
    --quota[c][fold[c]];
    out[i] = static_cast<int>(fold[c]);
  }
  return out;
}

Result<FoldOfRow> stratified_folds_by_id(std::span<int const> y, std::span<std::string const> ids, int folds,
                                         std::uint64_t seed, int repeat) {
  if (y.size() != ids.size()) {
    return Problem{
        "E840", "the outcome does not fit the table", fmt::format("{} outcomes, {} ids", y.size(), ids.size()), "", "",
        ""};
  }
  std::map<std::string, int> unit_class;
  for (std::size_t i = 0; i < y.size(); ++i) {
    int& mine = unit_class[ids[i]];
    mine = std::max(mine, y[i]);
  }
  std::array<std::size_t, 2> count{};
  for (auto const& [id, of] : unit_class) ++count[of == 1];
  if (auto problem = check_folds(folds, count, 2)) return *problem;

  std::vector<std::tuple<int, std::string, std::string>> deal;  // class, hash, id
  deal.reserve(unit_class.size());
  for (auto const& [id, of] : unit_class) {
    std::string const text = fmt::format("{}:{}:{}", seed, repeat, id);
    deal.emplace_back(of, sha1_hex(text.data(), text.size()), id);
  }
  std::ranges::sort(deal);
  std::map<std::string, int> fold_of;
  for (std::size_t k = 0; k < deal.size(); ++k) fold_of[std::get<2>(deal[k])] = static_cast<int>(k) % folds;
  FoldOfRow out;
  out.reserve(ids.size());
  for (std::string const& id : ids) out.push_back(fold_of.at(id));
  return out;
}

}  // namespace radsweep
