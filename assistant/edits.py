"""Where a statement follows its quote word for word, and what it has changed on the way.

A change between words that stand in both is small but telling: there each word that can turn the
sense (a negation, "bara", a number, a body, an opposite) must answer to the same word in the quote.
Freer wordings have no such places; they are left to the other checks.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from assistant.bodies import body_of, person_of
from assistant.guard_words import own_grade, stems_of
from assistant.mentions import UNITS
from assistant.opposites import opposed
from assistant.small_words import operator_of, words_of
from corpus.sentences import sentence_spans

_HELD = 3  # so many words around a change must be the quote's own, or it is a freer wording
_FOLLOWED = 0.7  # so much of a statement is the quote's words in their order: it follows it
_SHORT = 4  # words; a longer piece is a phrase of its own, judged by how it begins

# What may not be left out, and what may not be added, whatever stands in its place.
_NOT_LOST = frozenset(
    "only not except some most few rule proposed ceiling usually sometimes seldom".split()
)
_NOT_COME = frozenset(
    """only not except floor ceiling before after despite most few always usually seldom
    against""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Words of the quote, ``old``, that the statement has as ``new``; one of them may be empty."""

    old: tuple[str, ...]
    new: tuple[str, ...]


def edits(statement: str, quotes: str) -> tuple[Edit, ...]:
    """The changes between words that the statement has from ``quotes``, in their order."""
    return _changes(statement, quotes)[0]


def turns_no_word(statement: str, quotes: str) -> bool:
    """Whether no change turns the sense of what the quotes say."""
    changes, moved_old, moved_new = _changes(statement, quotes)
    if any(
        _trade_places(one, other)
        for one, other in combinations(changes, 2)
        if not _listed(one, other, quotes)
    ):
        return False
    return all(_is_harmless(change, moved_old, moved_new) for change in changes)


def _listed(one: Edit, other: Edit, quotes: str) -> bool:
    """Whether the two stand in one list, where the order says nothing: "A, B och C"."""
    words = words_of(quotes)
    if not one.old or not other.old:
        return False
    first, last = words.index(one.old[-1]), words.index(other.old[0])
    between = words[first + 1 : last]
    return all(word in {",", "och", "eller", "samt"} or body_of(word) for word in between)


def _trade_places(one: Edit, other: Edit) -> bool:
    """Whether what stood in one place now stands in the other: "A leder B" and "B leder A"."""
    if max(len(one.old), len(one.new), len(other.old), len(other.new)) > _SHORT:
        return False
    there, back = set(one.old) & set(other.new), set(one.new) & set(other.old)
    return any(map(_is_thing, there)) and any(map(_is_thing, back))


def _is_thing(word: str) -> bool:
    return bool(stems_of(word)) or word[0].isdigit() or body_of(word) is not None


def _changes(
    statement: str, quotes: str
) -> tuple[tuple[Edit, ...], Counter[object], Counter[object]]:
    """The edits, and the marks in all words that only one of the two texts has."""
    said, given = words_of(statement), words_of(quotes)
    sentence_of = [
        number
        for number, (start, end) in enumerate(sentence_spans(quotes))
        for _ in words_of(quotes[start:end])
    ]
    matcher = SequenceMatcher(
        None, [_key(word) for word in given], [_key(word) for word in said], autojunk=False
    )
    codes = matcher.get_opcodes()
    followed = sum(code[2] - code[1] for code in codes if code[0] == "equal")
    if followed < _FOLLOWED * len(said):
        return (), Counter(), Counter()
    told = {
        sentence_of[at]
        for code in codes
        if code[0] == "equal" and code[2] - code[1] >= _HELD
        for at in range(code[1], min(code[2], len(sentence_of)))
    }
    found: list[Edit] = []
    old_marks: Counter[object] = Counter()
    new_marks: Counter[object] = Counter()
    for at, (tag, old_start, old_end, new_start, new_end) in enumerate(codes):
        if tag == "equal":
            continue
        old, new = given[old_start:old_end], said[new_start:new_end]
        # A word can have come only from a sentence that the statement tells.
        own = [
            given[at]
            for at in range(old_start, old_end)
            if sentence_of[at : at + 1] != [] and sentence_of[at] in told
        ]
        old_marks.update(_marks(own))
        new_marks.update(_marks(new))
        held = sum(
            code[2] - code[1] for code in (*codes[max(at - 1, 0) : at], *codes[at + 1 : at + 2])
        )
        inside = 0 < at < len(codes) - 1
        if held >= _HELD and (new or inside):  # what is cut off at an end is left out, no more
            found.append(Edit(old=tuple(old), new=tuple(new)))
    return tuple(found), old_marks, new_marks


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    return min(stems_of(word), default=word) if operator_of(word) is None else word


def _is_harmless(change: Edit, moved_old: Counter[object], moved_new: Counter[object]) -> bool:
    if len(change.new) > _SHORT or (change.new and len(change.old) > 2 * _SHORT):
        return True
    if any(opposed(new, old) for new in change.new for old in change.old):
        return False
    old, new = Counter(_marks(_lead(change))), Counter(_marks(change.new))
    lost, come = old - new, new - old
    gone = {mark[0] for mark in lost if not moved_new[mark]}
    fresh = {mark[0] for mark in come if not moved_old[mark]}
    exchanged = gone & fresh
    return not (
        exchanged
        or any(value in _NOT_LOST and not moved_new[group, value] for group, value in lost)
        or any(value in _NOT_COME and not moved_old[group, value] for group, value in come)
    )


def _lead(change: Edit) -> Sequence[str]:
    if len(change.old) <= _SHORT:
        return change.old
    return change.old[: 2 if change.old[0] == "," else 1]


def _marks(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What in ``words`` can turn the sense: operators, figures, bodies and modal grades."""
    for word in words:
        known, body, grade = operator_of(word), person_of(word), own_grade(word)
        if known:
            yield known[0].value, known[1]
        elif word[0].isdigit():
            yield "figure", word
        elif word in UNITS:
            yield "unit", UNITS[word]
        elif body:
            yield "body", body
        elif grade:
            yield "grade", grade.value
