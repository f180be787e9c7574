#include "server/service/confirmation_service.h"

#include <algorithm>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/service/fiche_steps.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/principals.h"
#include "server/service/tell.h"
#include "server/service/write.h"
#include "server/store/agency_store.h"
#include "server/store/confirmation.h"
#include "server/store/initiative_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

// The country that the caller answers for; empty for the secretariat, which asks for all.
absl::StatusOr<std::string> CountryOf(store::Transaction& transaction, const Call& call) {
  if (call.scope.IsSecretariat()) return std::string();
  const absl::StatusOr<v1::Agency> agency = FindAgency(transaction, names::Agency(call.scope.agency));
  if (!agency.ok()) return agency.status();
  return agency->country_code();
}

std::string EtagOf(const v1::Confirmation& confirmation) {
  constexpr size_t kDigits = 16;
  return ToHex(Hash(confirmation.initiative().content().SerializeAsString() + "/" + confirmation.answer().SerializeAsString()))
      .substr(0, kDigits);
}

// The one of `country`, of an initiative that asks it.
v1::Confirmation Assemble(const Call& call, const v1::Initiative& asked, const std::string& country) {
  std::string id;
  names::ParseInitiative(asked.name(), &id);
  v1::Confirmation confirmation;
  confirmation.set_name(names::Confirmation(id, country));
  confirmation.set_country_code(country);
  confirmation.set_state(v1::CONFIRMATION_STATE_ASKED);
  *confirmation.mutable_initiative() = asked;
  confirmation.mutable_initiative()->mutable_content()->clear_focal_point();
  if (const v1::ConfirmationAnswer* const answer = store::StandingAnswer(asked, country)) {
    confirmation.set_state(answer->state());
    *confirmation.mutable_answer() = *answer;
    HideForeign(call, confirmation.mutable_answer()->mutable_principal());
  }
  // Of what is judged and what was said about it: other countries' answers change nothing.
  confirmation.set_etag(EtagOf(confirmation));
  confirmation.mutable_initiative()->clear_confirmation_answers();
  if (call.scope.IsSecretariat()) {
    HideForeign(call, confirmation.mutable_initiative());
  } else {
    confirmation.mutable_initiative()->clear_confirmation();
    confirmation.mutable_initiative()->clear_etag();
  }
  return confirmation;
}

absl::StatusOr<v1::Confirmation> Find(store::Transaction& transaction, const Call& call, const std::string& name) {
  std::string id, country;
  if (!names::ParseConfirmation(name, &id, &country)) return errors::NotFound(name);
  const absl::StatusOr<std::string> own = CountryOf(transaction, call);
  if (!own.ok()) return own.status();
  const auto asked = transaction.initiatives().GetAsked(id);
  if (!asked.ok()) return asked.status();
  if (!asked->has_value() || (!own->empty() && country != *own)) return errors::NotFound(name);
  const std::vector<std::string> named = store::NamedCountries(**asked);
  if (std::find(named.begin(), named.end(), country) == named.end()) return errors::NotFound(name);
  return Assemble(call, **asked, country);
}

// Adds those of one initiative that the caller asked for; answers how many bytes they take.
size_t Append(const Call& call, const v1::Initiative& asked, const std::string& own, v1::ConfirmationState state,
              v1::ListConfirmationsResponse* response) {
  size_t bytes = 0;
  for (const std::string& country : store::NamedCountries(asked)) {
    if (!own.empty() && country != own) continue;
    v1::Confirmation confirmation = Assemble(call, asked, country);
    if (own.empty()) {
      // The same once for each country would make a page of any size.
      std::string title = confirmation.initiative().content().title();
      confirmation.mutable_initiative()->clear_content();
      confirmation.mutable_initiative()->mutable_content()->set_title(std::move(title));
    }
    if (state != v1::CONFIRMATION_STATE_UNSPECIFIED && confirmation.state() != state) continue;
    bytes += confirmation.ByteSizeLong();
    *response->add_confirmations() = std::move(confirmation);
  }
  return bytes;
}

// Those who reported it hear of every answer, the secretariat of objections.
absl::Status TellAnswer(store::Transaction& transaction, const Call& call, const v1::Initiative& initiative,
                        const v1::ConfirmationAnswer& answer) {
  const bool objected = answer.state() == v1::CONFIRMATION_STATE_OBJECTED;
  const v1::NoticeKind kind = objected ? v1::NOTICE_KIND_OBJECTED : v1::NOTICE_KIND_CONFIRMED;
  std::string reporting;
  names::ParseAgency(initiative.reporting_agencies(0), &reporting);
  const absl::Status told = TellAbout(transaction, call, kind, initiative, reporting, v1::ROLE_EDITOR, answer.comment(), answer.agency());
  if (!told.ok() || !objected) return told;
  return TellAbout(transaction, call, kind, initiative, kSecretariatTenant, v1::ROLE_ANALYST, answer.comment(), answer.agency());
}

