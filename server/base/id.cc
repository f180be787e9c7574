#include "server/base/id.h"

#include <sodium.h>

#include <array>
#include <cstdlib>

namespace minga {
namespace {

void Ready() {
  // Without a generator no key or id may be made.
  static const bool ready = [] {
    if (sodium_init() < 0) std::abort();
    return true;
  }();
  static_cast<void>(ready);
}

template <size_t kBytes>
std::string RandomBase32() {
  Ready();
  std::array<unsigned char, kBytes> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  static constexpr char kDigits[] = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  unsigned buffer = 0;
  int bits = 0;
  for (const unsigned char byte : bytes) {
    buffer = buffer << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) text.push_back(kDigits[buffer >> (bits - 5) & 31]);
  }
  if (bits > 0) text.push_back(kDigits[buffer << (5 - bits) & 31]);
  return text;
}

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string NewId() { return RandomBase32<16>(); }

std::string NewItemId() { return RandomBase32<5>(); }

std::string NewApiKey() { return "mk_" + RandomBase32<32>(); }

std::string NewSessionToken() { return "ms_" + RandomBase32<32>(); }

std::string NewLinkToken() { return "ml_" + RandomBase32<32>(); }

std::string Hash(std::string_view bytes) {
  Ready();
  std::string hash(32, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), Bytes(bytes), bytes.size(), nullptr, 0);
  return hash;
}

std::string Sign(std::string_view secret, std::string_view bytes) {
  Ready();
  std::string mac(16, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(mac.data()), mac.size(), Bytes(bytes), bytes.size(), Bytes(secret), secret.size());
  return mac;
}

bool SameSecret(std::string_view a, std::string_view b) { return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string NewSecret() {
  Ready();
  std::string secret(32, '\0');
  randombytes_buf(secret.data(), secret.size());
  return secret;
}

std::string ToHex(std::string_view bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), Bytes(bytes), bytes.size());
  text.resize(text.size() - 1);
  return text;
}

std::string ToBase64Url(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), Bytes(bytes), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.resize(text.size() - 1);
  return text;
}

bool FromBase64Url(std::string_view text, std::string* bytes) {
  bytes->resize(text.size() * 3 / 4 + 1);
  size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes->data()), bytes->size(), text.data(), text.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
    return false;
  }
  bytes->resize(length);
  return true;
}

}  // namespace minga
