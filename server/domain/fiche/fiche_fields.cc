#include "server/domain/fiche/fiche_fields.h"

#include <algorithm>
#include <array>
#include <map>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "server/domain/codes.h"
#include "server/domain/initiative/initiative_rules.h"

namespace minga::domain {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Fields = std::vector<WrittenField>;

constexpr std::array<int, 7> kOfFiche = {
    v1::Fiche::kInstitutionFieldNumber,
    v1::Fiche::kFocalPointFieldNumber,
    v1::Fiche::kInstitutionalStrengthsFieldNumber,
    v1::Fiche::kInstitutionalWeaknessesFieldNumber,
    v1::Fiche::kWillingToShareFieldNumber,
    v1::Fiche::kInitiativesFieldNumber,
    v1::Fiche::kNothingToReportFieldNumber,
};

// ExternalId has an `id` too, but as a value: ids of elements come first.
bool IsElement(const Descriptor* message) { return message->field_count() > 0 && message->field(0)->name() == "id"; }

FieldShape ShapeOf(const FieldDescriptor* field) {
  if (!field->is_repeated()) return FieldShape::kValue;
  if (field->message_type() != nullptr) return IsElement(field->message_type()) ? FieldShape::kKeyed : FieldShape::kList;
  const bool words = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !std::string_view(field->name()).ends_with("_codes");
  return words ? FieldShape::kList : FieldShape::kSet;
}

const Reflection* ReflectionOf(const Descriptor* message) {
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(message)->GetReflection();
}

// All but the fields of what it holds.
WrittenField Describe(const FieldDescriptor* field, bool in_content, const Fields& before) {
  WrittenField made = {};
  made.field = field;
  made.shape = ShapeOf(field);
  made.in_content = in_content;
  made.addition = field->containing_type() == v1::InitiativeContent::descriptor() && IsAddition(field);
  made.completes_previous = !before.empty() && field->name() == before.back().field->name() + "_other";
  made.type = field->cpp_type();
  made.can_be_absent = field->has_presence() && field->message_type() == nullptr;
  made.reflection = ReflectionOf(field->containing_type());
  if (field->message_type() != nullptr) made.part_reflection = ReflectionOf(field->message_type());
  if (made.shape == FieldShape::kKeyed) made.id = field->message_type()->field(0);
  return made;
}

Fields FieldsOf(const Descriptor* message) {
  Fields fields;
  const auto add = [&](const FieldDescriptor* field, bool in_content) { fields.push_back(Describe(field, in_content, fields)); };
  if (message == v1::FicheInitiative::descriptor()) {
    const Descriptor* const content = v1::InitiativeContent::descriptor();
    for (int i = 0; i < content->field_count(); ++i) add(content->field(i), true);
    add(message->FindFieldByNumber(v1::FicheInitiative::kVisibilityFieldNumber), false);
  } else if (message == v1::Fiche::descriptor()) {
    for (const int number : kOfFiche) add(message->FindFieldByNumber(number), false);
  } else {
    for (int i = IsElement(message) ? 1 : 0; i < message->field_count(); ++i) add(message->field(i), false);
  }
  return fields;
}

// Nodes stay where they are: fields point to those of their parts.
using Table = std::map<const Descriptor*, Fields>;

const Fields& AddWithParts(const Descriptor* message, Table* table) {
  const auto [at, is_new] = table->emplace(message, Fields());
  if (!is_new) return at->second;
  at->second = FieldsOf(message);
  for (WrittenField& each : at->second) {
    if (each.field->message_type() != nullptr) each.parts = &AddWithParts(each.field->message_type(), table);
  }
  return at->second;
}

// What a field of one value holds, or an item of a repeated one: `place` is -1 for the former. `holder` is that of the field.
const std::string& StringAt(const Message& holder, const WrittenField& field, int place, std::string* scratch) {
  return place < 0 ? field.reflection->GetStringReference(holder, field.field, scratch)
                   : field.reflection->GetRepeatedStringReference(holder, field.field, place, scratch);
}

const Message& MessageAt(const Message& holder, const WrittenField& field, int place) {
  return place < 0 ? field.reflection->GetMessage(holder, field.field) : field.reflection->GetRepeatedMessage(holder, field.field, place);
}

// Enums and booleans.
int NumberAt(const Message& holder, const WrittenField& field, int place) {
  const Reflection* const reflection = field.reflection;
  if (field.type == FieldDescriptor::CPPTYPE_BOOL) {
    return static_cast<int>(place < 0 ? reflection->GetBool(holder, field.field) : reflection->GetRepeatedBool(holder, field.field, place));
  }
  return place < 0 ? reflection->GetEnumValue(holder, field.field) : reflection->GetRepeatedEnumValue(holder, field.field, place);
}

// Numbers of any kind.
std::string NumeralAt(const Message& holder, const WrittenField& field, int place) {
  std::string numeral;
  google::protobuf::TextFormat::PrintFieldValueToString(holder, field.field, place, &numeral);
  return numeral;
}

bool SameAt(const Message& a, const Message& b, const WrittenField& field, int place) {
  std::string scratch_a, scratch_b;
  switch (field.type) {
    case FieldDescriptor::CPPTYPE_STRING:
      return StringAt(a, field, place, &scratch_a) == StringAt(b, field, place, &scratch_b);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SameWords(MessageAt(a, field, place), MessageAt(b, field, place), *field.parts);
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_ENUM:
      return NumberAt(a, field, place) == NumberAt(b, field, place);
    default:
      return NumeralAt(a, field, place) == NumeralAt(b, field, place);
  }
}

void Join(std::string_view text, std::string_view separator, std::string* to) {
  if (text.empty()) return;
  if (!to->empty()) to->append(separator);
  to->append(text);
}

std::string TextAt(const Message& holder, const WrittenField& field, int place) {
  std::string scratch;
  switch (field.type) {
    case FieldDescriptor::CPPTYPE_STRING:
      return StringAt(holder, field, place, &scratch);
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& part = MessageAt(holder, field, place);
      if (field.shape == FieldShape::kKeyed) return TextOfElement(part, field);
      std::string text;
      for (const WrittenField& each : *field.parts) Join(TextOf(part, each), ", ", &text);
      return text;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return NumberAt(holder, field, place) != 0 ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = NumberAt(holder, field, place);
      return number == 0 ? std::string() : Code(field.field->enum_type(), number);
    }
    default: {
      std::string numeral = NumeralAt(holder, field, place);
      return numeral == "0" ? std::string() : numeral;
    }
  }
}

