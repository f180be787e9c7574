#include "server/store/sql/round_store.h"

#include <fmt/format.h>

#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/store/sql/columns.h"
#include "server/store/sql/reach.h"

namespace minga::store::sql {
namespace {

// The columns of an extension are NULL where there is none.
constexpr char kColumns[] =
    "round.id, round.revision, round.create_time, round.content, extension.close_time, extension.comment, extension.create_time";

const Text kGet(
    fmt::format("SELECT {} FROM round LEFT JOIN round_extension AS extension ON extension.round = round.id AND extension.agency = $2 WHERE "
                "round.id = $1",
                kColumns));
const Text kList(
    fmt::format("SELECT {} FROM round LEFT JOIN round_extension AS extension ON extension.round = round.id AND extension.agency = $4"
                " WHERE (round.create_time, round.id) < ($1, $2) ORDER BY round.create_time DESC, round.id DESC LIMIT $3",
                kColumns));
const Text kEndingAfter(
    "SELECT round.id, round.revision, round.create_time, round.content, NULL, NULL, NULL FROM round WHERE round.close_time > $1"
    " OR round.id IN (SELECT round_extension.round FROM round_extension WHERE round_extension.close_time > $1)");
const Text kInsert("INSERT INTO round (id, revision, create_time, close_time, content) VALUES ($1, 1, $2, $3, $4) ON CONFLICT DO NOTHING");
const Text kUpdate("UPDATE round SET close_time = $2, content = $3, revision = revision + 1 WHERE id = $1");

Value CloseTime(const v1::Round& round) { return round.has_close_time() ? Value(ToMicros(round.close_time())) : Value(); }

absl::Status Assemble(Query& row, v1::Round* round) {
  const absl::Status status = ParseContent(row.Bytes(3), "round", round);
  if (!status.ok()) return status;
  round->set_name(names::Round(row.Bytes(0)));
  round->set_etag(std::to_string(row.Integer(1)));
  *round->mutable_create_time() = FromMicros(row.Integer(2));
  if (!row.IsNull(4)) ReadExtension(row, 4, round->mutable_extension());
  return absl::OkStatus();
}

std::string ContentOf(const v1::Round& round) {
  v1::Round content = round;
  content.clear_name();
  content.clear_state();
  content.clear_etag();
  content.clear_create_time();
  content.clear_extension();
  return content.SerializeAsString();
}

}  // namespace

void ReadExtension(Query& row, int column, v1::RoundExtension* extension) {
  *extension->mutable_close_time() = FromMicros(row.Integer(column));
  extension->set_comment(row.String(column + 1));
  *extension->mutable_create_time() = FromMicros(row.Integer(column + 2));
}

absl::StatusOr<std::optional<v1::Round>> SqlRoundStore::Get(std::string_view round, std::string_view agency) {
  if (!SeesDirectory(scope_)) return std::nullopt;
  Query row(connection_, kGet, {round, GovernsDirectory(scope_) ? Value(agency) : AgencyOf(scope_)});
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return std::nullopt;
  }
  v1::Round found;
  const absl::Status status = Assemble(row, &found);
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<std::vector<v1::Round>> SqlRoundStore::List(int64_t before_micros, std::string_view before_round, int limit) {
  std::vector<v1::Round> rounds;
  if (!SeesDirectory(scope_)) return rounds;
  Query rows(connection_, kList, {Before(before_micros), before_round, limit, AgencyOf(scope_)});
  while (rows.Next()) {
    const absl::Status status = Assemble(rows, &rounds.emplace_back());
    if (!status.ok()) return status;
  }
  if (!rows.status().ok()) return rows.status();
  return rounds;
}

absl::StatusOr<std::vector<v1::Round>> SqlRoundStore::EndingAfter(absl::Time now) {
  std::vector<v1::Round> rounds;
  if (scope_.kind != Scope::Kind::kSystem) return rounds;
  Query rows(connection_, kEndingAfter, {ToMicros(now)});
  while (rows.Next()) {
    v1::Round& round = rounds.emplace_back();
    if (const absl::Status status = Assemble(rows, &round); !status.ok()) return status;
    // Of a round that is older than the column it is known only now.
    if (!round.has_close_time()) rounds.pop_back();
  }
  if (!rows.status().ok()) return rows.status();
  return rounds;
}

absl::StatusOr<bool> SqlRoundStore::Insert(const v1::Round& round, absl::Time now) {
  connection_.Touch(kRounds);
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  std::string id;
  if (!names::ParseRound(round.name(), &id)) return errors::Internal("a round without a name");
  const std::string content = ContentOf(round);
  const absl::StatusOr<int64_t> inserted = Execute(connection_, kInsert, {id, ToMicros(now), CloseTime(round), Blob(content)});
  if (!inserted.ok()) return inserted.status();
  return *inserted > 0;
}

absl::Status SqlRoundStore::Update(const v1::Round& round) {
  connection_.Touch(kRounds);
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  std::string id;
  if (!names::ParseRound(round.name(), &id)) return errors::Internal("a round without a name");
  const std::string content = ContentOf(round);
  const absl::StatusOr<int64_t> updated = Execute(connection_, kUpdate, {id, CloseTime(round), Blob(content)});
  if (!updated.ok()) return updated.status();
  return *updated == 0 ? errors::NotFound(round.name()) : absl::OkStatus();
}

}  // namespace minga::store::sql
