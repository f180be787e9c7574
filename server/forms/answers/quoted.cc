#include "server/forms/answers/quoted.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "code_lists/code_lists.h"
#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/answers/actor_categories.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

using Quotes = std::vector<Quote>;

// Empty when anything else was said.
Quotes QuotesOf(const Entry& entry) {
  if (!entry.struck.empty() || !entry.hidden.empty() || !entry.mail_links.empty()) return {};
  Quotes quotes;
  for (const Line& line : entry.lines) {
    if (line.quotes.empty()) return {};
    quotes.insert(quotes.end(), line.quotes.begin(), line.quotes.end());
  }
  // The options of a choice stand beside its label as they were printed.
  const bool choice = entry.question == Question::kType || entry.question == Question::kWillingToShare;
  const bool written_beside = !choice && std::any_of(entry.beside_label.begin(), entry.beside_label.end(), [](const Line& line) {
    bool removed = false;
    bool doubtful = false;
    return !Words(WithoutHints(line.text, &removed, &doubtful), 1).empty();
  });
  return written_beside ? Quotes() : quotes;
}

bool Fits(const Quote& quote, int limit) { return text::Length(quote.text) <= limit; }

bool TakeText(const Quotes& quotes, int limit, std::string* field) {
  if (quotes.size() != 1 || quotes[0].kind != QuoteKind::kText || !Fits(quotes[0], limit)) return false;
  *field = quotes[0].text;
  return true;
}

template <typename List>
bool TakeList(const Quotes& quotes, List* list) {
  const bool good = quotes.size() <= static_cast<size_t>(limits::kListItems) &&
                    std::all_of(quotes.begin(), quotes.end(),
                                [](const Quote& quote) { return quote.kind == QuoteKind::kText && Fits(quote, limits::kListItem); });
  if (!good) return false;
  for (const Quote& quote : quotes) list->Add()->assign(quote.text);
  return true;
}

// `record` gets a focal point only when the quotes suit.
template <typename Record>
bool TakeFocalPoint(const Quotes& quotes, Record& record) {
  v1::FocalPoint taken;
  for (const Quote& quote : quotes) {
    if (quote.kind == QuoteKind::kText && Fits(quote, limits::kPersonName)) {
      taken.set_display_name(quote.text);
    } else if (quote.kind == QuoteKind::kEmail && Fits(quote, limits::kEmail)) {
      taken.set_email(quote.text);
    } else {
      return false;
    }
  }
  *record.mutable_focal_point() = std::move(taken);
  return true;
}

bool TakeInstitution(const Quotes& quotes, v1::Fiche& fiche) {
  std::string country;
  std::string institution;
  for (const Quote& quote : quotes) {
    if (quote.kind == QuoteKind::kCountry && code_lists::FindCountry(quote.code) != nullptr) {
      country = quote.code;
    } else if (quote.kind == QuoteKind::kText && Fits(quote, limits::kInstitution)) {
      institution = quote.text;
    } else {
      return false;
    }
  }
  fiche.set_country_code(country);
  fiche.set_institution(institution);
  return true;
}

bool TakeYesNo(const Quotes& quotes, v1::Fiche& fiche) {
  if (quotes.size() != 1 || quotes[0].kind != QuoteKind::kYesNo) return false;
  fiche.set_willing_to_share(quotes[0].code == "1");
  return true;
}

// A code of one digit within a range.
bool IsDigit(std::string_view code, char first, char last) { return code.size() == 1 && code[0] >= first && code[0] <= last; }

bool TakeType(const Quotes& quotes, v1::InitiativeContent& content) {
  if (quotes.empty() || quotes.size() > 2 || quotes[0].kind != QuoteKind::kType || !IsDigit(quotes[0].code, '1', '4')) return false;
  const auto type = static_cast<v1::InitiativeType>(quotes[0].code[0] - '0');
  const bool other = quotes.size() == 2;
  if (other && (type != v1::INITIATIVE_TYPE_OTHER || quotes[1].kind != QuoteKind::kTypeOther || !Fits(quotes[1], limits::kTypeOther)))
    return false;
  content.set_type(type);
  if (other) content.set_type_other(quotes[1].text);
  return true;
}

