/// The classification that a report prints is the one that the program decides by: every patient whom a printed row
/// describes, blank cells being anything or not known, gets the group and the risk at the end of the row.

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/model/inrg.hpp"
#include "io/report/tables.hpp"

namespace radsweep {
namespace {

using enum InrgStage;
using enum InrgHistology;
using enum InrgDifferentiation;
using report::Row;

/// What a printed cell allows; nothing stands for "not known".
template <class T>
using Meaning = std::map<std::string, std::vector<std::optional<T>>>;

Meaning<InrgStage> const kStages{{"L1/L2", {kL1, kL2}}, {"L1", {kL1}}, {"L2", {kL2}}, {"M", {kM}}, {"MS", {kMs}}};
Meaning<double> const kAges{{"", {{}, 0, 11.9, 12, 17.9, 18, 200}},
                            {"<12", {0, 11.9}},
                            {"12 to <18", {12, 17.9}},
                            {"<18", {0, 11.9, 12, 17.9}},
                            {"≥18", {18, 200}}};
Meaning<InrgHistology> const kHistologies{{"", {{}, kGnMaturing, kGnbIntermixed, kGnbNodular, kNeuroblastoma}},
                                          {"GN maturing; GNB intermixed", {kGnMaturing, kGnbIntermixed}},
                                          {"any other", {kGnbNodular, kNeuroblastoma}},
                                          {"GNB nodular; neuroblastoma", {kGnbNodular, kNeuroblastoma}}};
Meaning<InrgDifferentiation> const kDifferentiations{
    {"", {{}, kDifferentiating, kPoor, kUndifferentiated}},
    {"differentiating", {kDifferentiating}},
    {"poorly differentiated or undifferentiated", {kPoor, kUndifferentiated}}};
Meaning<bool> const kMycn{{"", {{}, false, true}}, {"NA", {false}}, {"Amp", {true}}};
Meaning<bool> const k11q{{"", {{}, false, true}}, {"no", {false}}, {"yes", {true}}};
Meaning<bool> const kPloidies{{"", {{}, false, true}}, {"diploid", {false}}, {"hyperdiploid", {true}}};

/// The patients, each with every value that `cell` allows for the field. Throws std::out_of_range for a cell that this
/// test does not understand.
template <class T>
std::vector<InrgPatient> with(std::vector<InrgPatient> const& patients, std::optional<T> InrgPatient::*field,
                              Meaning<T> const& meaning, std::string const& cell) {
  std::vector<InrgPatient> out;
  for (InrgPatient patient : patients) {
    for (std::optional<T> const& value : meaning.at(cell)) {
      patient.*field = value;
      out.push_back(patient);
    }
  }
  return out;
}

std::vector<InrgPatient> patients_of(std::vector<std::string> const& cells) {
  std::vector<InrgPatient> out(1);
  out = with(out, &InrgPatient::stage, kStages, cells.at(0));
  out = with(out, &InrgPatient::age_months, kAges, cells.at(1));
  out = with(out, &InrgPatient::histology, kHistologies, cells.at(2));
  out = with(out, &InrgPatient::differentiation, kDifferentiations, cells.at(3));
  out = with(out, &InrgPatient::mycn_amplified, kMycn, cells.at(4));
  out = with(out, &InrgPatient::aberration_11q, k11q, cells.at(5));
  return with(out, &InrgPatient::hyperdiploid, kPloidies, cells.at(6));
}

TEST(PrintedInrg, RowsMeanWhatTheRulesDecide) {
  std::vector<Row> const rows = report::inrg_table().rows;
  ASSERT_EQ(rows.size(), 17u);
  for (Row const& row : rows) {
    for (InrgPatient const& patient : patients_of(row.cells)) {
      InrgRisk const risk = inrg_risk(patient);
      ASSERT_EQ(std::string(1, risk.group), row.cells.at(7)) << row.cells.at(0) << ": " << risk.unclassifiable;
      EXPECT_EQ(risk.risk(), row.cells.at(8)) << risk.group;
    }
  }
}

}  // namespace
}  // namespace radsweep
