#include "server/domain/initiative/initiative_rules.h"

#include <fmt/format.h>
#include <unicode/ucurr.h>

#include <algorithm>
#include <set>

#include "code_lists/code_lists.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/domain/fields.h"

namespace minga::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Checks the first `limit` items only: a list that is far too long is one mistake, not thousands.
template <typename List, typename Check>
void CheckList(const List& list, int limit, const std::string& path, Violations& violations, Check check) {
  CheckCount(list.size(), limit, path, violations);
  for (int at = 0; at < std::min(list.size(), limit); ++at) check(list[at], fmt::format("{}[{}]", path, at));
}

void CheckActor(const v1::Actor& actor, const std::string& path, Violations& violations) {
  CheckItemId(actor.id(), path + ".id", violations);
  CheckRequiredText(actor.display_name(), limits::kActorName, path + ".display_name", violations);
  CheckEnum(actor.category(), path + ".category", violations);
  CheckText(actor.category_text(), limits::kCategoryText, path + ".category_text", violations);
  CheckCountry(actor.country_code(), path + ".country_code", violations);
}

void CheckParty(const v1::Party& party, const std::string& path, Violations& violations) {
  if (!party.country_code().empty()) {
    CheckCountry(party.country_code(), path + ".country_code", violations);
  } else if (party.organization().empty()) {
    violations.Add(path, "EXACTLY_ONE");
  } else {
    CheckRequiredText(party.organization(), limits::kOrganization, path + ".organization", violations);
  }
  if (party.role() == v1::PARTY_ROLE_UNSPECIFIED) violations.Add(path + ".role", "REQUIRED");
  CheckEnum(party.role(), path + ".role", violations);
}

void CheckSector(const v1::SectorRef& sector, const std::string& path, Violations& violations) {
  if (!code_lists::IsVocabulary(sector.vocabulary())) {
    violations.Add(path + ".vocabulary", "UNKNOWN_VOCABULARY", {{"value", Quoted(sector.vocabulary())}});
  } else if (code_lists::FindSector(sector.vocabulary(), sector.code()) == nullptr) {
    violations.Add(path + ".code", "UNKNOWN_SECTOR", {{"value", Quoted(sector.code())}});
  }
}

// Currencies of the past count: old contributions were made in them.
bool IsCurrency(const std::string& code) {
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) return false;
  const UChar wide[] = {static_cast<UChar>(code[0]), static_cast<UChar>(code[1]), static_cast<UChar>(code[2]), 0};
  UErrorCode status = U_ZERO_ERROR;
  return ucurr_isAvailable(wide, U_DATE_MIN, U_DATE_MAX, &status) && U_SUCCESS(status);
}

void CheckAmount(const v1::Amount& amount, const std::string& path, Violations& violations) {
  if (!amount.has_amount()) {
    violations.Add(path + ".amount", "REQUIRED");
  } else {
    const google::type::Money& money = amount.amount();
    if (money.units() < 0 || money.nanos() < 0 || money.nanos() > 999'999'999) violations.Add(path + ".amount", "INVALID_AMOUNT");
    if (!IsCurrency(money.currency_code())) {
      violations.Add(path + ".amount.currency_code", "INVALID_CURRENCY", {{"value", Quoted(money.currency_code())}});
    }
  }
  CheckText(amount.contributor(), limits::kOrganization, path + ".contributor", violations);
  if (amount.has_rate_date()) CheckDate(amount.rate_date(), path + ".rate_date", violations);
  CheckText(amount.source_text(), limits::kSourceText, path + ".source_text", violations);
}

void TrimStrings(Message* message) {
  const Reflection* const reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool is_text = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (is_text && field->is_repeated()) {
      for (int at = 0; at < reflection->FieldSize(*message, field); ++at) {
        std::string text = reflection->GetRepeatedString(*message, field, at);
        Trim(&text);
        reflection->SetRepeatedString(message, field, at, std::move(text));
      }
    } else if (is_text) {
      std::string text = reflection->GetString(*message, field);
      Trim(&text);
      reflection->SetString(message, field, std::move(text));
    } else if (is_message && field->is_repeated()) {
      for (int at = 0; at < reflection->FieldSize(*message, field); ++at) {
        TrimStrings(reflection->MutableRepeatedMessage(message, field, at));
      }
    } else if (is_message) {
      TrimStrings(reflection->MutableMessage(message, field));
    }
  }
}

void DropEmpty(google::protobuf::RepeatedPtrField<std::string>* list) {
  list->erase(std::remove_if(list->begin(), list->end(), [](const std::string& item) { return item.empty(); }), list->end());
}

