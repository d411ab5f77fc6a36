"""Where a statement follows its quote word for word, and what it has changed on the way.

A change between words that stand in both is small but telling: there each word that can turn the
sense (a negation, "bara", a number, a body, an opposite) must answer to the same word in the quote.
Freer wordings have no such places; they are left to the other checks.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from assistant.bodies import body_of, person_of
from assistant.guard_words import own_grade, stems_of
from assistant.mentions import NUMBER_WORDS, UNITS
from assistant.opposites import opposed
from assistant.small_words import operator_of, words_of
from corpus.sentences import sentence_spans

_HELD = 3  # so many words around a change must be the quote's own, or it is a freer wording
_Code = tuple[str, int, int, int, int]
_ATTRIBUTION = re.compile(r"\s?\benligt (?:[\w-]+ ){1,4}\(\d{4}:\d+\)", re.IGNORECASE)
_REACH = 3  # pieces of the comparison to each side
_FOLLOWED = 0.7  # so much of a statement is the quote's words in their order: it follows it
_JOINS = frozenset(", och eller samt".split())
_SHORT_ITEM = 2  # words of an item in a list whose order says nothing
_SHORT = 4  # words; a longer piece is a phrase of its own, judged by how it begins

# What may not be left out, and what may not be added, whatever stands in its place.
_NOT_LOST = frozenset(
    "only not except some most few rule proposed ceiling usually sometimes seldom".split()
)
_NOT_COME = frozenset(
    """only not except floor ceiling before after despite most few always usually seldom
    against or""".split()
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
    if all(word in _JOINS or body_of(word) for word in between):
        return True
    items = "".join("," if word in _JOINS else "w" for word in between).strip(",").split(",")
    joined = between[:1] and between[0] in _JOINS and between[-1] in _JOINS
    return bool(joined) and all(len(item) <= _SHORT_ITEM for item in items)


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
    said, given = words_of(_unattributed(statement)), _followed(statement, quotes)
    codes = _compared(tuple(given), tuple(said))
    same = sum(code[2] - code[1] for code in codes if code[0] == "equal")
    if same < _FOLLOWED * len(said):
        return (), Counter(), Counter()
    found: list[Edit] = []
    old_marks: Counter[object] = Counter()
    new_marks: Counter[object] = Counter()
    for at, (tag, old_start, old_end, new_start, new_end) in enumerate(codes):
        if tag == "equal":
            continue
        old, new = given[old_start:old_end], said[new_start:new_end]
        old_marks.update(_marks(old))
        new_marks.update(_marks(new))
        inside = 0 < at < len(codes) - 1
        if _is_held(codes, at) and (new or inside):  # what is cut off at an end is left out
            found.append(Edit(old=tuple(old), new=tuple(new)))
    return tuple(found), old_marks, new_marks


def _followed(statement: str, quotes: str) -> Sequence[str]:
    """The words of the one quoted sentence that the statement follows, or else of all."""
    said = tuple(words_of(_unattributed(statement)))
    spans = sentence_spans(quotes)
    sentences = [tuple(words_of(_unattributed(quotes[start:end]))) for start, end in spans]
    for own in sentences:
        same = sum(code[2] - code[1] for code in _compared(own, said) if code[0] == "equal")
        if same >= _FOLLOWED * len(said):
            return own
    return [word for own in sentences for word in own]


@lru_cache(maxsize=64)
def _compared(given: tuple[str, ...], said: tuple[str, ...]) -> Sequence[_Code]:
    old, new = [_key(word) for word in given], [_key(word) for word in said]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _unattributed(text: str) -> str:
    """``text`` without "enligt … (2023:196)", which a statement may leave out or put elsewhere."""
    return _ATTRIBUTION.sub("", text)


def _is_held(codes: Sequence[_Code], at: int) -> bool:
    """Whether enough of the words around a change are the quote's own."""
    near = codes[max(at - _REACH, 0) : at + _REACH + 1]
    return sum(code[2] - code[1] for code in near if code[0] == "equal") >= _HELD


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
    whole = Counter(_marks(change.old)) - new if change.new else lost
    gone = {mark[0] for mark in whole if not moved_new[mark]}
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
        elif word[0].isdigit() or word in NUMBER_WORDS:
            yield "figure", NUMBER_WORDS.get(word, word)
        elif word in UNITS:
            yield "unit", UNITS[word]
        elif body:
            yield "body", body
        elif grade:
            yield "grade", grade.value
