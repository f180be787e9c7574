#include "server/post.h"

#include <fmt/format.h>

#include <fstream>
#include <utility>

#include "server/store/person_store.h"

namespace minga {
namespace {

mail::Recipient To(const v1::Member& member) {
  return {{.address = member.email(), .display_name = member.display_name()}, texts::Negotiate(member.language())};
}

absl::StatusOr<std::optional<mail::Recipient>> FindRecipient(store::Transaction& transaction, const store::Reader& reader) {
  store::PersonStore& people = transaction.people();
  if (std::string fiche; store::ParseLinkReader(reader.person, &fiche)) {
    const auto note = people.NoteOfToken(store::OneUseToken::Kind::kValidation, fiche);
    if (!note.ok()) return note.status();
    v1::Member linked;
    if (!note->has_value() || !linked.ParseFromString(**note)) return std::nullopt;
    return To(linked);
  }
  auto memberships = people.MembershipsOf(reader.person);
  if (!memberships.ok()) return memberships.status();
  if (!reader.tenant.empty()) {
    std::erase_if(*memberships,
                  [&](const store::Membership& each) { return each.tenant != reader.tenant || each.state != v1::MEMBER_STATE_ACTIVE; });
  }
  const store::Membership* const known = store::WrittenToAs(*memberships);
  if (known == nullptr) return std::nullopt;
  const auto member = people.GetMember(known->tenant, known->member);
  if (!member.ok()) return member.status();
  if (!member->has_value()) return std::nullopt;
  return To(**member);
}

std::string WithoutSlash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Post>> Post::Open(const Config& config, store::Store& store, const Clock& clock, Log& log) {
  mail::SmtpOptions smtp;
  smtp.url = config.smtp_url;
  smtp.verified = !config.smtp_insecure && !mail::IsLoopbackUrl(config.smtp_url);
  smtp.user = config.smtp_user;
  if (!config.smtp_password_file.empty()) {
    std::ifstream file(config.smtp_password_file);
    if (!std::getline(file, smtp.password) || smtp.password.empty()) {
      return absl::InvalidArgumentError(
          fmt::format("smtp_password_file: there is no password to be read in {}", config.smtp_password_file));
    }
  }
  return std::unique_ptr<Post>(new Post(config, std::move(smtp), store, clock, log));
}

Post::Post(const Config& config, mail::SmtpOptions smtp, store::Store& store, const Clock& clock, Log& log)
    : outbox_(store, FindRecipient, mail::ParseMailbox(config.mail_from).value_or(mail::Mailbox()), WithoutSlash(config.mail_link_base)),
      smtp_(std::move(smtp)),
      mailer_(outbox_, smtp_, clock, log, {}),
      watching_(store.Watch(store::kMails, [this] { mailer_.Wake(); })) {}

}  // namespace minga
