#include "client/cli/fiche_fields.h"

#include <fmt/format.h>
#include <google/type/date.pb.h>
#include <google/type/money.pb.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "client/cli/codes.h"
#include "client/cli/dates.h"

namespace minga::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kFirstAddition = v1::InitiativeContent::kModalityFieldNumber;

std::vector<FicheField> All(const Descriptor& message, bool in_content) {
  std::vector<FicheField> fields;
  for (int i = 0; i < message.field_count(); ++i) {
    fields.push_back({message.field(i), in_content, in_content && message.field(i)->number() >= kFirstAddition});
  }
  return fields;
}

std::vector<FicheField> Make(const Descriptor& message) {
  if (&message == v1::Fiche::descriptor()) {
    std::vector<FicheField> fields;
    for (const int number :
         {v1::Fiche::kInstitutionFieldNumber, v1::Fiche::kFocalPointFieldNumber, v1::Fiche::kInstitutionalStrengthsFieldNumber,
          v1::Fiche::kInstitutionalWeaknessesFieldNumber, v1::Fiche::kWillingToShareFieldNumber, v1::Fiche::kNothingToReportFieldNumber,
          v1::Fiche::kInitiativesFieldNumber}) {
      fields.push_back({message.FindFieldByNumber(number)});
    }
    return fields;
  }
  if (&message != v1::FicheInitiative::descriptor()) return All(message, false);
  std::vector<FicheField> fields = All(*v1::InitiativeContent::descriptor(), true);
  const auto of_entry = [&](int number) { return FicheField{message.FindFieldByNumber(number)}; };
  fields.insert(fields.begin(), of_entry(v1::FicheInitiative::kIdFieldNumber));
  const auto added = std::find_if(fields.begin(), fields.end(), [](const FicheField& field) { return field.addition; });
  fields.insert(added, of_entry(v1::FicheInitiative::kVisibilityFieldNumber));
  return fields;
}

std::string MoneyText(const google::type::Money& money) {
  std::string text = fmt::format("{} {}", money.currency_code(), money.units());
  if (money.nanos() == 0) return text;
  text += fmt::format(".{:09}", money.nanos());
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

// `USD 1500.50`; false for anything else.
bool ReadMoney(std::string_view text, google::type::Money* money) {
  if (text.size() < 5 || text[3] != ' ') return false;
  money->set_currency_code(std::string(text.substr(0, 3)));
  const size_t point = std::min(text.find('.'), text.size());
  int64_t units = 0;
  const std::string_view whole = text.substr(4, point - 4);
  if (const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), units);
      error != std::errc() || end != whole.data() + whole.size()) {
    return false;
  }
  money->set_units(units);
  if (point == text.size()) return true;
  std::string parts(text.substr(point + 1));
  if (parts.empty() || parts.size() > 9 || parts.find_first_not_of("0123456789") != std::string::npos) return false;
  parts.resize(9, '0');
  money->set_nanos(std::stoi(parts));
  return true;
}

template <typename Number, typename Set>
bool SetNumber(std::string_view text, Set set) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  set(number);
  return true;
}

std::string SetWordMessage(const App& app, std::string_view text, const FieldDescriptor& field, Message* message) {
  const auto* reflection = message->GetReflection();
  Message* part = field.is_repeated() ? reflection->AddMessage(message, &field) : reflection->MutableMessage(message, &field);
  if (auto* money = dynamic_cast<google::type::Money*>(part)) {
    return ReadMoney(text, money) ? "" : app.T("yaml.money", {{"value", std::string(text)}});
  }
  const std::optional<google::type::Date> date = ReadDate(text);
  if (!date.has_value()) return app.T("yaml.date", {{"value", std::string(text)}});
  part->CopyFrom(*date);
  return "";
}

// One value, which a code is whole.
std::string ValueInWords(const App& app, const FieldDescriptor& field, std::string_view text) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const std::optional<int> number = FindCode(*field.enum_type(), text);
    return number.has_value() ? Label(*field.enum_type(), *number, app.language) : std::string(text);
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    const std::optional<bool> yes = ReadYes(text);
    return yes.has_value() ? app.T(*yes ? "yes" : "no") : std::string(text);
  }
  const bool country = text.size() == 2 && field.name().find("country_code") != std::string::npos;
  return country ? CountryName(text, app.language) : std::string(text);
}

std::string JoinedParts(const App& app, const Message& message) {
  std::string text;
  for (const FicheField& field : FicheFields(*message.GetDescriptor())) {
    if (field.name() == "id" && field.field->containing_type() != v1::ExternalId::descriptor()) continue;
    const std::string part = TextOfField(app, message, field);
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

}  // namespace

bool FicheField::is_word() const {
  return is_message() &&
         (field->message_type() == google::type::Date::descriptor() || field->message_type() == google::type::Money::descriptor());
}

bool FicheField::is_keyed() const {
  return is_message() && (field->message_type() == v1::FicheInitiative::descriptor() || field->message_type() == v1::Actor::descriptor());
}

const std::vector<FicheField>& FicheFields(const Descriptor& message) {
  // Commands have one thread that asks.
  static auto* const known = new std::map<const Descriptor*, std::vector<FicheField>>();
  const auto [at, fresh] = known->try_emplace(&message);
  if (fresh) at->second = Make(message);
  return at->second;
}

const FicheField* FindFicheField(const Descriptor& message, std::string_view name) {
  const std::vector<FicheField>& fields = FicheFields(message);
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const FicheField& field) { return field.name() == name; });
  return found == fields.end() ? nullptr : &*found;
}

