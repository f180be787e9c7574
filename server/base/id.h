// Identifiers and secrets. Everything random comes from the system's generator through libsodium.
#pragma once

#include <string>
#include <string_view>

namespace minga {

// 128 random bits as 26 characters of a-z and 2-7. Never sequential.
std::string NewId();

// A short id for an entry, actor or list item inside one record: 8 characters of a-z and 2-7.
std::string NewItemId();

// A program's key: "mk_" and 256 random bits as 52 characters of a-z and 2-7.
std::string NewApiKey();

// The token of a person's session, "ms_", and of a one-use link, "ml_": 256 random bits each.
std::string NewSessionToken();
std::string NewLinkToken();

// BLAKE2b-256 of the bytes, as 32 raw bytes. For keys with full entropy, requests and files; not for passwords.
std::string Hash(std::string_view bytes);

// Keyed BLAKE2b-128, 16 raw bytes. The secret is 32 bytes.
std::string Sign(std::string_view secret, std::string_view bytes);

// Whether two byte strings are equal, in a time that does not depend on where they differ.
bool SameSecret(std::string_view a, std::string_view b);

// 32 random bytes.
std::string NewSecret();

// Two lower-case digits for each byte.
std::string ToHex(std::string_view bytes);

// URL-safe base64 without padding, and back; empty optional text is "".
std::string ToBase64Url(std::string_view bytes);
bool FromBase64Url(std::string_view text, std::string* bytes);

}  // namespace minga
