#include "host/model/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace radsweep {
namespace {

std::optional<Problem> check_lengths(std::size_t scores, std::size_t outcomes) {
  if (scores == outcomes && scores > 0) return std::nullopt;
  return Problem{"E840",
                 "predictions and outcomes do not belong together, or there are none",
                 fmt::format("{} predictions, {} outcomes", scores, outcomes),
                 "each subject needs one of both",
                 "check which rows were predicted",
                 ""};
}

Problem other_class(std::span<int const> y) {
  ClassSizes const n = class_sizes(y);
  return {"E841",
          "the outcome does not have the two classes 0 and 1",
          fmt::format("{} of class 0, {} of class 1, {} of others", n.negative, n.positive,
                      y.size() - n.negative - n.positive),
          "there is nothing to tell apart",
          "check the outcome column and which rows were chosen, or use larger groups",
          ""};
}

}  // namespace

ClassSizes class_sizes(std::span<int const> y) {
  return {static_cast<std::size_t>(std::count(y.begin(), y.end(), 1)),
          static_cast<std::size_t>(std::count(y.begin(), y.end(), 0))};
}

std::optional<Problem> check_two_classes(std::span<int const> y) {
  ClassSizes const n = class_sizes(y);
  if (n.positive > 0 && n.negative > 0 && n.positive + n.negative == y.size()) return std::nullopt;
  return other_class(y);
}

std::optional<Problem> check_outcome(std::size_t rows, std::span<int const> y) {
  if (y.size() == rows) return check_two_classes(y);
  return Problem{"E840",
                 "the outcome does not fit the table",
                 fmt::format("{} rows, {} outcomes", rows, y.size()),
                 "every row needs an outcome",
                 "check which rows were chosen",
                 ""};
}

std::optional<Problem> check_any_scores(std::span<double const> score, std::span<int const> y) {
  if (auto problem = check_lengths(score.size(), y.size())) return problem;
  ClassSizes const n = class_sizes(y);
  if (n.positive + n.negative != y.size()) return other_class(y);
  auto const nan = std::find_if(score.begin(), score.end(), [](double s) { return std::isnan(s); });
  if (nan == score.end()) return std::nullopt;
  return Problem{"E845",
                 "a prediction is not a number",
                 fmt::format("subject {}", nan - score.begin() + 1),
                 "the model failed on this subject, or the column has missing values",
                 "leave the subject out of both, and say so",
                 ""};
}

std::optional<Problem> check_scores(std::span<double const> score, std::span<int const> y) {
  if (auto problem = check_any_scores(score, y)) return problem;
  return check_two_classes(y);
}

std::optional<Problem> check_probabilities(std::span<double const> probability, std::span<int const> y) {
  if (auto problem = check_any_scores(probability, y)) return problem;
  auto const bad = std::find_if(probability.begin(), probability.end(), [](double p) { return p < 0 || p > 1; });
  if (bad == probability.end()) return std::nullopt;
  return Problem{"E845",
                 "a prediction is not a probability",
                 fmt::format("subject {}: {}", bad - probability.begin() + 1, *bad),
                 "it must be a number from 0 to 1; a score needs a model that makes it one",
                 "check which column holds the predictions",
                 ""};
}

}  // namespace radsweep
