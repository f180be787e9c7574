#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/process.h"
#include "tests/benchmark/raw_writer.h"

namespace minga::benchmark {
namespace {

constexpr double kGroupedTarget = 0.6;
constexpr double kSingleTarget = 2;
// Fiches of one agency go to different rounds: an agency has one in each.
constexpr size_t kAgenciesPerSample = 4;
// One commit each is slow, and as steady with fewer.
constexpr size_t kSingleShare = 4;

// One side of the comparison.
struct Side {
  size_t calls = 0;
  absl::Duration elapsed, cpu;

  void Add(size_t more, absl::Duration took, absl::Duration worked) {
    calls += more;
    elapsed += took;
    cpu += worked;
  }
  double PerSecond() const { return static_cast<double>(calls) / absl::ToDoubleSeconds(elapsed); }
  double CpuMicros() const { return absl::ToDoubleMicroseconds(cpu) / static_cast<double>(calls); }
};

absl::Status CopyTo(const std::string& from, const std::string& to) {
  std::error_code failed;
  std::filesystem::copy_file(from, to, failed);
  return failed ? absl::UnavailableError("cannot copy " + from) : absl::OkStatus();
}

class Submitter {
 public:
  Submitter(const ServerProcess& server, int connections, const std::vector<Registry::Kept>& drafts)
      : server_(server), load_(server.address(), connections) {
    for (const Registry::Kept& draft : drafts) submissions_.push_back(Submission(draft));
  }

  absl::Status Submit(size_t count, Side* side) {
    const absl::Duration before = server_.Cpu();
    const auto done = load_.Run([&](size_t number) { return number < count ? &submissions_[next_ + number] : nullptr; });
    if (!done.ok()) return done.status();
    next_ += count;
    side->Add(count, done->elapsed, server_.Cpu() - before);
    return absl::OkStatus();
  }

