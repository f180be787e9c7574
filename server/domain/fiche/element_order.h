// Orders of elements that several versions hold.
#pragma once

#include <vector>

namespace minga::domain {

// Each element is a number, the same in every version, and stands there once.
using Order = std::vector<int>;

// Puts those of `from` that `into` lacks behind the one that they follow in `from`, beyond others that `from` does not know; those
// that stand last in `from` stand last. Thus what several versions put at one place stands in the order of the calls.
void Interleave(const Order& from, Order* into);

}  // namespace minga::domain
