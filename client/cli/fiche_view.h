// A fiche as people read it.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "client/cli/app.h"
#include "client/cli/table.h"
#include "minga/v1/document.pb.h"
#include "minga/v1/fiche.pb.h"

namespace minga::cli {

// The fiche; with `complete` also the long texts.
void ShowFiche(const App& app, const v1::Fiche& fiche, bool complete, Fields& fields);

// What a person should confirm: field, text, why.
void ShowFindings(const App& app, const google::protobuf::RepeatedPtrField<v1::Finding>& findings, Fields& fields);

// What people wrote in the margin of a document, with the answers to it.
void ShowComments(const App& app, const google::protobuf::RepeatedPtrField<v1::DocumentComment>& comments, Fields& fields);

}  // namespace minga::cli
