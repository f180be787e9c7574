#include <fmt/format.h>

#include "client/cli/fiche_fields.h"
#include "client/cli/fiche_yaml.h"

namespace minga::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

class Reader {
 public:
  Reader(const App& app, FicheFile* file) : app_(app), file_(*file) {}

  void Fiche(const YamlNode& root) {
    if (root.kind != YamlNode::Kind::kMap) return Fault(root.line, app_.T("yaml.no_fiche"));
    for (const std::string key : {"fiche", "etag"}) {
      const YamlNode* node = root.Find(key);
      if (node == nullptr) continue;
      if (node->kind != YamlNode::Kind::kText) Fault(node->line, app_.T("yaml.needs_text", {{"key", key}}));
      (key == "fiche" ? file_.fiche.mutable_name() : file_.fiche.mutable_etag())->assign(node->text);
    }
    Fields(root, "", &file_.fiche);
  }

  void Fault(int line, std::string sentence) { file_.faults.push_back({line, std::move(sentence)}); }

 private:
  void Fields(const YamlNode& node, const std::string& path, Message* message) {
    for (size_t i = 0; i < node.keys.size(); ++i) {
      const std::string& key = node.keys[i];
      const YamlNode& value = node.items[i];
      if (path.empty() && (key == "fiche" || key == "etag")) continue;
      const FicheField* field = FindFicheField(*message->GetDescriptor(), key);
      if (field == nullptr) {
        Fault(value.line, app_.T("yaml.unknown_key", {{"key", key}, {"known", Known(*message->GetDescriptor())}}));
        continue;
      }
      const std::string place = path.empty() ? key : fmt::format("{}.{}", path, key);
      file_.lines[place] = value.line;
      if (value.kind == YamlNode::Kind::kNull) continue;
      if (field->field->is_repeated()) {
        List(*field, value, place, message);
      } else {
        One(*field, value, place, message);
      }
    }
  }

  void List(const FicheField& field, const YamlNode& node, const std::string& place, Message* message) {
    if (node.kind != YamlNode::Kind::kList) return Fault(node.line, app_.T("yaml.needs_list", {{"key", field.name()}}));
    int item = 0;
    for (const YamlNode& each : node.items) {
      if (each.kind == YamlNode::Kind::kNull) continue;
      const std::string at = fmt::format("{}[{}]", place, item++);
      file_.lines[at] = each.line;
      One(field, each, at, message);
    }
  }

  // One value, or one item of a repeated field.
  void One(const FicheField& field, const YamlNode& node, const std::string& place, Message* message) {
    if (!field.is_message() || field.is_word()) {
      if (node.kind != YamlNode::Kind::kText) return Fault(node.line, app_.T("yaml.needs_text", {{"key", field.name()}}));
      // An empty text is an answer where texts are, and none where a code or a number is.
      if (node.text.empty() && field.field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) return;
      if (std::string wrong = SetWord(app_, node.text, field, message); !wrong.empty()) {
        Fault(node.line, field.name() + ": " + std::move(wrong));
      }
      return;
    }
    if (node.kind != YamlNode::Kind::kMap) return Fault(node.line, app_.T("yaml.needs_map", {{"key", field.name()}}));
    Message* holder = MutableHolderOf(message, field);
    const auto* reflection = holder->GetReflection();
    if (field.field->is_repeated()) return Fields(node, place, reflection->AddMessage(holder, field.field));
    Message* part = reflection->MutableMessage(holder, field.field);
    Fields(node, place, part);
    // Keys without answers say as little as no key.
    if (part->ByteSizeLong() == 0) reflection->ClearField(holder, field.field);
  }

  static std::string Known(const Descriptor& message) {
    std::string known;
    for (const FicheField& field : FicheFields(message)) known += (known.empty() ? "" : ", ") + field.name();
    return known;
  }

  const App& app_;
  FicheFile& file_;
};

}  // namespace

FicheFile ReadFicheYaml(const App& app, std::string_view bytes) {
  FicheFile file;
  Reader reader(app, &file);
  YamlNode root;
  if (const std::optional<YamlFault> fault = ReadYaml(bytes, &root)) {
    reader.Fault(fault->line, app.T(fault->key, fault->args));
  } else if (root.kind == YamlNode::Kind::kNull) {
    file.empty = true;
  } else {
    reader.Fiche(root);
  }
  return file;
}

}  // namespace minga::cli