bool TakeActors(const Quotes& quotes, v1::InitiativeContent& content) {
  google::protobuf::RepeatedPtrField<v1::Actor> actors;
  for (const Quote& quote : quotes) {
    if (quote.kind == QuoteKind::kActor && Fits(quote, limits::kActorName)) {
      actors.Add()->set_display_name(quote.text);
      continue;
    }
    if (actors.empty()) return false;
    v1::Actor& actor = actors[actors.size() - 1];
    if (quote.kind == QuoteKind::kCategoryText && Fits(quote, limits::kCategoryText)) {
      actor.set_category_text(quote.text);
      actor.set_category(ReadCategory(quote.text).category);
    } else if (quote.kind == QuoteKind::kCategory && IsDigit(quote.code, '0', '9')) {
      actor.set_category(static_cast<v1::ActorCategory>(quote.code[0] - '0'));
    } else if (quote.kind == QuoteKind::kCountry && code_lists::FindCountry(quote.code) != nullptr) {
      actor.set_country_code(quote.code);
    } else {
      return false;
    }
  }
  if (actors.size() > limits::kActors) return false;
  content.mutable_actors()->Swap(&actors);
  return true;
}

bool TakeCountries(const Quotes& quotes, v1::InitiativeContent& content) {
  const bool good =
      quotes.size() <= static_cast<size_t>(limits::kPartnerCountries) && std::all_of(quotes.begin(), quotes.end(), [](const Quote& quote) {
        return quote.kind == QuoteKind::kCountry && code_lists::FindCountry(quote.code) != nullptr;
      });
  if (!good) return false;
  for (const Quote& quote : quotes) content.add_partner_country_codes(quote.code);
  return true;
}

bool TakeTitle(const Quotes& quotes, v1::Fiche& fiche, v1::InitiativeContent& content) {
  if (quotes.size() != 1 || quotes[0].kind != QuoteKind::kNothing) return TakeText(quotes, limits::kTitle, content.mutable_title());
  fiche.set_nothing_to_report(true);
  return true;
}

}  // namespace

bool TakeQuoted(const Entry& entry, v1::Fiche& fiche, v1::InitiativeContent* content) {
  const Quotes quotes = QuotesOf(entry);
  if (quotes.empty()) return false;
  switch (entry.question) {
    case Question::kInstitution:
      return TakeInstitution(quotes, fiche);
    case Question::kContact:
      return TakeFocalPoint(quotes, fiche);
    case Question::kInstitutionalStrengths:
      return TakeText(quotes, limits::kLongText, fiche.mutable_institutional_strengths());
    case Question::kInstitutionalWeaknesses:
      return TakeText(quotes, limits::kLongText, fiche.mutable_institutional_weaknesses());
    case Question::kWillingToShare:
      return TakeYesNo(quotes, fiche);
    default:
      break;
  }
  if (content == nullptr) return false;
  switch (entry.question) {
    case Question::kType:
      return TakeType(quotes, *content);
    case Question::kTitle:
      return TakeTitle(quotes, fiche, *content);
    case Question::kObjectives:
      return TakeText(quotes, limits::kLongText, content->mutable_objectives());
    case Question::kActors:
      return TakeActors(quotes, *content);
    case Question::kCountries:
      return TakeCountries(quotes, *content);
    case Question::kInitiativeContact:
      return TakeFocalPoint(quotes, *content);
    case Question::kJustification:
      return TakeText(quotes, limits::kLongText, content->mutable_justification());
    case Question::kStrengths:
      return TakeList(quotes, content->mutable_strengths());
    case Question::kChallenges:
      return TakeList(quotes, content->mutable_challenges());
    case Question::kResults:
      return TakeList(quotes, content->mutable_results());
    default:
      return false;
  }
}

}  // namespace minga::forms
