#pragma once

#include "server/base/scope.h"
#include "server/store/person_store.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

class SqlPersonStore final : public PersonStore {
 public:
  SqlPersonStore(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::StatusOr<std::optional<Person>> FindPerson(std::string_view email) override;
  absl::StatusOr<std::optional<Person>> GetPerson(std::string_view person) override;
  absl::Status SetPassword(std::string_view person, std::string_view password) override;
  absl::StatusOr<std::vector<Membership>> MembershipsOf(std::string_view person) override;

  absl::Status SetLanguage(std::string_view person, std::string_view language) override;
  absl::StatusOr<std::optional<v1::Member>> GetMember(std::string_view tenant, std::string_view member) override;
  absl::StatusOr<std::optional<std::string>> PersonOf(std::string_view tenant, std::string_view member) override;
  absl::StatusOr<std::vector<v1::Member>> ListMembers(std::string_view tenant, std::string_view after, int limit) override;
  absl::StatusOr<std::string> InsertMember(const v1::Member& member, std::string_view new_person, absl::Time now) override;
  absl::Status UpdateMember(const v1::Member& member) override;
  absl::Status EndMember(std::string_view tenant, std::string_view member) override;
  absl::StatusOr<std::vector<std::string>> PeopleWith(std::string_view tenant, v1::Role role) override;
  absl::StatusOr<std::vector<Reader>> PeopleOfCountry(std::string_view country_code, v1::Role role) override;
  absl::StatusOr<int64_t> CountMembers(std::string_view tenant, v1::Role role) override;
  absl::StatusOr<std::string> DisplayNameOf(const Principal& principal) override;

  absl::Status InsertSession(const NewSession& session, absl::Time now) override;
  absl::StatusOr<std::vector<v1::Session>> ListSessions(std::string_view person, absl::Time now, int limit) override;
  absl::StatusOr<bool> EndSession(std::string_view person, std::string_view session) override;
  absl::Status EndSessions(std::string_view person, std::string_view except) override;
  absl::Status NoteUse(std::string_view hash, absl::Time now) override;

  absl::Status InsertToken(std::string_view hash, const OneUseToken& token, absl::Time now) override;
  absl::StatusOr<std::optional<OneUseToken>> FindToken(std::string_view hash, OneUseToken::Kind kind, absl::Time now) override;
  absl::StatusOr<std::optional<std::string>> NoteOfToken(OneUseToken::Kind kind, std::string_view subject) override;
  absl::Status DeleteTokens(OneUseToken::Kind kind, std::string_view tenant, std::string_view subject) override;

 private:
  // Ends the mails that wait with the link of a token that is replaced or deleted.
  absl::Status EndMailsOf(OneUseToken::Kind kind, std::string_view tenant, std::string_view subject);
  // INTERNAL unless the scope is the system's: only the server's own code gets here.
  absl::Status SystemOnly() const;
  absl::Status Governs(std::string_view tenant) const;

  Connection& connection_;
  const Scope& scope_;
};

}  // namespace minga::store::sql
