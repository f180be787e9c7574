// Passwords, kept as argon2id of libsodium.
#pragma once

#include <string>
#include <string_view>

namespace minga {

// What to keep of a password, salt and parameters included. Takes 64 MiB and some tens of milliseconds; at most
// limits::kPasswordsAtOnce at once, further callers wait. Empty when there was no memory for it.
std::string HashPassword(std::string_view password);

// Whether it is the password. An empty `kept` is nobody's: false, after the same time. Thread-safe, as slow as HashPassword.
bool IsPassword(std::string_view kept, std::string_view password);

}  // namespace minga
