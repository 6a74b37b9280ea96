#include "host/model/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace radsweep {
namespace {

std::optional<Problem> check_lengths(std::size_t scores, std::size_t outcomes) {
  if (scores == outcomes && scores > 0) return std::nullopt;
  return Problem{"E840",
                 "Predictions and outcomes do not belong together, or there are none.",
                 fmt::format("{} predictions, {} outcomes", scores, outcomes),
                 "Each subject needs one of both.",
                 "Check which rows were predicted.",
                 ""};
}

Problem other_class(std::span<int const> y) {
  ClassSizes const n = class_sizes(y);
  return {"E841",
          "The outcome does not have the two classes 0 and 1.",
          fmt::format("{} of class 0, {} of class 1, {} of others", n.negative, n.positive,
                      y.size() - n.negative - n.positive),
          "There is nothing to tell apart.",
          "Check the outcome column, or use larger groups.",
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

std::optional<Problem> check_any_scores(std::span<double const> score, std::span<int const> y) {
  if (auto problem = check_lengths(score.size(), y.size())) return problem;
  ClassSizes const n = class_sizes(y);
  if (n.positive + n.negative != y.size()) return other_class(y);
  auto const nan = std::find_if(score.begin(), score.end(), [](double s) { return std::isnan(s); });
  if (nan == score.end()) return std::nullopt;
  return Problem{"E845",
                 "A prediction is not a number.",
                 fmt::format("subject {}", nan - score.begin() + 1),
                 "The model failed on this subject, or the column has missing values.",
                 "Leave the subject out of both, and say so.",
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
                 "A prediction is not a probability.",
                 fmt::format("subject {}: {}", bad - probability.begin() + 1, *bad),
                 "It must be a number from 0 to 1; a score needs a model that makes it one.",
                 "Check which column holds the predictions.",
                 ""};
}

}  // namespace radsweep
