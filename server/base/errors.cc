#include "server/base/errors.h"

#include <nlohmann/json.hpp>

#include "absl/strings/cord.h"
#include "server/base/limits.h"
#include "server/base/text.h"

namespace minga {
namespace {

constexpr char kPayload[] = "minga/error";

using Json = nlohmann::json;

Json ToJson(const texts::Args& args) {
  Json json = Json::array();
  for (const auto& [name, value] : args) json.push_back({name, value});
  return json;
}

texts::Args ArgsFrom(const Json& json) {
  texts::Args args;
  for (const auto& pair : json) args.emplace_back(pair.at(0).get<std::string>(), pair.at(1).get<std::string>());
  return args;
}

absl::Status Make(absl::StatusCode code, std::string_view reason, texts::Args args = {}, const std::vector<Violation>& violations = {}) {
  // Callers choose names, and can choose long ones.
  for (auto& argument : args) argument.second = std::string(text::Prefix(argument.second, limits::kErrorArgument));
  absl::Status status(code, absl::string_view(reason.data(), reason.size()));
  Json json{{"reason", std::string(reason)}, {"args", ToJson(args)}, {"violations", Json::array()}};
  for (const Violation& each : violations) json["violations"].push_back({each.path, each.rule, ToJson(each.args)});
  status.SetPayload(kPayload, absl::Cord(json.dump(-1, ' ', false, Json::error_handler_t::replace)));
  return status;
}

}  // namespace

void Violations::Add(std::string path, std::string_view rule, texts::Args args) {
  if (found_.size() < limits::kViolationsReported) found_.push_back({std::move(path), std::string(rule), std::move(args)});
}

absl::Status Violations::ToStatus() const { return found_.empty() ? absl::OkStatus() : errors::InvalidFields(found_); }

namespace errors {

Details DetailsOf(const absl::Status& status) {
  Details details;
  const auto payload = status.GetPayload(kPayload);
  if (!payload) return details;
  const Json json = Json::parse(std::string(*payload));
  details.reason = json.at("reason").get<std::string>();
  details.args = ArgsFrom(json.at("args"));
  for (const auto& each : json.at("violations")) {
    details.violations.push_back({each.at(0).get<std::string>(), each.at(1).get<std::string>(), ArgsFrom(each.at(2))});
  }
  return details;
}

std::string Text(const absl::Status& status, texts::Language language) {
  const Details details = DetailsOf(status);
  return texts::Render("error." + (details.reason.empty() ? "INTERNAL" : details.reason), language, details.args);
}

const std::vector<Entry>& Catalogue() {
  using absl::StatusCode;
  static const auto* const entries = new std::vector<Entry>{
      {"INVALID_FIELDS", StatusCode::kInvalidArgument},
      {"MALFORMED_REQUEST", StatusCode::kInvalidArgument},
      {"REQUEST_TOO_LARGE", StatusCode::kInvalidArgument},
      {"REQUEST_ID_REUSED", StatusCode::kInvalidArgument},
      {"UNAUTHENTICATED", StatusCode::kUnauthenticated},
      {"PERMISSION_DENIED", StatusCode::kPermissionDenied},
      {"NOT_FOUND", StatusCode::kNotFound},
      {"AGENCY_EXISTS", StatusCode::kAlreadyExists},
      {"ROUND_EXISTS", StatusCode::kAlreadyExists},
      {"FICHE_EXISTS", StatusCode::kAlreadyExists},
      {"ETAG_MISMATCH", StatusCode::kAborted},
      {"FICHE_EDIT_CONFLICT", StatusCode::kAborted},
      {"FICHE_STATE_CONFLICT", StatusCode::kFailedPrecondition},
      {"FICHE_WAS_SUBMITTED", StatusCode::kFailedPrecondition},
      {"ROUND_NOT_OPEN", StatusCode::kFailedPrecondition},
      {"ROUND_CLOSED", StatusCode::kFailedPrecondition},
      {"AGENCY_NOT_ASKED", StatusCode::kFailedPrecondition},
      {"COUNTRY_MISMATCH", StatusCode::kFailedPrecondition},
      {"MEMBER_EXISTS", StatusCode::kAlreadyExists},
      {"MEMBER_IS_ACTIVE", StatusCode::kFailedPrecondition},
      {"LAST_ADMINISTRATOR", StatusCode::kFailedPrecondition},
      {"SIGN_IN_FAILED", StatusCode::kUnauthenticated},
      {"TOO_MANY_ATTEMPTS", StatusCode::kResourceExhausted},
      {"NO_MAIL", StatusCode::kFailedPrecondition},
      {"TENANT_REQUIRED", StatusCode::kFailedPrecondition},
      {"TOKEN_INVALID", StatusCode::kFailedPrecondition},
      {"NO_VALIDATION", StatusCode::kFailedPrecondition},
      {"FOUR_EYES_NEEDED", StatusCode::kFailedPrecondition},
      {"SIGNED_DOCUMENT_NEEDED", StatusCode::kFailedPrecondition},
      {"VALIDATION_BY_LINK", StatusCode::kFailedPrecondition},
      {"NOT_BY_LINK", StatusCode::kFailedPrecondition},
      {"REVIEW_HAS_BEGUN", StatusCode::kFailedPrecondition},
      {"NOT_DECIDED", StatusCode::kFailedPrecondition},
      {"TOO_MANY_ATTACHMENTS", StatusCode::kFailedPrecondition},
      {"ATTACHMENT_WRONG_TYPE", StatusCode::kInvalidArgument},
      {"ATTACHMENT_IN_USE", StatusCode::kFailedPrecondition},
      {"TOO_MANY_COMMENTS", StatusCode::kFailedPrecondition},
      {"COMMENT_OF_ANOTHER", StatusCode::kPermissionDenied},
      {"DOCUMENT_EMPTY", StatusCode::kInvalidArgument},
      {"DOCUMENT_TOO_LARGE", StatusCode::kInvalidArgument},
      {"DOCUMENT_WRONG_FORMAT", StatusCode::kInvalidArgument},
      {"DOCUMENT_UNKNOWN_FORMAT", StatusCode::kInvalidArgument},
      {"DOCUMENT_DAMAGED", StatusCode::kInvalidArgument},
      {"DOCUMENT_ENCRYPTED", StatusCode::kInvalidArgument},
      {"DOCUMENT_HOSTILE", StatusCode::kInvalidArgument},
      {"DOCUMENT_NOT_THE_FORM", StatusCode::kInvalidArgument},
      {"OVERLOADED", StatusCode::kResourceExhausted},
      {"DEADLINE_EXCEEDED", StatusCode::kDeadlineExceeded},
      {"CANCELLED", StatusCode::kCancelled},
      {"SHUTTING_DOWN", StatusCode::kUnavailable},
      {"STORAGE_FULL", StatusCode::kResourceExhausted},
      {"STORAGE_UNAVAILABLE", StatusCode::kUnavailable},
      {"INTERNAL", StatusCode::kInternal},
  };
  return *entries;
}

namespace {

// The code of a reason stands once, in the catalogue.
absl::Status Of(std::string_view reason, const texts::Args& args = {}, const std::vector<Violation>& violations = {}) {
  for (const Entry& entry : Catalogue()) {
    if (entry.reason == reason) return Make(entry.code, reason, args, violations);
  }
  return Make(absl::StatusCode::kInternal, "INTERNAL");
}

std::string Mebibytes(size_t bytes) { return std::to_string(bytes >> 20); }

}  // namespace

absl::Status InvalidFields(const std::vector<Violation>& violations) {
  return Of("INVALID_FIELDS", {{"count", std::to_string(violations.size())}}, violations);
}
absl::Status MalformedRequest() { return Of("MALFORMED_REQUEST"); }
absl::Status RequestTooLarge(size_t limit_bytes) { return Of("REQUEST_TOO_LARGE", {{"mebibytes", Mebibytes(limit_bytes)}}); }
absl::Status RequestIdReused(std::string_view request_id) { return Of("REQUEST_ID_REUSED", {{"request_id", std::string(request_id)}}); }
absl::Status Unauthenticated() { return Of("UNAUTHENTICATED"); }
absl::Status PermissionDenied() { return Of("PERMISSION_DENIED"); }
absl::Status NotFound(std::string_view name) { return Of("NOT_FOUND", {{"name", std::string(name)}}); }
absl::Status AgencyExists(std::string_view name) { return Of("AGENCY_EXISTS", {{"name", std::string(name)}}); }
absl::Status RoundExists(std::string_view name) { return Of("ROUND_EXISTS", {{"name", std::string(name)}}); }
absl::Status FicheExists(std::string_view name) { return Of("FICHE_EXISTS", {{"name", std::string(name)}}); }
absl::Status EtagMismatch(std::string_view name, std::string_view current_etag) {
  return Of("ETAG_MISMATCH", {{"name", std::string(name)}, {"etag", std::string(current_etag)}});
}
absl::Status FicheStateConflict(std::string_view name, std::string_view state) {
  return Of("FICHE_STATE_CONFLICT", {{"name", std::string(name)}, {"state", std::string(state)}});
}
absl::Status FicheEditConflict(std::string_view name, std::string_view current_etag, const std::vector<Violation>& places) {
  return Of("FICHE_EDIT_CONFLICT",
            {{"name", std::string(name)}, {"etag", std::string(current_etag)}, {"count", std::to_string(places.size())}}, places);
}
absl::Status FicheWasSubmitted(std::string_view name) { return Of("FICHE_WAS_SUBMITTED", {{"name", std::string(name)}}); }
absl::Status RoundNotOpen(std::string_view name) { return Of("ROUND_NOT_OPEN", {{"name", std::string(name)}}); }
absl::Status RoundClosed(std::string_view name, std::string_view close_time) {
  return Of("ROUND_CLOSED", {{"name", std::string(name)}, {"close_time", std::string(close_time)}});
}
absl::Status AgencyNotAsked(std::string_view agency, std::string_view round) {
  return Of("AGENCY_NOT_ASKED", {{"agency", std::string(agency)}, {"round", std::string(round)}});
}
absl::Status CountryMismatch(std::string_view document_country, std::string_view agency_country) {
  return Of("COUNTRY_MISMATCH", {{"document", std::string(document_country)}, {"agency", std::string(agency_country)}});
}
absl::Status MemberExists(std::string_view name) { return Of("MEMBER_EXISTS", {{"name", std::string(name)}}); }
absl::Status MemberIsActive(std::string_view name) { return Of("MEMBER_IS_ACTIVE", {{"name", std::string(name)}}); }
absl::Status LastAdministrator(std::string_view name) { return Of("LAST_ADMINISTRATOR", {{"name", std::string(name)}}); }
absl::Status SignInFailed() { return Of("SIGN_IN_FAILED"); }
absl::Status TooManyAttempts(int64_t minutes) { return Of("TOO_MANY_ATTEMPTS", {{"minutes", std::to_string(minutes)}}); }
absl::Status NoMail() { return Of("NO_MAIL"); }
absl::Status TenantRequired(std::string_view tenants) { return Of("TENANT_REQUIRED", {{"tenants", std::string(tenants)}}); }
absl::Status TokenInvalid() { return Of("TOKEN_INVALID"); }
absl::Status NoValidation(std::string_view name) { return Of("NO_VALIDATION", {{"name", std::string(name)}}); }
absl::Status FourEyesNeeded(std::string_view name) { return Of("FOUR_EYES_NEEDED", {{"name", std::string(name)}}); }
absl::Status SignedDocumentNeeded(std::string_view name) { return Of("SIGNED_DOCUMENT_NEEDED", {{"name", std::string(name)}}); }
absl::Status ValidationByLink(std::string_view name) { return Of("VALIDATION_BY_LINK", {{"name", std::string(name)}}); }
absl::Status NotByLink(std::string_view name) { return Of("NOT_BY_LINK", {{"name", std::string(name)}}); }
absl::Status NotDecided(std::string_view name) { return Of("NOT_DECIDED", {{"name", std::string(name)}}); }
absl::Status ReviewHasBegun(std::string_view name) { return Of("REVIEW_HAS_BEGUN", {{"name", std::string(name)}}); }
absl::Status TooManyAttachments(std::string_view name, int limit) {
  return Of("TOO_MANY_ATTACHMENTS", {{"name", std::string(name)}, {"limit", std::to_string(limit)}});
}
absl::Status AttachmentWrongType() { return Of("ATTACHMENT_WRONG_TYPE"); }
absl::Status AttachmentInUse(std::string_view name) { return Of("ATTACHMENT_IN_USE", {{"name", std::string(name)}}); }
absl::Status TooManyComments(std::string_view name, int limit) {
  return Of("TOO_MANY_COMMENTS", {{"name", std::string(name)}, {"limit", std::to_string(limit)}});
}
absl::Status CommentOfAnother(std::string_view name) { return Of("COMMENT_OF_ANOTHER", {{"name", std::string(name)}}); }
absl::Status DocumentEmpty() { return Of("DOCUMENT_EMPTY"); }
absl::Status DocumentTooLarge(size_t limit_bytes) { return Of("DOCUMENT_TOO_LARGE", {{"mebibytes", Mebibytes(limit_bytes)}}); }
absl::Status DocumentWrongFormat(std::string_view format) { return Of("DOCUMENT_WRONG_FORMAT", {{"format", std::string(format)}}); }
absl::Status DocumentUnknownFormat() { return Of("DOCUMENT_UNKNOWN_FORMAT"); }
absl::Status DocumentDamaged(std::string_view what) { return Of("DOCUMENT_DAMAGED", {{"what", std::string(what)}}); }
absl::Status DocumentEncrypted() { return Of("DOCUMENT_ENCRYPTED"); }
absl::Status DocumentHostile(std::string_view what) { return Of("DOCUMENT_HOSTILE", {{"what", std::string(what)}}); }
absl::Status DocumentNotTheForm() { return Of("DOCUMENT_NOT_THE_FORM"); }
absl::Status Overloaded() { return Of("OVERLOADED"); }
absl::Status DeadlineExceeded() { return Of("DEADLINE_EXCEEDED"); }
absl::Status Cancelled() { return Of("CANCELLED"); }
absl::Status ShuttingDown() { return Of("SHUTTING_DOWN"); }
absl::Status StorageFull() { return Of("STORAGE_FULL"); }
absl::Status StorageUnavailable() { return Of("STORAGE_UNAVAILABLE"); }
absl::Status Internal(std::string_view cause) {
  absl::Status status = Of("INTERNAL");
  status.SetPayload("minga/cause", absl::Cord(std::string(cause)));
  return status;
}
std::string CauseOf(const absl::Status& status) {
  const auto cause = status.GetPayload("minga/cause");
  return cause ? std::string(*cause) : std::string();
}

}  // namespace errors
}  // namespace minga
