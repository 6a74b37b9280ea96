#include "io/study_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <span>

#include "host/core/did_you_mean.hpp"
#include "io/file_bytes.hpp"
#include "io/param_tree.hpp"
#include "io/study_keys.hpp"

namespace radsweep {
namespace {

std::vector<std::string_view> names_in(std::string_view section) {
  std::vector<std::string_view> out;
  for (StudyKey const& k : study_keys()) {
    if (k.section == section) out.push_back(k.spec.name);
  }
  return out;
}

std::vector<std::string_view> sections() {
  std::vector<std::string_view> out;
  for (StudyKey const& k : study_keys()) {
    if (!k.section.empty() && std::ranges::find(out, k.section) == out.end()) out.push_back(k.section);
  }
  return out;
}

StudyKey const* find_key(std::string_view section, std::string_view name) {
  for (StudyKey const& k : study_keys()) {
    if (k.section == section && k.spec.name == name) return &k;
  }
  return nullptr;
}

/// "a key of that name belongs below `columns:`", if there is one elsewhere.
std::string misplaced(std::string_view name) {
  for (StudyKey const& k : study_keys()) {
    if (k.spec.name != name) continue;
    return k.section.empty() ? "it belongs to the top level, not indented"
                             : fmt::format("it belongs below `{}:`, indented", k.section);
  }
  return "";
}

[[noreturn]] void refuse_unknown(ParamNode const& key, std::string_view section) {
  std::vector<std::string_view> known = names_in(section);
  if (section.empty()) {
    auto const more = sections();
    known.insert(known.end(), more.begin(), more.end());
  }
  std::string const elsewhere = misplaced(key.scalar);
  refuse_params(key.place, "E542", fmt::format("unknown key '{}'", key.scalar), "",
                "a mistake that is ignored would change results silently",
                !elsewhere.empty()
                    ? elsewhere
                    : did_you_mean(key.scalar, known,
                                   fmt::format("known{}: {}", section.empty() ? "" : " here", fmt::join(known, ", "))));
}

/// One text where a list is expected is a list of one.
ParamNode list_of(ParamNode const& value) {
  ParamNode out;
  out.kind = ParamNode::Kind::kList;
  out.place = value.place;
  out.children = {value};
  return out;
}

void read_key(StudyConfig& to, std::string_view section, ParamNode const& name, ParamNode const& value) {
  StudyKey const* const key = find_key(section, name.scalar);
  if (key == nullptr) refuse_unknown(name, section);
  bool const single = key->spec.type == ParamType::kFreeTexts && value.kind == ParamNode::Kind::kScalar;
  key->put(to, read_param(key->spec, single ? list_of(value) : value));
}

void read_section(StudyConfig& to, std::string_view section, ParamNode const& node) {
  if (node.kind == ParamNode::Kind::kNull) return;
  if (node.kind != ParamNode::Kind::kMap)
    refuse_params(node.place, "E543", fmt::format("{} must hold keys and values", section), "", "",
                  fmt::format("write {}: on a line, and below it, indented, its keys", section));
  for (std::size_t i = 0; i < node.keys.size(); ++i) read_key(to, section, node.keys[i], node.children[i]);
}

void check(StudyConfig const& c) {
  TextPlace const place{c.file.string(), 0, 0};
  bool const both = c.cases.has_value() && !c.features.empty();
  if (both || (!c.cases && c.features.empty()))
    refuse_params(place, "E865", both ? "both cases and features are given" : "neither cases nor features are given",
                  "", "features come from an extraction or from ready tables",
                  "write cases: cases.csv, or features: [features.csv]");
  if (c.extraction.params && c.extraction.preset != StudyConfig{}.extraction.preset)
    refuse_params(place, "E865", "both extraction: params and preset are given", c.extraction.preset,
                  "each is a whole set of parameters", "remove one");
  if (c.clustering.linkage == "ward" && c.clustering.metric != "euclidean")
    refuse_params(place, "E865", "clustering by Ward's method needs Euclidean distances", c.clustering.metric, "",
                  "write clustering: metric: euclidean, or another linkage");
  if (c.sets.train == c.sets.test)
    refuse_params(place, "E865", "training and test set have the same name", c.sets.train, "", "name two values");
}

/// Text that YAML reads back as this text.
std::string yaml_text(std::string const& text) {
  constexpr std::string_view kSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./()-";
  bool const plain = !text.empty() && text.find_first_not_of(kSafe) == std::string::npos &&
                     std::string_view("-.").find(text[0]) == std::string_view::npos && text != "null";
  if (plain) return text;
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + '"';
}

struct YamlValue {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool v) const { return v ? "true" : "false"; }
  std::string operator()(std::int64_t v) const { return std::to_string(v); }
  std::string operator()(double v) const { return fmt::format("{}", v); }
  std::string operator()(std::string const& v) const { return yaml_text(v); }
  std::string operator()(ParamValue::List const& list) const {
    std::string out = "[";
    for (ParamValue const& v : list) out += (out.size() > 1 ? ", " : "") + std::visit(*this, v.data);
    return out + "]";
  }
};

/// All keys with their values, each followed by what `comment` gives.
template <class F>
std::string print(StudyConfig const& config, bool with_out, F comment) {
  std::string text, section;
  for (StudyKey const& k : study_keys()) {
    if (k.spec.name == "out" && !with_out) continue;
    if (k.section != section) text += fmt::format("{}:\n", section = std::string(k.section));
    std::string const line = fmt::format("{}{}: {}", k.section.empty() ? "" : "  ", k.spec.name,
                                         std::visit(YamlValue{}, k.take(config).data));
    text += line + comment(k, line.size()) + "\n";
  }
  return text;
}

}  // namespace

