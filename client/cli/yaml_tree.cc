#include "client/cli/yaml_tree.h"

#include <unicode/utf8.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

namespace minga::cli {
namespace {

constexpr size_t kDepth = 16;
constexpr size_t kNodes = 100'000;

// Ends the reading from inside the parser.
struct Refused {
  YamlFault fault;
};

[[noreturn]] void Refuse(const YAML::Mark& mark, std::string key, texts::Args args = {}) {
  throw Refused{{mark.line + 1, std::move(key), std::move(args)}};
}

// Builds the tree as the parser tells of it. Nothing is shared and nothing refers to anything, so that what a small file says cannot
// grow.
class Builder : public YAML::EventHandler {
 public:
  explicit Builder(YamlNode* root) : root_(root) {}

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { Begin(mark, "", anchor, YamlNode::Kind::kNull, ""); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override { Refuse(mark, "yaml.alias"); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    Begin(mark, tag, anchor, YamlNode::Kind::kText, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    Open(Begin(mark, tag, anchor, YamlNode::Kind::kList, ""), mark);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    Open(Begin(mark, tag, anchor, YamlNode::Kind::kMap, ""), mark);
  }
  void OnMapEnd() override { open_.pop_back(); }

  // Of the last thing that was told.
  int line() const { return line_; }

 private:
  struct Level {
    YamlNode* node;
    // Of a map whose key was told and whose value comes next.
    bool has_key = false;
  };

  YamlNode* Begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind, const std::string& text) {
    if (anchor != 0) Refuse(mark, "yaml.alias");
    if (!tag.empty() && tag != "?" && tag != "!") Refuse(mark, "yaml.tag");
    if (++nodes_ > kNodes) Refuse(mark, "yaml.too_much");
    YamlNode node;
    node.kind = kind;
    node.line = line_ = mark.line + 1;
    node.text = text;
    if (open_.empty()) {
      *root_ = std::move(node);
      return root_;
    }
    Level& level = open_.back();
    if (level.node->kind == YamlNode::Kind::kList) return &level.node->items.emplace_back(std::move(node));
    if (!level.has_key) {
      if (kind != YamlNode::Kind::kText) Refuse(mark, "yaml.not_understood");
      if (std::find(level.node->keys.begin(), level.node->keys.end(), text) != level.node->keys.end())
        Refuse(mark, "yaml.twice", {{"key", text}});
      level.node->keys.push_back(text);
      level.has_key = true;
      return nullptr;
    }
    level.has_key = false;
    return &level.node->items.emplace_back(std::move(node));
  }

  void Open(YamlNode* node, const YAML::Mark& mark) {
    if (open_.size() >= kDepth) Refuse(mark, "yaml.too_deep");
    open_.push_back({node});
  }

  YamlNode* const root_;
  std::vector<Level> open_;
  size_t nodes_ = 0;
  int line_ = 1;
};

// The first line that has bytes which are no text; empty when there is none.
std::optional<YamlFault> FindNoText(std::string_view bytes) {
  int line = 1;
  const auto size = static_cast<int32_t>(bytes.size());
  for (int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes.data(), at, size, c);
    if (c < 0) return YamlFault{line, "yaml.not_utf8", {}};
    const bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0 && c != 0x85);
    if (control) return YamlFault{line, "yaml.control_character", {}};
    if (c == '\n') ++line;
  }
  return std::nullopt;
}

std::string WithLineFeeds(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '\r' || i + 1 == bytes.size() || bytes[i + 1] != '\n') text += bytes[i];
  }
  return text;
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  const auto found = std::find(keys.begin(), keys.end(), key);
  return found == keys.end() ? nullptr : &items[static_cast<size_t>(found - keys.begin())];
}

std::optional<YamlFault> ReadYaml(std::string_view bytes, YamlNode* root) {
  *root = YamlNode();
  if (bytes.size() > kYamlBytes) return YamlFault{0, "yaml.too_large", {{"mebibytes", std::to_string(kYamlBytes >> 20)}}};
  const std::string text = WithLineFeeds(bytes);
  if (std::optional<YamlFault> fault = FindNoText(text)) return fault;
  const auto lines = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  // The library lets quotes be closed by the end of the file; by the end of the document it does not.
  std::istringstream in(text + (text.ends_with('\n') ? "...\n" : "\n...\n"));
  Builder builder(root);
  try {
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) return std::nullopt;
    YamlNode second;
    Builder ignored(&second);
    if (parser.HandleNextDocument(ignored)) return YamlFault{second.line, "yaml.second_document", {}};
  } catch (const Refused& refused) {
    return refused.fault;
  } catch (const YAML::Exception& error) {
    if (error.mark.line >= lines) return YamlFault{builder.line(), "yaml.not_closed", {}};
    return YamlFault{error.mark.line + 1, "yaml.not_understood", {}};
  }
  return std::nullopt;
}

}  // namespace minga::cli
