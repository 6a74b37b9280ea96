#pragma once
/// `radsweep phantom`: a synthetic cohort after Table 2 of Kim et al. (Yonsei Med J 2024): T2-like volumes with a
/// lesion, three readings of it, a clinical table and manifests. Every byte is a function of the options, `jobs`
/// excepted.

#include <cstdint>
#include <filesystem>
#include <functional>

namespace radsweep {

struct PhantomOptions {
  std::filesystem::path out;  ///< a folder that does not exist yet or is empty
  int cases = 46;             ///< shared out over sets and risk groups as in Table 2 (46: exactly)
  std::uint64_t seed = 1;
  double effect_size = 1.5;  ///< high risk minus others, in SDs, of each of the two texture traits
  double matrix_scale = 1;   ///< in-plane matrix times this, at the same field of view; (0, 1]
  int jobs = 0;              ///< threads; below 1: all
};

/// Called after each patient, never by two threads at once.
using PhantomProgress = std::function<void(int done, int total)>;

/// Writes images/<ID>.nii.gz, masks/<ID>_{reader1,reader2,reader1_repeat}.nii.gz, clinical.csv, phantom.json,
/// cases_reader1.csv (one row per patient), study.yaml (for `radsweep study`) and, last, cases.csv (three rows each).
/// On failure it removes what it wrote. Throws FatalError: kUsage (options out of range), kOutputExists (`out` holds
/// something or cannot be made), kOutputFailed (a write failed).
void make_phantom_cohort(PhantomOptions const& options, PhantomProgress const& progress = {});

}  // namespace radsweep
