"""What a sentence denies, word by word: the part of the verifier's guard words about negation.

"Lagen kräver en funktion, inte en viss titel" says function and denies title, so the verifier can
tell a statement that keeps the negation in its place from one that loses or moves it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from assistant.bodies import body_of
from assistant.clauses import clauses
from assistant.guard_words import ASKING, NEGATIONS, own_grade, stems_of, tokens_of

_CONTINUES_DENIAL = frozenset("en ett eller varken någon något".split())
# A negation reaches no further than to these words; what follows is open.
_CUTS = frozenset("förrän som där då när eftersom sedan från enligt även medan så därför".split())
_PRONOUNS = frozenset("det den de man ni du någon inte han hon någonting vi".split())
_CUTS_BACK = frozenset("och som där att när om eftersom medan".split())
_LONGER_THAN = 6  # letters of a stem that may end in a participle's "at"
_BEGINS_CONDITION = frozenset("är har finns saknas gäller får blir begär söker".split())
_DENIED_BACK = 6  # words before "inte" that it reaches where a condition stands before them
_KEPT = 64  # texts at hand, see clauses.py
_LIST_ITEM = 4  # a piece between commas of so few words is an item of a list


class Polarity(StrEnum):
    """Whether a word is said or denied; OPEN stands beside a negation that may reach it."""

    SAID = "said"
    DENIED = "denied"
    OPEN = "open"


@lru_cache(maxsize=_KEPT)
def polarities(text: str) -> dict[str, frozenset[Polarity]]:
    """For each content stem of ``text`` the ways in which it is said."""
    found: defaultdict[str, set[Polarity]] = defaultdict(set)
    for clause in clauses(text):
        for word, polarity in _word_polarities(clause):
            for stem in stems_of(word):
                found[_root(stem)].add(polarity)
    return {stem: frozenset(ways) for stem, ways in found.items()}


def _root(stem: str) -> str:
    """The same for "utnyttjat" and "utnyttja"."""
    return stem.removesuffix("at") if len(stem) > _LONGER_THAN else stem


def denials(text: str) -> int:
    """How many negations ``text`` has; in "inte A, utan B" the second word is none."""
    words = tokens_of(text.lower())
    before = ["", *words]
    return sum(
        word in NEGATIONS and not (word == "utan" and earlier == ",")
        for earlier, word in zip(before, words, strict=False)
    )


def _word_polarities(clause: str) -> Iterator[tuple[str, Polarity]]:
    denied_before = negated_before = neither = False
    pending: list[str] = []  # a list before the negation: "A, B och C omfattas inte"
    for segment in clause.split(","):
        words = tokens_of(segment)
        if negated_before and words[:1] == ["utan"]:  # "inte A, utan B" says B
            pairs = [(word, Polarity.SAID) for word in words]
        else:
            pairs = _segment_polarities(words, denied_before=denied_before, listed=neither)
        neither = (neither or "varken" in words) and not {"eller", "och"} & set(words)
        negated_before = negated_before or any(word in NEGATIONS for word in words)
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


def _segment_polarities(
    words: Sequence[str], *, denied_before: bool, listed: bool
) -> list[tuple[str, Polarity]]:
    """``listed`` says that "varken" has begun a list which goes on here."""
    if any(word in NEGATIONS for word in words):
        return list(_around_negation(words))
    carries = listed or (denied_before and _continues_denial(words))
    carried = Polarity.DENIED if carries else Polarity.SAID
    return [(word, carried) for word in words]


def _continues_denial(words: Sequence[str]) -> bool:
    """Whether a piece after a comma goes on with a denied list: "inga A, B eller C"."""
    if words[:1] and words[0] in ASKING:
        return True
    if any(own_grade(word) for word in words):
        return False
    listed = words[:1] and words[0] in _CONTINUES_DENIAL and len(words) <= 2 * _LIST_ITEM
    return bool(words) and (len(words) <= _LIST_ITEM or bool(listed and "som" not in words))


def _around_negation(words: Sequence[str]) -> Iterator[tuple[str, Polarity]]:
    """What follows a negation is denied as far as it reaches; what stands before it is open."""
    first = next(place for place, word in enumerate(words) if word in NEGATIONS)
    reaches_forward = any(stems_of(word) for word in words[first + 1 :])
    start = max((at for at, word in enumerate(words[:first]) if word in _CUTS_BACK), default=-1)
    if words[0] in _BEGINS_CONDITION:  # "är bidraget mindre än så gäller kravet inte"
        start = max(start, first - _DENIED_BACK)
    aside = _set_aside(words[:first])
    for at, word in enumerate(words[:first]):
        near = not reaches_forward and at > start
        before = Polarity.SAID if at in aside else Polarity.OPEN
        yield word, Polarity.DENIED if near else before
    after, reached = Polarity.DENIED, False
    for place, word in enumerate(words[first + 1 :], start=first + 1):
        if word == "utan":
            after = Polarity.SAID
        elif _cuts(words, place) or (reached and own_grade(word) is not None):
            after = Polarity.OPEN
        reached = reached or bool(stems_of(word))
        yield word, after


def _cuts(words: Sequence[str], place: int) -> bool:
    """Whether a new thought begins at ``place``; "om" does so as "if", not as "about"."""
    word, after = words[place], words[place + 1 : place + 2]
    if word == "för":
        return after == ["att"]
    return begins_condition(words, place) if word == "om" else word in _CUTS


def begins_condition(words: Sequence[str], place: int) -> bool:
    """Whether the word at ``place`` is an "om" that means "if", not "about"."""
    after = words[place + 1 : place + 2]
    if words[place] != "om" or not after:
        return False
    return after[0] in _PRONOUNS or body_of(after[0]) is not None


def _set_aside(words: Sequence[str]) -> range:
    """Places of a relative clause before the denied verb: "den som är ung behöver inte"."""
    begin = next((at for at, word in enumerate(words) if word == "som"), len(words))
    modal = (at for at in range(len(words) - 1, begin, -1) if own_grade(words[at]) is not None)
    return range(begin, next(modal, begin))
