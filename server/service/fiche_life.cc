// From draft to submission, and back: the verbs of a fiche.
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/fiche/fiche_rules.h"
#include "server/domain/fields.h"
#include "server/domain/member/member_rules.h"
#include "server/service/fiche_service.h"
#include "server/service/fiche_steps.h"
#include "server/service/fiche_submission.h"
#include "server/service/lookup.h"
#include "server/service/tell.h"
#include "server/service/write.h"
#include "server/store/fiche_store.h"
#include "server/store/initiative_store.h"
#include "server/store/person_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;
using store::OneUseToken;

constexpr absl::Duration kLinkIsGood = absl::Hours(limits::kValidationLinkHours);

// Looks at a fiche that was in state `before` and whose state is the one after the verb, and completes the step.
using Look =
    absl::FunctionRef<absl::Status(store::Transaction&, const domain::Side&, v1::FicheState before, v1::Fiche*, store::FicheStep*)>;

// Whoever has a link to a review that is over has nothing.
absl::Status VoidLink(store::Transaction& transaction, const v1::Fiche& fiche) {
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  return transaction.people().DeleteTokens(OneUseToken::Kind::kValidation, agency, id);
}

absl::StatusOr<v1::Fiche> Advance(store::Transaction& transaction, const Call& call, const std::string& name, const std::string& etag,
                                  v1::FicheVerb verb, const std::string& comment, Look look) {
  absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, name);
  if (!fiche.ok()) return fiche;
  const absl::StatusOr<domain::Side> side = SideOf(transaction, call, *fiche);
  if (!side.ok()) return side.status();
  const v1::FicheState before = fiche->state();
  if (const absl::Status taken = TakeStep(verb, *side, etag, &*fiche); !taken.ok()) return taken;
  store::FicheStep step = StepOf(call, verb, comment);
  if (const absl::Status looked = look(transaction, *side, before, &*fiche, &step); !looked.ok()) return looked;
  if (before == v1::FICHE_STATE_IN_REVIEW) {
    if (const absl::Status voided = VoidLink(transaction, *fiche); !voided.ok()) return voided;
  }
  if (const absl::Status kept = KeepState(transaction, call, step, &*fiche); !kept.ok()) return kept;
  return fiche;
}

absl::StatusOr<Written<v1::Fiche>> WrittenAs(absl::StatusOr<v1::Fiche> fiche) {
  if (!fiche.ok()) return fiche.status();
  std::string name = fiche->name();
  return Written<v1::Fiche>{*std::move(fiche), std::move(name)};
}

// A verb with `name`, `etag` and `request_id`, after which the caller still finds the fiche.
template <typename Request>
absl::StatusOr<v1::Fiche> Verb(store::Store& store, const Call& call, const Request& request, v1::FicheVerb verb,
                               const std::string& comment, Look look) {
  Violations violations;
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  domain::CheckText(comment, limits::kComment, "comment", violations);
  if (!violations.empty()) return violations.ToStatus();
  return Write<v1::Fiche>(
      store, call, RepeatableOf(request), false,
      [](store::Transaction& transaction, const std::string& name) { return FindFiche(transaction, name); },
      [&](store::Transaction& transaction) {
        return WrittenAs(Advance(transaction, call, request.name(), request.etag(), verb, comment, look));
      });
}

// The last time that this was done to the fiche, which it was.
absl::StatusOr<store::FicheStep> LastStep(store::Transaction& transaction, const v1::Fiche& fiche, v1::FicheVerb verb) {
  const auto step = NewestStep(transaction, fiche, [&](const store::KeptStep& each, v1::FicheState) { return each.step.verb == verb; });
  if (!step.ok()) return step.status();
  if (!step->has_value()) return errors::Internal("a fiche in a state that nobody brought it to");
  return (*step)->step;
}

