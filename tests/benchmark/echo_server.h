#pragma once

#include <string>

namespace minga::benchmark {

// What gRPC costs with nothing behind it: the same method over the same library as the registry's, answered on gRPC's own
// thread with the bytes of `response_file`, which are never looked at. Says where it listens; serves until SIGTERM.
int ServeEcho(const std::string& response_file);

}  // namespace minga::benchmark
