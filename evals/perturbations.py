"""Questions as people type them: with a slip, without å, ä and ö, in small talk, as keywords.

What ``lotsen evals retrieval --perturb`` asks beside the questions themselves. A question is
changed the same way in every run: what is drawn depends on its words, the kind and the seed alone.
"""

import hashlib
import re

from corpus.errors import UsageError
from corpus.lexical import is_stop_word

SHORTEST_MISSPELT = 5
"""Letters: a slip in a shorter word often makes another word of it."""

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")
# The rows of a Swedish keyboard; each row lies half a key to the right of the one above it.
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")

# How people wrap a question; {} is the question, beginning with a small letter.
_WRAPPERS = (
    "Hejsan, jag sitter här på kontoret och funderar, {} Vore toppen om någon kunde svara!",
    "God morgon! Är ganska ny på det här, så frågan är kanske dum: {} Mvh Kim",
    "Hallå där, en snabb fråga bara, {} tack på förhand",
    "hej hej, min chef bad mig kolla upp en grej. {} ha en fin dag!",
    "Tjena! Jag har letat överallt utan att hitta något, så jag provar här. {} Tacksam för svar.",
    "Snälla hjälp mig, jag behöver få veta {} Med vänliga hälsningar, Robin",
)


class _Dice:
    """Draws that follow from their seed, on every machine and in every version of Python."""

    def __init__(self, *seed: object) -> None:
        self._seed = "\0".join(map(str, seed))
        self._drawn = 0

    def below(self, count: int) -> int:
        """A number from 0 up to, not including, ``count``."""
        self._drawn += 1
        digest = hashlib.sha256(f"{self._seed}\0{self._drawn}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % count


def perturbed(text: str, kind: str, seed: int = 1) -> str:
    """``text`` changed as ``kind`` says; unchanged where it has nothing to change.

    Args:
        text: a question.
        kind: one of ``PERTURBATIONS``.
        seed: another number draws another slip and another wrapping.
    """
    return PERTURBATIONS[kind](text, _Dice(seed, kind, text))


def perturbation_kinds(names: str) -> tuple[str, ...]:
    """The kinds that a list with commas names, each once.

    Raises:
        UsageError: there is no such kind.
    """
    kinds = tuple(dict.fromkeys(name.strip() for name in names.split(",")))
    for kind in kinds:
        if kind not in PERTURBATIONS:
            raise UsageError(
                f"Det finns ingen förändring som heter ”{kind}”: välj bland "
                f"{', '.join(PERTURBATIONS)}."
            )
    return kinds


def with_slip(text: str, dice: _Dice) -> str:
    """One slip in one word: a letter dropped, doubled, swapped with the next, or the key beside.

    The first letter stays: it is the one that people seldom miss.
    """
    places = [m.span() for m in _WORD.finditer(text) if len(m.group()) >= SHORTEST_MISSPELT]
    if not places:
        return text
    start, end = places[dice.below(len(places))]
    at = start + 1 + dice.below(end - start - 1)
    letter, following = text[at], text[at + 1 : min(at + 2, end)]
    # What is typed for how many letters: doubled, dropped, another key, swapped.
    slips = [(letter * 2, 1), ("", 1), (_neighbour(letter, dice), 1)]
    if following and following != letter:
        slips.append((following + letter, 2))
    typed, instead_of = slips[dice.below(len(slips))]
    return text[:at] + typed + text[at + instead_of :]


def without_dots(text: str, _: _Dice) -> str:
    """å, ä and ö written a, a and o."""
    return text.translate(_PLAIN)


def in_small_talk(text: str, dice: _Dice) -> str:
    """The question inside one of our wrappers."""
    return _WRAPPERS[dice.below(len(_WRAPPERS))].format(text[:1].lower() + text[1:])


def as_keywords(text: str, _: _Dice) -> str:
    """The content words in their order, without signs; the text itself when it has none."""
    words = _TOKEN.findall(text)
    return " ".join(word for word in words if not is_stop_word(word.lower())) or text


PERTURBATIONS = {
    "typo1": with_slip,
    "nodiacritics": without_dots,
    "keywords": as_keywords,
    "chatty": in_small_talk,
}
"""The kinds by name, as ``--perturb`` takes them."""


def _neighbour(letter: str, dice: _Dice) -> str:
    """A letter whose key touches that of ``letter``; the letter itself when it has no key here."""
    for number, row in enumerate(_ROWS):
        place = row.find(letter.lower())
        if place >= 0:
            beside = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            above = _ROWS[number - 1][place : place + 2] if number else ""
            below = _ROWS[number + 1][max(0, place - 1) : place + 1] if number < 2 else ""
            near = beside + above + below
            return near[dice.below(len(near))]
    return letter
