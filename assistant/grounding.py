"""How well a passage covers what a question asks, term by term.

Near misses lie as close to the sources as real questions do, so no similarity tells them apart.
What does: whether the passage has the words that carry the question.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

from assistant.asked import is_english
from assistant.in_vain import odds_in_vain
from corpus.catalogue import load_catalogue
from corpus.documents import Passage
from corpus.index import Generation, spoken_text
from corpus.lexical import fold, swedish_terms, terms_of
from corpus.thesaurus import load_thesaurus

_CAPITALISED = re.compile(r"\b[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]+\b")
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_STEM = 5  # letters; shorter ones are found by equality alone
_LONGEST_STEM = 40  # letters; no Swedish word of ours is longer
_ALIKE = 0.62  # share of common three-letter pieces that makes two words one, misspelt


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The terms of each passage of a generation, and how many passages have each term.

    ``names`` are the words that the sources write with a capital, in lower case. ``spellings``
    gives the sources' spelling of a word that was typed without å, ä and ö. ``places`` are the
    documents and pinpoints that have text, ``pages`` the page numbers. ``unread`` has, for each
    document that is known by name alone, the words that name it and nothing else. ``total`` is how
    many passages ``frequencies`` counts: the catalogue's; 0 for all of them. ``repair`` mends slips
    by the words of the index. ``asked`` are the terms of the sentences' own everyday questions;
    ``in_vain`` how much oftener than others a term is asked for in vain (``assistant.in_vain``).
    """

    frequencies: Mapping[str, int]
    passages: Mapping[str, frozenset[str]]
    names: frozenset[str]
    spellings: Mapping[str, str] = field(default_factory=dict)
    places: frozenset[tuple[str, str]] = frozenset()
    pages: frozenset[int] = frozenset()
    unread: tuple[frozenset[str], ...] = ()
    total: int = 0
    repair: Callable[[str], str] = field(default=str, repr=False)
    asked: frozenset[str] = field(default=frozenset(), repr=False)
    in_vain: Mapping[str, float] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, generation: Generation) -> Self:
        """Count the searched texts of ``generation``, everyday questions included."""
        terms = {
            p.passage_id: frozenset(
                swedish_terms(spoken_text(p, generation.entries[p.document_id]))
            )
            for p in generation.passages
        }
        # What is added has its words, but does not tell how much a word tells.
        sources = [
            p for p in generation.passages if not generation.entries[p.document_id].is_added
        ] or generation.passages
        counts = Counter(term for p in sources for term in terms[p.passage_id])
        counts.update({term: 0 for found in terms.values() for term in found})
        names = (name for p in generation.passages for name in _CAPITALISED.findall(p.text))
        return cls(
            frequencies=counts,
            passages=terms,
            names=frozenset(name.lower().removesuffix("s") for name in names),
            spellings=_spellings(
                spoken_text(p, generation.entries[p.document_id]) for p in sources
            ),
            total=len(sources),
            places=frozenset((p.document_id, p.pinpoint) for p in generation.passages),
            pages=frozenset(page for p in generation.passages for page in p.pages),
            unread=tuple(_unread_names(generation)),
            repair=generation.spelling.repaired,
            asked=frozenset(
                term
                for p in generation.passages
                for question in p.sentence_questions
                for term in terms_of(question.text)
            ),
            in_vain=odds_in_vain(generation.passages),
        )

    def knows(self, term: str) -> bool:
        """Whether the sources use ``term``, or a synonym of it."""
        return term in self.frequencies or bool(load_thesaurus().source_terms([term]))

    def is_strange(self, term: str) -> bool:
        """Whether neither the sources nor the everyday questions on them have ``term``."""
        return term not in self.asked and not self.knows(term)

    def spelt(self, text: str) -> str:
        """``text`` with slips mended, and å, ä and ö put back where the sources have them.

        "atgardsplanen" means nothing to the encoder; the lexical legs fold both sides anyway. Who
        writes å, ä or ö anywhere has them on the keyboard and means what stands there.
        """
        if text.isascii():
            text = _WORD.sub(lambda word: self._spelt_word(word.group()), text)
        # Most English words are strangers to the sources, and some are near a Swedish one.
        return text if is_english(text) else self.repair(text)

    def _spelt_word(self, word: str) -> str:
        # Two letters are too few to tell "sa" from "så".
        return self.spellings.get(word.lower(), word) if len(word) > 2 else word

    def weight(self, term: str) -> float:
        """How much a term tells: 0 for one in every passage, 1 for one in none."""
        total = max(1, self.total or len(self.passages)) + 1
        return math.log(total / (1 + self.frequencies.get(term, 0))) / math.log(total)