// Leaves only the fields that `keep` wants.
template <typename Keep>
v1::InitiativeContent Only(const v1::InitiativeContent& content, Keep keep) {
  v1::InitiativeContent kept = content;
  std::vector<const FieldDescriptor*> fields;
  kept.GetReflection()->ListFields(kept, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!keep(field)) kept.GetReflection()->ClearField(&kept, field);
  }
  return kept;
}

// Whether all that the agency reports is the same, but for ids that a document gives anew.
bool SameReport(const v1::InitiativeContent& one, const v1::InitiativeContent& other, bool contact_too) {
  google::protobuf::util::MessageDifferencer differencer;
  const auto& descriptor = *v1::InitiativeContent::descriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const auto* const field = descriptor.field(i);
    const bool is_contact = field->number() == v1::InitiativeContent::kFocalPointFieldNumber;
    if (IsAddition(field) || (is_contact && !contact_too)) differencer.IgnoreField(field);
  }
  differencer.IgnoreField(v1::Actor::descriptor()->FindFieldByNumber(v1::Actor::kIdFieldNumber));
  return differencer.Compare(one, other);
}

}  // namespace

bool IsAddition(const FieldDescriptor* field) { return field->number() >= v1::InitiativeContent::kModalityFieldNumber; }

void CheckFocalPoint(const v1::FocalPoint& person, const std::string& path, Violations& violations) {
  CheckText(person.display_name(), limits::kPersonName, path + ".display_name", violations);
  CheckEmail(person.email(), path + ".email", violations);
}

void CheckContent(const v1::InitiativeContent& content, const std::string& path, std::string_view reporting_country,
                  Violations& violations) {
  CheckEnum(content.type(), path + ".type", violations);
  CheckText(content.type_other(), limits::kTypeOther, path + ".type_other", violations);
  if (!content.type_other().empty() && content.type() != v1::INITIATIVE_TYPE_OTHER) violations.Add(path + ".type_other", "ONLY_FOR_OTHER");
  CheckText(content.title(), limits::kTitle, path + ".title", violations);
  CheckText(content.objectives(), limits::kLongText, path + ".objectives", violations);

  std::set<std::string_view> seen;
  CheckList(content.actors(), limits::kActors, path + ".actors", violations, [&](const v1::Actor& actor, const std::string& at) {
    CheckActor(actor, at, violations);
    if (!actor.id().empty() && !seen.insert(actor.id()).second) violations.Add(at + ".id", "DUPLICATE");
  });

  seen.clear();
  CheckList(content.partner_country_codes(), limits::kPartnerCountries, path + ".partner_country_codes", violations,
            [&](const std::string& country, const std::string& at) {
              CheckRequiredCountry(country, at, violations);
              if (!country.empty() && country == reporting_country) violations.Add(at, "IS_REPORTING_COUNTRY");
              if (!country.empty() && !seen.insert(country).second) violations.Add(at, "DUPLICATE");
            });

  CheckFocalPoint(content.focal_point(), path + ".focal_point", violations);
  CheckText(content.justification(), limits::kLongText, path + ".justification", violations);
  const auto check_item = [&](const std::string& item, const std::string& at) {
    CheckRequiredText(item, limits::kListItem, at, violations);
  };
  CheckList(content.strengths(), limits::kListItems, path + ".strengths", violations, check_item);
  CheckList(content.challenges(), limits::kListItems, path + ".challenges", violations, check_item);
  CheckList(content.results(), limits::kListItems, path + ".results", violations, check_item);

  CheckAdditions(content, path, content.type(), violations);
}

