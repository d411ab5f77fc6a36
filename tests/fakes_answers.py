"""A scripted answerer of the same shape as the real one: hand-made answers for each status.

What it answers depends on words in the question, so that a browser test can ask for any state.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import samples

from assistant.conversation import (
    Answer,
    AnswerStatus,
    Citation,
    Emit,
    IndexInfo,
    Mode,
    Nearest,
    Question,
    Reason,
    RetrievedPassage,
    Stage,
    Statement,
    Stopped,
)
from assistant.personal_data import find_personal_numbers, mask
from assistant.service import DocumentContents, DocumentOverview, ServiceInfo
from assistant.texts import status_text
from corpus.compounds import Compounds
from corpus.documents import CatalogueEntry, Edition, Lane, Passage
from corpus.errors import IndexMissingError, ModelUnavailableError
from corpus.generation import IndexedSource
from corpus.lexical import word_counts
from corpus.page_boxes import PageBox
from corpus.spelling import Spelling

BUILT_AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)

LAW = samples.entry(
    "sfs-2023-196",
    Lane.LAW,
    title="Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete",
    short_title="Lag (2023:196)",
    publisher="Riksdagen",
    year=2023,
    kind="lag",
    rights="fri",
    url="https://www.riksdagen.se/exempel/lag",
    valid_from=date(2023, 7, 1),
)
HANDBOOK = samples.entry(
    "bra-2020-samverkan",
    Lane.GUIDANCE,
    title="Handbok om samverkan",
    short_title="Handboken",
    publisher="Brå",
    year=2020,
    kind="vägledning",
    rights="citat",
    url="https://bra.se/exempel/handbok.html",
    url_status="guessed",
)
REPORT = samples.entry(
    "bra-arsrapport-2024",
    Lane.REPORT,
    title="Årsrapport om brottsförebyggande arbete",
    short_title="Årsrapport 2024",
    publisher="Brå",
    year=2024,
    kind="rapport",
    rank=6,
    rights="citat",
    url="https://bra.se/exempel/rapport.html",
)


def passage(
    entry: CatalogueEntry,
    number: int,
    pinpoint: str,
    text: str,
    *,
    edition: Edition = Edition.DIGEST,
    pages: tuple[int, ...] = (),
) -> Passage:
    """A passage of ``entry`` with a readable id."""
    return samples.passage(
        entry.document_id,
        pinpoint,
        text,
        number,
        edition=edition,
        pages=pages,
        valid_from=entry.valid_from,
    )


LEADER = passage(
    LAW,
    1,
    "10 §",
    "I varje kommun finns ett råd. Kommunen ska leda rådet. Rådet får ha egna arbetsgrupper.\n\n"
    "Kommunen behöver inte vara ensam om arbetet i rådet.",
)
PICTURE = passage(LAW, 1, "4 §", "Kommunen ska ta fram en lägesbild. Bilden ska vara skriftlig.")
ORIGINAL = passage(
    LAW,
    2,
    "9 §",
    "Kommunen ska verka för att fler skriver under en överenskommelse.",
    edition=Edition.ORIGINAL,
)
ADVICE = passage(
    HANDBOOK, 1, "Steg 3", "Rådet bör träffas ofta. En ledare från kommunen bör hålla i mötena."
)
FINDING = passage(
    REPORT, 1, "s. 23", "De flesta råd leds av kommunens högsta politiker.", pages=(23,)
)
HOSTILE = passage(HANDBOOK, 2, "Steg 4", "ofarlig text")

ENTRIES = (LAW, HANDBOOK, REPORT)
PASSAGES = (LEADER, PICTURE, ORIGINAL, ADVICE, FINDING)


def cited(label: int, entry: CatalogueEntry, source: Passage, quote: str) -> Citation:
    """A citation of ``quote``, which must stand in ``source``."""
    start = source.text.index(quote)
    return Citation(
        label=label,
        document_id=entry.document_id,
        title=entry.title,
        short_title=entry.short_title,
        publisher=entry.publisher,
        year=entry.year,
        rank=entry.rank,
        lane=entry.lane,
        edition=source.edition,
        pinpoint=source.pinpoint,
        pages=source.pages,
        quote=quote,
        start=start,
        end=start + len(quote),
        passage_id=source.passage_id,
        url=entry.url,
        url_status=entry.url_status,
        valid_from=source.valid_from,
    )


def said(citation: Citation) -> Statement:
    """The quote itself as a statement."""
    return Statement(text=citation.quote, lane=citation.lane, labels=(citation.label,))


NEAREST = (
    Nearest(
        document_id=LAW.document_id,
        pinpoint=PICTURE.pinpoint,
        title=LAW.title,
        url=LAW.url,
        passage_id=PICTURE.passage_id,
    ),
    Nearest(
        document_id=HANDBOOK.document_id,
        pinpoint=ADVICE.pinpoint,
        title=HANDBOOK.title,
        url=HANDBOOK.url,
        passage_id=ADVICE.passage_id,
    ),
)

REFUSALS = {
    "otydlig": (AnswerStatus.NEEDS_CLARIFICATION, Reason.AMBIGUOUS),
    "svag": (AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE),
    "lokal": (AnswerStatus.NO_GUIDANCE_FOUND, Reason.NEEDS_LOCAL_FACTS),
    "ännu inte": (AnswerStatus.NO_GUIDANCE_FOUND, Reason.NOT_IN_FORCE),
    "bulle": (AnswerStatus.OUT_OF_SCOPE, Reason.OUTSIDE_CORPUS),
    "akut": (AnswerStatus.OUT_OF_SCOPE, Reason.ACUTE),
}


def leader_answer(question: Question) -> Answer:
    """Who leads the council: three lanes, four sentences."""
    citations = (
        cited(1, LAW, LEADER, "Kommunen ska leda rådet."),
        cited(2, LAW, LEADER, "Rådet får ha egna arbetsgrupper."),
        cited(3, HANDBOOK, ADVICE, "En ledare från kommunen bör hålla i mötena."),
        cited(4, REPORT, FINDING, FINDING.text),
    )
    return replace(answered(question, citations), follow_ups=FOLLOW_UPS)


FOLLOW_UPS = ("Vad gäller om överenskommelse?", "Vad gör de andra i kommunen?")


def answered(question: Question, citations: tuple[Citation, ...]) -> Answer:
    """An extractive answer made of the quotes."""
    return Answer(
        status=AnswerStatus.ANSWERED,
        question=question.text,
        as_of=question.as_of,
        mode=Mode.EXTRACTIVE,
        statements=tuple(said(citation) for citation in citations),
        citations=citations,
        index=IndexInfo(generation="gen-000001", built_at=BUILT_AT),
        timings_ms={"retrieval": 1.0, "total": 2.0},
    )


def refused(question: Question, status: AnswerStatus, reason: Reason) -> Answer:
    """A refusal with the nearest passages, except where the question was stopped."""
    blocked = status is AnswerStatus.BLOCKED_PERSONAL_DATA
    return Answer(
        status=status,
        reason=reason,
        question=mask(question.text),
        as_of=question.as_of,
        nearest=() if blocked else NEAREST,
        contacts=status_text(status, reason).contacts,
        index=IndexInfo(generation="gen-000001", built_at=BUILT_AT),
    )


@dataclass
class FakeAnswerer:
    """Answers by words in the question; remembers what it was asked.

    A question with "vänta" waits after its first sentence until ``go_on`` is set or 20 s have gone;
    one with "krasch" fails unforeseen; "sönder" fails as a missing index does.
    """

    passages: tuple[Passage, ...] = PASSAGES
    entries: tuple[CatalogueEntry, ...] = ENTRIES
    asked: list[Question] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    index_missing: bool = False
    originals: Mapping[str, IndexedSource] = field(default_factory=dict)
    boxes: Mapping[str, tuple[PageBox, ...]] = field(default_factory=dict)

    def answer(self, question: Question, emit: Emit) -> Answer:
        """A scripted answer."""
        try:
            return self._answer(question, emit)
        except Stopped:
            self.stopped.set()
            raise

    def _answer(self, question: Question, emit: Emit) -> Answer:
        if find_personal_numbers(question.text):
            return refused(
                question, AnswerStatus.BLOCKED_PERSONAL_DATA, Reason.PERSONAL_IDENTITY_NUMBER
            )
        self.asked.append(question)
        emit(Stage(text="Söker i källorna."))
        self._fail(question)
        for word, (status, reason) in REFUSALS.items():
            if word in question.text.lower():
                return refused(question, status, reason)
        answer = self._found(question)
        emit(Stage(text=f"Hittade {len(answer.citations)} källor. Kontrollerar citat."))
        for statement, citation in zip(answer.statements, answer.citations, strict=True):
            emit(citation)
            emit(statement)
            if "vänta" in question.text:
                self._wait(emit)
        return answer

    def _found(self, question: Question) -> Answer:
        text = question.text.lower()
        if "överenskommelse" in text:
            return answered(question, (cited(1, LAW, ORIGINAL, ORIGINAL.text),))
        if "lägesbild" in text:
            return answered(
                question, (cited(1, LAW, PICTURE, "Kommunen ska ta fram en lägesbild."),)
            )
        return leader_answer(question)

    def _fail(self, question: Question) -> None:
        if "krasch" in question.text:
            raise ValueError(question.text)
        if "stum" in question.text:
            raise ModelUnavailableError("Språkmodellen svarar inte.")
        if "sönder" in question.text:
            raise IndexMissingError("Det finns inget index.")

    def _wait(self, emit: Emit) -> None:
        for _ in range(200):
            if self.go_on.wait(0.1):
                return
            emit(Stage(text="Hittade 4 källor. Kontrollerar citat."))

    def search(
        self, query: str, *, k: int, document_id: str | None, as_of: date
    ) -> tuple[RetrievedPassage, ...]:
        """The passages in order with falling scores."""
        kept = [p for p in self.passages if document_id in {None, p.document_id}]
        return tuple(
            RetrievedPassage(passage=p, score=1 / rank) for rank, p in enumerate(kept[:k], start=1)
        )

    def repaired(self, query: str) -> str:
        """As the real one does it, with the words of the scripted passages."""
        counts = word_counts(passage.text for passage in self.passages)
        return Spelling(counts, Compounds(counts)).repaired(query)

    def documents(self) -> tuple[DocumentOverview, ...]:
        """All entries."""
        return tuple(
            DocumentOverview(
                entry=entry,
                state="digest",
                passages=len(own),
                original=self.originals.get(entry.document_id),
                pinpoints=tuple(dict.fromkeys(p.pinpoint for p in own)),
            )
            for entry in self.entries
            for own in [[p for p in self.passages if p.document_id == entry.document_id]]
        )

    def document(self, document_id: str) -> DocumentContents | None:
        """One entry with its passages."""
        for overview in self.documents():
            if overview.entry.document_id == document_id:
                kept = tuple(p for p in self.passages if p.document_id == document_id)
                return DocumentContents(overview=overview, passages=kept)
        return None

    def passage(self, passage_id: str) -> Passage | None:
        """One passage."""
        return next((p for p in self.passages if p.passage_id == passage_id), None)

    def quote_boxes(self, passage_id: str, start: int, end: int) -> tuple[PageBox, ...]:
        """The scripted boxes of a passage, whatever is asked of it."""
        return self.boxes.get(passage_id, ()) if start < end else ()

    def info(self) -> ServiceInfo:
        """What is running."""
        if self.index_missing:
            raise IndexMissingError("Det finns inget index.")
        return ServiceInfo(
            version="0.1.0", generation="gen-000001", built_at=BUILT_AT, encoder="fake"
        )
