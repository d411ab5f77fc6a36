"""What a generation of the index is made of, and what an open one offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.compounds import Compounds
from corpus.dense import DenseStore
from corpus.documents import CatalogueEntry, Edition, Passage, Section
from corpus.lexical import LexicalIndex
from corpus.page_boxes import PageBox
from corpus.sentence_space import SentenceSpace
from corpus.spelling import Spelling
from corpus.word_places import PlacedWord, WordPlaces


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedSource:
    """What became of one source in a build.

    ``state`` is "digest", "original", "both", "missing" or "failed"; ``path`` and ``sha256`` are of
    the original's file when there is one, ``fetched_at`` in ISO 8601. ``remarks`` are no faults:
    what the newest original says otherwise than the one before it, section by section.
    """

    document_id: str
    edition: Edition
    state: str
    path: str | None
    sha256: str | None
    fetched_at: str | None
    passages: int
    problems: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationContents:
    """What a generation is made of. Rows of the indexes are positions in ``passages``.

    ``places`` has the words of each passage that comes from a PDF, by passage id.
    """

    entries: tuple[CatalogueEntry, ...]
    passages: tuple[Passage, ...]
    sources: tuple[IndexedSource, ...]
    sections: tuple[Section, ...]
    places: Mapping[str, Sequence[PlacedWord]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """An open generation. Close it, or use it in a ``with`` block.

    ``dense`` is None when it was built without an encoder. Vectors may only be compared with those
    of the encoder named ``encoder_name``. ``owners[i]`` is the row of the passage that vector i of
    ``dense`` belongs to, ``sentences`` has those of single sentences in a space of their own, and
    ``documents[i]`` is the number of the document of passage i. ``notice`` is a Swedish sentence
    when this is not the generation that was asked for.
    """

    name: str
    built_at: datetime
    encoder_name: str | None
    entries: Mapping[str, CatalogueEntry]
    passages: tuple[Passage, ...]
    sections: tuple[Section, ...]
    sources: tuple[IndexedSource, ...]
    words: LexicalIndex
    parts: LexicalIndex
    compounds: Compounds
    spelling: Spelling
    chars: LexicalIndex
    dense: DenseStore | None
    notice: str | None = None
    rows: Mapping[str, int] = field(repr=False)
    owners: NDArray[np.intp] = field(repr=False)
    sentences: SentenceSpace | None = field(repr=False)
    documents: NDArray[np.intp] = field(repr=False)
    places: WordPlaces = field(repr=False)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage with this id."""
        row = self.rows.get(passage_id)
        return None if row is None else self.passages[row]

    def row(self, passage_id: str) -> int | None:
        """The passage's place in ``passages`` and in every array of scores."""
        return self.rows.get(passage_id)

    def quote_boxes(self, passage_id: str, start: int, end: int) -> tuple[PageBox, ...]:
        """Where the characters ``start`` to ``end`` of a passage stand on the pages of its PDF.

        One box for each printed line, in reading order; none when the passage is unknown or comes
        from a document without pages.
        """
        row = self.rows.get(passage_id)
        return () if row is None else self.places.boxes(row, start, end)

    def close(self) -> None:
        """Free the files of the dense store; a second call does nothing."""
        if self.dense is not None:
            self.dense.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def document_numbers(passages: Sequence[Passage]) -> NDArray[np.intp]:
    """For each passage the number of its document, in order of appearance."""
    numbers: dict[str, int] = {}
    found = [numbers.setdefault(p.document_id, len(numbers)) for p in passages]
    return np.array(found, dtype=np.intp)


def vector_owners(passages: Sequence[Passage]) -> NDArray[np.intp]:
    """The passage's row for each vector of the dense leg: the texts' and then their questions'."""
    asked = [row for row, passage in enumerate(passages) for _ in passage.questions]
    return np.array([*range(len(passages)), *asked], dtype=np.intp)
