// Collects what a person should confirm.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "minga/v1/document.pb.h"
#include "server/forms/document_location.h"
#include "texts/texts.h"

namespace minga::forms {

class Findings {
 public:
  explicit Findings(texts::Language language) : language_(language) {}

  // `reason` is the end of the text's key `finding.REASON`. Text over limits::kFindingText is cut.
  void Add(std::string field, std::string_view text, v1::Certainty certainty, const Location& location, std::string_view reason,
           const texts::Args& args = {});
  size_t size() const { return found_.size(); }
  // In document order, at most limits::kFindings.
  std::vector<v1::Finding> Take();

 private:
  struct Found {
    v1::Finding finding;
    int order;
  };
  const texts::Language language_;
  std::vector<Found> found_;
};

}  // namespace minga::forms