// Whether the secretariat gave the fiche back since it was submitted last; otherwise its agency took it back.
absl::StatusOr<bool> IsReturned(store::Transaction& transaction, const v1::Fiche& fiche) {
  const auto step = NewestStep(transaction, fiche, [](const store::KeptStep& each, v1::FicheState before) {
    return domain::IsWithSecretariat(before) && !domain::IsWithSecretariat(each.state);
  });
  if (!step.ok()) return step.status();
  return step->has_value() && (*step)->step.verb == v1::FICHE_VERB_RETURN;
}

absl::Status CheckSignedDocument(store::Transaction& transaction, const std::string& signed_document, const v1::Fiche& fiche) {
  constexpr char kField[] = "signed_document";
  if (signed_document.empty()) return errors::SignedDocumentNeeded(fiche.name());
  std::string agency, id, name;
  if (!names::ParseAttachment(signed_document, &agency, &id, &name)) {
    return errors::InvalidFields({{kField, "INVALID_NAME", {{"form", "agencies/{agency}/fiches/{fiche}/attachments/{attachment}"}}}});
  }
  if (names::Fiche(agency, id) != fiche.name()) return errors::InvalidFields({{kField, "UNKNOWN_ATTACHMENT", {}}});
  const auto attachment = transaction.fiches().FindAttachment(agency, id, name);
  if (!attachment.ok()) return attachment.status();
  if (!attachment->has_value()) return errors::InvalidFields({{kField, "UNKNOWN_ATTACHMENT", {}}});
  return (*attachment)->imported ? errors::InvalidFields({{kField, "IS_THE_IMPORTED_FORM", {}}}) : absl::OkStatus();
}

absl::Status MayValidate(store::Transaction& transaction, const Call& call, v1::ValidationMode mode, const std::string& signed_document,
                         const v1::Fiche& fiche) {
  switch (mode) {
    case v1::VALIDATION_MODE_FOUR_EYES: {
      if (!signed_document.empty()) return errors::InvalidFields({{"signed_document", "NOT_BY_SIGNED_DOCUMENT", {}}});
      const absl::StatusOr<store::FicheStep> step = LastStep(transaction, fiche, v1::FICHE_VERB_REQUEST_REVIEW);
      if (!step.ok()) return step.status();
      const Principal &asked = step->principal, &caller = call.identity.principal;
      const bool same = asked.kind == caller.kind && asked.tenant == caller.tenant && asked.id == caller.id;
      return same ? errors::FourEyesNeeded(fiche.name()) : absl::OkStatus();
    }
    case v1::VALIDATION_MODE_SIGNED_DOCUMENT:
      return CheckSignedDocument(transaction, signed_document, fiche);
    case v1::VALIDATION_MODE_LINK:
      return errors::ValidationByLink(fiche.name());
    default:
      return errors::NoValidation(fiche.name());
  }
}

// A call in the place of whoever has the link: it reaches what the link's agency does, and does nothing but what follows.
Call LinkedCall(const Call& call, const std::string& agency) {
  Call linked = call;
  linked.scope = Scope::Agency(agency);
  linked.identity = {};
  linked.identity.principal = {Principal::Kind::kLink, agency, {}};
  return linked;
}

// The agency of a link that is good.
absl::StatusOr<std::string> AgencyOfLink(store::Store& store, const Call& call, const std::string& hash) {
  std::string agency;
  const absl::Status status = store.Read(Scope::System(), [&](store::Transaction& transaction) {
    const auto token = transaction.people().FindToken(hash, OneUseToken::Kind::kValidation, call.now);
    if (!token.ok()) return token.status();
    if (!token->has_value()) return errors::TokenInvalid();
    agency = (*token)->tenant;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return agency;
}

// The fiche of a link that is good, while it is in review and its agency validates by link.
absl::StatusOr<v1::Fiche> LinkedFiche(store::Transaction& transaction, const Call& call, const std::string& hash, std::string* note) {
  const auto token = transaction.people().FindToken(hash, OneUseToken::Kind::kValidation, call.now);
  if (!token.ok()) return token.status();
  if (!token->has_value()) return errors::TokenInvalid();
  absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, names::Fiche((*token)->tenant, (*token)->subject));
  if (absl::IsNotFound(fiche.status())) return errors::TokenInvalid();
  if (!fiche.ok()) return fiche;
  const absl::StatusOr<domain::Side> side = SideOf(transaction, call, *fiche);
  if (!side.ok()) return side.status();
  // An agency that has chosen another way meanwhile is not bound by a link that it sent before.
  if (fiche->state() != v1::FICHE_STATE_IN_REVIEW || side->validation != v1::VALIDATION_MODE_LINK) return errors::TokenInvalid();
  *note = (*token)->note;
  return fiche;
}

}  // namespace

