/// Flags and help of the verbs about images, and of those about the program itself.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <map>
#include <memory>

#include "pipeline/commands.hpp"
#include "pipeline/messages.hpp"
#include "pipeline/phantom.hpp"
#include "pipeline/verbs.hpp"

namespace radsweep {
namespace {

void add_extract(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<ExtractOptions>();
  ExtractOptions& o = *options;
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
  verb->callback([options, &chosen] { chosen = [options] { return run_extract(*options); }; });
}

void add_features(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<FeaturesOptions>();
  FeaturesOptions& o = *options;
  CLI::App* verb = app.add_subcommand("features", "The catalogue: every feature with its IBSI code and formula");
  verb->add_option("class", o.feature_class, "firstorder, glcm, gldm, glrlm, glszm or ngtdm; all if left out");
  verb->add_option("-f,--format", o.format, "text (default) or csv")->check(CLI::IsMember({"text", "csv"}));
  verb->callback([options, &chosen] { chosen = [options] { return run_features(*options); }; });
}

void add_params(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<ParamsOptions>();
  ParamsOptions& o = *options;
  CLI::App* verb = app.add_subcommand("params", "Print a commented parameter file, or explain a given one");
  verb->add_option("file", o.file, "Parameter file to check and explain")->type_name("FILE");
  verb->add_option("--preset", o.preset, "Print this preset: pyradiomics, paper, paper-scaled")
      ->check(CLI::IsMember({"pyradiomics", "paper", "paper-scaled"}));
  verb->callback([options, &chosen] { chosen = [options] { return run_params(*options); }; });
}

ExitCode run_phantom(PhantomOptions const& o) {
  Progress progress("auto", o.cases);
  make_phantom_cohort(o, [&](int, int) { progress.done(false); });
  progress.finish();
  std::fprintf(stderr, "%d patients, 3 masks each: %s\n", o.cases, (o.out / "cases.csv").c_str());
  return ExitCode::kOk;
}

void add_phantom(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<PhantomOptions>();
  PhantomOptions& o = *options;
  CLI::App* verb =
      app.add_subcommand("phantom", "A synthetic cohort: volumes, masks of two readers, clinical table, manifest");
  verb->add_option("-o,--out", o.out, "Folder to make; existing content is refused")->required()->type_name("FOLDER");
  verb->add_option("-n,--cases", o.cases, "Patients (default 46: 32 for training, 14 for testing)")
      ->check(CLI::PositiveNumber);
  verb->add_option("--seed", o.seed, "Same seed, same bytes (default 1)")->check(seed_problem);
  verb->add_option("--effect-size", o.effect_size, "Standardised difference between the classes in texture");
  verb->add_option("-j,--jobs", o.jobs, "Threads; 0 (the default) is one per core. Never changes a byte")
      ->check(CLI::Range(0, 4096));
  verb->callback([options, &chosen] { chosen = [options] { return run_phantom(*options); }; });
}

void add_doctor(CLI::App& app, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("doctor", "What this program and machine are, and a self-test on each device");
  verb->callback([&] { chosen = [] { return run_doctor(); }; });
}

void add_explain(CLI::App& app, Verb& chosen) {
  auto const options = std::make_shared<std::string>();
  std::string& code = *options;
  CLI::App* verb = app.add_subcommand("explain", "What an error code means and what to do about it");
  verb->add_option("code", code, "E101, W204, ...; all if left out");
  verb->callback([options, &chosen] { chosen = [options] { return run_explain(*options); }; });
}

}  // namespace

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

void add_image_verbs(CLI::App& app, Verb& chosen) {
  add_extract(app, chosen);
  add_features(app, chosen);
  add_params(app, chosen);
  add_phantom(app, chosen);
}

void add_program_verbs(CLI::App& app, Verb& chosen) {
  add_doctor(app, chosen);
  add_explain(app, chosen);
}

}  // namespace radsweep
