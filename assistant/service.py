"""The wall between answering and those who show answers: what the HTTP API and the page call.

question –(``Answerer.answer``)→ Answer –(assistant/api.py | ui)→ person. The page and the API know
nothing of indexes, encoders or models; a test hands them a fake of the same shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from assistant.breaker import ModelHealth
from assistant.conversation import Answer, Emit, Event, Question, RetrievedPassage
from corpus.documents import CatalogueEntry, Passage, Place
from corpus.generation import IndexedSource
from corpus.page_boxes import PageBox


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOverview:
    """One document and how much of it is here: ``state`` is that of ``lotsen ingest status``.

    ``original`` is the file that its own words were read from, ``pinpoints`` are its places in
    reading order, each once.
    """

    entry: CatalogueEntry
    state: str
    passages: int
    original: IndexedSource | None = None
    pinpoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContents:
    """One document with its passages in reading order.

    ``referred_by`` gives the places whose words refer to each of its pinpoints; under None stand
    those that name the document as a whole.
    """

    overview: DocumentOverview
    passages: tuple[Passage, ...]
    referred_by: Mapping[str | None, tuple[Place, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInfo:
    """What is running: the program's version, the index that answers and its encoder.

    ``model_health`` is None where no language model is configured.
    """

    version: str
    generation: str
    built_at: datetime
    encoder: str | None
    model: str | None = None
    model_health: ModelHealth | None = None
    notices: tuple[str, ...] = ()


class Answerer(Protocol):
    """Everything the API and the page need. Calls block; each may come from another thread."""

    def answer(self, question: Question, emit: Emit) -> Answer:
        """The answer to ``question``; ``emit`` gets its stages, statements and citations.

        Raises:
            Stopped: ``emit`` raised it.
            IndexUnavailableError: the sources can't be read.
        """
        ...

    def search(
        self, query: str, *, k: int, document_id: str | None, as_of: date
    ) -> tuple[RetrievedPassage, ...]:
        """The ``k`` best passages, best first."""
        ...

    def repaired(self, query: str) -> str:
        """What ``search`` looks for: ``query`` with its mistyped words as the sources have them."""
        ...

    def documents(self) -> tuple[DocumentOverview, ...]:
        """The whole catalogue, in its order."""
        ...

    def document(self, document_id: str) -> DocumentContents | None:
        """One document, None where the catalogue has no such id."""
        ...

    def passage(self, passage_id: str) -> Passage | None:
        """One passage, None where the index has no such id."""
        ...

    def quote_boxes(self, passage_id: str, start: int, end: int) -> tuple[PageBox, ...]:
        """Where characters of a passage stand on the pages of the PDF that it comes from.

        None when there is no such passage, or it comes from something else than the newest PDF.
        """
        ...

    def info(self) -> ServiceInfo:
        """What is running.

        Raises:
            IndexUnavailableError: no index is open.
        """
        ...


def entries_by_id(answerer: Answerer) -> dict[str, CatalogueEntry]:
    """Every document that the answerer knows, by its id."""
    return {row.entry.document_id: row.entry for row in answerer.documents()}


def short_titles(answerer: Answerer) -> dict[str, str]:
    """What each document is called in running text, by its id."""
    return {name: entry.short_title for name, entry in entries_by_id(answerer).items()}


def ignore(event: Event) -> None:
    """Takes an event and does nothing with it: for callers who want the answer only."""
    del event
