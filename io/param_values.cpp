#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "host/core/did_you_mean.hpp"
#include "host/core/python_text.hpp"
#include "io/param_schema.hpp"

namespace radsweep {
namespace {

bool is_list(ParamType type) {
  return type == ParamType::kIntegers || type == ParamType::kNumbers || type == ParamType::kFreeTexts;
}
bool is_integral(ParamType type) { return type == ParamType::kInteger || type == ParamType::kIntegers; }
bool is_interpolator(KeySpec const& spec) { return spec.type == ParamType::kText && spec.range.high < 1e300; }

char const* type_name(ParamType type) {
  switch (type) {
    case ParamType::kBool:
      return "true or false";
    case ParamType::kInteger:
      return "an integer";
    case ParamType::kNumber:
      return "a number";
    case ParamType::kText:
      return "a name";
    case ParamType::kIntegers:
      return "a list of integers";
    case ParamType::kNumbers:
      return "a list of numbers";
    case ParamType::kFreeText:
      return "text";
    case ParamType::kFreeTexts:
      return "a list of texts";
  }
  return "";
}

/// A bound as people write it: 255, 0.5.
std::string bound(double v) {
  return v == std::floor(v) ? fmt::format("{}", static_cast<std::int64_t>(v)) : fmt::format("{}", v);
}

std::string describe_range(KeySpec const& spec) {
  ParamRange const& r = spec.range;
  auto const is_bound = [](double v) {
    return std::fabs(v) < 1e300 && std::fabs(v) != std::numeric_limits<int>::max();
  };
  bool const low = is_bound(r.low);
  bool const high = is_bound(r.high);
  if (low && high) return fmt::format("{} to {}", bound(r.low), bound(r.high));
  if (low) return fmt::format("{} {}", r.low_open ? "above" : "at least", bound(r.low));
  return {};
}

/// A message about one setting.
class Refusal {
 public:
  Refusal(KeySpec const& spec, TextPlace const& place) : spec_(spec), place_(place) {}

  [[noreturn]] void type(std::string found, std::string hint = "") const {
    refuse_params(place_, "E543", fmt::format("{} must be {}", spec_.name, type_name(spec_.type)), std::move(found),
                  std::string(spec_.meaning), hint.empty() ? "expected: " + describe_type(spec_) : hint);
  }
  [[noreturn]] void range(std::string found) const {
    refuse_params(place_, "E544", fmt::format("value of {} is not allowed", spec_.name), std::move(found),
                  std::string(spec_.meaning), "expected: " + describe_type(spec_));
  }
  [[noreturn]] void not_built(std::string_view value) const {
    refuse_params(place_, "E546", fmt::format("{} '{}' is known, but not built yet", spec_.name, value), "",
                  "PyRadiomics has it; this engine would have to compute something else in its place",
                  "use one of " + fmt::format("{}", fmt::join(spec_.choices, ", ")));
  }
  void check(double v, std::string const& found) const {
    ParamRange const& r = spec_.range;
    if (!(v >= r.low && v <= r.high) || (r.low_open && v == r.low)) range(found);
  }
  void check_items(std::size_t n) const {
    if (static_cast<int>(n) < spec_.min_items || static_cast<int>(n) > spec_.max_items)
      range(fmt::format("{} item{}", n, n == 1 ? "" : "s"));
  }
  void check_choice(std::string const& text) const {
    for (std::string_view const known : spec_.choices) {
      if (known == text) return;
    }
    for (std::string_view const known : spec_.not_built) {
      if (known == text) not_built(text);
    }
    refuse_params(place_, "E544", fmt::format("value of {} is not allowed", spec_.name), fmt::format("'{}'", text),
                  std::string(spec_.meaning), did_you_mean(text, spec_.choices, "expected: " + describe_type(spec_)));
  }

 private:
  KeySpec const& spec_;
  TextPlace const& place_;
};

/// [-+] digits, no leading zero: 010 is 8 to some programs and 10 to others.
std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::string_view digits = text;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) digits.remove_prefix(1);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  if (digits.size() > 1 && digits[0] == '0') return std::nullopt;
  if (text[0] == '+') text.remove_prefix(1);
  std::int64_t v = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return v;
}

