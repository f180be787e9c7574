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

// The index of the comment that begins the thread of each: its own for one that answers nobody, or itself by detours.
std::vector<size_t> Threads(const std::vector<Comment>& comments) {
  absl::flat_hash_map<std::string_view, size_t> places;
  for (size_t i = 0; i < comments.size(); ++i) {
    if (!comments[i].id.empty()) places.emplace(comments[i].id, i);
  }
  std::vector<size_t> threads;
  for (size_t i = 0; i < comments.size(); ++i) {
    size_t at = i;
    size_t steps = 0;
    for (auto next = places.find(comments[at].answers); next != places.end() && steps <= comments.size(); ++steps) {
      at = next->second;
      next = places.find(comments[at].answers);
    }
    threads.push_back(steps > comments.size() ? i : at);
  }
  return threads;
}

}  // namespace

std::vector<v1::DocumentComment> ArrangeComments(const std::vector<Comment>& comments, const std::map<std::string, std::string>& paths) {
  const std::vector<size_t> threads = Threads(comments);
  std::vector<v1::DocumentComment> arranged;
  std::vector<size_t> places(comments.size());
  for (size_t i = 0; i < comments.size(); ++i) {
    if (threads[i] != i) continue;
    places[i] = arranged.size();
    v1::DocumentComment& made = arranged.emplace_back();
    if (const auto path = paths.find(comments[i].id); path != paths.end()) made.set_path(path->second);
    Fill(comments[i], made);
    made.set_resolved(comments[i].resolved);
  }
  for (size_t i = 0; i < comments.size(); ++i) {
    if (threads[i] != i) Fill(comments[i], *arranged[places[threads[i]]].add_replies());
  }
  return arranged;
}

}  // namespace minga::forms
