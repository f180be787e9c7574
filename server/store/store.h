// The registry's storage, as the rules of use see it: transactions over one narrow interface per feature.
//
// Scope. Every transaction has the Scope of its caller, and every store inside it answers only what that scope reaches:
// a record outside it is answered as one that does not exist. No method takes a tenant. Scope::System() reaches all and
// is for the server itself. A write to a record that is absent or out of reach answers NOT_FOUND; a method that the scope may
// not use at all, as its header says, answers PERMISSION_DENIED.
//
// Shapes. Content has one shape, the proto message. What is about the record (name, state, etag, times, decision,
// visibility, agency, round) is kept in columns only and people's contacts in a table of their own; both are joined to
// the message on the way out, contacts only where the scope may see them, and taken out of it on the way in. A scope that does
// not see a record's contacts (the system's, for one) does not change them either.
//
// Errors. Methods answer STORAGE_FULL, STORAGE_UNAVAILABLE or INTERNAL when the engine fails; anything else is named at
// the method. Absence is an empty optional, not an error.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/base/scope.h"

namespace minga::store {

class AgencyStore;
class PersonStore;
class RoundStore;
class FicheStore;
class CommentStore;
class InitiativeStore;
class RequestStore;
class NoticeStore;
class ChangeFeed;

// What commits change, as bits: agencies with their keys, rounds, registered initiatives, mails that wait (new ones only).
using Topics = unsigned;
inline constexpr Topics kAgencies = 1, kRounds = 2, kInitiatives = 4, kMails = 8;
inline constexpr int kTopicCount = 4;

// One transaction with one scope. Not thread-safe; lives only while the function that it was given to runs.
class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual AgencyStore& agencies() = 0;
  virtual PersonStore& people() = 0;
  virtual RoundStore& rounds() = 0;
  virtual FicheStore& fiches() = 0;
  virtual CommentStore& comments() = 0;
  virtual InitiativeStore& initiatives() = 0;
  virtual RequestStore& requests() = 0;
  virtual NoticeStore& notices() = 0;
  virtual ChangeFeed& changes() = 0;
};

// A registry's storage. Thread-safe.
class Store {
 public:
  using Body = absl::FunctionRef<absl::Status(Transaction&)>;

  virtual ~Store() = default;

  // Runs `body`, on this thread, over one consistent snapshot. Writing in it answers INTERNAL.
  virtual absl::Status Read(const Scope& scope, Body body) = 0;

  // Runs `body` and commits what it wrote; answers after the commit is durable. A status other than OK undoes all that
  // this body wrote and is answered as it is. Concurrent calls share commits, each in a savepoint of its own, so one
  // body's failure does not touch another's. `body` runs on the writer's thread, possibly more than once: parsing, ids and
  // times are settled before the call, and `body` changes nothing outside but what it can set again. What `body` throws is
  // answered as INTERNAL, and so is a write inside a write.
  virtual absl::Status Write(const Scope& scope, Body body) = 0;

  // The age of `topics`, for who keeps what it read: it rises before anybody can read what a commit changed in one of them,
  // and so before the writer is answered. What was read after an epoch was taken holds as long as the epoch is the same.
  // Empty while such a commit is under way, and where other processes write too.
  virtual std::optional<uint64_t> Epoch(Topics topics) const = 0;

  // Calls `changed` after every commit that changed one of `topics`, as long as what is answered here lives and never after it
  // is gone. `changed` runs on the thread that writes: it returns at once and does not use the store.
  class Watching {
   public:
    virtual ~Watching() = default;
  };
  [[nodiscard]] virtual std::unique_ptr<Watching> Watch(Topics topics, std::function<void()> changed) = 0;

  // 32 random bytes, made with the database and kept in it: signs page tokens.
  virtual const std::string& secret() const = 0;
};

}  // namespace minga::store
