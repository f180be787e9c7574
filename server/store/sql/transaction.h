// The feature stores over one connection with one scope.
#pragma once

#include "server/store/sql/agency_store.h"
#include "server/store/sql/change_feed.h"
#include "server/store/sql/comment_store.h"
#include "server/store/sql/fiche_store.h"
#include "server/store/sql/initiative_store.h"
#include "server/store/sql/notice_store.h"
#include "server/store/sql/person_store.h"
#include "server/store/sql/request_store.h"
#include "server/store/sql/round_store.h"
#include "server/store/store.h"

namespace minga::store::sql {

// The caller begins and ends the engine's transaction; `connection` and `scope` outlive this.
class SqlTransaction final : public Transaction {
 public:
  SqlTransaction(Connection& connection, const Scope& scope)
      : agencies_(connection, scope),
        people_(connection, scope),
        rounds_(connection, scope),
        fiches_(connection, scope),
        comments_(connection, scope),
        initiatives_(connection, scope),
        requests_(connection, scope),
        notices_(connection, scope),
        changes_(connection, scope) {}

  AgencyStore& agencies() override { return agencies_; }
  PersonStore& people() override { return people_; }
  RoundStore& rounds() override { return rounds_; }
  FicheStore& fiches() override { return fiches_; }
  CommentStore& comments() override { return comments_; }
  InitiativeStore& initiatives() override { return initiatives_; }
  RequestStore& requests() override { return requests_; }
  NoticeStore& notices() override { return notices_; }
  ChangeFeed& changes() override { return changes_; }

 private:
  SqlAgencyStore agencies_;
  SqlPersonStore people_;
  SqlRoundStore rounds_;
  SqlFicheStore fiches_;
  SqlCommentStore comments_;
  SqlInitiativeStore initiatives_;
  SqlRequestStore requests_;
  SqlNoticeStore notices_;
  SqlChangeFeed changes_;
};

}  // namespace minga::store::sql
