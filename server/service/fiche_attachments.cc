// Documents kept with a fiche.
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <limits>

#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/codes.h"
#include "server/domain/fields.h"
#include "server/forms/fiche_writer.h"
#include "server/service/fiche_service.h"
#include "server/service/lookup.h"
#include "server/service/write.h"
#include "server/store/fiche_store.h"

namespace minga::service {
namespace {

// By the first bytes: a name can say anything. Empty for what is not taken.
std::string MediaTypeOf(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("%PDF-"sv)) return "application/pdf";
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
  if (!bytes.starts_with("PK\x03\x04"sv)) return {};
  // An .odt begins with its type; a .docx names its main part in the archive's directory, at the end.
  constexpr std::string_view kOdt = "mimetypeapplication/vnd.oasis.opendocument.text";
  if (bytes.substr(30, kOdt.size()) == kOdt) return std::string(kOdt.substr(std::string_view("mimetype").size()));
  return bytes.find("word/document.xml") != std::string_view::npos ? forms::kWordMediaType : std::string();
}

// The ids of the agency and of a fiche of the caller's own agency.
absl::StatusOr<v1::Fiche> OwnFiche(store::Transaction& transaction, const Call& call, const std::string& name, std::string* agency,
                                   std::string* id) {
  if (!names::ParseFiche(name, agency, id) || !call.scope.IsAgency(*agency)) return errors::NotFound(name);
  return FindFiche(transaction, name);
}

absl::StatusOr<v1::Attachment> FindAttachment(store::Transaction& transaction, const std::string& name) {
  std::string agency, fiche, id;
  if (!names::ParseAttachment(name, &agency, &fiche, &id)) return errors::NotFound(name);
  // Imported documents come beside the limit.
  const auto attachments = transaction.fiches().ListAttachments(agency, fiche, std::numeric_limits<int>::max());
  if (!attachments.ok()) return attachments.status();
  const auto found =
      std::find_if(attachments->begin(), attachments->end(), [&](const v1::Attachment& each) { return each.name() == name; });
  if (found == attachments->end()) return errors::NotFound(name);
  return *found;
}

// Whether what was validated or submitted rests on the document.
absl::StatusOr<bool> IsUsed(store::Transaction& transaction, const v1::Fiche& fiche, const v1::Attachment& attachment) {
  using google::protobuf::util::TimeUtil;
  if (fiche.has_submit_time() &&
      TimeUtil::TimestampToMicroseconds(attachment.create_time()) <= TimeUtil::TimestampToMicroseconds(fiche.submit_time())) {
    return true;
  }
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  return transaction.fiches().HasStep(agency, id, v1::FICHE_VERB_VALIDATE, attachment.name());
}

}  // namespace

