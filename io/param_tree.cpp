#include "io/param_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "io/utf8.hpp"

namespace radsweep {
namespace {

constexpr std::size_t kMaxKeys = 1000;

/// Builds the tree from the parser's events. Aliases never get expanded: the first one ends the parse.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::string const& file) : file_(file) {}

  ParamNode take_root() { return root_ ? *std::move(root_) : ParamNode{}; }

  void OnDocumentStart(YAML::Mark const&) override {}
  void OnDocumentEnd() override {}
  void OnNull(YAML::Mark const& mark, YAML::anchor_t) override { add(node(mark, ParamNode::Kind::kNull)); }
  void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override { refuse(mark, "an alias (*name)"); }
  void OnAnchor(YAML::Mark const& mark, std::string const&) override { refuse(mark, "an anchor (&name)"); }
  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t, std::string const& value) override {
    check_tag(mark, tag);
    ParamNode n = node(mark, ParamNode::Kind::kScalar);
    n.scalar = value;
    n.quoted = tag == "!";
    add(std::move(n));
  }
  void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, ParamNode::Kind::kList);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, tag, ParamNode::Kind::kMap);
  }
  void OnMapEnd() override { close(); }

 private:
  TextPlace place(YAML::Mark const& mark) const { return {file_, mark.line + 1, mark.column + 1}; }
  ParamNode node(YAML::Mark const& mark, ParamNode::Kind kind) const {
    ParamNode n;
    n.kind = kind;
    n.place = place(mark);
    return n;
  }
  [[noreturn]] void refuse(YAML::Mark const& mark, std::string found) const {
    refuse_params(place(mark), "E541", "parameter file uses a construct that is not accepted", std::move(found),
                  "parameters are plain maps, lists and values; references and types can hide what is meant",
                  "write the value out");
  }
  void check_tag(YAML::Mark const& mark, std::string const& tag) const {
    if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, fmt::format("a tag ({})", tag));
  }
  void open(YAML::Mark const& mark, std::string const& tag, ParamNode::Kind kind) {
    check_tag(mark, tag);
    if (static_cast<int>(open_.size()) == kMaxParamDepth)
      refuse_params(place(mark), "E541", "parameter file is nested too deeply",
                    fmt::format("more than {} levels", kMaxParamDepth), "a parameter file needs four levels",
                    "check the brackets and the indentation");
    open_.push_back(node(mark, kind));
  }
  void close() {
    ParamNode done = std::move(open_.back());
    open_.pop_back();
    add(std::move(done));
  }
  void add(ParamNode n) {
    if (open_.empty()) {
      root_ = std::move(n);
      return;
    }
    ParamNode& parent = open_.back();
    bool const is_key = parent.kind == ParamNode::Kind::kMap && parent.keys.size() == parent.children.size();
    if (!is_key) {
      parent.children.push_back(std::move(n));
      return;
    }
    check_key(parent, n);
    parent.keys.push_back(std::move(n));
  }
  static void check_key(ParamNode const& map, ParamNode const& key) {
    if (key.kind != ParamNode::Kind::kScalar)
      refuse_params(key.place, "E543", "a key must be a name", "a list, a map or nothing in place of a key", "",
                    "write `name: value`");
    if (map.keys.size() == kMaxKeys)
      refuse_params(key.place, "E541", "parameter file is too large",
                    fmt::format("a map of more than {} keys", kMaxKeys), "parameter files have a few dozen keys",
                    "check that this is the right file");
    auto const same =
        std::find_if(map.keys.begin(), map.keys.end(), [&](ParamNode const& k) { return k.scalar == key.scalar; });
    if (same != map.keys.end())
      refuse_params(key.place, "E545", fmt::format("'{}' is given twice", key.scalar),
                    fmt::format("first in line {}", same->place.line), "only one of them could count",
                    "remove one of them");
  }

  std::string const& file_;
  std::optional<ParamNode> root_;
  std::vector<ParamNode> open_;
};

[[noreturn]] void refuse_syntax(TextPlace const& place, std::string found, std::string hint) {
  refuse_params(place, "E540", "parameter file cannot be read as YAML or JSON", std::move(found), "", std::move(hint));
}

/// Characters that YAML does not allow, and tabs where the indentation decides the meaning.
void check_characters(std::string_view text, std::string const& file, bool brackets) {
  TextPlace place{file, 1, 1};
  bool indentation = true;
  for (std::size_t i = 0; i < text.size();) {
    char const c = text[i];
    std::size_t const n = utf8_length(text, i);
    if (n == 0) refuse_syntax(place, "bytes that are not UTF-8", "save the file as UTF-8");
    if (c == '\0') refuse_syntax(place, "a NUL byte (UTF-16, or no text file)", "save the file as UTF-8");
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F)
      refuse_syntax(place, "a control character", "remove it");
    if (c == '\t' && indentation && !brackets) refuse_syntax(place, "a tab in the indentation", "indent with spaces");
    indentation = c == '\n' || (indentation && (c == ' ' || c == '\r'));
    place = c == '\n' ? TextPlace{file, place.line + 1, 1}
                      : TextPlace{file, place.line, place.column + static_cast<int>(n)};
    i += n;
  }
}

}  // namespace

std::string TextPlace::text() const { return line > 0 ? fmt::format("{}:{}:{}", file, line, column) : file; }

void refuse_params(TextPlace const& place, char const* code, std::string what, std::string found, std::string why,
                   std::string hint) {
  throw FatalError(ExitCode::kBadParameters,
                   {code, std::move(what), std::move(found), std::move(why), std::move(hint), place.text()});
}

ParamNode parse_params(std::string_view text, std::string const& file) {
  if (text.size() > kMaxParamBytes)
    refuse_params({file, 0, 0}, "E541", "parameter file is too large",
                  fmt::format("{} bytes, at most {} are read", text.size(), kMaxParamBytes),
                  "parameter files have a few kB", "check that this is the right file");
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.substr(0, 3) == kByteOrderMark) text.remove_prefix(3);
  auto const first = text.find_first_not_of(" \t\r\n");
  bool const brackets = first != std::string_view::npos && text[first] == '{';
  check_characters(text, file, brackets);
  std::string plain(text);
  if (brackets) std::replace(plain.begin(), plain.end(), '\t', ' ');  // JSON: tabs are mere space

  std::istringstream stream(plain);
  TreeBuilder builder(file);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder))
      refuse_syntax({file, 1, 1}, "nothing but blank lines and comments", "check that this is the right file");
    ParamNode root = builder.take_root();
    TreeBuilder second(file);
    if (parser.HandleNextDocument(second))
      refuse_syntax(second.take_root().place, "a second document (---)", "keep one document per file");
    return root;
  } catch (YAML::Exception const& e) {
    refuse_syntax({file, e.mark.line + 1, e.mark.column + 1}, e.msg, "check the brackets, quotes and indentation");
  }
}

}  // namespace radsweep
