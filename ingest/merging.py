"""Which of the documents that were read go into the index, and what is told of each source."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from corpus.catalogue import load_catalogue
from corpus.cross_references import single_sections
from corpus.documents import (
    WHOLE,
    CatalogueEntry,
    Edition,
    Lane,
    Passage,
    Section,
    SentenceQuestion,
)
from corpus.index import IndexedSource
from corpus.page_boxes import WordBoxes
from ingest.library_records import UnfetchedRecord

Cited = TypeVar("Cited", Section, Passage)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """One document after parsing; without sections when it could not be read.

    ``boxes`` has the places of the words of each section, or nothing for a section without pages.
    """

    entry: CatalogueEntry
    edition: Edition
    sections: tuple[Section, ...] = ()
    path: str | None = None
    sha256: str | None = None
    fetched_at: str | None = None
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    as_printed: bool = False
    boxes: tuple[WordBoxes, ...] = ()


def one_original_each(documents: Sequence[ReadDocument]) -> tuple[ReadDocument, ...]:
    """At most one original per document: the first that could be read; the others are reported."""
    kept: list[ReadDocument] = []
    taken: dict[str, ReadDocument] = {}
    for document in documents:
        document_id = document.entry.document_id
        first = taken.get(document_id)
        if document.edition is Edition.DIGEST or not document.sections:
            kept.append(document)
        elif first is None:
            kept.append(document)
            taken[document_id] = document
        elif document.sha256 != first.sha256:
            problem = f"Filen {document.path} används inte: {document_id} har redan ett original."
            kept.append(replace(document, sections=(), problems=(problem,)))
    return tuple(kept)


def all_sections(documents: Sequence[ReadDocument]) -> tuple[Section, ...]:
    """Every section; an original § is found by the everyday questions of the digest's account."""
    questions: defaultdict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    single: defaultdict[tuple[str, str], tuple[SentenceQuestion, ...]] = defaultdict(tuple)
    unanswered: defaultdict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for document in documents:
        for section in document.sections:
            if section.edition is Edition.DIGEST and not section.comment:
                own = tuple(replace(q, sentence=WHOLE) for q in section.sentence_questions)
                for place in single_sections(section.pinpoint):
                    questions[(section.document_id, place)] += section.questions
                    single[(section.document_id, place)] += own
                    unanswered[(section.document_id, place)] += section.unanswered
    return tuple(
        replace(
            section,
            questions=questions[(section.document_id, section.pinpoint)],
            sentence_questions=single[(section.document_id, section.pinpoint)],
            unanswered=unanswered[(section.document_id, section.pinpoint)],
        )
        if section.edition is Edition.ORIGINAL
        else section
        for document in documents
        for section in document.sections
    )


def without_replaced_digests(
    items: Sequence[Cited], documents: Sequence[ReadDocument]
) -> tuple[Cited, ...]:
    """Every section, or passage, but the digest's account of a § whose own words are here.

    Our remarks on the § stay: the statute's words don't contain them.
    """
    own_words: defaultdict[tuple[str, str], list[Section]] = defaultdict(list)
    for document in documents:
        if document.edition is Edition.ORIGINAL and document.entry.lane is Lane.LAW:
            for section in document.sections:
                own_words[(section.document_id, section.pinpoint)].append(section)
    return tuple(
        item
        for item in items
        if item.comment or item.edition is Edition.ORIGINAL or not _are_told(item, own_words)
    )


def _are_told(
    item: Section | Passage, own_words: Mapping[tuple[str, str], Sequence[Section]]
) -> bool:
    """Whether every § of an account is here in the statute's own words on a day that it holds."""
    return all(
        any(_hold_together(item, words) for words in own_words.get((item.document_id, place), ()))
        for place in single_sections(item.pinpoint)
    )


def _hold_together(item: Section | Passage, words: Section) -> bool:
    begun = words.valid_from is None or item.valid_to is None or words.valid_from <= item.valid_to
    going = words.valid_to is None or (item.valid_from or date.min) <= words.valid_to
    # What the statute said only earlier does not take the place of what holds now.
    still = words.valid_to is None or (
        item.valid_to is not None and item.valid_to <= words.valid_to
    )
    return begun and going and still


def source_rows(
    documents: Sequence[ReadDocument], passages: Sequence[Passage]
) -> tuple[IndexedSource, ...]:
    """One row for every entry of the catalogue and for every document beside it."""
    by_id: dict[str, list[ReadDocument]] = {
        entry.document_id: [] for entry in load_catalogue().entries
    }
    for document in documents:
        by_id.setdefault(document.entry.document_id, []).append(document)
    counts = Counter(passage.document_id for passage in passages)
    return tuple(
        _source_row(document_id, tuple(found), counts[document_id])
        for document_id, found in by_id.items()
    )


def with_unfetched(
    rows: Sequence[IndexedSource], unfetched: Sequence[UnfetchedRecord]
) -> tuple[IndexedSource, ...]:
    """The rows with what could not be fetched the last time; such a source keeps what it had."""
    problems = {record.document_id: record.problems for record in unfetched}
    return tuple(
        replace(
            row,
            state="failed" if row.state == "missing" else row.state,
            problems=row.problems + problems[row.document_id],
        )
        if row.document_id in problems
        else row
        for row in rows
    )


def _source_row(
    document_id: str, documents: tuple[ReadDocument, ...], passages: int
) -> IndexedSource:
    editions = {document.edition for document in documents if document.sections}
    original = next((d for d in documents if d.edition is Edition.ORIGINAL and d.sections), None)
    shown = original or next((d for d in documents if d.path is not None), None)
    return IndexedSource(
        document_id=document_id,
        edition=_edition(editions, tried=shown is not None),
        state=_state(editions, tried=bool(documents)),
        path=shown.path if shown else None,
        sha256=shown.sha256 if shown else None,
        fetched_at=shown.fetched_at if shown else None,
        passages=passages,
        problems=tuple(problem for document in documents for problem in document.problems),
        remarks=tuple(remark for document in documents for remark in document.remarks),
    )


def _edition(editions: set[Edition], *, tried: bool) -> Edition:
    """What a row speaks of: the original when it is here, or when nothing else was tried."""
    original = Edition.ORIGINAL in editions or (tried and not editions)
    return Edition.ORIGINAL if original else Edition.DIGEST


def _state(editions: set[Edition], *, tried: bool) -> str:
    if len(editions) == 2:
        return "both"
    if editions:
        return next(iter(editions)).value
    return "failed" if tried else "missing"


def indexed_entries(
    documents: Sequence[ReadDocument], passages: Sequence[Passage]
) -> tuple[CatalogueEntry, ...]:
    """The entries of the documents that have a passage in the index."""
    indexed = {passage.document_id for passage in passages}
    entries = {document.entry.document_id: document.entry for document in documents}
    return tuple(entry for document_id, entry in entries.items() if document_id in indexed)
