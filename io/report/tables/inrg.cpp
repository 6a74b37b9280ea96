#include "io/report/tables.hpp"

namespace radsweep::report {

Table inrg_table() {
  Table table{.id = "table-inrg",
              .caption = "International Neuroblastoma Risk Group (INRG) consensus pretreatment classification.",
              .columns = {{"Stage"},
                          {"Age (months)"},
                          {"Histologic category"},
                          {"Differentiation"},
                          {"MYCN"},
                          {"11q aberration"},
                          {"Ploidy"},
                          {"Group"},
                          {"Risk"}}};
  std::string const other = "any other", nodular = "GNB nodular; neuroblastoma";
  table.rows = {
      {{"L1/L2", "", "GN maturing; GNB intermixed", "", "", "", "", "A", "very low"}},
      {{"L1", "", other, "", "NA", "", "", "B", "very low"}},
      {{"L1", "", other, "", "Amp", "", "", "K", "high"}},
      {{"L2", "<18", other, "", "NA", "no", "", "D", "low"}},
      {{"L2", "<18", other, "", "NA", "yes", "", "G", "intermediate"}},
      {{"L2", "≥18", nodular, "differentiating", "NA", "no", "", "E", "low"}},
      {{"L2", "≥18", nodular, "differentiating", "NA", "yes", "", "H", "intermediate"}},
      {{"L2", "≥18", nodular, "poorly differentiated or undifferentiated", "NA", "", "", "H", "intermediate"}},
      {{"L2", "", nodular, "", "Amp", "", "", "N", "high"}},
      {{"M", "<18", "", "", "NA", "", "hyperdiploid", "F", "low"}},
      {{"M", "<12", "", "", "NA", "", "diploid", "I", "intermediate"}},
      {{"M", "12 to <18", "", "", "NA", "", "diploid", "J", "intermediate"}},
      {{"M", "<18", "", "", "Amp", "", "", "O", "high"}},
      {{"M", "≥18", "", "", "", "", "", "P", "high"}},
      {{"MS", "<18", "", "", "NA", "no", "", "C", "very low"}},
      {{"MS", "<18", "", "", "NA", "yes", "", "Q", "high"}},
      {{"MS", "<18", "", "", "Amp", "", "", "R", "high"}},
  };
  table.footnotes = {
      "Empty: any. Any other: all but GN maturing and GNB intermixed. GN: ganglioneuroma. GNB: ganglioneuroblastoma. "
      "Amp: amplified. NA: not amplified. L1: localized, no image-defined risk factor. L2: locoregional with at least "
      "one. M: distant metastases. MS: metastases confined to skin, liver or bone marrow, under 18 months.",
      "Read as follows where printed versions of the table differ: group N holds for amplified L2 tumours of any age "
      "and differentiation; poorly differentiated or undifferentiated L2 tumours from 18 months are group H.",
      "Cohn SL, et al. The International Neuroblastoma Risk Group (INRG) classification system: an INRG Task Force "
      "report. J Clin Oncol 2009;27:289-97.",
  };
  return table;
}

}  // namespace radsweep::report
