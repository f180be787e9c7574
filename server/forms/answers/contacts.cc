#include "server/forms/answers/contacts.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

bool IsAddressChar(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-' || c == '+' ||
         c == '%' || c == '\'' || static_cast<unsigned char>(c) >= 0xC3;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return lower;
}

struct Address {
  std::string email;
  size_t begin = 0;
  size_t end = 0;
};

std::vector<Address> FindAddresses(std::string_view text) {
  std::vector<Address> found;
  for (size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    size_t begin = at;
    while (begin > 0 && (IsAddressChar(text[begin - 1]) || static_cast<unsigned char>(text[begin - 1]) >= 0x80)) {
      // A dash or a no-break space of several bytes ends the address.
      size_t start = begin - 1;
      while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
      if (static_cast<unsigned char>(text[start]) == 0xE2 || static_cast<unsigned char>(text[start]) == 0xC2) break;
      begin = start;
    }
    size_t end = at + 1;
    while (end < text.size() && IsAddressChar(text[end]) && text[end] != '\'' && text[end] != '%' && text[end] != '+') {
      if (static_cast<unsigned char>(text[end]) >= 0xE0) break;
      ++end;
    }
    while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-' || text[end - 1] == '_')) --end;
    while (begin < at && (text[begin] == '.' || text[begin] == '-' || text[begin] == '\'')) ++begin;
    const std::string_view domain = text.substr(at + 1, end - at - 1);
    if (begin == at || domain.find('.') == std::string_view::npos) continue;
    found.push_back({Lower(text.substr(begin, end - begin)), begin, end});
  }
  return found;
}

// "ana (at) x.org", "ana [arroba] x punto org", "ana @ x.org".
std::string Unveil(std::string_view text) {
  std::string out(text);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kVeils = {{{"(at)", "@"},
                                                                                            {"[at]", "@"},
                                                                                            {"{at}", "@"},
                                                                                            {"(arroba)", "@"},
                                                                                            {"[arroba]", "@"},
                                                                                            {" arroba ", "@"},
                                                                                            {"(a)", "@"},
                                                                                            {"(dot)", "."},
                                                                                            {"[dot]", "."},
                                                                                            {"(punto)", "."},
                                                                                            {"[punto]", "."},
                                                                                            {"(ponto)", "."},
                                                                                            {" punto ", "."},
                                                                                            {" at ", "@"}}};
  bool veiled = out.find('@') != std::string::npos;
  for (const auto& [veil, sign] : kVeils) {
    if (sign == "." && !veiled) continue;
    for (std::string lower = Lower(out); lower.find(veil) != std::string::npos; lower = Lower(out)) {
      out.replace(lower.find(veil), veil.size(), sign);
      veiled = true;
    }
  }
  for (const char sign : {'@', '.'}) {
    for (size_t at = out.find(sign); at != std::string::npos; at = out.find(sign, at + 1)) {
      if (sign == '.' && out.find('@') > at) continue;
      while (sign == '@' && at > 0 && out[at - 1] == ' ') out.erase(--at, 1);
      while (sign == '@' && at + 1 < out.size() && out[at + 1] == ' ') out.erase(at + 1, 1);
    }
  }
  return out;
}

// Words that only announce what follows.
std::string WithoutAnnouncements(std::string_view text) {
  static constexpr std::array<std::string_view, 31> kWords = {"correo electronico institucional",
                                                              "correo institucional",
                                                              "email institucional",
                                                              "mail institucional",
                                                              "direccion de correo",
                                                              "direccion electronica",
                                                              "correo e",
                                                              "nombres y apellidos",
                                                              "nombres",
                                                              "apellidos",
                                                              "nome completo",
                                                              "punto focal",
                                                              "ponto focal",
                                                              "responsable",
                                                              "e mail",
                                                              "email",
                                                              "emails",
                                                              "e mails",
                                                              "correo electronico",
                                                              "correo",
                                                              "correio eletronico",
                                                              "mail",
                                                              "nombre",
                                                              "nome",
                                                              "name",
                                                              "contacto",
                                                              "contato",
                                                              "nombre y apellido",
                                                              "correos electronicos",
                                                              "nombre completo",
                                                              "e mail s"};
  std::string out;
  // Each stretch up to a colon whose words are only an announcement goes.
  size_t at = 0;
  while (at < text.size()) {
    const size_t stop = std::min(text.find_first_of(":\n", at), text.size());
    const std::string_view stretch = text.substr(at, stop - at);
    if (stop < text.size() && text[stop] == ':') {
      // Only the last words before the colon can be one.
      const auto words = Words(stretch);
      size_t cut = stretch.size();
      for (size_t from = words.size() > 3 ? words.size() - 3 : 0; from < words.size(); ++from) {
        if (std::find(kWords.begin(), kWords.end(), Folded(stretch.substr(words[from].begin))) != kWords.end()) {
          cut = words[from].begin;
          break;
        }
      }
      out += stretch.substr(0, cut);
      if (cut == stretch.size()) out.push_back(':');
    } else {
      const std::string folded = Folded(stretch);
      if (std::find(kWords.begin(), kWords.end(), folded) == kWords.end()) out += stretch;
      if (stop < text.size()) out.push_back('\n');
    }
    at = stop + 1;
  }
  return out;
}