absl::StatusOr<v1::Attachment> FicheService::AddFicheAttachment(const Call& call, const v1::AddFicheAttachmentRequest& request) {
  const store::Attachment attachment{NewId(),
                                     request.file_name(),
                                     MediaTypeOf(request.document()),
                                     request.document(),
                                     /*imported=*/false,
                                     Hash(request.document())};
  const std::string hash = ToHex(attachment.hash);
  return Write<v1::Attachment>(
      store_, call, RepeatableOf(request), false,
      [](store::Transaction& transaction, const std::string& name) { return FindAttachment(transaction, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Attachment>> {
        std::string agency, id;
        const absl::StatusOr<v1::Fiche> fiche = OwnFiche(transaction, call, request.parent(), &agency, &id);
        if (!fiche.ok()) return fiche.status();
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        domain::CheckRequiredText(request.file_name(), limits::kFileName, "file_name", violations);
        if (!violations.empty()) return violations.ToStatus();
        if (request.document().empty()) return errors::DocumentEmpty();
        if (request.document().size() > limits::kDocumentBytes) return errors::DocumentTooLarge(limits::kDocumentBytes);
        if (attachment.media_type.empty()) return errors::AttachmentWrongType();
        if (fiche->state() == v1::FICHE_STATE_SUBMITTED || fiche->state() == v1::FICHE_STATE_REVIEWED) {
          return errors::FicheStateConflict(fiche->name(), domain::Code(fiche->state()));
        }
        const auto kept = transaction.fiches().ListAttachments(agency, id, limits::kAttachments);
        if (!kept.ok()) return kept.status();
        for (const v1::Attachment& each : *kept) {
          if (each.hash() == hash) return Written<v1::Attachment>{each, each.name()};
        }
        if (kept->size() >= limits::kAttachments) return errors::TooManyAttachments(fiche->name(), limits::kAttachments);
        if (const absl::Status added = transaction.fiches().Attach(agency, id, attachment, call.now); !added.ok()) return added;
        const std::string name = names::Attachment(agency, id, attachment.id);
        absl::StatusOr<v1::Attachment> made = FindAttachment(transaction, name);
        if (!made.ok()) return made.status();
        return Written<v1::Attachment>{*std::move(made), name};
      });
}

absl::StatusOr<v1::ListFicheAttachmentsResponse> FicheService::ListFicheAttachments(const Call& call,
                                                                                    const v1::ListFicheAttachmentsRequest& request) {
  return ReadOne<v1::ListFicheAttachmentsResponse>(
      store_, call, [&](store::Transaction& transaction) -> absl::StatusOr<v1::ListFicheAttachmentsResponse> {
        std::string agency, id;
        const absl::StatusOr<v1::Fiche> fiche = OwnFiche(transaction, call, request.parent(), &agency, &id);
        if (!fiche.ok()) return fiche.status();
        auto attachments = transaction.fiches().ListAttachments(agency, id, limits::kAttachments);
        if (!attachments.ok()) return attachments.status();
        v1::ListFicheAttachmentsResponse response;
        for (v1::Attachment& each : *attachments) *response.add_attachments() = std::move(each);
        return response;
      });
}

absl::StatusOr<v1::DeleteFicheAttachmentResponse> FicheService::DeleteFicheAttachment(const Call& call,
                                                                                      const v1::DeleteFicheAttachmentRequest& request) {
  return Write<v1::DeleteFicheAttachmentResponse>(
      store_, call, {}, false, [](store::Transaction&, const std::string&) { return v1::DeleteFicheAttachmentResponse(); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::DeleteFicheAttachmentResponse>> {
        const absl::StatusOr<v1::Attachment> attachment = FindAttachment(transaction, request.name());
        if (!attachment.ok()) return attachment.status();
        std::string agency, id, document;
        names::ParseAttachment(request.name(), &agency, &id, &document);
        const absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, names::Fiche(agency, id));
        if (!fiche.ok()) return fiche.status();
        if (fiche->state() != v1::FICHE_STATE_DRAFT) return errors::FicheStateConflict(fiche->name(), domain::Code(fiche->state()));
        const absl::StatusOr<bool> used = IsUsed(transaction, *fiche, *attachment);
        if (!used.ok()) return used.status();
        if (*used) return errors::AttachmentInUse(request.name());
        if (const absl::Status gone = transaction.fiches().Detach(agency, id, document); !gone.ok()) return gone;
        return Written<v1::DeleteFicheAttachmentResponse>{{}, request.name()};
      });
}

absl::StatusOr<v1::GetFicheAttachmentResponse> FicheService::GetFicheAttachment(const Call& call,
                                                                                const v1::GetFicheAttachmentRequest& request) {
  return ReadOne<v1::GetFicheAttachmentResponse>(
      store_, call, [&](store::Transaction& transaction) -> absl::StatusOr<v1::GetFicheAttachmentResponse> {
        absl::StatusOr<v1::Attachment> attachment = FindAttachment(transaction, request.name());
        if (!attachment.ok()) return attachment.status();
        std::string agency, fiche, id;
        names::ParseAttachment(request.name(), &agency, &fiche, &id);
        absl::StatusOr<std::optional<std::string>> bytes = transaction.fiches().AttachmentBytes(agency, fiche, id);
        if (!bytes.ok()) return bytes.status();
        v1::GetFicheAttachmentResponse response;
        *response.mutable_attachment() = *std::move(attachment);
        response.set_document(*std::move(*bytes));
        return response;
      });
}

}  // namespace minga::service
