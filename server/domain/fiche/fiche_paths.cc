#include "server/domain/fiche/fiche_paths.h"

#include <algorithm>
#include <charconv>

#include "google/protobuf/descriptor.h"
#include "server/base/errors.h"
#include "server/domain/fields.h"

namespace minga::domain {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

// Canonical, so that one place has one path.
std::optional<int> ParsePlace(std::string_view text) {
  int place = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place);
  if (error != std::errc() || end != text.data() + text.size() || place < 0 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  return place;
}

bool IsId(std::string_view text) {
  Violations violations;
  CheckItemId(std::string(text), {}, violations);
  return !text.empty() && violations.empty();
}

bool ParseKey(std::string_view key, FichePath::Step* step) {
  const bool counted = !key.empty() && key[0] == '#';
  switch (step->field->shape) {
    case FieldShape::kKeyed:
      if (!counted) {
        step->id = key;
        return IsId(key);
      }
      [[fallthrough]];
    case FieldShape::kList: {
      const std::optional<int> place = ParsePlace(key.substr(counted ? 1 : 0));
      step->place = place.value_or(-1);
      return place.has_value();
    }
    case FieldShape::kValue:
    case FieldShape::kSet:
      break;
  }
  return false;
}

bool ParseStep(std::string_view text, const Descriptor* message, FichePath::Step* step) {
  const size_t bracket = text.find('[');
  step->field = FindWrittenField(message, text.substr(0, bracket));
  if (step->field == nullptr) return false;
  if (bracket == std::string_view::npos) return true;
  return text.back() == ']' && ParseKey(text.substr(bracket + 1, text.size() - bracket - 2), step);
}

bool NamesOne(const FichePath::Step& step) { return !step.id.empty() || step.place >= 0; }

// The message whose fields a next step names; null when there is none.
const Descriptor* Inside(const FichePath::Step& step) {
  return step.field->field->is_repeated() && !NamesOne(step) ? nullptr : step.field->field->message_type();
}

void Append(std::string* path, const WrittenField& field) {
  if (!path->empty()) path->push_back('.');
  path->append(field.field->name());
}

// The place of the step's element or item in `message`, -1 when there is none.
int PlaceOf(const Message& message, const FichePath::Step& step) {
  if (!step.id.empty()) return FindElement(message, *step.field, step.id);
  return step.place < CountOf(message, *step.field) ? step.place : -1;
}

}  // namespace

std::optional<FichePath> ParseFichePath(std::string_view text) {
  FichePath path;
  const Descriptor* message = v1::Fiche::descriptor();
  for (size_t from = 0; from <= text.size();) {
    const size_t dot = std::min(text.find('.', from), text.size());
    FichePath::Step step;
    if (message == nullptr || !ParseStep(text.substr(from, dot - from), message, &step)) return std::nullopt;
    message = Inside(step);
    path.steps.push_back(std::move(step));
    from = dot + 1;
  }
  return path;
}

std::string FormatFichePath(const FichePath& path) {
  std::string text;
  for (const FichePath::Step& step : path.steps) {
    Append(&text, *step.field);
    if (!step.id.empty()) {
      text.append("[").append(step.id).append("]");
    } else if (step.place >= 0) {
      text.append(step.field->shape == FieldShape::kKeyed ? "[#" : "[").append(std::to_string(step.place)).append("]");
    }
  }
  return text;
}

std::optional<FichePath> ResolveFichePath(const FichePath& path, const v1::Fiche& fiche) {
  FichePath resolved = path;
  const Message* message = &fiche;
  for (FichePath::Step& step : resolved.steps) {
    if (NamesOne(step)) {
      const int place = PlaceOf(*message, step);
      if (place < 0) return std::nullopt;
      if (step.field->field->message_type() == nullptr) break;
      message = &ElementOf(*message, *step.field, place);
      if (step.field->shape == FieldShape::kKeyed && step.id.empty() && !IdOf(*message, *step.field).empty()) {
        step.id = IdOf(*message, *step.field);
        step.place = -1;
      }
    } else if (Inside(step) != nullptr) {
      message = &step.field->reflection->GetMessage(HolderOf(*message, *step.field), step.field->field);
    }
  }
  return resolved;
}

std::string TextAtPath(const FichePath& path, const v1::Fiche& fiche) {
  const Message* message = &fiche;
  for (const FichePath::Step& step : path.steps) {
    const bool last = &step == &path.steps.back();
    if (NamesOne(step)) {
      const int place = PlaceOf(*message, step);
      if (place < 0) return {};
      if (last) return TextOfItem(*message, *step.field, place);
      message = &ElementOf(*message, *step.field, place);
    } else if (last) {
      return TextOf(*message, *step.field);
    } else {
      message = &step.field->reflection->GetMessage(HolderOf(*message, *step.field), step.field->field);
    }
  }
  return {};
}

PathStep::PathStep(std::string* path, const WrittenField& field) : path_(path), length_(path->size()) { Append(path, field); }

PathStep::PathStep(std::string* path, const WrittenField& field, std::string_view id) : PathStep(path, field) {
  path->append("[").append(id).append("]");
}

PathStep::PathStep(std::string* path, const WrittenField& field, int place) : PathStep(path, field, std::to_string(place)) {}

}  // namespace minga::domain
