#include <fmt/format.h>

#include <utility>

#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/forms/fiche_writer.h"
#include "server/service/fiche_service.h"
#include "server/service/lookup.h"

namespace minga::service {
namespace {

using texts::Language;

Language LanguageOfForm(v1::FormLanguage wanted, Language caller) {
  if (wanted == v1::FORM_LANGUAGE_UNSPECIFIED) return caller == Language::kPortuguese ? Language::kPortuguese : Language::kSpanish;
  return wanted == v1::FORM_LANGUAGE_PORTUGUESE ? Language::kPortuguese : Language::kSpanish;
}

std::string FileName(const v1::Fiche& fiche, const forms::WriteOptions& options) {
  std::string agency, id, round;
  names::ParseFiche(fiche.name(), &agency, &id);
  names::ParseRound(fiche.round(), &round);
  const std::string_view blank = !options.blank ? "" : options.language == Language::kPortuguese ? "-em-branco" : "-en-blanco";
  return fmt::format("ficha-{}-{}-{}{}.docx", agency, round, texts::Code(options.language), blank);
}

}  // namespace

absl::StatusOr<v1::ExportFicheResponse> FicheService::ExportFiche(const Call& call, const v1::ExportFicheRequest& request) {
  v1::Fiche fiche;
  forms::WriteOptions options{.language = LanguageOfForm(request.language(), call.language), .blank = request.blank()};
  const absl::Status found = store_.Read(call.scope, [&](store::Transaction& transaction) -> absl::Status {
    absl::StatusOr<v1::Fiche> stored = FindFiche(transaction, request.name());
    if (!stored.ok()) return stored.status();
    const absl::StatusOr<v1::Round> round = FindRound(transaction, stored->round(), call.now);
    if (!round.ok()) return round.status();
    fiche = *std::move(stored);
    options.form_version = round->form_version();
    return absl::OkStatus();
  });
  if (!found.ok()) return found;
  Violations violations;
  domain::CheckEnum(request.language(), "language", violations);
  if (!violations.empty()) return violations.ToStatus();

  absl::StatusOr<std::string> document = forms::WriteFiche(fiche, options);
  if (!document.ok()) return document.status();
  v1::ExportFicheResponse response;
  response.set_document(*std::move(document));
  response.set_file_name(FileName(fiche, options));
  response.set_media_type(forms::kWordMediaType);
  return response;
}

}  // namespace minga::service
