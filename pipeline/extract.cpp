/// `radsweep extract`: from a table of cases, or an image and a mask, to a table of features.

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <optional>

#include "io/output_file.hpp"
#include "io/params.hpp"
#include "io/table.hpp"
#include "pipeline/cases.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/extraction.hpp"
#include "pipeline/messages.hpp"
#include "pipeline/stage_timer.hpp"

namespace radsweep {
namespace {

using Clock = std::chrono::steady_clock;

ExtractionPlan resolve_plan(ExtractOptions const& o) {
  std::vector<std::string> overrides = o.settings;
  if (o.label) overrides.push_back(fmt::format("label:{}", *o.label));
  if (o.params && !o.preset.empty()) {
    throw FatalError(
        ExitCode::kUsage,
        Problem{"E547", "both --param and --preset are given", "", "each is a whole set of parameters",
                fmt::format("radsweep params --preset {} > my.yaml, then edit and use --param my.yaml", o.preset), ""});
  }
  if (o.params) return load_plan(*o.params, overrides);
  return preset_plan(o.preset.empty() ? "pyradiomics" : o.preset, overrides);
}

ExitCode print_dry_run(ExtractionPlan const& plan, CaseList const& list, ExtractOptions const& o) {
  std::size_t bad = 0;
  for (Case const& c : list.cases) bad += c.problem.has_value();
  std::string const text =
      fmt::format("# {} case(s), {} of them cannot be run; {} feature columns; nothing was computed\n{}\n{}",
                  list.cases.size(), bad, feature_names(plan).size(), explain_plan(plan), to_yaml(plan));
  print_text(text);
  for (Case const& c : list.cases) {
    if (c.problem && !o.quiet) print_problem(stderr, *c.problem, c.where);
  }
  return bad == 0 ? ExitCode::kOk : bad == list.cases.size() ? ExitCode::kAllFailed : ExitCode::kSomeFailed;
}

TableOptions table_options(ExtractOptions const& o) {
  TableOptions out;
  out.format = *find_table_format(o.format);
  out.nan = o.skip_nans ? NanText::kSkip : o.nan == "empty" ? NanText::kEmpty : NanText::kNan;
  out.replace = o.replace;
  return out;
}

/// Input columns, diagnostics, features; a failed case has its input columns only.
TableRow table_row(std::size_t index, CaseList const& list, std::vector<std::string> const& names,
                   CaseOutcome outcome) {
  TableRow row{static_cast<std::int64_t>(index) + 1, !outcome.problem, {}};
  Case const& c = list.cases[index];
  row.cells.reserve(list.columns.size() + outcome.diagnostics.size() + outcome.values.size());
  for (std::size_t k = 0; k < list.columns.size(); ++k) row.cells.emplace_back(list.columns[k], c.cells[k]);
  if (outcome.problem) return row;
  for (auto& [name, value] : outcome.diagnostics) row.cells.emplace_back(name, std::move(value));
  for (std::size_t k = 0; k < names.size(); ++k) row.cells.emplace_back(names[k], outcome.values[k]);
  return row;
}

void write_timings(OutputFile& out, StageTimes const& t, std::size_t cases, double wall) {
  auto ms = [](std::atomic<std::int64_t> const& ns) { return static_cast<double>(ns.load()) / 1e6; };
  out.append(fmt::format(
      "{{\"cases\": {}, \"wall_milliseconds\": {:.3f}, \"milliseconds\": {{\"read\": {:.3f}, \"prepare\": {:.3f}, "
      "\"extract\": {:.3f}, \"write\": {:.3f}}}}}\n",
      cases, wall, ms(t.read), ms(t.prepare), ms(t.extract), ms(t.write)));
  out.publish();
}

}  // namespace

ExitCode run_extract(ExtractOptions const& o) {
  auto const start = Clock::now();
  ExtractionPlan plan = resolve_plan(o);
  CaseList const list = read_cases(o.inputs);
  if (o.dry_run) return print_dry_run(plan, list, o);
  if (!o.quiet) {
    for (std::string const& note : plan.notes) std::fprintf(stderr, "note: %s\n", note.c_str());
  }

  auto writer = open_table(o.out, table_options(o));
  std::optional<OutputFile> timings;  // refused now rather than after the work
  if (o.timings) timings.emplace(o.timings->string(), false);
  Extraction extraction(std::move(plan), list, {o.jobs, o.lane_order, o.device});
  if (!o.quiet) std::fprintf(stderr, "device: %s\n", extraction.backend_reason().c_str());
  std::vector<std::string> const names = feature_names(extraction.plan());
  Progress progress(o.quiet ? "none" : o.progress, static_cast<std::int64_t>(list.cases.size()));
  std::size_t failed = 0;
  extraction.run([&](std::size_t k, CaseOutcome outcome) {
    Case const& c = list.cases[k];
    for (Problem const& w : outcome.warnings) progress.problem(w, c.where);
    bool const failed_now = outcome.problem.has_value();
    if (failed_now) progress.problem(*outcome.problem, c.where);
    failed += failed_now;
    StageTimer const timer(extraction.times().write);
    writer->write(table_row(k, list, names, std::move(outcome)));
    progress.done(failed_now);
  });
  {
    StageTimer const timer(extraction.times().write);
    writer->close();
  }
  progress.finish();
  if (!o.quiet) {
    for (std::string const& line : extraction.backend_report()) std::fprintf(stderr, "device: %s\n", line.c_str());
  }
  double const wall = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  if (timings) write_timings(*timings, extraction.times(), list.cases.size(), wall);
  if (!o.quiet && list.cases.size() > 1) {
    std::fprintf(stderr, "%zu cases, %zu failed, %.1f s%s%s\n", list.cases.size(), failed, wall / 1000,
                 o.out == "-" ? "" : ": ", o.out == "-" ? "" : o.out.c_str());
  }
  return failed == 0 ? ExitCode::kOk : failed == list.cases.size() ? ExitCode::kAllFailed : ExitCode::kSomeFailed;
}

}  // namespace radsweep
