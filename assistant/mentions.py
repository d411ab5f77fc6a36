"""What a sentence says in figures: numbers, dates, places in a law, frequencies, and their bounds.

Half of the verifier's guard words (the other half, modal verbs and negation, is in clauses.py):
``verification.py`` demands that every mention of a statement stands in the words it quotes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from corpus.dates import MONTH_PATTERN, MONTHS

Value = tuple[str | None, ...]


class Kind(StrEnum):
    """What sort of figure a mention is."""

    PLACE = "place"
    NUMBER = "number"
    DATE = "date"
    FREQUENCY = "frequency"


class Bound(StrEnum):
    """On which side of the figure the rule lies."""

    NONE = "none"
    FLOOR = "floor"
    CEILING = "ceiling"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One figure. ``value`` per kind, where None leaves that part open.

    PLACE (chapter, number) · NUMBER (number, unit) · DATE (year, month, day) · FREQUENCY (n, unit).
    ``start`` and ``end`` say where it stands, in characters; ``before`` is its
    preposition.
    """

    kind: Kind
    value: Value
    bound: Bound = Bound.NONE
    start: int = 0
    end: int = 0
    before: str = ""

    def is_within(self, other: "Mention") -> bool:
        """Whether ``other`` says everything that this mention says, apart from the bound."""
        same = (a is None or a == b for a, b in zip(self.value, other.value, strict=True))
        return self.kind is other.kind and all(same)


_MONTH = MONTH_PATTERN
_WORDS = [
    "noll",
    "en",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
    "tretton",
    "fjorton",
    "femton",
    "sexton",
    "sjutton",
    "arton",
    "nitton",
    "tjugo",
]
NUMBER_WORDS = {word: str(value) for value, word in enumerate(_WORDS) if value > 1} | {
    "trettio": "30", "fyrtio": "40", "femtio": "50", "sextio": "60", "sjuttio": "70",
    "åttio": "80", "nittio": "90", "hundra": "100", "tusen": "1000", "hälften": "1/2",
    "halva": "1/2", "dubbelt": "2x",
}  # fmt: skip
_ORDINALS = {
    "första": "1", "andra": "2", "annat": "2", "annan": "2", "tredje": "3", "fjärde": "4",
    "femte": "5", "sjätte": "6", "sjunde": "7", "åttonde": "8", "nionde": "9", "tionde": "10",
}  # fmt: skip
_MULTIPLIERS = {"tusen": 1_000, "miljon": 1_000_000, "miljoner": 1_000_000, "mkr": 1_000_000,
                "miljard": 1_000_000_000, "miljarder": 1_000_000_000}  # fmt: skip
UNITS = {
    "år": "år", "års": "år", "månad": "månad", "månader": "månad", "månaders": "månad",
    "vecka": "vecka", "veckor": "vecka", "veckors": "vecka", "dag": "dag", "dagar": "dag",
    "dagars": "dag", "dygn": "dygn", "timme": "timme", "timmar": "timme", "minuter": "minut",
    "kvartal": "kvartal", "termin": "termin", "halvår": "halvår", "kronor": "krona",
    "krona": "krona", "kr": "krona", "mkr": "krona", "procent": "procent", "%": "procent",
    "procentenheter": "procentenhet", "euro": "euro", "promille": "promille", "meter": "meter",
}  # fmt: skip

_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_NUMERAL = r"\d+(?:[ \u00a0]\d{3})*(?:,\d+)?|" + "|".join(NUMBER_WORDS)
_SECTION = r"\d+(?:\s?[a-z]\b)?"
_SECTIONS = rf"{_SECTION}(?:\s*(?:,|och|eller|samt|till|–|-)\s*{_SECTION})*"
_COUNT = rf"en|\d+|{'|'.join(NUMBER_WORDS)}"
_ORDINAL = rf"{'|'.join(_ORDINALS)}|\d+(?::[ea])?"
_TIMES_OVER = rf"(?:[ \u00a0](?P<multiplier>{'|'.join(_MULTIPLIERS)}))?"
_EACH = r"gång(?:er)?\s+(?:per|om|i|varje)"
_OF_UNIT = rf"(?:\s*(?P<unit>{_UNIT})(?!\w))?"
_PERIOD = r"(?P<unit>år|månad|vecka|kvartal|dag|dygn|termin|halvår)\w{0,2}"


def _places(match: re.Match[str]) -> Iterator[Value]:
    chapter = match["chapter"] if "chapter" in match.re.groupindex else None
    pieces = re.findall(rf"(–|-|till)?\s*({_SECTION})", match["numbers"])
    before = 0
    for dash, number in pieces:
        compact = re.sub(r"\s", "", number)
        digits = int(re.sub(r"\D", "", compact))
        for between in range(before + 1, digits) if dash and digits - before < 100 else ():
            yield (chapter, f"{between}§")
        before = digits
        yield (chapter, f"{compact}§")


