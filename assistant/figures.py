"""Do the figures of a statement agree with its quotes: each given, and each in its own place?"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from assistant.guard_words import surroundings
from assistant.mentions import Bound, Kind, Mention, limits_hold, mentions
from assistant.pairs import Pair
from corpus.sentences import Span

_WINDOW, _WIDE_WINDOW = 3, 10  # words around a figure; before one in brackets
_SWAP_MARGIN = 2  # so many more words around another figure than around this one: they are swapped
_LIST = re.compile(r" [^.:;]{1,120}: (?P<items>[^.:;]+)")
_LISTED = re.compile(r", |\s(?:och|samt)\s")
_DESIGNATION = re.compile(r"\d{4}(?:/\d{2,4})?:\d+")


def _figures_agree(kind: Kind) -> Callable[[Pair], bool]:
    def agree(pair: Pair) -> bool:
        given = mentions(pair.quotes)
        said = [m for m in mentions(pair.statement) if m.kind is kind]
        return (
            all(_is_given(m, given) for m in said)
            and not _figures_swapped(said, given, pair)
            and not _figures_repeated(said, given)
            and not _days_swapped(said, given)
        )

    return agree


dates_agree = _figures_agree(Kind.DATE)
frequencies_agree = _figures_agree(Kind.FREQUENCY)


def numbers_agree(pair: Pair) -> bool:
    """Each number and amount is in the quotes; the source may be named by its SFS number."""
    given = mentions(f"{pair.quotes}\n\n{' '.join(_DESIGNATION.findall(pair.sources))}")
    said = [m for m in mentions(pair.statement) if m.kind is Kind.NUMBER]
    told = all(_is_given(m, given) or _counts_list(m, pair.statement) for m in said)
    if not told or _figures_swapped(said, given, pair):
        return False
    if _figures_repeated(said, given):
        return False
    return limits_hold(pair.statement, pair.quotes)


def _counts_list(mention: Mention, statement: str) -> bool:
    """Whether the number only counts the list after it: "fyra parter: A, B, C och D"."""
    listed = _LIST.match(statement, mention.end)
    if mention.value[1] or mention.bound is not Bound.NONE or listed is None:
        return False
    return mention.value[0] == str(len(_LISTED.split(listed["items"])))


def _is_given(mention: Mention, given: Sequence[Mention]) -> bool:
    same = [other for other in given if mention.is_within(other)]
    if not same and mention.kind is Kind.NUMBER and mention.value[1]:  # "två år" of "vartannat år"
        rhythm = Mention(kind=Kind.FREQUENCY, value=mention.value)
        return any(rhythm.is_within(other) for other in given)
    return any(_bounds_agree(mention, other) for other in same)


def _bounds_agree(mention: Mention, other: Mention) -> bool:
    """An upper limit may not be dropped or turned; "minst" and "från" may be left out."""
    if mention.bound is other.bound:
        return True
    if mention.bound is Bound.NONE:
        return other.bound in {Bound.FLOOR, Bound.START}
    return False


def _figures_swapped(said: Sequence[Mention], given: Sequence[Mention], pair: Pair) -> bool:
    """Whether a figure stands where the quotes have another figure of the same kind."""
    for mention in said:
        alike = [m for m in given if m.kind is mention.kind and m.end <= len(pair.quotes)]
        same = [(m.start, m.end) for m in alike if mention.is_within(m)]
        others = [(m.start, m.end) for m in alike if not mention.is_within(m)]
        if stands_elsewhere(pair, (mention.start, mention.end), same, others):
            return True
    return False


def _figures_repeated(said: Sequence[Mention], given: Sequence[Mention]) -> bool:
    """Whether a figure is told more often than the quotes have it, in the place of another."""
    told, held = Counter(m.value for m in said), Counter(m.value for m in given)
    missing = {m.kind for m in given if m.value not in told}
    return any(
        count > held[value] > 0 and any(m.value == value and m.kind in missing for m in said)
        for value, count in told.items()
    )


def _days_swapped(said: Sequence[Mention], given: Sequence[Mention]) -> bool:
    """Whether "för 2024" is told where the quotes have another year after the same preposition."""
    for mention in said:
        alike = [m for m in given if m.before and m.before == mention.before]
        if mention.kind is Kind.DATE and alike and not any(mention.is_within(m) for m in alike):
            return True
    return False


def stands_elsewhere(
    pair: Pair,
    place: Span,
    same: Sequence[Span],
    others: Sequence[Span],
    margin: int = _SWAP_MARGIN,
) -> bool:
    """Whether the words around ``place`` are those around one of ``others`` and not of ``same``."""
    around = surroundings(_apart(pair.statement, place), *place, _WINDOW)

    def closeness(places: Sequence[Span]) -> int:
        found = (surroundings(_apart(pair.quotes, p), *p, _window(pair.quotes, p)) for p in places)
        return max((len(around & words) for words in found), default=0)

    return bool(same) and closeness(others) >= closeness(same) + margin


def _window(text: str, place: Span) -> int:
    return _WIDE_WINDOW if _is_bracketed(text, place) else _WINDOW


def _is_bracketed(text: str, place: Span) -> bool:
    return text[place[0] - 1 : place[0]] == "(" and "§" in text[slice(*place)]


def _apart(text: str, place: Span) -> str:
    """``text`` as it bears on a paragraph in brackets: in "A (4 §), B (5 §)" 5 § stands for B."""
    start, end = place
    if not _is_bracketed(text, place):
        return text
    before = text.rfind(")", 0, start) + 1
    return " " * before + text[before:end]


def places_agree(pair: Pair) -> bool:
    """The place of a quote may be named, as long as no place within the quote is left out."""
    said = [m for m in mentions(pair.statement) if m.kind is Kind.PLACE]
    given = [m for m in mentions(pair.quotes) if m.kind is Kind.PLACE]
    extra = [m for m in said if not any(m.is_within(other) for other in given)]
    own = [m for m in mentions(pair.pinpoints) if m.kind is Kind.PLACE]
    named = all(any(m.is_within(other) for other in own) for m in extra)
    sections = [other for other in given if str(other.value[1]).endswith("§")]
    whole = all(any(m.is_within(other) for m in said) for other in sections)
    fits = not extra or (named and whole)
    return fits and not _figures_swapped(said, given, pair) and not _figures_repeated(said, given)
