// What mails people's notices, put together as the settings say.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/config.h"
#include "server/mail/mailer.h"
#include "server/mail/notice_outbox.h"
#include "server/mail/smtp.h"
#include "server/store/store.h"

namespace minga {

class Post {
 public:
  // Begins to send what waits in `store`, and goes on as long as this lives; all outlive it. `config` has a mail server and
  // was checked. INVALID_ARGUMENT, a sentence for the operator, when the file of the password cannot be read.
  static absl::StatusOr<std::unique_ptr<Post>> Open(const Config& config, store::Store& store, const Clock& clock, Log& log);

 private:
  Post(const Config& config, mail::SmtpOptions smtp, store::Store& store, const Clock& clock, Log& log);

  mail::NoticeOutbox outbox_;
  mail::Smtp smtp_;
  mail::Mailer mailer_;
  const std::unique_ptr<store::Store::Watching> watching_;
};

}  // namespace minga
