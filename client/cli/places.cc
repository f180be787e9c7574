#include "client/cli/places.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

namespace minga::cli {
namespace {

// What a request wraps things in, which says nothing to who filled in a form.
constexpr std::array<std::string_view, 10> kWrappings = {"fiche",   "document", "content", "additions", "agency",
                                                         "api_key", "member",   "round",   "answer",    "comment"};

// One part, such as `actors[0]`; empty when it has no words.
std::string PartName(const App& app, std::string_view part) {
  const size_t bracket = part.find('[');
  const std::string key = "place." + std::string(part.substr(0, bracket));
  if (bracket == std::string_view::npos) return texts::Exists("cli." + key) ? app.T(key) : "";
  if (!texts::Exists("cli." + key + ".one")) return "";
  const int index = std::atoi(std::string(part.substr(bracket + 1)).c_str());
  return app.T(key + ".one", {{"number", std::to_string(index + 1)}});
}

}  // namespace

std::string PlaceName(const App& app, std::string_view path) {
  std::string name;
  for (std::string_view rest = path; !rest.empty();) {
    const size_t dot = rest.find('.');
    const std::string_view part = rest.substr(0, dot);
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
    if (!rest.empty() && std::find(kWrappings.begin(), kWrappings.end(), part) != kWrappings.end()) continue;
    const std::string words = PartName(app, part);
    if (words.empty()) return std::string(path);
    name += (name.empty() ? "" : ", ") + words;
  }
  if (name.empty()) return std::string(path);
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

}  // namespace minga::cli
