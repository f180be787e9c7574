// How answers are told: one resource, or a list of them.
#pragma once

#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "client/cli/app.h"
#include "client/cli/json.h"
#include "client/cli/table.h"
#include "minga/page_range.h"

namespace minga::cli {

// JSON as the items arrive, one per line, or a table of `row` for each when all are there. `headings` are keys of `cli.`.
template <typename T>
int PrintList(App& app, PageRange<T> range, const std::vector<std::string>& headings,
              const std::function<std::vector<std::string>(const T&)>& row) {
  std::vector<std::vector<std::string>> rows;
  int code = kOk;
  for (const absl::StatusOr<T>& item : range) {
    if (!item.ok()) {
      code = app.Fail(item.status());
    } else if (app.json()) {
      std::cout << ToJson(*item) << "\n";
    } else {
      rows.push_back(row(*item));
    }
  }
  if (app.json() || (code != kOk && rows.empty())) return code;
  if (rows.empty()) {
    std::cerr << app.T("list.empty") << "\n";
    return code;
  }
  std::vector<Column> columns;
  columns.reserve(headings.size());
  for (const std::string& heading : headings) columns.emplace_back(Column{app.T(heading)});
  std::cout << RenderTable(columns, rows, TerminalWidth());
  return code;
}

// Tells an answer: its error, JSON, or what `show` makes of it.
template <typename Answer, typename Show>
int Print(const App& app, const absl::StatusOr<Answer>& answer, Show show) {
  if (!answer.ok()) return app.Fail(answer.status());
  if (app.json()) {
    std::cout << ToJson(*answer) << "\n";
  } else {
    std::cout << PrintableLines(show(*answer));
  }
  return kOk;
}

// Calls the registry and tells the answer.
template <typename Call, typename Show>
int CallAndPrint(App& app, Call call, Show show, As as = As::kCaller) {
  const absl::StatusOr<Client> client = app.Connect(as);
  if (!client.ok()) return app.Fail(client.status());
  return Print(app, call(*client), std::move(show));
}

// Lists, with a connection of its own.
template <typename T, typename List>
int ConnectAndPrintList(App& app, List list, const std::vector<std::string>& headings,
                        const std::function<std::vector<std::string>(const T&)>& row) {
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  return PrintList<T>(app, list(*client), headings, row);
}

}  // namespace minga::cli
