"""Where a statute's chapters and sections begin, and what in it can only be a heading."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.outline import Element

_NUMBER = r"(?:(?P<chapter>\d+(?: [a-z])?) kap\. ?)?(?P<number>\d+(?: ?[a-z])?) §"
# A converter's damage: "2010/13/EU" in the text became "2010EU", and "/13/" stands in the heading.
_SECTION_HEADING = re.compile(rf"(?P<lost>/.*/.*\s+)?{_NUMBER}")
# A digit right after § is a footnote's mark. Lower case follows only where a sentence goes on.
_SECTION_START = re.compile(
    rf"{_NUMBER}\d{{0,2}}(?:\s+(?P<text>(?:[^a-zåäö\s]|[a-z]\) |har upphävts).*))?", re.DOTALL
)
CHAPTER = re.compile(r"(?P<number>\d+(?: [a-z])?) kap\.(?:\s+(?P<name>[^a-zåäö\s].*))?")
TRANSITIONAL_HEADING = re.compile(
    r"(?:ikraftträdande- och )?övergångsbestämmelser(?:na)?", re.IGNORECASE
)
_UNNUMBERED_ITEM = re.compile(r"(?:[-–•]|[a-z]\)) \S")
# A text with fewer sections than one element in twenty only quotes a statute.
_LEAST_SHARE = 0.05
_LATEST_START = 30
_LONGEST_HEADING = 140


def looks_like_statute(elements: Sequence[Element]) -> bool:
    """Whether the text is divided into sections (§) from its beginning on.

    A report that speaks of sections, or prints a law as an annex, is not.
    """
    starts = [(place, match["number"]) for place, match in _starts(elements)]
    if len(starts) < 2 or len(starts) < _LEAST_SHARE * len(elements):
        return False
    begins_early = starts[0][0] <= _LATEST_START
    goes_on = starts[-1][0] >= 0.5 * len(elements)
    return begins_early and goes_on and (starts[0][1] == "1" or len(starts) >= 4)


def lost_sections(elements: Iterable[Element]) -> tuple[str, ...]:
    """The numbers of the sections whose words are known to be incomplete in this copy."""
    found = (_SECTION_HEADING.fullmatch(element.text) for element in elements if element.level)
    return tuple(f"{match['number']} §" for match in found if match is not None and match["lost"])


def chapters_restart(elements: Sequence[Element]) -> bool:
    """Whether a section must be cited with its chapter: each chapter counts from 1 §.

    Where numbers only rise from 1 § on, through all chapters, the number alone is enough.
    """
    chapters, numbers = False, []
    for element in elements:
        start = section_start(element)
        chapters = chapters or CHAPTER.fullmatch(element.text) is not None
        if start is not None:
            chapters = chapters or start["chapter"] is not None
            numbers.append(int(start["number"].split()[0].rstrip("abcdefghijklmnopqrstuvwxyz")))
    rising = numbers[:1] == [1] and all(one <= two for one, two in pairwise(numbers))
    return chapters and not rising


def without_false_headings(elements: Sequence[Element]) -> tuple[Element, ...]:
    """What a converter took for a heading but leads into a list is a paragraph of its section."""
    found: list[Element] = []
    for position, element in enumerate(elements):
        after = elements[position + 1].text if position + 1 < len(elements) else ""
        goes_on = element.text.endswith((",", " eller", " och"))
        leads = _UNNUMBERED_ITEM.match(after) is not None
        found.append(replace(element, level=0) if goes_on or leads else element)
    return tuple(found)


def with_headings(elements: Sequence[Element]) -> tuple[Element, ...]:
    """Chapters, and short lines before a § or before another heading, become headings."""
    found: list[Element] = []
    for element in reversed(elements):
        leads = bool(found) and (found[-1].level > 0 or section_start(found[-1]) is not None)
        if element.level or len(element.text) > _LONGEST_HEADING:
            found.append(element)
        elif CHAPTER.fullmatch(element.text) or TRANSITIONAL_HEADING.fullmatch(element.text):
            found.append(replace(element, level=1))
        elif leads and _reads_as_heading(element):
            found.append(replace(element, level=2))
        else:
            found.append(element)
    return tuple(reversed(found))


def _reads_as_heading(element: Element) -> bool:
    text = element.text.removesuffix(" m.m.").removesuffix(" m.fl.")
    if TRANSITIONAL_HEADING.fullmatch(text):
        return True
    closed = text.endswith((".", ":", ",", ";", " och", " eller"))
    return text[:1].isupper() and not closed and section_start(element) is None


def _starts(elements: Sequence[Element]) -> list[tuple[int, re.Match[str]]]:
    """Where sections begin, each with its match."""
    found = ((place, section_start(element)) for place, element in enumerate(elements))
    return [(place, match) for place, match in found if match is not None]


def section_start(element: Element) -> re.Match[str] | None:
    """The match when ``element`` begins a section."""
    pattern = _SECTION_HEADING if element.level else _SECTION_START
    return pattern.fullmatch(element.text)
