#include "server/forms/odt_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/base/limits.h"
#include "server/forms/model_builder.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

using pugi::xml_node;

constexpr int kRepeated = 64;

class Reader {
 public:
  Document Read(xml_node root) {
    ReadStyles(root.child("office:automatic-styles"));
    const xml_node text = root.child("office:body").child("office:text");
    Forms(text.child("office:forms"));
    Container body{&document_.blocks, {}};
    Blocks(text, body, -1);
    return std::move(document_);
  }

 private:
  static void GatherText(xml_node parent, std::string& text) {
    for (const xml_node node : parent.children()) {
      if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) text += node.value();
      const std::string_view name = node.name();
      if (name == "office:annotation") continue;
      if (name == "text:s" || name == "text:tab" || name == "text:line-break") text.push_back(' ');
      GatherText(node, text);
      if (name == "text:p") text.push_back(' ');
    }
  }

  // Its paragraphs, also those of lists.
  static void GatherComment(xml_node parent, std::string& text) {
    for (const xml_node node : parent.children()) {
      if (std::string_view(node.name()) != "text:p") {
        GatherComment(node, text);
        continue;
      }
      std::string paragraph;
      GatherText(node, paragraph);
      text.append(text.empty() ? "" : "\n").append(Trim(paragraph));
    }
  }

  void ReadComment(xml_node node) {
    document_.has_more_comments = document_.comments.size() == static_cast<size_t>(limits::kDocumentComments);
    if (document_.has_more_comments) return;
    Comment& comment = document_.comments.emplace_back();
    // Only those that mark words or are answered have a name.
    comment.id = node.attribute("office:name").as_string(fmt::format("#{}", document_.comments.size()).c_str());
    comment.answers = node.attribute("loext:parent-name").value();
    comment.author = node.child("dc:creator").text().get();
    comment.time = node.child("dc:date").text().get();
    comment.resolved = node.attribute("loext:resolved").as_bool();
    GatherComment(node, comment.text);
    paragraph_->comments.push_back(comment.id);
  }

  void ReadStyles(xml_node styles) {
    for (const xml_node node : styles.children("style:style")) {
      const xml_node properties = node.child("style:text-properties");
      TextStyle style;
      const std::string_view weight = properties.attribute("fo:font-weight").value();
      const std::string_view line = properties.attribute("style:text-underline-style").value();
      const std::string_view back = properties.attribute("fo:background-color").value();
      style.emphasised = weight == "bold" || weight == "700" || weight == "800" || weight == "900" || (!line.empty() && line != "none") ||
                         (!back.empty() && back != "transparent" && back != "#ffffff");
      const std::string_view through = properties.attribute("style:text-line-through-style").value();
      const std::string_view through_type = properties.attribute("style:text-line-through-type").value();
      style.struck = (!through.empty() && through != "none") || (!through_type.empty() && through_type != "none");
      style.hidden = std::string_view(properties.attribute("text:display").value()) == "none";
      styles_[node.attribute("style:name").value()] = style;
    }
  }

  // Boxes and lists of the old kind are drawn in the text by reference.
  void Forms(xml_node forms) {
    for (const xml_node node : forms.children()) {
      const std::string_view name = node.name();
      if (name == "form:checkbox" || name == "form:radio") {
        const std::string_view state = node.attribute("form:current-state").value();
        const std::string_view selected = node.attribute("form:current-selected").value();
        const bool ticked = state == "checked" || selected == "true";
        controls_[node.attribute("form:id").value()] =
            std::string(ticked ? kTicked : kUnticked) + " " + node.attribute("form:label").value();
      } else if (name == "form:listbox") {
        for (const xml_node option : node.children("form:option")) {
          if (option.attribute("form:current-selected").as_bool())
            controls_[node.attribute("form:id").value()] = option.attribute("form:label").value();
        }
      } else if (name == "form:combobox" || name == "form:text" || name == "form:textarea") {
        controls_[node.attribute("form:id").value()] = node.attribute("form:current-value").value();
      } else {
        Forms(node);
      }
    }
  }

  void Blocks(xml_node parent, Container& container, int list_level) {
    for (const xml_node node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "text:p" || name == "text:h") {
        ReadParagraph(node, container, list_level);
      } else if (name == "table:table") {
        ReadTable(node, container);
      } else if (name == "text:list") {
        for (const xml_node item : node.children()) Blocks(item, container, list_level + 1);
      } else if (name == "text:section") {
        if (node.child("text:section-source")) document_.has_embedded_parts = true;
        if (std::string_view(node.attribute("text:display").value()) != "none") Blocks(node, container, list_level);
      } else if (name == "text:numbered-paragraph" || name == "text:index-body" || name == "draw:text-box") {
        Blocks(node, container, list_level);
      } else if (name == "draw:frame" || name == "draw:g" || name == "draw:custom-shape") {
        Blocks(node, container, -1);
      }
    }
  }

  void ReadTable(xml_node node, Container& container) {
    Table table;
    table.number = builder_.NextTable();
    Rows(node, table);
    container.blocks->emplace_back(std::move(table));
  }

  void Rows(xml_node parent, Table& table) {
    for (const xml_node node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "table:table-row") {
        Row row;
        int column = 0;
        for (const xml_node cell : node.children()) {
          const std::string_view kind = cell.name();
          if (kind != "table:table-cell" && kind != "table:covered-table-cell") continue;
          const int columns = std::clamp(cell.attribute("table:number-columns-spanned").as_int(1), 1, kRepeated);
          Cell made;
          made.column = column;
          made.span = columns;
          ++column;
          if (kind == "table:covered-table-cell") {
            // Covered from the left it is no cell at all; covered from above it continues that cell.
            if (!row.cells.empty() && row.cells.back().column + row.cells.back().span > made.column) continue;
            made.continues = true;
          }
          Container inside{&made.blocks,
                           {table.number, static_cast<int>(table.rows.size()) + 1, static_cast<int>(row.cells.size()) + 1, 0, 0}};
          Paragraph* const outer = std::exchange(paragraph_, nullptr);
          if (!made.continues) Blocks(cell, inside, -1);
          paragraph_ = outer;
          row.cells.push_back(std::move(made));
        }
        table.rows.push_back(std::move(row));
      } else if (name == "table:table-header-rows" || name == "table:table-rows" || name == "table:table-row-group") {
        Rows(node, table);
      }
    }
  }

  void ReadParagraph(xml_node node, Container& container, int list_level) {
    Paragraph paragraph = builder_.Begin(container);
    paragraph.list_item = list_level >= 0 && std::string_view(node.parent().name()) != "text:list-header";
    paragraph.list_level = std::max(0, list_level);
    // A second paragraph of a list item carries no mark of its own.
    for (xml_node before = node.previous_sibling(); before && paragraph.list_item; before = before.previous_sibling()) {
      if (std::string_view(before.name()) == "text:p") paragraph.list_item = false;
    }
    std::vector<xml_node> boxes;
    Paragraph* const outer = std::exchange(paragraph_, &paragraph);
    std::vector<xml_node>* const outer_boxes = std::exchange(boxes_, &boxes);
    space_pending_ = false;
    TextStyle style = Of(node, {});
    style.emphasised = style.emphasised && node.child("text:span").empty();
    Inline(node, style);
    paragraph_ = outer;
    boxes_ = outer_boxes;
    container.blocks->emplace_back(std::move(paragraph));
    for (const xml_node box : boxes) Blocks(box, container, -1);
  }

  TextStyle Of(xml_node node, TextStyle style) const {
    const auto found = styles_.find(node.attribute("text:style-name").value());
    if (found == styles_.end()) return style;
    style.emphasised = style.emphasised || found->second.emphasised;
    style.struck = style.struck || found->second.struck;
    style.hidden = style.hidden || found->second.hidden;
    return style;
  }

  // Runs of white space in the file are one space, and none at a paragraph's beginning.
  void Text(std::string_view text, const TextStyle& style) {
    std::string flat;
    for (const char c : text) {
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        if (space_pending_ && !(paragraph_->text.empty() && flat.empty())) flat.push_back(' ');
        space_pending_ = false;
        flat.push_back(c);
      } else {
        space_pending_ = true;
      }
    }
    AppendText(*paragraph_, flat, style);
  }

  void Raw(std::string_view text, const TextStyle& style) {
    if (space_pending_ && !paragraph_->text.empty()) AppendText(*paragraph_, " ", {});
    space_pending_ = false;
    AppendText(*paragraph_, text, style);
  }

  void Inline(xml_node parent, const TextStyle& style) {
    for (const xml_node node : parent.children()) {
      const std::string_view name = node.name();
      if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
        Text(node.value(), style);
      } else if (name == "text:s") {
        Raw(std::string(static_cast<size_t>(std::clamp(node.attribute("text:c").as_int(1), 1, 1000)), ' '), style);
      } else if (name == "text:tab") {
        Raw("\t", style);
      } else if (name == "text:line-break") {
        Raw("\n", style);
      } else if (name == "text:span") {
        Inline(node, Of(node, style));
      } else if (name == "text:a") {
        ReadLink(node, style);
      } else if (name == "text:note") {
        std::string text;
        GatherText(node.child("text:note-body"), text);
        if (const std::string_view words = Trim(text); !words.empty()) document_.notes.emplace_back(words);
      } else if (name == "office:annotation") {
        ReadComment(node);
      } else if (name == "text:placeholder" || name == "text:tracked-changes" || name == "text:ruby-text" ||
                 name == "office:event-listeners") {
        continue;
      } else if (name == "text:hidden-text") {
        AppendText(*paragraph_, node.attribute("text:string-value").value(), {.hidden = true});
      } else if (name == "text:hidden-paragraph") {
        continue;
      } else if (name == "text:drop-down" || name == "loext:content-control" || name == "text:content-control") {
        ReadChoice(node, style);
      } else if (name == "field:fieldmark" || name == "field:fieldmark-start") {
        ReadFieldMark(node, style);
      } else if (name == "draw:control") {
        if (const auto found = controls_.find(node.attribute("draw:control").value()); found != controls_.end()) Raw(found->second, style);
      } else if (name == "draw:frame" || name == "draw:g" || name == "draw:custom-shape") {
        boxes_->push_back(node);
      } else if (node.first_child()) {
        Inline(node, style);
      }
    }
  }

  void ReadLink(xml_node node, const TextStyle& style) {
    constexpr std::string_view kMail = "mailto:";
    const size_t before = paragraph_->text.size();
    Inline(node, style);
    const std::string_view target = node.attribute("xlink:href").value();
    if (target.compare(0, kMail.size(), kMail) != 0 || paragraph_->text.find('@', before) != std::string::npos) return;
    paragraph_->mail_links.emplace_back(target.substr(kMail.size(), target.find('?') - kMail.size()));
  }

  void ReadChoice(xml_node node, const TextStyle& style) {
    const std::string_view placeholder = node.attribute("loext:showing-place-holder").value();
    if (placeholder == "true") return;
    if (node.attribute("loext:checkbox").as_bool()) {
      Raw(node.attribute("loext:checked").as_bool() ? kTicked : kUnticked, style);
    } else {
      Inline(node, style);
    }
  }

  void ReadFieldMark(xml_node node, const TextStyle& style) {
    const std::string_view type = node.attribute("field:type").value();
    const auto parameter = [&](std::string_view name) -> std::string_view {
      for (const xml_node child : node.children("field:param")) {
        if (name == child.attribute("field:name").value()) return child.attribute("field:value").value();
      }
      return {};
    };
    if (type.find("FORMCHECKBOX") != std::string_view::npos) {
      Raw(parameter("Checkbox_Checked") == "true" ? kTicked : kUnticked, style);
    } else if (type.find("FORMDROPDOWN") != std::string_view::npos) {
      int index = std::atoi(std::string(parameter("Dropdown_Selected")).c_str());
      for (const xml_node child : node.children("field:param")) {
        if (std::string_view(child.attribute("field:name").value()) == "Dropdown_ListEntry" && index-- == 0)
          Raw(child.attribute("field:value").value(), style);
      }
    }
  }

  Document document_;
  ModelBuilder builder_;
  absl::flat_hash_map<std::string, TextStyle> styles_;
  absl::flat_hash_map<std::string, std::string> controls_;
  Paragraph* paragraph_ = nullptr;
  std::vector<xml_node>* boxes_ = nullptr;
  bool space_pending_ = false;
};

}  // namespace

Document ReadOpenDocument(xml_node root) { return Reader().Read(root); }

}  // namespace minga::forms
