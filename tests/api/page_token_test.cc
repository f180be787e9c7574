// Page tokens in the wrong hands: changed, made up, another caller's, another question's. None is taken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "absl/strings/escaping.h"
#include "tests/support/calls.h"
#include "tests/support/raw_call.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr int kTries = 10'000;

// A list that a caller may read on in.
struct Listing {
  const MethodDescriptor* method;
  std::string caller;
  std::string parent;
  std::string token;
};

class PageTokens : public testing::Test {
 protected:
  // Two agencies with people and keys, and at least two of everything that is listed.
  PageTokens() : caller_(registry_.address()) {
    for (const char* round : {"r2022", "r2023"}) registry_.NewRound(round);
    for (const auto& [id, country, other] : {std::tuple{"pe-apci", "PE", "CL"}, {"cl-agcid", "CL", "PE"}}) {
      const std::string agency = std::string("agencies/") + id;
      const std::string key = registry_.NewAgency(id, country);
      callers_[std::string(id) + " key"] = key;
      callers_[std::string(id) + " ana"] =
          registry_.SignIn(agency, std::string("ana@") + id + ".example", {v1::ROLE_ADMINISTRATOR, v1::ROLE_EDITOR, v1::ROLE_VALIDATOR});
      callers_[std::string(id) + " luz"] =
          registry_.SignIn(agency, std::string("luz@") + id + ".example", {v1::ROLE_ADMINISTRATOR, v1::ROLE_EDITOR, v1::ROLE_VALIDATOR});
      parents_[id] = {agency};
      v1::CreateApiKeyRequest another;
      another.set_parent(agency);
      another.mutable_api_key()->set_display_name("otra");
      another.mutable_api_key()->set_role(v1::ROLE_EDITOR);
      Must(registry_.Secretariat().CreateApiKey(another));
    }
    for (const auto& [id, other] : {std::pair{"pe-apci", "CL"}, {"cl-agcid", "PE"}}) {
      const Client client = registry_.As(callers_[std::string(id) + " ana"]);
      for (const char* round : {"r2022", "r2023"}) {
        v1::CreateFicheRequest create;
        create.set_parent(parents_[id][0]);
        *create.mutable_fiche() = SmallFiche(round);
        create.mutable_fiche()->mutable_initiatives(0)->mutable_content()->set_partner_country_codes(0, other);
        const v1::Fiche fiche = Must(client.CreateFiche(create));
        parents_[id].push_back(fiche.name());
        for (const char* text : {"uno", "dos"}) {
          v1::CreateCommentRequest comment;
          comment.set_parent(fiche.name());
          comment.set_text(text);
          Must(client.CreateComment(comment));
        }
        Must(client.SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name())));
      }
    }
    callers_["secretariat"] = registry_.secretariat_key();
  }

  RawAnswer Ask(const Listing& listing, const std::string& caller, const std::string& token) const {
    const std::unique_ptr<Message> request = NewRequest(*listing.method);
    const auto* reflection = request->GetReflection();
    const auto* descriptor = request->GetDescriptor();
    if (!listing.parent.empty()) {
      const auto* parent = descriptor->FindFieldByName("parent");
      reflection->SetString(request.get(), parent == nullptr ? descriptor->FindFieldByName("name") : parent, listing.parent);
    }
    reflection->SetInt32(request.get(), descriptor->FindFieldByName("page_size"), 1);
    reflection->SetString(request.get(), descriptor->FindFieldByName("page_token"), token);
    return caller_.Call(*listing.method, request->SerializeAsString(), callers_.at(caller));
  }

  static std::string NextTokenIn(const MethodDescriptor& method, const std::string& bytes) {
    const std::unique_ptr<Message> answer(google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.output_type())->New());
    EXPECT_TRUE(answer->ParseFromString(bytes));
    return answer->GetReflection()->GetString(*answer, method.output_type()->FindFieldByName("next_page_token"));
  }

  // Every list that any caller can read on in.
  std::vector<Listing> Listings() const {
    std::vector<Listing> listings;
    for (const MethodDescriptor* method : AllMethods()) {
      const auto* input = method->input_type();
      if (input->FindFieldByName("page_token") == nullptr) continue;
      std::vector<std::string> parents = {""};
      if (input->FindFieldByName("parent") != nullptr || input->FindFieldByName("name") != nullptr) {
        parents = {"agencies/-", "rounds/r2022", "people/-"};
        for (const auto& [id, names] : parents_) parents.insert(parents.end(), names.begin(), names.end());
      }
      for (const auto& [caller, credential] : callers_) {
        for (const std::string& parent : parents) {
          Listing listing{method, caller, parent, ""};
          const RawAnswer answer = Ask(listing, caller, "");
          if (answer.code != 0) continue;
          listing.token = NextTokenIn(*method, answer.bytes);
          if (!listing.token.empty()) listings.push_back(std::move(listing));
        }
      }
    }
    return listings;
  }

  TestRegistry registry_;
  RawCaller caller_;
  // Their credentials by their names.
  std::map<std::string, std::string> callers_;
  // Names of an agency and its fiches.
  std::map<std::string, std::vector<std::string>> parents_;
};

