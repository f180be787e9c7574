#include "server/domain/fiche/element_order.h"

#include <gtest/gtest.h>

namespace minga::domain {
namespace {

Order Interleaved(Order into, const Order& from) {
  Interleave(from, &into);
  return into;
}

TEST(ElementOrder, PutsWhatIsMissingBehindItsNeighbour) {
  EXPECT_EQ(Interleaved({0, 1}, {0, 5, 6, 1}), (Order{0, 5, 6, 1}));
  EXPECT_EQ(Interleaved({0, 1}, {5, 0, 1}), (Order{5, 0, 1}));
  EXPECT_EQ(Interleaved({1, 0}, {0, 5, 1}), (Order{1, 0, 5}));
}

TEST(ElementOrder, PutsTheLastLast) {
  EXPECT_EQ(Interleaved({1, 0}, {0, 1, 5, 6}), (Order{1, 0, 5, 6}));
  EXPECT_EQ(Interleaved({}, {5, 6}), (Order{5, 6}));
}

TEST(ElementOrder, PutsWhatCameFirstFirst) {
  EXPECT_EQ(Interleaved({0, 5, 1}, {0, 6, 1}), (Order{0, 5, 6, 1}));
  EXPECT_EQ(Interleaved({5, 0}, {6, 0}), (Order{5, 6, 0}));
  EXPECT_EQ(Interleaved({0, 5}, {0, 6}), (Order{0, 5, 6}));
}

}  // namespace
}  // namespace minga::domain