def _unread_names(generation: Generation) -> Iterator[frozenset[str]]:
    """For each document without text: the words of its short title that no other title has.

    Only words that the sources use count: the others are missing from every answer anyway.
    """
    read = {p.document_id for p in generation.passages}
    entries = load_catalogue().entries
    titles = {e.document_id: set(swedish_terms(f"{e.short_title} {e.title}")) for e in entries}
    common = set().union(*(titles[name] for name in read if name in titles))
    spoken = set().union(
        *(swedish_terms(p.text) for p in generation.passages if p.document_id in titles)
    )
    for entry in entries:
        own = set(swedish_terms(entry.short_title)) - common
        if entry.document_id not in read:
            yield frozenset(term for term in own if term in spoken and term.isalpha())


def _spellings(texts: Iterable[str]) -> dict[str, str]:
    """For each word that the sources have only with diacritics: its commonest spelling."""
    counts = Counter(word.lower() for text in texts for word in _WORD.findall(text))
    spelt: dict[str, str] = {}
    for word, _ in counts.most_common():
        plain = fold(word)
        if plain != word and plain not in counts and not plain.isdigit():
            spelt.setdefault(plain, word)
    return spelt


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """``share`` of the question's weight that is found, and the terms that are missing."""

    share: float
    missing: tuple[str, ...]
    heaviest_missing: float


def lacking(terms: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    """Those of ``terms`` that are not among the ``known`` ones in any form."""
    wider = load_thesaurus().source_terms(terms)
    return tuple(t for t in terms if not is_found(t, wider.get(t, frozenset()), known))


def matched(terms: Sequence[str], known: frozenset[str], words: Vocabulary) -> float:
    """The share, by weight, of ``terms`` that are among the ``known`` ones; 0 without terms."""
    missing = frozenset(lacking(terms, known))
    weights = {term: words.weight(term) for term in terms}
    total = sum(weights.values())
    found = sum(weight for term, weight in weights.items() if term not in missing)
    return found / total if total else 0.0


def coverage(terms: Iterable[str], passages: Iterable[Passage], words: Vocabulary) -> Coverage:
    """How much of the question's ``terms`` the passages speak of, taken together."""
    terms = tuple(terms)
    known = frozenset().union(*(words.passages[p.passage_id] for p in passages))
    weights = {term: words.weight(term) for term in terms}
    missing = lacking(terms, known)
    total = sum(weights.values())
    lost = sum(weights[term] for term in missing)
    return Coverage(
        share=1 - lost / total if total else 1.0,
        missing=missing,
        heaviest_missing=max((weights[term] for term in missing), default=0.0),
    )


def is_found(term: str, synonyms: frozenset[str], known: frozenset[str]) -> bool:
    """Whether ``known`` has ``term``, a synonym of it, a compound with it, or it with a slip."""
    if term in known or synonyms & known:
        return True
    return _SHORTEST_STEM <= len(term) <= _LONGEST_STEM and any(
        _same_word(term, other) for other in known
    )


@lru_cache(maxsize=50_000)
def _same_word(one: str, other: str) -> bool:
    """Whether two stems are one word: a part of a compound, or a slip of the finger."""
    if not _SHORTEST_STEM <= len(other) <= _LONGEST_STEM:
        return False
    if one in other or other in one:
        return True
    pieces, others = _pieces(one), _pieces(other)
    return 2 * len(pieces & others) / (len(pieces) + len(others)) >= _ALIKE


def _pieces(word: str) -> frozenset[str]:
    padded = f"_{word}_"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))
