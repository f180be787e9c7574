// Word copies that colleagues wrote in, merged into a draft.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/forms/fiche_writer.h"
#include "tests/support/calls.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kAgency[] = "agencies/pe-apci";

class Copies : public testing::Test {
 protected:
  Copies() {
    registry_.NewRound("r2022");
    key_ = registry_.NewAgency("pe-apci", "PE");
    v1::CreateFicheRequest create;
    create.set_parent(kAgency);
    *create.mutable_fiche() = SmallFiche("r2022", "Uno");
    *create.mutable_fiche()->add_initiatives() = SmallFiche("r2022", "Dos").initiatives(0);
    draft_ = Must(registry_.As(key_).CreateFiche(create));
  }

  v1::MergeFicheCopiesRequest Request(const std::vector<v1::Fiche>& copies) const {
    v1::MergeFicheCopiesRequest request;
    request.set_name(draft_.name());
    for (const v1::Fiche& each : copies) request.add_copies()->set_document(Must(forms::WriteFiche(each, {})));
    return request;
  }
  static void Choose(const std::string& path, int copy, v1::MergeFicheCopiesRequest* request) {
    v1::FicheCopyChoice& choice = *request->add_choices();
    choice.set_path(path);
    choice.set_copy(copy);
  }
  absl::StatusOr<v1::MergeFicheCopiesResponse> Merge(const v1::MergeFicheCopiesRequest& request) const {
    return registry_.As(key_).MergeFicheCopies(request);
  }
  std::vector<std::string> Fields(const absl::Status& status) const {
    std::vector<std::string> fields;
    for (const FieldViolation& violation : DetailsOf(status).field_violations) fields.push_back(violation.path);
    return fields;
  }
  v1::Fiche Current() const { return Must(registry_.As(key_).GetFiche(Named<v1::GetFicheRequest>(draft_.name()))); }
  v1::Fiche With(const std::string& title) const {
    v1::Fiche copy = draft_;
    *copy.add_initiatives() = SmallFiche("r2022", title).initiatives(0);
    return copy;
  }
  v1::Fiche Titled(const std::string& title) const {
    v1::Fiche copy = draft_;
    copy.mutable_initiatives(0)->mutable_content()->set_title(title);
    return copy;
  }
  static std::vector<std::string> Titles(const v1::Fiche& fiche) {
    std::vector<std::string> titles;
    for (const v1::FicheInitiative& entry : fiche.initiatives()) titles.push_back(entry.content().title());
    return titles;
  }

  TestRegistry registry_;
  std::string key_;
  v1::Fiche draft_;
};

TEST_F(Copies, ThatSayNothingNewMakeNoRevision) {
  for (const bool validate_only : {true, false, false}) {
    auto request = Request({draft_, draft_});
    request.set_validate_only(validate_only);
    const v1::MergeFicheCopiesResponse merged = Must(Merge(request));
    EXPECT_EQ(merged.conflicts_size(), 0);
    EXPECT_EQ(merged.fiche().DebugString(), draft_.DebugString());
  }
  EXPECT_EQ(Current().DebugString(), draft_.DebugString());
  const v1::Fiche changed = Must(Merge(Request({Titled("Otro")}))).fiche();
  EXPECT_EQ(changed.etag(), "2");
  EXPECT_EQ(Must(Merge(Request({Titled("Otro")}))).fiche().etag(), "2");
}

TEST_F(Copies, AChoiceWhereThereIsNothingToChooseIsRefused) {
  const std::string title = "initiatives[" + draft_.initiatives(0).id() + "].title";
  auto request = Request({Titled("A"), Titled("B")});
  const v1::MergeFicheCopiesResponse asked = Must(Merge(request));
  ASSERT_EQ(asked.conflicts_size(), 1);
  EXPECT_EQ(asked.conflicts(0).path(), title);
  EXPECT_EQ(asked.conflicts(0).explanation(), "");
  Choose(title, 2, &request);
  Choose("institution", 1, &request);
  Choose("no place", 0, &request);
  EXPECT_THAT(Fields(Merge(request).status()), ElementsAre("choices[1].path", "choices[2].path"));
  EXPECT_EQ(Current().etag(), "1");

  request.mutable_choices()->DeleteSubrange(1, 2);
  request.set_request_id("once");
  for (int attempt = 0; attempt < 2; ++attempt) {
    const v1::MergeFicheCopiesResponse merged = Must(Merge(request));
    EXPECT_EQ(merged.fiche().etag(), "2");
    EXPECT_THAT(Titles(merged.fiche()), ElementsAre("B", "Dos"));
  }
}

TEST_F(Copies, OfMoreThanThreeInitiativesThoseOfTheChosenVersionStand) {
  auto request = Request({With("Tres"), With("Cuatro")});
  const v1::MergeFicheCopiesResponse asked = Must(Merge(request));
  ASSERT_EQ(asked.conflicts_size(), 1);
  const v1::FicheCopyConflict& conflict = asked.conflicts(0);
  EXPECT_EQ(conflict.path(), "initiatives");
  EXPECT_EQ(conflict.base(), "Uno\nDos");
  EXPECT_EQ(conflict.current(), "Uno\nDos");
  ASSERT_EQ(conflict.copies_size(), 2);
  EXPECT_EQ(conflict.copies(0).text(), "Uno\nDos\nTres");
  EXPECT_EQ(conflict.copies(1).text(), "Uno\nDos\nCuatro");
  EXPECT_THAT(conflict.explanation(), HasSubstr("only 3 may stand"));

  request.set_validate_only(true);
  for (const auto& [copy, titles] : {std::pair<int, std::vector<std::string>>{0, {"Uno", "Dos"}}, {1, {"Uno", "Dos", "Tres"}}}) {
    request.clear_choices();
    Choose("initiatives", copy, &request);
    EXPECT_EQ(Titles(Must(Merge(request)).fiche()), titles);
  }
  request.set_validate_only(false);
  request.mutable_choices(0)->set_copy(2);
  EXPECT_THAT(Titles(Must(Merge(request)).fiche()), ElementsAre("Uno", "Dos", "Cuatro"));
  EXPECT_THAT(Titles(Current()), ElementsAre("Uno", "Dos", "Cuatro"));
}

}  // namespace
}  // namespace minga
