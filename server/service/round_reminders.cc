#include "server/service/round_reminders.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/domain/notice/notice_text.h"
#include "server/domain/round/response_rules.h"
#include "server/domain/round/round_rules.h"
#include "server/domain/times.h"
#include "server/service/lookup.h"
#include "server/service/round_service.h"
#include "server/service/write.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"

namespace minga::service {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

std::string IdOf(const v1::Agency& agency) {
  std::string id;
  names::ParseAgency(agency.name(), &id);
  return id;
}

std::string IdOf(const v1::Round& round) {
  std::string id;
  names::ParseRound(round.name(), &id);
  return id;
}

v1::ResponseState StateOf(const store::KeptResponse& response) { return domain::ResponseStateOf(response.state, response.returned); }

// The editors, and the validators while the fiche waits for them.
absl::StatusOr<std::vector<std::string>> RecipientsOf(store::Transaction& transaction, const store::KeptResponse& response) {
  const std::string agency = IdOf(response.agency);
  absl::StatusOr<std::vector<std::string>> people = transaction.people().PeopleWith(agency, v1::ROLE_EDITOR);
  if (!people.ok() || StateOf(response) != v1::RESPONSE_STATE_IN_REVIEW) return people;
  const absl::StatusOr<std::vector<std::string>> validators = transaction.people().PeopleWith(agency, v1::ROLE_VALIDATOR);
  if (!validators.ok()) return validators.status();
  for (const std::string& each : *validators) {
    if (std::find(people->begin(), people->end(), each) == people->end()) people->push_back(each);
  }
  return people;
}

// Without a name.
v1::Notice NoticeOf(v1::NoticeKind kind, const v1::Round& round, const store::KeptResponse& response, const std::string& comment) {
  v1::Notice notice;
  notice.set_kind(kind);
  notice.set_record(response.fiche.empty() ? round.name() : names::Fiche(IdOf(response.agency), response.fiche));
  notice.set_round_display_name(round.display_name());
  notice.set_agency_display_name(response.agency.display_name());
  notice.set_time_zone(round.time_zone());
  notice.set_comment(comment);
  const absl::Time deadline = domain::DeadlineOf(round, response.extension);
  if (deadline < absl::InfiniteFuture()) *notice.mutable_deadline() = domain::StampOf(deadline);
  return notice;
}

// To people of `agency`, by its id.
absl::Status Send(store::Transaction& transaction, const v1::Notice& notice, const std::string& agency,
                  const std::vector<std::string>& people, const std::string& tenant, absl::Time now) {
  store::NewNotice made;
  made.notice = notice;
  made.tenant = tenant;
  made.reader_tenant = agency;
  made.mail = store::WantedMail{{}, now + absl::Hours(24 * limits::kMailDays)};
  for (const std::string& person : people) {
    made.notice.set_name(names::Notice(person, NewId()));
    if (const absl::Status told = transaction.notices().Insert(made, now); !told.ok()) return told;
  }
  return absl::OkStatus();
}

// Whether the agency, which is asked, can still send what it is reminded of; what was submitted before always can be sent again.
bool CanSend(const v1::Round& round, const store::KeptResponse& response, absl::Time now) {
  if (response.submit_time > absl::InfinitePast()) return true;
  const domain::Answering answering = domain::AnsweringOfAsked(round, response.extension, now);
  return answering == domain::Answering::kYes || answering == domain::Answering::kLate;
}

// Whom a request reminds, in the order of the agencies' ids.
std::vector<const store::KeptResponse*> Chosen(const v1::RemindRoundRequest& request, const v1::Round& round,
                                               const std::vector<store::KeptResponse>& responses, absl::Time now, Violations& violations) {
  std::vector<const store::KeptResponse*> chosen;
  std::set<std::string> known;
  const domain::AskedAgencies asked(round);
  for (const store::KeptResponse& each : responses) {
    const std::string& name = each.agency.name();
    known.insert(name);
    const auto named = std::find(request.agencies().begin(), request.agencies().end(), name);
    const std::string path = fmt::format("agencies[{}]", named - request.agencies().begin());
    const bool is_named = named != request.agencies().end();
    std::string_view why_not;
    if (!asked.Has(name)) {
      why_not = "NOT_ASKED";
    } else if (!domain::IsAwaited(StateOf(each))) {
      why_not = "ALREADY_SUBMITTED";
    } else if (!CanSend(round, each, now)) {
      why_not = "DEADLINE_PASSED";
    }
    if (is_named && !why_not.empty()) violations.Add(path, why_not);
    if (why_not.empty() && (is_named || request.agencies().empty())) chosen.push_back(&each);
  }
  std::set<std::string> seen;
  for (int i = 0; i < std::min(request.agencies_size(), limits::kRoundAgencies); ++i) {
    const std::string path = fmt::format("agencies[{}]", i);
    std::string id;
    if (!names::ParseAgency(request.agencies(i), &id)) {
      violations.Add(path, "INVALID_NAME", {{"form", "agencies/{agency}"}});
    } else if (!known.contains(request.agencies(i))) {
      violations.Add(path, "UNKNOWN_AGENCY", {{"value", domain::Quoted(request.agencies(i))}});
    }
    if (!seen.insert(request.agencies(i)).second) violations.Add(path, "DUPLICATE");
  }
  return chosen;
}

// What a call is remembered as: the round, and when it reminded.
std::string ReminderName(const std::string& round, absl::Time now) {
  return fmt::format("{}/reminders/{}", round, absl::ToUnixMicros(now));
}

// The answer of a call that was made before.
absl::StatusOr<v1::RemindRoundResponse> AnswerAgain(store::Transaction& transaction, const Call& call, const std::string& message,
                                                    const std::string& name) {
  const std::string round_name = name.substr(0, name.find("/reminders/"));
  int64_t micros = 0;
  std::from_chars(name.data() + name.rfind('/') + 1, name.data() + name.size(), micros);
  const absl::Time then = absl::FromUnixMicros(micros);
  const absl::StatusOr<v1::Round> round = FindRound(transaction, round_name, call.now);
  if (!round.ok()) return round.status();
  const absl::StatusOr<std::vector<std::string>> reminded = transaction.rounds().RemindedAt(IdOf(*round), then);
  if (!reminded.ok()) return reminded.status();
  const auto responses = transaction.rounds().Responses(IdOf(*round), {.reminded_before = then});
  if (!responses.ok()) return responses.status();
  v1::RemindRoundResponse answer;
  for (const store::KeptResponse& each : *responses) {
    if (std::find(reminded->begin(), reminded->end(), IdOf(each.agency)) == reminded->end()) continue;
    absl::StatusOr<PlannedReminder> planned = PlanReminder(transaction, *round, each, message, call.language, then);
    if (!planned.ok()) return planned.status();
    *answer.add_reminders() = std::move(planned->reminder);
  }
  return answer;
}

// Reminders of one agency that the registry sends by itself.
struct Due {
  absl::Time deadline;
  // Those whose time has come.
  std::vector<int> days_before;
  // When the next one's comes.
  absl::Time next = absl::InfiniteFuture();
};

// Of an agency that is asked.
Due DueOf(const v1::Round& round, const store::KeptResponse& response, const std::vector<int>& days_before, absl::Time now) {
  Due due;
  due.deadline = domain::DeadlineOf(round, response.extension);
  const bool ends = due.deadline < absl::InfiniteFuture() && now < due.deadline;
  if (!ends || !domain::IsAwaited(StateOf(response))) return due;
  absl::Time known_since = round.has_open_time() ? domain::TimeOf(round.open_time()) : absl::InfinitePast();
  const auto& extension = response.extension;
  const bool extended = extension.has_value() && due.deadline == domain::TimeOf(extension->close_time());
  if (extended) known_since = std::max(known_since, domain::TimeOf(extension->create_time()));
  for (const int days : days_before) {
    const absl::Time time = due.deadline - days * kDay;
    if (time < known_since) continue;
    if (time > now) {
      due.next = std::min(due.next, time);
    } else {
      due.days_before.push_back(days);
    }
  }
  return due;
}

// Takes those out that were sent.
absl::Status LeaveUnsent(store::Transaction& transaction, const v1::Round& round, const store::KeptResponse& response, Due* due) {
  std::vector<int> unsent;
  for (const int days : due->days_before) {
    const absl::StatusOr<bool> sent = transaction.rounds().WasRemindedOf(IdOf(round), IdOf(response.agency), due->deadline, days);
    if (!sent.ok()) return sent.status();
    if (!*sent) unsent.push_back(days);
  }
  due->days_before = std::move(unsent);
  return absl::OkStatus();
}

using Visit = absl::FunctionRef<absl::Status(store::Transaction&, const v1::Round&, const store::KeptResponse&, const Due&)>;

// Calls `visit` for each agency of the round of which something is due that was not sent; answers when the next one's time comes.
absl::StatusOr<absl::Time> EachDue(store::Transaction& transaction, const v1::Round& round, const std::vector<int>& days_before,
                                   absl::Time now, Visit visit) {
  absl::Time next = absl::InfiniteFuture();
  if (!round.has_close_time()) return next;
  const auto responses = transaction.rounds().Responses(IdOf(round));
  if (!responses.ok()) return responses.status();
  const domain::AskedAgencies asked(round);
  for (const store::KeptResponse& each : *responses) {
    if (!asked.Has(each.agency.name())) continue;
    Due due = DueOf(round, each, days_before, now);
    next = std::min(next, due.next);
    if (const absl::Status left = LeaveUnsent(transaction, round, each, &due); !left.ok()) return left;
    if (due.days_before.empty()) continue;
    if (const absl::Status visited = visit(transaction, round, each, due); !visited.ok()) return visited;
  }
  return next;
}

absl::Status SendDue(store::Transaction& transaction, const v1::Round& round, const store::KeptResponse& response, const Due& due,
                     absl::Time now) {
  const absl::StatusOr<PlannedReminder> planned = PlanReminder(transaction, round, response, {}, texts::Language::kSpanish, now);
  if (!planned.ok()) return planned.status();
  // Whoever joins the agency still hears of it.
  if (planned->recipients.empty()) return absl::OkStatus();
  if (const absl::Status sent = SendReminder(transaction, *planned, {}, round.name(), now); !sent.ok()) return sent;
  for (const int days : due.days_before) {
    const absl::Status noted = transaction.rounds().NoteRemindedOf(IdOf(round), IdOf(response.agency), due.deadline, days);
    if (!noted.ok()) return noted;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PlannedReminder> PlanReminder(store::Transaction& transaction, const v1::Round& round, const store::KeptResponse& response,
                                             const std::string& message, texts::Language language, absl::Time now) {
  PlannedReminder planned;
  v1::Notice& notice = planned.notice;
  notice = NoticeOf(v1::NOTICE_KIND_DEADLINE_NEAR, round, response, message);
  absl::StatusOr<std::vector<std::string>> recipients = RecipientsOf(transaction, response);
  if (!recipients.ok()) return recipients.status();
  planned.recipients = *std::move(recipients);
  domain::NoticeText text = domain::TextOf(notice, language);
  v1::RoundReminder& reminder = planned.reminder;
  reminder.set_agency(response.agency.name());
  reminder.set_agency_display_name(response.agency.display_name());
  reminder.set_state(StateOf(response));
  reminder.set_recipient_count(static_cast<int>(planned.recipients.size()));
  reminder.set_subject(std::move(text.subject));
  reminder.set_body(std::move(text.body));
  if (response.last_reminder_time > absl::InfinitePast()) {
    *reminder.mutable_last_reminder_time() = domain::StampOf(response.last_reminder_time);
    reminder.set_repeated_within_day(now - response.last_reminder_time < kDay);
  }
  return planned;
}

absl::Status SendReminder(store::Transaction& transaction, const PlannedReminder& planned, const std::string& tenant,
                          const std::string& round, absl::Time now) {
  std::string round_id, agency;
  names::ParseRound(round, &round_id);
  names::ParseAgency(planned.reminder.agency(), &agency);
  if (const absl::Status told = Send(transaction, planned.notice, agency, planned.recipients, tenant, now); !told.ok()) return told;
  return transaction.rounds().NoteReminder(round_id, agency, now, static_cast<int>(planned.recipients.size()));
}

absl::Status TellOfExtension(store::Transaction& transaction, const v1::Round& round, const store::KeptResponse& response,
                             const std::string& tenant, absl::Time now) {
  const absl::StatusOr<std::vector<std::string>> people = RecipientsOf(transaction, response);
  if (!people.ok()) return people.status();
  return Send(transaction, NoticeOf(v1::NOTICE_KIND_EXTENDED, round, response, response.extension->comment()), IdOf(response.agency),
              *people, tenant, now);
}

absl::StatusOr<absl::Time> RemindOfDeadlines(store::Store& store, const std::vector<int>& days_before, absl::Time now) {
  absl::Time next = absl::InfiniteFuture();
  std::vector<v1::Round> due;
  // First only looked at: hardly ever is anything due, and of an agency without people it stays due.
  const absl::Status looked = store.Read(Scope::System(), [&](store::Transaction& transaction) {
    const absl::StatusOr<std::vector<v1::Round>> rounds = transaction.rounds().EndingAfter(now);
    if (!rounds.ok()) return rounds.status();
    for (const v1::Round& round : *rounds) {
      bool any = false;
      const auto found = EachDue(transaction, round, days_before, now,
                                 [&](store::Transaction& same, const v1::Round&, const store::KeptResponse& response, const Due&) {
                                   if (any) return absl::OkStatus();
                                   const absl::StatusOr<std::vector<std::string>> people = RecipientsOf(same, response);
                                   any = people.ok() && !people->empty();
                                   return people.status();
                                 });
      if (!found.ok()) return found.status();
      next = std::min(next, *found);
      if (any) due.push_back(round);
    }
    return absl::OkStatus();
  });
  if (!looked.ok()) return looked;
  // What hinders one round holds up no other.
  absl::Status failed;
  for (const v1::Round& each : due) {
    const absl::Status sent = store.Write(Scope::System(), [&](store::Transaction& transaction) {
      const absl::StatusOr<v1::Round> round = FindRound(transaction, each.name(), now);
      if (!round.ok()) return round.status();
      return EachDue(transaction, *round, days_before, now,
                     [&](store::Transaction& same, const v1::Round& of, const store::KeptResponse& response, const Due& what) {
                       return SendDue(same, of, response, what, now);
                     })
          .status();
    });
    failed.Update(sent);
  }
  if (!failed.ok()) return failed;
  return next;
}

absl::StatusOr<v1::RemindRoundResponse> RoundService::RemindRound(const Call& call, const v1::RemindRoundRequest& request) {
  return Write<v1::RemindRoundResponse>(
      store_, call, RepeatableOf(request), request.validate_only(),
      [&](store::Transaction& transaction, const std::string& name) { return AnswerAgain(transaction, call, request.message(), name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::RemindRoundResponse>> {
        const absl::StatusOr<v1::Round> round = FindRound(transaction, request.name(), call.now);
        if (!round.ok()) return round.status();
        const auto responses = transaction.rounds().Responses(IdOf(*round));
        if (!responses.ok()) return responses.status();
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        domain::CheckText(request.message(), limits::kReminderMessage, "message", violations);
        domain::CheckCount(request.agencies_size(), limits::kRoundAgencies, "agencies", violations);
        // Before it has opened nobody can send, which is said once.
        const bool open = round->state() != v1::ROUND_STATE_SCHEDULED;
        const auto chosen = open ? Chosen(request, *round, *responses, call.now, violations) : std::vector<const store::KeptResponse*>();
        if (!violations.empty()) return violations.ToStatus();
        if (!open) return errors::RoundNotOpen(round->name());
        Written<v1::RemindRoundResponse> written;
        written.resource = ReminderName(round->name(), call.now);
        for (const store::KeptResponse* each : chosen) {
          absl::StatusOr<PlannedReminder> planned = PlanReminder(transaction, *round, *each, request.message(), call.language, call.now);
          if (!planned.ok()) return planned.status();
          const absl::Status sent = SendReminder(transaction, *planned, call.identity.principal.tenant, round->name(), call.now);
          if (!sent.ok()) return sent;
          *written.response.add_reminders() = std::move(planned->reminder);
        }
        return written;
      });
}

}  // namespace minga::service