std::filesystem::path StudyConfig::resolve(std::string const& path) const {
  char const* const home = std::getenv("HOME");
  if (home != nullptr && path.starts_with("~/")) return std::filesystem::path(home) / path.substr(2);
  return file.parent_path() / path;
}

StudyConfig parse_study(std::string_view text, std::filesystem::path const& file) {
  ParamNode const root = parse_params(text, file.string());
  if (root.kind != ParamNode::Kind::kMap)
    refuse_params(root.place, "E543", "a study must hold keys and values", "", "",
                  "radsweep study --template shows one");
  StudyConfig out;
  out.file = file;
  auto const known = sections();
  for (std::size_t i = 0; i < root.keys.size(); ++i) {
    std::string const& name = root.keys[i].scalar;
    if (std::ranges::find(known, name) != known.end())
      read_section(out, name, root.children[i]);
    else
      read_key(out, "", root.keys[i], root.children[i]);
  }
  check(out);
  return out;
}

StudyConfig load_study(std::filesystem::path const& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    throw FatalError(ExitCode::kInputMissing,
                     {"E111", "a folder is given in place of a study file", "", "a study is a YAML file",
                      fmt::format("name the file, such as {}", (file / "study.yaml").string()), file.string()});
  auto const size = std::filesystem::file_size(file, ignored);
  if (!ignored && size > kMaxParamBytes)
    refuse_params({file.string(), 0, 0}, "E541", "study file is too large", fmt::format("{} bytes", size),
                  "study files have a few kB", "check that this is the right file");
  auto const content = read_file_bytes(file);
  if (!content) throw FatalError(ExitCode::kInputMissing, content.problem());
  Bytes const bytes = content.value().bytes();
  return parse_study({reinterpret_cast<char const*>(bytes.data()), bytes.size()}, file);
}

std::string study_template() {
  constexpr std::size_t kCommentColumn = 34;
  std::string const head =
      "# A study: every key with its default. Only `cases` (or `features`) must be given; paths start at this file.\n";
  return head + print(StudyConfig{}, true, [](StudyKey const& k, std::size_t width) {
           std::string const choices =
               k.spec.choices.empty() ? "" : fmt::format(": {}", fmt::join(k.spec.choices, ", "));
           return fmt::format("{}# {}{}", std::string(width < kCommentColumn ? kCommentColumn - width : 2, ' '),
                              k.spec.meaning, choices);
         });
}

std::string to_yaml(StudyConfig const& config) {
  return print(config, false, [](StudyKey const&, std::size_t) { return std::string(); });
}

}  // namespace radsweep
