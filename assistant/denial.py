"""What a sentence denies, word by word: the part of the verifier's guard words about negation.

"Lagen kräver en funktion, inte en viss titel" says function and denies title, so the verifier can
tell a statement that keeps the negation in its place from one that loses or moves it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum

from assistant.clauses import ASKING, NEGATIONS, clauses, own_grade, stems_of, tokens_of

_CONTINUES_DENIAL = frozenset("en ett eller varken någon något".split())
_LIST_ITEM = 4  # a piece between commas of so few words is an item of a list


class Polarity(StrEnum):
    """Whether a word is said or denied; OPEN stands beside a negation that may reach it."""

    SAID = "said"
    DENIED = "denied"
    OPEN = "open"


def polarities(text: str) -> dict[str, frozenset[Polarity]]:
    """For each content stem of ``text`` the ways in which it is said."""
    found: defaultdict[str, set[Polarity]] = defaultdict(set)
    for clause in clauses(text):
        for word, polarity in _word_polarities(clause):
            for stem in stems_of(word):
                found[stem].add(polarity)
    return {stem: frozenset(ways) for stem, ways in found.items()}


def denials(text: str) -> int:
    """How many negations ``text`` has."""
    return sum(word in NEGATIONS for word in tokens_of(text.lower()))


def _word_polarities(clause: str) -> Iterator[tuple[str, Polarity]]:
    denied_before = False
    pending: list[str] = []  # a list before the negation: "A, B och C omfattas inte"
    for segment in clause.split(","):
        words = tokens_of(segment)
        pairs = _segment_polarities(words, denied_before=denied_before)
        denied = [polarity is Polarity.DENIED for _, polarity in pairs]
        whole = all(denied) and not denied_before and words[:1] != [] and words[0] not in NEGATIONS
        yield from ((word, Polarity.OPEN if whole else Polarity.SAID) for word in pending)
        pending = []
        if not any(denied) and len(words) <= _LIST_ITEM and not denied_before:
            pending = list(words)
        else:
            yield from pairs
        denied_before = bool(denied) and denied[-1]
    yield from ((word, Polarity.SAID) for word in pending)


def _segment_polarities(words: Sequence[str], *, denied_before: bool) -> list[tuple[str, Polarity]]:
    if denied_before and words[:1] == ["utan"]:  # "inte A, utan B" says B
        return [(word, Polarity.SAID) for word in words]
    if any(word in NEGATIONS for word in words):
        return list(_around_negation(words))
    carried = Polarity.DENIED if denied_before and _continues_denial(words) else Polarity.SAID
    return [(word, carried) for word in words]


def _continues_denial(words: Sequence[str]) -> bool:
    """Whether a piece after a comma goes on with a denied list: "inga A, B eller C"."""
    if words[:1] and words[0] in ASKING:
        return True
    if any(own_grade(word) for word in words):
        return False
    return bool(words) and (words[0] in _CONTINUES_DENIAL or len(words) <= _LIST_ITEM)


def _around_negation(words: Sequence[str]) -> Iterator[tuple[str, Polarity]]:
    """Words after a negation are denied, up to "utan" or "förrän"; those before it are open."""
    first = next(place for place, word in enumerate(words) if word in NEGATIONS)
    reaches_forward = any(stems_of(word) for word in words[first + 1 :])
    before = Polarity.OPEN if reaches_forward else Polarity.DENIED
    yield from ((word, before) for word in words[:first])
    after = Polarity.DENIED
    for word in words[first + 1 :]:
        if word == "utan":
            after = Polarity.SAID
        elif word == "förrän":
            after = Polarity.OPEN
        yield word, after
