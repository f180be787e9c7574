#include "server/service/write.h"

#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/store/request_store.h"

namespace minga::service {

Repeatable RepeatableOf(const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  const std::string id = request.GetReflection()->GetString(request, field);
  if (id.empty()) return {};
  std::unique_ptr<google::protobuf::Message> bare(request.New());
  bare->CopyFrom(request);
  bare->GetReflection()->ClearField(bare.get(), field);
  return {id, Hash(request.GetDescriptor()->full_name() + '\n' + bare->SerializeAsString())};
}

namespace internal {

absl::Status WriteOnce(store::Store& store, const Call& call, const Repeatable& repeatable, bool validate_only,
                       absl::FunctionRef<absl::Status(store::Transaction&, const std::string&)> again,
                       absl::FunctionRef<absl::Status(store::Transaction&, std::string*)> change) {
  bool tried = false;
  const absl::Status status = store.Write(call.scope, [&](store::Transaction& transaction) -> absl::Status {
    tried = false;
    if (!repeatable.request_id.empty()) {
      const auto done = transaction.requests().Find(repeatable.request_id);
      if (!done.ok()) return done.status();
      if (done->has_value()) {
        if ((*done)->hash != repeatable.hash) return errors::RequestIdReused(repeatable.request_id);
        return again(transaction, (*done)->resource);
      }
    }
    std::string resource;
    if (const absl::Status changed = change(transaction, &resource); !changed.ok()) return changed;
    if (validate_only) {
      // Any status undoes the body; this one never leaves this function.
      tried = true;
      return absl::CancelledError();
    }
    if (repeatable.request_id.empty()) return absl::OkStatus();
    return transaction.requests().Remember(repeatable.request_id, {repeatable.hash, resource}, call.now);
  });
  return tried && absl::IsCancelled(status) ? absl::OkStatus() : status;
}

}  // namespace internal
}  // namespace minga::service
