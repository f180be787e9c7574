#include "server/domain/qualification/explanation.h"

#include <unicode/listformatter.h>
#include <unicode/locid.h>

#include <memory>
#include <string>
#include <vector>

#include "code_lists/code_lists.h"
#include "server/domain/codes.h"

namespace minga::domain {
namespace {

// A fiche may name 200 actors; a sentence may not.
constexpr size_t kNamed = 5;

// Made once: making one costs more than a whole explanation. Its format() is const and keeps nothing.
const icu::ListFormatter* Formatter(texts::Language language) {
  static const std::vector<std::unique_ptr<icu::ListFormatter>>* const all = [] {
    auto* made = new std::vector<std::unique_ptr<icu::ListFormatter>>(std::size(texts::kLanguages));
    for (const texts::Language each : texts::kLanguages) {
      UErrorCode code = U_ZERO_ERROR;
      (*made)[static_cast<size_t>(each)].reset(
          icu::ListFormatter::createInstance(icu::Locale(std::string(texts::Code(each)).c_str()), code));
    }
    return made;
  }();
  return (*all)[static_cast<size_t>(language)].get();
}

}  // namespace

void Explanation::Fact(std::string path, std::string_view reason, const texts::Args& args) {
  v1::QualificationFact* const fact = result_->add_facts();
  fact->set_path(std::move(path));
  fact->set_reason(std::string(reason));
  fact->set_text(Sentence(reason, args));
}

void Explanation::Missing(std::string path, std::string_view reason, const texts::Args& args) {
  v1::QualificationFact* const fact = result_->add_missing();
  fact->set_path(std::move(path));
  fact->set_reason(std::string(reason));
  fact->set_text(Sentence(reason, args));
}

std::string Explanation::Country(const std::string& alpha2) const {
  const code_lists::Country* const country = code_lists::FindCountry(alpha2);
  return country == nullptr ? alpha2 : country->names.In(language_);
}

std::string Explanation::Party(const v1::Party& party) const {
  return party.country_code().empty() ? party.organization() : Country(party.country_code());
}

std::string Explanation::Category(v1::ActorCategory category) const {
  const code_lists::ActorCategory* const found = code_lists::FindActorCategory(Code(category));
  return found == nullptr ? std::string() : found->names.In(language_);
}

std::string Explanation::List(const std::vector<std::string>& items) const {
  // ICU copies what it is given twice over; most lists have one item.
  if (items.size() == 1) return items.front();
  std::vector<icu::UnicodeString> wide;
  for (const std::string& item : items) wide.push_back(icu::UnicodeString::fromUTF8(item));
  const icu::ListFormatter* const formatter = Formatter(language_);
  UErrorCode code = U_ZERO_ERROR;
  icu::UnicodeString joined;
  if (formatter != nullptr) formatter->format(wide.data(), static_cast<int32_t>(wide.size()), joined, code);
  std::string list;
  joined.toUTF8String(list);
  return list;
}

std::string Explanation::ShortList(std::vector<std::string> items) const {
  if (items.size() > kNamed + 1) {
    const size_t more = items.size() - kNamed;
    items.resize(kNamed);
    items.push_back(Sentence("AND_MORE", {{"count", std::to_string(more)}}));
  }
  return List(items);
}

std::string Explanation::Sentence(std::string_view reason, const texts::Args& args) const {
  return texts::Render("qualification." + std::string(reason), language_, args);
}

}  // namespace minga::domain
