// Finding one record by the name in a request. A malformed name, an absent record and one outside the caller's scope are
// the same error, NOT_FOUND with the name as given.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "minga/v1/agency.pb.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/initiative.pb.h"
#include "minga/v1/round.pb.h"
#include "server/base/limits.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

absl::StatusOr<v1::Agency> FindAgency(store::Transaction& transaction, const std::string& name);
absl::StatusOr<v1::ApiKey> FindApiKey(store::Transaction& transaction, const std::string& name);
// With its state as of `now`, and the extension of the agency with the id `agency`; an agency gets its own.
absl::StatusOr<v1::Round> FindRound(store::Transaction& transaction, const std::string& name, absl::Time now,
                                    const std::string& agency = {});
absl::StatusOr<v1::Fiche> FindFiche(store::Transaction& transaction, const std::string& name);
absl::StatusOr<v1::Initiative> FindInitiative(store::Transaction& transaction, const std::string& name);

// store::InitiativeStore::Version of the initiative.
absl::StatusOr<std::string> InitiativeVersion(store::Transaction& transaction, const std::string& name);

// One record read in a transaction of its own.
template <typename Record>
absl::StatusOr<Record> ReadOne(store::Store& store, const Call& call, absl::FunctionRef<absl::StatusOr<Record>(store::Transaction&)> find) {
  absl::StatusOr<Record> found;
  const absl::Status status = store.Read(call.scope, [&](store::Transaction& transaction) {
    found = find(transaction);
    return found.status();
  });
  if (!status.ok()) return status;
  return found;
}

// Moves at most `size` of `records` into a page, and none after the one with which it holds limits::kPageBytes; calls `more` with
// the last of them when there are others.
template <typename Record, typename More>
void FillPage(std::vector<Record>& records, int size, google::protobuf::RepeatedPtrField<Record>* page, More more) {
  size_t kept = 0;
  for (size_t bytes = 0; kept < records.size() && kept < static_cast<size_t>(size) && bytes < limits::kPageBytes; ++kept) {
    bytes += records[kept].ByteSizeLong();
  }
  const bool goes_on = kept < records.size();
  records.resize(kept);
  page->Reserve(static_cast<int>(records.size()));
  for (Record& record : records) page->Add(std::move(record));
  if (goes_on) more(page->Get(page->size() - 1));
}

}  // namespace minga::service
