#include "server/domain/fiche/fiche_missing.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>

#include "server/domain/fiche/fiche_fields.h"
#include "server/domain/fiche/fiche_paths.h"
#include "server/domain/fiche/fiche_rules.h"

namespace minga::domain {
namespace {

using google::protobuf::Message;

bool IsOpen(const Message& message, const WrittenField& field) {
  return field.shape == FieldShape::kKeyed ? CountOf(message, field) == 0 : TextOf(message, field).empty();
}

bool IsOf(const WrittenField& field, const google::protobuf::Descriptor* message, int number) {
  return field.field->containing_type() == message && field.field->number() == number;
}

// Whether it is a question that everybody is asked.
bool IsQuestion(const WrittenField& field) {
  return !field.addition && !field.completes_previous &&
         !IsOf(field, v1::FicheInitiative::descriptor(), v1::FicheInitiative::kVisibilityFieldNumber) &&
         !IsOf(field, v1::Fiche::descriptor(), v1::Fiche::kNothingToReportFieldNumber);
}

class Search {
 public:
  Search(const v1::Fiche& fiche, texts::Language language) : fiche_(fiche), language_(language) {
    Violations violations;
    CheckReadyToSubmit(fiche, "fiche", violations);
    for (const Violation& each : violations.found()) required_.insert(each.path);
  }

  std::vector<v1::MissingAnswer> Run() {
    for (const WrittenField& field : WrittenFields(v1::Fiche::descriptor())) {
      const bool entries = IsOf(field, v1::Fiche::descriptor(), v1::Fiche::kInitiativesFieldNumber);
      if (!IsQuestion(field) || (entries && fiche_.nothing_to_report())) continue;
      const std::string& name = field.field->name();
      if (IsOpen(fiche_, field)) {
        const PathStep step(&path_, field);
        Add("fiche." + name, Question(name));
      } else if (entries) {
        for (int at = 0; at < fiche_.initiatives_size(); ++at) Entry(field, at);
      }
    }
    return std::move(missing_);
  }

 private:
  void Entry(const WrittenField& entries, int at) {
    const v1::FicheInitiative& entry = fiche_.initiatives(at);
    const PathStep step(&path_, entries, entry.id());
    const std::string where = fmt::format("fiche.initiatives[{}].content.", at);
    for (const WrittenField& field : WrittenFields(v1::FicheInitiative::descriptor())) {
      if (!IsQuestion(field)) continue;
      const std::string& name = field.field->name();
      if (IsOpen(entry, field)) {
        const PathStep inner(&path_, field);
        Add(where + name,
            texts::Render("question.of_initiative", language_, {{"number", std::to_string(at + 1)}, {"question", Question(name)}}));
      } else if (IsOf(field, v1::InitiativeContent::descriptor(), v1::InitiativeContent::kActorsFieldNumber)) {
        Actors(field, entry.content(), at);
      }
    }
  }

  // Of an actor the form asks the name, without which it is none, and the category.
  void Actors(const WrittenField& actors, const v1::InitiativeContent& content, int at) {
    for (const v1::Actor& actor : content.actors()) {
      if (actor.category() != v1::ACTOR_CATEGORY_UNSPECIFIED) continue;
      const PathStep step(&path_, actors, actor.id());
      const PathStep inner(&path_, *FindWrittenField(v1::Actor::descriptor(), "category"));
      Add({},
          texts::Render("question.category_of_actor", language_, {{"number", std::to_string(at + 1)}, {"actor", actor.display_name()}}));
    }
  }

  std::string Question(const std::string& name) const { return texts::Render("question." + name, language_); }

  // `place` is the question's in CheckReadyToSubmit.
  void Add(const std::string& place, std::string label) {
    v1::MissingAnswer& answer = missing_.emplace_back();
    answer.set_path(path_);
    answer.set_label(std::move(label));
    answer.set_required(required_.contains(place));
  }

  const v1::Fiche& fiche_;
  const texts::Language language_;
  std::set<std::string> required_;
  std::string path_;
  std::vector<v1::MissingAnswer> missing_;
};

}  // namespace

std::vector<v1::MissingAnswer> MissingAnswers(const v1::Fiche& fiche, texts::Language language) { return Search(fiche, language).Run(); }

}  // namespace minga::domain
