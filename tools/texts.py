#!/usr/bin/env python3
"""Adds sentences to the three catalogues in texts/, keeping them sorted.
    tools/texts.py add FILE     FILE: a JSON object {key: {"es": ..., "pt": ..., "en": ...}}
    tools/texts.py format       sorts and indents them
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent / "texts"


def main():
    added = json.load(open(sys.argv[2])) if sys.argv[1:2] == ["add"] else {}
    if not added and sys.argv[1:] != ["format"]:
        sys.exit(__doc__)
    for language in ("es", "pt", "en"):
        path = ROOT / f"{language}.json"
        sentences = json.loads(path.read_text())
        sentences.update({key: texts[language] for key, texts in added.items()})
        path.write_text(json.dumps(dict(sorted(sentences.items())), ensure_ascii=False, indent=1) + "\n")


main()
