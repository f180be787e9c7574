#include "server/domain/fiche/fiche_merge.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <set>

#include "server/domain/fiche/fiche_paths.h"
#include "server/domain/initiative/initiative_rules.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using google::protobuf::util::MessageDifferencer;
using support::Json;
using Strings = std::vector<std::string>;

Strings Paths(const std::vector<MergeConflict>& conflicts) {
  Strings paths;
  for (const MergeConflict& each : conflicts) paths.push_back(each.path);
  return paths;
}

v1::Fiche WithTitles(const Strings& titles) {
  v1::Fiche fiche;
  for (const std::string& title : titles) {
    v1::FicheInitiative* const entry = fiche.add_initiatives();
    entry->set_id(std::string(1, static_cast<char>('a' + fiche.initiatives_size() - 1)));
    entry->mutable_content()->set_title(title);
  }
  return fiche;
}

TEST(Merge, FollowsTheTable) {
  for (const support::Row& row : support::ReadTable("tests/server/domain/fiche/merge.table")) {
    const auto base = Json<v1::Fiche>(row.at(0)), current = Json<v1::Fiche>(row.at(1)), mine = Json<v1::Fiche>(row.at(2));
    v1::Fiche merged = current;
    const auto conflicts = Merge(base, mine, &merged);
    EXPECT_EQ(Paths(conflicts), support::Words(row.size() > 4 ? row[4] : "")) << row[0] << "\n" << row[1] << "\n" << row[2];
    const v1::Fiche expected = conflicts.empty() && !row[3].empty() ? Json<v1::Fiche>(row[3]) : current;
    EXPECT_TRUE(MessageDifferencer::Equivalent(merged, expected)) << row[0] << "\n"
                                                                  << row[1] << "\n"
                                                                  << row[2] << "\n"
                                                                  << merged.DebugString();
    for (const MergeConflict& each : conflicts) EXPECT_TRUE(ParseFichePath(each.path).has_value()) << each.path;
  }
}

TEST(Merge, SaysWhatStandsInEachVersion) {
  const auto base =
      Json<v1::Fiche>(R"({"initiatives": [{"id": "a", "content": {"type": 2, "title": "A", "strengths": ["one"]}}, {"id": "b"}]})");
  auto current = Json<v1::Fiche>(
      R"({"initiatives": [{"id": "a", "content": {"type": 4, "type_other": "Red", "title": "A1", "strengths": []}},
                          {"id": "b", "content": {"title": "B"}}]})");
  const auto mine = Json<v1::Fiche>(R"({"initiatives": [{"id": "a", "content": {"type": 1, "title": "A2", "strengths": ["only one"]}}]})");
  const auto conflicts = Merge(base, mine, &current);
  ASSERT_EQ(Paths(conflicts), (Strings{"initiatives[b]", "initiatives[a].type", "initiatives[a].title", "initiatives[a].strengths[0]"}));
  Strings texts;
  for (const MergeConflict& each : conflicts) texts.push_back(each.base + "|" + each.current + "|" + each.others.at(0));
  EXPECT_EQ(texts, (Strings{"|B|", "PROJECT|OTHER: Red|ACTION", "A|A1|A2", "one||only one"}));
}

TEST(Merge, NamesTheEntriesThatAreTooMany) {
  v1::Fiche current = WithTitles({"A", "B"});
  const v1::Fiche base = current;
  v1::Fiche mine = base;
  for (v1::Fiche* each : {&current, &mine}) {
    v1::FicheInitiative* const entry = each->add_initiatives();
    entry->set_id(each == &mine ? "m" : "c");
    entry->mutable_content()->set_title(each == &mine ? "Mine" : "Theirs");
  }
  const auto conflicts = Merge(base, mine, &current);
  ASSERT_EQ(Paths(conflicts), Strings{"initiatives"});
  EXPECT_TRUE(conflicts[0].too_many);
  EXPECT_EQ(conflicts[0].base, "A\nB");
  EXPECT_EQ(conflicts[0].current, "A\nB\nTheirs");
  EXPECT_EQ(conflicts[0].others, Strings{"A\nB\nMine"});

  EXPECT_TRUE(Merge(base, {&mine}, {{"initiatives", 1}}, &current).empty());
  EXPECT_TRUE(MessageDifferencer::Equals(current, mine)) << current.DebugString();
}

