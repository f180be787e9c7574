#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/agency.pb.h"
#include "server/base/identity.h"

namespace minga::store {

// Who a credential speaks for.
struct Credential {
  // Whose it is, and what they may do.
  Identity identity;
  // InfinitePast: never.
  absl::Time last_use_time = absl::InfinitePast();
};

// The tenants and their keys. All scopes see agencies. An agency writes its own record and its keys; the secretariat and the
// system all.
class AgencyStore {
 public:
  virtual ~AgencyStore() = default;

  virtual absl::StatusOr<std::optional<v1::Agency>> Get(std::string_view agency) = 0;
  // Ordered by id, those after `after`.
  virtual absl::StatusOr<std::vector<v1::Agency>> List(std::string_view after, int limit) = 0;
  // `agency.name` names it. False when the id is taken.
  virtual absl::StatusOr<bool> Insert(const v1::Agency& agency, absl::Time now) = 0;
  // Writes the content and raises the etag.
  virtual absl::Status Update(const v1::Agency& agency) = 0;

  // Keys. `tenant` is an agency's id or "secretariat"; `hash` is minga::Hash of the key. The key itself is never stored.
  // `key.display_name`, `key.role` and `key.expire_time` are kept.
  virtual absl::Status InsertKey(std::string_view tenant, std::string_view id, const v1::ApiKey& key, std::string_view hash,
                                 absl::Time now) = 0;
  virtual absl::StatusOr<std::optional<v1::ApiKey>> GetKey(std::string_view tenant, std::string_view key) = 0;
  // Newest first, those before (`before_micros`, `before_key`); 0 begins.
  virtual absl::StatusOr<std::vector<v1::ApiKey>> ListKeys(std::string_view tenant, int64_t before_micros, std::string_view before_key,
                                                           int limit) = 0;
  // Sets the time of revocation unless it is set.
  virtual absl::Status RevokeKey(std::string_view tenant, std::string_view key, absl::Time now) = 0;
  virtual absl::Status RevokeAllKeys(std::string_view tenant, absl::Time now) = 0;
  // The principal of a key or a session that works at `now`; for Scope::System() only.
  virtual absl::StatusOr<std::optional<Credential>> FindCredential(std::string_view hash, absl::Time now) = 0;
};

}  // namespace minga::store