TEST_F(PageTokens, TenThousandThatWereNotGivenForTheQuestionAreRefused) {
  const std::vector<Listing> listings = Listings();
  std::map<std::string, int> by_method;
  for (const Listing& each : listings) ++by_method[each.method->full_name()];
  EXPECT_EQ(by_method.size(), 11u) << "a list without a second page is not tried";

  std::mt19937_64 random(20221130);
  const auto below = [&](size_t count) { return static_cast<size_t>(random() % count); };
  std::map<std::string, int> tried;
  int taken = 0, tries = 0;
  for (int i = 0; tries < kTries; ++i) {
    const Listing& own = listings[below(listings.size())];
    const Listing& other = listings[below(listings.size())];
    std::string bytes, kind = "made up";
    ASSERT_TRUE(absl::WebSafeBase64Unescape(own.token, &bytes));
    switch (i % 6) {
      case 0:
        kind = "a bit turned";
        bytes[below(bytes.size())] ^= static_cast<char>(1 << below(8));
        break;
      case 1:
        kind = "cut";
        bytes.resize(below(bytes.size()));
        break;
      case 2:
        kind = "longer";
        bytes.push_back(static_cast<char>(random()));
        break;
      case 3:
        kind = "another cursor under a true signature";
        bytes.replace(16, std::string::npos, std::to_string(random()) + "/" + std::string(26, static_cast<char>('a' + below(26))));
        break;
      case 4:
        for (char& byte : bytes) byte = static_cast<char>(random());
        break;
      default:
        kind = own.method != other.method ? "another list's" : own.caller != other.caller ? "another caller's" : "another question's";
        if (&own == &other) continue;
        bytes.clear();
    }
    const std::string token = bytes.empty() && i % 6 != 1 ? other.token : std::string(absl::WebSafeBase64Escape(bytes));
    if (token.empty()) continue;
    ++tries;
    ++tried[kind];
    const RawAnswer answer = Ask(own, own.caller, token);
    if (answer.code == 0) ++taken;
    EXPECT_THAT(answer.Fields(), testing::ElementsAre("page_token"))
        << kind << ", " << own.method->full_name() << " " << own.parent << " by " << own.caller << " with that of "
        << other.method->full_name() << " " << other.parent << " by " << other.caller;
  }
  EXPECT_EQ(taken, 0);
  for (const auto& [kind, count] : tried) EXPECT_GT(count, 10) << kind;
  EXPECT_EQ(tried.size(), 8u);

  for (const Listing& own : listings) {
    EXPECT_EQ(Ask(own, own.caller, own.token).code, 0) << own.method->full_name() << " goes on where it was";
  }
}

// A caller of the same agency, who may ask the same, with the same words.
TEST_F(PageTokens, AColleaguesTokenIsNotOnesOwn) {
  int compared = 0;
  for (const Listing& own : Listings()) {
    for (const auto& [caller, credential] : callers_) {
      if (caller == own.caller) continue;
      ++compared;
      EXPECT_NE(Ask(own, caller, own.token).code, 0) << own.method->full_name() << " of " << own.caller << " by " << caller;
    }
  }
  EXPECT_GT(compared, 100);
}

}  // namespace
}  // namespace minga
