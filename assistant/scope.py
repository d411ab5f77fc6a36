"""How far a statement reaches: "bara", "vissa", exceptions, conditions, proposals.

Where edits.py needs the quote's own words around a change, these rules look at what a small word
bears on, wherever it stands, so that they hold for freer wordings as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.bodies import body_of
from assistant.denial import begins_condition
from assistant.guard_words import stems_of
from assistant.opposites import opposed
from assistant.small_words import Group, Operator, operators, words_of
from corpus.sentences import sentence_spans

_KEPT = 64  # texts at hand, see clauses.py
_NEAR = 5  # words after "bara" that it may bear on
_TURNS = 2  # words after "inte" that it turns
_APART = 12  # words between the two sides of an "och"
_RETOLD = 0.5  # so much of a statement comes from one sentence: it retells that sentence
_CONDITION_WORDS = frozenset(
    """när ifall såvida förutsatt förutsättning villkor krävs kräver måste annars utom förutom
    särskilda""".split()
)
_BEGINS_CONDITION = frozenset("om när ifall efter med".split())
_BEGINS_REASON = frozenset("för därför genom".split())
_DEMANDS = re.compile(r"kräv|förutsätt|måste|om inte|inte .*förrän")
_STILL_OPEN = re.compile(
    r"föresl|förslag|remiss|\bprop\b|proposition|utredning|betänkande|skulle|\bvill\b|aviser|avser"
    r"|tänkt|planer"
)
_LIMITED = frozenset("exempel annat bland den det de ett en".split())  # tell of some, too
_BEGIN_EXCEPTIONS = frozenset(
    "om_inte om_inget om_ingen om_det_inte såvida_inte såvida utom förutom".split()
)
_CONCEDES = frozenset("men dock däremot ändå oavsett".split())
_KEPT_QUANTITIES = frozenset({"some", "most", "few"})


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence: its words, its operators, its content stems."""

    words: tuple[str, ...]
    marks: tuple[Operator, ...]
    stems: frozenset[str]

    def has(self, group: Group, value: str = "") -> bool:
        """Whether there is an operator of ``group``, and of ``value`` if one is given."""
        return any(m.group is group and value in {"", m.value} for m in self.marks)


@lru_cache(maxsize=_KEPT)
def sentences(text: str) -> tuple[Marked, ...]:
    """The sentences of ``text`` with their small words."""
    return tuple(_marked(text[start:end]) for start, end in sentence_spans(text))


@lru_cache(maxsize=_KEPT)
def _marked(text: str) -> Marked:
    words = tuple(words_of(text))
    content = frozenset[str]().union(*(stems_of(word) for word in words))
    return Marked(words, tuple(operators(words)), content)


def same_reach(statement: str, quotes: str) -> bool:
    """Whether ``statement`` holds for as much as ``quotes`` say, neither more nor less."""
    said, given = _marked(statement), sentences(quotes)
    return (
        all(_is_bounded_so(mark, said, given) for mark in said.marks if mark.group is Group.ONLY)
        and all(_is_counted_so(mark, said, given) for mark in said.marks)
        and all(_keeps_bounds(said, sentence) for sentence in given)
    )


def _is_bounded_so(mark: Operator, said: Marked, given: Sequence[Marked]) -> bool:
    """Whether a "bara" of the statement is one of the quotes', or what a demand comes to."""
    after = said.words[mark.place + 1 : mark.place + 2]
    demands = any(_DEMANDS.search(" ".join(sentence.words)) for sentence in given)
    if demands and after and after[0] in _BEGINS_CONDITION:
        return True
    if said.has(Group.NEGATION) and after and after[0] in _BEGINS_REASON:
        return True  # "gäller inte bara för att …": the reason named is not enough
    own = sum(m.group is Group.ONLY for m in said.marks)
    known = sum(m.group is Group.ONLY for sentence in given for m in sentence.marks)
    reach = _around(mark, said)
    return own <= known and any(
        (not reach or reach & _around(m, sentence))
        and (_body_after(mark, said) in {None, _body_after(m, sentence)} or mark.focus == m.focus)
        for sentence in given
        for m in sentence.marks
        if m.group is Group.ONLY
    )


