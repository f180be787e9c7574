// A whole registry in one process: store, rules of use, transports.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/config.h"

namespace minga {

// What tests of crashes put in the place of a real disk.
struct Disk {
  // Name of the SQLite VFS; empty for the system's.
  std::string vfs;
  // False: nothing is synced, and what was answered can be lost.
  bool sync = true;
};

class Server {
 public:
  // Opens (at the first start: makes) the data directory and serves. The first start writes the secretariat's key to
  // DIR/secretariat.key.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Config& config, const Disk& disk = {});
  ~Server();

  int port() const;

  // Says NOT_SERVING, lets calls end, closes.
  void Stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace minga
