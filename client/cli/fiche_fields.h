// What an agency writes in a fiche, field by field and told from the descriptors, for showing, editing and comparing it: a new field
// of InitiativeContent takes part without code of its own.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

#include "client/cli/app.h"
#include "minga/v1/fiche.pb.h"

namespace minga::cli {

struct FicheField {
  const google::protobuf::FieldDescriptor* field;
  // Stands in the entry's `content`, which neither files nor paths name.
  bool in_content = false;
  // What the secretariat adds; shown where it says something.
  bool addition = false;

  const std::string& name() const { return field->name(); }
  bool is_message() const { return field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE; }
  // One word although it is a message: a date, an amount of money.
  bool is_word() const;
  // Messages that are known by their id: entries and actors.
  bool is_keyed() const;
};

// In the order of the form: of Fiche what an agency may change, of FicheInitiative its id, its content and its visibility, of other
// messages all.
const std::vector<FicheField>& FicheFields(const google::protobuf::Descriptor& message);
// Null when there is none.
const FicheField* FindFicheField(const google::protobuf::Descriptor& message, std::string_view name);

// The message in which the field stands.
const google::protobuf::Message& HolderOf(const google::protobuf::Message& message, const FicheField& field);
google::protobuf::Message* MutableHolderOf(google::protobuf::Message* message, const FicheField& field);

// Whether anything is said there.
bool Says(const google::protobuf::Message& message, const FicheField& field);

// One value of the field as people type it, `item` of a repeated one: a text, a code without its prefix, `yes` and `no` in the
// language, `2021-03`, `USD 1500.50`. Not for messages, unless they are words. Empty for a code that says nothing.
std::string WordOf(const App& app, const google::protobuf::Message& message, const FicheField& field, int item = -1);
// Sets it, or adds it to a repeated field. Answers the sentence of what is wrong with the text, or "".
std::string SetWord(const App& app, std::string_view text, const FicheField& field, google::protobuf::Message* message);

// What a field says, in one text: members of a list on a line each, the parts of a message with commas between; of entries and actors
// their names.
std::string TextOfField(const App& app, const google::protobuf::Message& message, const FicheField& field);
std::string TextOfItem(const App& app, const google::protobuf::Message& message, const FicheField& field, int item);
// The text of a field, or of a FicheChange of it, as people read it: words for codes, names of countries, `yes` and `no` in the
// language. What is no code stays as it is.
std::string InWords(const App& app, const google::protobuf::FieldDescriptor& field, std::string_view text);
// The title of an entry, the name of an actor.
const std::string& NameOfElement(const google::protobuf::Message& element);
// The id of an entry or actor.
const std::string& IdOfElement(const google::protobuf::Message& element);

}  // namespace minga::cli
