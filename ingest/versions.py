"""The earlier files of a document → its sections as they stood, each with the days it held.

A changed original keeps its earlier wording: a question as of an earlier day is answered from it.
When a change took effect is known from the statute's own words or the catalogue; otherwise the day
when the newer file was added counts, the first on which the newer wording is known.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.documents import Section

_WORD = re.compile(r"\w+")
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One file's sections, and the day it was added."""

    sections: tuple[Section, ...]
    added: date


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A document's sections of all its files, the newest file's first, and what it changed.

    ``changes`` are Swedish sentences about the newest file beside the one before it.
    """

    sections: tuple[Section, ...]
    changes: tuple[str, ...] = ()


def with_earlier_versions(
    newest: Version, earlier: Sequence[Version], *, keeps_lost: bool = False
) -> History:
    """The newest file's sections, then what earlier files said otherwise.

    Args:
        newest: The file that counts today.
        earlier: The files before it, newest first.
        keeps_lost: What a newer file lacks goes on being told, as of a statute: a repealed § stands
            there as repealed, so that one that is not there at all was lost by the copy.
    """
    told: list[Section] = []
    newer, shown = newest, newest.sections
    for older in earlier:
        told += _with_first_days(shown, newer, older)
        shown = _ended_sections(shown, newer, older, keeps_lost=keeps_lost)
        newer = older
    changes = _changes(newest.sections, earlier[0].sections) if earlier else ()
    return History(sections=(*told, *shown), changes=changes)


def _with_first_days(shown: Sequence[Section], newer: Version, older: Version) -> list[Section]:
    """What is told of the newer file; what is new in it begins on its day if on no known one."""
    before, after = _by_pinpoint(older.sections), _by_pinpoint(newer.sections)
    dated = []
    for section in shown:
        replaced = _not_among(before.get(section.pinpoint, ()), after[section.pinpoint])
        is_new = _not_among((section,), before.get(section.pinpoint, ()))
        undated = replaced and section.valid_from in {None, replaced[0].valid_from}
        dated.append(replace(section, valid_from=newer.added) if is_new and undated else section)
    return dated


def _ended_sections(
    shown: Sequence[Section], newer: Version, older: Version, *, keeps_lost: bool
) -> tuple[Section, ...]:
    """What the older file said otherwise, until the day before the newer words begin."""
    after = _by_pinpoint(newer.sections)
    begins = {section.pinpoint: section.valid_from for section in shown}
    told: list[Section] = []
    for pinpoint, sections in _by_pinpoint(older.sections).items():
        if keeps_lost and pinpoint not in after:
            # The same words under another number are not lost.
            told += _not_among(sections, newer.sections)
            continue
        changed = _not_among(sections, after.get(pinpoint, ()))
        told += [_ended(section, begins.get(pinpoint), newer.added) for section in changed]
    return tuple(told)


def _ended(section: Section, begun: date | None, added: date) -> Section:
    """The section until the day before its successor begins."""
    known = begun is not None and (section.valid_from is None or begun > section.valid_from)
    return replace(section, valid_to=_earliest(section.valid_to, begun if known else added))


def _not_among(sections: Sequence[Section], others: Sequence[Section]) -> list[Section]:
    """Those whose words, but for signs, case and white space, none of ``others`` has."""
    known = {_words(other.text) for other in others}
    return [section for section in sections if _words(section.text) not in known]


def _earliest(day: date | None, begun: date | None) -> date | None:
    if begun is None:
        return day
    last = begun - timedelta(days=1)
    return last if day is None else min(day, last)


def _changes(new: Sequence[Section], old: Sequence[Section]) -> tuple[str, ...]:
    before, after = _by_pinpoint(old), _by_pinpoint(new)
    rows = {
        "Ändrat": [p for p in after if p in before and _differ(before[p], after[p])],
        "Nytt": [p for p in after if p not in before],
        "Borta": [p for p in before if p not in after],
    }
    return tuple(f"{label}: {_listed(places)}." for label, places in rows.items() if places)


def _differ(one: Sequence[Section], other: Sequence[Section]) -> bool:
    return bool(_not_among(one, other) or _not_among(other, one))


def _by_pinpoint(sections: Sequence[Section]) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    for section in sections:
        found.setdefault(section.pinpoint, []).append(section)
    return found


def _listed(places: Sequence[str]) -> str:
    more = f" och {len(places) - _MOST_NAMED} ställen till" if len(places) > _MOST_NAMED else ""
    return ", ".join(places[:_MOST_NAMED]) + more


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))
