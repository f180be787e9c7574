#include "server/forms/origin.h"

#include <algorithm>

#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/base/text.h"

namespace minga::forms {
namespace {

// 64 bits.
constexpr size_t kEtagDigits = 20;
// As ids of the server are, 128 bits at most.
constexpr size_t kIdLength = 26;

bool IsEtag(std::string_view value) {
  return !value.empty() && value.size() <= kEtagDigits && value.find_first_not_of("0123456789") == std::string_view::npos;
}

bool IsFormVersion(std::string_view value) {
  return text::IsValidUtf8(value) && text::Length(value) <= limits::kFormVersion &&
         std::none_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool IsId(std::string_view value) {
  return !value.empty() && value.size() <= kIdLength &&
         value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
}

// Takes `[ID]` off the front; empty when there is no id of ours.
std::string_view TakeId(std::string_view& text) {
  const size_t end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos) return {};
  const std::string_view id = text.substr(1, end - 1);
  text.remove_prefix(end + 1);
  return IsId(id) ? id : std::string_view();
}

}  // namespace

v1::DocumentOrigin ReadOrigin(const Document& document, Findings& findings) {
  const auto property = [&](std::string_view name) -> std::string {
    const auto at = document.properties.find(name);
    return at == document.properties.end() ? std::string() : at->second;
  };
  v1::DocumentOrigin origin;
  if (std::string version = property(kFormVersionProperty); IsFormVersion(version)) origin.set_form_version(std::move(version));
  std::string fiche = property(kFicheProperty);
  std::string etag = property(kEtagProperty);
  if (fiche.empty()) return origin;
  if (std::string agency, id; !names::ParseFiche(fiche, &agency, &id) || !(etag.empty() || IsEtag(etag))) {
    findings.Add("", text::IsValidUtf8(fiche) ? fiche : std::string(), v1::CERTAINTY_DOUBTFUL, {}, "ORIGIN_UNCLEAR");
    return origin;
  }
  origin.set_fiche(std::move(fiche));
  origin.set_etag(std::move(etag));
  return origin;
}

std::optional<TagPath> ReadTag(std::string_view tag) {
  constexpr std::string_view kEntries = "initiatives";
  constexpr std::string_view kActors = "actors";
  if (!tag.starts_with(kEntries)) return std::nullopt;
  tag.remove_prefix(kEntries.size());
  TagPath path;
  path.entry = TakeId(tag);
  if (path.entry.empty() || !tag.starts_with('.')) return std::nullopt;
  tag.remove_prefix(1);
  path.field = tag.substr(0, tag.find_first_of(".["));
  if (path.field == kActors) {
    tag.remove_prefix(kActors.size());
    path.actor = TakeId(tag);
  }
  return path;
}

}  // namespace minga::forms
