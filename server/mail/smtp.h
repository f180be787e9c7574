// Mails over SMTP (RFC 5321) and SMTPS (RFC 8314), with STARTTLS (RFC 3207) and AUTH (RFC 4954).
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/base/limits.h"
#include "server/mail/carrier.h"

namespace minga::mail {

struct SmtpOptions {
  // smtp://HOST[:PORT] or smtps://HOST[:PORT]; without a port 25 and 465.
  std::string url;
  // Empty: without authentication.
  std::string user;
  std::string password;
  // True: nothing is said to the server, and no certificate accepted, before both are sure who it is. False: encrypted when
  // the server offers it, whatever its certificate, against those who only listen.
  bool verified = true;
  // File with the authorities to trust; empty: the system's.
  std::string authorities;
  absl::Duration connect_time = absl::Seconds(limits::kMailConnectSeconds);
  // For one message, connection included.
  absl::Duration total_time = absl::Seconds(limits::kMailSeconds);
};

// What is wrong with the address of a mail server; a sentence for the operator.
absl::Status CheckSmtpUrl(std::string_view url);
// Whether the mail server is on this machine.
bool IsLoopbackUrl(std::string_view url);

// Thread-safe only as Carrier is.
class Smtp final : public Carrier {
 public:
  // `options.url` was checked.
  explicit Smtp(SmtpOptions options);
  ~Smtp() override;
  Smtp(const Smtp&) = delete;
  Smtp& operator=(const Smtp&) = delete;

  // Blocks SIGPIPE in the thread that calls: a server that hangs up in the middle must not end the process.
  Delivery Send(const Message& message) override;
  void Rest() override;
  void Interrupt() override;

 private:
  struct Session;

  // One attempt; `reused` when it went over the connection of the message before.
  Delivery Try(const Message& message, bool* reused);

  const SmtpOptions options_;
  std::atomic<bool> interrupted_ = false;
  // Null at rest.
  std::unique_ptr<Session> session_;
};

}  // namespace minga::mail
