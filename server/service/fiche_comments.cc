#include "server/service/fiche_comments.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "google/protobuf/util/time_util.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/comment/comment_rules.h"
#include "server/store/comment_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

class Keeper {
 public:
  Keeper(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const domain::SaidBeside& said, KeptComments& kept)
      : comments_(transaction.comments()), call_(call), fiche_(fiche), said_(said), kept_(kept) {
    names::ParseFiche(fiche.name(), &agency_, &id_);
  }

  absl::Status Keep(const std::vector<v1::DocumentComment>& comments) {
    const absl::StatusOr<int64_t> count = comments_.Count(agency_, id_, v1::COMMENT_AUDIENCE_AGENCY);
    if (!count.ok()) return count.status();
    room_ = limits::kComments - *count;
    for (const v1::DocumentComment& comment : comments) {
      now_ = call_.now + absl::Microseconds(kept_.threads++);
      if (const absl::Status kept = KeepThread(comment); !kept.ok()) return kept;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status KeepThread(const v1::DocumentComment& comment) {
    if (comment.text().empty() && comment.replies().empty()) return absl::OkStatus();
    const std::optional<domain::FichePath> place = domain::DocumentPlace(comment.path(), said_);
    const std::string anchor = AnchorOf(comment.path(), place);
    store::KeptComment opening = Said(comment, anchor);
    if (place.has_value()) {
      const std::optional<domain::FichePath> landed = domain::NearestPlace(*place, fiche_);
      if (landed.has_value()) opening.comment.set_path(domain::FormatFichePath(*landed));
      opening.comment.set_quoted(domain::QuotedAt(*place, said_.fiche));
    }
    if (comment.resolved()) *opening.comment.mutable_resolve_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call_.now));
    const absl::StatusOr<Thread> thread = KeepOnce(opening);
    for (const v1::DocumentCommentReply& each : comment.replies()) {
      if (!thread.ok()) break;
      if (thread->id.empty()) {
        ++kept_.left_out;
        continue;
      }
      store::KeptComment reply = Said(each, anchor + "\n" + comment.author() + "\n" + comment.text());
      reply.comment.set_path(thread->path);
      reply.comment.set_reply_to(names::Comment(agency_, id_, thread->id));
      const absl::StatusOr<Thread> kept = KeepOnce(reply);
      if (!kept.ok()) return kept.status();
    }
    return thread.status();
  }

  // What a comment stands beside, the same whenever the document comes: actors get new ids each time, entries keep theirs.
  static std::string AnchorOf(const std::string& path, const std::optional<domain::FichePath>& place) {
    if (!place.has_value() || place->steps.front().id.empty()) return path;
    return place->steps.front().id + path.substr(std::min(path.find(']'), path.size()));
  }

  template <typename Remark>
  store::KeptComment Said(const Remark& remark, const std::string& anchor) const {
    store::KeptComment said;
    said.author.tenant = said.resolver.tenant = agency_;
    v1::Comment& comment = said.comment;
    comment.set_name(names::Comment(agency_, id_, NewId()));
    comment.set_audience(v1::COMMENT_AUDIENCE_AGENCY);
    comment.set_author_text(remark.author());
    comment.set_text(remark.text());
    comment.set_revision(std::stoll(fiche_.etag()));
    if (remark.has_time()) *comment.mutable_document_time() = remark.time();
    const std::string time = remark.has_time() ? TimeUtil::ToString(remark.time()) : "";
    said.source = Hash(fmt::format("{}\n{}\n{}\n{}", anchor, time, remark.author(), remark.text()));
    return said;
  }

  // A thread's id and path.
  struct Thread {
    std::string id, path;
  };

  // The thread in which it stands, before or now; empty when there is no room.
  absl::StatusOr<Thread> KeepOnce(const store::KeptComment& said) {
    const auto before = comments_.FindSource(agency_, id_, said.source);
    if (!before.ok()) return before.status();
    if (before->has_value()) return Thread{(*before)->thread, (*before)->comment.path()};
    if (room_ <= 0) {
      ++kept_.left_out;
      return Thread();
    }
    --room_;
    if (const absl::Status kept = comments_.Insert(said, now_); !kept.ok()) return kept;
    std::string agency, fiche, id;
    const std::string& opening = said.comment.reply_to();
    names::ParseComment(opening.empty() ? said.comment.name() : opening, &agency, &fiche, &id);
    return Thread{id, said.comment.path()};
  }

  store::CommentStore& comments_;
  const Call& call_;
  const v1::Fiche& fiche_;
  const domain::SaidBeside& said_;
  std::string agency_, id_;
  KeptComments& kept_;
  absl::Time now_ = call_.now;
  int64_t room_ = 0;
};

}  // namespace

absl::Status KeepDocumentComments(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const domain::SaidBeside& said,
                                  const std::vector<v1::DocumentComment>& comments, KeptComments* kept) {
  return comments.empty() ? absl::OkStatus() : Keeper(transaction, call, fiche, said, *kept).Keep(comments);
}

}  // namespace minga::service
