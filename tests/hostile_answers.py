"""An answerer whose every text is hostile: each payload is a document, a passage and a citation."""

from dataclasses import dataclass, replace
from datetime import date

from fakes_answers import ADVICE, BUILT_AT, HANDBOOK, FakeAnswerer, answered, cited
from xss_payloads import PAYLOADS, RUN, SPY

from assistant.conversation import (
    Answer,
    Citation,
    Emit,
    Nearest,
    Question,
    RetrievedPassage,
    Stage,
    Statement,
)
from assistant.conversation import AnswerStatus as Status
from assistant.service import ServiceInfo
from corpus.documents import CatalogueEntry, Lane, Passage, Place, text_sha256

MANY = "många"
"""The document that has every hostile passage."""

ADDRESSES = (f"javascript:{RUN}", f"data:text/html,<script>{RUN}</script>", f'"onclick="{RUN}')
LANES = tuple(Lane)
REFUSE = "avslag"
"""The question that gets a refusal."""


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
    """Cites those payloads that the question holds; refuses with all of them."""

    entries: tuple[CatalogueEntry, ...] = ENTRIES
    passages: tuple[Passage, ...] = PASSAGES

    def answer(self, question: Question, emit: Emit) -> Answer:
        """A hostile answer, told bit by bit."""
        if question.text == REFUSE:
            return refusal(question)
        answer = hostile_answer(question)
        emit(Stage(text=question.text))
        for citation, statement in zip(answer.citations, answer.statements, strict=True):
            emit(citation)
            emit(statement)
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
            generation="\n".join(PAYLOADS),
            built_at=BUILT_AT,
            encoder="fake",
            model="\n".join(PAYLOADS),
            notices=PAYLOADS,
        )


def hostile_answer(question: Question) -> Answer:
    """The payloads in the question, as citations, statements, notices, contacts and more."""
    held = [number for number, payload in enumerate(PAYLOADS) if payload in question.text]
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
    )


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
    return Answer(
        status=Status.NO_GUIDANCE_FOUND,
        question=question.text,
        as_of=question.as_of,
        notices=PAYLOADS,
        contacts=PAYLOADS,
        nearest=tuple(nearest_of(number) for number in range(len(PAYLOADS))),
    )


def questions() -> list[str]:
    """Every payload in as few questions as they fit in, one on each line between two words."""
    held: list[list[str]] = [[]]
    for payload in PAYLOADS:
        if sum(len(one) + 1 for one in (*held[-1], payload)) > 900:
            held.append([])
        held[-1].append(payload)
    return ["\n".join(("Är", *payloads, "sant?")) for payloads in held]
