#include "server/domain/fiche/element_order.h"

#include <algorithm>

namespace minga::domain {
namespace {

bool Has(const Order& order, int element) { return std::find(order.begin(), order.end(), element) != order.end(); }

}  // namespace

void Interleave(const Order& from, Order* into) {
  size_t last = from.size();
  while (last > 0 && !Has(*into, from[last - 1])) --last;
  for (size_t i = 0; i < from.size(); ++i) {
    if (Has(*into, from[i])) continue;
    auto at = into->end();
    if (i < last) {
      at = i == 0 ? into->begin() : std::find(into->begin(), into->end(), from[i - 1]) + 1;
      while (at != into->end() && !Has(from, *at)) ++at;
    }
    into->insert(at, from[i]);
  }
}

}  // namespace minga::domain
