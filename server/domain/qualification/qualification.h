// Is an initiative South-South or triangular cooperation, is it a multi-actor alliance, under which definition, and why.
//
// Sources: S1 is PIFCSS's final report on multi-actor alliances of 2022, S2 the workshop of Santiago of January 2018.
//
// UNKNOWN is neither yes nor no. What one item does not say (a role, a category, a month) is open; a list that holds
// something is taken as complete. So filling in what is not recorded turns UNKNOWN into YES or NO and never YES into NO,
// with two exceptions that the rules themselves make:
// - an end that is recorded for an initiative that was open can take it out of the round's period;
// - a space (type 3) of national modality is NO until it is recorded that it enables cooperation, and then YES.
// Recording what contradicts the record (a modality that its parties do not bear out) can change anything.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "minga/v1/initiative.pb.h"
#include "minga/v1/period.pb.h"
#include "minga/v1/qualification.pb.h"
#include "server/domain/qualification/definition.h"
#include "texts/texts.h"

namespace minga::domain {

// What is known beside the content.
struct QualificationContext {
  // ISO 3166-1 alpha-2; of a merged initiative the first.
  std::string reporting_country;
  // The period of the round that the initiative was reported in. Absent: IN_PERIOD is UNKNOWN.
  std::optional<v1::Period> round_period;
};

inline constexpr int kQualificationTests = 5;

// The bare results.
struct Verdicts {
  // By number of QualificationTest, less one.
  std::array<v1::QualificationResult, kQualificationTests> results{};

  v1::QualificationResult operator[](v1::QualificationTest test) const { return results[static_cast<size_t>(test) - 1]; }
  bool operator==(const Verdicts&) const = default;
};

// The results without their reasons; makes no texts.
Verdicts Judge(const v1::InitiativeContent& content, const QualificationContext& context,
               const Definition& definition = CurrentDefinition());

// The same results, each with the facts it stood on and what is missing, as sentences in `language`.
v1::Qualification Explain(const v1::InitiativeContent& content, const QualificationContext& context, texts::Language language,
                          const Definition& definition = CurrentDefinition());

}  // namespace minga::domain
