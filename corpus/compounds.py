"""Compounds → their parts: "åtgärdsplanen" → "åtgärd", "planen".

Swedish writes as one word what a question says as two, or names by its last part ("planen"). Which
parts there are is learned from the words of the index itself: a dictionary of 450,000 words
(hunspell-sv) did no better on our questions and worse on SweQUAD (docs/retrieval.md).
"""

from collections.abc import Iterable

SHORTEST_COMPOUND = 8
_SHORTEST_PART = 4
# Endings that are words as well: "säkerhet" is not "säker" and "het".
_ENDINGS = frozenset(
    "het else ning ande ende isk lig liga ligt bar sam skap ande arna erna orna sätt".split()
)


class Compounds:
    """Splits words into the parts that a set of known words has."""

    def __init__(self, words: Iterable[str]) -> None:
        """Learn the ``words``, in lower case."""
        self.words = frozenset(words)
        self._known: dict[str, tuple[str, ...]] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """Two or more parts of ``word``; none when it is no compound of known words.

        The fewest parts win, then the longest shortest part. An "s" between them is no part.
        """
        if len(word) < SHORTEST_COMPOUND or not word.isalpha():
            return ()
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._split(word)
        return known

    def _split(self, word: str) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            head = self._head(word[:place])
            tail = word[place:]
            if head is None:
                continue
            rest = (tail,) if self._is_last(tail) else self._split(tail)
            if rest and (not best or _rank((head, *rest)) < _rank(best)):
                best = (head, *rest)
        return best

    def _head(self, piece: str) -> str | None:
        """The known word that ``piece`` is, with or without the "s" that joins."""
        if piece.endswith("s") and piece[:-1] in self.words and len(piece) > _SHORTEST_PART:
            return piece[:-1]
        return piece if piece in self.words else None

    def _is_last(self, piece: str) -> bool:
        return piece in self.words and piece not in _ENDINGS


def _rank(parts: tuple[str, ...]) -> tuple[int, int]:
    return len(parts), -min(map(len, parts))
