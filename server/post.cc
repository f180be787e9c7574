#include "server/post.h"

#include <fmt/format.h>

#include <fstream>
#include <utility>

namespace minga {
namespace {

// The registry knows no people yet, so that nobody can be written to.
absl::StatusOr<std::optional<mail::Recipient>> FindRecipient(store::Transaction& /*transaction*/, const std::string& /*person*/) {
  return std::nullopt;
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
