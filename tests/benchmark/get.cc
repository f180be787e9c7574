#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "minga/v1/fiche_service.pb.h"
#include "minga/v1/initiative_service.pb.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/process.h"
#include "tests/support/samples.h"

namespace minga::benchmark {
namespace {

constexpr char kGet[] = "/minga.v1.InitiativeService/GetInitiative";
constexpr double kTarget = 0.70;
constexpr int kContentBytes = 3'000;
constexpr int kAgencies = 10;

// A sample initiative that its agency has told at length.
v1::Fiche LongFiche(v1::Fiche fiche) {
  fiche.mutable_initiatives()->DeleteSubrange(1, fiche.initiatives_size() - 1);
  v1::InitiativeContent& content = *fiche.mutable_initiatives(0)->mutable_content();
  const std::string more = content.objectives().empty() ? content.title() : content.objectives();
  while (content.ByteSizeLong() < kContentBytes) content.mutable_justification()->append(" ").append(more);
  return fiche;
}

struct Requests {
  std::vector<Request> gets;
  // The same with one decision on an initiative among every hundred calls.
  std::vector<Request> gets_and_decisions;
};

// Of initiatives that are registered, decided, and known by name and agency's key.
absl::StatusOr<Requests> MakeInitiatives(const Setting& setting, Registry& registry, Load& load) {
  const auto samples = samples::Load(setting.samples);
  if (!samples.ok()) return samples.status();
  auto fiches = SampleFiches(setting.samples);
  if (!fiches.ok()) return fiches.status();
  fiches->resize(1);
  const std::vector<v1::Fiche> same(kAgencies, LongFiche(fiches->front()));
  const auto agencies = registry.MakeAgencies(same);
  if (!agencies.ok()) return agencies.status();
  const auto drafts = registry.MakeDrafts(load, *agencies, std::max(1, setting.sizes.initiatives / kAgencies));
  if (!drafts.ok()) return drafts.status();

  std::vector<Request> submissions, decisions;
  Requests requests;
  for (const Registry::Kept& draft : *drafts) {
    submissions.push_back(Submission(draft));
    const v1::FicheInitiative& entry = draft.fiche.initiatives(0);
    decisions.push_back({"/minga.v1.FicheService/DecideInitiative", registry.key(),
                         ToBytes(samples::Admission(draft.fiche, entry, samples->fiches.front()))});
    v1::GetInitiativeRequest get;
    get.set_name("initiatives/" + entry.id());
    requests.gets.push_back({kGet, draft.key, ToBytes(get)});
    requests.gets_and_decisions.push_back(requests.gets.size() % 100 == 0 ? decisions.back() : requests.gets.back());
  }
  absl::StatusOr<Load::Done> done = load.RunAll(submissions);
  if (done.ok()) done = load.RunAll(decisions);
  if (!done.ok()) return done.status();
  return requests;
}

// One side of the comparison.
struct Side {
  Load* load;
  const ServerProcess* server;
  size_t calls = 0;
  absl::Duration elapsed, cpu;

  absl::Status RunSlice(absl::Duration duration, const std::vector<Request>& requests) {
    const absl::Duration before = server->Cpu();
    const absl::StatusOr<Load::Done> done = load->RunFor(duration, requests);
    if (!done.ok()) return done.status();
    cpu += server->Cpu() - before;
    calls += done->calls;
    elapsed += done->elapsed;
    return absl::OkStatus();
  }
  double PerSecond() const { return static_cast<double>(calls) / absl::ToDoubleSeconds(elapsed); }
  double CpuMicros() const { return absl::ToDoubleMicroseconds(cpu) / static_cast<double>(calls); }
};

}  // namespace

absl::StatusOr<std::vector<Measurement>> MeasureGet(const Setting& setting) {
  StayApartFromServers();
  const Sizes& sizes = setting.sizes;
  const auto registry = Registry::Make(setting.folder + "/get");
  if (!registry.ok()) return registry.status();
  Load registry_load((*registry)->server().address(), sizes.connections);
  const auto requests = MakeInitiatives(setting, **registry, registry_load);
  if (!requests.ok()) return requests.status();
  const std::vector<Request>& gets = requests->gets;

  grpc::ByteBuffer response;
  const auto answered = registry_load.RunAll({gets.front()}, [&](size_t, const grpc::ByteBuffer& bytes) { response = bytes; });
  if (!answered.ok()) return answered.status();
  v1::Initiative initiative;
  if (!FromBytes(response, &initiative)) return absl::InternalError("an initiative could not be parsed");
  const std::string response_file = setting.folder + "/response";
  std::ofstream(response_file, std::ios::binary) << initiative.SerializeAsString();
  const auto echo = ServerProcess::Start({ProgramFolder() + "/minga-bench", "--serve-echo", response_file});
  if (!echo.ok()) return echo.status();
  Load echo_load((*echo)->address(), sizes.connections);

  const auto new_sides = [&] {
    return std::pair(Side{&registry_load, &(*registry)->server(), 0, {}, {}}, Side{&echo_load, echo->get(), 0, {}, {}});
  };
  std::vector<double> ratios, rates, echo_rates, cpus, echo_cpus, rates_beside_writes;
  for (int pair = -1; pair < sizes.pairs; ++pair) {
    auto [ours, bare] = new_sides();
    for (int slice = 0; slice < sizes.slices; ++slice) {
      Side* order[] = {&ours, &bare};
      if ((pair + slice) % 2 != 0) std::swap(order[0], order[1]);
      for (Side* side : order) {
        if (const absl::Status ran = side->RunSlice(sizes.get_slice, gets); !ran.ok()) return ran;
      }
    }
    Side beside_writes = new_sides().first;
    if (const absl::Status ran = beside_writes.RunSlice(sizes.get_slice, requests->gets_and_decisions); !ran.ok()) return ran;
    // The first one warms both up.
    if (pair < 0) continue;
    rates_beside_writes.push_back(beside_writes.PerSecond());
    ratios.push_back(ours.PerSecond() / bare.PerSecond());
    rates.push_back(ours.PerSecond());
    echo_rates.push_back(bare.PerSecond());
    cpus.push_back(ours.CpuMicros());
    echo_cpus.push_back(bare.CpuMicros());
  }
  Measurement measurement;
  measurement.name = "get";
  measurement.what =
      fmt::format("GetInitiative with authentication, {} in flight, against a bare gRPC echo of its answer", Load::kInFlight);
  measurement.unit = "ratio";
  measurement.target = kTarget;
  measurement.runs = ratios;
  measurement.notes = {fmt::format("{:.0f} calls/s, echo {:.0f}; server CPU per call {:.1f} us, echo {:.1f} us", Median(rates),
                                   Median(echo_rates), Median(cpus), Median(echo_cpus)),
                       fmt::format("{:.0f} calls/s where one in a hundred decides on an initiative", Median(rates_beside_writes)),
                       fmt::format("content {} bytes, answer {} bytes, {} connections", initiative.content().ByteSizeLong(),
                                   initiative.ByteSizeLong(), sizes.connections)};
  return std::vector<Measurement>{measurement};
}

}  // namespace minga::benchmark
