// Word copies that colleagues wrote in, merged against the revision that each was exported from.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/comment/document_places.h"
#include "server/domain/fiche/fiche_match.h"
#include "server/domain/fiche/fiche_merge.h"
#include "server/domain/fiche/fiche_paths.h"
#include "server/domain/fiche/fiche_rules.h"
#include "server/domain/fields.h"
#include "server/forms/fiche_reader.h"
#include "server/service/fiche_comments.h"
#include "server/service/fiche_service.h"
#include "server/service/fiche_steps.h"
#include "server/service/lookup.h"
#include "server/service/write.h"
#include "server/store/fiche_store.h"
#include "texts/texts.h"

namespace minga::service {
namespace {

constexpr int kAttempts = 4;

// What was read, before the writer's turn.
struct Copies {
  // Of the draft that entries and actors were told apart by.
  std::string etag;
  struct Copy {
    forms::FicheDocument document;
    // What it was exported from; an index of `bases`.
    int64_t revision = 0;
  };
  std::vector<Copy> copies;
  // By revision; a revision never changes.
  std::map<int64_t, v1::Fiche> bases;
};

int64_t RevisionOf(const std::string& etag) {
  int64_t revision = 0;
  const auto [end, error] = std::from_chars(etag.data(), etag.data() + etag.size(), revision);
  return error == std::errc() && end == etag.data() + etag.size() ? revision : 0;
}

absl::StatusOr<Copies> Read(const Call& call, const v1::MergeFicheCopiesRequest& request, Violations& violations) {
  Copies read;
  for (int i = 0; i < request.copies_size(); ++i) {
    const std::string path = fmt::format("copies[{}]", i);
    domain::CheckText(request.copies(i).file_name(), limits::kFileName, path + ".file_name", violations);
    absl::StatusOr<forms::FicheDocument> document = forms::ReadFiche(request.copies(i).document(), call.language);
    if (!document.ok()) return document.status();
    Copies::Copy& copy = read.copies.emplace_back(Copies::Copy{*std::move(document), 0});
    if (copy.document.origin.fiche() == request.name()) copy.revision = RevisionOf(copy.document.origin.etag());
    if (copy.revision == 0) violations.Add(path + ".document", "NOT_A_COPY");
  }
  return read;
}

// Tells entries and actors of the copies apart by what stands in their revisions and in the draft.
absl::Status Match(store::Store& store, const Call& call, const std::string& name, Copies& read, Violations& violations) {
  std::string agency, id;
  names::ParseFiche(name, &agency, &id);
  return store.Read(call.scope, [&](store::Transaction& transaction) {
    const absl::StatusOr<v1::Fiche> current = FindFiche(transaction, name);
    if (!current.ok()) return current.status();
    read.etag = current->etag();
    for (size_t i = 0; i < read.copies.size(); ++i) {
      Copies::Copy& copy = read.copies[i];
      if (copy.revision == 0) continue;
      if (!read.bases.contains(copy.revision)) {
        const auto base = transaction.fiches().Revision(agency, id, copy.revision);
        if (!base.ok()) return base.status();
        if (!base->has_value()) {
          violations.Add(fmt::format("copies[{}].document", i), "NOT_A_COPY");
          copy.revision = 0;
          continue;
        }
        read.bases.emplace(copy.revision, **base);
      }
      const v1::Fiche& base = read.bases.at(copy.revision);
      v1::Fiche& fiche = copy.document.fiche;
      domain::NormalizeFiche(&fiche);
      domain::MatchIds(base, &fiche);
      domain::TakeIdsOfTheSame(base, *current, &fiche);
      for (size_t k = 0; k < i; ++k) domain::TakeIdsOfTheSame(base, read.copies[k].document.fiche, &fiche);
      domain::GiveIds(&fiche, NewId, NewItemId);
      domain::KeepUnasked(*current, &fiche);
      domain::KeepUnasked(base, &fiche);
      for (const v1::Finding& finding : copy.document.findings) {
        if (finding.certainty() != v1::CERTAINTY_DOUBTFUL) continue;
        const std::optional<domain::FichePath> unread = domain::DocumentPlace(finding.field(), {fiche, {}});
        if (unread.has_value()) domain::KeepUnread(base, *unread, &fiche);
      }
      domain::CheckFiche(fiche, fmt::format("copies[{}].document", i), base.country_code(), violations);
    }
    return absl::OkStatus();
  });
}

// The copies of one revision, and what was chosen of them.
struct Group {
  Group(const Copies& read, int64_t revision, const v1::MergeFicheCopiesRequest& request) {
    for (size_t i = 0; i < read.copies.size(); ++i) {
      if (read.copies[i].revision != revision) continue;
      versions.push_back(read.copies[i].document.fiche);
      numbers.push_back(static_cast<int>(i) + 1);
    }
    for (const v1::FicheCopyChoice& choice : request.choices()) {
      const auto chosen = std::find(numbers.begin(), numbers.end(), choice.copy());
      choices[choice.path()] = chosen == numbers.end() ? 0 : static_cast<int>(chosen - numbers.begin()) + 1;
      // Where copies of several revisions differ, the words of one of the others, or the draft's, are to stand.
      if (chosen != numbers.end() || read.bases.size() == 1) continue;
      for (v1::Fiche& version : versions) domain::TakeBack(read.bases.at(revision), choice.path(), &version);
    }
    for (const v1::Fiche& version : versions) others.push_back(&version);
  }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  std::vector<v1::Fiche> versions;
  std::vector<const v1::Fiche*> others;
  // Which copy each of the others is, counted from 1.
  std::vector<int> numbers;
  domain::MergeChoices choices;
};

v1::FicheCopyConflict ConflictOf(const Call& call, domain::MergeConflict conflict, const std::vector<int>& numbers) {
  v1::FicheCopyConflict told;
  told.set_path(std::move(conflict.path));
  told.set_base(std::move(conflict.base));
  told.set_current(std::move(conflict.current));
  for (size_t k = 0; k < conflict.others.size(); ++k) {
    v1::FicheCopyText& text = *told.add_copies();
    text.set_copy(numbers[k]);
    text.set_text(std::move(conflict.others[k]));
  }
  if (conflict.too_many) {
    told.set_explanation(
        texts::Render("merge.TOO_MANY_INITIATIVES", call.language, {{"limit", std::to_string(limits::kInitiativesPerFiche)}}));
  }
  return told;
}

// Adds what copies of other revisions changed at the place of a conflict, and says what the draft itself says there: what was merged
// before is not all there is to choose from.
void TellOthers(const Copies& read, int64_t revision, const v1::Fiche& draft, v1::FicheCopyConflict* told) {
  const std::optional<domain::FichePath> place = domain::ParseFichePath(told->path());
  if (!place.has_value() || !told->explanation().empty()) return;
  told->set_current(domain::TextAtPath(*place, draft));
  for (size_t i = 0; i < read.copies.size(); ++i) {
    const Copies::Copy& copy = read.copies[i];
    if (copy.revision == revision) continue;
    const std::string said = domain::TextAtPath(*place, copy.document.fiche);
    if (said == domain::TextAtPath(*place, read.bases.at(copy.revision))) continue;
    v1::FicheCopyText& text = *told->add_copies();
    text.set_copy(static_cast<int>(i) + 1);
    text.set_text(said);
  }
  std::sort(told->mutable_copies()->begin(), told->mutable_copies()->end(),
            [](const v1::FicheCopyText& a, const v1::FicheCopyText& b) { return a.copy() < b.copy(); });
}

// Merges the copies of each revision into the fiche. Answers what is to be chosen, once for a place; then the fiche is not all of it.
// `asked`: the places at which there was something to choose, chosen or not.
std::vector<v1::FicheCopyConflict> MergeGroups(const Call& call, const Copies& read, const v1::MergeFicheCopiesRequest& request,
                                               v1::Fiche* fiche, std::set<std::string>* asked) {
  const v1::Fiche draft = *fiche;
  std::vector<v1::FicheCopyConflict> open;
  std::set<std::string> told;
  for (const auto& [revision, base] : read.bases) {
    const Group group(read, revision, request);
    asked->merge(domain::PlacesToChoose(base, group.others, group.choices, *fiche));
    for (domain::MergeConflict& conflict : domain::Merge(base, group.others, group.choices, fiche)) {
      if (!told.insert(conflict.path).second) continue;
      open.push_back(ConflictOf(call, std::move(conflict), group.numbers));
      if (read.bases.size() > 1) TellOthers(read, revision, draft, &open.back());
    }
  }
  asked->merge(told);
  return open;
}

std::vector<v1::FicheCopyConflict> MergeInto(const Call& call, const Copies& read, const v1::MergeFicheCopiesRequest& request,
                                             v1::Fiche* fiche, Violations& violations) {
  std::set<std::string> asked;
  if (!request.choices().empty() && read.bases.size() > 1) {
    // As it was asked, before anything was chosen.
    v1::MergeFicheCopiesRequest undecided;
    v1::Fiche before = *fiche;
    MergeGroups(call, read, undecided, &before, &asked);
  }
  std::vector<v1::FicheCopyConflict> open = MergeGroups(call, read, request, fiche, &asked);
  for (int i = 0; i < request.choices_size(); ++i) {
    if (!asked.contains(request.choices(i).path())) violations.Add(fmt::format("choices[{}].path", i), "NOT_IN_CONFLICT");
  }
  return open;
}

// ETAG_MISMATCH when the draft is not the one that the copies were matched with.
absl::StatusOr<v1::MergeFicheCopiesResponse> MergeMatched(store::Store& store, const Call& call, const v1::MergeFicheCopiesRequest& request,
                                                          const Copies& read) {
  std::vector<v1::FicheCopyConflict> conflicts;
  absl::StatusOr<v1::Fiche> merged = Write<v1::Fiche>(
      store, call, RepeatableOf(request), request.validate_only(),
      [](store::Transaction& transaction, const std::string& name) { return FindFiche(transaction, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Fiche>> {
        absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, request.name());
        if (!fiche.ok()) return fiche.status();
        if (const absl::Status taken = TakeStep(v1::FICHE_VERB_IMPORT, {}, read.etag, &*fiche); !taken.ok()) return taken;
        const std::string before = fiche->SerializeAsString();
        Violations wrong;
        conflicts = MergeInto(call, read, request, &*fiche, wrong);
        if (wrong.empty() && conflicts.empty()) domain::CheckFiche(*fiche, "fiche", fiche->country_code(), wrong);
        if (!wrong.empty()) {
          conflicts.clear();
          return wrong.ToStatus();
        }
        // Undoes nothing, as nothing was written; the conflicts are the answer.
        if (!conflicts.empty()) return absl::CancelledError();
        if (fiche->SerializeAsString() != before) {
          const absl::Status updated = transaction.fiches().Update(*fiche, StepOf(call, v1::FICHE_VERB_IMPORT), call.now);
          if (!updated.ok()) return updated;
          fiche = FindFiche(transaction, request.name());
          if (!fiche.ok()) return fiche.status();
        }
        KeptComments comments;
        for (const Copies::Copy& copy : read.copies) {
          const domain::SaidBeside said{copy.document.fiche, {}};
          const absl::Status kept = KeepDocumentComments(transaction, call, *fiche, said, copy.document.comments, &comments);
          if (!kept.ok()) return kept;
        }
        return Written<v1::Fiche>{*std::move(fiche), request.name()};
      });
  v1::MergeFicheCopiesResponse response;
  if (conflicts.empty()) {
    if (!merged.ok()) return merged.status();
    *response.mutable_fiche() = *std::move(merged);
  }
  for (v1::FicheCopyConflict& conflict : conflicts) *response.add_conflicts() = std::move(conflict);
  for (const Copies::Copy& copy : read.copies) {
    v1::FicheCopyReport& report = *response.add_copies();
    report.set_revision(copy.revision);
    for (const v1::Finding& finding : copy.document.findings) *report.add_findings() = finding;
    for (const v1::DocumentComment& comment : copy.document.comments) *report.add_comments() = comment;
  }
  return response;
}

}  // namespace

absl::StatusOr<v1::MergeFicheCopiesResponse> FicheService::MergeFicheCopies(const Call& call, const v1::MergeFicheCopiesRequest& request) {
  const absl::StatusOr<v1::Fiche> before =
      ReadOne<v1::Fiche>(store_, call, [&](store::Transaction& transaction) { return FindFiche(transaction, request.name()); });
  if (!before.ok()) return before.status();
  Violations violations;
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  if (request.copies().empty()) violations.Add("copies", "TOO_FEW");
  domain::CheckCount(request.copies_size(), limits::kCopies, "copies", violations);
  domain::CheckCount(request.choices_size(), limits::kChoices, "choices", violations);
  for (int i = 0; i < request.choices_size(); ++i) {
    const int copy = request.choices(i).copy();
    if (copy < 0 || copy > request.copies_size()) {
      violations.Add(fmt::format("choices[{}].copy", i), "OUT_OF_RANGE", {{"first", "0"}, {"last", std::to_string(request.copies_size())}});
    }
  }
  if (!violations.empty()) return violations.ToStatus();
  std::set<std::string_view> chosen;
  for (int i = 0; i < request.choices_size(); ++i) {
    if (!chosen.insert(request.choices(i).path()).second) violations.Add(fmt::format("choices[{}].path", i), "DUPLICATE");
  }
  if (!violations.empty()) return violations.ToStatus();
  const absl::StatusOr<Copies> copies = Read(call, request, violations);
  if (!copies.ok()) return copies.status();
  // Somebody may write in the draft between the reading and the writing, the same copies even: their new entries would come twice.
  absl::StatusOr<v1::MergeFicheCopiesResponse> merged;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Copies read = *copies;
    if (const absl::Status matched = Match(store_, call, request.name(), read, violations); !matched.ok()) return matched;
    if (!violations.empty()) return violations.ToStatus();
    merged = MergeMatched(store_, call, request, read);
    if (merged.ok() || errors::DetailsOf(merged.status()).reason != "ETAG_MISMATCH") break;
  }
  return merged;
}

}  // namespace minga::service
