// The one way into the registry, for every transport: who calls, for which agency, may it, until when; then the rules of
// use on a worker's thread; then the status for the wire and a line in the log.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/status.pb.h"
#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/base/worker_pool.h"
#include "server/service/call.h"
#include "server/store/store.h"
#include "server/transport/gate/known_callers.h"

namespace minga::transport {

// What a transport knows about a call before it is admitted.
struct Incoming {
  // Value of the metadata `authorization`.
  std::string authorization;
  // Value of the metadata `accept-language`.
  std::string accept_language;
  // When the caller gives up; InfiniteFuture when it did not say.
  absl::Time deadline = absl::InfiniteFuture();
  // Whether the caller gave up meanwhile. Thread-safe.
  absl::AnyInvocable<bool()> cancelled;
};

// Thread-safe.
class Gate {
 public:
  // Runs the rules of use for an admitted call.
  using Handler = absl::AnyInvocable<absl::Status(const service::Call&)>;
  // Gets the status to send; called exactly once, on any thread.
  using Done = absl::AnyInvocable<void(const google::rpc::Status&)>;

  // `workers` threads run the rules of use; at most `queue_limit` calls wait for one.
  Gate(store::Store& store, const Clock& clock, Log& log, int workers, int queue_limit)
      : store_(store), clock_(clock), log_(log), pool_(workers, queue_limit) {}

  // Never blocks. Authorises by the option `permission` of `method` (no option: refused) before anything is read.
  void Admit(const google::protobuf::MethodDescriptor& method, Incoming incoming, Handler handler, Done done);

  // Answers a call on this thread, without reading anything: only a caller who is known and may call `method`, and only when
  // `answer`, which gets the call, can from memory. False when nothing happened; then Admit it. Never blocks.
  bool AnswerNow(const google::protobuf::MethodDescriptor& method, std::string_view authorization, std::string_view accept_language,
                 absl::FunctionRef<bool(const service::Call&)> answer);

  // From now on calls are answered SHUTTING_DOWN; waits until those under way have ended, or until `limit`. When there
  // were any just now it goes on answering a moment longer. True when they ended.
  bool Drain(absl::Duration limit);

 private:
  absl::Status Authorise(const google::protobuf::MethodDescriptor& method, std::string_view authorization, service::Call* call);
  absl::Status Run(const google::protobuf::MethodDescriptor& method, Incoming& incoming, Handler& handler, service::Call* call);
  bool Enter();
  void Leave();

  store::Store& store_;
  const Clock& clock_;
  Log& log_;
  KnownCallers known_;
  std::mutex mutex_;
  std::condition_variable left_;
  int under_way_ = 0;
  // When the last call ended.
  absl::Time last_ = absl::InfinitePast();
  bool draining_ = false;
  // Calls that came after that.
  int64_t turned_away_ = 0;
  // The last member: its threads have ended before anything that they use goes.
  WorkerPool pool_;
};

}  // namespace minga::transport
