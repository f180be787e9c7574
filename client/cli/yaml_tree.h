// YAML as people write it, with the line of each part: texts, lists and maps, without what only programs need.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "texts/texts.h"

namespace minga::cli {

// What is wrong with a file, and where.
struct YamlFault {
  // Counted from 1; 0: the file as a whole.
  int line = 0;
  // The sentence `cli.KEY`.
  std::string key;
  texts::Args args;
};

struct YamlNode {
  enum class Kind { kNull, kText, kList, kMap };
  Kind kind = Kind::kNull;
  int line = 1;
  // Of kText, as it is written: `no`, `1e3` and `"1e3"` are what they say.
  std::string text;
  // Of kList, and the values of kMap, in the order of the file.
  std::vector<YamlNode> items;
  // Of kMap, one for each of `items`; none stands twice.
  std::vector<std::string> keys;

  // The value of a key; null when there is none.
  const YamlNode* Find(std::string_view key) const;
};

// A larger file is refused before it is read.
inline constexpr size_t kYamlBytes = 8u << 20;

// Reads a file of one document. It must be UTF-8 without control characters and at most kYamlBytes; nothing in it is deeper than 16
// levels, and anchors, aliases and tags are refused. An empty file, or one of comments alone, is kNull. CRLF counts as LF.
std::optional<YamlFault> ReadYaml(std::string_view bytes, YamlNode* root);

}  // namespace minga::cli