def _part(match: re.Match[str]) -> Iterator[Value]:
    number = match["number"]
    yield (None, f"{_ORDINALS.get(number, number)} {match['part'][:4]}")


def _designation(match: re.Match[str]) -> Iterator[Value]:
    yield (match[0], "beteckning")


def _date(match: re.Match[str]) -> Iterator[Value]:
    parts = match.groupdict()
    month = parts.get("month")
    if month in MONTHS:
        month = str(MONTHS.index(month) + 1)
    stripped = (part.lstrip("0") if part else None for part in (month, parts.get("day")))
    yield (parts.get("year"), *stripped)


def _frequency(match: re.Match[str]) -> Iterator[Value]:
    number = match["number"] if "number" in match.re.groupindex else "1"
    number = number.removesuffix(":e").removesuffix(":a")
    yield (_ORDINALS.get(number) or NUMBER_WORDS.get(number, number), match["unit"])


def _times(match: re.Match[str]) -> Iterator[Value]:
    count = match["count"]
    count = NUMBER_WORDS.get(count, count)
    yield ("1" if count in {"en", "1"} else f"1/{count}", match["unit"])


_ADVERBS = {
    "årlig": ("1", "år"), "månadsvis": ("1", "månad"), "månatlig": ("1", "månad"),
    "veckovis": ("1", "vecka"), "daglig": ("1", "dag"), "kvartalsvis": ("1", "kvartal"),
    "halvårsvis": ("1", "halvår"), "löpande": ("löpande", None), "fortlöpande": ("löpande", None),
    "kontinuerlig": ("löpande", None), "regelbund": ("regelbundet", None),
    "återkommande": ("regelbundet", None), "alltid": ("alltid", None), "ofta": ("oftast", None),
    "vanligtvis": ("oftast", None), "brukar": ("oftast", None),
    "vanligen": ("oftast", None), "ibland": ("ibland", None), "sällan": ("sällan", None),
    "engångs": ("engång", None),
}  # fmt: skip


def _adverb(match: re.Match[str]) -> Iterator[Value]:
    yield _ADVERBS[match["adverb"]]


def _number(match: re.Match[str]) -> Iterator[Value]:
    number, multiplier = match["number"], match["multiplier"]
    number = NUMBER_WORDS.get(number, re.sub(r"[ \u00a0]", "", number))
    if multiplier and number[0].isdigit() and "/" not in number:
        number = f"{float(number.replace(',', '.')) * _MULTIPLIERS[multiplier]:.0f}"
    unit = match["unit"] or ("mkr" if multiplier == "mkr" else None)
    yield (number, UNITS[unit] if unit else None)


def _one(match: re.Match[str]) -> Iterator[Value]:
    yield ("1", UNITS[match["unit"]])


_READ = "\x01"  # stands for each character that a pattern has read: neither word nor space

_Reader = Callable[[re.Match[str]], Iterator[Value]]
# In this order: what an earlier pattern has read, a later one does not see.
_PATTERNS: tuple[tuple[Kind, str, _Reader], ...] = (
    (Kind.PLACE, rf"(?:\b(?P<chapter>\d+)\s*kap\.?\s*)?\b(?P<numbers>{_SECTIONS})\s*§+", _places),
    (Kind.PLACE, rf"(?:§+|\bparagraf(?:erna)?)\s*(?P<numbers>{_SECTIONS})", _places),
    (Kind.PLACE, r"\b(?P<number>\d+)\s*(?P<part>kap)\b\.?", _part),
    (Kind.PLACE, r"\b(?P<part>kap)(?:itel|\.)?\s*(?P<number>\d+)\b", _part),
    (Kind.PLACE, rf"\b(?P<number>{'|'.join(_ORDINALS)})\s+(?P<part>stycke|mening)\w*", _part),
    (Kind.PLACE, r"\b\w*(?P<part>punkt|steg)(?:en)?\s+(?P<number>\d+)\b", _part),
    (Kind.NUMBER, r"\b(?:\w+)?\d{4}(?:/\d{2,4})?[:/]\d+\b", _designation),
    (Kind.DATE, r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b", _date),
    (Kind.DATE, rf"\b(?P<day>\d\d?)\s+(?P<month>{_MONTH})\b(?:\s+(?P<year>\d{{4}}))?", _date),
    (Kind.DATE, rf"\b(?P<month>{_MONTH})\s+(?P<year>\d{{4}})\b", _date),
    (Kind.DATE, r"\b(?P<year>(?:1[89]|20)\d\d)\b(?!\s*(?:kr|%|proc|pers))", _date),
    (Kind.FREQUENCY, rf"\b(?P<count>{_COUNT})\s+{_EACH}\s+{_PERIOD}", _times),
    (Kind.FREQUENCY, rf"\bvar(?:t|je)?\s?(?P<number>{_ORDINAL})\s+{_PERIOD}", _frequency),
    (Kind.FREQUENCY, rf"\b(?:varje|per|om)\s+{_PERIOD}", _frequency),
    (Kind.FREQUENCY, rf"\b(?P<adverb>{'|'.join(_ADVERBS)})\w*", _adverb),
    (Kind.NUMBER, rf"\b(?P<number>{_NUMERAL}){_TIMES_OVER}\b{_OF_UNIT}", _number),
    (Kind.NUMBER, rf"\b(?:en|ett)\s+(?P<unit>{_UNIT})(?!\w)", _one),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern), reader) for kind, pattern, reader in _PATTERNS)

