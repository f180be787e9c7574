#include "server/forms/quotation.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/base/id.h"

namespace minga::forms {
namespace {

constexpr std::string_view kPrefix = "_Minga";
constexpr std::string_view kKinds = "tmcnoyawkz";

std::string Digest(char kind, std::string_view code, std::string_view text) {
  const std::string hash = Hash(fmt::format("{}{}\n{}", kind, code, text));
  std::string digits;
  for (size_t i = 0; i < 4; ++i) digits += fmt::format("{:02x}", static_cast<unsigned char>(hash[i]));
  return digits;
}

}  // namespace

std::string BookmarkName(const Quote& quote, int number) {
  const char kind = static_cast<char>(quote.kind);
  return fmt::format("{}{}_{}{}_{}", kPrefix, number, kind, quote.code, Digest(kind, quote.code, quote.text));
}

std::optional<Quote> ReadBookmark(std::string_view name, std::string_view text) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  const size_t kind = name.find('_', kPrefix.size());
  const size_t digest = name.rfind('_');
  if (kind == std::string_view::npos || digest < kind + 2 || kKinds.find(name[kind + 1]) == std::string_view::npos) return std::nullopt;
  Quote quote;
  quote.kind = static_cast<QuoteKind>(name[kind + 1]);
  quote.code = std::string(name.substr(kind + 2, digest - kind - 2));
  quote.text = std::string(text);
  if (name.substr(digest + 1) != Digest(name[kind + 1], quote.code, text)) return std::nullopt;
  return quote;
}

}  // namespace minga::forms
