#pragma once
/// The items of three reporting checklists, with short labels of our own, and which fact of a run answers each.
/// CLEAR: Kocak B, et al. Insights Imaging 2023;14:75. METRICS: Kocak B, et al. Insights Imaging 2024;15:8.
/// TRIPOD+AI: Collins GS, et al. BMJ 2024;385:e078378. Numbers are those of the publications.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace radsweep::report {

/// What a run can say about an item; kAuthor: nothing.
enum class Evidence : std::uint8_t {
  kAuthor,
  kChecklists,
  kPatients,
  kOutcome,
  kSplit,
  kCandidates,
  kSegmentation,
  kPreprocessing,
  kResampling,
  kDiscretisation,
  kImageTypes,
  kExtraction,
  kClasses,
  kFeatureCount,
  kDefaults,
  kMissing,
  kImbalance,
  kReliability,
  kRobustness,
  kScaling,
  kSelection,
  kDimensionality,
  kModels,
  kTraining,
  kModelChoice,
  kTesting,
  kInternalTest,
  kExternalTest,
  kMetrics,
  kUncertainty,
  kCalibration,
  kComparison,
  kSimpleModel,
  kInterpretability,
  kBaseline,
  kFlow,
  kFeatureResults,
  kPerformance,
  kOutputType,
  kPrediction,
  kFullModel,
  kFeatureData,
  kSettings,
  kCode,
  kModelFile,
  kNotDeepLearning,
};
inline constexpr std::size_t kEvidences = static_cast<std::size_t>(Evidence::kNotDeepLearning) + 1;  ///< the last one's

struct ChecklistItem {
  std::string_view number, section, label;
  Evidence evidence;
};

std::span<ChecklistItem const> clear_items();      ///< 58
std::span<ChecklistItem const> metrics_items();    ///< 30
std::span<ChecklistItem const> tripod_ai_items();  ///< 27 items, 52 with their parts

}  // namespace radsweep::report
