// Resource names (AIP-122). Parse* answers false for anything that is not exactly such a name; ids are 1 to 63
// characters of a-z, 0-9 and hyphen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace minga {

// The secretariat's id, where an agency's stands otherwise.
inline constexpr char kSecretariatTenant[] = "secretariat";

}  // namespace minga

namespace minga::names {

std::string Agency(std::string_view agency);
std::string ApiKey(std::string_view agency, std::string_view key);
// `agencies/{agency}`, or `secretariat` for the secretariat's id.
std::string Tenant(std::string_view tenant);
std::string Member(std::string_view tenant, std::string_view member);
std::string Session(std::string_view session);
std::string Revision(std::string_view agency, std::string_view fiche, int64_t revision);
std::string Attachment(std::string_view agency, std::string_view fiche, std::string_view attachment);
std::string Comment(std::string_view agency, std::string_view fiche, std::string_view comment);
std::string Round(std::string_view round);
std::string Fiche(std::string_view agency, std::string_view fiche);
std::string Initiative(std::string_view initiative);
std::string Confirmation(std::string_view initiative, std::string_view country_code);
std::string Notice(std::string_view person, std::string_view notice);

bool ParseAgency(std::string_view name, std::string* agency);
bool ParseApiKey(std::string_view name, std::string* agency, std::string* key);
bool ParseTenant(std::string_view name, std::string* tenant);
bool ParseMember(std::string_view name, std::string* tenant, std::string* member);
bool ParseSession(std::string_view name, std::string* session);
bool ParseRevision(std::string_view name, std::string* agency, std::string* fiche, int64_t* revision);
bool ParseAttachment(std::string_view name, std::string* agency, std::string* fiche, std::string* attachment);
bool ParseComment(std::string_view name, std::string* agency, std::string* fiche, std::string* comment);
bool ParseRound(std::string_view name, std::string* round);
bool ParseFiche(std::string_view name, std::string* agency, std::string* fiche);
bool ParseInitiative(std::string_view name, std::string* initiative);
bool ParseConfirmation(std::string_view name, std::string* initiative, std::string* country_code);
bool ParseNotice(std::string_view name, std::string* person, std::string* notice);

// Whether `id` may be chosen by a person as the last part of a name: 3 to 63 characters of a-z, 0-9 and
// hyphens, none at the ends. "secretariat" is taken.
bool IsChosenId(std::string_view id);

}  // namespace minga::names
