#include "server/service/fiche_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/base/text.h"
#include "server/domain/codes.h"
#include "server/domain/fiche/fiche_match.h"
#include "server/domain/fiche/fiche_merge.h"
#include "server/domain/fiche/fiche_rules.h"
#include "server/domain/fields.h"
#include "server/domain/initiative/initiative_rules.h"
#include "server/forms/fiche_reader.h"
#include "server/forms/fiche_writer.h"
#include "server/service/explain.h"
#include "server/service/fiche_comments.h"
#include "server/service/fiche_steps.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/write.h"
#include "server/store/fiche_store.h"
#include "server/store/initiative_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

constexpr char kOdt[] = "application/vnd.oasis.opendocument.text";

// The agency of a request's parent, when it is the caller's own; another's is answered as one that does not exist.
absl::StatusOr<v1::Agency> OwnAgency(store::Transaction& transaction, const Call& call, const std::string& parent) {
  std::string agency;
  if (!names::ParseAgency(parent, &agency) || !call.scope.IsAgency(agency)) return errors::NotFound(parent);
  return FindAgency(transaction, parent);
}

// A new draft as it is stored: only what an agency may say, with ids of ours. An entry's id becomes that of the registered
// initiative, so a caller never chooses one: it could be another agency's.
void Prepare(const std::string& agency, std::string_view country, v1::Fiche* fiche) {
  for (v1::FicheInitiative& entry : *fiche->mutable_initiatives()) {
    entry.clear_id();
    entry.clear_decision();
  }
  domain::NormalizeFiche(fiche);
  domain::GiveIds(fiche, NewId, NewItemId);
  fiche->set_name(names::Fiche(agency, NewId()));
  fiche->set_country_code(std::string(country));
  fiche->set_state(v1::FICHE_STATE_DRAFT);
  fiche->clear_etag();
  fiche->clear_create_time();
  fiche->clear_update_time();
  fiche->clear_submit_time();
  fiche->clear_return_comment();
  fiche->clear_late();
}

// An update names entries that the fiche has; one without an id is new.
void CheckKnownEntries(const v1::Fiche& given, const v1::Fiche& stored, Violations& violations) {
  for (int i = 0; i < given.initiatives_size(); ++i) {
    const std::string& id = given.initiatives(i).id();
    const bool known = id.empty() || std::any_of(stored.initiatives().begin(), stored.initiatives().end(),
                                                 [&](const v1::FicheInitiative& entry) { return entry.id() == id; });
    if (!known) violations.Add(fmt::format("fiche.initiatives[{}].id", i), "UNKNOWN_ENTRY");
  }
}

// The version that an edit is based on, when it is not the current one.
absl::StatusOr<std::optional<v1::Fiche>> Edited(store::Transaction& transaction, const v1::Fiche& current, const std::string& etag) {
  if (etag.empty() || etag == current.etag()) return std::nullopt;
  std::string agency, id;
  names::ParseFiche(current.name(), &agency, &id);
  int64_t revision = 0;
  const auto [end, error] = std::from_chars(etag.data(), etag.data() + etag.size(), revision);
  if (error != std::errc() || end != etag.data() + etag.size()) return errors::EtagMismatch(current.name(), current.etag());
  absl::StatusOr<std::optional<v1::Fiche>> base = transaction.fiches().Revision(agency, id, revision);
  if (base.ok() && !base->has_value()) return errors::EtagMismatch(current.name(), current.etag());
  return base;
}

absl::Status EditConflict(const v1::Fiche& current, const std::vector<domain::MergeConflict>& conflicts) {
  std::vector<Violation> places;
  for (const domain::MergeConflict& conflict : conflicts) {
    // People's names and addresses are in no error; the fiche has them.
    const bool personal = conflict.path.find("focal_point") != std::string::npos;
    const std::string current(personal ? "" : text::Prefix(conflict.current, limits::kErrorArgument));
    places.push_back({conflict.path, personal ? "FOCAL_POINT_CHANGED_MEANWHILE" : "CHANGED_MEANWHILE", {{"current", current}}});
  }
  return errors::FicheEditConflict(current.name(), current.etag(), places);
}

