#include "server/forms/docx_reader.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "server/base/limits.h"
#include "server/forms/model_builder.h"
#include "server/forms/origin.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

using pugi::xml_node;

bool IsOn(xml_node toggle) {
  if (!toggle) return false;
  const std::string_view value = toggle.attribute("w:val").value();
  return value != "0" && value != "false" && value != "off" && value != "none";
}

// Wingdings draws ticks and boxes where the code point says something else or nothing.
std::string_view Symbol(std::string_view font, unsigned long code) {
  code &= 0xFF;
  if (font == "Wingdings") {
    if (code == 0xFE || code == 0xFD || code == 0x78 || code == 0xFC || code == 0xFB) return kTicked;
    if (code == 0xA8 || code == 0x6F || code == 0x71 || code == 0x72) return kUnticked;
  }
  if (font == "Wingdings 2") {
    if (code == 0x50 || code == 0x51 || code == 0x52 || code == 0x53 || code == 0x54 || code == 0x4F) return kTicked;
    if (code == 0xA3 || code == 0x2A || code == 0x30) return kUnticked;
  }
  if (code == 0xB7 || code == 0xA7 || code == 0x9F) return "\xE2\x80\xA2";
  return " ";
}

bool IsListStyle(std::string_view id) {
  static constexpr std::array<std::string_view, 6> kStyles = {"ListBullet",     "ListNumber",    "Listaconvietas",
                                                              "Listaconnmeros", "Commarcadores", "Numerada"};
  return std::any_of(kStyles.begin(), kStyles.end(), [&](std::string_view style) { return id.compare(0, style.size(), style) == 0; });
}

class Reader {
 public:
  explicit Reader(const std::function<MailLinks()>& mail_links) : load_mail_links_(mail_links) {}

  // `body` is any element that holds blocks.
  Document Read(xml_node body) {
    Container container{&document_.blocks, {}};
    Blocks(body, container);
    Flush(container);
    return std::move(document_);
  }

 private:
  struct Field {
    bool in_instruction = true;
    // What a drop-down or a box of the old kind shows; its result is then left out.
    bool replaced = false;
    std::string instruction;
    // The paragraph of its result, and where in it that begins.
    const Paragraph* paragraph = nullptr;
    size_t begin = 0;
  };

