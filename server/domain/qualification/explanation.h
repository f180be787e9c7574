// Collects the sentences that explain one test. The tests take a pointer to it and say nothing when that is null, so that
// a result and its explanation come from the same rule.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "minga/v1/initiative.pb.h"
#include "minga/v1/qualification.pb.h"
#include "texts/texts.h"

namespace minga::domain {

class Explanation {
 public:
  Explanation(texts::Language language, v1::TestResult* result) : language_(language), result_(result) {}

  // What the answer stood on, most important first. The text is the key `qualification.REASON`.
  void Fact(std::string path, std::string_view reason, const texts::Args& args = {});
  // What is not recorded and could change or complete the answer.
  void Missing(std::string path, std::string_view reason, const texts::Args& args = {});

  texts::Language language() const { return language_; }
  // The country's name in the language; the code itself when there is no such country.
  std::string Country(const std::string& alpha2) const;
  // The party's name.
  std::string Party(const v1::Party& party) const;
  // The category's name in the language.
  std::string Category(v1::ActorCategory category) const;
  // "a, b y c".
  std::string List(const std::vector<std::string>& items) const;
  // The first few, and how many more there are.
  std::string ShortList(std::vector<std::string> items) const;
  std::string Sentence(std::string_view reason, const texts::Args& args) const;

 private:
  const texts::Language language_;
  v1::TestResult* const result_;
};

}  // namespace minga::domain
