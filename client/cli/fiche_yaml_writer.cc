#include <algorithm>

#include "client/cli/codes.h"
#include "client/cli/fiche_fields.h"
#include "client/cli/fiche_yaml.h"
#include "client/cli/places.h"
#include "client/cli/yaml_text.h"

namespace minga::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::Message;

// As many as the form has room for: whoever has them all is not shown how to add one.
constexpr int kEntries = 3;

class Writer {
 public:
  Writer(const App& app, bool hints) : app_(app), hints_(hints) {}

  void Fields(const Message& message, int indent) {
    bool told_additions = false;
    for (const FicheField& field : FicheFields(*message.GetDescriptor())) {
      if (!Says(message, field) && !IsAsked(message, field)) continue;
      if (field.addition && !told_additions) Comment(app_.T("edit.additions"), indent, true);
      told_additions = told_additions || field.addition;
      if (!field.addition) Hint(message, field, indent);
      Field(message, field, indent);
    }
  }

  void Comment(std::string_view text, int indent, bool gap) {
    if (!hints_) return;
    if (gap) text_ += "\n";
    text_ += YamlComment(text, indent);
  }

  std::string text_;

 private:
  static std::string Margin(int indent) { return std::string(static_cast<size_t>(indent), ' '); }

  // What has a place in the form is shown although nothing is said there.
  static bool IsAsked(const Message& message, const FicheField& field) {
    if (field.addition) return false;
    if (message.GetDescriptor() == v1::Actor::descriptor()) return field.name() == "display_name" || field.name() == "category";
    return message.GetDescriptor() == v1::Fiche::descriptor() || message.GetDescriptor() == v1::FicheInitiative::descriptor() ||
           message.GetDescriptor() == v1::FocalPoint::descriptor();
  }

  // `ACTION: acción; PROJECT: proyecto`.
  std::string Codes(const EnumDescriptor& type) const {
    std::string codes;
    for (int i = 0; i < type.value_count(); ++i) {
      const int number = type.value(i)->number();
      if (number != 0) codes += (codes.empty() ? "" : "; ") + CodeOf(type, number) + ": " + Label(type, number, app_.language);
    }
    return codes;
  }

  void Hint(const Message& message, const FicheField& field, int indent) {
    const bool fiche = message.GetDescriptor() == v1::Fiche::descriptor();
    if (!fiche && message.GetDescriptor() != v1::FicheInitiative::descriptor()) return;
    if (field.name() == "id" || field.name() == "type_other" || field.name() == "initiatives") return;
    const std::string key = (fiche ? "fiche." : "initiative.") + field.name();
    std::string text =
        texts::Exists("form.question." + key) ? texts::Render("form.question." + key, app_.language) : PlaceName(app_, field.name());
    for (const std::string& hint : {"form.hint." + key, "cli.edit.hint." + field.name()}) {
      if (texts::Exists(hint)) text += "\n" + texts::Render(hint, app_.language);
    }
    const EnumDescriptor* codes = field.name() == "actors" ? v1::ActorCategory_descriptor() : field.field->enum_type();
    if (codes != nullptr) text += "\n" + Codes(*codes);
    Comment(text, indent, true);
  }

  void Field(const Message& message, const FicheField& field, int indent) {
    if (hints_ && field.name() == "initiatives") text_ += "\n";
    text_ += Margin(indent) + field.name() + ":";
    const Message& holder = HolderOf(message, field);
    const auto* reflection = holder.GetReflection();
    if (field.field->is_repeated()) {
      text_ += "\n";
      for (int i = 0; i < reflection->FieldSize(holder, field.field); ++i) Item(message, field, i, indent + 2);
    } else if (field.is_message() && !field.is_word()) {
      text_ += "\n";
      Fields(reflection->GetMessage(holder, field.field), indent + 2);
    } else if (Says(message, field)) {
      Value(field, WordOf(app_, message, field), indent);
    } else {
      text_ += "\n";
    }
  }

  void Value(const FicheField& field, const std::string& word, int indent) {
    // `no` and numbers stand as they are where they are meant.
    const bool text = field.field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING;
    text_ += text ? YamlText(word, indent) : " " + word + "\n";
  }

  void Item(const Message& message, const FicheField& field, int item, int indent) {
    if (!field.is_message() || field.is_word()) {
      text_ += Margin(indent) + "-";
      Value(field, WordOf(app_, message, field, item), indent);
      return;
    }
    const Message& holder = HolderOf(message, field);
    const Message& element = holder.GetReflection()->GetRepeatedMessage(holder, field.field, item);
    const bool entry = element.GetDescriptor() == v1::FicheInitiative::descriptor();
    if (entry) Comment(app_.T("edit.entry", {{"number", std::to_string(item + 1)}}), indent, true);
    const size_t begin = text_.size();
    Fields(element, indent + 2);
    if (text_.size() == begin) {
      text_ += Margin(indent) + "- {}\n";
    } else {
      // The first key stands behind the dash.
      text_[begin + static_cast<size_t>(indent)] = '-';
    }
  }

  const App& app_;
  const bool hints_;
};

// An entry to fill in, each line behind a mark.
std::string Template(const App& app) {
  v1::Fiche blank;
  blank.add_initiatives()->mutable_content()->add_actors();
  Writer writer(app, false);
  writer.Fields(blank, 0);
  std::string text = writer.text_.substr(writer.text_.find("initiatives:\n") + sizeof("initiatives:\n") - 1);
  std::string commented;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    // Behind the margin of a list's items, so that what is left without the mark stands where it belongs.
    commented.append("  # ").append(text, at + 2, end - at - 2).append("\n");
    at = end + 1;
  }
  return commented;
}

}  // namespace

std::string WriteFicheYaml(const App& app, const v1::Fiche& fiche) {
  Writer writer(app, true);
  writer.Comment(app.T("edit.header"), 0, false);
  writer.text_ += "\nfiche: " + YamlScalar(fiche.name()) + "\netag: \"" + fiche.etag() + "\"\n";
  writer.Fields(fiche, 0);
  if (fiche.initiatives_size() < kEntries) {
    writer.Comment(app.T("edit.another"), 2, true);
    writer.text_ += Template(app);
  }
  return writer.text_;
}

std::string WriteEntryYaml(const App& app, const v1::FicheInitiative& entry) {
  Writer writer(app, false);
  writer.Fields(entry, 0);
  return writer.text_;
}

}  // namespace minga::cli
