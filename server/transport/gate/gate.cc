#include "server/transport/gate/gate.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "minga/v1/permission.pb.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/store/agency_store.h"
#include "server/transport/gate/wire_status.h"

namespace minga::transport {
namespace {

constexpr std::string_view kBearer = "Bearer ";
constexpr char kSecretariat[] = "secretariat";

bool Allows(v1::Permission permission, const Scope& scope) {
  switch (permission) {
    case v1::PERMISSION_AUTHENTICATED:
      return scope.kind == Scope::Kind::kAgency || scope.kind == Scope::Kind::kSecretariat;
    case v1::PERMISSION_AGENCY:
      return scope.kind == Scope::Kind::kAgency;
    case v1::PERMISSION_SECRETARIAT:
      return scope.kind == Scope::Kind::kSecretariat;
    default:
      return false;
  }
}

}  // namespace

void Gate::Admit(const google::protobuf::MethodDescriptor& method, Incoming incoming, Handler handler, Done done) {
  // One owner for what the worker needs; the queue may refuse it, and then the caller still gets its answer.
  struct Task {
    Incoming incoming;
    Handler handler;
    Done done;
    absl::Time begin;
  };
  auto task = std::make_shared<Task>(Task{std::move(incoming), std::move(handler), std::move(done), clock_.Now()});
  const auto finish = [this, &method](Task& ended, const absl::Status& status, const service::Call& call) {
    // The log comes first: after the answer the server may be gone.
    log_.Request(method, call.scope, call.key, status, clock_.Now() - ended.begin);
    ended.done(ToWire(status, call.language));
  };
  service::Call unknown;
  unknown.language = texts::Negotiate(task->incoming.accept_language);
  if (!Enter()) return finish(*task, errors::ShuttingDown(), unknown);
  WorkerPool::Work work = [this, &method, task, finish, unknown] {
    service::Call call = unknown;
    finish(*task, Run(method, task->incoming, task->handler, &call), call);
    Leave();
  };
  if (!pool_.Submit(work)) {
    finish(*task, errors::Overloaded(), unknown);
    Leave();
  }
}

absl::Status Gate::Run(const google::protobuf::MethodDescriptor& method, Incoming& incoming, Handler& handler, service::Call* call) const {
  // A call that waited in the queue beyond its end is not worth running.
  if (incoming.cancelled && incoming.cancelled()) return errors::Cancelled();
  if (incoming.deadline < clock_.Now()) return errors::DeadlineExceeded();
  absl::StatusOr<service::Call> authorised = Authorise(method, incoming);
  if (!authorised.ok()) return authorised.status();
  const texts::Language language = call->language;
  *call = *std::move(authorised);
  call->language = language;
  return handler(*call);
}

absl::StatusOr<service::Call> Gate::Authorise(const google::protobuf::MethodDescriptor& method, const Incoming& incoming) const {
  const std::string_view authorization = incoming.authorization;
  if (authorization.substr(0, kBearer.size()) != kBearer) return errors::Unauthenticated();
  const std::string hash = Hash(authorization.substr(kBearer.size()));
  service::Call call;
  call.now = clock_.Now();
  const absl::Status status = store_.Read(Scope::System(), [&](store::Transaction& transaction) {
    const auto principal = transaction.agencies().FindPrincipal(hash);
    if (!principal.ok()) return principal.status();
    if (!principal->has_value()) return errors::Unauthenticated();
    call.key = (*principal)->key;
    call.scope = (*principal)->tenant == kSecretariat ? Scope::Secretariat() : Scope::Agency((*principal)->tenant);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (!Allows(method.options().GetExtension(v1::permission), call.scope)) return errors::PermissionDenied();
  return call;
}

bool Gate::Enter() {
  std::lock_guard lock(mutex_);
  if (draining_) return false;
  ++under_way_;
  return true;
}

void Gate::Leave() {
  std::lock_guard lock(mutex_);
  if (--under_way_ == 0) left_.notify_all();
}

bool Gate::Drain(absl::Duration limit) {
  std::unique_lock lock(mutex_);
  draining_ = true;
  const bool busy = under_way_ > 0;
  const bool ended = left_.wait_for(lock, absl::ToChronoNanoseconds(limit), [this] { return under_way_ == 0; });
  lock.unlock();
  // Calls are on their way to a busy server. Here they hear that it ends and when to come back; the transport, once it
  // closes, tears them off as cancelled, which no client repeats.
  if (busy) absl::SleepFor(absl::Milliseconds(limits::kLingerMilliseconds));
  return ended;
}

}  // namespace minga::transport
