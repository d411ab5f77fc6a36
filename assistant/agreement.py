"""The verifier's checks, one function each: does a statement agree with the words it quotes?

Each takes a Pair and says yes or no; verification.py lists them with the fault that a no means.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.bodies import bodies, proper_names
from assistant.clauses import Grade, Unit, clauses, stems, surroundings, units
from assistant.denial import Polarity, denials, polarities
from assistant.mentions import Bound, Kind, Mention, limits_hold, mentions

SUPPORT_FLOOR = 0.4
"""The least share of a statement's content words that its quotes must hold."""

_RETOLD = 0.8  # a clause of which so much is retold can't lose its negation on the way
_SWAP_MARGIN = 2  # so many more words around another figure than around this one: they are swapped

_ATTRIBUTED_BEFORE = re.compile(r"\benligt(?:\W+\w+){0,4}\W+$", re.IGNORECASE)
_ATTRIBUTED_AFTER = re.compile(
    r"(?:\W+\w+)?\W+(?:handb[oö]k|rapport|vägledning|stöd|skrift|webb|rekommendera|skriver|anger"
    r"|framhåll|menar|konstatera|bedöm|beskriv|visar|påpeka|lyft|beton|råder)"
)
_MARKUP = re.compile(r"https?:|www\.|\w@\w|\]\(|!\[|</?\w|`|\[\d+\]")
_PART = re.compile(
    r"[,;:.]\s|\b(?:och|samt|eller|men|som|där|när|om|eftersom|för att|så att)\b", re.IGNORECASE
)
_LEAST_PART = 2  # content words that make a part worth checking by itself
_DESIGNATION = re.compile(r"\d{4}(?:/\d{2,4})?:\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A statement and what it may draw on: the quoted words, and the names of their sources."""

    statement: str
    quotes: str
    pinpoints: str = ""
    sources: str = ""


def _figures_agree(kind: Kind) -> Callable[[Pair], bool]:
    def agree(pair: Pair) -> bool:
        given = mentions(pair.quotes)
        said = [m for m in mentions(pair.statement) if m.kind is kind]
        return all(_is_given(m, given) for m in said) and not _figures_swapped(said, given, pair)

    return agree


dates_agree = _figures_agree(Kind.DATE)
frequencies_agree = _figures_agree(Kind.FREQUENCY)


def numbers_agree(pair: Pair) -> bool:
    """Each number and amount is in the quotes; the source may be named by its SFS number."""
    given = mentions(f"{pair.quotes}\n\n{' '.join(_DESIGNATION.findall(pair.sources))}")
    said = [m for m in mentions(pair.statement) if m.kind is Kind.NUMBER]
    if not all(_is_given(m, given) for m in said) or _figures_swapped(said, given, pair):
        return False
    return limits_hold(pair.statement, pair.quotes)


def _is_given(mention: Mention, given: Sequence[Mention]) -> bool:
    same = [other for other in given if mention.is_within(other)]
    if not same and mention.kind is Kind.NUMBER:  # "två år" of "vartannat år"
        rhythm = Mention(kind=Kind.FREQUENCY, value=mention.value)
        return any(rhythm.is_within(other) for other in given)
    return any(_bounds_agree(mention, other) for other in same)


def _bounds_agree(mention: Mention, other: Mention) -> bool:
    """An upper limit may not be dropped or turned; "minst" and "från" may be left out."""
    if mention.bound is other.bound:
        return True
    if mention.bound is Bound.NONE:
        return other.bound in {Bound.FLOOR, Bound.START}
    return mention.bound is Bound.START and other.bound is Bound.NONE and mention.kind is Kind.DATE


def _figures_swapped(said: Sequence[Mention], given: Sequence[Mention], pair: Pair) -> bool:
    """Whether a figure stands where the quotes have another figure of the same kind."""
    for mention in said:
        alike = [m for m in given if m.kind is mention.kind and m.end <= len(pair.quotes)]
        same = [(m.start, m.end) for m in alike if mention.is_within(m)]
        others = [(m.start, m.end) for m in alike if not mention.is_within(m)]
        if _stands_elsewhere(pair, (mention.start, mention.end), same, others):
            return True
    return False


def _stands_elsewhere(
    pair: Pair,
    place: tuple[int, int],
    same: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
) -> bool:
    """Whether the words around ``place`` are those around one of ``others`` and not of ``same``."""
    around = surroundings(pair.statement, *place)

    def closeness(places: Sequence[tuple[int, int]]) -> int:
        return max((len(around & surroundings(pair.quotes, *p)) for p in places), default=0)

    return bool(same) and closeness(others) >= closeness(same) + _SWAP_MARGIN


def places_agree(pair: Pair) -> bool:
    """The place of a quote may be named, as long as no place within the quote is left out."""
    said = [m for m in mentions(pair.statement) if m.kind is Kind.PLACE]
    given = [m for m in mentions(pair.quotes) if m.kind is Kind.PLACE]
    extra = [m for m in said if not any(m.is_within(other) for other in given)]
    own = [m for m in mentions(pair.pinpoints) if m.kind is Kind.PLACE]
    named = all(any(m.is_within(other) for other in own) for m in extra)
    whole = all(any(m.is_within(other) for m in said) for other in given)
    fits = not extra or (named and whole)
    return fits and not _figures_swapped(said, given, pair)


def negation_agrees(pair: Pair) -> bool:
    """Nothing is denied that the quotes say, and nothing said that they deny."""
    if denials(pair.statement) and not denials(pair.quotes):
        return False
    said, given = polarities(pair.statement), polarities(pair.quotes)
    if any(_contradict(said[stem], given[stem]) for stem in said.keys() & given.keys()):
        return False
    retold = stems(pair.statement)
    return all(
        denials(clause) <= denials(pair.statement)
        for clause in clauses(pair.quotes)
        if len(stems(clause) & retold) >= _RETOLD * max(len(stems(clause)), 1)
    )


def _contradict(said: frozenset[Polarity], given: frozenset[Polarity]) -> bool:
    return (Polarity.SAID in said and given == {Polarity.DENIED}) or (
        Polarity.DENIED in said and given == {Polarity.SAID}
    )


def modality_agrees(pair: Pair) -> bool:
    """No part of the statement binds more or less than the same part of the quotes."""
    given = units(pair.quotes)
    said, held = polarities(pair.statement), polarities(pair.quotes)
    denied = frozenset(stem for stem in held if Polarity.SAID not in held[stem])
    open_ = frozenset(stem for stem in said if said[stem] == {Polarity.OPEN})
    return all(
        _grade_agrees(unit, given) or _is_left_out(unit, given, denied, open_)
        for unit in units(pair.statement)
        if unit.stems
    )


def _grade_agrees(unit: Unit, given: Sequence[Unit]) -> bool:
    alike = _most_alike(unit, given)
    if not alike:
        return unit.grade is Grade.PLAIN or unit.grade in {other.grade for other in given}
    return any(unit.grade is other.grade for other in alike)


def _is_left_out(
    unit: Unit, given: Sequence[Unit], denied: frozenset[str], open_: frozenset[str]
) -> bool:
    """No duty where all that is shared is denied: "kräver inte B" of "kräver A, inte B"."""
    if unit.grade not in {Grade.NO_DUTY, Grade.PLAIN}:
        return False
    alike = [other for other in _most_alike(unit, given) if other.grade in {Grade.DUTY, Grade.NEED}]
    shared = [unit.stems & other.stems for other in alike]
    return any(common & denied and common <= denied | open_ for common in shared)


def _most_alike(unit: Unit, given: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units that share the most content words with ``unit``; none when nothing is shared."""
    likeness = [(len(unit.stems & other.stems), -len(other.stems)) for other in given]
    best = max(likeness, default=(0, 0))
    return tuple(o for o, alike in zip(given, likeness, strict=True) if best[0] and alike == best)


def actors_agree(pair: Pair) -> bool:
    """Each body and name is in the quotes, in its own role; the source may be named as such."""
    given = bodies(pair.quotes)
    sources = {body for body, _, _ in bodies(pair.sources)}
    for body, start, end in bodies(pair.statement):
        if body in sources and _is_attributed(pair.statement, start, end):
            continue
        same = [(s, e) for other, s, e in given if other == body]
        others = [(s, e) for other, s, e in given if other != body]
        if not same or _stands_elsewhere(pair, (start, end), same, others):
            return False
    return _names_agree(pair) and _subjects_agree(pair)


def _is_attributed(statement: str, start: int, end: int) -> bool:
    """Whether a body is named as the one who says so: "enligt Brå", "Brås handbok"."""
    before = _ATTRIBUTED_BEFORE.search(statement[:start])
    return before is not None or _ATTRIBUTED_AFTER.match(statement[end:]) is not None


def _names_agree(pair: Pair) -> bool:
    known = f"{pair.quotes} {pair.sources}".lower()
    return all(name in known for name in proper_names(pair.statement))


def _subjects_agree(pair: Pair) -> bool:
    """Whoever is bound in the statement is bound in that part of the quote."""
    given = units(pair.quotes)
    for unit in units(pair.statement):
        bound = {other.subject for other in _most_alike(unit, given)} - {None}
        if unit.subject and bound and unit.subject not in bound:
            return False
    return True


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
    if len(short) < 5:
        return False
    return short[:5] == long[:5] or long.endswith(short)


def is_supported(pair: Pair) -> bool:
    """Enough of the statement is in the quotes, and no part of it is wholly of its own making."""
    if support(pair.statement, pair.quotes, pair.sources) < SUPPORT_FLOOR:
        return False
    parts = (part for part in _PART.split(pair.statement) if len(stems(part)) >= _LEAST_PART)
    return all(support(part, pair.quotes, pair.sources) > 0 for part in parts)


def is_plain_text(pair: Pair) -> bool:
    """No links, images, tags or source marks but those that stand in the quotes themselves."""
    return all(mark in pair.quotes for mark in _MARKUP.findall(pair.statement))
