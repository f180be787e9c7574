#!/usr/bin/env python3
"""Writes tests/fuzz/corpus/docx: main parts of a few documents, each behind an 'X', comments behind a 'C' (see tests/fuzz/docx_fuzzer.cc), and two whole files."""
import pathlib
import shutil
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent / "tests"
OUT = ROOT / "fuzz" / "corpus" / "docx"
OUT.mkdir(parents=True, exist_ok=True)
for name in ("no-tables.docx", "tracked-changes.docx", "nested-table-actors.docx", "prose-actors.docx", "old-checkboxes.docx", "text-box.docx", "libreoffice-tracked-changes.odt"):
    path = ROOT / "data" / "documents" / name
    with zipfile.ZipFile(path) as z:
        part = "content.xml" if name.endswith(".odt") else "word/document.xml"
        (OUT / (name + ".xml")).write_bytes(b"X" + z.read(part))
for name in ("split-runs.docx", "strict-namespaces-utf16.docx"):
    shutil.copy(ROOT / "data" / "documents" / name, OUT / name)

W, W14, W15 = (f"http://schemas.{at}" for at in ("openxmlformats.org/wordprocessingml/2006/main", "microsoft.com/office/word/2010/wordml", "microsoft.com/office/word/2012/wordml"))
(OUT / "comments.xml").write_text(f"""C<w:comments xmlns:w="{W}" xmlns:w14="{W14}" xmlns:w15="{W15}">
<w:comment w:id="0" w:author="Ana" w:date="2026-05-03T10:00:00Z"><w:p w14:paraId="1"><w:r><w:t>Falta el año</w:t></w:r></w:p></w:comment>
<w:comment w:id="1" w:author="Beto"><w:p w14:paraId="2"><w:r><w:t>Agregado</w:t></w:r></w:p></w:comment>
<w15:commentEx w15:paraId="1" w15:done="1"/><w15:commentEx w15:paraId="2" w15:paraIdParent="1"/></w:comments>
""")