 private:
  const ServerProcess& server_;
  Load load_;
  std::vector<Request> submissions_;
  size_t next_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<Measurement>> MeasureSubmit(const Setting& setting) {
  // The registry writes on one thread and does the rest on others; held to one core they would only wait for each other.
  StayOnAnyCore();
  const Sizes& sizes = setting.sizes;
  const size_t per_slice = static_cast<size_t>(sizes.submissions_per_slice);
  const size_t slices = static_cast<size_t>(sizes.submit_slices);
  // The first slice warms up.
  const size_t total = per_slice * (1 + slices * static_cast<size_t>(sizes.pairs));

  const auto made = Registry::Make(setting.folder + "/submit");
  if (!made.ok()) return made.status();
  Registry& registry = **made;
  const auto samples = SampleFiches(setting.samples);
  if (!samples.ok()) return samples.status();
  std::vector<v1::Fiche> fiches;
  for (size_t i = 0; i < kAgenciesPerSample; ++i) fiches.insert(fiches.end(), samples->begin(), samples->end());
  const auto agencies = registry.MakeAgencies(fiches);
  if (!agencies.ok()) return agencies.status();
  std::vector<Registry::Kept> drafts;
  {
    Load load(registry.server().address(), sizes.connections);
    auto prepared = registry.MakeDrafts(load, *agencies, static_cast<int>((total + agencies->size() - 1) / agencies->size()));
    if (!prepared.ok()) return prepared.status();
    drafts = *std::move(prepared);
  }

  // Closed, a registry is one file.
  registry.Stop();
  const std::string grouped_path = setting.folder + "/grouped.db", single_path = setting.folder + "/single.db";
  for (const std::string& copy : {grouped_path, single_path}) {
    if (const absl::Status copied = CopyTo(registry.DatabasePath(), copy); !copied.ok()) return copied;
  }
  std::vector<v1::Fiche> draft_fiches;
  for (const Registry::Kept& draft : drafts) draft_fiches.push_back(draft.fiche);
  auto grouped = RawWriter::Open(grouped_path, draft_fiches);
  if (!grouped.ok()) return grouped.status();
  const auto single = RawWriter::Open(single_path, draft_fiches);
  if (!single.ok()) return single.status();
  if (const absl::Status started = registry.Start(); !started.ok()) return started;
  Submitter submitter(registry.server(), sizes.connections, drafts);

  Side warm;
  if (const absl::Status submitted = submitter.Submit(per_slice, &warm); !submitted.ok()) return submitted;
  const double mean_group = static_cast<double>(per_slice) / std::max(1, CommitsInLog(registry.DatabasePath()));
  const size_t group = std::max<size_t>(1, static_cast<size_t>(std::lround(mean_group)));
  if (const auto warmed = (*grouped)->Submit(per_slice, group); !warmed.ok()) return warmed.status();
  if (const auto warmed = (*single)->Submit(per_slice / kSingleShare, 1); !warmed.ok()) return warmed.status();

  std::vector<double> to_grouped, to_single;
  Side all_ours, all_grouped, all_single;
  for (int pair = 0; pair < sizes.pairs; ++pair) {
    Side ours, raw_grouped, raw_single;
    const auto run = [&](int which) -> absl::Status {
      if (which == 0) return submitter.Submit(per_slice, &ours);
      const size_t count = which == 1 ? per_slice : per_slice / kSingleShare;
      const auto done = which == 1 ? (*grouped)->Submit(count, group) : (*single)->Submit(count, 1);
      if (done.ok()) (which == 1 ? raw_grouped : raw_single).Add(count, done->elapsed, done->cpu);
      return done.status();
    };
    for (size_t slice = 0; slice < slices; ++slice) {
      for (int turn = 0; turn < 3; ++turn) {
        if (const absl::Status ran = run((turn + pair + static_cast<int>(slice)) % 3); !ran.ok()) return ran;
      }
    }
    to_grouped.push_back(ours.PerSecond() / raw_grouped.PerSecond());
    to_single.push_back(ours.PerSecond() / raw_single.PerSecond());
    all_ours.Add(ours.calls, ours.elapsed, ours.cpu);
    all_grouped.Add(raw_grouped.calls, raw_grouped.elapsed, raw_grouped.cpu);
    all_single.Add(raw_single.calls, raw_single.elapsed, raw_single.cpu);
  }

  registry.Stop();
  *grouped = nullptr;
  const absl::StatusOr<std::string> ours = Amounts(registry.DatabasePath()), theirs = Amounts(grouped_path);
  if (!ours.ok()) return ours.status();
  if (!theirs.ok()) return theirs.status();
  if (*ours != *theirs) return absl::InternalError("SQLite alone did not write the same: " + *theirs + " where the registry has " + *ours);

  Measurement to_group;
  to_group.name = "submit-grouped";
  to_group.what =
      fmt::format("SubmitFiche, {} in flight, against SQLite alone writing the same rows, {} to a commit", Load::kInFlight, group);
  to_group.unit = "ratio";
  to_group.target = kGroupedTarget;
  to_group.runs = to_grouped;
  to_group.notes = {fmt::format("{:.0f} submissions/s, SQLite alone {:.0f}; server CPU per submission {:.0f} us, SQLite alone {:.0f} us",
                                all_ours.PerSecond(), all_grouped.PerSecond(), all_ours.CpuMicros(), all_grouped.CpuMicros()),
                    fmt::format("the registry put {:.1f} submissions in a commit", mean_group)};
  Measurement to_one;
  to_one.name = "submit-single";
  to_one.what = "the same against SQLite alone with one commit each";
  to_one.unit = "ratio";
  to_one.target = kSingleTarget;
  to_one.runs = to_single;
  // What nobody who writes these rows can go beyond: the cheaper a sync, the less there is to share.
  to_one.notes = {
      fmt::format("SQLite alone {:.0f} submissions/s, CPU each {:.0f} us", all_single.PerSecond(), all_single.CpuMicros()),
      fmt::format("on this disk sharing commits gains SQLite alone {:.1f} times", all_grouped.PerSecond() / all_single.PerSecond())};
  return std::vector<Measurement>{to_group, to_one};
}

}  // namespace minga::benchmark
