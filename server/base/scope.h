// What a caller may reach. The gate makes one Scope for a call; the store, the index and the feed apply it. No store
// method takes a tenant, so a forgotten filter cannot be written.
#pragma once

#include <string>

namespace minga {

struct Scope {
  enum class Kind {
    // Reaches nothing.
    kNone,
    // A caller of one agency: its own records, and what others show to the network.
    kAgency,
    // A caller of the secretariat: everything submitted.
    kSecretariat,
    // The server itself: start-up, credentials, the index. Callers never get it.
    kSystem,
  };
  Kind kind = Kind::kNone;
  // Id of the agency ("pe-apci"), for kAgency only.
  std::string agency;

  static Scope Agency(std::string id) { return {Kind::kAgency, std::move(id)}; }
  static Scope Secretariat() { return {Kind::kSecretariat, {}}; }
  static Scope System() { return {Kind::kSystem, {}}; }

  bool IsAgency(const std::string& id) const { return kind == Kind::kAgency && agency == id; }
  bool IsSecretariat() const { return kind == Kind::kSecretariat; }
  // Whether people's contacts of a record of agency `owner` may be shown.
  bool SeesContactsOf(const std::string& owner) const { return IsSecretariat() || IsAgency(owner); }
};

}  // namespace minga
