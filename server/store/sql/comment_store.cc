#include "server/store/sql/comment_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/store/sql/columns.h"
#include "server/store/sql/reach.h"

namespace minga::store::sql {
namespace {

constexpr char kColumns[] =
    "comment.agency, comment.fiche, comment.id, comment.thread, comment.thread_time, comment.number, comment.audience, comment.path, "
    "comment.quoted, comment.author_kind, comment.author_tenant, comment.author, comment.author_text, comment.text, "
    "comment.fiche_revision, comment.create_time, comment.document_time, comment.edit_time, comment.deleted, comment.resolve_time, "
    "comment.resolver_kind, comment.resolver_tenant, comment.resolver, comment.revision";
// What reaches an UPDATE or a DELETE too: behind `comment.agency = $3 AND comment.fiche = $4`.
constexpr char kOfFiche[] = "comment.agency = $3 AND comment.fiche = $4";
constexpr int kPerson = static_cast<int>(Principal::Kind::kPerson);

std::string Where(std::string_view condition) { return fmt::format("{} AND {} AND {}", kOfFiche, condition, CommentReached()); }

const Text kGet(fmt::format("SELECT {} FROM comment WHERE {}", kColumns, Where("comment.id = $5")));
const Text kFindSource(fmt::format("SELECT {} FROM comment WHERE {}", kColumns, Where("comment.source = $5")));
const Text kCount(fmt::format("SELECT COUNT(*) FROM comment WHERE {}", Where("comment.audience = $5")));

std::string ListOf(std::string_view condition) {
  // A place in another one goes on behind its path with "." or "[".
  return fmt::format(
      "SELECT {} FROM comment WHERE {} AND ($9 = '' OR comment.path = $9 OR (substr(comment.path, 1, length($9)) = $9 AND"
      " substr(comment.path, length($9) + 1, 1) IN ('.', '['))){} ORDER BY comment.thread_time, comment.thread, comment.number LIMIT $8",
      kColumns, Where("(comment.thread_time, comment.thread, comment.number) > ($5, $6, $7)"), condition);
}
const Text kList(ListOf(""));
const Text kListUnresolved(
    ListOf(" AND EXISTS (SELECT 1 FROM comment AS opening WHERE opening.agency = comment.agency AND opening.fiche = comment.fiche"
           " AND opening.id = comment.thread AND opening.resolve_time IS NULL)"));

// A first comment is number 0 of its thread.
const Text kInsert(
    fmt::format("INSERT INTO comment (agency, fiche, id, thread, thread_time, number, audience, path, quoted, author_kind, author_tenant,"
                " author, author_text, text, fiche_revision, create_time, document_time, edit_time, deleted, source, resolve_time,"
                " resolver_kind, resolver_tenant, resolver, revision)"
                " SELECT $3, $4, $5, $6, COALESCE((SELECT thread_time FROM comment WHERE agency = $3 AND fiche = $4 AND id = $6), $16),"
                " COALESCE((SELECT MAX(number) + 1 FROM comment WHERE agency = $3 AND fiche = $4 AND thread = $6), 0),"
                " $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL, 0, $18, $19, $20, $21, $22, 1"
                " FROM fiche WHERE fiche.agency = $3 AND fiche.id = $4 AND {}",
                FicheReached()));
const Text kSetText(fmt::format("UPDATE comment SET text = $6, edit_time = $7, revision = revision + 1 WHERE {}",
                                Where("comment.id = $5")));
const Text kResolve(
    fmt::format("UPDATE comment SET resolve_time = $6, resolver_kind = $7, resolver_tenant = $8, resolver = $9, revision = revision + 1"
                " WHERE {}",
                Where("comment.id = $5")));
const Text kBlank(
    fmt::format("UPDATE comment SET text = '', quoted = '', author_kind = 0, author_tenant = '', author = '', author_text = '',"
                " document_time = NULL, edit_time = NULL, source = NULL, deleted = 1, revision = revision + 1 WHERE {}",
                Where("comment.id = $5")));
const Text kDelete(fmt::format("DELETE FROM comment WHERE {}", Where("comment.id = $5")));
const Text kReplies(fmt::format("SELECT COUNT(*) FROM comment WHERE {}", Where("comment.thread = $5 AND comment.id <> $5")));
const Text kDeletePlace(fmt::format("DELETE FROM comment WHERE {}", Where("comment.id = $5 AND comment.deleted = 1")));

const Text kWritersIn(
    fmt::format("SELECT member.person, member.tenant FROM comment JOIN member ON member.tenant = comment.author_tenant"
                " AND member.id = comment.author AND member.state = 2 WHERE {}",
                Where(fmt::format("comment.thread = $5 AND comment.author_kind = {}", kPerson))));
const Text kWritersOfContent(
    fmt::format("SELECT member.person, member.tenant FROM fiche JOIN fiche_revision ON fiche_revision.agency = fiche.agency"
                " AND fiche_revision.fiche = fiche.id AND fiche_revision.content IS NOT NULL AND fiche_revision.principal_kind = {}"
                " JOIN member ON member.tenant = fiche_revision.principal_tenant AND member.id = fiche_revision.principal"
                " AND member.tenant = fiche.agency AND member.state = 2 WHERE fiche.agency = $3 AND fiche.id = $4 AND {}",
                kPerson, FicheOwned()));
const Text kWritersInside(
    fmt::format("SELECT member.person, member.tenant FROM fiche JOIN comment ON comment.agency = fiche.agency"
                " AND comment.fiche = fiche.id AND comment.audience = {} AND comment.author_kind = {}"
                " JOIN member ON member.tenant = comment.author_tenant AND member.id = comment.author AND member.tenant = fiche.agency"
                " AND member.state = 2 WHERE fiche.agency = $3 AND fiche.id = $4 AND {}",
                static_cast<int>(v1::COMMENT_AUDIENCE_AGENCY), kPerson, FicheOwned()));

Principal PrincipalAt(Query& row, int column) {
  return {static_cast<Principal::Kind>(row.Integer(column)), row.String(column + 1), row.String(column + 2)};
}

KeptComment Assemble(Query& row) {
  KeptComment kept;
  v1::Comment& comment = kept.comment;
  comment.set_name(names::Comment(row.Bytes(0), row.Bytes(1), row.Bytes(2)));
  kept.thread = row.String(3);
  if (kept.thread != row.Bytes(2)) comment.set_reply_to(names::Comment(row.Bytes(0), row.Bytes(1), kept.thread));
  kept.thread_micros = row.Integer(4);
  kept.number = row.Integer(5);
  comment.set_audience(static_cast<v1::CommentAudience>(row.Integer(6)));
  comment.set_path(row.String(7));
  comment.set_quoted(row.String(8));
  kept.author = PrincipalAt(row, 9);
  comment.set_author_text(row.String(12));
  comment.set_text(row.String(13));
  comment.set_revision(row.Integer(14));
  *comment.mutable_create_time() = FromMicros(row.Integer(15));
  if (!row.IsNull(16)) *comment.mutable_document_time() = FromMicros(row.Integer(16));
  if (!row.IsNull(17)) *comment.mutable_edit_time() = FromMicros(row.Integer(17));
  comment.set_deleted(row.Integer(18) != 0);
  comment.set_resolved(!row.IsNull(19));
  if (!row.IsNull(19)) *comment.mutable_resolve_time() = FromMicros(row.Integer(19));
  kept.resolver = PrincipalAt(row, 20);
  comment.set_etag(std::to_string(row.Integer(23)));
  return kept;
}

std::vector<Reader> EachOnce(std::vector<Reader> people) {
  const auto key = [](const Reader& each) { return std::tie(each.tenant, each.person); };
  std::sort(people.begin(), people.end(), [&](const Reader& a, const Reader& b) { return key(a) < key(b); });
  people.erase(std::unique(people.begin(), people.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }), people.end());
  return people;
}

absl::Status NoSuchComment(std::string_view agency, std::string_view fiche, std::string_view comment) {
  return errors::NotFound(names::Comment(agency, fiche, comment));
}

}  // namespace

