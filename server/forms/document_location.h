// A place in a document.
#pragma once

namespace minga::forms {

struct Location {
  // As in minga.v1.DocumentLocation: from 1, 0 where it does not apply.
  int table = 0;
  int row = 0;
  int cell = 0;
  int paragraph = 0;
  // Rank of the paragraph in the document, for ordering.
  int order = 0;
};

}  // namespace minga::forms