def _body_after(mark: Operator, sentence: Marked) -> str | None:
    """The first body within reach of a "bara"."""
    after = sentence.words[mark.place + 1 : mark.place + 1 + _NEAR]
    return next((body for body in map(body_of, after) if body), None)


def _around(mark: Operator, sentence: Marked) -> frozenset[str]:
    near = sentence.words[max(mark.place - _NEAR, 0) : mark.place + 1 + _NEAR]
    return _stems(near) | mark.focus


def _is_counted_so(mark: Operator, said: Marked, given: Sequence[Marked]) -> bool:
    """Whether "alla", "vissa", "de flesta" are not put for one another before the same word."""
    if mark.group is not Group.QUANTITY:
        return True
    others = [
        m.value
        for sentence in given
        for m in sentence.marks
        if m.group is Group.QUANTITY and m.wide & mark.wide
    ]
    if mark.value in {"most", "few"}:
        return mark.value in others
    if mark.value == "scarce":  # "få" is most often a verb, "hur få" and "så få" count
        counts = bool(set(said.words[max(mark.place - 1, 0) : mark.place]) & {"hur", "så"})
        return not counts or "scarce" in others or "few" in others
    if mark.value == "any" and not others and _is_body(said.words, mark.place + 1):
        return False
    if mark.value == "all" and not others and said.has(Group.NEGATION):  # "alla … inte"
        return any(sentence.has(Group.QUANTITY, "all") for sentence in given)
    return mark.value in others or not {*others} - {"any"}


def _is_body(words: Sequence[str], at: int) -> bool:
    return any(body_of(word) is not None for word in words[at : at + 1])


def _keeps_bounds(said: Marked, sentence: Marked) -> bool:
    """Whether nothing that narrows a sentence of the quotes is left out where it is retold."""
    return all(_is_told(mark, said, sentence) for mark in sentence.marks)


def _is_told(mark: Operator, said: Marked, sentence: Marked) -> bool:
    if mark.group is Group.ONLY:
        return said.has(Group.ONLY) or _only_is_told(mark, said, sentence)
    if mark.group is Group.QUANTITY:
        return mark.value not in _KEPT_QUANTITIES or _quantity_is_told(mark, said)
    if mark.group in {Group.EXCEPTION, Group.RULE}:
        return _exception_is_told(mark, said, sentence)
    return True


def _only_is_told(mark: Operator, said: Marked, sentence: Marked) -> bool:
    after = sentence.words[mark.place + 1 : mark.place + 2]
    if after and after[0] in {"om", "när", "för", "i", "den"}:
        main = _stems(sentence.words[: mark.place])
        return not _is_retold(said, main) or _has_condition(said)
    others = {"andra", "annan", "annat"} & set(said.words) and said.has(Group.NEGATION)
    return not (mark.focus and mark.focus <= said.stems) or bool(others)


def _has_condition(said: Marked) -> bool:
    """Whether there is an "if" of some kind; "om" alone may also be "about"."""
    begins = any(begins_condition(said.words, at) for at in range(len(said.words)))
    return begins or bool(_CONDITION_WORDS & set(said.words))


def _quantity_is_told(mark: Operator, said: Marked) -> bool:
    if not mark.focus or not mark.focus <= said.stems or "undantag" in mark.focus:
        return True
    return said.has(Group.QUANTITY) or bool(_LIMITED & set(said.words))


def _exception_is_told(mark: Operator, said: Marked, sentence: Marked) -> bool:
    """An exception may be told in other words, not passed over."""
    after = range(mark.place, len(sentence.words))
    stop = next((at for at in after if sentence.words[at] == ","), len(sentence.words))
    if sentence.words[mark.place] not in _BEGIN_EXCEPTIONS:  # "med vissa undantag" is no clause
        stop = mark.place + 1
    main = _stems((*sentence.words[: mark.place], *sentence.words[stop:]))
    told = said.has(Group.EXCEPTION) or said.has(Group.RULE) or said.has(Group.OFTEN, "usually")
    unless = mark.value == "except" and "om" in said.words and said.has(Group.NEGATION)
    return told or unless or not _is_retold(said, main)


def _is_retold(said: Marked, main: frozenset[str]) -> bool:
    return bool(main) and len(said.stems & main) >= _RETOLD * max(len(said.stems), 1)