absl::StatusOr<std::optional<KeptComment>> SqlCommentStore::One(Query& row) {
  if (row.Next()) return Assemble(row);
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::StatusOr<std::optional<KeptComment>> SqlCommentStore::Get(std::string_view agency, std::string_view fiche, std::string_view comment) {
  Query row(connection_, kGet, {KindOf(scope_), AgencyOf(scope_), agency, fiche, comment});
  return One(row);
}

absl::StatusOr<std::optional<KeptComment>> SqlCommentStore::FindSource(std::string_view agency, std::string_view fiche,
                                                                       std::string_view source) {
  Query row(connection_, kFindSource, {KindOf(scope_), AgencyOf(scope_), agency, fiche, Blob(source)});
  return One(row);
}

absl::StatusOr<std::vector<KeptComment>> SqlCommentStore::List(std::string_view agency, std::string_view fiche, const CommentFilter& filter,
                                                               int limit) {
  std::vector<KeptComment> comments;
  Query rows(
      connection_, filter.unresolved_only ? kListUnresolved : kList,
      {KindOf(scope_), AgencyOf(scope_), agency, fiche, filter.after_micros, filter.after_thread, filter.after_number, limit, filter.path});
  for (size_t bytes = 0; bytes < limits::kPageBytes && rows.Next();) {
    if (!comments.empty()) bytes += comments.back().comment.ByteSizeLong();
    comments.push_back(Assemble(rows));
  }
  if (!rows.status().ok()) return rows.status();
  return comments;
}

absl::StatusOr<int64_t> SqlCommentStore::Count(std::string_view agency, std::string_view fiche, v1::CommentAudience audience) {
  Query row(connection_, kCount, {KindOf(scope_), AgencyOf(scope_), agency, fiche, static_cast<int>(audience)});
  if (row.Next()) return row.Integer(0);
  return row.status();
}

absl::Status SqlCommentStore::Insert(const KeptComment& kept, absl::Time now) {
  const v1::Comment& comment = kept.comment;
  std::string agency, fiche, id;
  if (!names::ParseComment(comment.name(), &agency, &fiche, &id)) return errors::Internal("a comment without a name");
  std::string thread = id;
  if (!comment.reply_to().empty()) {
    std::string of_agency, of_fiche;
    if (!names::ParseComment(comment.reply_to(), &of_agency, &of_fiche, &thread) || of_agency != agency || of_fiche != fiche) {
      return errors::Internal("a reply to a comment on another fiche");
    }
  }
  if (!MayInsertCommentOf(scope_, agency, comment.audience())) return errors::NotFound(names::Fiche(agency, fiche));
  const bool settled = comment.has_resolve_time();
  const absl::StatusOr<int64_t> inserted = Execute(connection_, kInsert,
                                                   {KindOf(scope_),
                                                    AgencyOf(scope_),
                                                    agency,
                                                    fiche,
                                                    id,
                                                    thread,
                                                    static_cast<int>(comment.audience()),
                                                    comment.path(),
                                                    comment.quoted(),
                                                    static_cast<int>(kept.author.kind),
                                                    kept.author.tenant,
                                                    kept.author.id,
                                                    comment.author_text(),
                                                    comment.text(),
                                                    comment.revision(),
                                                    ToMicros(now),
                                                    comment.has_document_time() ? Value(ToMicros(comment.document_time())) : Value(),
                                                    kept.source.empty() ? Value() : Blob(kept.source),
                                                    settled ? Value(ToMicros(comment.resolve_time())) : Value(),
                                                    static_cast<int>(kept.resolver.kind),
                                                    kept.resolver.tenant,
                                                    kept.resolver.id});
  if (!inserted.ok()) return inserted.status();
  return *inserted == 0 ? errors::NotFound(names::Fiche(agency, fiche)) : absl::OkStatus();
}

absl::Status SqlCommentStore::SetText(std::string_view agency, std::string_view fiche, std::string_view comment, std::string_view text,
                                      absl::Time now) {
  const absl::StatusOr<int64_t> updated =
      Execute(connection_, kSetText, {KindOf(scope_), AgencyOf(scope_), agency, fiche, comment, text, ToMicros(now)});
  if (!updated.ok()) return updated.status();
  return *updated == 0 ? NoSuchComment(agency, fiche, comment) : absl::OkStatus();
}

absl::Status SqlCommentStore::Resolve(std::string_view agency, std::string_view fiche, std::string_view thread, const Principal& by,
                                      absl::Time now) {
  const absl::StatusOr<int64_t> updated =
      Execute(connection_, kResolve,
              {KindOf(scope_), AgencyOf(scope_), agency, fiche, thread, ToMicros(now), static_cast<int>(by.kind), by.tenant, by.id});
  if (!updated.ok()) return updated.status();
  return *updated == 0 ? NoSuchComment(agency, fiche, thread) : absl::OkStatus();
}

absl::Status SqlCommentStore::Reopen(std::string_view agency, std::string_view fiche, std::string_view thread) {
  const absl::StatusOr<int64_t> updated =
      Execute(connection_, kResolve, {KindOf(scope_), AgencyOf(scope_), agency, fiche, thread, Value(), 0, "", ""});
  if (!updated.ok()) return updated.status();
  return *updated == 0 ? NoSuchComment(agency, fiche, thread) : absl::OkStatus();
}

absl::StatusOr<int64_t> SqlCommentStore::RepliesIn(std::string_view agency, std::string_view fiche, std::string_view thread) {
  Query row(connection_, kReplies, {KindOf(scope_), AgencyOf(scope_), agency, fiche, thread});
  if (row.Next()) return row.Integer(0);
  return row.status();
}

absl::Status SqlCommentStore::Delete(std::string_view agency, std::string_view fiche, std::string_view comment) {
  const absl::StatusOr<std::optional<KeptComment>> found = Get(agency, fiche, comment);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NoSuchComment(agency, fiche, comment);
  const std::string& thread = (*found)->thread;
  absl::StatusOr<int64_t> replies = RepliesIn(agency, fiche, thread);
  if (!replies.ok()) return replies.status();
  const bool place = thread == comment && *replies > 0;
  const absl::Status gone =
      Execute(connection_, place ? kBlank : kDelete, {KindOf(scope_), AgencyOf(scope_), agency, fiche, comment}).status();
  // The last reply takes with it the place of what it answered.
  if (!gone.ok() || thread == comment || *replies > 1) return gone;
  return Execute(connection_, kDeletePlace, {KindOf(scope_), AgencyOf(scope_), agency, fiche, thread}).status();
}

absl::Status SqlCommentStore::Collect(const Text& text, Values values, std::vector<Reader>* people) {
  Query rows(connection_, text, values);
  while (rows.Next()) people->push_back({rows.String(0), rows.String(1)});
  return rows.status();
}

absl::StatusOr<std::vector<Reader>> SqlCommentStore::WritersIn(std::string_view agency, std::string_view fiche, std::string_view thread) {
  std::vector<Reader> people;
  const absl::Status status = Collect(kWritersIn, {KindOf(scope_), AgencyOf(scope_), agency, fiche, thread}, &people);
  if (!status.ok()) return status;
  return EachOnce(std::move(people));
}

absl::StatusOr<std::vector<Reader>> SqlCommentStore::WorkersOn(std::string_view agency, std::string_view fiche) {
  std::vector<Reader> people;
  absl::Status status = Collect(kWritersOfContent, {KindOf(scope_), AgencyOf(scope_), agency, fiche}, &people);
  if (status.ok()) status = Collect(kWritersInside, {KindOf(scope_), AgencyOf(scope_), agency, fiche}, &people);
  if (!status.ok()) return status;
  return EachOnce(std::move(people));
}

}  // namespace minga::store::sql
