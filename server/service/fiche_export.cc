#include <fmt/format.h>

#include <utility>

#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/forms/fiche_printer.h"
#include "server/forms/fiche_writer.h"
#include "server/service/fiche_service.h"
#include "server/service/lookup.h"

namespace minga::service {
namespace {

using texts::Language;

// What is made of a fiche.
struct Format {
  // Of a file's name.
  std::string_view extension;
  const char* media_type;
  // Whether it has words in English.
  bool has_english;
  absl::StatusOr<std::string> (*write)(const v1::Fiche& fiche, const forms::WriteOptions& options);
};

const Format& FormatOf(v1::FicheFormat format) {
  static constexpr Format kWord = {"docx", forms::kWordMediaType, false, forms::WriteFiche};
  static constexpr Format kHtml = {"html", forms::kHtmlMediaType, true, forms::PrintFiche};
  return format == v1::FICHE_FORMAT_HTML ? kHtml : kWord;
}

Language LanguageOfForm(v1::FormLanguage wanted, Language caller, const Format& format) {
  if (wanted == v1::FORM_LANGUAGE_PORTUGUESE) return Language::kPortuguese;
  if (wanted == v1::FORM_LANGUAGE_SPANISH || (caller == Language::kEnglish && !format.has_english)) return Language::kSpanish;
  return caller;
}

std::string_view BlankSuffix(Language language) {
  if (language == Language::kEnglish) return "-blank";
  return language == Language::kPortuguese ? "-em-branco" : "-en-blanco";
}

std::string FileName(const v1::Fiche& fiche, const forms::WriteOptions& options, const Format& format) {
  std::string agency, id, round;
  names::ParseFiche(fiche.name(), &agency, &id);
  names::ParseRound(fiche.round(), &round);
  return fmt::format("ficha-{}-{}-{}{}.{}", agency, round, texts::Code(options.language),
                     options.blank ? BlankSuffix(options.language) : "", format.extension);
}

}  // namespace

absl::StatusOr<v1::ExportFicheResponse> FicheService::ExportFiche(const Call& call, const v1::ExportFicheRequest& request) {
  v1::Fiche fiche;
  forms::WriteOptions options{.blank = request.blank()};
  const absl::Status found = store_.Read(call.scope, [&](store::Transaction& transaction) -> absl::Status {
    absl::StatusOr<v1::Fiche> stored = FindFiche(transaction, request.name());
    if (!stored.ok()) return stored.status();
    const absl::StatusOr<v1::Round> round = FindRound(transaction, stored->round(), call.now);
    if (!round.ok()) return round.status();
    std::string owner, id;
    names::ParseFiche(stored->name(), &owner, &id);
    const absl::StatusOr<v1::Agency> agency = FindAgency(transaction, names::Agency(owner));
    if (!agency.ok()) return agency.status();
    fiche = *std::move(stored);
    options.form_version = round->form_version();
    options.agency_display_name = agency->display_name();
    options.round_display_name = round->display_name();
    return absl::OkStatus();
  });
  if (!found.ok()) return found;
  Violations violations;
  domain::CheckEnum(request.language(), "language", violations);
  domain::CheckEnum(request.format(), "format", violations);
  if (!violations.empty()) return violations.ToStatus();

  const Format& format = FormatOf(request.format());
  options.language = LanguageOfForm(request.language(), call.language, format);
  v1::Fiche written = fiche;
  if (request.blank()) {
    // Nobody's copy: brought together with the fiche, its empty questions would be taken for erased ones.
    written.clear_name();
    written.clear_etag();
  }
  absl::StatusOr<std::string> document = format.write(written, options);
  if (!document.ok()) return document.status();
  v1::ExportFicheResponse response;
  response.set_document(*std::move(document));
  response.set_file_name(FileName(fiche, options, format));
  response.set_media_type(format.media_type);
  return response;
}

}  // namespace minga::service
