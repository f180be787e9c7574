// The five tests of a qualification, one function each. `why` is null when only the result is wanted.
#pragma once

#include "minga/v1/initiative.pb.h"
#include "minga/v1/qualification.pb.h"
#include "server/domain/qualification/explanation.h"
#include "server/domain/qualification/qualification.h"

namespace minga::domain::tests {

v1::QualificationResult SouthSouthOrTriangular(const v1::InitiativeContent& content, const QualificationContext& context,
                                               const Definition& definition, Explanation* why);

// S1's narrow definition: two natures or more.
v1::QualificationResult Narrow(const v1::InitiativeContent& content, const Definition& definition, Explanation* why);

// S1's operative test for alliances for sustainable development: more than two natures.
v1::QualificationResult Broad(const v1::InitiativeContent& content, const Definition& definition, Explanation* why);

// S2's cards: two actors or more, one of them public, of two or more of the four sectors.
v1::QualificationResult Santiago2018(const v1::InitiativeContent& content, Explanation* why);

v1::QualificationResult InPeriod(const v1::InitiativeContent& content, const QualificationContext& context, Explanation* why);

}  // namespace minga::domain::tests
