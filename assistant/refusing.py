"""Answers that are none: the status, its reason, where the sources come closest, whom to ask."""

from collections.abc import Mapping, Sequence

from assistant.conversation import (
    Answer,
    AnswerStatus,
    Nearest,
    Question,
    Reason,
    RetrievedPassage,
)
from assistant.personal_data import mask
from assistant.texts import not_in_force_text, status_text
from corpus.documents import CatalogueEntry

MOST_NEAREST = 3


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
        nearest=nearest,
        contacts=text.contacts,
    )


def not_in_force(question: Question, found: Sequence[RetrievedPassage]) -> Answer | None:
    """The refusal when what the question is about did not apply on its day, else None.

    That is a provision, or a text of a document of which nothing applied yet; another text that
    did not apply is merely left out.
    """
    if not found or found[0].passage.holds_on(question.as_of):
        return None
    passage = found[0].passage
    rest = [hit.passage for hit in found if hit.passage.document_id == passage.document_id]
    if "§" not in passage.pinpoint and any(other.holds_on(question.as_of) for other in rest):
        return None
    text = not_in_force_text(passage.pinpoint, question.as_of, passage.valid_from, passage.valid_to)
    return Answer(
        status=AnswerStatus.NO_GUIDANCE_FOUND,
        reason=Reason.NOT_IN_FORCE,
        question=question.text,
        as_of=question.as_of,
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
