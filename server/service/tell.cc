#include "server/service/tell.h"

#include <map>
#include <set>
#include <utility>

#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/comment/comment_rules.h"
#include "server/service/lookup.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"
#include "server/store/round_store.h"

namespace minga::service {
namespace {

// What a notice says of a fiche to people of `tenant`, and who did it.
absl::StatusOr<store::NewNotice> About(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const v1::Fiche& fiche,
                                       const std::string& tenant) {
  store::NewNotice made;
  v1::Notice& notice = made.notice;
  notice.set_kind(kind);
  notice.set_record(fiche.name());
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  const absl::StatusOr<v1::Agency> found = FindAgency(transaction, names::Agency(agency));
  if (!found.ok()) return found.status();
  notice.set_agency_display_name(found->display_name());
  const absl::StatusOr<v1::Round> round = FindRound(transaction, fiche.round(), call.now);
  if (!round.ok()) return round.status();
  notice.set_round_display_name(round->display_name());
  notice.set_time_zone(round->time_zone());
  if (round->has_close_time()) *notice.mutable_deadline() = round->close_time();
  const Principal& principal = call.identity.principal;
  made.tenant = principal.tenant;
  // People of one tenant are not named to another.
  if (principal.kind == Principal::Kind::kPerson && principal.tenant == tenant) {
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
  absl::StatusOr<store::NewNotice> made = About(transaction, call, kind, fiche, agency);
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

absl::Status TellOfComment(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const v1::Comment& comment,
                           const std::vector<store::Commentator>& readers) {
  std::set<std::string> told = {call.identity.person};
  std::map<std::string, store::NewNotice> by_tenant;
  for (const store::Commentator& reader : readers) {
    if (!told.insert(reader.person).second) continue;
    auto found = by_tenant.find(reader.tenant);
    if (found == by_tenant.end()) {
      absl::StatusOr<store::NewNotice> made = About(transaction, call, v1::NOTICE_KIND_COMMENTED, fiche, reader.tenant);
      if (!made.ok()) return made.status();
      made->notice.set_record(comment.name());
      made->notice.set_comment(comment.text());
      made->notice.set_initiative_title(domain::EntryTitleAt(comment.path(), fiche));
      made->mail = store::WantedMail{{}, call.now + absl::Hours(24 * limits::kMailDays)};
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
  absl::StatusOr<store::NewNotice> made = About(transaction, call, v1::NOTICE_KIND_TASK_WAITING, fiche, agency);
  if (!made.ok()) return made.status();
  made->notice.set_name(names::Notice(store::LinkReader(id), NewId()));
  made->mail = store::WantedMail{"validation/" + token, good_until};
  return transaction.notices().Insert(*made, call.now);
}

}  // namespace minga::service