  void Blocks(xml_node parent, Container& container) {
    for (const xml_node node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "w:p") {
        ReadParagraph(node, container);
      } else if (name == "w:tbl") {
        Flush(container);
        ReadTable(node, container);
      } else if (name == "w:sdt") {
        ReadControl(
            node, [&](xml_node content) { Blocks(content, container); }, container);
      } else if (name == "w:commentRangeStart") {
        pending_comments_.emplace_back(node.attribute("w:id").value());
      } else if (name == "w:altChunk") {
        document_.has_embedded_parts = true;
      } else if (name == "mc:AlternateContent") {
        Blocks(Alternative(node), container);
      } else if (name == "w:ins" || name == "w:moveTo" || name == "w:customXml" || name == "w:smartTag" || name == "w:sdtContent") {
        Blocks(node, container);
      }
    }
  }

  // A control's value where it is not simply its content; otherwise `content` reads it.
  template <typename Content>
  void ReadControl(xml_node control, Content content, Container& container) {
    const xml_node properties = control.child("w:sdtPr");
    const std::string_view tag = properties.child("w:tag").attribute("w:val").value();
    const std::optional<TagPath> path = paragraph_ == nullptr ? std::nullopt : ReadTag(tag);
    if (path) paragraph_->tagged.push_back({std::string(tag), {}});
    if (IsOn(properties.child("w:showingPlcHdr"))) return;
    if (const xml_node box = properties.child("w14:checkbox"); box) {
      const std::string_view value = box.child("w14:checked").attribute("w14:val").value();
      const bool ticked = value == "1" || value == "true";
      if (paragraph_ != nullptr) {
        AppendText(*paragraph_, ticked ? kTicked : kUnticked, {});
      } else {
        Paragraph made = builder_.Begin(container);
        AppendText(made, ticked ? kTicked : kUnticked, {});
        container.blocks->emplace_back(std::move(made));
      }
      return;
    }
    if (!path || path->actor.empty()) return content(control.child("w:sdtContent"));
    const size_t place = paragraph_->tagged.size() - 1;
    const size_t begin = paragraph_->text.size();
    content(control.child("w:sdtContent"));
    // Controls within controls repeat their words; no name of an actor is longer.
    paragraph_->tagged[place].words = paragraph_->text.substr(begin, 4 * limits::kActorName);
  }

  static xml_node Alternative(xml_node node) {
    const xml_node choice = node.child("mc:Choice");
    return choice ? choice : node.child("mc:Fallback");
  }

  void ReadTable(xml_node node, Container& container) {
    Table table;
    table.number = builder_.NextTable();
    Rows(node, table, container);
    container.blocks->emplace_back(std::move(table));
  }

  void Rows(xml_node parent, Table& table, Container& container) {
    for (const xml_node node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "w:tr") {
        if (node.child("w:trPr").child("w:del")) continue;
        Row row;
        int column = 0;
        const Location at{table.number, static_cast<int>(table.rows.size()) + 1, 0, 0, 0};
        Cells(node, row, column, at);
        table.rows.push_back(std::move(row));
      } else if (name == "w:sdt") {
        if (!IsOn(node.child("w:sdtPr").child("w:showingPlcHdr"))) Rows(node.child("w:sdtContent"), table, container);
      } else if (name == "w:ins" || name == "w:customXml" || name == "w:moveTo") {
        Rows(node, table, container);
      }
    }
  }

  void Cells(xml_node parent, Row& row, int& column, const Location& row_location) {
    for (const xml_node node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "w:tc") {
        ReadCell(node, row, column, row_location);
      } else if (name == "w:sdt") {
        // The cell itself stays when its control is empty, so that the columns after it do not move.
        Cells(node.child("w:sdtContent"), row, column, row_location);
        if (IsOn(node.child("w:sdtPr").child("w:showingPlcHdr")) && !row.cells.empty()) row.cells.back().blocks.clear();
      } else if (name == "w:customXml" || name == "w:ins" || name == "w:smartTag") {
        Cells(node, row, column, row_location);
      }
    }
  }

  void ReadCell(xml_node node, Row& row, int& column, const Location& row_location) {
    const xml_node properties = node.child("w:tcPr");
    if (properties.child("w:cellDel")) return;
    Cell cell;
    cell.column = column;
    cell.span = std::max(1, std::min(properties.child("w:gridSpan").attribute("w:val").as_int(1), 63));
    column += cell.span;
    if (const xml_node merge = properties.child("w:vMerge"); merge)
      cell.continues = std::string_view(merge.attribute("w:val").value()) != "restart";
    if (properties.child("w:hMerge") && std::string_view(properties.child("w:hMerge").attribute("w:val").value()) != "restart")
      cell.continues = true;
    Container inside{&cell.blocks, row_location};
    inside.location.cell = static_cast<int>(row.cells.size()) + 1;
    inside.location.paragraph = 0;
    Paragraph* const outer = std::exchange(paragraph_, nullptr);
    std::optional<Paragraph> carried = std::exchange(carried_, std::nullopt);
    Blocks(node, inside);
    Flush(inside);
    SealQuotes(cell);
    carried_ = std::move(carried);
    paragraph_ = outer;
    row.cells.push_back(std::move(cell));
  }

  void ReadParagraph(xml_node node, Container& container) {
    const xml_node properties = node.child("w:pPr");
    Paragraph paragraph;
    if (carried_) {
      paragraph = std::move(*carried_);
      carried_.reset();
    } else {
      paragraph = builder_.Begin(container);
    }
    paragraph.comments.insert(paragraph.comments.end(), pending_comments_.begin(), pending_comments_.end());
    pending_comments_.clear();
    if (const xml_node numbering = properties.child("w:numPr"); numbering) {
      paragraph.list_item = numbering.child("w:numId").attribute("w:val").as_int(0) != 0;
      paragraph.list_level = numbering.child("w:ilvl").attribute("w:val").as_int(0);
    } else if (IsListStyle(properties.child("w:pStyle").attribute("w:val").value())) {
      paragraph.list_item = true;
    }
    std::vector<xml_node> boxes;
    open_quote_ = {};
    {
      Paragraph* const outer = std::exchange(paragraph_, &paragraph);
      std::vector<xml_node>* const outer_boxes = std::exchange(boxes_, &boxes);
      Inline(node, container);
      paragraph_ = outer;
      boxes_ = outer_boxes;
    }
    // An instruction never runs over a paragraph's end; a field left open must not swallow the rest of the document.
    std::erase_if(fields_, [](const Field& field) { return field.in_instruction; });
    const xml_node mark = properties.child("w:rPr");
    if (mark.child("w:del") || mark.child("w:moveFrom")) {
      carried_ = std::move(paragraph);
    } else {
      container.blocks->emplace_back(std::move(paragraph));
    }
    for (const xml_node box : boxes) {
      Flush(container);
      Paragraph* const outer = std::exchange(paragraph_, nullptr);
      Blocks(box, container);
      paragraph_ = outer;
    }
  }

  // A paragraph whose mark was deleted runs into the next one of its container; at the container's end it stands alone.
  void Flush(Container& container) {
    if (!carried_) return;
    if (!carried_->text.empty()) container.blocks->emplace_back(std::move(*carried_));
    carried_.reset();
  }

  bool InInstruction() const {
    return std::any_of(fields_.begin(), fields_.end(), [](const Field& field) { return field.in_instruction || field.replaced; });
  }

  void Inline(xml_node parent, Container& container) {
    for (const xml_node node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "w:r" || name == "m:r") {
        ReadRun(node, container);
      } else if (name == "w:hyperlink") {
        ReadLink(node, container);
      } else if (name == "w:sdt") {
        ReadControl(
            node, [&](xml_node content) { Inline(content, container); }, container);
      } else if (name == "w:del" || name == "w:moveFrom" || name == "w:pPr" || name == "w:rt" || name == "w:sdtPr") {
        continue;
      } else if (name == "w:commentRangeStart") {
        paragraph_->comments.emplace_back(node.attribute("w:id").value());
      } else if (name == "w:bookmarkStart") {
        open_quote_ = {node.attribute("w:id").value(), node.attribute("w:name").value(), paragraph_, {}};
        open_quote_.quote.begin = paragraph_->text.size();
      } else if (name == "w:bookmarkEnd") {
        CloseQuote(node.attribute("w:id").value());
      } else if (name == "mc:AlternateContent") {
        Inline(Alternative(node), container);
      } else if (node.first_child()) {
        Inline(node, container);
      }
    }
  }

  void ReadLink(xml_node node, Container& container) {
    const size_t before = paragraph_->text.size();
    Inline(node, container);
    const pugi::xml_attribute id = node.attribute("r:id");
    if (!id || paragraph_->text.find('@', before) != std::string::npos) return;
    if (!mail_links_) mail_links_ = load_mail_links_();
    const auto found = mail_links_->find(id.value());
    if (found != mail_links_->end()) paragraph_->mail_links.push_back(found->second);
  }

  void CloseQuote(std::string_view id) {
    if (open_quote_.paragraph != paragraph_ || open_quote_.id != id) return;
    if (std::optional<Quote> quote = ReadBookmark(open_quote_.name, open_quote_.quote.text)) {
      quote->begin = open_quote_.quote.begin;
      quote->end = paragraph_->text.size();
      paragraph_->quotes.push_back(*std::move(quote));
    }
    open_quote_ = {};
  }

  // Appends to the paragraph what `text` makes there, and to an open quote `verbatim`.
  void Append(std::string_view text, const TextStyle& style, std::string_view verbatim) {
    AppendText(*paragraph_, text, style);
    // What is struck through or hidden is a change.
    if (open_quote_.paragraph == paragraph_) open_quote_.quote.text += style.struck || style.hidden ? kQuoted : verbatim;
  }

  static TextStyle StyleOf(xml_node properties) {
    TextStyle style;
    for (const xml_node node : properties.children()) {
      const std::string_view name = node.name();
      if (name == "w:b" || name == "w:u" || name == "w:highlight") {
        style.emphasised = style.emphasised || IsOn(node);
      } else if (name == "w:strike" || name == "w:dstrike") {
        style.struck = style.struck || IsOn(node);
      } else if (name == "w:vanish") {
        style.hidden = IsOn(node);
      } else if (name == "w:shd") {
        const std::string_view fill = node.attribute("w:fill").value();
        style.emphasised = style.emphasised || (!fill.empty() && fill != "auto" && fill != "FFFFFF" && fill != "ffffff");
      }
    }
    return style;
  }

  void ReadRun(xml_node run, Container& container) {
    const xml_node properties = run.child("w:rPr");
    // A run inserted by one and deleted by another keeps its text in w:t when some writers save it.
    if (properties.child("w:del") || properties.child("w:moveFrom")) return;
    const TextStyle style = StyleOf(properties);
    Parts(run, style, container);
  }

  void Parts(xml_node run, const TextStyle& style, Container& container) {
    for (const xml_node node : run.children()) {
      const std::string_view name = node.name();
      if (name == "w:fldChar") {
        ReadFieldMark(node);
        continue;
      }
      if (name == "w:drawing" || name == "w:pict" || name == "w:object") {
        Boxes(node);
        continue;
      }
      if (name == "mc:AlternateContent") {
        Parts(Alternative(node), style, container);
        continue;
      }
      // One that marks no words has no beginning.
      if (name == "w:commentReference") paragraph_->comments.emplace_back(node.attribute("w:id").value());
      if (name == "w:instrText" && !fields_.empty() && fields_.back().in_instruction) fields_.back().instruction += node.text().get();
      if (InInstruction()) continue;
      if (name == "w:t" || name == "m:t") {
        std::string_view text = node.text().get();
        std::string flat;
        if (text.find_first_of("\n\r\t") != std::string_view::npos) {
          flat = std::string(text);
          std::replace_if(
              flat.begin(), flat.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
          text = flat;
        }
        Append(text, style, text);
      } else if (name == "w:br" || name == "w:cr") {
        Append("\n", style, "\n");
      } else if (name == "w:tab" || name == "w:ptab") {
        Append("\t", style, "\t");
      } else if (name == "w:noBreakHyphen") {
        Append("-", style, "\xE2\x80\x91");
      } else if (name == "w:softHyphen") {
        Append({}, style, "\xC2\xAD");
      } else if (name == "w:sym") {
        const unsigned long code = std::strtoul(node.attribute("w:char").value(), nullptr, 16);
        const std::string_view symbol = Symbol(node.attribute("w:font").value(), code);
        Append(symbol, style, symbol);
      } else if (name == "w:ruby") {
        Inline(node.child("w:rubyBase"), container);
      }
    }
  }

  // Shapes nest: the text of each box is read once, by the outermost.
  void Boxes(xml_node node) {
    for (const xml_node child : node.children()) {
      const std::string_view name = child.name();
      if (name == "w:txbxContent") {
        boxes_->push_back(child);
      } else if (name == "mc:AlternateContent") {
        Boxes(Alternative(child));
      } else {
        Boxes(child);
      }
    }
  }

  void ReadFieldMark(xml_node mark) {
    const std::string_view type = mark.attribute("w:fldCharType").value();
    if (type == "begin") {
      Field field;
      const xml_node data = mark.child("w:ffData");
      if (const xml_node box = data.child("w:checkBox"); box && !InInstruction()) {
        const xml_node checked = box.child("w:checked");
        const bool ticked = checked ? IsOn(checked) : IsOn(box.child("w:default"));
        AppendText(*paragraph_, ticked ? kTicked : kUnticked, {});
        field.replaced = true;
      } else if (const xml_node list = data.child("w:ddList"); list && !InInstruction()) {
        const xml_node result = list.child("w:result");
        int index = (result ? result : list.child("w:default")).attribute("w:val").as_int(0);
        for (const xml_node entry : list.children("w:listEntry")) {
          if (index-- == 0) AppendText(*paragraph_, entry.attribute("w:val").value(), {});
        }
        field.replaced = true;
      }
      fields_.push_back(field);
    } else if (type == "separate") {
      if (!fields_.empty()) {
        fields_.back().in_instruction = false;
        fields_.back().paragraph = paragraph_;
        fields_.back().begin = paragraph_->text.size();
      }
    } else if (!fields_.empty()) {
      KeepMailLink(fields_.back());
      fields_.pop_back();
    }
  }

  // A link made by a field: HYPERLINK "mailto:...".
  void KeepMailLink(const Field& field) {
    constexpr std::string_view kMail = "mailto:";
    const size_t at = field.instruction.find(kMail);
    if (at == std::string::npos || field.paragraph != paragraph_ || paragraph_->text.find('@', field.begin) != std::string::npos) return;
    const std::string address = field.instruction.substr(at + kMail.size());
    paragraph_->mail_links.push_back(address.substr(0, address.find_first_of("\"? ")));
  }

  const std::function<MailLinks()>& load_mail_links_;
  std::optional<MailLinks> mail_links_;
  Document document_;
  ModelBuilder builder_;
  Paragraph* paragraph_ = nullptr;
  std::vector<xml_node>* boxes_ = nullptr;
  // A bookmark that was begun, with the text that followed as it stands in the file.
  struct OpenQuote {
    std::string_view id;
    std::string_view name;
    const Paragraph* paragraph = nullptr;
    Quote quote;
  };
  OpenQuote open_quote_;
  // Begun between paragraphs.
  std::vector<std::string> pending_comments_;
  std::optional<Paragraph> carried_;
  std::vector<Field> fields_;
};

}  // namespace

