"""Is this text any good? Tells readable text from what a broken font table gives."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

# The commonest small words of Swedish and English: no running text is without them.
_COMMON_WORDS = """
och i att det som en på är av för med till den har de inte om ett men var vi från eller kan ska vid
enligt skall får samt dessa denna detta sig så the of and to in is for with that
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 50
_LEAST_COMMON_SHARE = 0.04
_LEAST_KNOWN_SHARE = 0.12  # of words; 0.28 in a real file that is nothing but tables
_LEAST_LETTER_SHARE = 0.35
_MOST_UNKNOWN_SHARE = 0.02
# Of the different words of a text: 9 % where some of its fonts can't be decoded ("GHOV" for
# "dels"), at most 2 % in 50 real files.
_MOST_STRANGE_SHARE = 0.03
_FEWEST_STRANGE = 8
_STRANGE = -4.5  # mean log likelihood of a pair of letters
_SHORTEST_STRANGE = 4
_LETTERS = 32


def is_readable(text: str) -> bool:
    """Whether ``text`` reads as words, and not as signs that a broken font table gave.

    A text under 50 words is judged by its signs alone: tables and title pages are short.
    """
    words = _WORD.findall(text)
    return signs_are_decoded(text) and (len(words) < _LEAST_WORDS or _reads_as_words(words))


def signs_are_decoded(text: str) -> bool:
    """Whether the signs of ``text`` are letters for the most part, and hardly any unknown ones."""
    signs = [sign for sign in text if not sign.isspace()]
    unknown = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in signs)
    letters = sum(sign.isalpha() for sign in signs)
    decoded = unknown <= _MOST_UNKNOWN_SHARE * len(signs)
    return bool(signs) and decoded and letters >= _LEAST_LETTER_SHARE * len(signs)


def _reads_as_words(words: list[str]) -> bool:
    spelled = [word.lower() for word in words]
    language = _language()
    common = sum(word in _COMMON for word in spelled)
    known = sum(word in _COMMON or word in language.words for word in spelled)
    different = {word for word in spelled if len(word) >= _SHORTEST_STRANGE}
    strange = sum(language.likelihood(word) < _STRANGE for word in different)
    return (
        common >= _LEAST_COMMON_SHARE * len(spelled)
        and known >= _LEAST_KNOWN_SHARE * len(spelled)
        and strange < max(_FEWEST_STRANGE, _MOST_STRANGE_SHARE * len(different))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    """What the words of a language look like, learned from our own digests.

    ``pairs`` and ``firsts`` count pairs of letters and the first letters of pairs.
    """

    words: frozenset[str]
    pairs: Mapping[tuple[str, str], int]
    firsts: Mapping[str, int]

    def likelihood(self, word: str) -> float:
        """The mean log likelihood of the pairs of letters of ``word``; lower is stranger."""
        letters = _bounded(word)
        total = sum(
            math.log(
                (self.pairs.get(pair, 0) + 0.1) / (self.firsts.get(pair[0], 0) + _LETTERS / 10)
            )
            for pair in pairwise(letters)
        )
        return total / (len(letters) - 1)


@cache
def _language() -> _Language:
    from corpus.catalogue import bundled_digests  # noqa: PLC0415 – 60 ms, in one process only

    return _learned(
        _WORD.findall(digest.content.decode("utf-8").lower()) for digest in bundled_digests()
    )


def _learned(texts: Iterable[list[str]]) -> _Language:
    words = [word for text in texts for word in text]
    pairs = Counter(pair for word in words for pair in pairwise(_bounded(word)))
    firsts = Counter(letter for word in words for letter in _bounded(word)[:-1])
    return _Language(words=frozenset(words), pairs=pairs, firsts=firsts)


def _bounded(word: str) -> str:
    return f" {word} "