std::string NameFrom(std::string_view text) {
  std::string bare = WithoutAnnouncements(text);
  // "( )", however wide it was left by what stood in it.
  for (size_t at = bare.find("  "); at != std::string::npos; at = bare.find("  ", at)) bare.erase(at, 1);
  // Brackets and separators that were left without their address.
  for (const std::string_view empty : {"\xC2\xAB\xC2\xBB", "\xC2\xAB \xC2\xBB", "\"\"", "\" \"", "\xE2\x80\x9C\xE2\x80\x9D",
                                       "\xE2\x80\x9C \xE2\x80\x9D", "()", "( )", "<>", "< >", "[]", "[ ]", "(;)", "(,)"}) {
    for (size_t at = bare.find(empty); at != std::string::npos; at = bare.find(empty)) bare.replace(at, empty.size(), " ");
  }
  std::string name;
  for (const std::string_view line : SplitLines(bare)) {
    std::string_view part = TrimMarks(line, ",;:/|<>[]");
    // The point that stood behind the address.
    while (part.size() > 1 && part.back() == '.' && (part[part.size() - 2] == ' ' || part[part.size() - 2] == ','))
      part = TrimMarks(part.substr(0, part.size() - 1), ",;:/|<>[]");
    if (Words(part, 1).empty()) continue;
    name += (name.empty() ? "" : " ") + text::Collapse(part);
  }
  if (name.size() > 2 && name.front() == '(' && name.find(')') == name.size() - 1) name = name.substr(1, name.size() - 2);
  // A bracket that lost its partner with the address.
  if (std::count(name.begin(), name.end(), '(') != std::count(name.begin(), name.end(), ')'))
    name = text::Collapse(TrimMarks(name, ",;:/|<>[]()"));
  return name;
}

bool IsReference(std::string_view name) {
  static constexpr std::array<std::string_view, 14> kReferences = {"idem",
                                                                   "ibidem",
                                                                   "el mismo",
                                                                   "la misma",
                                                                   "o mesmo",
                                                                   "a mesma",
                                                                   "mismo punto focal",
                                                                   "mesmo ponto focal",
                                                                   "mismo",
                                                                   "mismo que arriba",
                                                                   "el mismo de arriba",
                                                                   "id",
                                                                   "mismo contacto",
                                                                   "mismo que el anterior"};
  const std::string folded = Folded(name);
  if (RefersElsewhere(name)) return true;
  return std::any_of(kReferences.begin(), kReferences.end(),
                     [&](std::string_view reference) {
                       return folded == reference || (reference.size() > 4 && reference != "mismo" &&
                                                      folded.compare(0, reference.size() + 1, std::string(reference) + " ") == 0);
                     }) ||
         folded.compare(0, 5, "idem ") == 0;
}

bool Among(std::string_view signs, char c) { return signs.find(c) != std::string_view::npos; }