void CheckAdditions(const v1::InitiativeContent& content, const std::string& path, v1::InitiativeType type, Violations& violations) {
  CheckEnum(content.modality(), path + ".modality", violations);

  std::set<std::string> seen;
  CheckList(content.parties(), limits::kParties, path + ".parties", violations, [&](const v1::Party& party, const std::string& at) {
    CheckParty(party, at, violations);
    const std::string who = party.country_code().empty() ? text::FoldWords(party.organization()) : party.country_code();
    if (!who.empty() && !seen.insert(who).second) violations.Add(at, "DUPLICATE");
  });

  if (content.has_enables_multi_actor_cooperation() && type != v1::INITIATIVE_TYPE_INTERINSTITUTIONAL_SPACE) {
    violations.Add(path + ".enables_multi_actor_cooperation", "ONLY_FOR_SPACE");
  }

  seen.clear();
  CheckList(content.sectors(), limits::kSectors, path + ".sectors", violations, [&](const v1::SectorRef& sector, const std::string& at) {
    CheckSector(sector, at, violations);
    if (!seen.insert(sector.vocabulary() + "/" + sector.code()).second) violations.Add(at, "DUPLICATE");
  });

  std::set<int> goals;
  CheckList(content.sdgs(), limits::kSdgs, path + ".sdgs", violations, [&](int goal, const std::string& at) {
    if (goal < 1 || goal > limits::kSdgs) {
      violations.Add(at, "OUT_OF_RANGE", {{"first", "1"}, {"last", std::to_string(limits::kSdgs)}});
    } else if (!goals.insert(goal).second) {
      violations.Add(at, "DUPLICATE");
    }
  });

  CheckPeriod(content.period(), path + ".period", violations);
  CheckEnum(content.status(), path + ".status", violations);
  CheckList(content.amounts(), limits::kAmounts, path + ".amounts", violations,
            [&](const v1::Amount& amount, const std::string& at) { CheckAmount(amount, at, violations); });

  seen.clear();
  CheckList(content.external_ids(), limits::kExternalIds, path + ".external_ids", violations,
            [&](const v1::ExternalId& each, const std::string& at) {
              CheckRequiredText(each.system(), limits::kExternalSystem, at + ".system", violations);
              CheckRequiredText(each.id(), limits::kExternalId, at + ".id", violations);
              if (!each.system().empty() && !seen.insert(each.system()).second) violations.Add(at + ".system", "DUPLICATE");
            });
}

void CheckAdditionsMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations) {
  for (const std::string& name : mask.paths()) {
    const FieldDescriptor* const field = v1::InitiativeContent::descriptor()->FindFieldByName(name);
    if (field == nullptr || !IsAddition(field)) violations.Add(path, "UNKNOWN_FIELD", {{"value", Quoted(name)}});
  }
}

void MergeAdditions(const v1::InitiativeContent& additions, const google::protobuf::FieldMask& mask, v1::InitiativeContent* content) {
  const Reflection* const reflection = content->GetReflection();
  for (const std::string& name : mask.paths()) {
    const FieldDescriptor* const field = v1::InitiativeContent::descriptor()->FindFieldByName(name);
    if (field != nullptr && IsAddition(field)) reflection->ClearField(content, field);
  }
  const v1::InitiativeContent given = Only(additions, IsAddition);
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(given, &fields);
  for (const FieldDescriptor* field : fields) reflection->ClearField(content, field);
  content->MergeFrom(given);
}

void CopyAdditions(const v1::InitiativeContent& from, v1::InitiativeContent* to) {
  *to = Only(*to, [](const FieldDescriptor* field) { return !IsAddition(field); });
  to->MergeFrom(Only(from, IsAddition));
  if (to->type() != v1::INITIATIVE_TYPE_INTERINSTITUTIONAL_SPACE) to->clear_enables_multi_actor_cooperation();
}

void NormalizeFocalPoint(v1::FocalPoint* person) {
  TrimStrings(person);
  LowerAscii(person->mutable_email());
}

void CarryAdditions(const v1::InitiativeContent& registered, const v1::InitiativeContent& submitted, v1::InitiativeContent* to) {
  const v1::InitiativeContent own = Only(*to, IsAddition), before = Only(submitted, IsAddition);
  CopyAdditions(registered, to);
  const auto& descriptor = *v1::InitiativeContent::descriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const auto is_it = [field = descriptor.field(i)](const FieldDescriptor* each) { return each == field; };
    const v1::InitiativeContent now = Only(own, is_it);
    if (now.SerializeAsString() == Only(before, is_it).SerializeAsString()) continue;
    to->GetReflection()->ClearField(to, descriptor.field(i));
    to->MergeFrom(now);
  }
}

bool ReportTheSame(const v1::InitiativeContent& one, const v1::InitiativeContent& other) { return SameReport(one, other, true); }

bool SaysTheSame(const v1::InitiativeContent& one, const v1::InitiativeContent& other) { return SameReport(one, other, false); }

void NormalizeContent(v1::InitiativeContent* content) {
  TrimStrings(content);
  if (content->has_focal_point()) NormalizeFocalPoint(content->mutable_focal_point());
  DropEmpty(content->mutable_strengths());
  DropEmpty(content->mutable_challenges());
  DropEmpty(content->mutable_results());
}

void GiveItemIds(v1::InitiativeContent* content, absl::FunctionRef<std::string()> new_id) {
  std::set<std::string> taken;
  for (const v1::Actor& actor : content->actors()) taken.insert(actor.id());
  for (v1::Actor& actor : *content->mutable_actors()) {
    while (actor.id().empty()) {
      std::string id = new_id();
      if (taken.insert(id).second) actor.set_id(std::move(id));
    }
  }
}

}  // namespace minga::domain
