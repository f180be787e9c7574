#include "server/forms/comments.h"

#include <google/protobuf/util/time_util.h>

#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/words.h"
#include "server/forms/writer/controls.h"

namespace minga::forms {
namespace {

using google::protobuf::util::TimeUtil;

std::string Bounded(std::string_view written, int limit) {
  const std::string text = Writable(written);
  return std::string(text::Prefix(Trim(text), limit));
}

// `made` is a comment or a reply.
template <typename Made>
void Fill(const Comment& comment, Made& made) {
  made.set_author(Bounded(comment.author, limits::kPersonName));
  made.set_text(Bounded(comment.text, limits::kComment));
  google::protobuf::Timestamp time;
  // LibreOffice writes no zone, Word writes Z and means the same.
  if (TimeUtil::FromString(comment.time, &time) || TimeUtil::FromString(comment.time + "Z", &time)) *made.mutable_time() = time;
}

}  // namespace

std::vector<v1::DocumentComment> ArrangeComments(const std::vector<Comment>& comments, const std::map<std::string, std::string>& paths) {
  std::vector<v1::DocumentComment> arranged;
  absl::flat_hash_map<std::string_view, size_t> threads;
  for (const Comment& comment : comments) {
    if (const auto thread = threads.find(comment.answers); !comment.answers.empty() && thread != threads.end()) {
      Fill(comment, *arranged[thread->second].add_replies());
      threads.emplace(comment.id, thread->second);
      continue;
    }
    threads.emplace(comment.id, arranged.size());
    v1::DocumentComment& made = arranged.emplace_back();
    if (const auto path = paths.find(comment.id); path != paths.end()) made.set_path(path->second);
    Fill(comment, made);
    made.set_resolved(comment.resolved);
  }
  return arranged;
}

}  // namespace minga::forms
