"""An answerer whose every text is hostile: each payload is a document, a passage and a citation."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import pytest
from fakes_answers import ADVICE, BUILT_AT, HANDBOOK, FakeAnswerer, answered, cited, refused
from xss_payloads import PAYLOADS, RUN, SPY

from assistant.conversation import (
    Answer,
    Citation,
    Emit,
    Nearest,
    Question,
    Reason,
    RetrievedPassage,
    Stage,
    Statement,
)
from assistant.conversation import AnswerStatus as Status
from assistant.personal_data import find_personal_numbers, rewritten
from assistant.service import ServiceInfo
from corpus.documents import CatalogueEntry, Lane, Passage, Place, text_sha256
from ui import chat, rendering

MANY = "många"
"""The document that has every hostile passage."""

ADDRESSES = (f"javascript:{RUN}", f"data:text/html,<script>{RUN}</script>", f'"onclick="{RUN}')
LANES = tuple(Lane)
EVERYTHING = "allt"
"""The question that gets an answer with all payloads."""
REFUSE = "avslag"
"""How a question begins that gets a refusal."""
FAULT = "krasch"
"""How a question begins that ends in a fault."""
HOLD = "dröj"
"""How a question begins whose answer is told and, when ``GO_ON`` is set, finished."""
GO_ON = threading.Event()


def entry_of(number: int, payload: str) -> CatalogueEntry:
    """A document that calls itself and its publisher by the payload."""
    return replace(
        HANDBOOK,
        document_id=f"dok-{number}",
        title=payload,
        short_title=payload,
        publisher=payload,
        lane=LANES[number % len(LANES)],
        url=ADDRESSES[number % len(ADDRESSES)] if number % 4 else f"{SPY}/{payload}",
        url_status="seen" if number % 2 else "guessed",
    )


def passage_of(number: int, payload: str, document_id: str) -> Passage:
    """A passage that is the payload, in a place named by it, and refers to another such place."""
    whole = f"Före {payload} efter"
    return replace(
        ADVICE,
        passage_id=f"{document_id}#{payload}/{number}",
        document_id=document_id,
        pinpoint=payload,
        heading_path=(payload, payload),
        text=whole,
        sha256=text_sha256(whole),
        amended_by=payload,
        refers_to=(Place(document_id=f"dok-{number - 1}", pinpoint=payload),),
    )


ENTRIES = (
    replace(entry_of(1, PAYLOADS[0]), document_id=MANY),
    *(entry_of(number, payload) for number, payload in enumerate(PAYLOADS)),
)
PASSAGES = tuple(
    passage_of(number, payload, document_id)
    for number, payload in enumerate(PAYLOADS)
    for document_id in (f"dok-{number}", MANY)
)


@dataclass
class HostileAnswerer(FakeAnswerer):
    """Answers and refuses with those payloads that the question holds, or with all of them.

    ``told`` is what the service says of itself. Only an answer that is held is told before it is
    finished, and then in few steps: the page is drawn anew for each.
    """

    entries: tuple[CatalogueEntry, ...] = ENTRIES
    passages: tuple[Passage, ...] = PASSAGES
    told: tuple[str, ...] = PAYLOADS

    def answer(self, question: Question, emit: Emit) -> Answer:
        """A hostile answer."""
        if find_personal_numbers(question.text):
            return refused(question, Status.BLOCKED_PERSONAL_DATA, Reason.PERSONAL_IDENTITY_NUMBER)
        if question.text.startswith(FAULT):
            raise ValueError(question.text)
        if question.text.startswith(REFUSE):
            return refusal(question)
        answer = hostile_answer(question)
        if question.text.startswith(HOLD):
            tell_at_once(answer, emit)
            GO_ON.wait(20)
        return answer

    def search(
        self, query: str, *, k: int, document_id: str | None, as_of: date
    ) -> tuple[RetrievedPassage, ...]:
        """Every passage of the document, however many were wanted."""
        return super().search(query, k=len(PASSAGES), document_id=document_id, as_of=as_of)

    def info(self) -> ServiceInfo:
        """A service that says every payload of itself."""
        return ServiceInfo(
            version=PAYLOADS[0],
            generation="\n".join(self.told),
            built_at=BUILT_AT,
            encoder="fake",
            model="\n".join(self.told),
            notices=self.told,
        )


def numbers_in(question: str) -> list[int]:
    """The numbers of the payloads in the question, some being parts of others; all without any."""
    held = [number for number, payload in enumerate(PAYLOADS) if payload in question]
    return held or list(range(len(PAYLOADS)))


def hostile_answer(question: Question) -> Answer:
    """The payloads as citations, statements, notices, contacts, follow-ups and more."""
    held = numbers_in(question.text)
    citations = tuple(citation_of(label, number) for label, number in enumerate(held, start=1))
    texts = tuple(PAYLOADS[number] for number in held)
    return replace(
        answered(question, citations),
        statements=tuple(
            Statement(text=one.quote, lane=one.lane, labels=(one.label,)) for one in citations
        ),
        notices=texts,
        contacts=texts,
        nearest=tuple(nearest_of(number) for number in held),
        follow_ups=texts,
    )


def tell_at_once(answer: Answer, emit: Emit) -> None:
    """Tell of all statements as one, and of all payloads as what is going on."""
    joined = "\n".join(statement.text for statement in answer.statements)
    emit(Stage(text=joined))
    emit(answer.citations[0])
    emit(replace(answer.statements[0], text=joined))


def citation_of(label: int, number: int) -> Citation:
    """The payload of that number, cited from its own document."""
    entry, source = entry_of(number, PAYLOADS[number]), PASSAGES[2 * number]
    return cited(label, entry, source, PAYLOADS[number])


def nearest_of(number: int) -> Nearest:
    """The payload of that number as a place near the question."""
    source = PASSAGES[2 * number]
    return Nearest(
        document_id=source.document_id,
        pinpoint=PAYLOADS[number],
        title=PAYLOADS[number],
        url=ADDRESSES[number % len(ADDRESSES)],
        passage_id=source.passage_id,
    )


def refusal(question: Question) -> Answer:
    """A refusal whose reasons, places and contacts are all the payloads."""
    held = numbers_in(question.text)
    texts = tuple(PAYLOADS[number] for number in held)
    return Answer(
        status=Status.NO_GUIDANCE_FOUND,
        question=question.text,
        as_of=question.as_of,
        notices=texts,
        contacts=texts,
        nearest=tuple(nearest_of(number) for number in held),
    )


def with_only(payloads: Sequence[str], told: Sequence[str] = ()) -> HostileAnswerer:
    """One that knows no document but those of the payloads, and says ``told`` of itself."""
    return HostileAnswerer(
        entries=(ENTRIES[0], *(entry for entry in ENTRIES[1:] if entry.title in payloads)),
        passages=tuple(passage for passage in PASSAGES if passage.pinpoint in payloads),
        told=tuple(told),
    )


def in_batches(longest: int) -> list[tuple[str, ...]]:
    """The payloads, as many together as fit in ``longest`` characters, a sign between two."""
    batches: list[list[str]] = [[]]
    for payload in PAYLOADS:
        if sum(len(one) + 1 for one in (*batches[-1], payload)) > longest:
            batches.append([])
        batches[-1].append(payload)
    return [tuple(batch) for batch in batches]


def question_of(payloads: Sequence[str], start: str = "Är") -> str:
    """A question that holds the payloads, one on each line between two words."""
    return "\n".join((start, *payloads, "sant?"))


def questions() -> list[str]:
    """Every payload in as few questions as they fit in."""
    return [question_of(batch) for batch in in_batches(900)]


@contextmanager
def suggesting_anything() -> Iterator[None]:
    """What is suggested in the place of a stopped question may hold any word, not ours alone."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (chat, rendering):
            patch.setattr(module, "suggested_wording", rewritten)
        yield
