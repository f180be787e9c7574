// What was done to a fiche, and what it was before.
#include <optional>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/fiche/fiche_changes.h"
#include "server/service/fiche_service.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/principals.h"
#include "server/store/fiche_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

// Of whoever had a link, the name stands with the step, for the agency alone.
absl::Status Name(const Call& call, const store::FicheStep& step, PrincipalNames* names, v1::Principal* to) {
  if (const absl::Status named = names->Name(step.principal, to); !named.ok()) return named;
  if (step.principal.kind == Principal::Kind::kLink && call.scope.IsAgency(step.principal.tenant)) {
    to->set_display_name(step.by_link.display_name());
  }
  return absl::OkStatus();
}

// A validation is kept with the name of the attachment that it rests on; people know it by that of its file.
absl::StatusOr<std::string> CommentOf(store::Transaction& transaction, const store::FicheStep& step) {
  std::string agency, fiche, attachment;
  const bool names_document = step.verb == v1::FICHE_VERB_VALIDATE && step.validation == v1::VALIDATION_MODE_SIGNED_DOCUMENT &&
                              names::ParseAttachment(step.comment, &agency, &fiche, &attachment);
  if (!names_document) return step.comment;
  const auto found = transaction.fiches().FindAttachment(agency, fiche, attachment);
  if (!found.ok()) return found.status();
  return found->has_value() ? (*found)->file_name : step.comment;
}

// Names the initiatives that steps are about by the titles that they had then. Steps come newest first.
class Titles {
 public:
  Titles(store::Transaction& transaction, std::string_view agency, std::string_view fiche)
      : transaction_(transaction), agency_(agency), fiche_(fiche) {}

  absl::Status Name(const store::KeptStep& kept, v1::FicheRevision* revision) {
    if (kept.step.initiative.empty()) {
      // What was decided and answered before stands on what may have been other content.
      then_.reset();
      return absl::OkStatus();
    }
    if (!then_.has_value()) {
      absl::StatusOr<std::optional<v1::Fiche>> read = transaction_.fiches().Revision(agency_, fiche_, kept.revision);
      if (!read.ok()) return read.status();
      then_ = std::move(*read).value_or(v1::Fiche());
    }
    revision->set_initiative(names::Initiative(kept.step.initiative));
    revision->set_decision(kept.step.decision);
    for (const v1::FicheInitiative& entry : then_->initiatives()) {
      if (entry.id() == kept.step.initiative) revision->set_initiative_title(entry.content().title());
    }
    return absl::OkStatus();
  }

 private:
  store::Transaction& transaction_;
  std::string agency_, fiche_;
  // Between two decisions or answers that follow each other nothing changes the content.
  std::optional<v1::Fiche> then_;
};

}  // namespace

absl::StatusOr<v1::ListFicheRevisionsResponse> FicheService::ListFicheRevisions(const Call& call,
                                                                                const v1::ListFicheRevisionsRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  if (!violations.empty()) return violations.ToStatus();
  v1::ListFicheRevisionsResponse response;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    const absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, request.parent());
    if (!fiche.ok()) return fiche.status();
    std::string agency, id;
    names::ParseFiche(request.parent(), &agency, &id);
    auto steps = transaction.fiches().Steps(agency, id, ParseTimeCursor(page.cursor).micros, page.size + 1);
    if (!steps.ok()) return steps.status();
    if (static_cast<int>(steps->size()) > page.size) {
      steps->resize(static_cast<size_t>(page.size));
      response.set_next_page_token(NextToken(request, call, store_.secret(), TimeCursor(steps->back().revision, id)));
    }
    Titles titles(transaction, agency, id);
    PrincipalNames principals(transaction, call);
    for (store::KeptStep& kept : *steps) {
      v1::FicheRevision& revision = *response.add_revisions();
      revision.set_name(names::Revision(agency, id, kept.revision));
      revision.set_verb(kept.step.verb);
      if (const absl::Status named = Name(call, kept.step, &principals, revision.mutable_principal()); !named.ok()) return named;
      *revision.mutable_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(kept.time));
      revision.set_state(kept.state);
      absl::StatusOr<std::string> comment = CommentOf(transaction, kept.step);
      if (!comment.ok()) return comment.status();
      revision.set_comment(*std::move(comment));
      revision.set_content_changed(kept.content_changed);
      revision.set_validation(kept.step.validation);
      if (kept.step.agrees.has_value()) revision.set_agrees(*kept.step.agrees);
      revision.set_late(kept.step.late);
      if (const absl::Status named = titles.Name(kept, &revision); !named.ok()) return named;
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::Fiche> FicheService::GetFicheRevision(const Call& call, const v1::GetFicheRevisionRequest& request) {
  return ReadOne<v1::Fiche>(store_, call, [&](store::Transaction& transaction) -> absl::StatusOr<v1::Fiche> {
    std::string agency, id;
    int64_t revision = 0;
    if (!names::ParseRevision(request.name(), &agency, &id, &revision)) return errors::NotFound(request.name());
    absl::StatusOr<std::optional<v1::Fiche>> fiche = transaction.fiches().Revision(agency, id, revision);
    if (!fiche.ok()) return fiche.status();
    if (!fiche->has_value()) return errors::NotFound(request.name());
    return **std::move(fiche);
  });
}

absl::StatusOr<v1::DiffFicheRevisionsResponse> FicheService::DiffFicheRevisions(const Call& call,
                                                                                const v1::DiffFicheRevisionsRequest& request) {
  return ReadOne<v1::DiffFicheRevisionsResponse>(
      store_, call, [&](store::Transaction& transaction) -> absl::StatusOr<v1::DiffFicheRevisionsResponse> {
        std::string agency, id;
        int64_t later = 0;
        if (!names::ParseRevision(request.name(), &agency, &id, &later)) return errors::NotFound(request.name());
        const absl::StatusOr<std::optional<v1::Fiche>> after = transaction.fiches().Revision(agency, id, later);
        if (!after.ok()) return after.status();
        if (!after->has_value()) return errors::NotFound(request.name());
        v1::DiffFicheRevisionsResponse response;
        response.set_base(request.base());
        v1::Fiche before;
        if (request.base() == 0) {
          const auto steps = transaction.fiches().Steps(agency, id, later, 1);
          if (!steps.ok()) return steps.status();
          // All that the first step says is new.
          if (!steps->empty()) response.set_base(steps->front().revision);
        }
        if (response.base() != 0) {
          const absl::StatusOr<std::optional<v1::Fiche>> found = transaction.fiches().Revision(agency, id, response.base());
          if (!found.ok()) return found.status();
          if (!found->has_value()) return errors::NotFound(names::Revision(agency, id, response.base()));
          before = **found;
        }
        for (v1::FicheChange& change : domain::Changes(before, **after)) *response.add_changes() = std::move(change);
        return response;
      });
}

}  // namespace minga::service
