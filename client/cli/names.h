// Resource names as people type them. A full name is taken as it stands, a short one is completed; what is wrong with a
// name is the server's to say.
#pragma once

#include <string>
#include <string_view>

namespace minga::cli {

// `pe-apci` or `agencies/pe-apci`.
std::string AgencyName(std::string_view text);

// `r2022`, `2022` (ids begin with a letter, so a year gets an r) or `rounds/r2022`.
std::string RoundName(std::string_view text);
std::string RoundId(std::string_view text);

// `pe-apci/k3f…` or the full name.
std::string FicheName(std::string_view text);
std::string KeyRecordName(std::string_view text);

// `pe-apci/k3f…`, `secretariat/k3f…` or the full name.
std::string MemberName(std::string_view text);

// `pe-apci/k3f…/c9d…` or the full name; with the fiche's full name `c9d…` too.
std::string CommentName(std::string_view text);
std::string CommentName(std::string_view fiche, std::string_view text);

// `k3f…` or `sessions/k3f…`.
std::string SessionName(std::string_view text);

// Of a fiche by its full name: `k3f…` or the full name.
std::string AttachmentName(std::string_view fiche, std::string_view text);

// `k3f…` or `initiatives/k3f…`.
std::string InitiativeName(std::string_view text);

// `k3f…/BR` or `initiatives/k3f…/confirmations/BR`.
std::string ConfirmationName(std::string_view text);

// `a2b…`, one's own, or `people/k3f…/notices/a2b…`.
std::string NoticeName(std::string_view text);

// What stands above it: `agencies/pe-apci` of `agencies/pe-apci/fiches/k3f…`, `secretariat` of `secretariat/members/k3f…`.
std::string ParentOf(std::string_view name);

// The last part of a name.
std::string IdOf(std::string_view name);

}  // namespace minga::cli
