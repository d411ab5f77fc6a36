"""Which single sentence a question is near: the sentences and their own everyday questions.

Their vectors stand apart from the dense leg's, in the adapter's space, where questions of the same
sentence lie together. Only sentences that have questions of their own are in it, the digests', so
it stays small and is searched whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.adapter import Adapter, bundled_adapter
from corpus.documents import Passage
from corpus.encoding import Vectors
from corpus.sentences import sentence_spans

SPACE_FILE = "sentences.npy"


class Member(NamedTuple):
    """A text of the space: whose it is (the passage's row, the sentence's number) and its words."""

    row: int
    number: int
    text: str


def space_members(passages: Sequence[Passage]) -> tuple[Member, ...]:
    """Each sentence's questions, and then each sentence that has any."""
    return (*_questions(passages), *_sentences(passages))


def _questions(passages: Sequence[Passage]) -> Iterator[Member]:
    for row, passage in enumerate(passages):
        for question in passage.sentence_questions:
            yield Member(row, question.sentence, question.text)


def _sentences(passages: Sequence[Passage]) -> Iterator[Member]:
    for row, passage in enumerate(passages):
        spans = sentence_spans(passage.text) if passage.sentence_questions else ()
        for number in sorted({question.sentence for question in passage.sentence_questions}):
            start, end = spans[number - 1]
            yield Member(row, number, passage.text[start:end])


def write_space(folder: Path, vectors: Vectors, encoder_name: str) -> None:
    """Map the members' vectors, in their order, and keep them in ``folder``."""
    mapped = bundled_adapter(encoder_name).mapped(vectors)
    np.save(folder / SPACE_FILE, mapped.astype(np.float16), allow_pickle=False)


class SentenceSpace:
    """The members' vectors, searched by a question's vector."""

    def __init__(self, adapter: Adapter, vectors: Vectors, members: Sequence[Member]) -> None:
        """``vectors`` are mapped already; vector i is that of member i."""
        self._adapter = adapter
        self._vectors = vectors
        self._rows = np.array([member.row for member in members], dtype=np.intp)
        self._numbers = np.array([member.number for member in members], dtype=np.intp)

    @classmethod
    def open(cls, folder: Path, passages: Sequence[Passage], encoder_name: str) -> "SentenceSpace":
        """What ``write_space`` kept of the members of ``passages``."""
        vectors = np.load(folder / SPACE_FILE, allow_pickle=False).astype(np.float32)
        return cls(bundled_adapter(encoder_name), vectors, space_members(passages))

    def similarities(
        self, question: NDArray[np.float32], rows: Sequence[int]
    ) -> Mapping[int, Mapping[int, float]]:
        """For each of ``rows`` the cosine of each sentence's nearest member, by its number."""
        near = self._vectors @ self._adapter.mapped(question)
        best: dict[int, dict[int, float]] = {row: {} for row in rows}
        for place in np.flatnonzero(np.isin(self._rows, rows)):
            sentences, number = best[int(self._rows[place])], int(self._numbers[place])
            sentences[number] = max(sentences.get(number, -1.0), float(near[place]))
        return best
