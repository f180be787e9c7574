#include "server/domain/fiche/fiche_fields.h"

#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
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

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// ExternalId has an `id` too, but as a value: ids of elements come first.
bool IsElement(const Descriptor* message) { return message->field_count() > 0 && message->field(0)->name() == "id"; }

FieldShape ShapeOf(const FieldDescriptor* field) {
  if (!field->is_repeated()) return FieldShape::kValue;
  if (field->message_type() != nullptr) return IsElement(field->message_type()) ? FieldShape::kKeyed : FieldShape::kList;
  const bool words = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !EndsWith(field->name(), "_codes");
  return words ? FieldShape::kList : FieldShape::kSet;
}

Fields FieldsOf(const Descriptor* message) {
  Fields fields;
  const auto add = [&](const FieldDescriptor* field, bool in_content) {
    const bool addition = field->containing_type() == v1::InitiativeContent::descriptor() && IsAddition(field);
    const bool completes = !fields.empty() && field->name() == fields.back().field->name() + "_other";
    fields.push_back({field, ShapeOf(field), in_content, addition, completes});
  };
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

using Table = absl::flat_hash_map<const Descriptor*, Fields>;

void AddWithParts(const Descriptor* message, Table* table) {
  if (table->contains(message)) return;
  const Fields fields = FieldsOf(message);
  table->emplace(message, fields);
  for (const WrittenField& each : fields) {
    if (each.field->message_type() != nullptr) AddWithParts(each.field->message_type(), table);
  }
}

// What a field of one value holds, or an item of a repeated one: `place` is -1 for the former.
const std::string& StringAt(const Message& message, const FieldDescriptor* field, int place, std::string* scratch) {
  const Reflection* const reflection = message.GetReflection();
  return place < 0 ? reflection->GetStringReference(message, field, scratch)
                   : reflection->GetRepeatedStringReference(message, field, place, scratch);
}

const Message& MessageAt(const Message& message, const FieldDescriptor* field, int place) {
  const Reflection* const reflection = message.GetReflection();
  return place < 0 ? reflection->GetMessage(message, field) : reflection->GetRepeatedMessage(message, field, place);
}

// Enums and booleans.
int NumberAt(const Message& message, const FieldDescriptor* field, int place) {
  const Reflection* const reflection = message.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    return static_cast<int>(place < 0 ? reflection->GetBool(message, field) : reflection->GetRepeatedBool(message, field, place));
  }
  return place < 0 ? reflection->GetEnumValue(message, field) : reflection->GetRepeatedEnumValue(message, field, place);
}

// Numbers of any kind.
std::string NumeralAt(const Message& message, const FieldDescriptor* field, int place) {
  std::string numeral;
  google::protobuf::TextFormat::PrintFieldValueToString(message, field, place, &numeral);
  return numeral;
}

bool SameAt(const Message& a, const Message& b, const FieldDescriptor* field, int place) {
  std::string scratch_a, scratch_b;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return StringAt(a, field, place, &scratch_a) == StringAt(b, field, place, &scratch_b);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SameWords(MessageAt(a, field, place), MessageAt(b, field, place));
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

std::string TextAt(const Message& message, const FieldDescriptor* field, int place) {
  std::string scratch;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return StringAt(message, field, place, &scratch);
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& part = MessageAt(message, field, place);
      if (IsElement(part.GetDescriptor())) return TextOfElement(part);
      std::string text;
      for (const WrittenField& each : WrittenFields(part.GetDescriptor())) Join(TextOf(part, each), ", ", &text);
      return text;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return NumberAt(message, field, place) != 0 ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = NumberAt(message, field, place);
      return number == 0 ? std::string() : Code(field->enum_type(), number);
    }
    default: {
      std::string numeral = NumeralAt(message, field, place);
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

}  // namespace

const Fields& WrittenFields(const Descriptor* message) {
  static const Table& table = *[] {
    auto* const made = new Table;
    AddWithParts(v1::Fiche::descriptor(), made);
    return made;
  }();
  return table.at(message);
}

const WrittenField* FindWrittenField(const Descriptor* message, std::string_view name) {
  const Fields& fields = WrittenFields(message);
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const WrittenField& each) { return each.field->name() == name; });
  return found == fields.end() ? nullptr : &*found;
}