const Message& HolderOf(const Message& message, const FicheField& field) {
  return field.in_content ? static_cast<const v1::FicheInitiative&>(message).content() : message;
}

Message* MutableHolderOf(Message* message, const FicheField& field) {
  return field.in_content ? static_cast<v1::FicheInitiative*>(message)->mutable_content() : message;
}

bool Says(const Message& message, const FicheField& field) {
  const Message& holder = HolderOf(message, field);
  const auto* reflection = holder.GetReflection();
  if (field.field->is_repeated()) return reflection->FieldSize(holder, field.field) > 0;
  return reflection->HasField(holder, field.field);
}

std::string WordOf(const App& app, const Message& message, const FicheField& field, int item) {
  const Message& holder = HolderOf(message, field);
  const auto* r = holder.GetReflection();
  const FieldDescriptor* f = field.field;
  const bool many = f->is_repeated();
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? r->GetRepeatedString(holder, f, item) : r->GetString(holder, f);
    case FieldDescriptor::CPPTYPE_ENUM:
      return CodeOf(*f->enum_type(), many ? r->GetRepeatedEnumValue(holder, f, item) : r->GetEnumValue(holder, f));
    case FieldDescriptor::CPPTYPE_BOOL:
      return app.T(r->GetBool(holder, f) ? "yes" : "no");
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(many ? r->GetRepeatedInt32(holder, f, item) : r->GetInt32(holder, f));
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(many ? r->GetRepeatedInt64(holder, f, item) : r->GetInt64(holder, f));
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& part = many ? r->GetRepeatedMessage(holder, f, item) : r->GetMessage(holder, f);
      if (const auto* money = dynamic_cast<const google::type::Money*>(&part)) return MoneyText(*money);
      return FormatDate(static_cast<const google::type::Date&>(part));
    }
    default:
      return "";
  }
}

std::string SetWord(const App& app, std::string_view text, const FicheField& field, Message* message) {
  Message* holder = MutableHolderOf(message, field);
  const auto* r = holder->GetReflection();
  const FieldDescriptor* f = field.field;
  const bool many = f->is_repeated();
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      many ? r->AddString(holder, f, std::string(text)) : r->SetString(holder, f, std::string(text));
      return "";
    case FieldDescriptor::CPPTYPE_ENUM: {
      int number = 0;
      std::string wrong = ReadCode(*f->enum_type(), text, app.language, &number);
      if (wrong.empty()) many ? r->AddEnumValue(holder, f, number) : r->SetEnumValue(holder, f, number);
      return wrong;
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const std::optional<bool> yes = ReadYes(text);
      if (yes.has_value()) r->SetBool(holder, f, *yes);
      return yes.has_value() ? "" : app.T("yaml.yes_or_no", {{"value", std::string(text)}});
    }
    case FieldDescriptor::CPPTYPE_INT32:
      if (SetNumber<int32_t>(text, [&](int32_t n) { many ? r->AddInt32(holder, f, n) : r->SetInt32(holder, f, n); })) return "";
      return app.T("yaml.number", {{"value", std::string(text)}});
    case FieldDescriptor::CPPTYPE_INT64:
      if (SetNumber<int64_t>(text, [&](int64_t n) { many ? r->AddInt64(holder, f, n) : r->SetInt64(holder, f, n); })) return "";
      return app.T("yaml.number", {{"value", std::string(text)}});
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetWordMessage(app, text, *f, holder);
    default:
      return app.T("yaml.no_text");
  }
}

std::string TextOfItem(const App& app, const Message& message, const FicheField& field, int item) {
  if (!field.is_message() || field.is_word()) return WordOf(app, message, field, item);
  const Message& holder = HolderOf(message, field);
  const Message& element = holder.GetReflection()->GetRepeatedMessage(holder, field.field, item);
  return field.is_keyed() ? NameOfElement(element) : JoinedParts(app, element);
}

std::string TextOfField(const App& app, const Message& message, const FicheField& field) {
  if (!Says(message, field)) return "";
  const Message& holder = HolderOf(message, field);
  const auto* reflection = holder.GetReflection();
  if (!field.field->is_repeated()) {
    return field.is_message() && !field.is_word() ? JoinedParts(app, reflection->GetMessage(holder, field.field))
                                                  : WordOf(app, message, field);
  }
  std::string text;
  for (int i = 0; i < reflection->FieldSize(holder, field.field); ++i) text += (i == 0 ? "" : "\n") + TextOfItem(app, message, field, i);
  return text;
}

std::string InWords(const App& app, const FieldDescriptor& field, std::string_view text) {
  const bool coded = field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM || field.name().find("country_code") != std::string::npos;
  // A type that is none of the others says which behind a comma.
  const size_t comma = coded ? std::min(text.find(", "), text.size()) : text.size();
  std::string words = ValueInWords(app, field, text.substr(0, comma));
  if (comma == text.size()) return words;
  return words + ", " + (field.is_repeated() ? InWords(app, field, text.substr(comma + 2)) : std::string(text.substr(comma + 2)));
}

const std::string& NameOfElement(const Message& element) {
  if (const auto* entry = dynamic_cast<const v1::FicheInitiative*>(&element)) return entry->content().title();
  return static_cast<const v1::Actor&>(element).display_name();
}

const std::string& IdOfElement(const Message& element) {
  if (const auto* entry = dynamic_cast<const v1::FicheInitiative*>(&element)) return entry->id();
  return static_cast<const v1::Actor&>(element).id();
}

}  // namespace minga::cli
