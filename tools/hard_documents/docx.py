"""Writes small .docx files by hand, so that each holds exactly the trait it is there for."""
import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<w:document xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">'
)


class Xml(str):
    """Markup, as against text."""


def t(text):
    return Xml(f'<w:t xml:space="preserve">{escape(text)}</w:t>')


def r(text, *marks):
    """A run; line breaks and tabs in the text become theirs. marks: b, i, u, strike, vanish, highlight."""
    properties = "".join(f'<w:{m} w:val="{"yellow" if m == "highlight" else "single"}"/>' if m in ("highlight", "u") else f"<w:{m}/>" for m in marks)
    parts = []
    for i, line in enumerate(text.split("\n")):
        if i:
            parts.append("<w:br/>")
        for j, piece in enumerate(line.split("\t")):
            if j:
                parts.append("<w:tab/>")
            if piece:
                parts.append(t(piece))
    return Xml(f'<w:r>{"<w:rPr>" + properties + "</w:rPr>" if properties else ""}{"".join(parts)}</w:r>')


def x(markup):
    return Xml(markup)


def p(*runs, properties=""):
    inner = "".join(run if isinstance(run, Xml) else r(run) for run in runs)
    return Xml(f'<w:p>{"<w:pPr>" + properties + "</w:pPr>" if properties else ""}{inner}</w:p>')


def item(*runs, num=1, level=0):
    return p(*runs, properties=f'<w:pStyle w:val="Prrafodelista"/><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def ins(*runs):
    return Xml('<w:ins w:id="1" w:author="A" w:date="2022-05-03T10:00:00Z">' + "".join(run if isinstance(run, Xml) else r(run) for run in runs) + "</w:ins>")


def dele(text):
    return Xml(f'<w:del w:id="2" w:author="B" w:date="2022-05-03T10:00:00Z"><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>')


def blocks(content):
    """Text: a paragraph to a line. Markup: as it is. A list: its parts."""
    if isinstance(content, Xml):
        return content
    if isinstance(content, (list, tuple)):
        return "".join(blocks(part) for part in content)
    return "".join(p(line) if line else Xml("<w:p/>") for line in content.split("\n"))


def cell(content="", span=0, merge=None):
    properties = (f'<w:gridSpan w:val="{span}"/>' if span else "") + ("" if merge is None else f'<w:vMerge w:val="restart"/>' if merge else "<w:vMerge/>")
    inner = blocks(content) or "<w:p/>"
    if inner.endswith("</w:tbl>"):
        inner += "<w:p/>"
    return Xml(f'<w:tc>{"<w:tcPr>" + properties + "</w:tcPr>" if properties else ""}{inner}</w:tc>')


def row(*cells):
    return Xml("<w:tr>" + "".join(c if isinstance(c, Xml) and c.startswith("<w:tc>") else cell(c) for c in cells) + "</w:tr>")


def table(*rows):
    return Xml('<w:tbl><w:tblPr><w:tblW w:w="9400" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>' + "".join(rows) + "</w:tbl>")


def control(properties, content):
    return Xml(f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")


NUMBERING = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:numbering xmlns:w="{W}">'
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def package(body, extra=None, relations="", document=None):
    """The bytes of a .docx; the same every time."""
    files = {
        "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>',
        "_rels/.rels": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>' + relations + "</Relationships>",
        "word/numbering.xml": NUMBERING,
        "word/document.xml": document if document is not None else HEAD + "<w:body>" + body + "<w:sectPr/></w:body></w:document>",
    }
    files.update(extra or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2022, 5, 3, 10, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, content if isinstance(content, bytes) else content.encode("utf-8"))
    return out.getvalue()
