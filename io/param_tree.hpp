#pragma once
/// A parameter file as a tree of scalars, lists and maps, each with its place in the file. YAML 1.2 or JSON, which is a
/// part of it. What makes YAML dangerous or ambiguous is refused: anchors and aliases, tags, several documents.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/core/status.hpp"

namespace radsweep {

/// A place in a text; lines and columns count from 1, columns are bytes.
struct TextPlace {
  std::string file;
  int line = 0, column = 0;

  std::string text() const;  ///< "Params.yaml:3:5"
};

struct ParamNode {
  enum class Kind : std::uint8_t { kNull, kScalar, kList, kMap };

  Kind kind = Kind::kNull;
  std::string scalar;
  bool quoted = false;  ///< then the scalar is text whatever it looks like
  TextPlace place;
  std::vector<ParamNode> children;  ///< items of a list, values of a map
  std::vector<ParamNode> keys;      ///< of a map, in file order; scalars, all different
};

inline constexpr std::size_t kMaxParamBytes = 1 << 20;
inline constexpr int kMaxParamDepth = 64;

/// Exit code 78 with the place: E540 not YAML, E541 too large, too deep, or one of the refused constructs, E545 a key
/// given twice.
ParamNode parse_params(std::string_view text, std::string const& file);

/// Exit code 78 with a message about `place`.
[[noreturn]] void refuse_params(TextPlace const& place, char const* code, std::string what, std::string found,
                                std::string why, std::string hint);

}  // namespace radsweep
