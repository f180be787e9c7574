// Reminding agencies of their fiches: by the secretariat, and by the registry itself before a deadline.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/notice.pb.h"
#include "minga/v1/round.pb.h"
#include "minga/v1/round_response.pb.h"
#include "server/store/round_store.h"
#include "server/store/store.h"
#include "texts/texts.h"

namespace minga::service {

// What goes to one agency, and to whom. The people are not told to who reminds.
struct PlannedReminder {
  v1::RoundReminder reminder;
  // Without a name.
  v1::Notice notice;
  // Ids of people, each once.
  std::vector<std::string> recipients;
};

// `message` is what the secretariat adds; `reminder` is told in `language`.
absl::StatusOr<PlannedReminder> PlanReminder(store::Transaction& transaction, const v1::Round& round, const store::KeptResponse& response,
                                             const std::string& message, texts::Language language, absl::Time now);

// Puts it into the inboxes, with mails, and notes that it was done. `tenant` is where it comes from, see store::NewNotice.
absl::Status SendReminder(store::Transaction& transaction, const PlannedReminder& planned, const std::string& tenant,
                          const std::string& round, absl::Time now);

// Tells those whom a reminder would reach that the agency has more time, which it has by an extension.
absl::Status TellOfExtension(store::Transaction& transaction, const v1::Round& round, const store::KeptResponse& response,
                             const std::string& tenant, absl::Time now);

// Reminds, so many days before its deadline, each agency that has not sent its fiche: once for each deadline and number of days,
// however often this is called and whatever ends the process in between. Of several that are due at once one is sent. What was due
// before the round opened, or before the agency got its extension, is not sent. Answers when the next is due, InfiniteFuture for
// never.
absl::StatusOr<absl::Time> RemindOfDeadlines(store::Store& store, const std::vector<int>& days_before, absl::Time now);

}  // namespace minga::service
