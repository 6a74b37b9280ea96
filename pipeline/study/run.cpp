/// `radsweep study`: from a study file to a folder of results and a report.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "host/core/status.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/messages.hpp"
#include "pipeline/study/analyse.hpp"
#include "pipeline/study/files.hpp"
#include "pipeline/study/folder.hpp"
#include "pipeline/study/report.hpp"
#include "pipeline/study/subjects.hpp"

namespace radsweep {
namespace {

/// Says what is being done, unless told to be quiet.
class Steps {
 public:
  explicit Steps(bool quiet) : quiet_(quiet) {}
  void operator()(std::string const& step) {
    if (!quiet_) std::fprintf(stderr, "%6.1f s  %s\n", seconds(), step.c_str());
  }
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_;
  Clock::time_point start_ = Clock::now();
};

void print_all(std::vector<Problem> const& problems) {
  for (Problem const& p : problems) print_problem(stderr, p, "");
}

}  // namespace

ExitCode run_study(StudyOptions const& o) {
  if (o.print_template) {
    print_text(study_template());
    return ExitCode::kOk;
  }
  if (!o.file)
    throw FatalError(ExitCode::kUsage,
                     {"", "no study file is given", "", "",
                      "radsweep study --template > study.yaml, edit it, radsweep study study.yaml", ""});
  StudyConfig const config = load_study(*o.file);
  if (o.dry_run) {
    print_text(to_yaml(config));
    return ExitCode::kOk;
  }
  Steps steps(o.quiet);
  if (config.cases) study::require_usable_cases(config);
  study::Folder const folder(o.out.empty() ? config.resolve(config.out) : o.out, config, o.fresh);
  if (config.cases) steps("features of the cases");
  study::Features features = study::obtain_features(config, folder, {o.jobs, o.quiet, o.progress, o.device});
  study::Results const results =
      study::analyse(config, std::move(features), o.jobs, [&](std::string const& step) { steps(step); });
  steps("writing tables and report");
  folder.begin_results();
  study::write_tables(results, folder);
  study::write_models(results, folder);
  study::write_report(results, folder);
  study::write_study_json(results, folder);
  if (!o.quiet) {
    print_all(results.warnings);
    print_all(results.cautions);
    std::fprintf(stderr, "%s", study::summary_text(results).c_str());
    std::fprintf(stderr, "%.1f s: %s\n", steps.seconds(), (folder / "report.html").c_str());
  }
  return results.features.failed.empty() ? ExitCode::kOk : ExitCode::kSomeFailed;
}

}  // namespace radsweep
