"""A search within a document → its best places, each with the start of what was found, marked.

The search repairs mistyped words: ``hits_in`` says so when the document lacks what was typed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.service import Answerer, DocumentContents
from corpus.documents import Passage
from corpus.lexical import fold, stems, swedish_terms
from ui.site_anchors import anchor_of
from ui.site_search import very_words

_FOUND = 10  # places, at most, of a search by meaning
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


@dataclass(frozen=True, slots=True, kw_only=True)
class HitsFound:
    """What a search found; ``repaired`` is what found it when it was not what was typed."""

    hits: Sequence[Hit]
    repaired: str = ""


def hits_in(
    answerer: Answerer, contents: DocumentContents, query: str, *, as_of: date, exact: bool = False
) -> HitsFound:
    """The best places for ``query`` within a document, as its words are on ``as_of``.

    ``exact`` finds the places with the very words that were typed, in order of reading.
    """
    held = [passage for passage in contents.passages if passage.holds_on(as_of)]
    repaired = answerer.repaired(query)
    slipped = fold(repaired) != fold(query)
    # The index may take a word of an added document for a mistyped one of its own.
    if exact or (slipped and _stands(held, query)):
        return HitsFound(hits=tuple(_exact_hits(held, query)))
    found = answerer.search(
        query, k=_FOUND, document_id=contents.overview.entry.document_id, as_of=as_of
    )
    read = repaired if slipped else query
    hits = tuple(_hit(hit.passage, marked(hit.passage.text, read)) for hit in found)
    return HitsFound(hits=hits, repaired=repaired if slipped and hits else "")


def _stands(passages: Iterable[Passage], query: str) -> bool:
    return any(_exact_spans(_one_line(passage.text), query) for passage in passages)


def _exact_hits(passages: Iterable[Passage], query: str) -> Iterator[Hit]:
    for passage in passages:
        words = _one_line(passage.text)
        if spans := _exact_spans(words, query):
            yield _hit(passage, _shown(words, spans))


def _exact_spans(words: str, query: str) -> list[tuple[int, int]]:
    return [match.span() for match in very_words(query).finditer(words)]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _hit(passage: Passage, runs: Iterable[Run]) -> Hit:
    pinpoint = passage.pinpoint
    return Hit(anchor=anchor_of(pinpoint), pinpoint=pinpoint, runs=tuple(runs))


def marked(text: str, query: str) -> Iterator[Run]:
    """The text around the first word of ``query`` in it, with every such word in a run of its own.

    A search finds by meaning too: where no word is the same, it is the start of the text.
    """
    words = _one_line(text)
    return _shown(words, list(_found_spans(words, frozenset(swedish_terms(query)))))


def _shown(words: str, spans: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """The text around the first of ``spans``, with each of them in a run of its own."""
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