const Message& HolderOf(const Message& message, const WrittenField& field) {
  return field.in_content ? static_cast<const v1::FicheInitiative&>(message).content() : message;
}

Message* MutableHolderOf(Message* message, const WrittenField& field) {
  return field.in_content ? static_cast<v1::FicheInitiative*>(message)->mutable_content() : message;
}

const std::string& IdOf(const Message& element) {
  // Generated code has the string itself to refer to.
  constexpr std::string* kNoCopy = nullptr;
  return element.GetReflection()->GetStringReference(element, element.GetDescriptor()->field(0), kNoCopy);
}

int CountOf(const Message& message, const WrittenField& field) {
  const Message& holder = HolderOf(message, field);
  return holder.GetReflection()->FieldSize(holder, field.field);
}

const Message& ElementOf(const Message& message, const WrittenField& field, int place) {
  const Message& holder = HolderOf(message, field);
  return holder.GetReflection()->GetRepeatedMessage(holder, field.field, place);
}

int FindElement(const Message& message, const WrittenField& field, std::string_view id, int likely) {
  const int count = CountOf(message, field);
  if (likely < count && IdOf(ElementOf(message, field, likely)) == id) return likely;
  for (int place = 0; place < count; ++place) {
    if (IdOf(ElementOf(message, field, place)) == id) return place;
  }
  return -1;
}

bool SameField(const Message& a, const Message& b, const WrittenField& field) {
  const Message& holder_a = HolderOf(a, field);
  const Message& holder_b = HolderOf(b, field);
  const Reflection* const reflection = holder_a.GetReflection();
  if (!field.field->is_repeated()) {
    const bool present = field.field->has_presence() && field.field->message_type() == nullptr;
    if (present && reflection->HasField(holder_a, field.field) != reflection->HasField(holder_b, field.field)) return false;
    return SameAt(holder_a, holder_b, field.field, -1);
  }
  const int count = reflection->FieldSize(holder_a, field.field);
  if (count != reflection->FieldSize(holder_b, field.field)) return false;
  for (int place = 0; place < count; ++place) {
    if (field.shape == FieldShape::kKeyed && IdOf(ElementOf(a, field, place)) != IdOf(ElementOf(b, field, place))) return false;
    if (!SameAt(holder_a, holder_b, field.field, place)) return field.shape == FieldShape::kSet && Members(a, field) == Members(b, field);
  }
  return true;
}

bool SameWords(const Message& a, const Message& b) {
  const Fields& fields = WrittenFields(a.GetDescriptor());
  return &a == &b || std::all_of(fields.begin(), fields.end(), [&](const WrittenField& each) { return SameField(a, b, each); });
}

std::string TextOf(const Message& message, const WrittenField& field) {
  const Message& holder = HolderOf(message, field);
  if (!field.field->is_repeated()) {
    const bool scalar = field.field->message_type() == nullptr;
    if (scalar && field.field->has_presence() && !holder.GetReflection()->HasField(holder, field.field)) return {};
    return TextAt(holder, field.field, -1);
  }
  std::string text;
  const int count = CountOf(message, field);
  for (int place = 0; place < count; ++place) {
    Join(TextAt(holder, field.field, place), field.shape == FieldShape::kSet ? ", " : "\n", &text);
  }
  return text;
}

std::string TextOfElement(const Message& element) {
  for (const std::string_view name : {"title", "display_name"}) {
    if (const WrittenField* const field = FindWrittenField(element.GetDescriptor(), name)) return TextOf(element, *field);
  }
  return {};
}

std::string TextOfItem(const Message& message, const WrittenField& field, int place) {
  return TextAt(HolderOf(message, field), field.field, place);
}

}  // namespace minga::domain
