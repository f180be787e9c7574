// A list of the registry as a range that fetches its pages by itself.
#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace minga {

// A single-pass input range of absl::StatusOr<T>: the items in the server's order, each fetched no earlier than its page
// is needed. When a page cannot be fetched, the error is the last element. begin() fetches the first page and may be
// called once. Not thread-safe; a range keeps its Client's channel alive.
template <typename T>
class PageRange {
 public:
  struct Page {
    std::vector<T> items;
    // Empty on the last page.
    std::string next_page_token;
  };
  using Fetch = std::function<absl::StatusOr<Page>(const std::string& page_token)>;

  // Calls `fetch` first with `page_token`, then with each page's next token.
  explicit PageRange(Fetch fetch, std::string page_token = {}) : fetch_(std::move(fetch)), token_(std::move(page_token)) {}

  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = absl::StatusOr<T>;
    using difference_type = std::ptrdiff_t;
    using pointer = value_type*;
    using reference = value_type&;

    iterator() = default;
    explicit iterator(PageRange* range) : range_(range) {}
    reference operator*() const { return range_->current_; }
    pointer operator->() const { return &range_->current_; }
    iterator& operator++() {
      range_->Next();
      return *this;
    }
    void operator++(int) { range_->Next(); }
    bool operator==(std::default_sentinel_t) const { return range_ == nullptr || range_->done_; }

   private:
    PageRange* range_ = nullptr;
  };

  iterator begin() {
    Next();
    return iterator(this);
  }
  std::default_sentinel_t end() const { return {}; }

 private:
  void Next() {
    while (at_ == page_.items.size()) {
      if (last_) {
        done_ = true;
        return;
      }
      absl::StatusOr<Page> page = fetch_(token_);
      if (page.ok() && !page->next_page_token.empty() && page->next_page_token == token_) {
        page = absl::InternalError("the server answered the same page token again");
      }
      if (!page.ok()) {
        current_ = page.status();
        page_.items.clear();
        at_ = 0;
        last_ = true;
        return;
      }
      page_ = *std::move(page);
      at_ = 0;
      token_ = page_.next_page_token;
      last_ = token_.empty();
    }
    current_ = std::move(page_.items[at_++]);
  }

  Fetch fetch_;
  std::string token_;
  Page page_;
  size_t at_ = 0;
  bool last_ = false;
  bool done_ = false;
  absl::StatusOr<T> current_ = absl::UnknownError("");
};

}  // namespace minga
