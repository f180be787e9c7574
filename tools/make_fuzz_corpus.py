#!/usr/bin/env python3
"""Writes tests/fuzz/corpus/docx: main parts of a few documents, each behind an 'X' (see tests/fuzz/docx_fuzzer.cc), and two whole files."""
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
