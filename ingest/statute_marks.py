"""What a consolidated statute's text says of its own wording: marks of time, and the last act.

The marks are the Riksdag's: "/Upphör att gälla U:2026-03-01/" before the older of two wordings
(its last day is the one before), "/Träder i kraft I:2026-03-01/" before the newer, "/Rubriken …/"
before a heading, "/Kapitlet …/" before all that a chapter holds. After its words a section names
the act that gave it them: "Lag (2025:223)."
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.dates import first_written_day
from ingest.blocks import Block
from ingest.outline import Element

_MARK = re.compile(
    r"/\s*(?:(?:Rubriken|Kapitlet)\s+|Ny\s+beteckning[^/]*?\s)?"
    r"(?:(?:upphör\s+att\s+gälla|träder\s+i\s+kraft)\s+)?"
    r"(?P<kind>[UI]):(?P<day>\d{4}-\d{2}-\d{2})(?:\s+genom\s[^/]*)?\.?\s*/\s*",
    re.IGNORECASE,
)
_ON_HEADING = re.compile(r"/\s*(?:Rubriken|Kapitlet)\b", re.IGNORECASE)
_LAST_ACT = re.compile(r"\s*\b(?:Lag|Förordning|Kungörelse) \((?P<sfs>\d{4}:\d+)\)\.\s*\Z")
_ACT_POINTS = re.compile(r"övergångsbestämmelserna till (?P<sfs>\d{4}:\d+)(?:, punkt \d+)?")
_IN_FORCE = re.compile(r"träder i kraft den (\d{1,2} \w+ \d{4})([^.]*)")
# Not all of the act begins then.
_IN_PARTS = re.compile(r"i fråga om|i övrigt|utom|förutom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The first and the last day that marks tell."""

    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A section's own words, when they hold as far as its marks tell, and the act they are from."""

    text: str
    dates: Dates
    amended_by: str | None = None


def read_wording(text: str) -> Wording:
    """``text`` without the marks before it and the act named after it."""
    marked, dates = without_marks(text)
    act = _LAST_ACT.search(marked)
    own = marked[: act.start()].rstrip() if act is not None else marked
    # A section that says nothing else ("Lag (2011:5).") keeps what it says.
    said = act["sfs"] if act is not None and own else None
    return Wording(text=own or marked, dates=dates or Dates(), amended_by=said)


def without_marks(text: str) -> tuple[str, Dates | None]:
    """``text`` without the marks it begins with, and what they tell; None where it has none."""
    begins, ends, rest = None, None, text
    while (mark := _MARK.match(rest)) is not None:
        day = _day(mark["day"])
        if day is not None and mark["kind"].upper() == "I":
            begins = day
        elif day is not None:
            ends = day - timedelta(days=1)
        rest = rest[mark.end() :]
    return rest, Dates(begins=begins, ends=ends) if rest != text else None


def headings_without_marks(elements: Iterable[Element]) -> list[Element]:
    """The elements with the marks on headings set aside in ``Element.mark``.

    Those before a section's words stay in its text, for ``read_wording``.
    """
    found: list[Element] = []
    waiting = ""
    for element in elements:
        text, dates = without_marks(element.text)
        of_heading = dates is not None and (element.level or _ON_HEADING.match(element.text))
        if not of_heading:
            found.append(replace(element, mark=waiting))
            waiting = ""
            continue
        mark = element.text.removesuffix(text)
        if text:
            own = replace(element.ending(text), level=element.level)
            found.append(replace(own, mark=waiting + mark))
        waiting = "" if text else waiting + mark
    return found


def act_dates(blocks: Iterable[Block]) -> Mapping[str, date]:
    """When each later act came into force, as the statute's transitional provisions tell."""
    found: dict[str, date] = {}
    for block in blocks:
        act = act_of_transition(block.pinpoint)
        said = _IN_FORCE.search(block.text) if act is not None else None
        whole = said is not None and _IN_PARTS.search(said[2]) is None
        day = first_written_day(said[1]) if said is not None and whole else None
        if act is not None and day is not None:
            found.setdefault(act, day)
    return found


def act_of_transition(pinpoint: str) -> str | None:
    """The later act whose transitional provision ``pinpoint`` is, or None."""
    act = _ACT_POINTS.fullmatch(pinpoint)
    return act["sfs"] if act is not None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
