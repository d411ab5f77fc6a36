"""KeptAnswers → the one document that every format writes: plain texts in the order they are read.

Nothing here is markup. Each writer escapes what it gets in its own way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.conversation import Answer, AnswerStatus, Citation
from assistant.service import Answerer, ServiceInfo, entries_by_id
from assistant.strength import strength_marks
from assistant.texts import status_text
from assistant.wire import lane_title
from corpus.dates import swedish_date
from corpus.documents import CatalogueEntry, Edition, Lane
from corpus.visible import shown
from ui import export_texts, texts
from ui.answer_notices import notices_of
from ui.export_sources import (
    CitedPlace,
    Numbers,
    Place,
    Source,
    place_of,
    places_of,
    source_of,
)
from ui.kept_answers import KeptAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence: how strongly the law binds in it, and the numbers of its sources.

    ``verbatim`` when it is the source's own words, to be set between quotation marks.
    """

    marks: tuple[str, ...]
    text: str
    labels: tuple[int, ...]
    verbatim: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """What one kind of voice says; without lines it tells that the voice says nothing."""

    lane: Lane
    sign: str
    title: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One question and its answer, or why there is none.

    ``label`` says who worded the answer, "" when nobody did. ``sources`` are what it stands on, in
    the document's numbers; the document lists them by their places.
    """

    question: str
    heading: str
    label: str
    law_day: str
    notices: tuple[str, ...]
    strands: tuple[Strand, ...]
    nearest_title: str
    nearest: tuple[Place, ...]
    contacts: tuple[str, ...]
    sources: tuple[Source, ...]
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A whole document. ``facts`` are shown; ``marks`` say the same to programs.

    ``places`` are what all its answers quote, each place once; ``checks`` how far that was checked.
    """

    title: str
    made: date
    parts: tuple[Part, ...]
    sources_title: str
    places: tuple[CitedPlace, ...]
    checks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    marks: Mapping[str, str]
    ai_generated: bool
    ai_line: str


def export_of(kept: Sequence[KeptAnswer], answerer: Answerer, made: date) -> Export:
    """The document of one answer or of a conversation, oldest first; at least one.

    Raises:
        IndexUnavailableError: the sources can't be read.
    """
    entries = entries_by_id(answerer)
    written = any(one.answer.ai_generated for one in kept)
    info = answerer.info()
    program = _program(info, written=written)
    days = dict.fromkeys(one.answer.as_of.isoformat() for one in kept)
    numbers = Numbers()
    parts = tuple(_part(one, entries, numbers) for one in kept)
    return Export(
        title=export_texts.EXPORT_TITLE,
        made=made,
        parts=parts,
        sources_title=texts.SOURCES if len(parts) == 1 else texts.SOURCES_OF_TALK,
        places=tuple(places_of(source for part in parts for source in part.sources)),
        checks=tuple(dict.fromkeys(part.check for part in parts if part.check)),
        facts=(
            (export_texts.MADE, swedish_date(made)),
            (
                export_texts.INDEX,
                export_texts.built_on(info.generation, swedish_date(info.built_at.date())),
            ),
            (export_texts.PROGRAM, program),
        ),
        marks={
            "ai_generated": "true" if written else "false",
            "mode": "model" if written else "extractive",
            "index": info.generation,
            "as_of": ", ".join(days),
            "engine": program,
        },
        ai_generated=written,
        ai_line=export_texts.AI_LINES[written],
    )


def _program(info: ServiceInfo, *, written: bool) -> str:
    program = f"{texts.SERVICE} {info.version}"
    if not written or info.model is None:
        return program
    return f"{program}, {export_texts.LANGUAGE_MODEL} {shown(info.model)}"


def _part(kept: KeptAnswer, entries: Mapping[str, CatalogueEntry], numbers: Numbers) -> Part:
    answer = kept.answer
    sources = {
        citation.label: numbers.numbered(source_of(citation, entries[citation.document_id]))
        for citation in answer.citations
    }
    answered = answer.status is AnswerStatus.ANSWERED
    written = answer.ai_generated
    told = status_text(answer.status, answer.reason)
    return Part(
        question=shown(answer.question),
        heading=texts.ANSWER if answered else told.title,
        label=_label(answer),
        law_day=f"{texts.AS_OF} {swedish_date(answer.as_of)}",
        notices=tuple(_notices(kept)),
        strands=tuple(_strands(answer, {label: one.label for label, one in sources.items()})),
        nearest_title=texts.READ_MORE if answered else texts.NEAREST,
        nearest=tuple(
            place_of(entries[near.document_id], near.pinpoint) for near in answer.nearest
        ),
        contacts=answer.contacts,
        sources=tuple(dict.fromkeys(sources.values())),
        check="" if not answer.citations else texts.CHECK_AI if written else texts.CHECK,
    )


def _label(answer: Answer) -> str:
    if not answer.statements:
        return ""
    return texts.WRITTEN_BY_AI if answer.ai_generated else texts.EXTRACT


def _notices(kept: KeptAnswer) -> Iterator[str]:
    """What is to be known before the answer is read, each once."""
    answer = kept.answer
    if kept.changed:
        yield texts.SOURCE_CHANGED
    if answer.status is AnswerStatus.ANSWERED and not answer.statements:
        yield export_texts.NOTHING_LEFT
    yield from (told for told in notices_of(answer) if told != texts.SOURCE_CHANGED)


def _strands(answer: Answer, numbers: Mapping[int, int]) -> Iterator[Strand]:
    """What each voice says; ``numbers`` are the document's for the answer's own."""
    by_label = {citation.label: citation for citation in answer.citations}
    lanes = {statement.lane for statement in answer.statements}
    if lanes and Lane.LAW in answer.lanes - lanes:
        yield Strand(lane=Lane.LAW, sign=texts.LANE_SIGNS[Lane.LAW], title=texts.NO_LAW)
    for lane in (lane for lane in Lane if lane in lanes):
        own = [statement for statement in answer.statements if statement.lane is lane]
        yield Strand(
            lane=lane,
            sign=texts.LANE_SIGNS[lane],
            title=lane_title(lane, [statement.text for statement in own]),
            lines=tuple(
                Line(
                    marks=strength_marks(statement.text) if lane is Lane.LAW else (),
                    text=shown(statement.text),
                    labels=tuple(dict.fromkeys(numbers[n] for n in statement.labels)),
                    verbatim=_is_verbatim(statement.text, [by_label[n] for n in statement.labels]),
                )
                for statement in own
            ),
        )


def _is_verbatim(text: str, cited: Sequence[Citation]) -> bool:
    """Whether ``text`` is a source's own words and not our account of it."""
    return any(c.edition is Edition.ORIGINAL and _folded(c.quote) == _folded(text) for c in cited)


def _folded(text: str) -> str:
    return " ".join(text.split())
