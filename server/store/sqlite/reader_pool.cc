#include "server/store/sqlite/reader_pool.h"

namespace minga::store::sqlite {

absl::StatusOr<std::unique_ptr<ReaderPool>> ReaderPool::Open(const Connection::Options& options, int readers) {
  auto pool = std::make_unique<ReaderPool>();
  for (int i = 0; i < readers; ++i) {
    absl::StatusOr<std::unique_ptr<Connection>> connection = Connection::Open(options);
    if (!connection.ok()) return connection.status();
    pool->idle_.push_back(*std::move(connection));
  }
  return pool;
}

ReaderPool::Lease::Lease(ReaderPool& pool) : pool_(pool) {
  std::unique_lock lock(pool_.mutex_);
  pool_.returned_.wait(lock, [&] { return !pool_.idle_.empty(); });
  connection_ = std::move(pool_.idle_.back());
  pool_.idle_.pop_back();
}

ReaderPool::Lease::~Lease() {
  {
    const std::lock_guard lock(pool_.mutex_);
    pool_.idle_.push_back(std::move(connection_));
  }
  pool_.returned_.notify_one();
}

}  // namespace minga::store::sqlite
