#include "server/transport/gate/gate.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "minga/v1/permission.pb.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/store/agency_store.h"
#include "server/store/person_store.h"
#include "server/transport/gate/permission.h"
#include "server/transport/gate/wire_status.h"

namespace minga::transport {
namespace {

constexpr std::string_view kBearer = "Bearer ";
// A server without a call for this long has no callers whose next one is on its way.
constexpr absl::Duration kBusyUntil = absl::Seconds(1);
constexpr absl::Duration kLongestLinger = absl::Seconds(5);
constexpr absl::Duration kUseIsNoted = absl::Minutes(limits::kLastUseMinutes);

// Empty: no credential.
std::optional<std::string> HashOf(std::string_view authorization) {
  if (authorization.substr(0, kBearer.size()) != kBearer) return std::nullopt;
  return Hash(authorization.substr(kBearer.size()));
}

v1::Permission PermissionOf(const google::protobuf::MethodDescriptor& method) { return method.options().GetExtension(v1::permission); }

bool MayCall(const google::protobuf::MethodDescriptor& method, const Caller& caller) {
  return Allows(PermissionOf(method), caller.scope, caller.identity);
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
    log_.Request(method, call.scope, call.identity.credential, status, clock_.Now() - ended.begin);
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

bool Gate::AnswerNow(const google::protobuf::MethodDescriptor& method, std::string_view authorization, std::string_view accept_language,
                     absl::FunctionRef<bool(const service::Call&)> answer) {
  const absl::Time begin = clock_.Now();
  const std::optional<std::string> hash = HashOf(authorization);
  if (!hash.has_value()) return false;
  const std::optional<Caller> caller = known_.Find(*hash, store_.Epoch(store::kAgencies), begin);
  // To note its use is to write.
  if (!caller.has_value() || begin - caller->noted >= kUseIsNoted || !MayCall(method, *caller)) return false;
  if (!Enter()) return false;
  const bool answered = answer({caller->scope, texts::Negotiate(accept_language), begin, caller->identity});
  if (answered) log_.Request(method, caller->scope, caller->identity.credential, absl::OkStatus(), clock_.Now() - begin);
  Leave();
  return answered;
}

absl::Status Gate::Run(const google::protobuf::MethodDescriptor& method, Incoming& incoming, Handler& handler, service::Call* call) {
  // A call that waited in the queue beyond its end is not worth running.
  if (incoming.cancelled && incoming.cancelled()) return errors::Cancelled();
  call->now = clock_.Now();
  if (incoming.deadline < call->now) return errors::DeadlineExceeded();
  if (const absl::Status authorised = Authorise(method, incoming.authorization, call); !authorised.ok()) return authorised;
  return handler(*call);
}

absl::Status Gate::Authorise(const google::protobuf::MethodDescriptor& method, std::string_view authorization, service::Call* call) {
  // Whoever has no credential yet, or no use for one: the rules of use look at what the request carries.
  if (PermissionOf(method) == v1::PERMISSION_ANYONE) return absl::OkStatus();
  const std::optional<std::string> hash = HashOf(authorization);
  if (!hash.has_value()) return errors::Unauthenticated();
  const std::optional<uint64_t> epoch = store_.Epoch(store::kAgencies);
  std::optional<Caller> caller = known_.Find(*hash, epoch, call->now);
  if (!caller.has_value()) {
    const absl::Status status = store_.Read(Scope::System(), [&](store::Transaction& transaction) {
      const auto principal = transaction.agencies().FindCredential(*hash, call->now);
      if (!principal.ok()) return principal.status();
      if (!principal->has_value()) return errors::Unauthenticated();
      const Identity& identity = (*principal)->identity;
      const std::string& tenant = identity.principal.tenant;
      caller = Caller{tenant == kSecretariatTenant ? Scope::Secretariat() : Scope::Agency(tenant), identity, (*principal)->last_use_time};
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    known_.Keep(*hash, epoch, *caller);
  }
  if (call->now - caller->noted >= kUseIsNoted) {
    const absl::Status noted =
        store_.Write(Scope::System(), [&](store::Transaction& transaction) { return transaction.people().NoteUse(*hash, call->now); });
    // A full disk hinders nobody from reading.
    if (!noted.ok()) log_.Error("last use not noted", errors::CauseOf(noted));
    caller->noted = call->now;
    known_.Keep(*hash, epoch, *caller);
  }
  if (!MayCall(method, *caller)) return errors::PermissionDenied();
  call->scope = std::move(caller->scope);
  call->identity = std::move(caller->identity);
  return absl::OkStatus();
}

bool Gate::Enter() {
  std::lock_guard lock(mutex_);
  if (draining_) {
    ++turned_away_;
    return false;
  }
  ++under_way_;
  return true;
}

void Gate::Leave() {
  std::lock_guard lock(mutex_);
  last_ = clock_.Now();
  if (--under_way_ == 0) left_.notify_all();
}

bool Gate::Drain(absl::Duration limit) {
  std::unique_lock lock(mutex_);
  draining_ = true;
  const bool busy = under_way_ > 0 || clock_.Now() - last_ < kBusyUntil;
  const bool ended = left_.wait_for(lock, absl::ToChronoNanoseconds(limit), [this] { return under_way_ == 0; });
  // Calls are on their way to a busy server. Here they hear that it ends and when to come back; the transport, once it
  // closes, tears them off as cancelled, which no client repeats. On a slow machine they take their time.
  const auto longest = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(kLongestLinger);
  for (int64_t before = -1; busy && turned_away_ != before && std::chrono::steady_clock::now() < longest;) {
    before = turned_away_;
    left_.wait_for(lock, std::chrono::milliseconds(limits::kLingerMilliseconds), [] { return false; });
  }
  return ended;
}

}  // namespace minga::transport