absl::StatusOr<v1::Fiche> InsertDraft(store::Transaction& transaction, const Call& call, v1::FicheVerb verb, const v1::Fiche& draft) {
  const absl::StatusOr<v1::Round> round = FindRound(transaction, draft.round(), call.now);
  if (!round.ok()) return round.status();
  if (const absl::StatusOr<bool> late = CheckAnswering(*round, draft, call.now); !late.ok()) return late.status();
  const absl::StatusOr<bool> inserted = transaction.fiches().Insert(draft, StepOf(call, verb), call.now);
  if (!inserted.ok()) return inserted.status();
  if (*inserted) return FindFiche(transaction, draft.name());
  std::string agency, id, round_id;
  names::ParseFiche(draft.name(), &agency, &id);
  names::ParseRound(draft.round(), &round_id);
  const auto existing = transaction.fiches().FindByRound(agency, round_id);
  if (!existing.ok()) return existing.status();
  return errors::FicheExists(existing->has_value() ? (*existing)->name() : draft.name());
}

absl::StatusOr<v1::Fiche> UpdateAndFind(store::Transaction& transaction, const Call& call, v1::FicheVerb verb, const v1::Fiche& fiche) {
  if (const absl::Status updated = transaction.fiches().Update(fiche, StepOf(call, verb), call.now); !updated.ok()) return updated;
  return FindFiche(transaction, fiche.name());
}

absl::StatusOr<Written<v1::Fiche>> WrittenFiche(absl::StatusOr<v1::Fiche> fiche) {
  if (!fiche.ok()) return fiche.status();
  std::string name = fiche->name();
  return Written<v1::Fiche>{*std::move(fiche), std::move(name)};
}

// A document that is imported again and again is kept once.
absl::Status KeepDocument(store::Transaction& transaction, const std::string& agency, const std::string& id,
                          const store::Attachment& document, const std::string& hash, absl::Time now) {
  const auto kept = transaction.fiches().ListAttachments(agency, id, std::numeric_limits<int>::max());
  if (!kept.ok()) return kept.status();
  for (const v1::Attachment& each : *kept) {
    if (each.hash() != hash) continue;
    std::string owner, fiche, attachment;
    names::ParseAttachment(each.name(), &owner, &fiche, &attachment);
    const auto same = transaction.fiches().FindAttachment(agency, id, attachment);
    if (!same.ok()) return same.status();
    if (same->has_value() && (*same)->imported) return absl::OkStatus();
  }
  return transaction.fiches().Attach(agency, id, document, now);
}

}  // namespace

absl::StatusOr<v1::ReadFicheDocumentResponse> FicheService::ReadFicheDocument(const Call& call,
                                                                              const v1::ReadFicheDocumentRequest& request) {
  absl::StatusOr<forms::FicheDocument> document = forms::ReadFiche(request.document(), call.language);
  if (!document.ok()) return document.status();
  v1::ReadFicheDocumentResponse response;
  *response.mutable_fiche() = std::move(document->fiche);
  for (v1::Finding& finding : document->findings) *response.add_findings() = std::move(finding);
  if (document->origin.ByteSizeLong() > 0) *response.mutable_origin() = std::move(document->origin);
  for (v1::DocumentComment& comment : document->comments) *response.add_comments() = std::move(comment);
  return response;
}

