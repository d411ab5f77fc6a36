"""What Word's styles say of a paragraph: a heading of which level, a title, an item of a list.

A style's name is the only word for its part in templates of authorities, which seldom build on
Word's own headings: "Rubrik 4 utan numrering", "Prop. huvudrubrik".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from ingest.attributes import whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBERED = re.compile(r"(?:heading|rubrik)\s?([1-9])\b", re.IGNORECASE)
_UNNUMBERED = re.compile(r"\brubrik\b", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:title|titel|rubrik)|.*\b(?:huvudrubrik|dokumenttitel|dokumentrubrik)", re.IGNORECASE
)
# Lists of contents, and the words beside a page's text.
_LEFT_OUT = re.compile(
    r"(?:toc|innehåll) ?\d|toc heading|innehållsförteckning.*|table of (?:figures|authorities)"
    r"|header|footer|sidhuvud|sidfot|(?:foot|end)note text|(?:fot|slut)notstext",
    re.IGNORECASE,
)
_BODY_LEVEL = 9
_DEEPEST_LIST = 8
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphStyle:
    """``level`` is 0 for a paragraph; ``list_id`` is "" outside lists."""

    level: int = 0
    is_title: bool = False
    left_out: bool = False
    hidden: bool = False
    list_id: str = ""
    list_level: int = 0


class ParagraphStyles:
    """The paragraph styles of a document, by their ids."""

    def __init__(self, styles: "_Element") -> None:
        self._elements = {
            str(style.get(qn("w:styleId"))): style for style in styles.iterchildren(qn("w:style"))
        }
        self._known: dict[str, ParagraphStyle] = {}
        self._default = next(
            (
                identity
                for identity, style in self._elements.items()
                if style.get(qn("w:type")) == "paragraph"
                and _is_on(style.get(qn("w:default"), "0"))
            ),
            "",
        )

    def of(self, paragraph: "_Element") -> ParagraphStyle:
        """What a paragraph's own marks and its style say, its own first."""
        properties = paragraph.find(qn("w:pPr"))
        named = _value(properties, "w:pStyle") or self._default
        if named not in self._known:
            self._known[named] = self._resolved(named)
        style = self._known[named]
        if properties is None:
            return style
        outline = _value(properties, "w:outlineLvl")
        list_id, list_level = _list(properties)
        return ParagraphStyle(
            level=_level(outline) if outline else style.level,
            is_title=style.is_title,
            left_out=style.left_out,
            hidden=style.hidden,
            list_id=list_id if list_id is not None else style.list_id,
            list_level=list_level if list_level is not None else style.list_level,
        )

    def _resolved(self, identity: str) -> ParagraphStyle:
        """A style with what it takes from those that it is based on."""
        level: int | None = None
        list_id: str | None = None
        list_level: int | None = None
        names, hidden = [], False
        for style in self._chain(identity):
            names.append(_value(style, "w:name").strip())
            properties = style.find(qn("w:pPr"))
            outline = _value(properties, "w:outlineLvl")
            level = (
                level if level is not None else _level(outline) if outline else _named(names[-1])
            )
            own_id, own_level = _list(properties)
            list_id = list_id if list_id is not None else own_id
            list_level = list_level if list_level is not None else own_level
            hidden = hidden or is_hidden(style.find(qn("w:rPr")))
        is_title = any(_TITLE.fullmatch(name) for name in names)
        return ParagraphStyle(
            level=1 if is_title else level or 0,
            is_title=is_title,
            left_out=any(_LEFT_OUT.fullmatch(name) for name in names),
            hidden=hidden,
            list_id=list_id or "",
            list_level=list_level or 0,
        )

    def _chain(self, identity: str) -> Iterator["_Element"]:
        """A style and those it is based on, nearest first; damaged files have them in rings."""
        for _ in range(_LONGEST_CHAIN):
            style = self._elements.get(identity)
            if style is None:
                return
            yield style
            identity = _value(style, "w:basedOn")


def is_hidden(run_properties: "_Element | None") -> bool:
    """Whether the author has hidden the text."""
    return is_set(run_properties, "w:vanish")


def is_set(properties: "_Element | None", tag: str) -> bool:
    """Whether a mark that is on or off is on."""
    mark = None if properties is None else properties.find(qn(tag))
    return mark is not None and _is_on(mark.get(qn("w:val"), "1"))


def _is_on(value: str) -> bool:
    return value not in {"0", "false", "off"}


def _named(name: str) -> int | None:
    """The level that a style's name tells; None when it tells nothing."""
    numbered = _NUMBERED.match(name)
    if numbered is not None:
        return int(numbered[1])
    return 1 if _UNNUMBERED.search(name) else None


def _level(outline: str) -> int:
    """The heading's level for an outline level, which counts from 0; 9 is body text."""
    number = whole_number(outline, default=_BODY_LEVEL, highest=_BODY_LEVEL)
    return 0 if number == _BODY_LEVEL else number + 1


def _list(properties: "_Element | None") -> tuple[str | None, int | None]:
    """The list that a paragraph is in and its level there; "0" says that it is in none."""
    numbering = None if properties is None else properties.find(qn("w:numPr"))
    if numbering is None:
        return None, None
    list_id, level = _value(numbering, "w:numId"), _value(numbering, "w:ilvl")
    return (
        None if not list_id else "" if list_id == "0" else list_id,
        whole_number(level, default=0, highest=_DEEPEST_LIST) if level else None,
    )


def _value(parent: "_Element | None", tag: str) -> str:
    child = None if parent is None else parent.find(qn(tag))
    return "" if child is None else child.get(qn("w:val")) or ""
