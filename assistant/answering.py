"""The whole answer flow: question → guards → search → check → checked sentences → answer."""

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.added import look_up
from assistant.conversation import (
    Answer,
    AnswerStatus,
    Emit,
    Event,
    IndexInfo,
    Mode,
    Nearest,
    Question,
    Reason,
    Stage,
)
from assistant.drafting import Draft, LookedUp, draft_answer
from assistant.guards import check_question, is_individual_case
from assistant.overview import of_everything
from assistant.refusing import (
    asks_of_a_day_alone,
    nearest_places,
    not_in_force,
    refuse,
    refuse_lacking,
)
from assistant.service import ignore
from assistant.suggesting import STOPPED, follow_ups
from assistant.telling import telling_once
from assistant.texts import WHOLE_LIST, narrowed_text, not_told_text, status_text
from assistant.understanding import on_its_own_day, parts_asked, sought, understood
from corpus.documents import Lane
from corpus.errors import UsageError

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

_CLOSE = 0.8  # of the best passage's score: worth reading beside the answer

NO_MODEL = "Ingen språkmodell är inställd: ange den i LOTSEN_MODEL eller fråga med --mode auto."


def answer_question(assistant: "Assistant", question: Question, emit: Emit = ignore) -> Answer:
    """The answer to ``question``; ``emit`` is told of stages and statements, last of the answer.

    Raises:
        UsageError: mode model was asked for and none is configured.
        ModelUnavailableError: mode model was asked for and the model does not answer.
        Stopped: ``emit`` raised it.
    """
    begun = perf_counter()
    emit = telling_once(emit)
    require_model(assistant, question)
    if stopped := check_question(of_everything(question), assistant.vocabulary.names):
        return _finished(assistant, refuse(question, *stopped), begun, emit)
    question = on_its_own_day(question, assistant.today())
    if bare := asks_of_a_day_alone(question, assistant):
        return _finished(assistant, bare, begun, emit)
    emit(Stage(text="Söker i källorna."))
    asked, own = understood(sought(question), assistant.vocabulary)
    whole = look_up(assistant, question, asked, own)
    split = parts_asked(sought(question), assistant.vocabulary)
    parts = [look_up(assistant, question, part, part) for part in split] or [whole]
    answered = [part for part in parts if not part.lacking]
    retrieved = perf_counter()
    lacking = None if answered else whole.lacking or parts[0].lacking
    if early := not_in_force(question, whole.asked, whole.found, assistant, lacking=bool(lacking)):
        return _finished(assistant, early, begun, emit, retrieved)
    if lacking:
        refused = refuse_lacking(question, whole.asked, lacking, whole.valid, assistant)
        refused = replace(refused, confidence=_confidence([whole] if whole.lacking else parts))
        return _finished(assistant, refused, begun, emit, retrieved)
    emit(Stage(text=f"Hittade {len(whole.valid)} stycken. Kontrollerar citat."))
    draft = draft_answer(assistant, question, answered, emit, begun)
    if not draft.statements:  # nothing of what was found may be cited
        unsure = (AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE)
        refused = refuse_lacking(question, whole.asked, unsure, whole.valid, assistant)
        refused = replace(refused, confidence=_confidence(answered))
        return _finished(assistant, refused, begun, emit, retrieved)
    unanswered = [part.asked.shown for part in parts if part.lacking]
    answer = _answered(assistant, question, draft, unanswered)
    nearest = _more(assistant, answered, draft)
    answer = replace(answer, nearest=nearest, confidence=_confidence(answered))
    return _finished(assistant, answer, begun, emit, retrieved)


def _confidence(parts: Sequence[LookedUp]) -> float | None:
    """That of the least certain part; None when no part was weighed."""
    return min((p.confidence for p in parts if p.confidence is not None), default=None)


def require_model(assistant: "Assistant", question: Question) -> None:
    """Stop a question for a model where there is none.

    Raises:
        UsageError: mode model was asked for and none is configured.
    """
    if question.mode is Mode.MODEL and assistant.model is None:
        raise UsageError(NO_MODEL)


def _more(assistant: "Assistant", parts: Sequence[LookedUp], draft: Draft) -> tuple[Nearest, ...]:
    """Where to read on: the best places that the answer does not cite, where they come close."""
    cited = {(citation.document_id, citation.pinpoint) for citation in draft.citations}
    close = [
        hit
        for part in parts
        for hit in part.valid
        if hit.score >= _CLOSE * part.valid[0].score
        and (hit.passage.document_id, hit.passage.pinpoint) not in cited
    ]
    return nearest_places(close, assistant.generation.entries)


def _answered(
    assistant: "Assistant", question: Question, draft: Draft, unanswered: Sequence[str]
) -> Answer:
    individual = is_individual_case(question.text, assistant.vocabulary.names)
    reason = draft.reason or (Reason.INDIVIDUAL_CASE if individual else None)
    text = status_text(AnswerStatus.ANSWERED, Reason.INDIVIDUAL_CASE)
    return Answer(
        status=AnswerStatus.ANSWERED,
        reason=reason,
        question=question.text,
        as_of=question.as_of,
        mode=draft.mode,
        lanes=question.lanes,
        completeness="partial" if unanswered else "complete",
        statements=draft.statements,
        citations=draft.citations,
        contacts=text.contacts if individual else (),
        notices=(
            *((question.day_notice,) if question.day_notice else ()),
            *draft.notices,
            *(not_told_text(part) for part in unanswered),
            *((WHOLE_LIST,) if of_everything(question) is not question else ()),
            *((text.text,) if individual else ()),
        ),
        ai_generated=draft.mode is Mode.MODEL,
        prompt=draft.prompt,
        checks=draft.checks,
    )


def _notices(answer: Answer) -> tuple[str, ...]:
    """What the answer tells, and first which voices alone were asked."""
    if answer.lanes == frozenset(Lane) or answer.reason in STOPPED:
        return answer.notices
    told = narrowed_text(lane for lane in Lane if lane in answer.lanes)
    answered = answer.status is AnswerStatus.ANSWERED
    # A refusal's notices stand in the place of its usual text.
    usual = () if answered else (status_text(answer.status, answer.reason).text,)
    return (told, *(answer.notices or usual))


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
        notices=_notices(answer),
        follow_ups=follow_ups(answer, assistant),
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
