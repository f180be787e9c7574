#include "server/base/log.h"

#include <fcntl.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "server/base/errors.h"
#include "server/base/log_file.h"
#include "server/base/resource_name.h"

namespace minga {
namespace {

constexpr char kPattern[] = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

std::string Quoted(std::string_view text) {
  return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string Event(std::string_view event, std::string_view detail) {
  return detail.empty() ? fmt::format(R"("event":{})", Quoted(event))
                        : fmt::format(R"("event":{},"detail":{})", Quoted(event), Quoted(detail));
}

}  // namespace

Log::Log(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {
  logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>(kPattern, spdlog::pattern_time_type::utc));
}

Log::~Log() { logger_->flush(); }

absl::StatusOr<std::unique_ptr<Log>> Log::Open(const Options& options) {
  const auto level = spdlog::level::from_str(options.level);
  if (level == spdlog::level::off && options.level != "off")
    return absl::InvalidArgumentError("log level " + options.level + " does not exist");
  int descriptor = STDERR_FILENO;
  if (!options.file.empty()) descriptor = ::open(options.file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return absl::UnavailableError(fmt::format("the log {} cannot be opened: {}", options.file, std::strerror(errno)));
  }
  std::unique_ptr<Log> log(new Log(std::make_shared<spdlog::logger>("minga", std::make_shared<LogFile>(descriptor))));
  log->logger_->set_level(level);
  return log;
}

std::unique_ptr<Log> Log::Silent() {
  return std::unique_ptr<Log>(new Log(std::make_shared<spdlog::logger>("minga", std::make_shared<spdlog::sinks::null_sink_mt>())));
}

void Log::Request(const google::protobuf::MethodDescriptor& method, const Scope& scope, const std::string& key, const absl::Status& status,
                  absl::Duration duration) {
  const errors::Details details = status.ok() ? errors::Details() : errors::DetailsOf(status);
  // What an operator has to look at; a server that is full or ending says so to many callers.
  const bool failed = absl::IsInternal(status) || details.reason.starts_with("STORAGE_");
  const auto level = failed ? spdlog::level::err : spdlog::level::info;
  if (!logger_->should_log(level)) return;
  const char* tenant = scope.IsSecretariat() ? kSecretariatTenant : scope.agency.c_str();
  std::string line = fmt::format(R"("event":"request","method":"{}","tenant":"{}","key":"{}","reason":"{}","micros":{})",
                                 method.full_name(), tenant, key, status.ok() ? "OK" : details.reason, absl::ToInt64Microseconds(duration));
  if (failed) line += fmt::format(R"(,"cause":{})", Quoted(errors::CauseOf(status)));
  logger_->log(level, "{}", line);
}

void Log::Info(std::string_view event, std::string_view detail) { logger_->info("{}", Event(event, detail)); }

void Log::Error(std::string_view event, std::string_view detail) { logger_->error("{}", Event(event, detail)); }

}  // namespace minga
