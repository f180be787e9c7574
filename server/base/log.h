// The server's log: one JSON object a line, to standard error or a file. Never personal data, credentials or content:
// the functions take only what may stand there.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "server/base/scope.h"

namespace spdlog {
class logger;
}

namespace minga {

// Thread-safe.
class Log {
 public:
  struct Options {
    // Empty: standard error.
    std::string file;
    // debug, info, warning or error. Requests that succeeded are "info".
    std::string level = "info";
  };
  static absl::StatusOr<std::unique_ptr<Log>> Open(const Options& options);
  // Writes nothing.
  static std::unique_ptr<Log> Silent();
  ~Log();

  // The end of a call. The cause of an internal error is written here and nowhere else.
  void Request(const google::protobuf::MethodDescriptor& method, const Scope& scope, const std::string& key, const absl::Status& status,
               absl::Duration duration);
  // Something about the server itself.
  void Info(std::string_view event, std::string_view detail = {});
  void Error(std::string_view event, std::string_view detail = {});

 private:
  explicit Log(std::shared_ptr<spdlog::logger> logger);
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace minga
