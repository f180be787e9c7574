// What an agency writes in a fiche, field by field, told from the descriptors: a new field of InitiativeContent takes part
// in paths, differences and merges without code of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "minga/v1/fiche.pb.h"

namespace minga::domain {

// How the words of a field hang together when several people write.
enum class FieldShape {
  // One value: a scalar, or a message as a whole.
  kValue,
  // Scalars that are no words (codes, numbers), each there or not; their order says nothing.
  kSet,
  // Items without ids: texts, and messages that have none. An item is known by its place.
  kList,
  // Messages whose first field is `id`: entries and actors. An element is known by it, whatever its place.
  kKeyed,
};

struct WrittenField {
  const google::protobuf::FieldDescriptor* field;
  FieldShape shape;
  // Stands in the entry's `content`, which paths leave out.
  bool in_content;
  // What the secretariat adds; an agency's program may have it in a draft.
  bool addition;
  // Says which when the field before it says OTHER (`type` and `type_other`): the two are one answer.
  bool completes_previous;

  // The rest is looked up once, as the descriptors answer slowly.
  google::protobuf::FieldDescriptor::CppType type;
  // A scalar that tells absent from empty.
  bool can_be_absent;
  // Of the message in which it stands.
  const google::protobuf::Reflection* reflection;
  // Of the messages that it holds, if it does, and what an agency writes in them.
  const google::protobuf::Reflection* part_reflection;
  const std::vector<WrittenField>* parts;
  // Of kKeyed: where elements have their id.
  const google::protobuf::FieldDescriptor* id;
};

// The fields of a message that an agency writes, in the order of the form: of Fiche those that it may change, of
// FicheInitiative those of the content and the visibility, of elements all but the id, of any other message all. For
// messages that are part of a Fiche.
const std::vector<WrittenField>& WrittenFields(const google::protobuf::Descriptor* message);
// Null when there is none.
const WrittenField* FindWrittenField(const google::protobuf::Descriptor* message, std::string_view name);

// The message in which the field stands: `message`, or its content.
const google::protobuf::Message& HolderOf(const google::protobuf::Message& message, const WrittenField& field);
google::protobuf::Message* MutableHolderOf(google::protobuf::Message* message, const WrittenField& field);

// The id of an element of a kKeyed field.
const std::string& IdOf(const google::protobuf::Message& element, const WrittenField& field);
// The elements of a kKeyed field or the messages of a kList, by place.
int CountOf(const google::protobuf::Message& message, const WrittenField& field);
const google::protobuf::Message& ElementOf(const google::protobuf::Message& message, const WrittenField& field, int place);
// The place of the element with an id, -1 when there is none. Looks at `likely` first.
int FindElement(const google::protobuf::Message& message, const WrittenField& field, std::string_view id, int likely = 0);

// Whether an agency wrote the same. A message that is absent is the same as one that says nothing, a set the same in any order;
// ids of the two messages and what an agency does not write are not looked at.
bool SameField(const google::protobuf::Message& a, const google::protobuf::Message& b, const WrittenField& field);
bool SameWords(const google::protobuf::Message& a, const google::protobuf::Message& b, const std::vector<WrittenField>& fields);

// Plain text: enums as codes without prefix, true and false, a set's members and a message's parts joined by ", ", the items
// of a list on a line each. An element of a kKeyed field is said by its name (title, display_name). Empty for what is not
// answered.
std::string TextOf(const google::protobuf::Message& message, const WrittenField& field);
std::string TextOfElement(const google::protobuf::Message& element, const WrittenField& field);
// One item of a kSet or kList.
std::string TextOfItem(const google::protobuf::Message& message, const WrittenField& field, int place);

}  // namespace minga::domain
