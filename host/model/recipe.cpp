#include "host/model/recipe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/model/columns.hpp"
#include "host/model/outcome.hpp"

namespace radsweep {
namespace {

/// Makes features missing on which the readers disagree; gives their number.
Result<std::size_t> filter_by_icc(IccFilter const& filter, Candidates& training, std::span<std::size_t const> rows) {
  std::vector<Matrix> raters;
  raters.reserve(filter.raters.size());
  for (Matrix const& m : filter.raters) raters.push_back(select_rows(m, rows));
  std::size_t const features = raters.empty() ? 0 : raters[0].columns;
  std::size_t below = 0;
  std::vector<double> const icc = icc_coefficients(raters, filter.form);
  for (std::size_t f = 0; f < features; ++f) {
    if (icc[f] >= filter.least) continue;  // NaN is excluded
    ++below;
    std::ranges::fill(training.x.column(f), std::numeric_limits<double>::quiet_NaN());
  }
  if (below == features && features == training.count()) {
    return Problem{"E825",
                   "the filter by agreement of readers leaves no feature",
                   fmt::format("{} features, none with an ICC of at least {}", features, filter.least),
                   "readers disagree on all of them, or their tables are not of the same subjects",
                   "lower the least ICC, or check the tables of the readers",
                   ""};
  }
  return below;
}

std::optional<Problem> check_filter(IccFilter const& filter, Candidates const& all) {
  bool fits = filter.raters.size() >= 2;
  for (Matrix const& m : filter.raters) {
    fits = fits && m.rows == all.rows() && m.columns == filter.raters[0].columns && m.columns <= all.count();
  }
  if (fits) return std::nullopt;
  return Problem{"E825",
                 "the tables of the readers do not fit the candidates",
                 fmt::format("{} readers; {} subjects, {} candidates", filter.raters.size(), all.rows(), all.count()),
                 "the filter needs two readers or more, with the same subjects and features",
                 "",
                 ""};
}

std::vector<int> select(std::span<int const> y, std::span<std::size_t const> rows) {
  std::vector<int> out;
  out.reserve(rows.size());
  for (std::size_t const r : rows) out.push_back(y[r]);
  return out;
}

void scale_columns(Matrix& x, Predictor const& p) {
  for (std::size_t k = 0; k < x.columns; ++k) {
    for (double& v : x.column(k)) v = (v - p.centre[k]) / p.scale[k];
  }
}

/// Numbers the variables of the chosen columns from 0 and takes centre and scale from the training rows.
void describe(FittedRecipe& fitted, Candidates const& all, Matrix const& x, std::span<DesignColumn const> columns) {
  Predictor& p = fitted.predictor;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    auto const [variable, level] = columns[k];
    auto const known = std::ranges::find(fitted.variables, variable);
    p.columns.push_back({static_cast<std::size_t>(known - fitted.variables.begin()), level});
    if (known == fitted.variables.end()) {
      fitted.variables.push_back(variable);
      p.variables.push_back(all.names[variable]);
      p.levels.push_back(all.levels[variable]);
    }
    bool const indicator = level > 0;
    double const centre = indicator ? 0 : mean(x.column(k));
    double const scale = indicator ? 1 : standard_deviation(x.column(k), centre);
    p.centre.push_back(centre);
    p.scale.push_back(scale > 0 ? scale : 1);  // a column that is constant here: selected outside the fold
  }
}

}  // namespace

Result<Chosen> choose(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                      std::span<std::size_t const> rows) {
  if (auto problem = check_outcome(all.rows(), y)) return *problem;
  Candidates training = select_rows(all, rows);
  std::vector<int> const training_y = select(y, rows);
  Chosen out;
  if (recipe.icc) {
    if (auto problem = check_filter(*recipe.icc, all)) return *problem;
    auto const below = filter_by_icc(*recipe.icc, training, rows);
    if (!below) return below.problem();
    out.below_icc = below.value();
  }
  auto selection = select_mrmr(training, training_y, recipe.mrmr);
  if (!selection) return selection.problem();
  out.mrmr = std::move(selection).value();
  std::vector<std::size_t> picked;
  picked.reserve(out.mrmr.picks.size());
  for (MrmrPick const& pick : out.mrmr.picks) picked.push_back(pick.variable);
  out.columns = design_columns(all, picked);
  if (!recipe.forward) return out;

  auto forward = select_forward(design_matrix(training, out.columns), training_y, *recipe.forward);
  if (!forward) return forward.problem();
  out.forward = std::move(forward).value();
  std::vector<DesignColumn> kept;
  kept.reserve(out.forward->columns.size());
  for (std::size_t const c : out.forward->columns) kept.push_back(out.columns[c]);
  out.columns = std::move(kept);
  return out;
}

Result<FittedRecipe> fit_chosen(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                                std::span<std::size_t const> rows, Chosen chosen) {
  std::vector<int> const training_y = select(y, rows);
  Candidates const training = select_rows(all, rows);
  std::vector<DesignColumn> columns = chosen.columns;
  std::vector<DesignColumn> dropped;
  while (true) {
    FittedRecipe out{chosen, {}, dropped, {}};
    Matrix x = design_matrix(training, columns);
    describe(out, all, x, columns);
    scale_columns(x, out.predictor);
    auto model = fit_model(x, training_y, recipe.learner);
    if (!model) return model.problem();
    auto const* logistic = std::get_if<LogisticFit>(&model.value());
    if (logistic == nullptr || logistic->aliased.empty()) {
      out.predictor.model = std::move(model).value();
      return out;
    }
    for (std::size_t k = logistic->aliased.size(); k-- > 0;) {
      auto const at = columns.begin() + static_cast<std::ptrdiff_t>(logistic->aliased[k]);
      dropped.push_back(*at);
      columns.erase(at);
    }
  }
}

Result<FittedRecipe> fit_recipe(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                                std::span<std::size_t const> rows) {
  auto chosen = choose(recipe, all, y, rows);
  if (!chosen) return chosen.problem();
  return fit_chosen(recipe, all, y, rows, std::move(chosen).value());
}

std::vector<std::string> column_names(Predictor const& predictor) {
  Candidates const variables{predictor.variables, {}, predictor.levels};
  std::vector<std::string> out;
  for (DesignColumn const c : predictor.columns) out.push_back(design_name(variables, c));
  return out;
}

Matrix scaled_design(Predictor const& predictor, Candidates const& known) {
  Matrix x = design_matrix(known, predictor.columns);
  scale_columns(x, predictor);
  return x;
}

Result<std::vector<double>> predict(Predictor const& predictor, Candidates const& known) {
  return predict_probability(predictor.model, scaled_design(predictor, known));
}

}  // namespace radsweep