void CheckAnswer(const v1::AnswerConfirmationRequest& request, Violations& violations) {
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  const bool objects = request.state() == v1::CONFIRMATION_STATE_OBJECTED;
  domain::CheckAnswerComment(!objects, request.comment(), "comment", violations);
  if (request.state() == v1::CONFIRMATION_STATE_UNSPECIFIED) {
    violations.Add("state", "REQUIRED");
  } else if (!objects && request.state() != v1::CONFIRMATION_STATE_CONFIRMED) {
    violations.Add("state", v1::ConfirmationState_IsValid(request.state()) ? "NOT_AN_ANSWER" : "UNKNOWN_ENUM");
  }
}

}  // namespace

absl::StatusOr<v1::ListConfirmationsResponse> ConfirmationService::ListConfirmations(const Call& call,
                                                                                     const v1::ListConfirmationsRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  if (!v1::ConfirmationState_IsValid(request.state())) violations.Add("state", "UNKNOWN_ENUM");
  if (!violations.empty()) return violations.ToStatus();
  if (const absl::Status followed = index_.CatchUp(); !followed.ok()) return followed;

  const TimePosition from = ParseTimeCursor(page.cursor);
  v1::ListConfirmationsResponse response;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    response.Clear();
    const absl::StatusOr<std::string> own = CountryOf(transaction, call);
    if (!own.ok()) return own.status();
    // One more than the page, to know whether there is another.
    const std::vector<index::Position> found =
        index_.FindAsked(call.scope, domain::CountryNumberOf(*own), {from.micros, from.id}, page.size + 1);
    size_t last = 0;
    for (size_t bytes = 0; last < found.size() && last < static_cast<size_t>(page.size) && bytes < limits::kPageBytes; ++last) {
      const auto asked = transaction.initiatives().GetAsked(found[last].id);
      if (!asked.ok()) return asked.status();
      if (asked->has_value()) bytes += Append(call, **asked, *own, request.state(), &response);
    }
    if (last < found.size()) {
      const index::Position& end = found[last - 1];
      response.set_next_page_token(NextToken(request, call, store_.secret(), TimeCursor(end.create_micros, end.id)));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::Confirmation> ConfirmationService::GetConfirmation(const Call& call, const v1::GetConfirmationRequest& request) {
  return ReadOne<v1::Confirmation>(store_, call, [&](store::Transaction& transaction) { return Find(transaction, call, request.name()); });
}

absl::StatusOr<v1::Confirmation> ConfirmationService::AnswerConfirmation(const Call& call, const v1::AnswerConfirmationRequest& request) {
  return Write<v1::Confirmation>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) { return Find(transaction, call, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Confirmation>> {
        const absl::StatusOr<v1::Confirmation> asked = Find(transaction, call, request.name());
        if (!asked.ok()) return asked.status();
        Violations violations;
        CheckAnswer(request, violations);
        if (!violations.empty()) return violations.ToStatus();
        const v1::Initiative& initiative = asked->initiative();
        if (const absl::Status same = CheckEtag(request.etag(), request.name(), asked->etag()); !same.ok()) return same;
        if (asked->state() == request.state() && asked->answer().comment() == request.comment() &&
            asked->answer().agency() == names::Agency(call.scope.agency)) {
          // Said already: nothing to note, and nobody to tell.
          return Written<v1::Confirmation>{*asked, request.name()};
        }

        v1::ConfirmationAnswer answer;
        answer.set_country_code(asked->country_code());
        answer.set_agency(names::Agency(call.scope.agency));
        answer.set_state(request.state());
        answer.set_comment(request.comment());
        *answer.mutable_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
        *answer.mutable_principal() = KeptPrincipal(call.identity.principal);
        std::string id;
        names::ParseInitiative(initiative.name(), &id);
        if (const absl::Status kept = transaction.initiatives().Confirm(id, answer, call.now); !kept.ok()) return kept;
        if (const absl::Status told = TellAnswer(transaction, call, initiative, answer); !told.ok()) return told;
        absl::StatusOr<v1::Confirmation> answered = Find(transaction, call, request.name());
        if (!answered.ok()) return answered.status();
        return Written<v1::Confirmation>{*std::move(answered), request.name()};
      });
}

}  // namespace minga::service