namespace {

void GatherText(xml_node parent, std::string& text) {
  for (const xml_node node : parent.children()) {
    const std::string_view name = node.name();
    if (name == "w:t") {
      text += node.text().get();
    } else if (name == "w:tab" || name == "w:br" || name == "w:cr") {
      text.push_back(' ');
    } else if (name != "w:del" && name != "w:moveFrom" && name != "w:pPr" && name != "w:rPr") {
      GatherText(node, text);
      if (name == "w:p") text.push_back(' ');
    }
  }
}

// The text of a comment's paragraphs, read as those of the document are.
std::string TextOfComment(xml_node comment) {
  const std::function<MailLinks()> no_links = [] { return MailLinks(); };
  const Document document = Reader(no_links).Read(comment);
  std::string text;
  for (const Block& block : document.blocks) {
    const auto* const paragraph = std::get_if<Paragraph>(&block);
    if (paragraph != nullptr) text.append(text.empty() ? "" : "\n").append(paragraph->text);
  }
  return text;
}

}  // namespace

std::vector<std::string> ReadWordNotes(xml_node root) {
  std::vector<std::string> notes;
  for (const xml_node note : root.children()) {
    // The lines that part notes from the text are kept as notes too.
    const std::string_view type = note.attribute("w:type").value();
    if (!type.empty() && type != "normal") continue;
    std::string text;
    GatherText(note, text);
    if (const std::string_view words = Trim(text); !words.empty()) notes.emplace_back(words);
  }
  return notes;
}