/// A decimal number with digits around a point, an exponent, or both; neither inf nor nan nor hexadecimal.
std::optional<double> parse_number(std::string_view text) {
  bool const plus = !text.empty() && text[0] == '+';
  if (plus) text.remove_prefix(1);
  if (plus && !text.empty() && text[0] == '-') return std::nullopt;
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
  if (text.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  double v = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (end != text.data() + text.size() || error != std::errc()) return std::nullopt;
  return v;
}

std::string found_text(ParamNode const& node) {
  switch (node.kind) {
    case ParamNode::Kind::kNull:
      return "nothing (null)";
    case ParamNode::Kind::kList:
      return "a list";
    case ParamNode::Kind::kMap:
      return "a map";
    case ParamNode::Kind::kScalar:
      break;
  }
  return node.quoted ? fmt::format("the text '{}'", node.scalar) : node.scalar;
}

bool is_boolean_word(std::string const& s) {
  for (char const* const word : {"yes", "no", "on", "off", "Yes", "No", "On", "Off", "YES", "NO", "ON", "OFF"}) {
    if (s == word) return true;
  }
  return false;
}

ParamValue read_boolean(ParamNode const& node, Refusal const& refusal) {
  std::string const& s = node.scalar;
  if (!node.quoted && (s == "true" || s == "True" || s == "TRUE")) return {true};
  if (!node.quoted && (s == "false" || s == "False" || s == "FALSE")) return {false};
  refusal.type(found_text(node), is_boolean_word(s) ? "write true or false: YAML 1.2 reads this word as text" : "");
}

/// One number; `integral` decides which. An integer in place of a number stays one, as in PyRadiomics' own texts.
ParamValue read_number(ParamNode const& node, bool integral, Refusal const& refusal) {
  if (node.kind != ParamNode::Kind::kScalar || node.quoted) refusal.type(found_text(node));
  if (auto const integer = parse_integer(node.scalar)) {
    refusal.check(static_cast<double>(*integer), node.scalar);
    return {*integer};
  }
  auto const v = parse_number(node.scalar);
  if (!v) refusal.type(found_text(node));
  bool const plain_digits = node.scalar.find_first_of(".eE") == std::string::npos;
  if (plain_digits && std::fabs(*v) > 9e18) refusal.range(node.scalar);
  if (plain_digits) refusal.type(found_text(node), "leading zeros are ambiguous (octal?): leave them out");
  if (integral) refusal.type(found_text(node));
  refusal.check(*v, node.scalar);
  return {*v};
}

ParamValue read_text(KeySpec const& spec, ParamNode const& node, Refusal const& refusal) {
  std::string const& s = node.scalar;
  if (is_interpolator(spec) && !node.quoted) {  // PyRadiomics takes SimpleITK's numbers too
    if (auto const n = parse_integer(s)) {
      refusal.check(static_cast<double>(*n), s);
      std::size_t const built = spec.choices.size();
      if (static_cast<std::size_t>(*n) > built)
        refusal.not_built(spec.not_built[static_cast<std::size_t>(*n) - 1 - built]);
      return {*n};
    }
  }
  refusal.check_choice(s);
  return {s};
}

ParamValue read_free_text(ParamNode const& node, Refusal const& refusal) {
  if (node.kind != ParamNode::Kind::kScalar || node.scalar.empty()) refusal.type(found_text(node));
  return {node.scalar};
}

ParamValue read_list(KeySpec const& spec, ParamNode const& node, Refusal const& refusal) {
  if (node.kind != ParamNode::Kind::kList) {
    bool const scalar = node.kind == ParamNode::Kind::kScalar && !node.quoted && parse_number(node.scalar);
    refusal.type(found_text(node), scalar ? fmt::format("write [{}]", node.scalar) : "");
  }
  refusal.check_items(node.children.size());
  ParamValue::List list;
  bool const texts = spec.type == ParamType::kFreeTexts;
  for (ParamNode const& item : node.children) {
    Refusal const item_refusal(spec, item.place);
    ParamValue value =
        texts ? read_free_text(item, item_refusal) : read_number(item, is_integral(spec.type), item_refusal);
    // PyRadiomics counts the neighbours of a repeated distance twice in GLDM and NGTDM, and once elsewhere.
    bool const repeated = spec.type != ParamType::kNumbers && std::find(list.begin(), list.end(), value) != list.end();
    if (repeated) Refusal(spec, item.place).range(item.scalar + " is given twice");
    list.push_back(std::move(value));
  }
  return {std::move(list)};
}

/// The words of an override, separated by commas.
ParamNode override_node(std::string const& text, bool list, TextPlace const& place) {
  ParamNode node;
  node.place = place;
  node.kind = list ? ParamNode::Kind::kList : ParamNode::Kind::kScalar;
  node.scalar = text;
  for (std::size_t begin = 0; list && begin <= text.size();) {
    std::size_t const end = std::min(text.find(',', begin), text.size());
    node.children.push_back(override_node(text.substr(begin, end - begin), false, place));
    begin = end + 1;
  }
  return node;
}

}  // namespace

std::string describe_type(KeySpec const& spec) {
  std::string out = type_name(spec.type);
  if (spec.type == ParamType::kText) {
    bool const few = spec.choices.size() <= 12;
    out = few ? fmt::format("one of {}", fmt::join(spec.choices, ", "))
              : "a name such as coif1, haar, db2, sym4, bior2.2";
  }
  if (is_list(spec.type) && spec.min_items == spec.max_items) out += fmt::format(" of length {}", spec.min_items);
  if (is_list(spec.type) && spec.max_items == 2) out = "a list of 1 or 2 numbers";
  std::string const range = is_interpolator(spec) ? "" : describe_range(spec);
  if (!range.empty()) out += ", " + range;
  if (spec.nullable) out += ", or null";
  return out;
}

ParamValue read_param(KeySpec const& spec, ParamNode const& node) {
  Refusal const refusal(spec, node.place);
  if (node.kind == ParamNode::Kind::kNull && spec.nullable) return {};
  if (is_list(spec.type)) return read_list(spec, node, refusal);
  if (node.kind != ParamNode::Kind::kScalar) refusal.type(found_text(node));
  switch (spec.type) {
    case ParamType::kBool:
      return read_boolean(node, refusal);
    case ParamType::kText:
      return read_text(spec, node, refusal);
    case ParamType::kFreeText:
      return read_free_text(node, refusal);
    default:
      return read_number(node, spec.type == ParamType::kInteger, refusal);
  }
}

ParamValue read_override(KeySpec const& spec, std::string const& text, TextPlace const& place) {
  if (spec.nullable && (text == "null" || text == "None")) return {};
  std::string word = text;
  if (spec.type == ParamType::kBool && (text == "1" || text == "0")) word = text == "1" ? "true" : "false";
  ParamValue value = read_param(spec, override_node(word, is_list(spec.type), place));
  auto const as_float = [](ParamValue& v) {
    if (auto const* const n = std::get_if<std::int64_t>(&v.data)) v.data = static_cast<double>(*n);
  };
  if (spec.type == ParamType::kNumber) as_float(value);  // PyRadiomics converts with float()
  if (spec.type == ParamType::kNumbers) {
    for (ParamValue& item : std::get<ParamValue::List>(value.data)) as_float(item);
  }
  return value;
}

}  // namespace radsweep
