#include "server/mail/notice_outbox.h"

#include <fmt/format.h>

#include <utility>

#include "server/domain/notice/notice_text.h"

namespace minga::mail {

NoticeOutbox::NoticeOutbox(store::Store& store, FindRecipient find_recipient, Mailbox from, std::string link_base)
    : store_(store), find_recipient_(std::move(find_recipient)), from_(std::move(from)), link_base_(std::move(link_base)) {}

absl::StatusOr<std::vector<OutgoingMail>> NoticeOutbox::Due(absl::Time now, int limit) {
  std::vector<OutgoingMail> due;
  const absl::Status status = store_.Read(Scope::System(), [&](store::Transaction& transaction) {
    const absl::StatusOr<std::vector<store::WaitingMail>> mails = transaction.notices().DueMails(now, limit);
    if (!mails.ok()) return mails.status();
    for (const store::WaitingMail& mail : *mails) {
      const absl::StatusOr<std::optional<Recipient>> recipient = find_recipient_(transaction, {mail.person, mail.reader_tenant});
      if (!recipient.ok()) return recipient.status();
      due.push_back({Compose(mail, recipient->value_or(Recipient())), mail.attempts, mail.wanted.give_up_time});
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return due;
}

Message NoticeOutbox::Compose(const store::WaitingMail& mail, const Recipient& recipient) const {
  const bool one_use = !mail.wanted.link_path.empty();
  const std::string& path = one_use ? mail.wanted.link_path : mail.notice.record();
  const domain::MailLink link{path.empty() ? link_base_ : fmt::format("{}/{}", link_base_, path), one_use};
  domain::NoticeText text = domain::MailTextOf(mail.notice, link, recipient.language);
  // The notice's time, not that of the attempt: what is sent again is the same to the byte.
  return {.from = from_,
          .to = recipient.mailbox,
          .subject = std::move(text.subject),
          .body = std::move(text.body),
          .language = recipient.language,
          .id = mail.id,
          .date = absl::FromUnixSeconds(mail.notice.create_time().seconds())};
}

absl::StatusOr<std::optional<absl::Time>> NoticeOutbox::Next() {
  std::optional<absl::Time> next;
  const absl::Status status = store_.Read(Scope::System(), [&](store::Transaction& transaction) {
    const absl::StatusOr<std::optional<absl::Time>> found = transaction.notices().NextMail();
    if (found.ok()) next = *found;
    return found.status();
  });
  if (!status.ok()) return status;
  return next;
}

absl::Status NoticeOutbox::Record(const Attempt& attempt) {
  return store_.Write(Scope::System(), [&](store::Transaction& transaction) {
    store::NoticeStore& notices = transaction.notices();
    switch (attempt.end) {
      case Attempt::End::kSent:
        return notices.MarkMailSent(attempt.id);
      case Attempt::End::kDeferred:
        return notices.MarkMailDeferred(attempt.id, attempt.next_time);
      case Attempt::End::kGivenUp:
        break;
    }
    return notices.MarkMailGivenUp(attempt.id);
  });
}

}  // namespace minga::mail
