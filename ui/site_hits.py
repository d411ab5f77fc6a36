"""A search within a document → its best places, each with the start of what was found, marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.service import Answerer
from corpus.lexical import fold, stems, swedish_terms
from ui.site_anchors import anchor_of

_LENGTH = 140  # characters shown beside a place
_BEFORE = 40  # of them before the first found word, at most
_SHORTEST_PART = 4  # letters of a word that may stand inside a longer one
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text; ``found`` when it is a word that was searched for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place in a document that a search found."""

    anchor: str
    pinpoint: str
    runs: Sequence[Run]


def hits_in(answerer: Answerer, document_id: str, query: str, k: int, as_of: date) -> Sequence[Hit]:
    """The best places for ``query`` within a document, as its words are on ``as_of``."""
    found = answerer.search(query, k=k, document_id=document_id, as_of=as_of)
    return tuple(
        Hit(
            anchor=anchor_of(hit.passage.pinpoint),
            pinpoint=hit.passage.pinpoint,
            runs=tuple(marked(hit.passage.text, query)),
        )
        for hit in found
    )


def marked(text: str, query: str) -> Iterator[Run]:
    """The text around the first word of ``query`` in it, with every such word in a run of its own.

    A search finds by meaning too: where no word is the same, it is the start of the text.
    """
    words = " ".join(text.split())
    spans = list(_found_spans(words, frozenset(swedish_terms(query))))
    shown = _window(words, spans[0][0] if spans else 0)
    place = shown.start
    if shown.start > 0:
        yield Run(text="… ", found=False)
    for start, end in spans:
        if start >= shown.start and end <= shown.stop:
            if start > place:
                yield Run(text=words[place:start], found=False)
            yield Run(text=words[start:end], found=True)
            place = end
    if place < shown.stop:
        yield Run(text=words[place : shown.stop], found=False)
    if shown.stop < len(words):
        yield Run(text=" …", found=False)


def _found_spans(words: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    parts = [term for term in wanted if len(term) >= _SHORTEST_PART]
    for match in _WORD.finditer(words):
        folded = fold(match.group())
        same = stems([match.group().lower()])[0] in wanted
        if same or any(part in folded for part in parts):
            yield match.span()


def _window(words: str, first: int) -> range:
    """From the start, or a whole word a little before ``first``, to the last word that fits."""
    start = 0
    if first > _LENGTH // 2:
        start = words.find(" ", first - _BEFORE, first) + 1 or first
    if len(words) - start <= _LENGTH:
        return range(start, len(words))
    end = words.rfind(" ", start + _LENGTH // 2, start + _LENGTH)
    return range(start, end if end > 0 else start + _LENGTH)
