/// Flags and help of the verbs about feature tables, and of the study.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "pipeline/commands.hpp"
#include "pipeline/table_columns.hpp"
#include "pipeline/verbs.hpp"

namespace radsweep {
namespace {

/// "ID, PatientID, ... or Case".
std::string id_columns() {
  auto const names = usual_id_columns();
  return fmt::format("{} or {}", fmt::join(names.first(names.size() - 1), ", "), names.back());
}

void add_icc(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<IccOptions>();
  IccOptions& o = *options;
  CLI::App* verb =
      app.add_subcommand("icc", "Agreement of readers or repeats: intraclass correlation of every feature");
  verb->add_option("tables", o.tables, "One feature table with a column of raters, or one table per rater (CSV)")
      ->required()
      ->type_name("CSV");
  verb->add_option("--subject", o.subject,
                   fmt::format("Column of subjects, or several: ID,Label (default: {})", id_columns()))
      ->type_name("COLUMN");
  verb->add_option("--rater", o.rater, "Column of raters, or several: Reader,Session (default Reader, Rater, Observer)")
      ->type_name("COLUMN");
  verb->add_option("--raters", o.raters, "Raters to compare: reader1,reader2 (default all)")->type_name("NAMES");
  verb->add_option("--where", o.where, "Only rows with this text in that column, COLUMN=TEXT; may be repeated")
      ->type_name("COLUMN=TEXT")
      ->allow_extra_args(false);
  verb->add_option("--form", o.form,
                   "1,1 2,1 3,1 1,k 2,k or 3,k (Shrout and Fleiss): written and banded; all (default) writes every\n"
                   "form and bands 2,1")
      ->type_name("FORM");
  verb->add_option("--confidence", o.confidence, "Of the intervals (default 0.95)")->check(CLI::Range(0.5, 0.999999));
  verb->add_option("-o,--out", o.out, "One row per feature as CSV; the file must not exist. '-' is standard output")
      ->type_name("FILE");
  verb->add_option("-j,--jobs", o.jobs, "Threads; 0 (default) is one per core. Never changes a number")
      ->check(CLI::Range(0, 4096));
  verb->footer(
      "Readers:  radsweep icc features.csv --where Session=1 -o inter.csv\n"
      "Repeats:  radsweep icc features.csv --rater Session --where Reader=reader1 -o intra.csv\n"
      "Files:    radsweep icc reader1.csv reader2.csv --subject ID");
  verb->callback([options, &chosen] { chosen = [options] { return run_icc(*options); }; });
}

void add_inrg(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<InrgOptions>();
  InrgOptions& o = *options;
  CLI::App* verb = app.add_subcommand("inrg", "INRG pretreatment risk group of every patient of a clinical table");
  verb->add_option("table", o.table, "Stage, age in months, histology, differentiation, MYCN, 11q, ploidy (CSV)")
      ->required()
      ->type_name("CSV");
  verb->add_option("--column", o.columns,
                   "Where a column has no usual name: stage, age, histology, differentiation, mycn, 11q or ploidy =\n"
                   "its name; may be repeated")
      ->type_name("FIELD=COLUMN")
      ->allow_extra_args(false);
  verb->add_option("-o,--out", o.out,
                   "The table with INRG_group, INRG_risk and High_risk; '-' (default) is standard output")
      ->type_name("FILE");
  verb->callback([options, &chosen] { chosen = [options] { return run_inrg(*options); }; });
}

/// What `select` and `fit` have in common.
void add_training(CLI::App* verb, TrainingOptions& o) {
  verb->add_option("table", o.table, "Feature table, CSV as `extract` or PyRadiomics writes it")
      ->required()
      ->type_name("FEATURES.csv");
  verb->add_option("--outcome", o.outcome,
                   "Column of the outcome: 0/1, no/yes, false/true, negative/positive, or two texts")
      ->required()
      ->type_name("COLUMN");
  verb->add_option("--positive", o.positive, "The text that counts as 1")->type_name("TEXT");
  verb->add_option("--clinical", o.clinical, "Columns that are candidates beside the features, comma-separated")
      ->delimiter(',')
      ->type_name("COLUMN");
  verb->add_option("--where", o.where, "Use only rows with this text in that column, COLUMN=TEXT; may be repeated")
      ->type_name("COLUMN=TEXT");
  verb->add_option("--id", o.id, fmt::format("Column that names subjects (default: {})", id_columns()))
      ->type_name("COLUMN");
  verb->add_option("-k,--count", o.count, "Variables that mRMR chooses (default 10)")->check(CLI::Range(1, 100000));
  verb->add_option("--dependence", o.dependence, "r2 (default), gaussian_mi (as mRMRe), spearman, mi_binned (as Peng)")
      ->check(CLI::IsMember({"r2", "gaussian_mi", "spearman", "mi_binned"}));
  verb->add_option("--scheme", o.scheme, "difference (default) or quotient")
      ->check(CLI::IsMember({"difference", "quotient"}));
  verb->add_option("--rater", o.rater,
                   "Column of readers: features on which they disagree are left out; --where chooses the reading used")
      ->type_name("COLUMN");
  verb->add_option("--icc-min", o.icc_least, "Least ICC for --rater (default 0.75)")->check(CLI::Range(-1.0, 1.0));
  verb->add_option("--icc-form", o.icc_form, "Form of the ICC: 1,1 2,1 (default) 3,1 1,k 2,k 3,k");
}

void add_select(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<SelectOptions>();
  SelectOptions& o = *options;
  CLI::App* verb = app.add_subcommand("select", "Choose features: mRMR, then forward selection");
  add_training(verb, o.training);
  verb->add_option("--forward", o.training.forward, "adjusted_r2 (default), mcfadden, mcfadden_intercept, none")
      ->check(CLI::IsMember({"adjusted_r2", "mcfadden", "mcfadden_intercept", "none"}));
  verb->add_option("-o,--out", o.out, "CSV of the chosen variables; '-' is standard output (default)")
      ->type_name("FILE");
  verb->add_flag("-q,--quiet", o.quiet, "Errors only");
  verb->callback([options, &chosen] { chosen = [options] { return run_select(*options); }; });
}

void add_fit(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<FitOptions>();
  FitOptions& o = *options;
  CLI::App* verb = app.add_subcommand("fit", "Choose features, fit a model, cross-validate all of it, write the model");
  add_training(verb, o.training);
  o.training.forward = "auto";
  verb->add_option(
          "--forward", o.training.forward,
          "adjusted_r2, mcfadden, mcfadden_intercept, none; auto (default): adjusted_r2 for logistic, none for "
          "forest")
      ->check(CLI::IsMember({"auto", "adjusted_r2", "mcfadden", "mcfadden_intercept", "none"}));
  verb->add_option("-m,--model", o.model, "logistic (default) or forest")->check(CLI::IsMember({"logistic", "forest"}));
  verb->add_option("--penalty", o.penalty,
                   "Firth's penalised likelihood, finite where classes are separated: if_separated (default), none,\n"
                   "firth (always)")
      ->check(CLI::IsMember({"if_separated", "none", "firth"}));
  verb->add_option("--trees", o.trees, "Trees of the forest (default 100)")->check(CLI::Range(1, 100000));
  verb->add_option("--folds", o.folds,
                   "Folds of the cross-validation (default 10); 0: none. Seed and identifiers decide who is in which")
      ->check(CLI::Range(0, 100000));
  verb->add_option("--repeats", o.repeats, "Repeats of the cross-validation (default 1)")->check(CLI::Range(1, 10000));
  verb->add_option("--permutations", o.permutations,
                   "Permutation test of the whole pipeline, so many times (default 0)")
      ->check(CLI::Range(0, 1000000));
  verb->add_option("--seed", o.seed, "Of folds, forest and permutations (default 1)")->check(seed_problem);
  verb->add_option("-o,--out", o.out, "Model file (JSON); it must not exist")->required()->type_name("FILE");
  verb->add_option("--coefficients", o.coefficients, "Also write coefficients or importances to this CSV")
      ->type_name("FILE");
  verb->add_option("--out-of-fold", o.out_of_fold, "Also write the cross-validated probabilities to this CSV")
      ->type_name("FILE");
  verb->add_option("-j,--jobs", o.jobs, "Threads; 0 (default) is one per core. Never changes a number")
      ->check(CLI::Range(0, 4096));
  verb->add_flag("-q,--quiet", o.quiet, "Errors only");
  verb->add_flag("--selection-outside-folds", o.selection_outside,
                 "Wrong on purpose: choose features with the test subjects among them, to see the bias it makes")
      ->group("Demonstration");
  verb->callback([options, &chosen] { chosen = [options] { return run_fit(*options); }; });
}

void add_predict(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<PredictOptions>();
  PredictOptions& o = *options;
  CLI::App* verb = app.add_subcommand("predict", "Probabilities of a saved model for the rows of a feature table");
  verb->add_option("model", o.model, "Model file that `fit` or `study` wrote")->required()->type_name("MODEL.json");
  verb->add_option("table", o.table, "Feature table")->required()->type_name("FEATURES.csv");
  verb->add_option("--id", o.id, fmt::format("Column that names subjects (default: {})", id_columns()))
      ->type_name("COLUMN");
  verb->add_option("-o,--out", o.out, "CSV of predictions; '-' is standard output (default)")->type_name("FILE");
  verb->add_flag("-q,--quiet", o.quiet, "Errors only");
  verb->callback([options, &chosen] { chosen = [options] { return run_predict(*options); }; });
}

void add_study(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<StudyOptions>();
  StudyOptions& o = *options;
  CLI::App* verb = app.add_subcommand("study", "A whole study: features, agreement, selection, models, tests, report");
  verb->add_option("file", o.file, "Study file (YAML); --template prints one")->type_name("STUDY.yaml");
  verb->add_option("-o,--out", o.out, "Folder of the results (default: `out` of the study, beside the file)")
      ->type_name("FOLDER");
  verb->add_flag("--template", o.print_template, "Print a commented study file with every key and default");
  verb->add_flag("-n,--dry-run", o.dry_run, "Print the resolved study; compute nothing");
  verb->add_flag("--fresh", o.fresh, "Replace the results of an earlier study; extract features anew");
  verb->add_option("-j,--jobs", o.jobs, "Threads; 0 (default) is one per core. Never changes a number")
      ->check(CLI::Range(0, 4096));
  verb->add_option("--progress", o.progress, "auto (default), bar, plain, none")
      ->check(CLI::IsMember({"auto", "bar", "plain", "none"}));
  verb->add_flag("-q,--quiet", o.quiet, "No progress, no summary; errors only");
  add_device_options(*verb, o.device);
  verb->callback([options, &chosen] { chosen = [options] { return run_study(*options); }; });
}

}  // namespace

void add_analysis_verbs(CLI::App& app, Verb& chosen) {
  add_icc(app, chosen);
  add_inrg(app, chosen);
  add_select(app, chosen);
  add_fit(app, chosen);
  add_predict(app, chosen);
  add_study(app, chosen);
}

}  // namespace radsweep
