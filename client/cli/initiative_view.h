// An initiative as people read it.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "client/cli/app.h"
#include "client/cli/table.h"
#include "minga/v1/initiative.pb.h"

namespace minga::cli {

std::string CountryNames(const App& app, const google::protobuf::RepeatedPtrField<std::string>& codes);

// `excluded (not multi-actor; outside the period)`.
std::string DecisionWithReasons(const App& app, v1::Decision decision, const google::protobuf::RepeatedField<int>& reasons);

void ShowFocalPoint(const App& app, const v1::FocalPoint& focal_point, Fields& fields);

// What is said about an initiative; with `complete` also the long texts.
void ShowContent(const App& app, const v1::InitiativeContent& content, bool complete, Fields& fields);

// The record with its decision and its qualification, reasons included.
void ShowInitiative(const App& app, const v1::Initiative& initiative, Fields& fields);

// The tests' answers in one line.
std::string Summary(const App& app, const v1::Qualification& qualification);

}  // namespace minga::cli
