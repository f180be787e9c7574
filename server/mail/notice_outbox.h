#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/mail/mailer.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"
#include "server/store/store.h"

namespace minga::mail {

// Whom a notice is sent to.
struct Recipient {
  Mailbox mailbox;
  texts::Language language = texts::Language::kSpanish;
};

// The person of an id, as of now, as a member of the tenant unless that is empty; empty when there is none or none to be written to.
using FindRecipient = std::function<absl::StatusOr<std::optional<Recipient>>(store::Transaction&, const store::Reader& reader)>;

// The notices that wait to be sent, as mails in their readers' languages. Addresses are looked up each time: what a person
// corrected counts, and nobody who was erased or has left is written to.
class NoticeOutbox final : public Outbox {
 public:
  // `store` outlives this. Links begin with `link_base`, which has no slash at its end.
  NoticeOutbox(store::Store& store, FindRecipient find_recipient, Mailbox from, std::string link_base);

  absl::StatusOr<std::vector<OutgoingMail>> Due(absl::Time now, int limit) override;
  absl::StatusOr<std::optional<absl::Time>> Next() override;
  absl::Status Record(const Attempt& attempt) override;

 private:
  Message Compose(const store::WaitingMail& mail, const Recipient& recipient) const;

  store::Store& store_;
  const FindRecipient find_recipient_;
  const Mailbox from_;
  const std::string link_base_;
};

}  // namespace minga::mail
