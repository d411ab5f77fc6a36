"""Swedish words for search: what a text is split into, and BM25 over those pieces.

Two lexical legs share this module: stemmed words (``swedish_terms``, with the parts of compounds
beside them, ``part_terms``) and character 5-grams (``char_grams``). Both sides, passages and
questions, are folded (å, ä → a, ö → o, é → e), so that a question typed on a foreign keyboard finds
the same passages.

Choices that this rests on (figures in docs/retrieval.md): k1 .5 and b .3, since a passage that
names a thing once answers as well as one that names it often; stemming before folding (the stemmer
knows å from a); a short list of stop words; stop words kept among the 5-grams.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from corpus.compounds import Compounds
from corpus.term_weights import reweighed

if TYPE_CHECKING:
    from bm25s import BM25
    from Stemmer import Stemmer

GRAM_LENGTH = 5
K1, B = 0.5, 0.3
_NO_TERM = ""  # stands in a passage without content words; never asked for

# Function words, written for this project: they carry no topic and occur everywhere.
_STOP_TEXT = """
alla allt att av blev bli blir blivit de dem den denna deras dess dessa det detta dig din dina
ditt du då där efter ej eller en er era ert ett från för ha hade han hans har henne hennes hon
honom hur här i icke in inom inte jag ju kan kunde man med mellan men mig min mina mitt mot
mycket ni nu någon något några när och om oss på samma sedan sig sin sina sitt själv skulle som så
sådan sådana sådant till under upp ut utan vad var vara varför varit varje vars vart vem vi vid
vilka vilken vilket vår våra vårt åt än är över
"""
STOP_WORDS = frozenset(_STOP_TEXT.split())

_WORD = re.compile(r"[^\W_]+")
# "10 kap. 18 a §", "9 och 10 §§", "4 §": the numbers in front of the sign, with their chapter.
_REFERENCE = re.compile(
    r"(?:\b(\d+)\s*kap\.?\s*)?"
    r"\b(\d+(?:\s?[a-z]\b)?(?:\s*(?:,|och|eller|samt|–|-)\s*\d+(?:\s?[a-z]\b)?)*)\s*§"
)
_SECTION_NUMBER = re.compile(r"\d+(?:\s?[a-z]\b)?")


def fold(text: str) -> str:
    """``text`` in lower case without diacritics: "Åtgärder" → "atgarder"."""
    lowered = text.lower()
    if lowered.isascii():  # most words are, and this takes a tenth of the time
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


_folded_word = lru_cache(maxsize=20_000)(fold)

# None of them is a content word when its dots are left out ("vår" becomes "var", one of them).
_FOLDED_STOP_WORDS = frozenset(fold(word) for word in STOP_WORDS)


def swedish_terms(text: str) -> list[str]:
    """Stemmed, folded words without stop words, then references to §§ as terms of their own."""
    lowered = _lowered(text)
    kept = [word for word in _WORD.findall(lowered) if not is_stop_word(word)]
    stems = _stemmer().stemWords(kept)
    return [_folded_word(stem) for stem in stems] + list(_section_terms(lowered))


def part_terms(text: str, compounds: Compounds) -> list[str]:
    """Stemmed, folded words without stop words; a compound's parts stand in its place."""
    found: list[str] = []
    for word in _WORD.findall(_lowered(text)):
        if not is_stop_word(word):
            stemmed = _stemmer().stemWord(word)
            # "åtgärdsplaner" is split by the word that the sources have, "åtgärdsplan".
            parts = compounds.parts(word) or compounds.parts(stemmed)
            found += _stemmer().stemWords(list(parts)) if parts else [stemmed]
    return [_folded_word(stem) for stem in found]


def stems(words: Iterable[str]) -> list[str]:
    """The folded Swedish stems of ``words``, which are in lower case."""
    return [fold(stem) for stem in _stemmer().stemWords(list(words))]


def word_counts(texts: Iterable[str]) -> dict[str, int]:
    """The words of four letters or more in ``texts``, in lower case, and how many texts have each.

    They are the parts that compounds may have, and what mistyped words are compared with.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        words = set(_WORD.findall(_lowered(text)))
        counts.update(word for word in words if word.isalpha() and len(word) >= 4)
    return dict(counts)


def char_grams(text: str) -> list[str]:
    """Every word, folded, as ``_word_`` cut into 5-grams; a shorter one stays whole."""
    words = _WORD.findall(_lowered(text))
    return [gram for word in words for gram in _word_grams(word)]


def _lowered(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def is_stop_word(word: str) -> bool:
    """Whether ``word``, in lower case, is a function word; also one typed without diacritics."""
    # "år" is a content word although it folds to the same letters as "är": only a word that was
    # typed without diacritics is looked up among the folded ones.
    return word in STOP_WORDS or (word.isascii() and word in _FOLDED_STOP_WORDS)


# A build meets the same words again and again; 20,000 of them are some 20 MB of grams.
@lru_cache(maxsize=20_000)
def terms_of(text: str) -> frozenset[str]:
    """The different terms of ``text``, remembered: sentences are weighed again and again."""
    return frozenset(swedish_terms(text))


@lru_cache(maxsize=20_000)
def _word_grams(word: str) -> tuple[str, ...]:
    padded = f"_{_folded_word(word)}_"
    last = max(1, len(padded) - GRAM_LENGTH + 1)
    return tuple(padded[i : i + GRAM_LENGTH] for i in range(last))


def _section_terms(lowered: str) -> Iterable[str]:
    for chapter, numbers in _REFERENCE.findall(lowered):
        for number in _SECTION_NUMBER.findall(numbers):
            term = number.replace(" ", "") + "§"
            yield term
            if chapter:
                yield f"{chapter}kap{term}"


@lru_cache(maxsize=1)
def _stemmer() -> "Stemmer":
    from Stemmer import Stemmer  # noqa: PLC0415 – compiled; needed only where text is searched

    return Stemmer("swedish")


class LexicalIndex:
    """BM25 (k1 0.5, b 0.3) over the terms of n passages, at least one."""

    def __init__(self, bm25: "BM25", size: int) -> None:
        self._bm25 = bm25
        self.size = size

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]], counted: Sequence[bool] = ()) -> Self:
        """Index one sequence of terms per passage, in row order.

        With ``counted``, those passages alone tell how rare a term is and how long a passage.
        """
        from bm25s import BM25  # noqa: PLC0415 – 300 ms

        vocabulary = {_NO_TERM: 0}
        # Numbered in order of appearance: bm25s' own numbering follows a set, which differs from
        # run to run, and the same passages shall give the same files.
        rows = [
            [vocabulary.setdefault(term, len(vocabulary)) for term in terms] or [0]
            for terms in texts
        ]
        bm25 = BM25(k1=K1, b=B)
        bm25.index((rows, vocabulary), create_empty_token=False, show_progress=False)
        if any(counted) and not all(counted):
            scores = bm25.scores
            scores["data"] = reweighed(
                scores["data"],
                (scores["indices"], scores["indptr"]),
                np.array([len(row) for row in rows]),
                np.array(counted, dtype=np.bool_),
                (K1, B),
            )
        return cls(bm25, len(rows))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what ``save`` wrote."""
        from bm25s import BM25  # noqa: PLC0415 – 300 ms

        bm25 = BM25.load(folder, show_progress=False)
        return cls(bm25, int(bm25.scores["num_docs"]))

    def save(self, folder: Path) -> None:
        """Write the index as plain arrays and JSON into ``folder``."""
        self._bm25.save(folder, show_progress=False)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Shape (n,): 0 where no term occurs. A term that is asked twice counts twice."""
        known = [term for term in terms if term and term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)
