#include "server/forms/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "server/base/limits.h"
#include "server/base/text.h"

namespace minga::forms {

void Findings::Add(std::string field, std::string_view text, v1::Certainty certainty, const Location& location, std::string_view reason,
                   const texts::Args& args) {
  if (found_.size() >= static_cast<size_t>(limits::kFindings)) return;
  v1::Finding finding;
  finding.set_field(std::move(field));
  finding.set_text(std::string(text::Prefix(text::Collapse(text), limits::kFindingText)));
  finding.set_certainty(certainty);
  finding.mutable_location()->set_table(location.table);
  finding.mutable_location()->set_row(location.row);
  finding.mutable_location()->set_cell(location.cell);
  finding.mutable_location()->set_paragraph(location.paragraph);
  finding.set_reason(std::string(reason));
  finding.set_message(texts::Render(fmt::format("finding.{}", reason), language_, args));
  found_.push_back({std::move(finding), location.order});
}

std::vector<v1::Finding> Findings::Take() {
  std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.order < b.order; });
  std::vector<v1::Finding> taken;
  taken.reserve(found_.size());
  for (Found& found : found_) taken.push_back(std::move(found.finding));
  found_.clear();
  return taken;
}

}  // namespace minga::forms
