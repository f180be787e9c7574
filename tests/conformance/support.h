// What the files of the suite share.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/time.h"
#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/store/fiche_store.h"
#include "server/store/store.h"

namespace minga::store {

inline constexpr char kA[] = "pe-apci";
inline constexpr char kB[] = "uy-auci";
inline constexpr char kRound[] = "r2022";
inline constexpr char kFiche[] = "f1";

inline const Scope kScopeA = Scope::Agency(kA);
inline const Scope kScopeB = Scope::Agency(kB);
inline const Scope kSecretariat = Scope::Secretariat();
inline const Scope kSystem = Scope::System();
inline const Scope kNobody;

inline absl::Time At(int64_t second) { return absl::FromUnixSeconds(1'650'000'000 + second); }

inline std::string Reason(const absl::Status& status) { return status.ok() ? "OK" : errors::DetailsOf(status).reason; }

// The answer of one call inside a read.
template <typename Call>
auto Read(Store& store, const Scope& scope, Call call) {
  std::optional<decltype(call(std::declval<Transaction&>()))> answer;
  const absl::Status status = store.Read(scope, [&](Transaction& transaction) {
    answer.emplace(call(transaction));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << errors::CauseOf(status);
  return *std::move(answer);
}

// A draft of two entries; the fiche and its first entry have contacts.
inline v1::Fiche Fiche(std::string_view agency, std::string_view id, std::string_view round = kRound) {
  v1::Fiche fiche;
  fiche.set_name(names::Fiche(agency, id));
  fiche.set_round(names::Round(round));
  fiche.set_country_code("PE");
  fiche.set_institution("Agencia de Cooperación");
  fiche.mutable_focal_point()->set_display_name("Ana Quispe");
  fiche.mutable_focal_point()->set_email("ana@example.org");
  fiche.set_institutional_strengths("Redes");
  fiche.set_willing_to_share(false);
  fiche.set_state(v1::FICHE_STATE_DRAFT);
  for (const char* entry : {"one", "two"}) {
    v1::FicheInitiative& initiative = *fiche.add_initiatives();
    initiative.set_id(fmt::format("{}{}", id, entry));
    initiative.mutable_content()->set_title(fmt::format("Agua {}", entry));
    initiative.mutable_content()->add_actors()->set_display_name("Municipio");
    initiative.set_visibility(v1::VISIBILITY_NETWORK);
  }
  fiche.mutable_initiatives(0)->mutable_content()->mutable_focal_point()->set_email("luz@example.org");
  return fiche;
}

}  // namespace minga::store
