#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "io/report/figures.hpp"
#include "io/report/tables.hpp"
#include "pipeline/study/report_parts.hpp"

namespace radsweep::study {
namespace {

std::string moments_text(SampleMoments const& m) {
  if (m.n == 0) return "–";
  return fmt::format("{} ± {}", report::fixed_text(m.mean, 1), report::fixed_text(m.sd, 1));
}

/// The line of the variable itself, then one per level of a categorical one.
void add_rows(std::vector<report::BaselineRow>& to, BaselineTable const& table, BaselineEntry const& entry) {
  report::BaselineRow head{entry.label, false, {}, {}, {}};
  for (BaselineCell const& cell : entry.cells) {
    std::string text = entry.numeric ? moments_text(cell.moments) : "";
    if (cell.missing > 0) text += fmt::format("{}({} missing)", text.empty() ? "" : " ", cell.missing);
    head.cells.push_back(std::move(text));
  }
  for (TestResult const& test : entry.tests) {
    head.p.push_back(test.p);
    head.test.emplace_back(std::isnan(test.p) ? "" : test_name(test.kind));
  }
  to.push_back(std::move(head));
  for (std::size_t level = 0; level < entry.levels.size(); ++level) {
    report::BaselineRow row{entry.levels[level], true, {}, {}, {}};
    for (BaselineCell const& cell : entry.cells) row.cells.push_back(report::share_text(cell.count[level], cell.known));
    row.p.assign(table.sets.size(), std::nan(""));
    row.test.resize(table.sets.size());
    to.push_back(std::move(row));
  }
}

report::Table baseline(Baseline const& b) {
  BaselineTable const& table = b.table;
  std::vector<report::BaselineSet> sets;
  for (std::size_t s = 0; s < table.sets.size(); ++s) {
    std::size_t const* const size = table.size.data() + s * table.groups.size();
    std::size_t total = 0;
    report::BaselineSet set;
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
      set.groups.push_back(fmt::format("{} (n={})", table.groups[g], size[g]));
      total += size[g];
    }
    set.name = fmt::format("{} (n={})", table.sets[s], total);
    sets.push_back(std::move(set));
  }
  std::vector<report::BaselineRow> rows;
  for (BaselineEntry const& entry : table.entries) add_rows(rows, table, entry);
  report::Table out = report::baseline_table(sets, rows);
  if (!b.left_out.empty())
    out.footnotes.push_back(fmt::format("Left out, too many different values: {}.", fmt::join(b.left_out, ", ")));
  return out;
}

report::Figure survival(Results const& r) {
  Survival const& s = *r.survival;
  report::SurvivalPlot plot;
  plot.risk_times = s.risk_times;
  plot.log_rank_p = s.test.test.p;
  plot.time_label = r.config.report.time_label;
  plot.outcome_label = "Survival without event";
  for (std::size_t g = 0; g < s.curves.size(); ++g) {
    KaplanMeier const& km = s.curves[g];
    report::SurvivalCurve curve;
    curve.group = g == 0 ? r.config.report.positive_name : r.config.report.negative_name;
    curve.n = km.subjects;
    curve.events = km.events;
    for (SurvivalStep const& step : km.steps) {
      if (step.events == 0) continue;  // the times of censoring are in s.censored
      curve.time.push_back(step.time);
      curve.survival.push_back(step.survival);
      curve.lower.push_back(step.lower);
      curve.upper.push_back(step.upper);
    }
    curve.censored = s.censored[g];
    curve.at_risk = s.at_risk[g];
    plot.curves.push_back(std::move(curve));
  }
  return report::survival_figure("survival", "Survival by outcome, training set", plot);
}

std::string survival_text(Results const& r) {
  LogRank const& test = r.survival->test;
  std::string out = "In the training set ";
  for (std::size_t g = 0; g < r.survival->curves.size(); ++g) {
    KaplanMeier const& km = r.survival->curves[g];
    out += fmt::format("{}{} of {} {} subjects had an event", g == 0 ? "" : " and ", km.events, km.subjects,
                       g == 0 ? r.config.report.positive_name : r.config.report.negative_name);
  }
  if (!test.test.undefined.empty()) return out + "; no log-rank test: " + test.test.undefined + ".";
  return out + fmt::format(" (log-rank test, p {}).", report::p_equation(test.test.p));
}

/// How many of each set are in each risk group.
report::Table inrg_groups(Results const& r) {
  report::Table out{"inrg-groups", "INRG pretreatment risk groups of the subjects", {}, {}, {}};
  out.columns = {{"Group", "", false}, {"Risk", "", false}, {"Training", "", true}, {"External test", "", true}};
  std::map<char, std::pair<std::string, std::array<std::size_t, 2>>> count;
  std::array<std::size_t, 2> unknown{};
  for (bool const test : {false, true}) {
    for (std::size_t const i : test ? r.subjects.test : r.subjects.train) {
      InrgRisk const& risk = r.inrg->risks[i];
      if (!risk.classified()) {
        ++unknown[test];
        continue;
      }
      auto& entry = count[risk.group];
      entry.first = risk.risk();
      ++entry.second[test];
    }
  }
  for (auto const& [group, entry] : count)
    out.rows.push_back(
        {{std::string(1, group), entry.first, std::to_string(entry.second[0]), std::to_string(entry.second[1])}});
  out.rows.push_back({{"–", "unclassifiable", std::to_string(unknown[0]), std::to_string(unknown[1])}});
  for (std::size_t i = 0; i < r.subjects.size(); ++i) {
    if (!r.inrg->risks[i].classified())
      out.footnotes.push_back(fmt::format("{}: {}.", r.subjects.ids[i], r.inrg->risks[i].unclassifiable));
  }
  return out;
}

report::Table set_sizes(Results const& r) {
  report::Table table{"sets", "Subjects", {{"Set", "", false}}, {}, {}};
  table.columns.push_back({r.config.report.positive_name, "", true});
  table.columns.push_back({r.config.report.negative_name, "", true});
  for (auto const& [name, who] :
       {std::pair("Training", &r.subjects.train), std::pair("External test", &r.subjects.test)}) {
    if (who->empty()) continue;
    auto const positives = static_cast<std::size_t>(
        std::ranges::count_if(*who, [&](std::size_t i) { return r.subjects.outcome[i] == 1; }));
    table.rows.push_back({{name, std::to_string(positives), std::to_string(who->size() - positives)}});
  }
  return table;
}

}  // namespace

report::Section patients_section(Results const& r) {
  report::Section out{"patients", "Patients", {}};
  if (r.baseline)
    out.blocks.emplace_back(baseline(*r.baseline));
  else
    out.blocks.emplace_back(set_sizes(r));
  if (r.survival) {
    out.blocks.emplace_back(report::Paragraph{survival_text(r)});
    out.blocks.emplace_back(survival(r));
  }
  if (r.inrg) {
    out.blocks.emplace_back(report::Paragraph{
        fmt::format("{} of {} subjects could be classified by the International Neuroblastoma Risk Group's "
                    "pretreatment scheme; {}.",
                    r.inrg->classified, r.subjects.size(),
                    r.inrg->contradicting == 0
                        ? "high risk there is the outcome here in every one of them"
                        : fmt::format("in {} of them it disagrees with the outcome", r.inrg->contradicting))});
    out.blocks.emplace_back(inrg_groups(r));
    out.blocks.emplace_back(report::inrg_table());
  }
  return out;
}

}  // namespace radsweep::study
