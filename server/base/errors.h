// The catalogue of errors: one function for each distinct error fixes its code, its UPPER_SNAKE reason, its arguments and
// with them its text (key `error.REASON` in texts/). Nothing else in the server makes a status that reaches a caller.
// docs/errors.md lists them; a test compares.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "texts/texts.h"

namespace minga {

// One wrong argument. `path` is in the request's terms (`fiche.initiatives[0].content.title`), `rule` is UPPER_SNAKE and
// its text is the key `violation.RULE`.
struct Violation {
  std::string path;
  std::string rule;
  texts::Args args;
};

// Collects every wrong argument of a request, so that the caller learns all at once. Beyond limits::kViolationsReported
// they are only counted.
class Violations {
 public:
  void Add(std::string path, std::string_view rule, texts::Args args = {});
  bool empty() const { return found_.empty(); }
  const std::vector<Violation>& found() const { return found_; }
  // OK when empty, otherwise INVALID_FIELDS.
  absl::Status ToStatus() const;

 private:
  std::vector<Violation> found_;
};

namespace errors {

// What a status made here carries, for the wire and for tests. `reason` is empty for a status not made here.
struct Details {
  std::string reason;
  texts::Args args;
  std::vector<Violation> violations;
};
Details DetailsOf(const absl::Status& status);

// The sentence for a status in a language; for a status not made here the sentence of INTERNAL, never its message.
std::string Text(const absl::Status& status, texts::Language language);

// A reason with its code, for the documentation test.
struct Entry {
  std::string_view reason;
  absl::StatusCode code;
};
const std::vector<Entry>& Catalogue();

// Arguments.
absl::Status InvalidFields(const std::vector<Violation>& violations);
absl::Status MalformedRequest();
absl::Status RequestTooLarge(size_t limit_bytes);
absl::Status RequestIdReused(std::string_view request_id);

// Identity and permission.
absl::Status Unauthenticated();
absl::Status PermissionDenied();

// Records. `name` is the one the caller gave: absent and invisible records answer alike.
absl::Status NotFound(std::string_view name);
absl::Status AgencyExists(std::string_view name);
absl::Status RoundExists(std::string_view name);
absl::Status FicheExists(std::string_view name);
absl::Status EtagMismatch(std::string_view name, std::string_view current_etag);
// `state` is the code of the state that the record is in.
absl::Status FicheStateConflict(std::string_view name, std::string_view state);
// An edit of an older version touches what has changed since: a violation for each place, with its current text.
absl::Status FicheEditConflict(std::string_view name, std::string_view current_etag, const std::vector<Violation>& places);
// It cannot be deleted: the secretariat has seen it.
absl::Status FicheWasSubmitted(std::string_view name);
// It has not begun.
absl::Status RoundNotOpen(std::string_view name);
// The agency's deadline has passed; `close_time` is it, RFC 3339.
absl::Status RoundClosed(std::string_view name, std::string_view close_time);
// The round asks other agencies.
absl::Status AgencyNotAsked(std::string_view agency, std::string_view round);
// The document's country is another than the agency's.
absl::Status CountryMismatch(std::string_view document_country, std::string_view agency_country);

// People and sessions.
absl::Status MemberExists(std::string_view name);
absl::Status MemberIsActive(std::string_view name);
absl::Status LastAdministrator(std::string_view name);
// One answer for an unknown e-mail, a wrong password and a missing membership.
absl::Status SignInFailed();
absl::Status TooManyAttempts(int64_t minutes);
absl::Status NoMail();
// `tenants`: their names, separated by commas.
absl::Status TenantRequired(std::string_view tenants);
absl::Status TokenInvalid();

// Attachments.
absl::Status TooManyAttachments(std::string_view name, int limit);
absl::Status AttachmentWrongType();
// A validation names it, or a submission includes it.
absl::Status AttachmentInUse(std::string_view name);

// Comments. `name` is the fiche's, or the comment's.
absl::Status TooManyComments(std::string_view name, int limit);
absl::Status CommentOfAnother(std::string_view name);

// Validation inside an agency. `name` is the fiche's.
absl::Status NoValidation(std::string_view name);
absl::Status FourEyesNeeded(std::string_view name);
absl::Status SignedDocumentNeeded(std::string_view name);
absl::Status ValidationByLink(std::string_view name);
absl::Status NotByLink(std::string_view name);
// The secretariat has neither admitted nor excluded it: there is nothing to answer to.
absl::Status NotDecided(std::string_view name);
absl::Status ReviewHasBegun(std::string_view name);

// Documents.
absl::Status DocumentEmpty();
absl::Status DocumentTooLarge(size_t limit_bytes);
// Recognised as another format: the argument names it, for example "PDF" or "Word 97-2003 (.doc)".
absl::Status DocumentWrongFormat(std::string_view format);
absl::Status DocumentUnknownFormat();
// `what` is what was found, a part's name or a fact; never content.
absl::Status DocumentDamaged(std::string_view what);
absl::Status DocumentEncrypted();
absl::Status DocumentHostile(std::string_view what);
// A readable document that is not the survey form.
absl::Status DocumentNotTheForm();

// The service.
absl::Status Overloaded();
absl::Status DeadlineExceeded();
absl::Status Cancelled();
absl::Status ShuttingDown();
absl::Status StorageFull();
absl::Status StorageUnavailable();
// The cause goes to the log, never to the caller. Causes name what failed and carry no content of records.
absl::Status Internal(std::string_view cause);
// The cause given to Internal; empty for others.
std::string CauseOf(const absl::Status& status);

}  // namespace errors
}  // namespace minga
