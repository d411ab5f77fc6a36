"""Passages found → the answer's checked statements, by a language model or cut from the sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from assistant.asked import Asked
from assistant.checks import sound_claims
from assistant.citations import Claim, label_claims
from assistant.companions import with_addressee, with_companions, with_provisions
from assistant.conversation import (
    AnswerStatus,
    Citation,
    Emit,
    Mode,
    PromptStamp,
    Question,
    Reason,
    RetrievedPassage,
    Statement,
)
from assistant.dictation import Dictation
from assistant.extractive import Room, compose
from assistant.guards import Refusal
from assistant.prompting import prompt_stamp
from assistant.texts import MODEL_UNVERIFIED, status_text
from assistant.verdicts import Checks
from corpus.catalogue import load_catalogue
from corpus.errors import ModelUnavailableError

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

_WRITTEN_FROM = 14  # passages at most for a model


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """One question and its passages: all ``found``, those ``valid`` on its day, why they lack.

    ``confidence`` is how sure that is, as in ``Answer``.
    """

    asked: Asked
    found: tuple[RetrievedPassage, ...]
    valid: tuple[RetrievedPassage, ...]
    lacking: Refusal | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Checked statements and what they stand on, and how they were made."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    mode: Mode = Mode.EXTRACTIVE
    reason: Reason | None = None
    notices: tuple[str, ...] = ()
    prompt: PromptStamp | None = None
    checks: tuple[Checks, ...] = ()


def draft_answer(
    assistant: "Assistant",
    question: Question,
    parts: Sequence[LookedUp],
    emit: Emit,
    begun: float,
) -> Draft:
    """Written by the model where one is wanted and answers, else cut from the sources.

    ``parts`` are the questions asked that the sources answer, at least one.

    Raises:
        ModelUnavailableError: mode model was asked for and the model does not answer.
    """
    if assistant.model is None or question.mode is Mode.EXTRACTIVE:
        return _extracted(assistant, question, parts)
    bound = next((part.asked.bound for part in parts if part.asked.bound), None)
    dictation = Dictation(
        question=question,
        passages=_together(_sources(assistant, question, part) for part in parts),
        entries=assistant.generation.entries,
        begun=begun,
        accompany=partial(_accompanied, assistant, question, bound),
        at_once=bound is not None,
    )
    try:
        written = assistant.model.write(dictation, emit)
    except ModelUnavailableError:
        if question.mode is Mode.MODEL:
            raise
        notice = status_text(AnswerStatus.ANSWERED, Reason.MODEL_UNAVAILABLE).text
        extracted = _extracted(assistant, question, parts)
        return replace(extracted, reason=Reason.MODEL_UNAVAILABLE, notices=(notice,))
    if not written.statements:
        extracted = _extracted(assistant, question, parts)
        checks = (written.counts.checks, *extracted.checks)
        return replace(extracted, notices=(MODEL_UNVERIFIED,), checks=checks)
    return Draft(
        statements=written.statements,
        citations=written.citations,
        mode=Mode.MODEL,
        prompt=prompt_stamp(),
        checks=(written.counts.checks,),
    )


def _sources(
    assistant: "Assistant", question: Question, part: LookedUp
) -> tuple[RetrievedPassage, ...]:
    found = with_provisions(part.valid, assistant.provisions, question.as_of)
    entries = assistant.generation.entries
    return tuple(hit for hit in found if entries[hit.passage.document_id].lane in question.lanes)


def _together(found: Iterable[Sequence[RetrievedPassage]]) -> tuple[RetrievedPassage, ...]:
    """The best passages of every part, taken in turn, each once."""
    lists = [list(hits) for hits in found]
    turns = (hits[rank] for rank in range(_WRITTEN_FROM) for hits in lists if rank < len(hits))
    unique = {hit.passage.passage_id: hit for hit in reversed(list(turns))}
    return tuple(reversed(unique.values()))[:_WRITTEN_FROM]


def _extracted(assistant: "Assistant", question: Question, parts: Sequence[LookedUp]) -> Draft:
    entries = assistant.generation.entries
    claims: list[Claim] = []
    for part in parts:
        own = compose(
            part.asked,
            _sources(assistant, question, part),
            entries,
            assistant.vocabulary,
            room=Room.of_one_among(len(parts)),
            said=[span for claim in claims for span in claim.evidence],
        )
        claims += with_addressee(own, part.asked.bound, assistant.addressees)
    unique = sorted(dict.fromkeys(claims), key=lambda claim: claim.lane.order)
    accompanied = _accompanied(assistant, question, None, unique)
    sound, checks = sound_claims(accompanied, entries)
    statements, citations = label_claims(sound, entries)
    return Draft(statements=statements, citations=citations, checks=(checks,))


def _accompanied(
    assistant: "Assistant", question: Question, bound: str | None, claims: Sequence[Claim]
) -> tuple[Claim, ...]:
    """``claims`` with what must be said beside them, whoever wrote them."""
    led = with_addressee(claims, bound, assistant.addressees)
    transitions = load_catalogue().transitions
    whole = with_companions(led, assistant.provisions, transitions, question.as_of)
    return tuple(claim for claim in whole if claim.lane in question.lanes)
