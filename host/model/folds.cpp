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

/// `count`: units of class 0 and 1. As in scikit-learn, only one of the classes needs a unit for every fold.
std::optional<Problem> check_folds(int folds, std::array<std::size_t, 2> count) {
  std::string found = fmt::format("{} folds, {} of class 0, {} of class 1", folds, count[0], count[1]);
  std::size_t const wanted = folds < 2 ? 2 : static_cast<std::size_t>(folds);
  if (folds >= 2 && std::max(count[0], count[1]) >= wanted && std::min(count[0], count[1]) >= 2) {
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
  if (auto problem = check_folds(folds, count)) return *problem;

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
