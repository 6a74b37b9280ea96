#include "io/report/figures/spec.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "io/report/page/assets.hpp"
#include "io/report/page/markup.hpp"
#include "io/table.hpp"

namespace radsweep::report {
namespace {

Json& named(Json& spec, char const* list, std::string_view name) {
  for (Json& entry : spec.at(list)) {
    if (entry.at("name") == name) return entry;
  }
  throw std::logic_error(fmt::format("the template has no {} in its {}", name, list));
}

}  // namespace

Json figure_spec(std::string_view name, std::string const& description) {
  Json spec = Json::parse(asset(fmt::format("{}.vg.json", name)));
  spec["description"] = text(description);
  spec["config"] = Json::parse(asset("theme.json"));
  return spec;
}

void set_data(Json& spec, std::string_view name, Json rows) { named(spec, "data", name)["values"] = std::move(rows); }
void set_signal(Json& spec, std::string_view name, Json value) {
  named(spec, "signals", name)["value"] = std::move(value);
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json rounded(double value, int digits) {
  double const scale = std::pow(10.0, digits);
  return number(std::round(value * scale) / scale);
}

Json text(std::string_view value) { return clean_text(value); }

CsvTable::CsvTable(std::initializer_list<std::string_view> columns) {
  for (std::string_view const name : columns) cell(name);
  end_row();
}

CsvTable::CsvTable(std::span<std::string const> columns) {
  for (std::string const& name : columns) cell(name);
  end_row();
}

void CsvTable::separate() {
  if (row_started_) text_ += ',';
  row_started_ = true;
}

CsvTable& CsvTable::cell(std::string_view value) {
  separate();
  text_ += csv_text(std::string(value));
  return *this;
}

CsvTable& CsvTable::cell(double value) {
  separate();
  if (!std::isnan(value)) text_ += fmt::format("{}", value);
  return *this;
}

CsvTable& CsvTable::cell(std::size_t value) {
  separate();
  text_ += fmt::format("{}", value);
  return *this;
}

void CsvTable::end_row() {
  text_ += '\n';
  row_started_ = false;
}

std::string caption_of(std::size_t n, std::string caption) {
  return n > 0 ? std::move(caption) : "There is nothing to draw here: no values were given.";
}

std::string spec_of(std::size_t n, Json const& spec) {
  return n > 0 ? spec.dump() : figure_spec("empty", spec.at("description").get<std::string>()).dump();
}

void drop_legend(Json& spec, std::string_view channel, std::string_view scale) {
  Json kept = Json::array();
  for (Json const& legend : spec.at("legends")) {
    if (legend.value(std::string(channel), "") != scale) kept.push_back(legend);
  }
  spec["legends"] = std::move(kept);
}

std::string count_text(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

void require_size(std::size_t found, std::size_t wanted, std::string_view what) {
  if (found != wanted) throw std::invalid_argument(fmt::format("{}: {} values where {} belong", what, found, wanted));
}

}  // namespace radsweep::report
