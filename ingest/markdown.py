"""Markdown, and statutes in Markdown (front matter with ``beteckning``) → blocks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from ingest.blocks import Block, MediaType, ParsedFile
from ingest.markdown_hidden import shown_markdown
from ingest.outline import Element, outline_blocks
from ingest.statute import statute_blocks
from ingest.statute_outline import lost_sections
from ingest.statute_title import numbered_title
from ingest.tables import Table, cell_text, table_elements

# A picture's words stand in its place only where it can't be shown.
_PICTURE = re.compile(r"!\[(?:[^\[\]]|\[[^\]]*\])*\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^>\s]+)>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])")
_UNDERLINED = re.compile(r"(?<!\w)_(?=[^\s_])(.+?)(?<=[^\s_])_(?!\w)")
_CODE = re.compile(r"`([^`]+)`")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?(?:br|p|b|i|em|strong|sup|sub|span|div|a)\b[^>]*>", re.IGNORECASE)
_LIST_ITEM = re.compile(r"\s*(?:\d{1,3}[.)]|\(?[a-zåäö]\)|[-–—*+•])\s+\S", re.IGNORECASE)
_BULLET = re.compile(r"\A(\s*)[*+]\s+")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_CELL_END = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:```|~~~).*")
# The public statute collection writes this where its conversion failed: no word of the statute.
_NOT_CONVERTED = "Automatisk konvertering inte tillgänglig"
_KEY = re.compile(r"([A-Za-zÅÄÖåäö_][\w-]*):\s*(.*?)\s*")


def parse_markdown(text: str, name: str) -> ParsedFile:
    """The blocks of a Markdown file; ``name`` is its title when the file has none."""
    keys, body = front_matter(text)
    content = tuple(elements(body))
    heading = next((element.text for element in content if element.level == 1), "")
    if "beteckning" in keys:
        return _parse_statute(keys, content, heading or name)
    title = keys.get("title") or keys.get("rubrik") or heading or name
    return ParsedFile(
        media_type=MediaType.MARKDOWN,
        title=title,
        blocks=tuple(outline_blocks(content, title)),
    )


def _parse_statute(
    keys: Mapping[str, str], content: tuple[Element, ...], heading: str
) -> ParsedFile:
    sfs = keys["beteckning"]
    inner = tuple(element for element in content if element.level != 1)
    stub = any(_NOT_CONVERTED in element.text for element in inner)
    blocks = () if stub else statute_blocks(inner, sfs=sfs, numbered_headings=True)
    return ParsedFile(
        media_type=MediaType.MARKDOWN,
        title=numbered_title(keys.get("rubrik") or heading, sfs),
        blocks=blocks,
        sfs=sfs,
        valid_from=_day(keys.get("ikraft_datum", "")),
        problems=tuple(_statute_problems(inner, blocks)),
    )


def _day(text: str) -> date | None:
    """The day in ISO form, or None when the front matter says something else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _statute_problems(inner: Sequence[Element], blocks: Sequence[Block]) -> Iterator[str]:
    lost = ", ".join(lost_sections(inner))
    if lost:
        yield f"Ord saknas i filens text till {lost}, som därför har lämnats utanför."
    counts = Counter(block.pinpoint for block in blocks if block.pinpoint.endswith("§"))
    doubled = ", ".join(pinpoint for pinpoint, count in counts.items() if count > 1)
    if doubled:
        yield f"Filen har mer än en lydelse av {doubled} utan att säga när de gäller."


def front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """The keys of a YAML front matter (single-line values, unquoted) and the text below it."""
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return {}, text
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() in {"---", "..."}:
            found = (_KEY.fullmatch(row) for row in lines[1:number])
            pairs = {match[1]: match[2].strip("\"'") for match in found if match is not None}
            return pairs, "\n".join(lines[number + 1 :])
    return {}, text


def inline_text(line: str) -> str:
    """``line`` without Markdown marks: links become their text, emphasis and code plain words."""
    line = _LINK.sub(r"\1", _PICTURE.sub("", line))
    line = _AUTOLINK.sub(r"\1", line)
    for mark in (_STRONG, _EMPHASIS, _UNDERLINED):
        line = mark.sub(lambda match: match.group(match.re.groups), line)
    return _ESCAPE.sub(r"\1", _CODE.sub(r"\1", _TAG.sub("", line)))


def paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """The paragraphs and list items in ``lines``; a wrapped line is joined to the one before."""
    current: list[str] = []
    for line in (*lines, ""):
        stands_alone = _is_table_row(line) or _LIST_ITEM.match(line) is not None
        if current and (not line.strip() or stands_alone or _is_table_row(current[-1])):
            yield inline_text(" ".join(current))
            current = []
        if line.strip():
            current.append(_BULLET.sub(r"\1- ", line).strip())


def elements(text: str) -> Iterator[Element]:
    """The headings, paragraphs and table rows of Markdown below its front matter."""
    waiting: list[str] = []
    for line in shown_markdown(text).split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading is None:
            if not _FENCE.fullmatch(line):
                waiting.append("" if _is_rule(line) else line.removeprefix("> "))
            continue
        yield from _content(waiting)
        waiting = []
        yield Element(text=inline_text(heading[2]), level=len(heading[1]))
    yield from _content(waiting)


def _content(lines: Iterable[str]) -> Iterator[Element]:
    """The paragraphs and table rows between two headings."""
    for is_table, group in groupby(lines, key=_is_table_row):
        if is_table:
            yield from table_elements(_table(tuple(group)))
        else:
            yield from (Element(text=paragraph) for paragraph in paragraphs(group))


def _table(lines: Sequence[str]) -> Table:
    """A table by its lines; without a line of hyphens below the first row it has no header."""
    rows = tuple(_cells(line) for line in lines if not _TABLE_RULE.fullmatch(line))
    has_header = len(rows) > 1 and len(lines) > 1 and _TABLE_RULE.fullmatch(lines[1]) is not None
    return Table(rows=rows, header_rows=int(has_header))


def _cells(line: str) -> tuple[str, ...]:
    cells = _CELL_END.split(line.strip().removeprefix("|").removesuffix("|"))
    return tuple(cell_text(inline_text(part) for part in _BREAK.split(cell)) for cell in cells)


def _is_rule(line: str) -> bool:
    of_table = _TABLE_RULE.fullmatch(line) is not None and not _is_table_row(line)
    return of_table or _RULE.fullmatch(line) is not None


def _is_table_row(line: str) -> bool:
    return line.strip().startswith("|")
