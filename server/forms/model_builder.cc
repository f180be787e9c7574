#include "server/forms/model_builder.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <utility>

#include "server/forms/words.h"

namespace minga::forms {
namespace {

std::string Composed(std::string_view text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* const compose = icu::Normalizer2::getNFCInstance(code);
  if (U_FAILURE(code)) return std::string(text);
  std::string composed;
  compose->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))), code)
      .toUTF8String(composed);
  return U_FAILURE(code) ? std::string(text) : composed;
}

size_t Unseen(std::string_view text) {
  for (const std::string_view sign : {"\xC2\xAD", "\xE2\x80\x8B", "\xE2\x81\xA0", "\xEF\xBB\xBF", kQuoted.data()}) {
    if (text.starts_with(sign)) return sign.size();
  }
  return 0;
}

}  // namespace

void AppendText(Paragraph& paragraph, std::string_view text, const TextStyle& style) {
  // Some systems write accents apart from their letters.
  std::string composed;
  if (text.find_first_of("\xCC\xCD") != std::string_view::npos) {
    composed = Composed(text);
    text = composed;
  }
  std::string& target = style.hidden ? paragraph.hidden : style.struck ? paragraph.struck : paragraph.text;
  const size_t begin = target.size();
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    // Soft hyphens, spaces of no width, joiners and marks of byte order are not to be seen and come from where it was copied.
    if (const size_t unseen = Unseen(text.substr(at)); unseen > 0) {
      at += unseen - 1;
      continue;
    }
    if (static_cast<unsigned char>(c) >= 0x20 ? c != 0x7F : c == '\n' || c == '\t') target.push_back(c);
  }
  if (!style.emphasised || style.hidden || style.struck || target.size() == begin) return;
  if (!paragraph.emphasis.empty() && paragraph.emphasis.back().end == begin) {
    paragraph.emphasis.back().end = target.size();
  } else {
    paragraph.emphasis.push_back({begin, target.size()});
  }
}

void SealQuotes(Cell& cell) {
  bool sealed = true;
  std::vector<std::string> texts;
  for (const Block& block : cell.blocks) {
    const auto* const paragraph = std::get_if<Paragraph>(&block);
    if (paragraph == nullptr) {
      sealed = false;
      break;
    }
    std::string& text = texts.emplace_back();
    size_t from = 0;
    for (const Quote& quote : paragraph->quotes) {
      text.append(paragraph->text, from, quote.begin - from).append(kQuoted);
      from = quote.end;
    }
    text.append(paragraph->text, from);
    sealed =
        sealed && Words(std::string_view(text).substr(ItemMark(text)), 1).empty() && (!paragraph->quotes.empty() || Trim(text).empty());
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    auto* const paragraph = std::get_if<Paragraph>(&cell.blocks[i]);
    if (paragraph == nullptr) continue;
    if (sealed) {
      paragraph->text = std::move(texts[i]);
      paragraph->emphasis.clear();
    } else {
      paragraph->quotes.clear();
    }
  }
}

Paragraph ModelBuilder::Begin(Container& container) {
  Paragraph paragraph;
  ++container.location.paragraph;
  paragraph.location = container.location;
  paragraph.location.order = ++paragraphs_;
  return paragraph;
}

}  // namespace minga::forms
