#pragma once
/// study.yaml: what a study consists of, with a default for nearly every key. The keys, their types, defaults and
/// meanings are one table (study_keys.cpp); validation, the printed template and the resolved study come from it.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/status.hpp"

namespace radsweep {

struct StudyConfig {
  std::filesystem::path file;  ///< paths below start at its folder; not part of the study itself

  std::string title = "Radiomics study";
  std::optional<std::string> cases;   ///< table of cases; this or `features`
  std::vector<std::string> features;  ///< ready feature tables in place of an extraction
  std::optional<std::string> clinical;
  std::string out = "results";

  struct Extraction {
    std::string preset = "pyradiomics";
    std::optional<std::string> params;  ///< a parameter file in place of the preset
    bool operator==(Extraction const&) const = default;
  } extraction;

  struct Columns {
    std::string id = "ID";
    std::string outcome = "Outcome";
    std::optional<std::string> positive;  ///< text of the outcome that counts as 1; not needed for 0/1, no/yes, ...
    std::optional<std::string> set, reader, session, time, event;  ///< absent: Set, Reader, ... if there is one
    std::vector<std::string> candidates;                           ///< clinical variables that compete with features
    std::vector<std::string> baseline;                             ///< rows of the baseline table; empty: all clinical
    bool operator==(Columns const&) const = default;
  } columns;

  struct Sets {
    std::string train = "train", test = "test";
    bool operator==(Sets const&) const = default;
  } sets;

  struct Readers {
    std::optional<std::string> reference, reference_session;  ///< absent: the first in the table
    std::vector<std::string> inter;                           ///< readers compared; empty: all
    std::vector<std::string> intra;                           ///< sessions compared; empty: all of the reference reader
    bool operator==(Readers const&) const = default;
  } readers;

  struct Agreement {
    std::string form = "ICC(2,1)";
    std::optional<double> minimum;  ///< features with a lower ICC between readers (sessions, if one read) are left out
    bool operator==(Agreement const&) const = default;
  } icc;

  struct Selection {
    std::string dependence = "r2", scheme = "difference", forward = "adjusted_r2";
    int features = 10;
    bool operator==(Selection const&) const = default;
  } selection;

  struct LogisticKeys {
    std::string penalty = "if_separated", intervals = "wald";
    bool operator==(LogisticKeys const&) const = default;
  } logistic;

  struct ForestKeys {
    int trees = 100;
    std::optional<int> max_features, max_depth;  ///< absent: square root of the number of features; no limit
    int min_samples_leaf = 1;
    bool operator==(ForestKeys const&) const = default;
  } forest;

  struct Validation {
    int folds = 10, repeats = 1, bootstrap = 2000, permutations = 0;
    std::int64_t seed = 1;
    bool operator==(Validation const&) const = default;
  } validation;

  struct Clustering {
    std::string linkage = "average", metric = "euclidean", order = "optimal", features = "all";
    bool operator==(Clustering const&) const = default;
  } clustering;

  struct ReportKeys {
    bool figures = true;
    std::string positive_name = "positive", negative_name = "negative";
    std::string time_label = "Time";      ///< axis of survival curves: "Time (months)"
    std::optional<std::string> modality;  ///< for the methods paragraph: "T2-weighted MRI"
    bool operator==(ReportKeys const&) const = default;
  } report;

  /// A path of the file as it stands there, from the folder of the file.
  std::filesystem::path resolve(std::string const& path) const;
};

/// Reads a study file. Throws FatalError: 66 not readable, else 78 with "file:line:column": E540, E541, E545 as for
/// parameter files, E542 unknown key (with the likely one), E543 wrong type, E544 value not allowed, E865 neither or
/// both of `cases` and `features`, or two keys that exclude each other.
StudyConfig load_study(std::filesystem::path const& file);
StudyConfig parse_study(std::string_view text, std::filesystem::path const& file);

/// A commented study file with every key at its default.
std::string study_template();

/// The study with every key, as YAML that reads back the same; `out` is left out.
std::string to_yaml(StudyConfig const& config);

}  // namespace radsweep
