#pragma once

#include <string>

#include "server/mail/message.h"

namespace minga::mail {

// What became of a message.
enum class Outcome {
  // The mail server took it.
  kTaken,
  // The mail server will not take it, now or later: no such recipient, or not this content.
  kRefused,
  // The mail server could not take this message now; others may go.
  kDeferred,
  // There is no mail server to speak of: not reached, no encryption, wrong password, sender not accepted. No message's fault.
  kUnavailable,
  // Interrupt() came in between; the message may have been taken.
  kInterrupted,
};

struct Delivery {
  Outcome outcome = Outcome::kTaken;
  // For the log: the step and the server's number, or what failed; never an address and nothing that the server said.
  std::string cause;
};

// The way to the mail server. Used by one thread, but for Interrupt.
class Carrier {
 public:
  virtual ~Carrier() = default;
  // Returns within the times of limits.h. May keep its connection for the next message.
  virtual Delivery Send(const Message& message) = 0;
  // There is no next message for a while.
  virtual void Rest() = 0;
  // Ends a Send under way, and every later one, at once. From any thread.
  virtual void Interrupt() = 0;
};

}  // namespace minga::mail