absl::StatusOr<v1::ImportFicheResponse> FicheService::ImportFiche(const Call& call, const v1::ImportFicheRequest& request) {
  Violations violations;
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  domain::CheckText(request.file_name(), limits::kFileName, "file_name", violations);
  std::string round_id;
  if (request.round().empty() && request.fiche().empty()) violations.Add("round", "REQUIRED");
  if (!request.round().empty() && !names::ParseRound(request.round(), &round_id)) {
    violations.Add("round", "INVALID_NAME", {{"form", "rounds/{round}"}});
  }
  if (!violations.empty()) return violations.ToStatus();

  const absl::StatusOr<v1::Agency> agency =
      ReadOne<v1::Agency>(store_, call, [&](store::Transaction& transaction) { return OwnAgency(transaction, call, request.parent()); });
  if (!agency.ok()) return agency.status();

  absl::StatusOr<forms::FicheDocument> document = forms::ReadFiche(request.document(), call.language);
  if (!document.ok()) return document.status();
  v1::Fiche read = std::move(document->fiche);
  if (!read.country_code().empty() && read.country_code() != agency->country_code()) {
    return errors::CountryMismatch(read.country_code(), agency->country_code());
  }
  const std::vector<int> places = domain::PlacesWithoutIds(read);
  domain::ForgetIds(&read);
  read.set_country_code(agency->country_code());
  domain::NormalizeFiche(&read);
  domain::GiveIds(&read, NewId, NewItemId);
  domain::CheckFiche(read, "document", agency->country_code(), violations);
  if (!violations.empty()) return violations.ToStatus();

  std::string agency_id;
  names::ParseAgency(agency->name(), &agency_id);
  v1::Fiche draft = read;
  Prepare(agency_id, agency->country_code(), &draft);
  draft.set_round(request.round());
  const bool odt = request.document().find(kOdt) != std::string::npos;
  const store::Attachment attachment{NewId(),           request.file_name(),     odt ? kOdt : forms::kWordMediaType, request.document(),
                                     /*imported=*/true, Hash(request.document())};

  const std::string hash = ToHex(attachment.hash);

  v1::ImportFicheResponse response;
  for (v1::Finding& finding : document->findings) *response.add_findings() = std::move(finding);
  KeptComments comments;
  absl::StatusOr<v1::Fiche> imported = Write<v1::Fiche>(
      store_, call, RepeatableOf(request), request.validate_only(),
      [](store::Transaction& transaction, const std::string& name) { return FindFiche(transaction, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Fiche>> {
        absl::StatusOr<v1::Fiche> fiche;
        if (request.fiche().empty()) {
          fiche = InsertDraft(transaction, call, v1::FICHE_VERB_IMPORT, draft);
        } else {
          fiche = FindFiche(transaction, request.fiche());
          if (!fiche.ok()) return fiche.status();
          if (!request.round().empty() && request.round() != fiche->round()) {
            return errors::InvalidFields({{"round", "IMMUTABLE", {}}});
          }
          if (const absl::Status taken = TakeStep(v1::FICHE_VERB_IMPORT, {}, request.etag(), &*fiche); !taken.ok()) return taken;
          v1::Fiche corrected = read;
          domain::KeepIds(*fiche, &corrected);
          domain::KeepUnasked(*fiche, &corrected);
          domain::ApplyUpdate(corrected, {}, &*fiche);
          fiche = UpdateAndFind(transaction, call, v1::FICHE_VERB_IMPORT, *fiche);
        }
        if (!fiche.ok()) return fiche.status();
        std::string owner, id;
        names::ParseFiche(fiche->name(), &owner, &id);
        if (const absl::Status kept = KeepDocument(transaction, owner, id, attachment, hash, call.now); !kept.ok()) return kept;
        const domain::SaidBeside said{*fiche, places};
        comments = {};
        const absl::Status commented = KeepDocumentComments(transaction, call, *fiche, said, document->comments, &comments);
        if (!commented.ok()) return commented;
        return WrittenFiche(std::move(fiche));
      });
  if (!imported.ok()) return imported.status();
  if (comments.left_out > 0) {
    v1::Finding& finding = *response.add_findings();
    finding.set_reason("COMMENTS_NOT_KEPT");
    finding.set_message(texts::Render("finding.COMMENTS_NOT_KEPT", call.language, {{"count", std::to_string(comments.left_out)}}));
  }
  *response.mutable_fiche() = *std::move(imported);
  return response;
}

absl::StatusOr<v1::Fiche> FicheService::CreateFiche(const Call& call, const v1::CreateFicheRequest& request) {
  const absl::StatusOr<v1::Agency> agency =
      ReadOne<v1::Agency>(store_, call, [&](store::Transaction& transaction) { return OwnAgency(transaction, call, request.parent()); });
  if (!agency.ok()) return agency.status();

  Violations violations;
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  if (request.fiche().round().empty()) violations.Add("fiche.round", "REQUIRED");
  domain::CheckFiche(request.fiche(), "fiche", agency->country_code(), violations);
  if (!violations.empty()) return violations.ToStatus();

  std::string agency_id;
  names::ParseAgency(agency->name(), &agency_id);
  v1::Fiche draft = request.fiche();
  Prepare(agency_id, agency->country_code(), &draft);
  return Write<v1::Fiche>(
      store_, call, RepeatableOf(request), request.validate_only(),
      [](store::Transaction& transaction, const std::string& name) { return FindFiche(transaction, name); },
      [&](store::Transaction& transaction) { return WrittenFiche(InsertDraft(transaction, call, v1::FICHE_VERB_CREATE, draft)); });
}

absl::StatusOr<v1::Fiche> FicheService::GetFiche(const Call& call, const v1::GetFicheRequest& request) {
  return ReadOne<v1::Fiche>(store_, call, [&](store::Transaction& transaction) { return FindFiche(transaction, request.name()); });
}

absl::StatusOr<v1::ListFichesResponse> FicheService::ListFiches(const Call& call, const v1::ListFichesRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  domain::CheckEnum(request.state(), "state", violations);
  store::FicheFilter filter;
  if (!request.round().empty() && !names::ParseRound(request.round(), &filter.round)) {
    violations.Add("round", "INVALID_NAME", {{"form", "rounds/{round}"}});
  }
  if (request.parent() != "agencies/-" && !names::ParseAgency(request.parent(), &filter.agency)) {
    violations.Add("parent", "INVALID_NAME", {{"form", "agencies/{agency}"}});
  }
  if (!violations.empty()) return violations.ToStatus();
  filter.state = request.state();
  TimePosition from = ParseTimeCursor(page.cursor);
  filter.before_micros = from.micros;
  filter.before_id = std::move(from.id);

  v1::ListFichesResponse response;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    auto fiches = transaction.fiches().List(filter, page.size + 1);
    if (!fiches.ok()) return fiches.status();
    FillPage(*fiches, page.size, response.mutable_fiches(), [&](const v1::Fiche& last) {
      std::string agency, id;
      names::ParseFiche(last.name(), &agency, &id);
      response.set_next_page_token(
          NextToken(request, call, store_.secret(), TimeCursor(TimeUtil::TimestampToMicroseconds(last.create_time()), id)));
    });
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::Fiche> FicheService::UpdateFiche(const Call& call, const v1::UpdateFicheRequest& request) {
  v1::Fiche given = request.fiche();
  domain::NormalizeFiche(&given);
  v1::Fiche with_ids = given;
  domain::GiveIds(&with_ids, NewId, NewItemId);
  return Write<v1::Fiche>(
      store_, call, RepeatableOf(request), request.validate_only(),
      [](store::Transaction& transaction, const std::string& name) { return FindFiche(transaction, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Fiche>> {
        absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, given.name());
        if (!fiche.ok()) return fiche.status();
        const absl::StatusOr<std::optional<v1::Fiche>> base = Edited(transaction, *fiche, request.etag());
        if (!base.ok()) return base.status();
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        domain::CheckUpdateMask(request.update_mask(), "update_mask", violations);
        domain::CheckFiche(given, "fiche", fiche->country_code(), violations);
        CheckKnownEntries(given, base->has_value() ? **base : *fiche, violations);
        if (!given.round().empty() && given.round() != fiche->round()) violations.Add("fiche.round", "IMMUTABLE");
        if (!violations.empty()) return violations.ToStatus();
        if (const absl::Status taken = TakeStep(v1::FICHE_VERB_EDIT, {}, {}, &*fiche); !taken.ok()) return taken;
        if (base->has_value()) {
          v1::Fiche mine = **base;
          domain::ApplyUpdate(with_ids, request.update_mask(), &mine);
          const std::vector<domain::MergeConflict> conflicts = domain::Merge(**base, mine, &*fiche);
          if (!conflicts.empty()) return EditConflict(*fiche, conflicts);
        } else {
          domain::ApplyUpdate(with_ids, request.update_mask(), &*fiche);
        }
        domain::CheckFiche(*fiche, "fiche", fiche->country_code(), violations);
        if (!violations.empty()) return violations.ToStatus();
        return WrittenFiche(UpdateAndFind(transaction, call, v1::FICHE_VERB_EDIT, *fiche));
      });
}

absl::StatusOr<v1::DeleteFicheResponse> FicheService::DeleteFiche(const Call& call, const v1::DeleteFicheRequest& request) {
  return Write<v1::DeleteFicheResponse>(
      store_, call, {}, false, [](store::Transaction&, const std::string&) { return v1::DeleteFicheResponse(); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::DeleteFicheResponse>> {
        absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, request.name());
        if (!fiche.ok()) return fiche.status();
        if (const absl::Status taken = TakeStep(v1::FICHE_VERB_DELETE, {}, request.etag(), &*fiche); !taken.ok()) return taken;
        if (fiche->has_submit_time()) return errors::FicheWasSubmitted(fiche->name());
        std::string agency, id;
        names::ParseFiche(fiche->name(), &agency, &id);
        if (const absl::Status deleted = transaction.fiches().Delete(agency, id); !deleted.ok()) return deleted;
        return Written<v1::DeleteFicheResponse>{{}, fiche->name()};
      });
}

}  // namespace minga::service
