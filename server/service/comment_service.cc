#include "server/service/comment_service.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/comment/comment_rules.h"
#include "server/domain/fiche/fiche_rules.h"
#include "server/domain/fields.h"
#include "server/service/fiche_steps.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/principals.h"
#include "server/service/tell.h"
#include "server/service/write.h"
#include "server/store/comment_store.h"
#include "server/store/person_store.h"

namespace minga::service {
namespace {

using store::KeptComment;

// The parts of a comment's name.
struct Ids {
  std::string agency, fiche, comment;
};

absl::StatusOr<KeptComment> FindKept(store::Transaction& transaction, const std::string& name, Ids* ids) {
  if (!names::ParseComment(name, &ids->agency, &ids->fiche, &ids->comment)) return errors::NotFound(name);
  absl::StatusOr<std::optional<KeptComment>> found = transaction.comments().Get(ids->agency, ids->fiche, ids->comment);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return errors::NotFound(name);
  return **std::move(found);
}

// A comment that says something still.
absl::StatusOr<KeptComment> FindWords(store::Transaction& transaction, const std::string& name, Ids* ids) {
  absl::StatusOr<KeptComment> found = FindKept(transaction, name, ids);
  if (found.ok() && found->comment.deleted()) return errors::NotFound(name);
  return found;
}

// The first comment of the thread of a comment.
absl::StatusOr<KeptComment> FindThread(store::Transaction& transaction, const std::string& name, Ids* ids) {
  absl::StatusOr<KeptComment> found = FindKept(transaction, name, ids);
  if (!found.ok() || found->comment.reply_to().empty()) return found;
  return FindKept(transaction, found->comment.reply_to(), ids);
}

absl::StatusOr<v1::Comment> Answered(KeptComment kept, PrincipalNames* names) {
  v1::Comment comment = std::move(kept.comment);
  absl::Status named = names->Name(kept.author, comment.mutable_author());
  if (named.ok() && comment.resolved()) named = names->Name(kept.resolver, comment.mutable_resolved_by());
  if (!named.ok()) return named;
  if (comment.deleted()) comment.clear_author();
  return comment;
}

absl::StatusOr<v1::Comment> FindComment(store::Transaction& transaction, const Call& call, const std::string& name) {
  Ids ids;
  absl::StatusOr<KeptComment> kept = FindKept(transaction, name, &ids);
  if (!kept.ok()) return kept.status();
  PrincipalNames principals(transaction, call);
  return Answered(*std::move(kept), &principals);
}

absl::StatusOr<Written<v1::Comment>> WrittenComment(store::Transaction& transaction, const Call& call, const std::string& name) {
  absl::StatusOr<v1::Comment> comment = FindComment(transaction, call, name);
  if (!comment.ok()) return comment.status();
  return Written<v1::Comment>{*std::move(comment), name};
}

// Gives a new comment its place: that of the request in the fiche, or that of the thread.
void Place(const v1::CreateCommentRequest& request, const v1::Fiche& fiche, const std::optional<KeptComment>& thread, v1::Comment* comment,
           Violations& violations) {
  if (thread.has_value()) comment->set_path(thread->comment.path());
  if (request.path().empty()) return;
  std::optional<domain::FichePath> path = domain::ParseFichePath(request.path());
  if (thread.has_value()) {
    if (!path.has_value() || domain::FormatFichePath(*path) != comment->path()) violations.Add("path", "IMMUTABLE");
    return;
  }
  if (path.has_value()) path = domain::ResolveFichePath(*path, fiche);
  if (!path.has_value()) {
    violations.Add("path", "UNKNOWN_PLACE");
    return;
  }
  comment->set_path(domain::FormatFichePath(*path));
  comment->set_quoted(domain::QuotedAt(*path, fiche));
}

absl::Status Tell(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const v1::Comment& comment) {
  std::string agency, id, thread;
  names::ParseFiche(fiche.name(), &agency, &id);
  std::vector<store::Reader> readers;
  if (names::ParseComment(comment.reply_to(), &agency, &id, &thread)) {
    const auto writers = transaction.comments().WritersIn(agency, id, thread);
    if (!writers.ok()) return writers.status();
    // A draft, though it was submitted before, is its agency's alone.
    for (const store::Reader& each : *writers) {
      if (each.tenant == agency || domain::IsWithSecretariat(fiche.state())) readers.push_back(each);
    }
  } else if (!call.scope.IsSecretariat()) {
    const auto workers = transaction.comments().WorkersOn(agency, id);
    if (!workers.ok()) return workers.status();
    readers = *workers;
  }
  if (call.scope.IsSecretariat()) {
    const auto editors = transaction.people().PeopleWith(agency, v1::ROLE_EDITOR);
    if (!editors.ok()) return editors.status();
    for (const std::string& person : *editors) readers.push_back({person, agency});
  }
  return TellOfComment(transaction, call, fiche, comment, readers);
}

absl::Status Keep(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const KeptComment& made,
                  const std::optional<KeptComment>& thread) {
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  store::CommentStore& comments = transaction.comments();
  const absl::StatusOr<int64_t> count = comments.Count(agency, id, made.comment.audience());
  if (!count.ok()) return count.status();
  if (*count >= limits::kComments) return errors::TooManyComments(fiche.name(), limits::kComments);
  absl::Status kept = comments.Insert(made, call.now);
  if (kept.ok() && thread.has_value() && thread->comment.resolved()) kept = comments.Reopen(agency, id, thread->thread);
  return kept.ok() ? Tell(transaction, call, fiche, made.comment) : kept;
}

// The cursor after a comment, and back.
std::string CursorAt(const KeptComment& kept) { return TimeCursor(kept.thread_micros, fmt::format("{}/{}", kept.thread, kept.number)); }

void GoOn(const std::string& cursor, store::CommentFilter* filter) {
  const TimePosition from = ParseTimeCursor(cursor);
  const size_t slash = from.id.find('/');
  if (slash == std::string::npos) return;
  filter->after_micros = from.micros;
  filter->after_thread = from.id.substr(0, slash);
  std::from_chars(from.id.data() + slash + 1, from.id.data() + from.id.size(), filter->after_number);
}

// Settles the thread of a comment, or opens it again, unless it is so already.
absl::StatusOr<v1::Comment> Settle(store::Store& store, const Call& call, const std::string& name, bool resolved) {
  return Write<v1::Comment>(
      store, call, {}, false,
      [&](store::Transaction& transaction, const std::string& resource) { return FindComment(transaction, call, resource); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Comment>> {
        Ids ids;
        const absl::StatusOr<KeptComment> thread = FindThread(transaction, name, &ids);
        if (!thread.ok()) return thread.status();
        const v1::Comment& comment = thread->comment;
        if (!domain::MaySettleThread(thread->author, comment.audience(), call.identity)) return errors::CommentOfAnother(name);
        if (comment.resolved() != resolved) {
          const absl::Status settled =
              resolved ? transaction.comments().Resolve(ids.agency, ids.fiche, ids.comment, call.identity.principal, call.now)
                       : transaction.comments().Reopen(ids.agency, ids.fiche, ids.comment);
          if (!settled.ok()) return settled;
        }
        return WrittenComment(transaction, call, comment.name());
      });
}

}  // namespace

absl::StatusOr<v1::Comment> CommentService::CreateComment(const Call& call, const v1::CreateCommentRequest& request) {
  const std::string new_id = NewId();
  std::string text = request.text();
  domain::Trim(&text);
  return Write<v1::Comment>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) { return FindComment(transaction, call, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Comment>> {
        const absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, request.parent());
        if (!fiche.ok()) return fiche.status();
        std::optional<KeptComment> thread;
        if (!request.reply_to().empty()) {
          Ids ids;
          absl::StatusOr<KeptComment> found = FindThread(transaction, request.reply_to(), &ids);
          if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
          if (!found.ok() || names::Fiche(ids.agency, ids.fiche) != fiche->name()) return errors::NotFound(request.reply_to());
          thread = *std::move(found);
        }
        KeptComment made;
        made.author = call.identity.principal;
        v1::Comment& comment = made.comment;
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        Place(request, *fiche, thread, &comment, violations);
        domain::CheckRequiredText(text, limits::kComment, "text", violations);
        if (!violations.empty()) return violations.ToStatus();

        std::string agency, id;
        names::ParseFiche(fiche->name(), &agency, &id);
        comment.set_name(names::Comment(agency, id, new_id));
        if (thread.has_value()) comment.set_reply_to(thread->comment.name());
        comment.set_audience(thread.has_value() ? thread->comment.audience() : domain::AudienceOf(made.author));
        comment.set_text(text);
        comment.set_revision(std::stoll(fiche->etag()));
        if (const absl::Status kept = Keep(transaction, call, *fiche, made, thread); !kept.ok()) return kept;
        return WrittenComment(transaction, call, comment.name());
      });
}

absl::StatusOr<v1::Comment> CommentService::GetComment(const Call& call, const v1::GetCommentRequest& request) {
  return ReadOne<v1::Comment>(store_, call,
                              [&](store::Transaction& transaction) { return FindComment(transaction, call, request.name()); });
}

absl::StatusOr<v1::ListCommentsResponse> CommentService::ListComments(const Call& call, const v1::ListCommentsRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  const std::optional<domain::FichePath> place = domain::ParseFichePath(request.path());
  if (!request.path().empty() && !place.has_value()) violations.Add("path", "UNKNOWN_PLACE");
  if (!violations.empty()) return violations.ToStatus();
  store::CommentFilter filter;
  filter.unresolved_only = request.unresolved_only();
  GoOn(page.cursor, &filter);
  v1::ListCommentsResponse response;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    const absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, request.parent());
    if (!fiche.ok()) return fiche.status();
    if (place.has_value()) filter.path = domain::FormatFichePath(domain::ResolveFichePath(*place, *fiche).value_or(*place));
    std::string agency, id;
    names::ParseFiche(fiche->name(), &agency, &id);
    const auto kept = transaction.comments().List(agency, id, filter, page.size + 1);
    if (!kept.ok()) return kept.status();
    std::vector<v1::Comment> comments;
    PrincipalNames principals(transaction, call);
    for (const KeptComment& each : *kept) {
      absl::StatusOr<v1::Comment> answered = Answered(each, &principals);
      if (!answered.ok()) return answered.status();
      comments.push_back(*std::move(answered));
    }
    FillPage(comments, page.size, response.mutable_comments(), [&](const v1::Comment&) {
      const KeptComment& last = (*kept)[static_cast<size_t>(response.comments_size()) - 1];
      response.set_next_page_token(NextToken(request, call, store_.secret(), CursorAt(last)));
    });
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::Comment> CommentService::UpdateComment(const Call& call, const v1::UpdateCommentRequest& request) {
  std::string text = request.text();
  domain::Trim(&text);
  return Write<v1::Comment>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) { return FindComment(transaction, call, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Comment>> {
        Ids ids;
        const absl::StatusOr<KeptComment> kept = FindWords(transaction, request.name(), &ids);
        if (!kept.ok()) return kept.status();
        if (!domain::MayEditComment(kept->author, call.identity)) return errors::CommentOfAnother(request.name());
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        domain::CheckRequiredText(text, limits::kComment, "text", violations);
        if (!violations.empty()) return violations.ToStatus();
        absl::Status changed = CheckEtag(request.etag(), request.name(), kept->comment.etag());
        if (changed.ok()) changed = transaction.comments().SetText(ids.agency, ids.fiche, ids.comment, text, call.now);
        if (!changed.ok()) return changed;
        return WrittenComment(transaction, call, request.name());
      });
}

absl::StatusOr<v1::Comment> CommentService::ResolveComment(const Call& call, const v1::ResolveCommentRequest& request) {
  return Settle(store_, call, request.name(), true);
}

absl::StatusOr<v1::Comment> CommentService::ReopenComment(const Call& call, const v1::ReopenCommentRequest& request) {
  return Settle(store_, call, request.name(), false);
}

absl::StatusOr<v1::DeleteCommentResponse> CommentService::DeleteComment(const Call& call, const v1::DeleteCommentRequest& request) {
  return Write<v1::DeleteCommentResponse>(
      store_, call, {}, false, [](store::Transaction&, const std::string&) { return v1::DeleteCommentResponse(); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::DeleteCommentResponse>> {
        Ids ids;
        const absl::StatusOr<KeptComment> kept = FindWords(transaction, request.name(), &ids);
        if (!kept.ok()) return kept.status();
        if (!domain::MayDeleteComment(kept->author, call.identity)) return errors::CommentOfAnother(request.name());
        absl::Status deleted = CheckEtag(request.etag(), request.name(), kept->comment.etag());
        if (deleted.ok()) deleted = transaction.comments().Delete(ids.agency, ids.fiche, ids.comment);
        if (!deleted.ok()) return deleted;
        return Written<v1::DeleteCommentResponse>{{}, request.name()};
      });
}

}  // namespace minga::service
