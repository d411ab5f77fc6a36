"""What Word prints before the items of its lists: "1. ", "a) ", "- ", counted as Word counts.

The numbers are not in the text. A list is known by its ``numId``, and each level of it counts for
itself and starts anew below an item of an outer level.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from ingest.attributes import whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9
_HIGHEST = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list is printed; ``pattern`` holds "%1" where the number goes."""

    form: str = "bullet"
    pattern: str = ""
    start: int = 1


@dataclass(slots=True, kw_only=True)
class _Count:
    """How far each level of one list has come; None where it has not begun."""

    reached: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class ListMarkers:
    """Counts the items of a document's lists in reading order."""

    def __init__(self, numbering: "_Element | None") -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, _Count] = {}
        if numbering is not None:
            self._read(numbering)

    def marker(self, list_id: str, level: int) -> str:
        """What stands before the next item of a list; "" when the list is unknown or unmarked."""
        definition = self._lists.get(list_id)
        levels = self._levels.get(definition or "", {})
        if definition is None or level not in levels:
            return ""
        if levels[level].form == "bullet":
            return "- "
        # Lists that share a definition go on counting where the other one stopped.
        reached = self._counts.setdefault(definition, _Count()).reached
        before = reached[level]
        reached[level] = levels[level].start if before is None else min(before + 1, _HIGHEST)
        reached[level + 1 :] = [None] * (_LEVELS - level - 1)
        return _printed(levels, level, reached)

    def _read(self, numbering: "_Element") -> None:
        for abstract in numbering.iterchildren(qn("w:abstractNum")):
            identity = abstract.get(qn("w:abstractNumId")) or ""
            self._levels[identity] = dict(_levels(abstract))
        for number in numbering.iterchildren(qn("w:num")):
            identity = number.get(qn("w:numId")) or ""
            base = _value(number, "w:abstractNumId")
            overridden = dict(_overrides(number, self._levels.get(base, {})))
            if overridden:
                # A list that starts anew counts for itself.
                own = f"{base}/{identity}"
                self._levels[own] = {**self._levels.get(base, {}), **overridden}
                base = own
            self._lists[identity] = base


def _levels(parent: "_Element") -> Iterator[tuple[int, _Level]]:
    for level in parent.iterchildren(qn("w:lvl")):
        start = _value(level, "w:start")
        yield (
            _number(level.get(qn("w:ilvl"))),
            _Level(
                form=_value(level, "w:numFmt") or "decimal",
                pattern=_value(level, "w:lvlText"),
                start=_number(start) if start else 1,
            ),
        )


def _overrides(number: "_Element", levels: dict[int, _Level]) -> Iterator[tuple[int, _Level]]:
    for override in number.iterchildren(qn("w:lvlOverride")):
        own = dict(_levels(override))
        place = _number(override.get(qn("w:ilvl")))
        known = own.get(place) or levels.get(place)
        start = _value(override, "w:startOverride")
        if known is not None and start:
            known = _Level(form=known.form, pattern=known.pattern, start=_number(start))
        if known is not None:
            yield place, known


def _printed(levels: dict[int, _Level], level: int, reached: list[int | None]) -> str:
    """The pattern "%1.%2" of a level with the numbers of this level and those outside it."""
    text = levels[level].pattern
    for place in range(level + 1):
        known = levels.get(place, _Level())
        count = reached[place]
        number = known.start if count is None else count
        text = text.replace(f"%{place + 1}", _formatted(number, known.form))
    return f"{text.strip()} " if text.strip() else ""


def _formatted(number: int, form: str) -> str:
    if form.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman"):
        roman = _roman(number)
        return roman.upper() if form.startswith("upper") else roman
    return "" if form == "none" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _value(parent: "_Element", tag: str) -> str:
    child = parent.find(qn(tag))
    return "" if child is None else child.get(qn("w:val")) or ""


def _number(text: str | None) -> int:
    return whole_number(text, default=0, highest=_HIGHEST)
