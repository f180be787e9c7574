#include "server/domain/qualification/qualification.h"

#include "server/domain/qualification/elements.h"
#include "server/domain/qualification/explanation.h"
#include "server/domain/qualification/tests.h"

namespace minga::domain {
namespace {

v1::QualificationResult Run(v1::QualificationTest test, const v1::InitiativeContent& content, const QualificationContext& context,
                            const Definition& definition, Explanation* why) {
  switch (test) {
    case v1::QUALIFICATION_TEST_SOUTH_SOUTH_OR_TRIANGULAR:
      return tests::SouthSouthOrTriangular(content, context, definition, why);
    case v1::QUALIFICATION_TEST_NARROW:
      return tests::Narrow(content, definition, why);
    case v1::QUALIFICATION_TEST_BROAD:
      return tests::Broad(content, definition, why);
    case v1::QUALIFICATION_TEST_SANTIAGO_2018:
      return tests::Santiago2018(content, why);
    case v1::QUALIFICATION_TEST_IN_PERIOD:
      return tests::InPeriod(content, context, why);
    default:
      return v1::QUALIFICATION_RESULT_UNSPECIFIED;
  }
}

v1::QualificationTest TestAt(size_t position) { return static_cast<v1::QualificationTest>(position + 1); }

}  // namespace

Verdicts Judge(const v1::InitiativeContent& content, const QualificationContext& context, const Definition& definition) {
  Verdicts verdicts;
  for (size_t at = 0; at < verdicts.results.size(); ++at) {
    verdicts.results[at] = Run(TestAt(at), content, context, definition, nullptr);
  }
  return verdicts;
}

v1::Qualification Explain(const v1::InitiativeContent& content, const QualificationContext& context, texts::Language language,
                          const Definition& definition) {
  v1::Qualification qualification;
  for (size_t at = 0; at < kQualificationTests; ++at) {
    v1::TestResult* const result = qualification.add_results();
    Explanation why(language, result);
    result->set_test(TestAt(at));
    result->set_result(Run(TestAt(at), content, context, definition, &why));
  }
  AddElements(content, &qualification);
  qualification.set_definition_version(definition.version);
  return qualification;
}

}  // namespace minga::domain