std::vector<std::string> Members(const Message& message, const WrittenField& set) {
  std::vector<std::string> members;
  for (int place = 0; place < CountOf(message, set); ++place) members.push_back(TextOfItem(message, set, place));
  std::sort(members.begin(), members.end());
  return members;
}

bool IsAbsent(const Message& holder, const WrittenField& field) {
  return field.can_be_absent && !field.reflection->HasField(holder, field.field);
}

const WrittenField* Find(const Fields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const WrittenField& each) { return each.field->name() == name; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace

const Fields& WrittenFields(const Descriptor* message) {
  static const Table& table = *[] {
    auto* const made = new Table;
    AddWithParts(v1::Fiche::descriptor(), made);
    return made;
  }();
  return table.at(message);
}

const WrittenField* FindWrittenField(const Descriptor* message, std::string_view name) { return Find(WrittenFields(message), name); }

const Message& HolderOf(const Message& message, const WrittenField& field) {
  return field.in_content ? static_cast<const v1::FicheInitiative&>(message).content() : message;
}

Message* MutableHolderOf(Message* message, const WrittenField& field) {
  return field.in_content ? static_cast<v1::FicheInitiative*>(message)->mutable_content() : message;
}

const std::string& IdOf(const Message& element, const WrittenField& field) {
  // Generated code has the string itself to refer to.
  constexpr std::string* kNoCopy = nullptr;
  return field.part_reflection->GetStringReference(element, field.id, kNoCopy);
}

int CountOf(const Message& message, const WrittenField& field) {
  return field.reflection->FieldSize(HolderOf(message, field), field.field);
}

const Message& ElementOf(const Message& message, const WrittenField& field, int place) {
  return field.reflection->GetRepeatedMessage(HolderOf(message, field), field.field, place);
}

int FindElement(const Message& message, const WrittenField& field, std::string_view id, int likely) {
  const int count = CountOf(message, field);
  if (likely < count && IdOf(ElementOf(message, field, likely), field) == id) return likely;
  for (int place = 0; place < count; ++place) {
    if (IdOf(ElementOf(message, field, place), field) == id) return place;
  }
  return -1;
}

bool SameField(const Message& a, const Message& b, const WrittenField& field) {
  const Message& holder_a = HolderOf(a, field);
  const Message& holder_b = HolderOf(b, field);
  if (!field.field->is_repeated()) {
    return IsAbsent(holder_a, field) == IsAbsent(holder_b, field) && SameAt(holder_a, holder_b, field, -1);
  }
  const int count = CountOf(a, field);
  if (count != CountOf(b, field)) return false;
  for (int place = 0; place < count; ++place) {
    if (field.shape == FieldShape::kKeyed && IdOf(ElementOf(a, field, place), field) != IdOf(ElementOf(b, field, place), field))
      return false;
    if (!SameAt(holder_a, holder_b, field, place)) return field.shape == FieldShape::kSet && Members(a, field) == Members(b, field);
  }
  return true;
}

bool SameWords(const Message& a, const Message& b, const Fields& fields) {
  return &a == &b || std::all_of(fields.begin(), fields.end(), [&](const WrittenField& each) { return SameField(a, b, each); });
}

std::string TextOf(const Message& message, const WrittenField& field) {
  const Message& holder = HolderOf(message, field);
  if (!field.field->is_repeated()) return IsAbsent(holder, field) ? std::string() : TextAt(holder, field, -1);
  std::string text;
  for (int place = 0; place < CountOf(message, field); ++place) {
    Join(TextAt(holder, field, place), field.shape == FieldShape::kSet ? ", " : "\n", &text);
  }
  return text;
}

std::string TextOfElement(const Message& element, const WrittenField& field) {
  for (const std::string_view name : {"title", "display_name"}) {
    if (const WrittenField* const found = Find(*field.parts, name)) return TextOf(element, *found);
  }
  return {};
}

std::string TextOfItem(const Message& message, const WrittenField& field, int place) {
  return TextAt(HolderOf(message, field), field, place);
}

}  // namespace minga::domain
