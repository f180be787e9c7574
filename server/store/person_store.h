#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/member.pb.h"
#include "minga/v1/session.pb.h"
#include "server/base/identity.h"

namespace minga::store {

// Somebody who can sign in. E-mails are kept as domain::FoldEmail makes them.
struct Person {
  std::string id;
  std::string email;
  // As HashPassword makes it; empty until the first invitation is accepted.
  std::string password;
};

// A membership as it is looked for from a person.
struct Membership {
  // Id of the agency, or "secretariat".
  std::string tenant;
  std::string member;
  v1::MemberState state = v1::MEMBER_STATE_UNSPECIFIED;
  // `es`, `pt` or `en`.
  std::string language;
};

// Somebody who is to be told, as an active member of the tenant.
struct Reader {
  std::string person;
  // Id of the agency, or "secretariat".
  std::string tenant;
};

// The membership by which somebody is written to: where they work already, if anywhere. Null when there is none.
const Membership* WrittenToAs(const std::vector<Membership>& memberships);

// A new session; the token itself is never stored.
struct NewSession {
  std::string id;
  // minga::Hash of the token.
  std::string hash;
  std::string tenant;
  std::string member;
  std::string person;
  std::string client;
  absl::Time expire_time;
};

// A token that is good for one use. A new one of the same kind and subject replaces the one before; mails that wait with the link of
// one that was replaced or deleted are given up.
struct OneUseToken {
  enum class Kind { kInvitation = 1, kRecovery = 2, kValidation = 3 };
  Kind kind = Kind::kInvitation;
  // Id of the agency, or "secretariat"; empty for kRecovery.
  std::string tenant;
  // Id of the member, the person or the fiche.
  std::string subject;
  // What is said of it when it is used.
  std::string note;
  absl::Time expire_time;
};

// In the place of a person's id: whoever has the link to validate a fiche. Reads no inbox and is written to by mail alone.
std::string LinkReader(std::string_view fiche);
// Whether `person` is such a one; then the id of the fiche.
bool ParseLinkReader(std::string_view person, std::string* fiche);

// People, their memberships, sessions and one-use tokens. An agency reaches the members of its own, with the tokens that it
// makes; the secretariat and the system those of every tenant; NOT_FOUND for what is out of reach. Everything else is for
// Scope::System() only: who signs in has no scope yet.
class PersonStore {
 public:
  virtual ~PersonStore() = default;

  virtual absl::StatusOr<std::optional<Person>> FindPerson(std::string_view email) = 0;
  virtual absl::StatusOr<std::optional<Person>> GetPerson(std::string_view person) = 0;
  virtual absl::Status SetPassword(std::string_view person, std::string_view password) = 0;
  // Those that have not ended, ordered by tenant.
  virtual absl::StatusOr<std::vector<Membership>> MembershipsOf(std::string_view person) = 0;
  // Sets the language of the person's memberships that have not ended, and raises the etags of those that had another.
  virtual absl::Status SetLanguage(std::string_view person, std::string_view language) = 0;

  // `tenant` is an agency's id or "secretariat". A membership that has ended is not found.
  virtual absl::StatusOr<std::optional<v1::Member>> GetMember(std::string_view tenant, std::string_view member) = 0;
  // The person of a member, also of one that has ended.
  virtual absl::StatusOr<std::optional<std::string>> PersonOf(std::string_view tenant, std::string_view member) = 0;
  // Ordered by id, those after `after`.
  virtual absl::StatusOr<std::vector<v1::Member>> ListMembers(std::string_view tenant, std::string_view after, int limit) = 0;
  // A new member: the person with `member.email`, or, when there is none, a new one with the id `new_person`. A membership of
  // the same person that has ended begins anew under its old id. Answers the id; MEMBER_EXISTS when the person is a member.
  virtual absl::StatusOr<std::string> InsertMember(const v1::Member& member, std::string_view new_person, absl::Time now) = 0;
  // Writes name, language, roles and state and raises the etag.
  virtual absl::Status UpdateMember(const v1::Member& member) = 0;
  // Ends the membership, with its sessions, its invitation and the mails that wait for the person as its member.
  virtual absl::Status EndMember(std::string_view tenant, std::string_view member) = 0;
  // The ids of the people who are active members with the role, in the order of their memberships' ids. For every scope but
  // Scope()'s: what one tenant does is told to people of another. The ids are answered to nobody.
  virtual absl::StatusOr<std::vector<std::string>> PeopleWith(std::string_view tenant, v1::Role role) = 0;
  // The same for all agencies of a country, each person once, ordered by id.
  virtual absl::StatusOr<std::vector<Reader>> PeopleOfCountry(std::string_view country_code, v1::Role role) = 0;
  // How many active members have the role.
  virtual absl::StatusOr<int64_t> CountMembers(std::string_view tenant, v1::Role role) = 0;
  // The name of a member, also of one that has ended, or what a key of the tenant is for; empty when there is none.
  virtual absl::StatusOr<std::string> DisplayNameOf(const Principal& principal) = 0;

  virtual absl::Status InsertSession(const NewSession& session, absl::Time now) = 0;
  // Those that have not ended, newest first.
  virtual absl::StatusOr<std::vector<v1::Session>> ListSessions(std::string_view person, absl::Time now, int limit) = 0;
  // False when there is none of the person.
  virtual absl::StatusOr<bool> EndSession(std::string_view person, std::string_view session) = 0;
  // All of the person's but `except`, which may be empty.
  virtual absl::Status EndSessions(std::string_view person, std::string_view except) = 0;
  // Notes that a session or a key was used, by its hash.
  virtual absl::Status NoteUse(std::string_view hash, absl::Time now) = 0;

  virtual absl::Status InsertToken(std::string_view hash, const OneUseToken& token, absl::Time now) = 0;
  // One that has not expired, of the scope's tenant.
  virtual absl::StatusOr<std::optional<OneUseToken>> FindToken(std::string_view hash, OneUseToken::Kind kind, absl::Time now) = 0;
  // The note of the token of that kind and subject, whoever's it is.
  virtual absl::StatusOr<std::optional<std::string>> NoteOfToken(OneUseToken::Kind kind, std::string_view subject) = 0;
  virtual absl::Status DeleteTokens(OneUseToken::Kind kind, std::string_view tenant, std::string_view subject) = 0;
};

}  // namespace minga::store
