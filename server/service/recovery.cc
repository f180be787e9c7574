#include "server/service/recovery.h"

#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/domain/member/member_rules.h"

namespace minga::service {

using store::OneUseToken;

absl::StatusOr<std::optional<Recovery>> BeginRecovery(store::PersonStore& people, const std::string& email, absl::Time now) {
  const auto person = people.FindPerson(domain::FoldEmail(email));
  if (!person.ok()) return person.status();
  if (!person->has_value() || (*person)->password.empty()) return std::nullopt;
  Recovery recovery{(*person)->id, NewLinkToken(), now + absl::Hours(limits::kRecoveryHours)};
  const absl::Status kept =
      people.InsertToken(Hash(recovery.token), {OneUseToken::Kind::kRecovery, {}, recovery.person, {}, recovery.good_until}, now);
  if (!kept.ok()) return kept;
  return recovery;
}

}  // namespace minga::service
