#include "server/mail/smtp.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace minga::mail {
namespace {

constexpr std::string_view kPlainScheme = "smtp://";
constexpr std::string_view kEncryptedScheme = "smtps://";

// How far a message came: whose fault it is when the next answer is no.
enum class Step { kServer, kRecipient, kContent };

std::string_view NameOf(Step step) {
  switch (step) {
    case Step::kServer:
      return "server";
    case Step::kRecipient:
      return "recipient";
    case Step::kContent:
      return "content";
  }
  return "";
}

// libcurl says neither in its result nor in the server's number which command was refused, but shows what it sends.
int Follow(CURL* /*handle*/, curl_infotype type, char* data, size_t size, void* step) {
  if (type != CURLINFO_HEADER_OUT) return 0;
  const std::string_view sent(data, size);
  auto& now = *static_cast<Step*>(step);
  if (sent.rfind("RCPT TO:", 0) == 0) now = Step::kRecipient;
  if (sent.rfind("DATA", 0) == 0) now = Step::kContent;
  return 0;
}

// From the std::string_view that `rest` points to.
size_t Read(char* buffer, size_t size, size_t count, void* rest) {
  auto& bytes = *static_cast<std::string_view*>(rest);
  const size_t taken = std::min(bytes.size(), size * count);
  std::memcpy(buffer, bytes.data(), taken);
  bytes.remove_prefix(taken);
  return taken;
}

int StopWhenInterrupted(void* interrupted, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::atomic<bool>*>(interrupted)->load() ? 1 : 0;
}

// HOST[:PORT]; empty when there is no scheme of ours before it.
std::string_view Authority(std::string_view url) {
  for (const std::string_view scheme : {kPlainScheme, kEncryptedScheme}) {
    if (url.substr(0, scheme.size()) == scheme) return url.substr(scheme.size());
  }
  return {};
}

}  // namespace

// A connection and what libcurl holds pointers to as long as it lasts.
struct Smtp::Session {
  Session(const SmtpOptions& options, std::atomic<bool>* interrupted);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Null when libcurl does not start.
  CURL* handle = nullptr;
  Step step = Step::kServer;
  std::string_view rest;
};

Smtp::Session::Session(const SmtpOptions& options, std::atomic<bool>* interrupted) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready == CURLE_OK) handle = curl_easy_init();
  if (handle == nullptr) return;
  curl_easy_setopt(handle, CURLOPT_URL, options.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  // Not what a proxy for web pages is set to in the environment.
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(absl::ToInt64Milliseconds(options.connect_time)));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(absl::ToInt64Milliseconds(options.total_time)));
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  // A name server that does not answer would hold the thread for as long as the system waits for it.
  curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(options.verified ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, options.verified ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, options.verified ? 2L : 0L);
  if (!options.authorities.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, options.authorities.c_str());
  if (!options.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, options.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, options.password.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, Read);
  curl_easy_setopt(handle, CURLOPT_READDATA, &rest);
  curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, Follow);
  curl_easy_setopt(handle, CURLOPT_DEBUGDATA, &step);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, StopWhenInterrupted);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, interrupted);
}

Smtp::Session::~Session() {
  if (handle == nullptr) return;
  // libcurl says QUIT and waits for the answer, for minutes if need be; so it finds that there will be none.
  curl_socket_t socket = CURL_SOCKET_BAD;
  if (curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RD);
  curl_easy_cleanup(handle);
}

absl::Status CheckSmtpUrl(std::string_view url) {
  const std::string_view authority = Authority(url);
  const size_t colon = authority.ends_with(']') ? std::string_view::npos : authority.rfind(':');
  const std::string_view host = authority.substr(0, colon);
  bool sound = !host.empty() && host.find_first_of("/@?#% \t\r\n") == std::string_view::npos;
  if (colon != std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    sound = sound && !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string_view::npos;
  }
  if (sound) return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format(
      "smtp_url needs smtp://HOST:PORT or smtps://HOST:PORT, for example smtp://mail.example.org:587, without user or path; not \"{}\"",
      url));
}

bool IsLoopbackUrl(std::string_view url) {
  const std::string_view authority = Authority(url);
  const auto is_host = [&](std::string_view host) {
    return authority.substr(0, host.size()) == host && (authority.size() == host.size() || authority[host.size()] == ':');
  };
  return is_host("localhost") || is_host("127.0.0.1") || is_host("[::1]");
}

Smtp::Smtp(SmtpOptions options) : options_(std::move(options)) {}

Smtp::~Smtp() { Rest(); }

void Smtp::Interrupt() { interrupted_ = true; }

void Smtp::Rest() { session_.reset(); }

Delivery Smtp::Send(const Message& message) {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  bool reused = false;
  Delivery delivery = Try(message, &reused);
  // Servers hang up when a connection was idle, or after so many messages; it says nothing about the next one.
  if (delivery.outcome != Outcome::kUnavailable || !reused) return delivery;
  Rest();
  return Try(message, &reused);
}

Delivery Smtp::Try(const Message& message, bool* reused) {
  if (session_ == nullptr) session_ = std::make_unique<Session>(options_, &interrupted_);
  CURL* const handle = session_->handle;
  if (handle == nullptr) return {Outcome::kUnavailable, "libcurl does not start"};
  const std::string bytes = ToBytes(message);
  const std::string from = fmt::format("<{}>", message.from.address);
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> recipients(
      curl_slist_append(nullptr, fmt::format("<{}>", message.to.address).c_str()), curl_slist_free_all);
  session_->rest = bytes;
  session_->step = Step::kServer;
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
  const CURLcode result = curl_easy_perform(handle);
  // It borrowed them.
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, nullptr);

  if (result == CURLE_OK) return {};
  if (interrupted_) return {Outcome::kInterrupted, ""};
  long connects = 0, number = 0;
  curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &connects);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &number);
  *reused = connects == 0;
  const std::string what = number >= 400 ? fmt::format("{}", number) : curl_easy_strerror(result);
  Delivery delivery{Outcome::kUnavailable, fmt::format("{}: {}", NameOf(session_->step), what)};
  if (session_->step != Step::kServer) delivery.outcome = number >= 500 ? Outcome::kRefused : Outcome::kDeferred;
  return delivery;
}

}  // namespace minga::mail
