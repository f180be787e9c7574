// What the commands about people share: for whom they act, and in what roles.
#pragma once

#include <google/protobuf/repeated_field.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "client/cli/app.h"

namespace minga::cli {

// Adds `--agency ID` and `--secretariat`, of which one at most is given; `*tenant` becomes `agencies/{agency}` or `secretariat`.
// The description of the first is the sentence `cli.option.KEY`.
void AddTenant(CLI::App* to, App& app, std::string_view key, std::string* tenant);

// `given`, or the caller's own agency (or the secretariat) when it is empty.
absl::StatusOr<std::string> TenantOf(const Client& client, const std::string& given);

// An agency's id, or the secretariat in words.
std::string TenantName(const App& app, std::string_view tenant);

// Who did something, in words: the name as far as it is told, else for whom; programs and links say so.
std::string PrincipalName(const App& app, const v1::Principal& principal);

// Adds `--role`, which can be repeated; `*roles` gets what is given.
CLI::Option* AddRoles(CLI::App* to, App& app, google::protobuf::RepeatedField<int>* roles);

// In words, separated by commas.
std::string RoleNames(const App& app, const google::protobuf::RepeatedField<int>& roles);

}  // namespace minga::cli
