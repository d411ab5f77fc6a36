"""Which of a svarspass's notices and contacts are ours: a forged one must not speak in our name.

A notice is kept when it is a standing text of its status, or when we would say the very same of our
own documents today. Everything else is left out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from assistant.conversation import AnswerStatus, Nearest, Reason
from assistant.refusing import named, place_named
from assistant.texts import (
    KNOWS,
    MODEL_UNVERIFIED,
    UNKNOWN_DAY,
    day_text,
    missing_place_text,
    narrowed_text,
    not_in_force_text,
    not_told_text,
    older_wording_text,
    status_text,
)
from corpus.documents import CatalogueEntry, Lane, Passage
from ui.texts import SOURCE_CHANGED

Documents = Callable[[], Sequence[tuple[CatalogueEntry, Sequence[Passage]]]]
"""Every document with its passages: asked for only when a notice tells of one."""

_PLACE = re.compile(r"(?:\d{1,2}(?: [a-z])? kap\. )?\d{1,3}(?: [a-z])? §")
_TOLD_OF = re.compile(re.escape(not_told_text("¤")).replace("¤", "(?P<part>.+)"))
_WORD = re.compile(r"\w+")
_MOST_MISSPELT = 12
_ALIKE = 0.7  # how like the typed word its corrected spelling is


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a pass says of its question and of how it ended."""

    question: str
    as_of: date
    status: AnswerStatus
    reason: Reason | None
    lanes: frozenset[Lane] = frozenset(Lane)


def own_notices(told: Sequence[str], asked: Asked, documents: Documents) -> tuple[str, ...]:
    """Those of the notices that are ours, each once, in their order."""
    standing = set(_standing(asked))
    return tuple(
        notice
        for notice in dict.fromkeys(told)
        if notice in standing or _repeats(notice, asked) or _holds(notice, asked, documents)
    )


def own_contacts(told: Sequence[str], asked: Asked, nearest: Sequence[Nearest]) -> tuple[str, ...]:
    """Those of the contacts that this status has, in our order."""
    if asked.status is AnswerStatus.ANSWERED:
        usual = status_text(AnswerStatus.ANSWERED, Reason.INDIVIDUAL_CASE).contacts
    else:
        usual = status_text(asked.status, asked.reason).contacts
    expert = KNOWS.get(nearest[0].document_id) if nearest else None
    first = (expert,) if expert and asked.reason is Reason.WEAK_EVIDENCE else ()
    return tuple(name for name in dict.fromkeys((*first, *usual)) if name in told)


def _standing(asked: Asked) -> Iterator[str]:
    """The texts that this status may come with, whatever was asked."""
    yield status_text(asked.status, asked.reason).text
    yield SOURCE_CHANGED
    if asked.lanes != frozenset(Lane):
        yield narrowed_text(lane for lane in Lane if lane in asked.lanes)
    if asked.status is AnswerStatus.ANSWERED:
        for reason in (Reason.INDIVIDUAL_CASE, Reason.MODEL_UNAVAILABLE):
            yield status_text(asked.status, reason).text
        yield from (UNKNOWN_DAY, MODEL_UNVERIFIED, day_text(asked.as_of))


def _repeats(notice: str, asked: Asked) -> bool:
    """Whether the notice only repeats a part of the question, perhaps better spelt."""
    found = _TOLD_OF.fullmatch(notice)
    if found is None or asked.status is not AnswerStatus.ANSWERED:
        return False
    typed = set(_WORD.findall(asked.question.lower()))
    misspelt = set(_WORD.findall(found["part"].lower())) - typed
    # Comparing takes time by the product of both, and what comes from outside may be long.
    return len(misspelt) <= _MOST_MISSPELT and all(
        get_close_matches(word, typed, n=1, cutoff=_ALIKE) for word in misspelt
    )


def _holds(notice: str, asked: Asked, documents: Documents) -> bool:
    """Whether the notice is what we say of a place in our documents."""
    if asked.status is not AnswerStatus.NO_GUIDANCE_FOUND:
        return False
    return any(
        notice in _said_of(entry, passages, notice, asked) for entry, passages in documents()
    )


def _said_of(
    entry: CatalogueEntry, passages: Sequence[Passage], notice: str, asked: Asked
) -> Iterator[str]:
    day = asked.as_of
    if asked.reason is Reason.NOT_IN_FORCE:
        if passages and entry.valid_from is not None and day < entry.valid_from:
            yield not_in_force_text(named(entry), day, entry.valid_from, None).text
        for passage in _not_in_force(passages, notice, day):
            what = place_named(passage, entry)
            yield not_in_force_text(what, day, passage.valid_from, passage.valid_to).text
    elif asked.reason is Reason.WEAK_EVIDENCE:
        for passage in _not_in_force(passages, notice, day):
            if passage.amended_by is not None:
                yield older_wording_text(passage.pinpoint, day, passage.amended_by).text
        place = _PLACE.match(notice)
        if place and all(passage.pinpoint != place[0] for passage in passages):
            yield missing_place_text(place[0], entry.short_title)


def _not_in_force(passages: Sequence[Passage], notice: str, day: date) -> Iterator[Passage]:
    """The passages that the notice may tell of."""
    for passage in passages:
        if notice.lower().startswith(passage.pinpoint.lower()) and not passage.holds_on(day):
            yield passage
