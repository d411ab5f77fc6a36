"""Answers that are none: the status, its reason, where the sources come closest, whom to ask."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.asked import Asked, analyse
from assistant.asked_day import asks_what_held, without_day
from assistant.companions import place_of
from assistant.conversation import (
    Answer,
    AnswerStatus,
    Nearest,
    Question,
    Reason,
    RetrievedPassage,
)
from assistant.guards import Refusal
from assistant.personal_data import mask
from assistant.sufficiency import missing_place
from assistant.texts import (
    KNOWS,
    missing_place_text,
    not_in_force_text,
    older_wording_text,
    status_text,
)
from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry, Passage
from corpus.lexical import swedish_terms
from corpus.references import HOME_STATUTE

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

MOST_NEAREST = 3
_NUMBER = re.compile(r"\(\d{4}:\d+\)")
# Of what is asked with "vad gällde …", the words that say no more than that rules are meant.
_OF_RULES = frozenset(
    swedish_terms("gällde behövde krävdes tilläts applied needed required regler skyldigheter då")
)
_CLOSE = 0.85  # of the best score: then what is in force is asked about just as well


def refuse(
    question: Question, status: AnswerStatus, reason: Reason, nearest: tuple[Nearest, ...] = ()
) -> Answer:
    """The refusal of ``question``. A personal identity number is not repeated to anyone."""
    text = status_text(status, reason)
    return Answer(
        status=status,
        reason=reason,
        question=mask(question.text),
        as_of=question.as_of,
        lanes=question.lanes,
        nearest=nearest,
        contacts=_contacts(text.contacts, reason, nearest),
    )


def refuse_lacking(
    question: Question,
    asked: Asked,
    lacking: Refusal,
    found: Sequence[RetrievedPassage],
    assistant: "Assistant",
) -> Answer:
    """The refusal of a question that the sources don't answer, with what comes nearest to it.

    A paragraph that it names and that they don't have is told of: it may not exist.
    """
    entries = assistant.generation.entries
    answer = refuse(question, *lacking, nearest_places(found, entries))
    place = missing_place(asked, assistant.vocabulary)
    if place is None or place.pinpoint is None:
        return answer
    entry = entries.get(place.document_id or HOME_STATUTE)
    if entry is None:
        return answer
    told = missing_place_text(place.pinpoint, entry.short_title)
    return replace(answer, notices=(told, status_text(*lacking).text))


def _contacts(
    usual: tuple[str, ...], reason: Reason, nearest: Sequence[Nearest]
) -> tuple[str, ...]:
    """Whom to ask: first who answers for what the nearest source is about, then the usual ones."""
    if reason is not Reason.WEAK_EVIDENCE or not nearest:
        return usual
    expert = KNOWS.get(nearest[0].document_id)
    return usual if expert is None else (expert, *(other for other in usual if other != expert))


def not_in_force(
    question: Question,
    asked: Asked,
    found: Sequence[RetrievedPassage],
    assistant: "Assistant",
    *,
    lacking: bool,
) -> Answer | None:
    """The refusal when what the question is about did not apply on its day, else None.

    A provision that is named, or that stands clearly before everything in force, decides. Else the
    day decides only when the whole document had not begun. ``lacking``: what is in force does not
    answer.
    """
    if not found or found[0].passage.holds_on(question.as_of):
        return None
    passage = found[0].passage
    entries = assistant.generation.entries
    start = assistant.documents_start.get(passage.document_id)
    if start is not None and question.as_of < start:
        return _not_yet(question, named(entries[passage.document_id]), start, None)
    if "§" not in passage.pinpoint or _held_otherwise(passage, question.as_of, assistant):
        return None
    is_named = passage.pinpoint in {reference.pinpoint for reference in asked.references}
    rest = [hit for hit in found if hit.passage.holds_on(question.as_of)]
    close = bool(rest) and rest[0].score >= _CLOSE * found[0].score
    if not (is_named or not close or lacking):
        return None
    if _only_reworded(passage, question.as_of):
        return _older_wording(question, passage, nearest_places(found, entries))
    what = place_named(passage, entries[passage.document_id])
    return _not_yet(question, what, passage.valid_from, passage.valid_to)


def asks_of_a_day_alone(question: Question, assistant: "Assistant") -> Answer | None:
    """The refusal of a question that names nothing but a day: "vad gällde 2019?"; else None.

    Before the law there is one thing to say: that it did not apply. Later than that it held, and
    what of it is asked about is not told. A year in the question would else be found in the name
    of any document from that year.
    """
    if question.history or not asks_what_held(question.text) or not question.day_notice:
        return None
    asked = analyse(without_day(question.text))
    if set(asked.terms) - _OF_RULES or asked.references:
        return None
    start = assistant.documents_start.get(HOME_STATUTE)
    if start is None or question.as_of >= start:
        return refuse(question, AnswerStatus.NEEDS_CLARIFICATION, Reason.AMBIGUOUS)
    return _not_yet(question, named(assistant.generation.entries[HOME_STATUTE]), start, None)


def place_named(passage: Passage, entry: CatalogueEntry) -> str:
    """A provision as it is named in a sentence: "10 § i lagen (2023:196)"."""
    with_act = _NUMBER.search(passage.pinpoint) is not None  # "8 a § lagen (1998:621)"
    return passage.pinpoint if with_act else f"{passage.pinpoint} i {named(entry)}"


def named(entry: CatalogueEntry) -> str:
    """A statute as it is named in a sentence: "lagen (2023:196)"; other sources by short title."""
    number = _NUMBER.search(entry.title)
    if number is None:
        return entry.short_title
    return f"{'förordningen' if entry.kind == 'regulation' else 'lagen'} {number[0]}"


def _held_otherwise(passage: Passage, day: date, assistant: "Assistant") -> bool:
    """Whether the same provision is here as it was on ``day``, in other words."""
    there = assistant.provisions.get(place_of(passage), ())
    return any(other.holds_on(day) for other in there)


def _only_reworded(passage: Passage, day: date) -> bool:
    """Whether the provision may have been in force on ``day`` in words that are not here."""
    place = (passage.document_id, passage.pinpoint)
    is_new = place in load_catalogue().section_dates
    ended = passage.valid_to is not None and passage.valid_to < day
    return passage.amended_by is not None and not is_new and not ended


def _older_wording(question: Question, passage: Passage, nearest: tuple[Nearest, ...]) -> Answer:
    text = older_wording_text(passage.pinpoint, question.as_of, passage.amended_by or "")
    return Answer(
        status=AnswerStatus.NO_GUIDANCE_FOUND,
        reason=Reason.WEAK_EVIDENCE,
        question=question.text,
        as_of=question.as_of,
        lanes=question.lanes,
        nearest=nearest,
        notices=(text.text,),
        contacts=text.contacts,
    )


def _not_yet(
    question: Question, what: str, valid_from: date | None, valid_to: date | None
) -> Answer:
    text = not_in_force_text(what, question.as_of, valid_from, valid_to)
    return Answer(
        status=AnswerStatus.NO_GUIDANCE_FOUND,
        reason=Reason.NOT_IN_FORCE,
        question=question.text,
        as_of=question.as_of,
        lanes=question.lanes,
        notices=(text.text,),
        contacts=text.contacts,
    )


def nearest_places(
    found: Sequence[RetrievedPassage], entries: Mapping[str, CatalogueEntry]
) -> tuple[Nearest, ...]:
    """The three best places, each document and pinpoint once."""
    places: dict[tuple[str, str], Nearest] = {}
    for hit in found:
        passage, entry = hit.passage, entries[hit.passage.document_id]
        places.setdefault(
            (passage.document_id, passage.pinpoint),
            Nearest(
                document_id=passage.document_id,
                pinpoint=passage.pinpoint,
                title=entry.title,
                url=entry.url,
                passage_id=passage.passage_id,
            ),
        )
    return tuple(places.values())[:MOST_NEAREST]
