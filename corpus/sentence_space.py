"""Which single sentence a question is near: the sentences and their own everyday questions.

Beside them lie the questions on the same matters that no source answers, so that a question can be
seen to be more like one of those.

Their vectors stand apart from the dense leg's and are compared in the adapter's space, where
questions of the same sentence lie together. Only sentences that have questions of their own are in
it, the digests', so it stays small and is searched whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.adapter import Adapter, bundled_adapter
from corpus.documents import WHOLE, Passage
from corpus.encoding import Vectors
from corpus.sentences import sentence_spans

SPACE_FILE = "sentences.npy"


class Kind(Enum):
    """A question that a sentence answers, a sentence, or a question that no source answers."""

    QUESTION = "question"
    SENTENCE = "sentence"
    UNANSWERED = "unanswered"


class Member(NamedTuple):
    """A text of the space: whose it is (the passage's row, the sentence's number) and its words.

    The number is WHOLE where no single sentence is meant.
    """

    kind: Kind
    row: int
    number: int
    text: str


def space_members(passages: Sequence[Passage]) -> tuple[Member, ...]:
    """The questions of each sentence, each that has any, and the questions without an answer."""
    return (*_questions(passages), *_sentences(passages), *_unanswered(passages))


def _questions(passages: Sequence[Passage]) -> Iterator[Member]:
    for row, passage in enumerate(passages):
        for question in passage.sentence_questions:
            yield Member(Kind.QUESTION, row, question.sentence, question.text)


def _sentences(passages: Sequence[Passage]) -> Iterator[Member]:
    for row, passage in enumerate(passages):
        numbers = {question.sentence for question in passage.sentence_questions} - {WHOLE}
        spans = sentence_spans(passage.text) if numbers else ()
        for number in sorted(numbers):
            start, end = spans[number - 1]
            yield Member(Kind.SENTENCE, row, number, passage.text[start:end])


def _unanswered(passages: Sequence[Passage]) -> Iterator[Member]:
    for row, passage in enumerate(passages):
        for text in passage.unanswered:
            yield Member(Kind.UNANSWERED, row, WHOLE, text)


def write_space(folder: Path, vectors: Vectors) -> None:
    """Keep the members' vectors, in their order, in ``folder``."""
    np.save(folder / SPACE_FILE, vectors.astype(np.float16), allow_pickle=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How near a question lies to the sentences of one passage.

    ``sentences`` has the cosine in the adapter's space by the sentence's number (WHOLE for the
    questions of none), of the sentence or its nearest question; ``similarity`` is the highest of
    the encoder's own cosines.
    """

    sentences: Mapping[int, float]
    similarity: float


class SentenceSpace:
    """The members' vectors, searched by a question's vector."""

    def __init__(self, adapter: Adapter, vectors: Vectors, members: Sequence[Member]) -> None:
        """``vectors`` are the encoder's; vector i is that of member i."""
        self._adapter = adapter
        self.vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        self._mapped = adapter.mapped(self.vectors)
        self.numbers = np.array([member.number for member in members], dtype=np.intp)
        kinds = [member.kind for member in members]
        self.asked = np.array([kind is Kind.QUESTION for kind in kinds], dtype=np.bool_)
        self.told = np.array([kind is not Kind.UNANSWERED for kind in kinds], dtype=np.bool_)
        self.rows = np.array([member.row for member in members], dtype=np.intp)
        places: defaultdict[int, list[int]] = defaultdict(list)
        for place, member in enumerate(members):
            if member.kind is not Kind.UNANSWERED:
                places[member.row].append(place)
        self.places = {row: np.array(own, dtype=np.intp) for row, own in places.items()}

    @classmethod
    def open(cls, folder: Path, passages: Sequence[Passage], encoder_name: str) -> "SentenceSpace":
        """What ``write_space`` kept of the members of ``passages``."""
        vectors = np.load(folder / SPACE_FILE, allow_pickle=False).astype(np.float32)
        return cls(bundled_adapter(encoder_name), vectors, space_members(passages))

    def around(self, question: NDArray[np.float32]) -> "Surroundings":
        """What lies around a question, by the encoder's vector of it."""
        near = self._mapped @ self._adapter.mapped(question)
        return Surroundings(space=self, question=question, near=near)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A question in the space; ``near`` are its cosines with the members there, found once."""

    space: SentenceSpace
    question: NDArray[np.float32]
    near: NDArray[np.float32]

    def nearest(self, size: int) -> NDArray[np.float32]:
        """The cosine of each passage's nearest sentence in the adapter's space, shape (size,).

        -2 where a passage has no sentences here.
        """
        best = np.full(size, -2, dtype=np.float32)
        told = self.space.told
        np.maximum.at(best, self.space.rows[told], self.near[told])
        return best

    def nearness(self, rows: Sequence[int]) -> Mapping[int, Nearness]:
        """For each of ``rows`` that has sentences here, how near they are."""
        asked = self.question / np.linalg.norm(self.question)
        found: dict[int, Nearness] = {}
        for row in rows:
            places = self.space.places.get(row)
            if places is None:
                continue
            sentences: dict[int, float] = {}
            for number, cosine in zip(self.space.numbers[places], self.near[places], strict=True):
                sentences[int(number)] = max(sentences.get(int(number), -1.0), float(cosine))
            best = float((self.space.vectors[places] @ asked).max())
            found[row] = Nearness(sentences=sentences, similarity=best)
        return found

    def margin(self) -> float:
        """How much nearer the nearest question with an answer lies than the nearest without.

        Cosines in the adapter's space; 0 where there are not both.
        """
        answered, unanswered = self.near[self.space.asked], self.near[~self.space.told]
        if not answered.size or not unanswered.size:
            return 0.0
        return float(answered.max() - unanswered.max())
