// A whole registry in one process: store, rules of use, transports.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/config.h"

namespace minga {

class Server {
 public:
  // Opens (at the first start: makes) the data directory and serves. The first start writes the secretariat's key to
  // DIR/secretariat.key. `vfs` names the SQLite VFS of tests; empty for the system's.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Config& config, const std::string& vfs = "");
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