absl::StatusOr<v1::Fiche> FicheService::RequestFicheReview(const Call& call, const v1::RequestFicheReviewRequest& request) {
  return Verb(store_, call, request, v1::FICHE_VERB_REQUEST_REVIEW, request.comment(),
              [&](store::Transaction& transaction, const domain::Side& side, v1::FicheState, v1::Fiche* fiche, store::FicheStep*) {
                if (side.validation == v1::VALIDATION_MODE_NONE) return errors::NoValidation(fiche->name());
                Violations missing;
                domain::CheckReadyToSubmit(*fiche, "fiche", missing);
                if (!missing.empty()) return missing.ToStatus();
                if (side.validation == v1::VALIDATION_MODE_LINK) return absl::OkStatus();
                return TellAgency(transaction, call, v1::NOTICE_KIND_TASK_WAITING, *fiche, v1::ROLE_VALIDATOR, request.comment());
              });
}

absl::StatusOr<v1::Fiche> FicheService::ValidateFiche(const Call& call, const v1::ValidateFicheRequest& request) {
  return Verb(store_, call, request, v1::FICHE_VERB_VALIDATE, {},
              [&](store::Transaction& transaction, const domain::Side& side, v1::FicheState, v1::Fiche* fiche, store::FicheStep* step) {
                step->validation = side.validation;
                if (side.validation == v1::VALIDATION_MODE_SIGNED_DOCUMENT) step->comment = request.signed_document();
                return MayValidate(transaction, call, side.validation, request.signed_document(), *fiche);
              });
}

absl::StatusOr<v1::CreateValidationLinkResponse> FicheService::CreateValidationLink(const Call& call,
                                                                                    const v1::CreateValidationLinkRequest& request) {
  const std::string token = NewLinkToken();
  const std::string hash = Hash(token);
  const absl::Time expires = call.now + kLinkIsGood;
  return Write<v1::CreateValidationLinkResponse>(
      store_, call, RepeatableOf(request), false,
      [](store::Transaction&, const std::string&) { return v1::CreateValidationLinkResponse(); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::CreateValidationLinkResponse>> {
        const absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, request.name());
        if (!fiche.ok()) return fiche.status();
        // Where nothing is mailed the link is in the answer, and whoever has it validates; a program never does.
        if (call.identity.principal.kind != Principal::Kind::kPerson) return errors::PermissionDenied();
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        domain::CheckRequiredLine(request.recipient().display_name(), limits::kPersonName, "recipient.display_name", violations);
        domain::CheckRequiredEmail(request.recipient().email(), "recipient.email", violations);
        domain::CheckLanguage(request.language(), "language", violations);
        if (!violations.empty()) return violations.ToStatus();
        const absl::StatusOr<domain::Side> side = SideOf(transaction, call, *fiche);
        if (!side.ok()) return side.status();
        if (side->validation != v1::VALIDATION_MODE_LINK) return errors::NotByLink(fiche->name());
        v1::Fiche after = *fiche;
        if (const absl::Status taken = TakeStep(v1::FICHE_VERB_VALIDATE, *side, {}, &after); !taken.ok()) return taken;
        std::string agency, id;
        names::ParseFiche(fiche->name(), &agency, &id);
        v1::Member reader;
        reader.set_display_name(request.recipient().display_name());
        reader.set_email(request.recipient().email());
        reader.set_language(request.language().empty() ? std::string(texts::Code(call.language)) : request.language());
        const absl::Status kept = transaction.people().InsertToken(
            hash, {OneUseToken::Kind::kValidation, agency, id, reader.SerializeAsString(), expires}, call.now);
        if (!kept.ok()) return kept;
        if (sends_mail_) {
          const absl::Status sent = SendValidationLink(transaction, call, *fiche, token, expires);
          if (!sent.ok()) return sent;
        }
        Written<v1::CreateValidationLinkResponse> written;
        written.resource = fiche->name();
        if (!sends_mail_) written.response.set_token(token);
        *written.response.mutable_expire_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(expires));
        return written;
      });
}