TEST(Merge, FindsNothingToDoBetweenEqualVersions) {
  for (const support::Sample& sample : support::Samples()) {
    v1::Fiche base = WithTitles({"", "B"});
    *base.mutable_initiatives(0)->mutable_content() = sample.initiative.content();
    int next = 0;
    GiveItemIds(base.mutable_initiatives(0)->mutable_content(), [&] { return "i" + std::to_string(++next); });
    v1::Fiche current = base;
    EXPECT_TRUE(Merge(base, base, &current).empty());
    EXPECT_EQ(current.SerializeAsString(), base.SerializeAsString());
    EXPECT_TRUE(Merge({}, base, &current).empty());
    EXPECT_EQ(current.SerializeAsString(), base.SerializeAsString());
    v1::Fiche empty;
    EXPECT_TRUE(Merge({}, base, &empty).empty());
    EXPECT_EQ(empty.SerializeAsString(), base.SerializeAsString());
  }
}

struct Copies {
  v1::Fiche base, current, first, second;
  std::vector<MergeConflict> Merged(const MergeChoices& choices, v1::Fiche* merged) const {
    *merged = current;
    return Merge(base, {&first, &second}, choices, merged);
  }
};

TEST(MergeOfCopies, TakesWhatEachChanged) {
  Copies copies;
  copies.base = copies.current = copies.first = copies.second = WithTitles({"A", "B"});
  copies.current.set_institution("I");
  copies.first.mutable_initiatives(0)->mutable_content()->set_title("A1");
  copies.second.mutable_initiatives(1)->mutable_content()->add_strengths("S");
  v1::Fiche merged;
  EXPECT_TRUE(copies.Merged({}, &merged).empty());
  EXPECT_EQ(merged.institution(), "I");
  EXPECT_EQ(merged.initiatives(0).content().title(), "A1");
  EXPECT_EQ(merged.initiatives(1).content().strengths(0), "S");
}

TEST(MergeOfCopies, AsksWhatTwoChangedDifferently) {
  Copies copies;
  copies.base = copies.current = copies.first = copies.second = WithTitles({"A"});
  copies.first.mutable_initiatives(0)->mutable_content()->set_title("A1");
  copies.second.mutable_initiatives(0)->mutable_content()->set_title("A2");
  v1::Fiche merged;
  const auto conflicts = copies.Merged({}, &merged);
  ASSERT_EQ(Paths(conflicts), Strings{"initiatives[a].title"});
  EXPECT_EQ(conflicts[0].base, "A");
  EXPECT_EQ(conflicts[0].current, "A");
  EXPECT_EQ(conflicts[0].others, (Strings{"A1", "A2"}));

  const Strings titles = {"A", "A1", "A2"};
  for (int side = 0; side < 3; ++side) {
    EXPECT_TRUE(copies.Merged({{"initiatives[a].title", side}, {"institution", 7}}, &merged).empty());
    EXPECT_EQ(merged.initiatives(0).content().title(), titles[static_cast<size_t>(side)]);
  }
  EXPECT_EQ(copies.Merged({{"initiatives[a].title", 3}}, &merged).size(), 1);
  EXPECT_EQ(copies.Merged({{"initiatives[a].title", -1}}, &merged).size(), 1);
}

TEST(MergeOfCopies, AsksForAllThatIsToBeChosenAtOnce) {
  Copies copies;
  copies.base = WithTitles({"A"});
  copies.first = copies.second = copies.base;
  copies.first.mutable_initiatives(0)->mutable_content()->set_title("A1");
  copies.second.mutable_initiatives(0)->mutable_content()->set_title("A2");
  v1::Fiche merged;
  EXPECT_EQ(Paths(copies.Merged({}, &merged)), (Strings{"initiatives[a]", "initiatives[a].title"}));
  EXPECT_TRUE(copies.Merged({{"initiatives[a]", 1}, {"initiatives[a].title", 2}}, &merged).empty());
  EXPECT_EQ(merged.initiatives(0).content().title(), "A2");
  EXPECT_TRUE(copies.Merged({{"initiatives[a]", 0}, {"initiatives[a].title", 2}}, &merged).empty());
  EXPECT_EQ(merged.initiatives_size(), 0);
}

TEST(MergeOfCopies, SettlesAnItemOfAListAsChosen) {
  Copies copies;
  copies.base = WithTitles({"A"});
  for (const char* item : {"one", "two"}) copies.base.mutable_initiatives(0)->mutable_content()->add_results(item);
  copies.current = copies.first = copies.second = copies.base;
  copies.first.mutable_initiatives(0)->mutable_content()->set_results(1, "two of them");
  copies.second.mutable_initiatives(0)->mutable_content()->mutable_results()->RemoveLast();
  const auto results = [&](int side) {
    v1::Fiche merged;
    EXPECT_TRUE(copies.Merged({{"initiatives[a].results[1]", side}}, &merged).empty());
    const auto& list = merged.initiatives(0).content().results();
    return Strings(list.begin(), list.end());
  };
  EXPECT_EQ(results(0), (Strings{"one", "two"}));
  EXPECT_EQ(results(1), (Strings{"one", "two of them"}));
  EXPECT_EQ(results(2), Strings{"one"});
}

