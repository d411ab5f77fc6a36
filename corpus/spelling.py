"""Mistyped words → the index's own: "trygghetsvandrngar" → "trygghetsvandringar".

A word that the index has not is compared with every word it would be with one slip less: a letter
too many, missing, wrong or swapped with the next. Nothing but the index's own words is proposed, so
that names and terms of the sources are never "corrected" away from them. Words are compared folded
(å, ä → a, ö → o); a question typed without any of these letters gets them back. A compound of known
words is a word of its own, unless the index has it with the "s" that was left out: "lägebild".
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from corpus.compounds import Compounds
from corpus.lexical import STOP_WORDS, fold, stems

SHORTEST_REPAIRED = 5
"""Letters; a shorter word has too many neighbours."""

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST_KNOWN = 4
_LONGEST = 40  # letters; the neighbours of a longer one cost more than it is worth
_LONG = 10  # letters; so long a word has few neighbours, whichever the slip
# What a slip counts; the least costly one is believed. The first letter is hardly ever wrong.
_DOUBLED, _SWAPPED, _MISSING, _OTHER = 0.5, 0.6, 0.8, 1.0
# Keys that touch, on a Swedish keyboard (å, ä, ö as a, a, o), and letters that sound alike.
_NEAR_PAIRS = """
qw we er rt ty yu ui io op pa as sd df fg gh hj jk kl lo oa zx xc cv vb bn nm
qa ws wa es ed rd rf tf tg yg yh uh uj ij ik ok ol pl po az sz sx dx dc fc fv gv gb hb hn jn jm km
ea ae oa ao sc cs kc ck kq vw iy yi dt td gj jg ej sk zs eo
"""
_COMMON = 0.1  # what a word gains for each e-fold more passages that have it
_STOP_WORD_COUNT = 1_000


def _near_letters() -> dict[str, str]:
    near: dict[str, set[str]] = defaultdict(set)
    for pair in _NEAR_PAIRS.split():
        near[pair[0]].add(pair[1])
        near[pair[1]].add(pair[0])
    return {letter: "".join(sorted(others)) for letter, others in near.items()}


_NEAR = _near_letters()


class Spelling:
    """Knows the words of an index, as they are written and how many passages have each."""

    def __init__(self, counts: Mapping[str, int], compounds: Compounds) -> None:
        """Learn ``counts``: words in lower case, with the number of passages that have them."""
        self._compounds = compounds
        self._written: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        common = {word: _STOP_WORD_COUNT for word in STOP_WORDS if len(word) >= _SHORTEST_KNOWN}
        for word, count in sorted(
            (common | dict(counts)).items(), key=lambda item: (-item[1], item[0])
        ):
            plain = fold(word)
            self._written.setdefault(plain, word)
            self._counts[plain] = self._counts.get(plain, 0) + count
        # "hall" may be meant although "håll" is commoner.
        self._both_ways = frozenset(
            plain for plain, word in self._written.items() if plain != word and plain in counts
        )
        self._stems = frozenset(stems(counts))

    def repaired(self, text: str) -> str:
        """``text`` with its mistyped words as the index writes them; the rest letter by letter."""
        dotless = text.isascii()
        return _WORD.sub(lambda found: self._word(found.group(), dotless=dotless), text)

    def _word(self, word: str, *, dotless: bool) -> str:
        plain = fold(word)
        if plain in self._written:
            lost = dotless and plain not in self._both_ways
            return _cased(self._written[plain], word) if lost else word
        if not SHORTEST_REPAIRED <= len(plain) <= _LONGEST:
            return word
        if joined := self._joined(word, plain):
            return _cased(joined, word)
        if self._is_form(word, plain):
            return word
        nearest = min(
            (
                (cost - _COMMON * math.log(self._counts[near]), near)
                for near, cost in _one_slip_less(plain)
                if near in self._written and _keeps_dots(self._written[near], word)
            ),
            default=None,
        )
        return word if nearest is None else _cased(self._written[nearest[1]], word)

    def _joined(self, word: str, plain: str) -> str | None:
        """The known word of the same parts with the joining "s" that ``word`` lacks, if any."""
        parts = self._compounds.parts(word.lower())
        if not parts:
            return None
        longer = (f"{plain[:place]}s{plain[place:]}" for place in range(1, len(plain)))
        known = {
            self._written[near]: self._counts[near] for near in longer if near in self._written
        }
        same = [near for near in known if self._compounds.parts(near) == parts]
        return max(same, key=lambda near: known[near], default=None)

    def _is_form(self, word: str, plain: str) -> bool:
        """Whether it is another form of a known word, or put together of known ones."""
        return stems([plain])[0] in self._stems or bool(self._compounds.parts(word.lower()))


def _keeps_dots(word: str, typed: str) -> bool:
    """Whether ``word`` has no fewer å, ä and ö than ``typed``: who types one means it."""
    return all(word.count(sign) >= typed.lower().count(sign) for sign in "åäö")


def _cased(word: str, typed: str) -> str:
    """``word`` with a capital where ``typed`` has one."""
    return word.capitalize() if typed[:1].isupper() else word


def _one_slip_less(word: str) -> Iterator[tuple[str, float]]:
    """The spellings from which one slip leads to ``word``, and what the slip counts.

    In a short word only slips that fingers and ears make: any other letter gives too many words
    that the index only happens to lack ("killar" is no mistyped "kallar").
    """
    any_slip = len(word) >= _LONG
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        if before.endswith(letter):
            yield before + after, _DOUBLED
        elif place and (any_slip or _are_near(letter, before[-1]) or _are_near(letter, after[:1])):
            yield before + after, _OTHER
        if place and after:
            yield before + after[0] + letter + after[1:], _SWAPPED
        if place:
            near = _LETTERS if any_slip else _NEAR.get(letter, "")
            yield from ((before + other + after, _OTHER) for other in near)
    for place in range(1, len(word) + 1):
        for letter in _LETTERS:
            yield word[:place] + letter + word[place:], _MISSING


def _are_near(one: str, other: str) -> bool:
    return bool(other) and other in _NEAR.get(one, "")