def same_standing(statement: str, quotes: str) -> bool:
    """Whether what the quotes tell as a proposal is not told as the law."""
    said, given = _marked(statement), sentences(quotes)
    decided = _count([said], Group.STATUS, "decided") > _count(given, Group.STATUS, "decided")
    if decided and _count(given, Group.STATUS, "proposed"):
        return False
    if _STILL_OPEN.search(statement.lower()):
        return True
    return not any(
        sentence.has(Group.STATUS, "proposed") and _is_retold(said, sentence.stems)
        for sentence in given
    )


def same_relations(statement: str, quotes: str) -> bool:
    """Whether words of relation agree: no opposites, no "eller" for "och", no "trots" for "för"."""
    said, given = _marked(statement), sentences(quotes)
    return (
        not _has_opposite(said, given)
        and not _joins_more(said, given)
        and _count([said], Group.ACCORD, "against") <= _count(given, Group.ACCORD, "against")
        and not any(_joins_otherwise(mark, said, given) for mark in said.marks)
        and _same_causes(said, given)
    )


def _count(texts: Sequence[Marked], group: Group, value: str) -> int:
    return sum(m.group is group and m.value == value for text in texts for m in text.marks)


def _same_causes(said: Marked, given: Sequence[Marked]) -> bool:
    own, known = (_count(texts, Group.CAUSE, "despite") for texts in ([said], given))
    if own > known:
        return any(_CONCEDES & set(sentence.words) for sentence in given)
    because = _count([said], Group.CAUSE, "because") > _count(given, Group.CAUSE, "because")
    return not (own < known and because)


def _joins_more(said: Marked, given: Sequence[Marked]) -> bool:
    """Whether there are more choices than the quotes give; a denied list may be told either way."""
    if "antingen" in said.words and not _count(given, Group.JOINING, "or"):
        return True
    more = _count([said], Group.JOINING, "or") > _count(given, Group.JOINING, "or")
    return more and not said.has(Group.NEGATION)


def _has_opposite(said: Marked, given: Sequence[Marked]) -> bool:
    """Whether a word of the statement is the opposite of one in the quotes; "inte o…" is none."""
    held = {word for sentence in given for word in sentence.words}
    known = _stems(held)
    own = [
        (word, _is_turned(said, at))
        for at, word in enumerate(said.words)
        if word not in held and not stems_of(word) & known
    ]
    there = [
        (word, _is_turned(sentence, at))
        for sentence in given
        for at, word in enumerate(sentence.words)
    ]
    return any(
        turned is other_turned and opposed(one, other)
        for one, turned in own
        for other, other_turned in there
    )


def _is_turned(sentence: Marked, at: int) -> bool:
    """Whether a negation stands just before the word at ``at``."""
    return any(m.group is Group.NEGATION and 0 < at - m.place <= _TURNS for m in sentence.marks)


def _joins_otherwise(mark: Operator, said: Marked, given: Sequence[Marked]) -> bool:
    """Whether the two things beside an "och" or "eller" are joined by the other in the quotes."""
    if mark.group is not Group.JOINING or said.has(Group.NEGATION):
        return False
    left = next((stems_of(w) for w in reversed(said.words[: mark.place]) if stems_of(w)), None)
    if not left or not mark.focus:
        return False
    found = {value for sentence in given for value in _joined_by(left, mark.focus, sentence)}
    return bool(found) and mark.value not in found


def _joined_by(left: frozenset[str], right: frozenset[str], sentence: Marked) -> Iterator[str]:
    joiners = [m for m in sentence.marks if m.group is Group.JOINING]
    places = [
        (i, j)
        for i, one in enumerate(sentence.words)
        if stems_of(one) & left
        for j in range(i + 1, min(i + _APART, len(sentence.words)))
        if stems_of(sentence.words[j]) & right
    ]
    for start, end in places:
        between = [m.value for m in joiners if start < m.place < end]
        later = [m.value for m in joiners if end < m.place]
        yield from between or later[:1]


def _stems(words: Sequence[str] | set[str]) -> frozenset[str]:
    return frozenset[str]().union(*(stems_of(word) for word in words))
