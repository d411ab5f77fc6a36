"""Export → Markdown with YAML front matter, and svarspass as JSON: the two formats that are text.

Every sign that Markdown could read as markup is escaped, so that a question or a source shows as
it is written.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.wire import answer_json
from ui import texts
from ui.export_content import Export, Line, Part, Strand
from ui.export_sources import Place, Source
from ui.kept_answers import KeptAnswer

_SPECIAL = re.compile(r"[\\`*_\[\]<>!|#$~&^{}@]|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
# What begins a block when it stands first on a line: a list, a rule, a heading's underline.
_FIRST = re.compile(r"^(\d{1,9})([.)])|^([-+=:])", re.MULTILINE)


def markdown_bytes(export: Export) -> bytes:
    """The document as Markdown in UTF-8."""
    blocks = [_front_matter(export.marks), f"# {escaped(export.title)}", export.ai_line]
    for part in export.parts:
        blocks += _part(part)
    blocks.append(f"## {texts.ABOUT_EXPORT}")
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
    if part.sources:
        yield f"### {texts.SOURCES}"
        for source in part.sources:
            yield from _source(source)
        yield part.check


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


def _source(source: Source) -> Iterator[str]:
    place = source.place
    yield f"#### \\[{source.label}\\] {escaped(place.title)}, {escaped(place.pinpoint)}"
    yield "\n".join(_quote(source))
    yield "  \n".join(
        filter(
            None,
            (f"{source.rank}. {source.edition}", escaped(source.facts), _address(place)),
        )
    )


def _quote(source: Source) -> Iterator[str]:
    """The quote set apart, its own line breaks kept."""
    lines = [escaped(line) for line in source.quote.splitlines() if line.strip()] or [""]
    if source.original:
        lines = [*lines[:-1], f"{lines[-1]}”"]
        lines[0] = f"”{lines[0]}"
    yield from (f"> {line}\\" for line in lines[:-1])
    yield f"> {lines[-1]}"


def _address(place: Place) -> str:
    if not place.url:
        return ""
    note = f" ({place.url_note})" if place.url_note else ""
    return f"{texts.ADDRESS}: <{place.url}>{note}"


def _reviewed() -> str:
    by, on = texts.REVIEWED
    blank = r"\_" * 20
    return f"{by} {blank} {on} {blank}"