absl::StatusOr<v1::Fiche> FicheService::GetLinkedFiche(const Call& call, const v1::GetLinkedFicheRequest& request) {
  const std::string hash = Hash(request.token());
  const absl::StatusOr<std::string> agency = AgencyOfLink(store_, call, hash);
  if (!agency.ok()) return agency.status();
  const Call linked = LinkedCall(call, *agency);
  std::string note;
  return ReadOne<v1::Fiche>(store_, linked, [&](store::Transaction& transaction) { return LinkedFiche(transaction, linked, hash, &note); });
}

absl::StatusOr<v1::Fiche> FicheService::AnswerValidationLink(const Call& call, const v1::AnswerValidationLinkRequest& request) {
  Violations violations;
  domain::CheckAnswerComment(request.valid(), request.comment(), "comment", violations);
  if (!violations.empty()) return violations.ToStatus();
  const std::string hash = Hash(request.token());
  const absl::StatusOr<std::string> agency = AgencyOfLink(store_, call, hash);
  if (!agency.ok()) return agency.status();
  const Call linked = LinkedCall(call, *agency);
  return Write<v1::Fiche>(
      store_, linked, {}, false, [](store::Transaction&, const std::string&) { return v1::Fiche(); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Fiche>> {
        std::string note;
        const absl::StatusOr<v1::Fiche> fiche = LinkedFiche(transaction, linked, hash, &note);
        if (!fiche.ok()) return fiche.status();
        const v1::FicheVerb verb = request.valid() ? v1::FICHE_VERB_VALIDATE : v1::FICHE_VERB_RETURN;
        return WrittenAs(
            Advance(transaction, linked, fiche->name(), {}, verb, request.comment(),
                    [&](store::Transaction& same, const domain::Side& side, v1::FicheState, v1::Fiche* answered, store::FicheStep* step) {
                      v1::Member reader;
                      reader.ParseFromString(note);
                      step->by_link.set_display_name(reader.display_name());
                      step->by_link.set_email(reader.email());
                      if (request.valid()) {
                        step->validation = side.validation;
                        return absl::OkStatus();
                      }
                      answered->set_return_comment(request.comment());
                      return TellAgency(same, linked, v1::NOTICE_KIND_RETURNED, *answered, v1::ROLE_EDITOR, request.comment());
                    }));
      });
}

absl::StatusOr<v1::Fiche> FicheService::SubmitFiche(const Call& call, const v1::SubmitFicheRequest& request) {
  Violations violations;
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  if (!violations.empty()) return violations.ToStatus();
  return Write<v1::Fiche>(
      store_, call, RepeatableOf(request), false,
      [](store::Transaction& transaction, const std::string& name) { return FindFiche(transaction, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Fiche>> {
        absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, request.name());
        if (!fiche.ok()) return fiche.status();
        const absl::StatusOr<domain::Side> side = SideOf(transaction, call, *fiche);
        if (!side.ok()) return side.status();
        store::FicheStep step = StepOf(call, v1::FICHE_VERB_SUBMIT);
        // Somebody reads from it whether anybody has validated, and how; the agency may have chosen another way since.
        step.validation = v1::VALIDATION_MODE_NONE;
        if (fiche->state() == v1::FICHE_STATE_VALIDATED) {
          const absl::StatusOr<store::FicheStep> validated = LastStep(transaction, *fiche, v1::FICHE_VERB_VALIDATE);
          if (!validated.ok()) return validated.status();
          step.validation = validated->validation;
        }
        if (const absl::Status taken = TakeStep(step.verb, *side, request.etag(), &*fiche); !taken.ok()) return taken;
        Violations missing;
        domain::CheckReadyToSubmit(*fiche, "fiche", missing);
        if (!missing.empty()) return missing.ToStatus();
        const absl::StatusOr<v1::Round> round = FindRound(transaction, fiche->round(), call.now);
        if (!round.ok()) return round.status();
        // What was returned is corrected and sent again, however late it was returned; what was taken back is as if it was never sent.
        const absl::StatusOr<bool> returned = fiche->has_submit_time() ? IsReturned(transaction, *fiche) : false;
        if (!returned.ok()) return returned.status();
        if (!*returned) {
          const absl::StatusOr<bool> late = CheckAnswering(*round, *fiche, call.now);
          if (!late.ok()) return late.status();
          fiche->set_late(*late);
          step.late = *late;
        }
        // Nothing in it waits for anybody.
        if (fiche->initiatives().empty()) fiche->set_state(v1::FICHE_STATE_REVIEWED);
        const absl::Status registered = RegisterEntries(transaction, call, *round, step, &*fiche);
        if (!registered.ok()) return registered;
        const absl::Status told = TellAgency(transaction, call, v1::NOTICE_KIND_SUBMISSION_RECEIVED, *fiche, v1::ROLE_EDITOR, {});
        if (!told.ok()) return told;
        return WrittenAs(*std::move(fiche));
      });
}

absl::StatusOr<v1::Fiche> FicheService::RecallFiche(const Call& call, const v1::RecallFicheRequest& request) {
  return Verb(store_, call, request, v1::FICHE_VERB_RECALL, {},
              [&](store::Transaction& transaction, const domain::Side&, v1::FicheState before, v1::Fiche* fiche, store::FicheStep*) {
                if (!domain::IsWithSecretariat(before)) return absl::OkStatus();
                if (domain::AnyDecided(*fiche)) return errors::ReviewHasBegun(fiche->name());
                const absl::StatusOr<v1::Round> round = FindRound(transaction, fiche->round(), call.now);
                if (!round.ok()) return round.status();
                // It could not be sent again.
                return CheckAnswering(*round, *fiche, call.now).status();
              });
}

absl::StatusOr<v1::Fiche> FicheService::ReturnFiche(const Call& call, const v1::ReturnFicheRequest& request) {
  Violations violations;
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  domain::CheckRequiredText(request.comment(), limits::kComment, "comment", violations);
  if (!violations.empty()) return violations.ToStatus();
  return Write<v1::Fiche>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) {
        absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, name);
        if (!absl::IsNotFound(fiche.status())) return fiche;
        // A draft again: its content is the agency's alone.
        fiche = v1::Fiche();
        fiche->set_name(name);
        fiche->set_state(v1::FICHE_STATE_DRAFT);
        fiche->set_return_comment(request.comment());
        return fiche;
      },
      [&](store::Transaction& transaction) {
        return WrittenAs(Advance(transaction, call, request.name(), request.etag(), v1::FICHE_VERB_RETURN, request.comment(),
                                 [&](store::Transaction& same, const domain::Side&, v1::FicheState, v1::Fiche* fiche, store::FicheStep*) {
                                   fiche->set_return_comment(request.comment());
                                   return TellAgency(same, call, v1::NOTICE_KIND_RETURNED, *fiche, v1::ROLE_EDITOR, request.comment());
                                 }));
      });
}

}  // namespace minga::service
