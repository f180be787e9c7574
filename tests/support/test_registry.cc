#include "tests/support/test_registry.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

namespace minga {

std::filesystem::path NewTemporaryDirectory() {
  std::string pattern = std::filesystem::temp_directory_path() / "minga-test-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
  return pattern;
}

TestRegistry::TestRegistry(std::function<void(Config&)> configure) : configure_(std::move(configure)), data_dir_(NewTemporaryDirectory()) {
  Start();
  std::ifstream file(data_dir_ / "secretariat.key");
  std::getline(file, secretariat_key_);
}

TestRegistry::~TestRegistry() {
  server_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(data_dir_, ignored);
}

void TestRegistry::Start() {
  Config config;
  config.data_dir = data_dir_;
  config.listen = "127.0.0.1:0";
  config.log_file = data_dir_ / "server.log";
  if (configure_) configure_(config);
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(config);
  if (!server.ok()) throw std::runtime_error(std::string(server.status().message()));
  server_ = *std::move(server);
  address_ = "127.0.0.1:" + std::to_string(server_->port());
}

void TestRegistry::Stop() { server_.reset(); }

void TestRegistry::Restart() {
  server_.reset();
  Start();
}

Options TestRegistry::OptionsFor(const std::string& key) const {
  Options options;
  options.server = address_;
  options.key = key;
  options.language = "en";
  return options;
}

Client TestRegistry::As(const std::string& key) const { return Client::Connect(OptionsFor(key)).value(); }

Client TestRegistry::Secretariat() const { return As(secretariat_key_); }

std::string TestRegistry::NewAgency(const std::string& id, const std::string& country) {
  v1::CreateAgencyRequest create;
  create.set_agency_id(id);
  create.mutable_agency()->set_display_name("Agency " + id);
  create.mutable_agency()->set_country_code(country);
  EXPECT_EQ(Secretariat().CreateAgency(create).status().ToString(), "OK");
  v1::CreateApiKeyRequest key;
  key.set_parent("agencies/" + id);
  return Secretariat().CreateApiKey(key).value().key();
}

std::string TestRegistry::SignIn(const std::string& tenant, const std::string& email, const std::vector<v1::Role>& roles) {
  const Client secretariat = Secretariat();
  v1::CreateMemberRequest create;
  create.set_parent(tenant);
  create.mutable_member()->set_email(email);
  create.mutable_member()->set_display_name(email.substr(0, email.find('@')));
  for (const v1::Role role : roles) create.mutable_member()->add_roles(role);
  const auto member = secretariat.CreateMember(create);
  EXPECT_TRUE(member.ok()) << member.status();
  v1::AcceptInvitationRequest accept;
  accept.set_token(member->invitation_token());
  accept.set_password(kPassword);
  EXPECT_TRUE(secretariat.AcceptInvitation(accept).ok());
  v1::SignInRequest sign_in;
  sign_in.set_email(email);
  sign_in.set_password(kPassword);
  sign_in.set_tenant(tenant);
  const auto session = secretariat.SignIn(sign_in);
  EXPECT_TRUE(session.ok()) << session.status();
  return session.ok() ? session->token() : std::string();
}

void TestRegistry::NewRound(const std::string& id) {
  v1::CreateRoundRequest create;
  create.set_round_id(id);
  create.mutable_round()->set_display_name("Round " + id);
  create.mutable_round()->set_form_version("2022");
  create.mutable_round()->mutable_period()->mutable_start()->set_year(2019);
  create.mutable_round()->mutable_period()->mutable_end()->set_year(2022);
  EXPECT_EQ(Secretariat().CreateRound(create).status().ToString(), "OK");
}

v1::Fiche SmallFiche(const std::string& round, const std::string& title) {
  v1::Fiche fiche;
  fiche.set_round("rounds/" + round);
  fiche.set_institution("Agencia de Cooperación");
  fiche.mutable_focal_point()->set_display_name("Punto focal");
  fiche.mutable_focal_point()->set_email("focal@agencia.example.org");
  v1::InitiativeContent& content = *fiche.add_initiatives()->mutable_content();
  content.set_type(v1::INITIATIVE_TYPE_PROJECT);
  content.set_title(title);
  content.set_objectives("Llevar agua segura a las escuelas rurales.");
  content.add_partner_country_codes("BO");
  content.mutable_focal_point()->set_display_name("Coordinación del proyecto");
  content.mutable_focal_point()->set_email("proyecto@agencia.example.org");
  v1::Actor* ministry = content.add_actors();
  ministry->set_display_name("Ministerio de Ambiente");
  ministry->set_category(v1::ACTOR_CATEGORY_PUBLIC_SECTOR);
  ministry->set_category_text("sector público");
  v1::Actor* municipality = content.add_actors();
  municipality->set_display_name("Municipio de Tarija");
  municipality->set_category(v1::ACTOR_CATEGORY_LOCAL_GOVERNMENT);
  municipality->set_category_text("gobiernos locales");
  return fiche;
}

}  // namespace minga
