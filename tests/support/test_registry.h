// A real server in the test's own process, on a data directory of its own that goes with it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "minga/client.h"
#include "server/server.h"

namespace minga {

// Everybody's in tests.
inline constexpr char kPassword[] = "correcto caballo pila";

class TestRegistry {
 public:
  // `configure` changes the server's settings before each start.
  explicit TestRegistry(std::function<void(Config&)> configure = {});
  ~TestRegistry();

  const std::string& address() const { return address_; }
  const std::filesystem::path& data_dir() const { return data_dir_; }
  // Options for `key`; texts in English.
  Options OptionsFor(const std::string& key) const;
  const std::string& secretariat_key() const { return secretariat_key_; }
  Client Secretariat() const;
  Client As(const std::string& key) const;
  // Makes agency `id` and answers a key of it.
  std::string NewAgency(const std::string& id, const std::string& country);
  // Makes somebody a member of `agencies/{agency}` or `secretariat`, who signs in; answers the session's token.
  std::string SignIn(const std::string& tenant, const std::string& email, const std::vector<v1::Role>& roles);
  // Makes a round that is open.
  void NewRound(const std::string& id);
  // Stops the server; its data stays.
  void Stop();
  // Stops the server and starts it again on the same data.
  void Restart();

 private:
  void Start();

  const std::function<void(Config&)> configure_;
  std::filesystem::path data_dir_;
  std::unique_ptr<Server> server_;
  std::string address_;
  std::string secretariat_key_;
};

// A fiche that can be submitted: one initiative of a ministry and a municipality with a partner country.
v1::Fiche SmallFiche(const std::string& round, const std::string& title = "Agua para todos");

// A directory that did not exist, under the system's folder for temporary files.
std::filesystem::path NewTemporaryDirectory();

}  // namespace minga
