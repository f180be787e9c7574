// The server's own certificate.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"

namespace grpc {
class ServerCredentials;
}

namespace minga::transport {

struct TlsFiles {
  // PEM: the server's certificate and those between it and the authority. Empty: no TLS.
  std::string certificate;
  // PEM: its private key.
  std::string key;
};

// What is wrong with the files, a sentence for the operator; gRPC would say nothing and refuse every handshake.
absl::Status CheckTls(const TlsFiles& files);

// TLS 1.2 or 1.3 with these files, which are looked at again every few seconds: one that was replaced serves the next handshake,
// and who is connected stays so. While certificate and key do not belong together nobody can connect. Without files no TLS.
std::shared_ptr<grpc::ServerCredentials> CredentialsOf(const TlsFiles& files);

}  // namespace minga::transport
