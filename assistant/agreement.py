"""The verifier's checks, one function each: does a statement agree with the words it quotes?

Each takes a Pair and says yes or no; verification.py lists them with the fault that a no means.
"""

import re

from assistant.clauses import clauses
from assistant.denial import Polarity, denials, polarities
from assistant.edits import turns_no_word
from assistant.guard_words import NEGATIONS, stems, tokens_of
from assistant.modality import same_force
from assistant.pairs import Pair
from assistant.scope import same_reach, same_relations, same_standing

SUPPORT_FLOOR = 0.4
"""The least share of a statement's content words that its quotes must hold."""

_MISREAD = 3  # one word of so many
_RETOLD = 0.8  # a clause of which so much is retold can't lose its negation on the way
_MARKUP = re.compile(r"https?:|www\.|\w@\w|\]\(|!\[|</?\w|`|\[\d+\]")
_PART = re.compile(
    r"[,;:.]\s|\b(?:och|samt|eller|men|som|där|när|om|eftersom|för att|så att)\b", re.IGNORECASE
)
_LEAST_STEM, _LEAST_SKELETON = 4, 4  # letters
_LEAST_PART = 2  # content words that make a part worth checking by itself


def negation_agrees(pair: Pair) -> bool:
    """Nothing is denied that the quotes say, and nothing said that they deny."""
    if denials(pair.statement) > _denials_to_tell(pair.quotes):
        return False
    said, given = polarities(pair.statement), polarities(pair.quotes)
    shared = said.keys() & given.keys()
    turned = sum(_contradict(said[stem], given[stem]) for stem in shared)
    kept = denials(pair.statement) == denials(pair.quotes)
    # With as many negations as the quotes have, one word in three may lie beyond our reading.
    if turned > (len(shared) // _MISREAD if kept else 0):
        return False
    retold = stems(pair.statement)
    return all(
        denials(clause) <= denials(pair.statement)
        for clause in clauses(pair.quotes)
        if len(stems(clause) & retold) >= _RETOLD * max(len(stems(clause)), 1)
    )


def _denials_to_tell(quotes: str) -> int:
    """How many negations may retell ``quotes``: "varken A eller B" is "inte A och inte B"."""
    return denials(quotes) + sum(_listed(tokens_of(clause)) for clause in clauses(quotes))


def _listed(words: list[str]) -> int:
    first = next((at for at, word in enumerate(words) if word in NEGATIONS), len(words))
    return words[first:].count("eller")


def _contradict(said: frozenset[Polarity], given: frozenset[Polarity]) -> bool:
    return {said, given} == {frozenset({Polarity.SAID}), frozenset({Polarity.DENIED})}


def modality_agrees(pair: Pair) -> bool:
    """No part of the statement binds more or less than the same part of the quotes."""
    return same_force(pair.statement, pair.quotes)


def wording_agrees(pair: Pair) -> bool:
    """Where the statement follows its quotes word for word, no word turns the sense."""
    return turns_no_word(pair.statement, pair.quotes)


def reach_agrees(pair: Pair) -> bool:
    """Nothing that narrows the quotes ("bara", "vissa", an exception) is added or passed over."""
    return same_reach(pair.statement, pair.quotes)


def relations_agree(pair: Pair) -> bool:
    """No opposite, no "eller" for "och", no "trots" for "eftersom"."""
    return same_relations(pair.statement, pair.quotes)


def standing_agrees(pair: Pair) -> bool:
    """A proposal is told as one."""
    return same_standing(pair.statement, pair.quotes)


def support(statement: str, quotes: str, sources: str = "") -> float:
    """The share, 0–1, of the statement's content words that the quotes hold in some form.

    Words that only name the source are left out of account.
    """
    said, given = stems(statement), stems(quotes)
    held = {stem for stem in said if _is_like_any(stem, given)}
    counted = held | (said - stems(sources))
    return len(held) / len(counted) if counted else 0.0


def _is_like_any(stem: str, given: frozenset[str]) -> bool:
    return stem in given or any(_are_alike(stem, other) for other in given)


def _are_alike(one: str, other: str) -> bool:
    """Long common beginnings, and compounds: "brottsstatistik" and "statistik"."""
    short, long = sorted((one, other), key=len)
    if _skeleton(short) == _skeleton(long) and len(short) >= _LEAST_SKELETON:
        return True
    if len(short) < 5:
        return False
    return short[:5] == long[:5] or long.endswith(short)


def _skeleton(stem: str) -> str:
    """The first two letters and the consonants after them, the same for "medel" and "medl"."""
    return stem[:2] + "".join(sign for sign in stem[2:] if sign not in "aeiouy")


def is_supported(pair: Pair) -> bool:
    """Enough of the statement is in the quotes, and no part of it is wholly of its own making."""
    if support(pair.statement, pair.quotes, pair.sources) < SUPPORT_FLOOR:
        return False
    parts = (part for part in _PART.split(pair.statement) if _says_something(part))
    return all(support(part, pair.quotes, pair.sources) > 0 for part in parts)


def _says_something(part: str) -> bool:
    return sum(len(stem) >= _LEAST_STEM for stem in stems(part)) >= _LEAST_PART


def is_plain_text(pair: Pair) -> bool:
    """No links, images, tags or source marks but those that stand in the quotes themselves."""
    return all(mark in pair.quotes for mark in _MARKUP.findall(pair.statement))
