// Connections that read, lent to one transaction at a time.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "server/store/sqlite/connection.h"

namespace minga::store::sqlite {

// Thread-safe.
class ReaderPool {
 public:
  static absl::StatusOr<std::unique_ptr<ReaderPool>> Open(const Connection::Options& options, int readers);

  // A connection, back in the pool when this ends.
  class Lease {
   public:
    explicit Lease(ReaderPool& pool);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

   private:
    ReaderPool& pool_;
    std::unique_ptr<Connection> connection_;
  };

 private:
  std::mutex mutex_;
  std::condition_variable returned_;
  // The last one back is the first one out: its cache is warm.
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace minga::store::sqlite
