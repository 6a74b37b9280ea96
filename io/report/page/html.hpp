#pragma once
/// The parts of a report as HTML. Numbers of tables and figures count up in the order of the page.

#include <cstddef>
#include <span>
#include <string>

#include "io/report/document.hpp"

namespace radsweep::report {

struct Numbering {
  std::size_t tables = 0, figures = 0;
};

std::string blocks_html(std::span<Block const> blocks, Numbering& numbering);
std::string table_html(Table const& table, std::size_t number);
std::string figure_html(Figure const& figure, std::size_t number);

}  // namespace radsweep::report