_FROM = (
    r"från och med|fr\.?o\.?m\.?|sedan|tidigast|efter|förrän|först|dröja till|i kraft"
    r"|(?:börja[rt]?|började) gälla|ikraftträdande\w*(?:\s+[^\s,;]+){0,9}?"
)
_BOUNDS: tuple[tuple[Bound, str], ...] = (
    (Bound.FLOOR, r"minst|åtminstone|lägst|(?:mer|fler) än|minimum"),
    (Bound.CEILING, r"högst|max|maximalt|(?:mindre|färre) än|upp till|inom"),
    (Bound.END, r"till(?: och med)?|t\.?o\.?m\.?|fram till|före|innan|senast"),
    (
        Bound.START,
        _FROM,
    ),
)
_KEPT = 64  # texts at hand, see clauses.py
_BOUND = tuple(
    (bound, re.compile(rf"\b(?:{words})(?:\s+(?:den|en|gång|i|år))*\s*$"))
    for bound, words in _BOUNDS
)


@lru_cache(maxsize=_KEPT)
def mentions(text: str) -> tuple[Mention, ...]:
    """Every figure in ``text``, each kind in reading order."""
    rest = text.lower()
    found: list[Mention] = []
    for kind, pattern, reader in _COMPILED:
        read = len(found)
        for match in pattern.finditer(rest):
            bound = _bound_before(rest[: match.start()], kind)
            before = _preposition_before(rest[: match.start()]) if kind is Kind.DATE else ""
            found.extend(
                Mention(
                    kind=kind,
                    value=value,
                    bound=bound,
                    start=match.start(),
                    end=match.end(),
                    before=before,
                )
                for value in reader(match)
            )
        if len(found) > read:
            rest = pattern.sub(lambda match: _READ * len(match[0]), rest)
    return tuple(found)


def _bound_before(text: str, kind: Kind) -> Bound:
    found = next((bound for bound, words in _BOUND if words.search(text)), Bound.NONE)
    if kind is Kind.NUMBER and found in {Bound.START, Bound.END}:
        # "till sju kommuner" bounds nothing; "senast fyra månader efter" is within four months
        return Bound.CEILING if _LATEST.search(text) else Bound.NONE
    return found


def _preposition_before(text: str) -> str:
    found = _PREPOSITION.search(text)
    return found[1] if found else ""


_PREPOSITION = re.compile(r"\b(för|under|inför|sedan|till)\s+$")
_LATEST = re.compile(r"\bsenast\s*$")


# What each word of limit may stand for: a statement's limit must be one of its quote's.
_LIMITS: tuple[tuple[str, str], ...] = (
    ("minst|åtminstone|lägst", "minst|åtminstone|lägst|minimum|inom|vartannat"),
    ("högst|maximalt", "högst|maximalt|max|inte .{0,20}(?:mer|fler|äldre|längre|över)|upp till"),
    ("senast", "senast|före|innan|till och med"),
    ("tidigast", "tidigast|först|förrän|efter|från"),
    ("före|innan", "före|innan|senast|förrän|dessförinnan|till och med|först"),
    ("efter", "efter|sedan|därefter|från|när|först|förrän|på begäran|med"),
)
_COMPILED_LIMITS = tuple(
    (re.compile(rf"\b(?:{word})\b"), re.compile(rf"\b(?:{same})\b")) for word, same in _LIMITS
)


def limits_hold(statement: str, quotes: str) -> bool:
    """Whether each word of limit in ``statement``, such as "minst", has its like in ``quotes``."""
    said, given = statement.lower(), quotes.lower()
    return all(same.search(given) for word, same in _COMPILED_LIMITS if word.search(said))
