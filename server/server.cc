#include "server/server.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/index/initiative_index.h"
#include "server/post.h"
#include "server/reminders.h"
#include "server/secretariat_key.h"
#include "server/service/agency_service.h"
#include "server/service/comment_service.h"
#include "server/service/confirmation_service.h"
#include "server/service/fiche_service.h"
#include "server/service/initiative_service.h"
#include "server/service/member_service.h"
#include "server/service/notice_service.h"
#include "server/service/round_service.h"
#include "server/service/session_service.h"
#include "server/service/statistics_service.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/transport/gate/gate.h"
#include "server/transport/grpc/grpc_server.h"

namespace minga {

// In the order in which they are built; taken down in the opposite one.
struct Server::Parts {
  std::unique_ptr<Log> log;
  SystemClock clock;
  std::unique_ptr<store::Store> store;
  index::InitiativeIndex index;
  service::AgencyService agencies;
  service::MemberService members;
  service::SessionService sessions;
  service::NoticeService notices;
  service::RoundService rounds;
  service::FicheService fiches;
  service::CommentService comments;
  service::InitiativeService initiatives;
  service::ConfirmationService confirmations;
  service::StatisticsService statistics;
  transport::Gate gate;
  // Null without a mail server.
  std::unique_ptr<Post> post;
  // Null when it is off.
  std::unique_ptr<Reminders> reminders;
  std::unique_ptr<transport::GrpcServer> grpc;

  Parts(std::unique_ptr<Log> opened_log, std::unique_ptr<store::Store> opened_store, int workers, bool sends_mail)
      : log(std::move(opened_log)),
        store(std::move(opened_store)),
        index(*store),
        agencies(*store),
        members(*store, index, sends_mail),
        sessions(*store, index, sends_mail),
        notices(*store),
        rounds(*store),
        fiches(*store, sends_mail),
        comments(*store),
        initiatives(*store, index),
        confirmations(*store, index),
        statistics(index),
        gate(*store, clock, *log, workers, limits::kQueuedCalls) {}
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { Stop(); }

int Server::port() const { return parts_->grpc->port(); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Config& config, const Disk& disk) {
  if (const absl::Status checked = CheckConfig(config); !checked.ok()) return checked;
  // Nobody else on the machine has to look in here.
  if (::mkdir(config.data_dir.c_str(), 0700) != 0 && errno != EEXIST) {
    return absl::UnavailableError(fmt::format("cannot make the data directory {}: {}", config.data_dir, std::strerror(errno)));
  }
  absl::StatusOr<std::unique_ptr<Log>> log = Log::Open({config.log_file, config.log_level});
  if (!log.ok()) return log.status();
  store::sqlite::Options options;
  options.path = config.DatabasePath();
  options.vfs = disk.vfs;
  options.sync = disk.sync;
  options.report = [log = log->get()](std::string_view cause) { log->Error("storage", cause); };
  absl::StatusOr<std::unique_ptr<store::Store>> store = store::sqlite::Open(options);
  if (!store.ok()) return store.status();

  auto parts = std::make_unique<Parts>(*std::move(log), *std::move(store), config.workers, !config.smtp_url.empty());
  if (const absl::Status key = EnsureSecretariatKey(*parts->store, parts->clock, config.SecretariatKeyPath()); !key.ok()) return key;
  if (!config.smtp_url.empty()) {
    absl::StatusOr<std::unique_ptr<Post>> post = Post::Open(config, *parts->store, parts->clock, *parts->log);
    if (!post.ok()) return post.status();
    parts->post = *std::move(post);
  }
  const absl::StatusOr<std::vector<int>> reminder_days = ReminderDays(config.reminder_days);
  if (!reminder_days.ok()) return reminder_days.status();
  if (!reminder_days->empty()) parts->reminders = std::make_unique<Reminders>(*parts->store, parts->clock, *parts->log, *reminder_days);
  const transport::AllRules rules{parts->agencies, parts->members,  parts->sessions,    parts->notices,       parts->rounds,
                                  parts->fiches,   parts->comments, parts->initiatives, parts->confirmations, parts->statistics};
  absl::StatusOr<std::unique_ptr<transport::GrpcServer>> grpc =
      transport::GrpcServer::Start(config.listen, {config.tls_certificate, config.tls_key}, parts->gate, rules);
  if (!grpc.ok()) return grpc.status();
  parts->grpc = *std::move(grpc);
  parts->log->Info("serving", fmt::format("port {}", parts->grpc->port()));
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

void Server::Stop() {
  if (parts_->grpc == nullptr) return;
  parts_->log->Info("stopping");
  parts_->grpc->Stop(absl::Seconds(limits::kDrainSeconds));
  parts_->grpc.reset();
  parts_->reminders.reset();
  parts_->post.reset();
  parts_->log->Info("stopped");
}

}  // namespace minga
