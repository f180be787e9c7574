#include "server/service/tell.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/agency/agency_rules.h"
#include "server/domain/comment/comment_rules.h"
#include "server/domain/member/member_rules.h"
#include "server/domain/round/round_rules.h"
#include "server/domain/times.h"
#include "server/service/lookup.h"
#include "server/store/confirmation.h"
#include "server/store/fiche_store.h"
#include "server/store/initiative_store.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"
#include "server/store/round_store.h"

namespace minga::service {
namespace {

// What a notice says of a record of an agency and who did it.
absl::StatusOr<store::NewNotice> About(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const std::string& record,
                                       const std::string& agency_name, const v1::Round& round) {
  store::NewNotice made;
  v1::Notice& notice = made.notice;
  notice.set_kind(kind);
  notice.set_record(record);
  const absl::StatusOr<v1::Agency> agency = FindAgency(transaction, agency_name);
  if (!agency.ok()) return agency.status();
  notice.set_agency_display_name(agency->display_name());
  notice.set_round_display_name(round.display_name());
  notice.set_time_zone(round.time_zone());
  made.tenant = call.identity.principal.tenant;
  made.mail = store::WantedMail{{}, call.now + absl::Hours(24 * limits::kMailDays)};
  return made;
}

// Who did it, for readers of `tenant`: people of one tenant are not named to another.
absl::Status NameAuthor(store::Transaction& transaction, const Principal& principal, const std::string& person, std::string_view tenant,
                        store::NewNotice* made) {
  if (principal.kind != Principal::Kind::kPerson || principal.tenant != tenant) return absl::OkStatus();
  absl::StatusOr<std::string> name = transaction.people().DisplayNameOf(principal);
  if (!name.ok()) return name.status();
  made->notice.set_author_display_name(*std::move(name));
  made->author = person;
  return absl::OkStatus();
}

absl::Status NameCaller(store::Transaction& transaction, const Call& call, std::string_view tenant, store::NewNotice* made) {
  return NameAuthor(transaction, call.identity.principal, call.identity.person, tenant, made);
}

absl::StatusOr<store::NewNotice> AboutFiche(store::Transaction& transaction, const Call& call, v1::NoticeKind kind,
                                            const v1::Fiche& fiche) {
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  const absl::StatusOr<v1::Round> round = FindRound(transaction, fiche.round(), call.now, agency);
  if (!round.ok()) return round.status();
  absl::StatusOr<store::NewNotice> made = About(transaction, call, kind, fiche.name(), names::Agency(agency), *round);
  if (!made.ok()) return made;
  if (const absl::Time deadline = domain::DeadlineOf(*round); deadline < absl::InfiniteFuture()) {
    *made->notice.mutable_deadline() = domain::StampOf(deadline);
  }
  return made;
}

// Done by the caller, for people of `tenant`.
absl::StatusOr<store::NewNotice> DoneToFiche(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const v1::Fiche& fiche,
                                             const std::string& tenant) {
  absl::StatusOr<store::NewNotice> made = AboutFiche(transaction, call, kind, fiche);
  if (!made.ok()) return made;
  if (const absl::Status named = NameCaller(transaction, call, tenant, &*made); !named.ok()) return named;
  return made;
}

absl::StatusOr<store::NewNotice> AboutInitiative(store::Transaction& transaction, const Call& call, v1::NoticeKind kind,
                                                 const v1::Initiative& initiative, const std::string& record, const std::string& agency) {
  const absl::StatusOr<v1::Round> round = FindRound(transaction, initiative.round(), call.now);
  if (!round.ok()) return round.status();
  absl::StatusOr<store::NewNotice> made = About(transaction, call, kind, record, agency, *round);
  if (!made.ok()) return made;
  made->notice.set_initiative_title(initiative.content().title());
  return made;
}

// A copy for each of these members of `tenant`, but for whoever did it.
absl::Status Tell(store::Transaction& transaction, const Call& call, const std::string& tenant, const std::vector<std::string>& people,
                  store::NewNotice made) {
  made.reader_tenant = tenant;
  for (const std::string& person : people) {
    if (person == call.identity.person) continue;
    made.notice.set_name(names::Notice(person, NewId()));
    if (const absl::Status told = transaction.notices().Insert(made, call.now); !told.ok()) return told;
  }
  return absl::OkStatus();
}

// The countries that are asked and were not before; one that answered and whose answer does not stand any more is asked anew.
std::vector<std::string> NewlyAsked(const v1::Initiative* before, const v1::Initiative& after) {
  std::vector<std::string> countries;
  if (!store::AsksToConfirm(after.decision())) return countries;
  countries = store::NamedCountries(after);
  std::erase_if(countries, [&](const std::string& each) { return store::StandingAnswer(after, each) != nullptr; });
  if (before == nullptr || !store::AsksToConfirm(before->decision())) return countries;
  for (const std::string& named : store::NamedCountries(*before)) {
    if (store::StandingAnswer(*before, named) == nullptr) std::erase(countries, named);
  }
  return countries;
}

bool Validates(const v1::Member& member) {
  return member.state() == v1::MEMBER_STATE_ACTIVE && (domain::RolesOf(member) & RoleBit(v1::ROLE_VALIDATOR)) != 0;
}

// Fiches of the agency, to a member of it and the person who that is.
absl::Status TellInReview(store::Transaction& transaction, const Call& call, v1::ValidationMode mode, const std::string& agency,
                          const std::string& member, const std::string& person) {
  const bool waits = mode == v1::VALIDATION_MODE_FOUR_EYES || mode == v1::VALIDATION_MODE_SIGNED_DOCUMENT;
  if (!waits) return absl::OkStatus();
  const auto waiting = transaction.fiches().InReview(agency, limits::kWaitingTold);
  if (!waiting.ok()) return waiting.status();
  for (const store::WaitingFiche& each : *waiting) {
    const bool is_person = each.asked_by.kind == Principal::Kind::kPerson && each.asked_by.tenant == agency;
    // Nobody is told what they did themselves.
    if (is_person && each.asked_by.id == member) continue;
    v1::Fiche fiche;
    fiche.set_name(names::Fiche(agency, each.id));
    fiche.set_round(names::Round(each.round));
    absl::StatusOr<store::NewNotice> made = AboutFiche(transaction, call, v1::NOTICE_KIND_TASK_WAITING, fiche);
    if (!made.ok()) return made.status();
    if (is_person) {
      const auto author = transaction.people().PersonOf(agency, each.asked_by.id);
      if (!author.ok()) return author.status();
      const absl::Status named = NameAuthor(transaction, each.asked_by, author->value_or(""), agency, &*made);
      if (!named.ok()) return named;
    }
    made->tenant = agency;
    made->reader_tenant = agency;
    made->notice.set_comment(each.comment);
    made->notice.set_name(names::Notice(person, NewId()));
    if (const absl::Status told = transaction.notices().Insert(*made, call.now); !told.ok()) return told;
  }
  return absl::OkStatus();
}

absl::Status TellAsked(store::Transaction& transaction, const Call& call, const std::string& country, const store::Reader& reader,
                       const std::vector<std::string>& asked) {
  const auto validators = transaction.people().PeopleOfCountry(country, v1::ROLE_VALIDATOR);
  if (!validators.ok()) return validators.status();
  // Was told in another agency of the country.
  const bool was_told =
      std::any_of(validators->begin(), validators->end(), [&](const store::Reader& each) { return each.person == reader.person; });
  if (was_told) return absl::OkStatus();
  for (const std::string& id : asked) {
    const absl::StatusOr<std::optional<v1::Initiative>> initiative = transaction.initiatives().GetAsked(id);
    if (!initiative.ok()) return initiative.status();
    if (!initiative->has_value() || store::StandingAnswer(**initiative, country) != nullptr) continue;
    const std::vector<std::string> named = store::NamedCountries(**initiative);
    if (std::find(named.begin(), named.end(), country) == named.end()) continue;
    const std::string& reporting = (*initiative)->reporting_agencies(0);
    absl::StatusOr<store::NewNotice> made =
        AboutInitiative(transaction, call, v1::NOTICE_KIND_CONFIRMATION_ASKED, **initiative, names::Confirmation(id, country), reporting);
    if (!made.ok()) return made.status();
    names::ParseAgency(reporting, &made->tenant);
    made->reader_tenant = reader.tenant;
    made->notice.set_name(names::Notice(reader.person, NewId()));
    if (const absl::Status told = transaction.notices().Insert(*made, call.now); !told.ok()) return told;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status TellWhatWaits(store::Transaction& transaction, const Call& call, const v1::Member& before, const v1::Member& after,
                           const std::vector<std::string>& asked) {
  if (Validates(before) || !Validates(after)) return absl::OkStatus();
  std::string tenant, id;
  names::ParseMember(after.name(), &tenant, &id);
  const absl::StatusOr<v1::Agency> agency = FindAgency(transaction, names::Agency(tenant));
  if (!agency.ok()) return agency.status();
  const absl::StatusOr<std::optional<std::string>> person = transaction.people().PersonOf(tenant, id);
  if (!person.ok()) return person.status();
  const absl::Status told = TellInReview(transaction, call, domain::ValidationModeOf(*agency), tenant, id, person->value());
  return told.ok() ? TellAsked(transaction, call, agency->country_code(), {person->value(), tenant}, asked) : told;
}

absl::Status TellAgency(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const v1::Fiche& fiche, v1::Role role,
                        const std::string& comment) {
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  const absl::StatusOr<std::vector<std::string>> people = transaction.people().PeopleWith(agency, role);
  if (!people.ok() || people->empty()) return people.status();
  absl::StatusOr<store::NewNotice> made = DoneToFiche(transaction, call, kind, fiche, agency);
  if (!made.ok()) return made.status();
  made->notice.set_comment(comment);
  return Tell(transaction, call, agency, *people, *std::move(made));
}

absl::Status TellAbout(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const v1::Initiative& initiative,
                       const std::string& tenant, v1::Role role, const std::string& comment, const std::string& answering_agency) {
  const absl::StatusOr<std::vector<std::string>> people = transaction.people().PeopleWith(tenant, role);
  if (!people.ok() || people->empty()) return people.status();
  const std::string& agency = answering_agency.empty() ? initiative.reporting_agencies(0) : answering_agency;
  absl::StatusOr<store::NewNotice> made = AboutInitiative(transaction, call, kind, initiative, initiative.name(), agency);
  if (!made.ok()) return made.status();
  made->notice.set_comment(comment);
  if (const absl::Status named = NameCaller(transaction, call, tenant, &*made); !named.ok()) return named;
  return Tell(transaction, call, tenant, *people, *std::move(made));
}

absl::Status AskToConfirm(store::Transaction& transaction, const Call& call, const v1::Initiative* before, const v1::Initiative& after) {
  std::string id;
  names::ParseInitiative(after.name(), &id);
  std::optional<store::NewNotice> made;
  for (const std::string& country : NewlyAsked(before, after)) {
    const absl::StatusOr<std::vector<store::Reader>> people = transaction.people().PeopleOfCountry(country, v1::ROLE_VALIDATOR);
    if (!people.ok()) return people.status();
    if (people->empty()) continue;
    if (!made.has_value()) {
      absl::StatusOr<store::NewNotice> about =
          AboutInitiative(transaction, call, v1::NOTICE_KIND_CONFIRMATION_ASKED, after, {}, after.reporting_agencies(0));
      if (!about.ok()) return about.status();
      made = *std::move(about);
    }
    made->notice.set_record(names::Confirmation(id, country));
    for (const store::Reader& each : *people) {
      if (const absl::Status told = Tell(transaction, call, each.tenant, {each.person}, *made); !told.ok()) return told;
    }
  }
  return absl::OkStatus();
}

absl::Status TellOfComment(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const v1::Comment& comment,
                           const std::vector<store::Reader>& readers) {
  std::set<std::string> told = {call.identity.person};
  std::map<std::string, store::NewNotice> by_tenant;
  for (const store::Reader& reader : readers) {
    if (!told.insert(reader.person).second) continue;
    auto found = by_tenant.find(reader.tenant);
    if (found == by_tenant.end()) {
      absl::StatusOr<store::NewNotice> made = DoneToFiche(transaction, call, v1::NOTICE_KIND_COMMENTED, fiche, reader.tenant);
      if (!made.ok()) return made.status();
      made->reader_tenant = reader.tenant;
      made->notice.set_record(comment.name());
      made->notice.set_comment(comment.text());
      made->notice.set_initiative_title(domain::EntryTitleAt(comment.path(), fiche));
      found = by_tenant.emplace(reader.tenant, *std::move(made)).first;
    }
    found->second.notice.set_name(names::Notice(reader.person, NewId()));
    if (const absl::Status inserted = transaction.notices().Insert(found->second, call.now); !inserted.ok()) return inserted;
  }
  return absl::OkStatus();
}

absl::Status SendToken(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const std::string& person,
                       const std::string& tenant, const std::string& token, absl::Time good_until) {
  store::NewNotice made;
  made.notice.set_name(names::Notice(person, NewId()));
  made.notice.set_kind(kind);
  if (!tenant.empty() && names::Tenant(tenant) != tenant) {
    const absl::StatusOr<v1::Agency> agency = FindAgency(transaction, names::Agency(tenant));
    if (!agency.ok()) return agency.status();
    made.notice.set_agency_display_name(agency->display_name());
  }
  made.tenant = tenant;
  made.mail = store::WantedMail{(kind == v1::NOTICE_KIND_INVITED ? "invitation/" : "recovery/") + token, good_until};
  return transaction.notices().Insert(made, call.now);
}

absl::Status SendValidationLink(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const std::string& token,
                                absl::Time good_until) {
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  absl::StatusOr<store::NewNotice> made = DoneToFiche(transaction, call, v1::NOTICE_KIND_TASK_WAITING, fiche, agency);
  if (!made.ok()) return made.status();
  made->tenant = agency;
  made->notice.set_name(names::Notice(store::LinkReader(id), NewId()));
  made->mail = store::WantedMail{"validation/" + token, good_until};
  return transaction.notices().Insert(*made, call.now);
}

}  // namespace minga::service
