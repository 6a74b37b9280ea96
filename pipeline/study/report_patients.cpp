#include <fmt/format.h>

#include <algorithm>

#include "io/report/tables.hpp"
#include "pipeline/study/report_parts.hpp"

namespace radsweep::study {

report::Section patients_section(Results const& r) {
  report::Section out{"patients", "Patients", {}};
  report::Table table{"sets", "Subjects", {{"Set", "", false}}, {}, {}};
  table.columns.push_back({r.config.report.positive_name, "", true});
  table.columns.push_back({r.config.report.negative_name, "", true});
  for (auto const& [name, who] :
       {std::pair("Training", &r.subjects.train), std::pair("External test", &r.subjects.test)}) {
    auto const positives = static_cast<std::size_t>(
        std::ranges::count_if(*who, [&](std::size_t i) { return r.subjects.outcome[i] == 1; }));
    table.rows.push_back({{name, std::to_string(positives), std::to_string(who->size() - positives)}});
  }
  out.blocks.emplace_back(std::move(table));
  return out;
}

}  // namespace radsweep::study
