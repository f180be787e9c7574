#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/comment_service.pb.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.CommentService; what each call does and its errors are said in the proto.
class CommentService {
 public:
  explicit CommentService(store::Store& store) : store_(store) {}

  absl::StatusOr<v1::Comment> CreateComment(const Call& call, const v1::CreateCommentRequest& request);
  absl::StatusOr<v1::Comment> GetComment(const Call& call, const v1::GetCommentRequest& request);
  absl::StatusOr<v1::ListCommentsResponse> ListComments(const Call& call, const v1::ListCommentsRequest& request);
  absl::StatusOr<v1::Comment> UpdateComment(const Call& call, const v1::UpdateCommentRequest& request);
  absl::StatusOr<v1::Comment> ResolveComment(const Call& call, const v1::ResolveCommentRequest& request);
  absl::StatusOr<v1::Comment> ReopenComment(const Call& call, const v1::ReopenCommentRequest& request);
  absl::StatusOr<v1::DeleteCommentResponse> DeleteComment(const Call& call, const v1::DeleteCommentRequest& request);

 private:
  store::Store& store_;
};

}  // namespace minga::service
