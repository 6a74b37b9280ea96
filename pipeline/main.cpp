/// The command line: verbs, flags and their help. What a verb does is in pipeline/<verb>.cpp.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <functional>
#include <limits>
#include <map>

#include "pipeline/commands.hpp"
#include "pipeline/messages.hpp"
#include "pipeline/phantom.hpp"

namespace radsweep {
namespace {

using Verb = std::function<ExitCode()>;

void add_device_options(CLI::App& verb, DeviceOptions& o) {
  verb.add_option_function<std::string>(
          "--device", [&o](std::string const& text) { o.request = parse_device(text); },
          "auto (default), cpu, cuda, or cuda:0,1. Never changes a number")
      ->type_name("DEVICE");
  verb.add_option_function<std::string>(
          "--gpu-mem", [&o](std::string const& text) { o.memory = parse_device_memory(text); },
          "Device memory to use: a fraction of what is free (default 0.8), or an amount such as 20G")
      ->type_name("0.8|20G");
  verb.add_option_function<std::string>(
          "--on-device-lost",
          [&o](std::string const& text) { o.on_lost = text == "cpu" ? OnDeviceLost::kCpu : OnDeviceLost::kStop; },
          "When the last device fails: cpu (default of auto) or stop (default of cuda)")
      ->check(CLI::IsMember({"cpu", "stop"}));
}

void add_extract(CLI::App& app, ExtractOptions& o, Verb& chosen) {
  CLI::App* verb =
      app.add_subcommand("extract", "Radiomics features of an image and a mask, or of every row of a CSV file");
  verb->add_option("input", o.inputs, "IMAGE MASK, or CASES.csv with columns Image,Mask[,Label,Label_channel,...]")
      ->required()
      ->expected(1, 2)
      ->type_name("PATH");
  verb->add_option("-p,--param", o.params, "Parameter file, YAML or JSON, in PyRadiomics' schema")->type_name("FILE");
  verb->add_option("--preset", o.preset, "Built-in parameters: pyradiomics (default), paper, paper-scaled")
      ->check(CLI::IsMember({"pyradiomics", "paper", "paper-scaled"}));
  verb->add_option("-s,--setting", o.settings, "Override one setting, KEY:VALUE; may be repeated")
      ->type_name("KEY:VALUE");
  verb->add_option("-l,--label", o.label, "Mask value of the ROI, where no Label column says otherwise")
      ->check(CLI::Range(std::uint32_t{1}, std::numeric_limits<std::uint32_t>::max()));
  verb->add_option("-o,--out", o.out, "Result file; it must not exist. '-' is standard output (default)")
      ->type_name("FILE");
  verb->add_option("-f,--format", o.format, "csv, json, or txt (default)")
      ->check(CLI::IsMember({"csv", "json", "txt"}));
  verb->add_option("-j,--jobs", o.jobs, "Threads; 0 (default) is one per core. Never changes a number")
      ->check(CLI::Range(0, 4096));
  verb->add_option("--nan", o.nan, "How undefined values are written: nan (default) or empty")
      ->check(CLI::IsMember({"nan", "empty"}));
  verb->add_flag("--skip-nans", o.skip_nans, "Leave undefined values out (txt, json)");
  verb->add_flag("-n,--dry-run", o.dry_run, "Print the resolved plan and the cases; compute nothing");
  verb->add_option("--progress", o.progress, "auto (default), bar, plain, none")
      ->check(CLI::IsMember({"auto", "bar", "plain", "none"}));
  verb->add_flag("-q,--quiet", o.quiet, "No progress, no summary; errors only");
  verb->add_option("--timings", o.timings, "Write milliseconds per stage to this JSON file; it must not exist")
      ->type_name("FILE");
  verb->add_option("--lane-order", o.lane_order,
                   "Order in which the CPU plays parallel lanes: forward, reversed, shuffled")
      ->transform(CLI::CheckedTransformer(std::map<std::string, LaneOrder>{
          {"forward", LaneOrder::kForward}, {"reversed", LaneOrder::kReversed}, {"shuffled", LaneOrder::kShuffled}}))
      ->group("Checks");
  add_device_options(*verb, o.device);
  verb->callback([&] { chosen = [&] { return run_extract(o); }; });
}

void add_features(CLI::App& app, FeaturesOptions& o, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("features", "The catalogue: every feature with its IBSI code and formula");
  verb->add_option("class", o.feature_class, "firstorder, glcm, gldm, glrlm, glszm or ngtdm; all if left out");
  verb->add_option("-f,--format", o.format, "text (default) or csv")->check(CLI::IsMember({"text", "csv"}));
  verb->callback([&] { chosen = [&] { return run_features(o); }; });
}

void add_params(CLI::App& app, ParamsOptions& o, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("params", "Print a commented parameter file, or explain a given one");
  verb->add_option("file", o.file, "Parameter file to check and explain")->type_name("FILE");
  verb->add_option("--preset", o.preset, "Print this preset: pyradiomics, paper, paper-scaled")
      ->check(CLI::IsMember({"pyradiomics", "paper", "paper-scaled"}));
  verb->callback([&] { chosen = [&] { return run_params(o); }; });
}

void add_phantom(CLI::App& app, PhantomOptions& o, Verb& chosen) {
  CLI::App* verb =
      app.add_subcommand("phantom", "A synthetic cohort: volumes, masks of two readers, clinical table, manifest");
  verb->add_option("-o,--out", o.out, "Folder to make; existing content is refused")->required()->type_name("FOLDER");
  verb->add_option("-n,--cases", o.cases, "Patients (default 46: 32 for training, 14 for testing)")
      ->check(CLI::PositiveNumber);
  verb->add_option("--seed", o.seed, "Same seed, same bytes (default 1)");
  verb->add_option("--effect-size", o.effect_size, "Standardised difference between the classes in texture");
  verb->add_option("-j,--jobs", o.jobs, "Threads; 0 (the default) is one per core. Never changes a byte")
      ->check(CLI::Range(0, 4096));
  verb->callback([&] {
    chosen = [&] {
      Progress progress("auto", o.cases);
      make_phantom_cohort(o, [&](int, int) { progress.done(false); });
      progress.finish();
      std::fprintf(stderr, "%d patients, 3 masks each: %s\n", o.cases, (o.out / "cases.csv").c_str());
      return ExitCode::kOk;
    };
  });
}

void add_icc(CLI::App& app, IccOptions& o, Verb& chosen) {
  CLI::App* verb =
      app.add_subcommand("icc", "Agreement of readers or repeats: intraclass correlation of every feature");
  verb->add_option("tables", o.tables, "One feature table with a column of raters, or one table per rater (CSV)")
      ->required()
      ->type_name("CSV");
  verb->add_option("--subject", o.subject, "Column of subjects, or several: ID,Label (default PatientID, ID, Subject)")
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
  verb->callback([&] { chosen = [&] { return run_icc(o); }; });
}

void add_study(CLI::App& app, StudyOptions& o, Verb& chosen) {
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
  verb->callback([&] { chosen = [&] { return run_study(o); }; });
}

/// What `select` and `fit` have in common.
void add_training(CLI::App* verb, TrainingOptions& o) {
  verb->add_option("table", o.table, "Feature table, CSV as `extract` or PyRadiomics writes it")
      ->required()
      ->type_name("FEATURES.csv");
  verb->add_option("--outcome", o.outcome, "Column of the outcome: 0/1, false/true, or two texts")
      ->required()
      ->type_name("COLUMN");
  verb->add_option("--positive", o.positive, "The text that counts as 1")->type_name("TEXT");
  verb->add_option("--clinical", o.clinical, "Columns that are candidates beside the features, comma-separated")
      ->delimiter(',')
      ->type_name("COLUMN");
  verb->add_option("--where", o.where, "Use only rows with this value, COLUMN=VALUE; may be repeated")
      ->type_name("COLUMN=VALUE");
  verb->add_option("--id", o.id, "Column that names subjects (default: ID, PatientID, Patient, Subject or Case)")
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

void add_select(CLI::App& app, SelectOptions& o, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("select", "Choose features: mRMR, then forward selection");
  add_training(verb, o.training);
  verb->add_option("--forward", o.training.forward, "adjusted_r2 (default), mcfadden, mcfadden_intercept, none")
      ->check(CLI::IsMember({"adjusted_r2", "mcfadden", "mcfadden_intercept", "none"}));
  verb->add_option("-o,--out", o.out, "CSV of the chosen variables; '-' is standard output (default)")
      ->type_name("FILE");
  verb->add_flag("-q,--quiet", o.quiet, "Errors only");
  verb->callback([&] { chosen = [&] { return run_select(o); }; });
}

void add_fit(CLI::App& app, FitOptions& o, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("fit", "Choose features, fit a model, cross-validate all of it, write the model");
  add_training(verb, o.training);
  o.training.forward = "auto";
  verb->add_option(
          "--forward", o.training.forward,
          "adjusted_r2, mcfadden, mcfadden_intercept, none; auto (default): adjusted_r2 for logistic, none for "
          "forest")
      ->check(CLI::IsMember({"auto", "adjusted_r2", "mcfadden", "mcfadden_intercept", "none"}));
  verb->add_option("-m,--model", o.model, "logistic (default) or forest")->check(CLI::IsMember({"logistic", "forest"}));
  verb->add_option("--firth", o.firth,
                   "Penalised likelihood: auto (default: where classes are separated), always, never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  verb->add_option("--trees", o.trees, "Trees of the forest (default 100)")->check(CLI::Range(1, 100000));
  verb->add_option("--folds", o.folds, "Folds of the cross-validation (default 10); 0: none")
      ->check(CLI::Range(0, 100000));
  verb->add_option("--repeats", o.repeats, "Repeats of the cross-validation (default 1)")->check(CLI::Range(1, 10000));
  verb->add_option("--permutations", o.permutations,
                   "Permutation test of the whole pipeline, so many times (default 0)")
      ->check(CLI::Range(0, 1000000));
  verb->add_option("--seed", o.seed, "Of folds, forest and permutations (default 1)");
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
  verb->callback([&] { chosen = [&] { return run_fit(o); }; });
}

void add_predict(CLI::App& app, PredictOptions& o, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("predict", "Probabilities of a saved model for the rows of a feature table");
  verb->add_option("model", o.model, "Model file that `fit` wrote")->required()->type_name("MODEL.json");
  verb->add_option("table", o.table, "Feature table")->required()->type_name("FEATURES.csv");
  verb->add_option("--id", o.id, "Column that names subjects (default: ID, PatientID, Patient, Subject or Case)")
      ->type_name("COLUMN");
  verb->add_option("-o,--out", o.out, "CSV of predictions; '-' is standard output (default)")->type_name("FILE");
  verb->add_flag("-q,--quiet", o.quiet, "Errors only");
  verb->callback([&] { chosen = [&] { return run_predict(o); }; });
}

void add_inrg(CLI::App& app, InrgOptions& o, Verb& chosen) {
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
  verb->callback([&] { chosen = [&] { return run_inrg(o); }; });
}

void add_doctor(CLI::App& app, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("doctor", "What this program and machine are, and a self-test on each device");
  verb->callback([&] { chosen = [] { return run_doctor(); }; });
}

void add_explain(CLI::App& app, std::string& code, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("explain", "What an error code means and what to do about it");
  verb->add_option("code", code, "E101, W204, ...; all if left out");
  verb->callback([&] { chosen = [&] { return run_explain(code); }; });
}

int run(int argc, char** argv) {
  CLI::App app{"radsweep: radiomics of many images, with PyRadiomics' numbers", "radsweep"};
  app.set_version_flag("--version", "radsweep " RS_VERSION);
  app.require_subcommand(1);
  app.footer(
      "radsweep VERB --help tells more. Exit codes: 0 all cases ok, 2 usage, 3 some cases failed, 4 all failed,\n"
      "65 bad manifest, 66 manifest or parameter file missing, 69 no usable GPU for --device cuda, 70 internal error "
      "or\n"
      "failed self-test, 73 output exists, 74 output failed, 75 stopped because a GPU failed, 78 bad parameters.");
      "65 bad manifest, 66 manifest or parameter file missing, 73 output exists, 74 output failed, 78 bad "
      "parameters.");

  Verb chosen;
  ExtractOptions extract;
  FeaturesOptions features;
  ParamsOptions params;
  PhantomOptions phantom;
  IccOptions icc;
  InrgOptions inrg;
  StudyOptions study;
  SelectOptions select;
  FitOptions fit;
  PredictOptions predict;
  SelectOptions select;
  FitOptions fit;
  PredictOptions predict;
  IccOptions icc;
  InrgOptions inrg;
  StudyOptions study;
  std::string code;
  add_extract(app, extract, chosen);
  add_features(app, features, chosen);
  add_params(app, params, chosen);
  add_phantom(app, phantom, chosen);
  add_icc(app, icc, chosen);
  add_inrg(app, inrg, chosen);
  add_study(app, study, chosen);
  add_select(app, select, chosen);
  add_fit(app, fit, chosen);
  add_predict(app, predict, chosen);
  add_doctor(app, chosen);
  add_select(app, select, chosen);
  add_fit(app, fit, chosen);
  add_predict(app, predict, chosen);
  add_icc(app, icc, chosen);
  add_inrg(app, inrg, chosen);
  add_study(app, study, chosen);
  add_explain(app, code, chosen);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  return static_cast<int>(chosen());
}

}  // namespace
}  // namespace radsweep

int main(int argc, char** argv) {
  try {
    return radsweep::run(argc, argv);
  } catch (radsweep::FatalError const& e) {
    radsweep::print_problem(stderr, e.problem(), "");
    return static_cast<int>(e.exit_code());
  } catch (std::exception const& e) {
    std::fprintf(stderr, "error: internal: %s\n", e.what());
    return static_cast<int>(radsweep::ExitCode::kInternal);
  }
}
