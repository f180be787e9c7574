#!/usr/bin/env python3
"""Writes tests/data/documents: fiches as they arrive in real life, one trait to a file, and beside each what a careful person
transcribes from it and which doubts must be reported. The expected values are written by hand in hard_documents/, never read
off the reader. LibreOffice is asked for the files that it saves itself; without it those are left as they are.
    tools/make_hard_documents.py [NAME...]
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from hard_documents import actors, choices, hands, layouts, offices, wordings  # noqa: E402

OUT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "data" / "documents"


def convert(source, suffix):
    office = shutil.which("soffice")
    if not office:
        return None
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "in").mkdir()
        (folder / "out").mkdir()
        path = folder / "in" / ("document." + source[1])
        path.write_bytes(source[0])
        kinds = {"docx": "docx:MS Word 2007 XML", "odt": "odt"}
        subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kinds[suffix], "--outdir", str(folder / "out"), str(path)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
        return (folder / "out" / ("document." + suffix)).read_bytes()


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:])
    for module in (layouts, choices, actors, wordings, hands, offices):
        for name, content, fiche, findings in module.documents():
            if wanted and name not in wanted:
                continue
            path = OUT / name
            if isinstance(content, tuple):
                # (the document to convert, by way of these formats)
                data, kind = content[0], "docx"
                for suffix in content[1:]:
                    data = data and convert((data, kind), suffix)
                    kind = suffix
            else:
                data = content
            if data:
                path.write_bytes(data)
            expected = {"fiche": fiche}
            # None: which doubts are reported is left open.
            if findings is not None:
                expected["findings"] = [{"field": field, "reason": reason} for field, reason in findings]
            path.with_name(path.name + ".expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")


main()
