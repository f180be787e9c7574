// A real registry on disk, filled through its own API.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "minga/client.h"
#include "minga/v1/fiche.pb.h"
#include "tests/benchmark/load.h"
#include "tests/benchmark/process.h"

namespace minga::benchmark {

// How much is measured.
struct Sizes {
  int pairs = 9;
  // A pair is made of slices of one side and the other in turn, so that a neighbour's burst of work meets both.
  int slices = 6;
  absl::Duration get_slice = absl::Milliseconds(250);
  int submit_slices = 2;
  int submissions_per_slice = 1'000;
  int initiatives = 500;
  int document_runs = 15;
  int connections = 4;
};

// Where and with what.
struct Setting {
  // tests/data/forms.
  std::string samples;
  // On the disk that is measured; gone afterwards.
  std::string folder;
  Sizes sizes;
};

class Registry {
 public:
  // A new one in `folder`, with its server running.
  static absl::StatusOr<std::unique_ptr<Registry>> Make(const std::string& folder);

  const ServerProcess& server() const { return *server_; }
  std::string DatabasePath() const { return folder_ + "/minga.db"; }
  // The secretariat's.
  const std::string& key() const { return key_; }

  void Stop();
  absl::Status Start();

  struct Agency {
    std::string id;
    std::string key;
    // What it writes in every fiche.
    v1::Fiche fiche;
  };
  absl::StatusOr<std::vector<Agency>> MakeAgencies(const std::vector<v1::Fiche>& fiches);

  // A fiche in the state in which the call left it, and the key of its agency.
  struct Kept {
    v1::Fiche fiche;
    std::string key;
  };
  // A draft of each agency in each of `rounds` new rounds.
  absl::StatusOr<std::vector<Kept>> MakeDrafts(Load& load, const std::vector<Agency>& agencies, int rounds);

 private:
  explicit Registry(std::string folder) : folder_(std::move(folder)) {}

  const std::string folder_;
  std::unique_ptr<ServerProcess> server_;
  std::string key_;
  int rounds_ = 0;
};

Request Submission(const Registry::Kept& draft);

// The sample fiches of `folder`, read from their documents.
absl::StatusOr<std::vector<v1::Fiche>> SampleFiches(const std::string& folder);

}  // namespace minga::benchmark
