#include "client/cli/names.h"

namespace minga::cli {
namespace {

std::string Completed(std::string_view collection, std::string_view text) {
  return text.starts_with(collection) ? std::string(text) : std::string(collection) + std::string(text);
}

// AGENCY/ID to agencies/AGENCY/COLLECTION/ID.
std::string CompletedChild(std::string_view collection, std::string_view text) {
  const size_t slash = text.find('/');
  if (text.starts_with("agencies/") || slash == std::string_view::npos) return std::string(text);
  return AgencyName(text.substr(0, slash)) + std::string(collection) + std::string(text.substr(slash + 1));
}

}  // namespace

std::string AgencyName(std::string_view text) { return Completed("agencies/", text); }

std::string RoundId(std::string_view text) {
  if (text.starts_with("rounds/")) text.remove_prefix(7);
  return std::string(text);
}

std::string RoundName(std::string_view text) { return "rounds/" + RoundId(text); }

std::string FicheName(std::string_view text) { return CompletedChild("/fiches/", text); }

std::string KeyRecordName(std::string_view text) { return CompletedChild("/apiKeys/", text); }

std::string MemberName(std::string_view text) {
  const std::string_view secretariat = "secretariat/";
  if (!text.starts_with(secretariat)) return CompletedChild("/members/", text);
  text.remove_prefix(secretariat.size());
  return std::string(secretariat) + Completed("members/", text);
}

std::string SessionName(std::string_view text) { return Completed("sessions/", text); }

std::string AttachmentName(std::string_view fiche, std::string_view text) {
  return text.starts_with("agencies/") ? std::string(text) : std::string(fiche) + "/attachments/" + std::string(text);
}

std::string CommentName(std::string_view text) {
  const size_t slash = text.rfind('/');
  if (text.starts_with("agencies/") || slash == std::string_view::npos) return std::string(text);
  return FicheName(text.substr(0, slash)) + "/comments/" + std::string(text.substr(slash + 1));
}

std::string CommentName(std::string_view fiche, std::string_view text) {
  return text.find('/') == std::string_view::npos ? std::string(fiche) + "/comments/" + std::string(text) : CommentName(text);
}

std::string InitiativeName(std::string_view text) { return Completed("initiatives/", text); }

std::string ConfirmationName(std::string_view text) {
  const size_t slash = text.find('/');
  if (text.starts_with("initiatives/") || slash == std::string_view::npos) return std::string(text);
  return InitiativeName(text.substr(0, slash)) + "/confirmations/" + std::string(text.substr(slash + 1));
}

std::string NoticeName(std::string_view text) {
  return text.starts_with("people/") ? std::string(text) : "people/-/notices/" + std::string(text);
}

std::string ParentOf(std::string_view name) {
  const std::string_view collection = name.substr(0, name.rfind('/'));
  return std::string(collection.substr(0, collection.rfind('/')));
}

std::string IdOf(std::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); }

}  // namespace minga::cli
