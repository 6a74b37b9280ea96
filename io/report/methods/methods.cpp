#include "io/report/methods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "io/report/methods/sentences.hpp"

namespace radsweep::report {
namespace {

using Sentence = std::string (*)(MethodsFacts const&);

/// Puts numbers in place of marks; keys are numbered in order of first mention.
class Citations {
 public:
  std::string numbered(std::string_view sentence) {
    std::string out;
    for (std::size_t at = 0; at < sentence.size();) {
      std::size_t const end = sentence.substr(at).starts_with("[@") ? sentence.find(']', at) : std::string_view::npos;
      if (end == std::string_view::npos) {
        out += sentence[at++];
        continue;
      }
      out += '[' + numbers(sentence.substr(at + 1, end - at - 1)) + ']';
      at = end + 1;
    }
    return out;
  }

  std::vector<std::string> references() const {
    std::vector<std::string> out;
    for (std::string const& key : keys_) out.emplace_back(reference_text(key));
    return out;
  }

 private:
  /// "@a, @b" -> "1, 2".
  std::string numbers(std::string_view marks) {
    std::string out;
    while (!marks.empty()) {
      std::size_t const end = std::min(marks.find(','), marks.size());
      std::string_view key = marks.substr(0, end);
      key.remove_prefix(key.find('@') + 1);
      out += fmt::format("{}{}", out.empty() ? "" : ", ", number(std::string(key)));
      marks.remove_prefix(std::min(end + 1, marks.size()));
    }
    return out;
  }

  std::size_t number(std::string const& key) {
    auto const found = std::ranges::find(keys_, key);
    if (found == keys_.end()) keys_.push_back(key);
    return static_cast<std::size_t>(std::ranges::find(keys_, key) - keys_.begin()) + 1;
  }

  std::vector<std::string> keys_;
};

}  // namespace

Methods methods_text(MethodsFacts const& facts) {
  std::vector<std::vector<Sentence>> const paragraphs = {
      {patients_sentence, outcome_sentence, clinical_sentence},
      {segmentation_sentence, source_sentence, preprocessing_sentence, resampling_sentence, image_types_sentence,
       discretisation_sentence, extraction_sentence, classes_sentence},
      {reliability_sentence},
      {scaling_sentence, selection_sentence, logistic_sentence, forest_sentence, clustering_sentence},
      {validation_sentence, testing_sentence, metrics_sentence, uncertainty_sentence, comparison_sentence},
      {software_sentence},
  };
  Methods out;
  Citations citations;
  for (auto const& sentences : paragraphs) {
    std::string paragraph;
    for (Sentence const sentence : sentences) {
      std::string const text = citations.numbered(sentence(facts));
      if (!text.empty()) paragraph += (paragraph.empty() ? "" : " ") + text;
    }
    if (!paragraph.empty()) out.paragraphs.push_back(std::move(paragraph));
  }
  out.references = citations.references();
  return out;
}

std::string methods_markdown(MethodsFacts const& facts) {
  Methods const methods = methods_text(facts);
  std::string out = "# Methods\n";
  for (std::string const& paragraph : methods.paragraphs) out += "\n" + paragraph + "\n";
  out += "\n# References\n\n";
  for (std::size_t k = 0; k < methods.references.size(); ++k) {
    out += fmt::format("{}. {}\n", k + 1, methods.references[k]);
  }
  return out;
}

}  // namespace radsweep::report