// Signs that a word processor or a slip put into an address: other hyphens, a line break, "@@", a space or a comma in it.
// `*mended` tells whether the address may have been another.
std::string Mend(std::string_view text, bool* mended) {
  std::string out(text);
  const auto replace = [&](std::string_view from, std::string_view to) {
    bool any = false;
    for (size_t at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) {
      out.replace(at, from.size(), to);
      any = true;
    }
    return any;
  };
  replace("mailto:", "");
  if (replace("@@", "@")) *mended = true;
  const auto token = [&](size_t at, size_t* begin, size_t* end) {
    *begin = at;
    while (*begin > 0 && !Among(" \n\t<(,;", out[*begin - 1])) --*begin;
    *end = at;
    while (*end < out.size() && !Among(" \n\t>),;", out[*end])) ++*end;
  };
  // More than a few addresses are no contact; the rest stays as it is.
  int addresses = 0;
  for (size_t at = out.find('@'); at != std::string::npos && ++addresses <= 12; at = out.find('@', at + 1)) {
    size_t begin = 0;
    size_t end = 0;
    token(at, &begin, &end);
    for (const std::string_view hyphen : {"\xE2\x80\x90", "\xE2\x80\x91"}) {
      for (size_t k = out.find(hyphen, begin); k < end; k = out.find(hyphen, k)) {
        out.replace(k, hyphen.size(), "-");
        end -= hyphen.size() - 1;
        if (k < at) at -= hyphen.size() - 1;
      }
    }
    const auto plain = [&](size_t from, size_t to) {
      return to > from &&
             std::all_of(out.begin() + static_cast<std::ptrdiff_t>(from), out.begin() + static_cast<std::ptrdiff_t>(to),
                         [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; });
    };
    // "maria. perez@..."
    if (begin > 1 && out[begin - 1] == ' ' && Among("._-", out[begin - 2])) {
      size_t before = begin - 1;
      while (before > 0 && out[before - 1] != ' ' && out[before - 1] != '\n' && out[before - 1] != '\t') --before;
      if (begin - 1 - before > 2 && plain(before, begin - 1) && out[before] >= 'a') {
        // A point may also end a sentence: "Unidad de proyectos. proyectos@..."
        const auto words = Words(std::string_view(out).substr(0, before));
        const bool sentence = out[begin - 2] == '.';
        if (!sentence) {
          out.erase(begin - 1, 1);
          --at;
          --end;
        }
        *mended = *mended || !sentence || words.empty() || StartsUpper(std::string_view(out).substr(words.back().begin));
      }
    }
    if (end >= out.size()) break;
    size_t next = end;
    while (next < out.size() && (out[next] == ' ' || out[next] == '\n')) ++next;
    size_t next_end = next;
    while (next_end < out.size() && !Among(" \n\t>),;", out[next_end])) ++next_end;
    const std::string_view domain = std::string_view(out).substr(at + 1, end - at - 1);
    const std::string_view after = std::string_view(out).substr(next, next_end - next);
    const bool follows = next_end - next > 1 && plain(next, next_end) && !domain.empty();
    const bool no_point = domain.find('.') == std::string_view::npos;
    // Broken over two lines: the next holds nothing else.
    const bool broken = out[end] == '\n' && (next_end == out.size() || out[next_end] == '\n') && after.find('.') != std::string_view::npos;
    // "msp. example.org", "msp .example.org"
    const bool spaced = out[end] == ' ' && (no_point ? after.starts_with('.') : domain.find('.') + 1 == domain.size());
    if (follows && (broken || spaced)) {
      out.erase(end, next - end);
      *mended = true;
    } else if (out[end] == ',' && no_point && end + 1 < out.size() && plain(end + 1, end + 2)) {
      out[end] = '.';
      *mended = true;
    }
  }
  return out;
}

// The address of a page.
size_t PageAt(std::string_view text) { return std::min(text.find("www."), text.find("http")); }

// A telephone number, with the word before it.
size_t PhoneAt(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kWords = {"tel", "telefono", "telefone", "cel", "celular", "fono", "fone", "whatsapp"};
  size_t begin = 0;
  size_t digits = 0;
  const std::vector<Word> words = Words(text);
  for (size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    static constexpr std::array<std::string_view, 6> kExtensions = {"int", "interno", "ext", "extension", "ramal", "anexo"};
    if (i + 1 < words.size() && words[i + 1].folded.find_first_not_of("0123456789") == std::string::npos &&
        std::find(kExtensions.begin(), kExtensions.end(), word.folded) != kExtensions.end())
      return word.begin;
    if (std::find(kWords.begin(), kWords.end(), word.folded) != kWords.end() || word.folded.compare(0, 3, "tel") == 0) return word.begin;
    // "099 123 456"
    if (word.folded.find_first_not_of("0123456789") != std::string::npos) {
      digits = 0;
      continue;
    }
    if (digits == 0) begin = word.begin;
    digits += word.folded.size();
    if (digits >= 6) return begin;
  }
  const size_t plus = text.find('+');
  return plus != std::string_view::npos && plus + 1 < text.size() && text[plus + 1] >= '0' && text[plus + 1] <= '9'
             ? plus
             : std::string_view::npos;
}

}  // namespace

