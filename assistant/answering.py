"""The whole answer flow: question → guards → search → check → checked sentences → answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.added import look_up
from assistant.asked import analyse
from assistant.asked_day import day_asked_about
from assistant.citations import Claim, label_claims
from assistant.companions import with_addressee, with_companions, with_provisions
from assistant.conversation import (
    Answer,
    AnswerStatus,
    Citation,
    Emit,
    Event,
    IndexInfo,
    Mode,
    Question,
    Reason,
    RetrievedPassage,
    Stage,
    Statement,
)
from assistant.extractive import compose
from assistant.followup import whole_question
from assistant.grounding import Vocabulary
from assistant.guards import check_question, is_individual_case
from assistant.refusing import nearest_places, not_in_force, refuse
from assistant.service import ignore
from assistant.texts import MODEL_UNVERIFIED, UNKNOWN_DAY, day_text, status_text
from assistant.verification import verify_statement
from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry
from corpus.errors import ModelUnavailableError, UsageError

if TYPE_CHECKING:
    from assistant.asked import Asked
    from assistant.bootstrap import Assistant

NO_MODEL = "Ingen språkmodell är inställd: ange den i LOTSEN_MODEL eller fråga med --mode auto."


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Checked statements and what they stand on, and how they were made."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    mode: Mode = Mode.EXTRACTIVE
    reason: Reason | None = None
    notices: tuple[str, ...] = ()


def answer_question(assistant: "Assistant", question: Question, emit: Emit = ignore) -> Answer:
    """The answer to ``question``; ``emit`` is told of stages and statements, last of the answer.

    Raises:
        UsageError: mode model was asked for and none is configured.
        ModelUnavailableError: mode model was asked for and the model does not answer.
        Stopped: ``emit`` raised it.
    """
    begun = perf_counter()
    require_model(assistant, question)
    if stopped := check_question(question, assistant.vocabulary.names):
        return _finished(assistant, refuse(question, *stopped), begun, emit)
    question = on_its_own_day(question, assistant.today())
    emit(Stage(text="Söker i källorna."))
    asked, own = understood(question, assistant.vocabulary)
    sources = look_up(assistant, question, asked, own)
    valid, lacking = sources.valid, sources.lacking
    retrieved = perf_counter()
    if early := not_in_force(question, asked, sources.found, assistant, lacking=bool(lacking)):
        return _finished(assistant, early, begun, emit, retrieved)
    if lacking:
        near = nearest_places(valid, assistant.generation.entries)
        return _finished(assistant, refuse(question, *lacking, near), begun, emit, retrieved)
    emit(Stage(text=f"Hittade {len(valid)} stycken. Kontrollerar citat."))
    answer = _answered(assistant, question, _draft(assistant, question, asked, valid))
    return _finished(assistant, answer, begun, emit, retrieved)


def on_its_own_day(question: Question, today: date) -> Question:
    """The question with the day that its words name, when no other day was chosen."""
    asked = day_asked_about(question.text, today) if question.as_of == today else None
    if asked is None:
        return question
    if asked.day is None:
        return replace(question, day_notice=UNKNOWN_DAY)
    return replace(question, as_of=asked.day, day_notice=day_text(asked.day))


def require_model(assistant: "Assistant", question: Question) -> None:
    """Stop a question for a model where there is none.

    Raises:
        UsageError: mode model was asked for and none is configured.
    """
    if question.mode is Mode.MODEL and assistant.model is None:
        raise UsageError(NO_MODEL)


def understood(question: Question, words: Vocabulary) -> "tuple[Asked, Asked]":
    """What is asked, made whole with the history, and what was asked as it was typed."""
    own = analyse(words.spelt(question.text))
    whole = whole_question(question, own, words)
    return (own if whole == question.text else analyse(words.spelt(whole))), own


def _draft(
    assistant: "Assistant",
    question: Question,
    asked: "Asked",
    found: Sequence[RetrievedPassage],
) -> Draft:
    """Written by the model where one is wanted and answers, else cut from the sources."""
    extracted = _extracted(assistant, question, asked, found)
    if assistant.model is None or question.mode is Mode.EXTRACTIVE:
        return extracted
    try:
        written = assistant.model.write(question, found, assistant.generation.entries)
    except ModelUnavailableError:
        if question.mode is Mode.MODEL:
            raise
        notice = status_text(AnswerStatus.ANSWERED, Reason.MODEL_UNAVAILABLE).text
        return replace(extracted, reason=Reason.MODEL_UNAVAILABLE, notices=(notice,))
    if not written.statements:
        return replace(extracted, notices=(MODEL_UNVERIFIED,))
    return Draft(statements=written.statements, citations=written.citations, mode=Mode.MODEL)


def _extracted(
    assistant: "Assistant",
    question: Question,
    asked: "Asked",
    found: Sequence[RetrievedPassage],
) -> Draft:
    entries = assistant.generation.entries
    sources = with_provisions(found, assistant.provisions, question.as_of)
    claims = compose(asked, sources, entries, assistant.vocabulary)
    claims = with_addressee(claims, asked.bound, assistant.addressees)
    claims = with_companions(
        claims, assistant.provisions, load_catalogue().transitions, question.as_of
    )
    sound = [claim for claim in claims if _stands(claim, entries)]
    statements, citations = label_claims(sound, entries)
    return Draft(statements=statements, citations=citations)


def _stands(claim: Claim, entries: Mapping[str, CatalogueEntry]) -> bool:
    """Whether the claim passes the same check as a model's sentences do."""
    (statement,), citations = label_claims([claim], entries)
    passages = {span.passage.passage_id: span.passage for span in claim.evidence}
    return verify_statement(statement.text, statement.lane, citations, passages).ok


def _answered(assistant: "Assistant", question: Question, draft: Draft) -> Answer:
    individual = is_individual_case(question.text, assistant.vocabulary.names)
    reason = draft.reason or (Reason.INDIVIDUAL_CASE if individual else None)
    text = status_text(AnswerStatus.ANSWERED, Reason.INDIVIDUAL_CASE)
    return Answer(
        status=AnswerStatus.ANSWERED,
        reason=reason,
        question=question.text,
        as_of=question.as_of,
        mode=draft.mode,
        statements=draft.statements,
        citations=draft.citations,
        contacts=text.contacts if individual else (),
        notices=(
            *((question.day_notice,) if question.day_notice else ()),
            *draft.notices,
            *((text.text,) if individual else ()),
        ),
        ai_generated=draft.mode is Mode.MODEL,
    )


def _finished(
    assistant: "Assistant",
    answer: Answer,
    begun: float,
    emit: Emit,
    retrieved: float | None = None,
) -> Answer:
    """The answer with index and times, told to whoever follows."""
    generation = assistant.generation
    now = perf_counter()
    answer = replace(
        answer,
        index=IndexInfo(generation=generation.name, built_at=generation.built_at),
        timings_ms={
            "retrieval": ((retrieved or now) - begun) * 1_000,
            "total": (now - begun) * 1_000,
        },
    )
    events: tuple[Event, ...] = (*answer.statements, *answer.citations, answer)
    for event in events:
        emit(event)
    return answer
