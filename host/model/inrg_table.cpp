#include "host/model/inrg_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/core/cells.hpp"
#include "host/core/find_column.hpp"
#include "host/core/texts.hpp"

namespace radsweep {
namespace {

using Words = std::vector<std::string_view>;

/// A term, what to call it in messages, and how else it is written (as folded() leaves it).
struct Term {
  int value;
  std::string_view name;
  Words words;
};

struct Field {
  std::string_view name;
  std::string_view usual;  ///< what its column is called best
  Words columns;           ///< usual names, folded
  std::vector<Term> terms;
};

std::vector<Term> yes_no(std::string_view yes, Words yes_words, std::string_view no, Words no_words) {
  for (std::string_view const w : {"yes", "y", "true", "1", "positive", "pos", "+", "present"}) yes_words.push_back(w);
  for (std::string_view const w : {"no", "n", "false", "0", "negative", "neg", "-", "absent"}) no_words.push_back(w);
  return {{1, yes, std::move(yes_words)}, {0, no, std::move(no_words)}};
}

std::vector<Field> const& fields() {
  static std::vector<Field> const all{
      {"stage",
       "INRGStage",
       {"inrgstage", "inrgss", "stage"},
       {{static_cast<int>(InrgStage::kL1), "L1", {"l1", "stagel1"}},
        {static_cast<int>(InrgStage::kL2), "L2", {"l2", "stagel2"}},
        {static_cast<int>(InrgStage::kM), "M", {"m", "stagem"}},
        {static_cast<int>(InrgStage::kMs), "MS", {"ms", "stagems"}}}},
      {"age", "AgeMonths", {"agemonths", "ageinmonths", "agemonth", "agemo", "agemos", "ageatdiagnosismonths"}, {}},
      {"histology",
       "Histology",
       {"histology", "histologiccategory", "histologicalcategory", "histologictype"},
       {{static_cast<int>(InrgHistology::kGnMaturing),
         "GN maturing",
         {"gnmaturing", "gn", "ganglioneuroma", "maturingganglioneuroma", "ganglioneuromamaturing", "gnmature",
          "matureganglioneuroma", "ganglioneuromamature"}},
        {static_cast<int>(InrgHistology::kGnbIntermixed),
         "GNB intermixed",
         {"gnbintermixed", "intermixedganglioneuroblastoma", "ganglioneuroblastomaintermixed", "intermixedgnb"}},
        {static_cast<int>(InrgHistology::kGnbNodular),
         "GNB nodular",
         {"gnbnodular", "nodularganglioneuroblastoma", "ganglioneuroblastomanodular", "nodulargnb"}},
        {static_cast<int>(InrgHistology::kNeuroblastoma), "neuroblastoma", {"neuroblastoma", "nb", "nbl"}}}},
      {"differentiation",
       "Differentiation",
       {"differentiation", "grade", "gradeoftumordifferentiation", "gradeofdifferentiation", "tumordifferentiation"},
       {{static_cast<int>(InrgDifferentiation::kDifferentiating), "differentiating", {"differentiating", "diff"}},
        {static_cast<int>(InrgDifferentiation::kPoor),
         "poorly differentiated",
         {"poorlydifferentiated", "poorly", "poor"}},
        {static_cast<int>(InrgDifferentiation::kUndifferentiated),
         "undifferentiated",
         {"undifferentiated", "undiff"}}}},
      {"mycn",
       "MYCN",
       {"mycn", "mycnstatus", "mycnamplification", "mycnamplified"},
       yes_no("amplified", {"amplified", "amp", "amplification"}, "not amplified",
              {"notamplified", "nonamplified", "unamplified", "nonamp", "notamp", "noamplification"})},
      {"11q",
       "Aberration11q",
       {"11q", "aberration11q", "11qaberration", "11qloss", "11qdeletion", "loss11q", "11qstatus"},
       yes_no("yes", {"aberration", "aberrant", "loss", "deletion", "deleted", "unbalanced11qaberration"}, "no",
              {"normal", "noaberration", "balanced", "intact"})},
      {"ploidy",
       "Ploidy",
       {"ploidy", "dnaploidy", "dnaindex"},
       {{1, "hyperdiploid", {"hyperdiploid", "hyper", "hyperdiploidy"}}, {0, "diploid", {"diploid", "diploidy"}}}}};
  return all;
}

Field const& field_of(InrgField field) { return fields()[static_cast<std::size_t>(field)]; }

/// Lower-case letters and digits only; a lone sign stays.
std::string folded(std::string_view text) {
  if (text == "+" || text == "-") return std::string(text);
  std::string out;
  for (char const c : lower(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

bool says_unknown(std::string_view text) {
  std::string const word = folded(text);
  return is_missing_cell(text) || text == "?" || word == "unknown" || word == "unk" || word == "notdone" ||
         word == "nottested" || word == "notavailable";
}

Problem unknown_text(InrgField field, TextColumn const& column, std::string const& text, std::string const& place) {
  std::vector<std::string_view> names;
  for (Term const& t : field_of(field).terms) names.push_back(t.name);
  return {"E808",
          fmt::format("'{}' is no {}", text, field == InrgField::kAge ? "age in months" : field_of(field).name),
          fmt::format("column {}", column.name),
          "a risk group must not rest on a guess",
          field == InrgField::kAge
              ? "write a number of months; leave the cell empty if it is not known"
              : fmt::format("write one of: {}; leave the cell empty if it is not known", fmt::join(names, ", ")),
          place};
}

/// The table of the INRG writes NA for "not amplified"; elsewhere NA is "not available".
Problem ambiguous_mycn(TextColumn const& column, std::string const& text, std::string const& place) {
  return {"E808",
          fmt::format("'{}' does not tell whether MYCN is amplified", text),
          fmt::format("column {}", column.name),
          "NA is 'not amplified' in the INRG's table and 'not available' elsewhere",
          "write 'not amplified', or leave the cell empty if it is not known",
          place};
}

std::optional<int> term_value(InrgField field, std::string_view text) {
  std::string const word = folded(text);
  for (Term const& t : field_of(field).terms) {
    if (std::ranges::find(t.words, word) != t.words.end()) return t.value;
  }
  return std::nullopt;
}

/// Takes one cell over into the patient.
std::optional<Problem> read_cell(InrgPatient& patient, InrgField field, TextColumn const& column, std::size_t row,
                                 std::string const& place) {
  std::string const& text = column.cells[row];
  if (field == InrgField::kMycn && folded(text) == "na") return ambiguous_mycn(column, text, place);
  if (says_unknown(text)) return std::nullopt;
  if (field == InrgField::kAge) {
    patient.age_months = parse_cell_number(text);
    if (patient.age_months && *patient.age_months >= 0) return std::nullopt;
    return unknown_text(field, column, text, place);
  }
  auto const value = term_value(field, text);
  if (!value) return unknown_text(field, column, text, place);
  switch (field) {
    case InrgField::kStage:
      patient.stage = static_cast<InrgStage>(*value);
      break;
    case InrgField::kHistology:
      patient.histology = static_cast<InrgHistology>(*value);
      break;
    case InrgField::kDifferentiation:
      patient.differentiation = static_cast<InrgDifferentiation>(*value);
      break;
    case InrgField::kMycn:
      patient.mycn_amplified = *value == 1;
      break;
    case InrgField::k11q:
      patient.aberration_11q = *value == 1;
      break;
    case InrgField::kPloidy:
      patient.hyperdiploid = *value == 1;
      break;
    case InrgField::kAge:
      break;
  }
  return std::nullopt;
}

using Found = std::array<TextColumn const*, kInrgFields>;

TextColumn const* usual_column(std::span<TextColumn const> table, InrgField field) {
  for (std::string_view const usual : field_of(field).columns) {
    auto const at = std::ranges::find_if(table, [&](TextColumn const& c) { return folded(c.name) == usual; });
    if (at != table.end()) return &*at;
  }
  return nullptr;
}

Problem no_stage(std::span<TextColumn const> table) {
  std::vector<std::string> names;
  for (TextColumn const& c : table) names.push_back(c.name);
  return {"E861", "no column holds the INRG stage",       "columns: " + some_of(names, 20),
          "",     "name the column: --column stage=NAME", ""};
}

Result<Found> find_columns(std::span<TextColumn const> table, InrgColumns const& named) {
  Found found{};
  for (std::size_t f = 0; f < kInrgFields; ++f) {
    auto const field = static_cast<InrgField>(f);
    auto const name = named.find(field);
    if (name == named.end()) {
      found[f] = usual_column(table, field);
      continue;
    }
    found[f] = find_column(table, name->second);
    if (found[f] == nullptr) return unknown_column(table, name->second, "--column names it", "");
  }
  if (found[0] == nullptr) return no_stage(table);
  return found;
}

/// Fields that have no column, and ages no child has.
void warn(InrgTable& out, Found const& found) {
  constexpr double kAdult = 18 * 12;  // months
  for (std::size_t f = 1; f < kInrgFields; ++f) {
    if (found[f] == nullptr)
      out.warnings.push_back({"W803", fmt::format("no column holds {}", fields()[f].name), "",
                              "patients whose risk group depends on it are unclassifiable",
                              fmt::format("if the table has one, call it {}", fields()[f].usual), ""});
  }
  TextColumn const* const age = found[static_cast<std::size_t>(InrgField::kAge)];
  if (age == nullptr) return;
  auto const adults = std::ranges::count_if(
      age->cells, [](std::string const& cell) { return parse_cell_number(cell).value_or(0) > kAdult; });
  if (adults > 0)
    out.warnings.push_back({"W804", "ages above 18 years", fmt::format("{} in column {}", adults, age->name),
                            "ages are taken as months", "if they are days, divide them by 30.44", ""});
}

}  // namespace

std::string_view inrg_field_name(InrgField field) { return field_of(field).name; }

std::optional<InrgField> find_inrg_field(std::string_view name) {
  auto const at = std::ranges::find(fields(), folded(name), &Field::name);
  if (at == fields().end()) return std::nullopt;
  return static_cast<InrgField>(at - fields().begin());
}

Result<InrgTable> inrg_table(std::span<TextColumn const> table, std::span<std::string const> places,
                             InrgColumns const& columns, std::vector<Problem>* bad_cells) {
  auto const found = find_columns(table, columns);
  if (!found.ok()) return found.problem();
  InrgTable out;
  std::vector<Problem> problems;
  for (std::size_t row = 0; row < places.size(); ++row) {
    InrgPatient patient;
    for (std::size_t f = 0; f < kInrgFields; ++f) {
      TextColumn const* const column = found.value()[f];
      if (column == nullptr) continue;
      if (auto problem = read_cell(patient, static_cast<InrgField>(f), *column, row, places[row]))
        problems.push_back(*std::move(problem));
    }
    out.risks.push_back(inrg_risk(patient));
  }
  if (bad_cells != nullptr) *bad_cells = problems;
  if (!problems.empty()) return problems.front();
  warn(out, found.value());
  return out;
}

}  // namespace radsweep