void ReadFocalPoint(const Answer& answer, v1::FocalPoint& focal_point, Findings& findings) {
  if (answer.lines.empty()) return;
  bool mended = false;
  std::string text = Mend(answer.Text(), &mended);
  const std::string email_field = answer.field + ".email";
  const std::string name_field = answer.field + ".display_name";
  const auto report = [&](const std::string& field, v1::Certainty certainty, std::string_view reason) {
    findings.Add(field, answer.Text(), certainty, answer.location, reason);
  };
  std::vector<Address> addresses = FindAddresses(text);
  if (mended && !addresses.empty()) report(email_field, v1::CERTAINTY_LIKELY, "EMAIL_REWRITTEN");
  if (addresses.empty()) {
    std::string unveiled = Unveil(text);
    addresses = FindAddresses(unveiled);
    if (!addresses.empty()) {
      text = std::move(unveiled);
      report(email_field, v1::CERTAINTY_LIKELY, "EMAIL_REWRITTEN");
    }
  }
  std::string name_text;
  if (addresses.empty()) {
    name_text = text;
    // What was meant for an address is no name.
    if (const size_t sign = name_text.find('@'); sign != std::string::npos) {
      const size_t begin = name_text.find_last_of(" \n\t", sign) == std::string::npos ? 0 : name_text.find_last_of(" \n\t", sign);
      name_text.erase(begin, std::min(name_text.find_first_of(" \n\t", sign), name_text.size()) - begin);
    }
    if (answer.mail_links.size() == 1) {
      focal_point.set_email(Lower(Trim(answer.mail_links[0])));
      report(email_field, v1::CERTAINTY_LIKELY, "EMAIL_FROM_LINK");
    } else if (!IsReference(text)) {
      report(email_field, v1::CERTAINTY_DOUBTFUL, "EMAIL_MISSING");
    }
  } else {
    focal_point.set_email(Within(addresses[0].email, limits::kEmail, email_field, answer.location, findings));
    std::vector<std::string> distinct;
    for (const Address& address : addresses) {
      if (std::find(distinct.begin(), distinct.end(), address.email) == distinct.end()) distinct.push_back(address.email);
    }
    if (distinct.size() > 1) report(email_field, v1::CERTAINTY_DOUBTFUL, "EMAIL_SEVERAL");
    // The first person is the one whose address was taken.
    name_text = text.substr(0, addresses[0].begin);
    // "María (maria@...) y Juan": the second person has no address.
    if (const std::string_view rest = TrimMarks(std::string_view(text).substr(addresses[0].end), ")>],;:.");
        addresses.size() == 1 && !Words(name_text, 1).empty() && (rest.starts_with("y ") || rest.starts_with("e "))) {
      report(name_field, v1::CERTAINTY_DOUBTFUL, "CONTACT_EXTRA");
      text.resize(addresses[0].end);
    }
    if (Words(WithoutAnnouncements(name_text), 1).empty() || addresses.size() == 1)
      name_text += " " + text.substr(addresses[0].end, addresses.size() > 1 ? addresses[1].begin - addresses[0].end : std::string::npos);
  }
  // "Cargo: ..." is another answer.
  std::string kept;
  for (const std::string_view line : SplitLines(name_text)) {
    static constexpr std::array<std::string_view, 12> kOthers = {"cargo",       "puesto",      "funcion",     "funcao",
                                                                 "direccion",   "endereco",    "institucion", "area",
                                                                 "dependencia", "instituicao", "unidad",      "skype"};
    // "Nombre: Ana Ruiz Cargo: Directora": up to the next announcement, if there is one.
    size_t from = 0;
    size_t to = std::string_view::npos;
    for (const Word& word : Words(line)) {
      const std::string_view behind = line.substr(word.end);
      if (!behind.starts_with(':') && !behind.starts_with(" :")) continue;
      const bool other = std::find(kOthers.begin(), kOthers.end(), word.folded) != kOthers.end();
      if (other && to == std::string_view::npos) to = word.begin;
      if (!other && to == 0) from = word.begin, to = std::string_view::npos;
    }
    if (from > 0 || to != std::string_view::npos) report(name_field, v1::CERTAINTY_LIKELY, "CONTACT_EXTRA");
    const std::string_view own = Trim(line.substr(from, to == std::string_view::npos ? to : to - from));
    if (!own.empty()) kept += (kept.empty() ? "" : "\n") + std::string(own);
  }
  name_text = std::move(kept);
  if (const size_t page = PageAt(name_text); page != std::string::npos) {
    report(name_field, v1::CERTAINTY_LIKELY, "CONTACT_EXTRA");
    name_text.erase(page, std::min(name_text.find_first_of(" \n", page), name_text.size()) - page);
  }
  if (const size_t phone = PhoneAt(name_text); phone != std::string::npos) {
    report(name_field, v1::CERTAINTY_LIKELY, "CONTACT_EXTRA");
    const size_t line_end = std::min(name_text.find('\n', phone), name_text.size());
    size_t begin = phone;
    while (begin > 0 && (name_text[begin - 1] == '+' || name_text[begin - 1] == '(' || name_text[begin - 1] == ' ')) --begin;
    name_text.erase(begin, line_end - begin);
  }
  std::string name = NameFrom(name_text);
  if (IsReference(name)) {
    report(answer.field, v1::CERTAINTY_DOUBTFUL, "CONTACT_REFERENCE");
    return;
  }
  if (name.empty()) {
    if (!addresses.empty()) report(name_field, v1::CERTAINTY_DOUBTFUL, "CONTACT_NAME_MISSING");
    return;
  }
  focal_point.set_display_name(Within(std::move(name), limits::kPersonName, name_field, answer.location, findings));
}

}  // namespace minga::forms
