#include "server/service/tell.h"

#include <utility>

#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/round/round_rules.h"
#include "server/domain/times.h"
#include "server/service/lookup.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"
#include "server/store/round_store.h"

namespace minga::service {
namespace {

// What a notice says of a fiche, and who did it.
absl::StatusOr<store::NewNotice> About(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const v1::Fiche& fiche) {
  store::NewNotice made;
  v1::Notice& notice = made.notice;
  notice.set_kind(kind);
  notice.set_record(fiche.name());
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  const absl::StatusOr<v1::Agency> found = FindAgency(transaction, names::Agency(agency));
  if (!found.ok()) return found.status();
  notice.set_agency_display_name(found->display_name());
  const absl::StatusOr<v1::Round> round = FindRound(transaction, fiche.round(), call.now, agency);
  if (!round.ok()) return round.status();
  notice.set_round_display_name(round->display_name());
  notice.set_time_zone(round->time_zone());
  if (const absl::Time deadline = domain::DeadlineOf(*round); deadline < absl::InfiniteFuture())
    *notice.mutable_deadline() = domain::StampOf(deadline);
  const Principal& principal = call.identity.principal;
  made.tenant = principal.tenant;
  // People of one tenant are not named to another.
  if (principal.kind == Principal::Kind::kPerson && principal.tenant == agency) {
    absl::StatusOr<std::string> name = transaction.people().DisplayNameOf(principal);
    if (!name.ok()) return name.status();
    notice.set_author_display_name(*std::move(name));
    made.author = call.identity.person;
  }
  return made;
}

}  // namespace

absl::Status TellAgency(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const v1::Fiche& fiche, v1::Role role,
                        const std::string& comment) {
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  const absl::StatusOr<std::vector<std::string>> people = transaction.people().PeopleWith(agency, role);
  if (!people.ok() || people->empty()) return people.status();
  absl::StatusOr<store::NewNotice> made = About(transaction, call, kind, fiche);
  if (!made.ok()) return made.status();
  made->notice.set_comment(comment);
  made->mail = store::WantedMail{{}, call.now + absl::Hours(24 * limits::kMailDays)};
  for (const std::string& person : *people) {
    if (person == call.identity.person) continue;
    made->notice.set_name(names::Notice(person, NewId()));
    if (const absl::Status told = transaction.notices().Insert(*made, call.now); !told.ok()) return told;
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
  absl::StatusOr<store::NewNotice> made = About(transaction, call, v1::NOTICE_KIND_TASK_WAITING, fiche);
  if (!made.ok()) return made.status();
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  made->notice.set_name(names::Notice(store::LinkReader(id), NewId()));
  made->mail = store::WantedMail{"validation/" + token, good_until};
  return transaction.notices().Insert(*made, call.now);
}

}  // namespace minga::service