void ReadWordComments(xml_node root, xml_node extended, Document& document) {
  // A comment is known elsewhere by its last paragraph.
  const auto paragraph_id = [](xml_node comment) { return comment.last_child().attribute("w14:paraId").value(); };
  absl::flat_hash_map<std::string_view, xml_node> more;
  for (const xml_node node : extended.children("w15:commentEx")) more.emplace(node.attribute("w15:paraId").value(), node);
  absl::flat_hash_map<std::string_view, std::string_view> ids;
  for (const xml_node node : root.children("w:comment")) {
    if (const std::string_view paragraph = paragraph_id(node); !paragraph.empty()) ids.emplace(paragraph, node.attribute("w:id").value());
  }
  for (const xml_node node : root.children("w:comment")) {
    document.has_more_comments = document.comments.size() == static_cast<size_t>(limits::kDocumentComments);
    if (document.has_more_comments) return;
    Comment& comment = document.comments.emplace_back();
    comment.id = node.attribute("w:id").value();
    comment.author = node.attribute("w:author").value();
    comment.time = node.attribute("w:date").value();
    comment.text = TextOfComment(node);
    const auto found = more.find(paragraph_id(node));
    if (found == more.end()) continue;
    comment.resolved = found->second.attribute("w15:done").as_bool();
    if (const auto parent = ids.find(found->second.attribute("w15:paraIdParent").value()); parent != ids.end()) {
      comment.answers = parent->second;
    }
  }
}

Document ReadWordDocument(xml_node root, const std::function<MailLinks()>& mail_links) {
  return Reader(mail_links).Read(root.child("w:body"));
}

}  // namespace minga::forms
