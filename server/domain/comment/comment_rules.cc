#include "server/domain/comment/comment_rules.h"

#include "minga/v1/member.pb.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/base/text.h"

namespace minga::domain {
namespace {

bool IsAuthor(const Principal& author, const Identity& caller) {
  const Principal& principal = caller.principal;
  return author.kind != Principal::Kind::kNone && author.kind == principal.kind && author.tenant == principal.tenant &&
         author.id == principal.id;
}

bool IsSecretariat(const Identity& caller) { return caller.principal.tenant == kSecretariatTenant; }

}  // namespace

bool MayEditComment(const Principal& author, const Identity& caller) { return IsAuthor(author, caller); }

bool MaySettleThread(const Principal& author, v1::CommentAudience audience, const Identity& caller) {
  if (IsAuthor(author, caller)) return true;
  return IsSecretariat(caller) ? audience == v1::COMMENT_AUDIENCE_SECRETARIAT : caller.Has(v1::ROLE_EDITOR);
}

bool MayDeleteComment(const Principal& author, const Identity& caller) {
  if (IsAuthor(author, caller)) return true;
  if (author.tenant != caller.principal.tenant) return false;
  return caller.Has(v1::ROLE_ADMINISTRATOR) || (author.kind == Principal::Kind::kNone && caller.Has(v1::ROLE_EDITOR));
}

v1::CommentAudience AudienceOf(const Principal& author) {
  return author.tenant == kSecretariatTenant ? v1::COMMENT_AUDIENCE_SECRETARIAT : v1::COMMENT_AUDIENCE_AGENCY;
}

std::string QuotedAt(const FichePath& path, const v1::Fiche& fiche) {
  for (const FichePath::Step& step : path.steps) {
    if (step.field->field->message_type() == v1::FocalPoint::descriptor()) return {};
  }
  const std::string quoted = text::Collapse(TextAtPath(path, fiche));
  if (text::Length(quoted) <= limits::kQuoted) return quoted;
  return std::string(text::Prefix(quoted, limits::kQuoted - 1)) + "…";
}

std::string EntryTitleAt(const std::string& path, const v1::Fiche& fiche) {
  const std::optional<FichePath> place = ParseFichePath(path);
  if (!place.has_value()) return {};
  for (const v1::FicheInitiative& entry : fiche.initiatives()) {
    if (!entry.id().empty() && entry.id() == place->steps.front().id) return entry.content().title();
  }
  return {};
}

}  // namespace minga::domain