TEST(MergeOfCopies, SettlesAnOrderAsChosen) {
  Copies copies;
  copies.base = copies.current = copies.first = copies.second = WithTitles({"A", "B", "C"});
  copies.first.mutable_initiatives()->SwapElements(0, 1);
  copies.second.mutable_initiatives()->SwapElements(1, 2);
  v1::Fiche merged;
  const auto conflicts = copies.Merged({}, &merged);
  ASSERT_EQ(Paths(conflicts), Strings{"initiatives"});
  EXPECT_FALSE(conflicts[0].too_many);
  EXPECT_TRUE(copies.Merged({{"initiatives", 2}}, &merged).empty());
  EXPECT_TRUE(MessageDifferencer::Equals(merged, copies.second));
}

TEST(MergeOfCopies, OfTooManyEntriesTheChosenVersionsStandAlone) {
  Copies copies;
  copies.base = copies.current = copies.first = copies.second = WithTitles({"A", "B"});
  // One takes an entry out that the other changes, and puts in two.
  copies.first.mutable_initiatives()->RemoveLast();
  for (const char* id : {"c", "d"}) {
    v1::FicheInitiative* const entry = copies.first.add_initiatives();
    entry->set_id(id);
    entry->mutable_content()->set_title(id);
  }
  copies.second.mutable_initiatives(1)->mutable_content()->set_title("B2");
  v1::Fiche merged;
  EXPECT_EQ(Paths(copies.Merged({{"initiatives[b]", 2}}, &merged)), Strings{"initiatives"});
  EXPECT_TRUE(copies.Merged({{"initiatives[b]", 2}, {"initiatives", 1}}, &merged).empty());
  EXPECT_TRUE(MessageDifferencer::Equals(merged, copies.first)) << merged.DebugString();
  EXPECT_TRUE(copies.Merged({{"initiatives[b]", 2}, {"initiatives", 2}}, &merged).empty());
  EXPECT_TRUE(MessageDifferencer::Equals(merged, copies.second)) << merged.DebugString();
}

TEST(MergeOfCopies, PlacesToChooseAreThoseAskedForOnTheWay) {
  Copies copies;
  copies.base = WithTitles({"A"});
  copies.first = copies.second = copies.base;
  copies.first.mutable_initiatives(0)->mutable_content()->set_title("A1");
  copies.second.mutable_initiatives(0)->mutable_content()->set_title("A2");
  const auto places = [&](const MergeChoices& choices) {
    return PlacesToChoose(copies.base, {&copies.first, &copies.second}, choices, copies.current);
  };
  // Whoever lets the entry go was asked for its title all the same.
  const std::set<std::string> both = {"initiatives[a]", "initiatives[a].title"};
  EXPECT_EQ(places({}), both);
  EXPECT_EQ(places({{"initiatives[a]", 0}, {"initiatives[a].title", 2}, {"institution", 1}}), both);
  copies.first = copies.base;
  EXPECT_EQ(places({{"initiatives[a].title", 1}}), std::set<std::string>{"initiatives[a]"});
}

TEST(MergeOfCopies, WhoLosesNothingToReportLosesTheEntriesToo) {
  v1::Fiche base = WithTitles({"A"});
  v1::Fiche current = base;
  current.mutable_initiatives(0)->set_decision(v1::DECISION_ADMITTED);
  v1::FicheInitiative* const added = current.add_initiatives();
  added->set_id("n");
  v1::Fiche mine;
  mine.set_nothing_to_report(true);
  mine.set_institution("I");

  v1::Fiche merged = current;
  EXPECT_EQ(Paths(Merge(base, mine, &merged)), Strings{"nothing_to_report"});
  EXPECT_TRUE(Merge(base, {&mine}, {{"nothing_to_report", 0}}, &merged).empty());
  current.set_institution("I");
  EXPECT_TRUE(MessageDifferencer::Equals(merged, current)) << merged.DebugString();

  EXPECT_TRUE(Merge(base, {&mine}, {{"nothing_to_report", 1}}, &merged).empty());
  EXPECT_TRUE(MessageDifferencer::Equals(merged, mine)) << merged.DebugString();
}

}  // namespace
}  // namespace minga::domain
