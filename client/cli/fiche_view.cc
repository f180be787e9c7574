#include "client/cli/fiche_view.h"

#include <string>

#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/initiative_view.h"
#include "client/cli/places.h"

namespace minga::cli {
namespace {

std::string Where(const App& app, const v1::DocumentLocation& location) {
  std::string text;
  const auto add = [&](std::string_view key, int number) {
    if (number > 0) text += (text.empty() ? "" : ", ") + app.T(key, {{"number", std::to_string(number)}});
  };
  add("where.table", location.table());
  add("where.row", location.row());
  add("where.cell", location.cell());
  add("where.paragraph", location.paragraph());
  return text;
}

}  // namespace

std::string StateOf(const App& app, const v1::Fiche& fiche) {
  return Label(fiche.state(), app.language) + (fiche.late() ? " (" + app.T("round.late") + ")" : "");
}

void ShowFiche(const App& app, const v1::Fiche& fiche, bool complete, Fields& fields, const ExclusionReasons& reasons) {
  fields.Field(app.T("label.name"), fiche.name());
  fields.Field(app.T("label.round"), fiche.round());
  fields.Field(app.T("label.state"), StateOf(app, fiche));
  fields.Field(app.T("label.return_comment"), fiche.return_comment());
  fields.Field(app.T("label.institution"), fiche.institution());
  if (!fiche.country_code().empty()) fields.Field(app.T("label.country"), CountryName(fiche.country_code(), app.language));
  ShowFocalPoint(app, fiche.focal_point(), fields);
  if (complete) {
    fields.Field(app.T("label.institutional_strengths"), fiche.institutional_strengths());
    fields.Field(app.T("label.institutional_weaknesses"), fiche.institutional_weaknesses());
  }
  if (fiche.has_willing_to_share()) fields.Field(app.T("label.willing_to_share"), app.T(fiche.willing_to_share() ? "yes" : "no"));
  if (fiche.nothing_to_report()) fields.Line(app.T("fiche.nothing_to_report"));
  int number = 0;
  for (const v1::FicheInitiative& entry : fiche.initiatives()) {
    fields.Gap();
    const std::string& title = entry.content().title();
    fields.Heading(std::to_string(++number) + ". " + (title.empty() ? app.T("untitled") : title));
    fields.Deeper();
    fields.Field(app.T("label.entry_id"), entry.id());
    const auto why = reasons.find(entry.id());
    fields.Field(app.T("label.decision"),
                 why == reasons.end() ? Label(entry.decision(), app.language) : DecisionWithReasons(app, entry.decision(), why->second));
    fields.Field(app.T("label.visibility"), Label(entry.visibility(), app.language));
    ShowContent(app, entry.content(), complete, fields);
    fields.Back();
  }
}

void ShowFindings(const App& app, const google::protobuf::RepeatedPtrField<v1::Finding>& findings, Fields& fields) {
  if (findings.empty()) return;
  fields.Gap();
  fields.Heading(app.T("fiche.findings", {{"count", std::to_string(findings.size())}}));
  fields.Deeper();
  for (const v1::Finding& finding : findings) {
    fields.Line((finding.field().empty() ? app.T("finding.no_field") : PlaceName(app, finding.field())) + ": " + finding.message());
    fields.Deeper();
    if (!finding.text().empty()) fields.Field(app.T("label.text"), "«" + finding.text() + "»");
    fields.Field(app.T("label.certainty"), Label(finding.certainty(), app.language));
    fields.Field(app.T("label.where"), Where(app, finding.location()));
    fields.Back();
  }
  fields.Back();
}

void ShowComments(const App& app, const google::protobuf::RepeatedPtrField<v1::DocumentComment>& comments, Fields& fields) {
  if (comments.empty()) return;
  // Of a comment or a reply.
  const auto said = [](const auto& by) {
    return by.author() + (by.has_time() ? " (" + FormatTime(by.time()) + ")" : std::string()) + ": " + by.text();
  };
  fields.Gap();
  fields.Heading(app.T("fiche.comments", {{"count", std::to_string(comments.size())}}));
  fields.Deeper();
  for (const v1::DocumentComment& comment : comments) {
    fields.Line((comment.path().empty() ? app.T("finding.no_field") : PlaceName(app, comment.path())) +
                (comment.resolved() ? " (" + app.T("fiche.comment_resolved") + ")" : std::string()));
    fields.Deeper();
    fields.Line(said(comment));
    fields.Deeper();
    for (const v1::DocumentCommentReply& reply : comment.replies()) fields.Line(said(reply));
    fields.Back();
    fields.Back();
  }
  fields.Back();
}

}  // namespace minga::cli
