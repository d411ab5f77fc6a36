"""Export → PDF, by typst: tagged, archivable, with fonts that the compiler carries itself.

Every text goes to the compiler as JSON; the template alone is markup. It has no packages, so
nothing is fetched.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib.resources import files
from typing import Any

import typst

from ui import export_texts, texts
from ui.export_content import Export, Part


def pdf_bytes(export: Export) -> bytes:
    """The document as PDF/UA-1 and PDF/A-2a.

    A sign that the fonts lack, such as an emoji in the question, breaks both standards: then the
    document is tagged all the same, but claims neither.
    """
    return compiled("export", _data(export))


def compiled(template: str, data: Mapping[str, Any]) -> bytes:
    """A template of ui/templates/ with ``data``, which it reads as JSON; the standards as above."""
    told = json.dumps(data, ensure_ascii=False)
    try:
        return _compiled(template, told, strict=True)
    except typst.TypstError:
        return _compiled(template, told, strict=False)


def _compiled(template: str, data: str, *, strict: bool) -> bytes:
    return typst.compile(
        (files("ui") / "templates" / f"{template}.typ").read_bytes(),
        format="pdf",
        sys_inputs={"export": data},
        pdf_standards=["ua-1", "a-2a"] if strict else [],
        ignore_system_fonts=True,  # the same document on every machine
    )


def _data(export: Export) -> dict[str, Any]:
    return {
        "title": export.title,
        "author": texts.SERVICE,
        "made": [export.made.year, export.made.month, export.made.day],
        "keywords": [f"{name}={value}" for name, value in export.marks.items()],
        "ai_line": export.ai_line,
        "footer": f"{export.title}. {export.ai_line}",
        "parts": [_part(part) for part in export.parts],
        "places": [asdict(place) for place in export.places],
        "checks": export.checks,
        "facts": export.facts,
        "about": export_texts.ABOUT_EXPORT,
        "address": export_texts.ADDRESS,
        "question": texts.QUESTION,
        "sources": export.sources_title,
        "who": texts.WHO,
        "reviewed": export_texts.REVIEWED,
        "page_number": export_texts.PAGE_NUMBER,
    }


def _part(part: Part) -> dict[str, Any]:
    told = ". ".join(filter(None, (part.label, part.law_day)))
    return {**asdict(replace(part, sources=())), "told": f"{told}."}
