// A fiche as people read it.
#pragma once

#include <google/protobuf/repeated_field.h>
#include <google/protobuf/repeated_ptr_field.h>

#include <map>
#include <string>

#include "client/cli/app.h"
#include "client/cli/table.h"
#include "minga/v1/document.pb.h"
#include "minga/v1/fiche.pb.h"

namespace minga::cli {

// Its state, and whether it was sent late.
std::string StateOf(const App& app, const v1::Fiche& fiche);

// Why entries were excluded, by their ids: a fiche says only that they were.
using ExclusionReasons = std::map<std::string, google::protobuf::RepeatedField<int>>;

// The fiche; with `complete` also the long texts.
void ShowFiche(const App& app, const v1::Fiche& fiche, bool complete, Fields& fields, const ExclusionReasons& reasons = {});

// What a person should confirm: field, text, why.
void ShowFindings(const App& app, const google::protobuf::RepeatedPtrField<v1::Finding>& findings, Fields& fields);

// What people wrote in the margin of a document, with the answers to it.
void ShowComments(const App& app, const google::protobuf::RepeatedPtrField<v1::DocumentComment>& comments, Fields& fields);

}  // namespace minga::cli
