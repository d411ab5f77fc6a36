"""Export → Markdown with YAML front matter, and svarspass as JSON: the two formats that are text.

Every sign that Markdown could read as markup is escaped, so that a question or a source shows as
it is written.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.wire import answer_json
from ui import export_texts, texts
from ui.export_content import Export, Line, Part, Strand
from ui.export_sources import CitedPlace, Place, Quotation
from ui.kept_answers import KeptAnswer

_SPECIAL = re.compile(r"[\\`*_\[\]<>!|#$~&^{}@]|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
# What begins a block when it stands first on a line: a list, a rule, a heading's underline.
_FIRST = re.compile(r"^(\d{1,9})([.)])|^([-+=:])", re.MULTILINE)


def markdown_bytes(export: Export) -> bytes:
    """The document as Markdown in UTF-8."""
    blocks = [_front_matter(export.marks), f"# {escaped(export.title)}", export.ai_line]
    for part in export.parts:
        blocks += _part(part)
    blocks += _sources(export)
    blocks.append(f"## {export_texts.ABOUT_EXPORT}")
    blocks.append("\n".join(f"- {name}: {escaped(value)}" for name, value in export.facts))
    blocks += [_reviewed(), export.ai_line]
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def json_bytes(kept: Sequence[KeptAnswer]) -> bytes:
    """The checked answers as svarspass: the shape of docs/interface.md, and ``changed``."""
    passes = [{**answer_json(one.answer), "changed": one.changed} for one in kept]
    return (json.dumps(passes, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def escaped(text: str) -> str:
    """``text`` as Markdown that shows it as it is, on one line."""
    line = _SPECIAL.sub(lambda sign: "\\" + sign.group(), " ".join(text.split()))
    return _FIRST.sub(lambda sign: f"{sign[1] or ''}\\{sign[2] or sign[3]}", line)


def _front_matter(marks: Mapping[str, str]) -> str:
    """What the document is, for programs; a JSON text is a YAML text too."""
    rows = [f"{name}: {_yaml(value)}" for name, value in marks.items()]
    return "\n".join(("---", "lang: sv", *rows, "---"))


def _yaml(value: str) -> str:
    return value if value in {"true", "false"} else json.dumps(value, ensure_ascii=False)


def _part(part: Part) -> Iterator[str]:
    yield f"## {texts.QUESTION}: {escaped(part.question)}"
    yield f"### {escaped(part.heading)}"
    yield ". ".join(filter(None, (part.label, part.law_day))) + "."
    yield from (f"**{escaped(notice)}**" for notice in part.notices)
    for strand in part.strands:
        yield from _strand(strand)
    yield from _nearest(part)
    if part.contacts:
        yield f"### {texts.WHO}"
        yield "\n".join(f"- {escaped(contact)}" for contact in part.contacts)


def _strand(strand: Strand) -> Iterator[str]:
    yield f"#### {escaped(f'{strand.sign} {strand.title}')}"
    if strand.lines:
        yield "\n".join(map(_line, strand.lines))


def _line(line: Line) -> str:
    marks = "".join(f"**{mark}** " for mark in line.marks)
    said = f"”{escaped(line.text)}”" if line.verbatim else escaped(line.text)
    numbers = " ".join(f"\\[{label}\\]" for label in line.labels)
    return f"- {marks}{said} {numbers}"


def _nearest(part: Part) -> Iterator[str]:
    if part.nearest:
        yield f"### {part.nearest_title}"
        yield "\n".join(
            f"- {escaped(place.title)}, {escaped(place.pinpoint)}. {_address(place)}".rstrip()
            for place in part.nearest
        )


def _sources(export: Export) -> Iterator[str]:
    if export.places:
        yield f"## {export.sources_title}"
        for cited in export.places:
            yield from _cited_place(cited)
        yield from export.checks


def _cited_place(cited: CitedPlace) -> Iterator[str]:
    place = cited.place
    yield f"### {escaped(place.title)}, {escaped(place.pinpoint)}"
    for quotation in cited.quotations:
        yield "\n".join(_quote(quotation, original=cited.original))
    yield "  \n".join(filter(None, (escaped(cited.about), _address(place))))


def _quote(quotation: Quotation, *, original: bool) -> Iterator[str]:
    """The quote set apart under its number, its own line breaks kept."""
    lines = [escaped(line) for line in quotation.words.splitlines() if line.strip()] or [""]
    if original:
        lines = [*lines[:-1], f"{lines[-1]}”"]
        lines[0] = f"”{lines[0]}"
    lines[0] = f"\\[{quotation.label}\\] {lines[0]}"
    yield from (f"> {line}\\" for line in lines[:-1])
    yield f"> {lines[-1]}"


def _address(place: Place) -> str:
    if not place.url:
        return ""
    note = f" ({place.url_note})" if place.url_note else ""
    return f"{export_texts.ADDRESS}: <{place.url}>{note}"


def _reviewed() -> str:
    by, on = export_texts.REVIEWED
    blank = r"\_" * 20
    return f"{by} {blank} {on} {blank}"
