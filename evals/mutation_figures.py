"""Wrong figures: numbers, units, days, paragraphs, and how often something is done."""

import re
from collections.abc import Iterator

from corpus.dates import MONTHS
from evals.mutation import Rule, swap

_NUMERAL = {
    "två": "tre", "tre": "fyra", "fyra": "fem", "fem": "sex", "sex": "fyra", "sju": "nio",
    "åtta": "sex", "nio": "sju", "tio": "tolv", "tolv": "tio", "femton": "tolv",
}  # fmt: skip
_MONTH = "|".join(MONTHS)


def _numbers(sentence: str) -> Iterator[str]:
    """Digits that count something: not years, §§, dates, designations or steps."""
    naming = re.compile(
        rf"¤\d+¤(?:\s?[a-z])?(?:\s*(?:[–-]|och|eller|,)\s*\d+(?:\s?[a-z])?)*\s*(?:§|kap)"
        rf"|¤\d+¤[:/]|[:/–]¤|\w¤|¤\w|¤\d+¤\s+(?:{_MONTH})|¤(?:19|20)\d\d¤"
        rf"|(?:punkt|steg|§|ref\.)\s+¤|-¤|¤-"
        rf"|\d ¤\d+¤"
    )
    for match in re.finditer(r"\d+", sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if not naming.search(f"{before}¤{match[0]}¤{after}"):
            value = int(match[0])
            yield f"{before}{value + 1}{after}"
            yield f"{before}{value * 10}{after}"


def _sections(sentence: str) -> Iterator[str]:
    for match in re.finditer(r"\b\d+(?=(?:\s?[a-z]\b)?\s*§)", sentence):
        yield f"{sentence[: match.start()]}{int(match[0]) + 1}{sentence[match.end() :]}"
        if int(match[0]) > 1:
            yield f"{sentence[: match.start()]}{int(match[0]) - 1}{sentence[match.end() :]}"


def _chapters(sentence: str) -> Iterator[str]:
    for match in re.finditer(r"\b\d+(?=\s*kap)", sentence):
        yield f"{sentence[: match.start()]}{int(match[0]) + 2}{sentence[match.end() :]}"


def _letters(sentence: str) -> Iterator[str]:
    """18 a § is another paragraph than 18 §, and than 18 b §."""
    for match in re.finditer(r"(\d+) ([a-z])(?= §)", sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        yield f"{before}{match[1]}{after}"
        yield f"{before}{match[1]} {chr(ord(match[2]) + 1)}{after}"


def _days(sentence: str) -> Iterator[str]:
    for match in re.finditer(rf"\b\d{{1,2}}(?= (?:{_MONTH}))", sentence):
        day = int(match[0])
        yield f"{sentence[: match.start()]}{day % 28 + 1}{sentence[match.end() :]}"


def _months(sentence: str) -> Iterator[str]:
    for match in re.finditer(rf"\b(?:{_MONTH})\b(?= \d{{4}})|(?<=\d )(?:{_MONTH})\b", sentence):
        other = MONTHS[(MONTHS.index(match[0].lower()) + 3) % 12]
        yield f"{sentence[: match.start()]}{other}{sentence[match.end() :]}"


def _years(sentence: str) -> Iterator[str]:
    for match in re.finditer(r"(?<![\d(:/])\b(?:19|20)\d\d\b(?![:/\d])", sentence):
        year = int(match[0])
        yield f"{sentence[: match.start()]}{year - 1}{sentence[match.end() :]}"
        yield f"{sentence[: match.start()]}{year + 1}{sentence[match.end() :]}"


def _designations(sentence: str) -> Iterator[str]:
    for match in re.finditer(r"(?<=\d{4}:)\d+", sentence):
        yield f"{sentence[: match.start()]}{int(match[0]) + 1}{sentence[match.end() :]}"


FIGURES = (
    Rule(kind="number", name="digits", change=_numbers),
    *(
        Rule(
            kind="number",
            name=f"{one} → {other}",
            # "de två" of an idiom would count the same things wrongly too
            change=swap(rf"\b{one}\b", other, unless=r"vart ¤|¤ (?:kap|§)"),
        )
        for one, other in _NUMERAL.items()
    ),
    Rule(kind="number", name="share", change=swap(r"\bhälften\b", "en tredjedel")),
    Rule(kind="number", name="share", change=swap(r"\ben (fjärdedel|tredjedel)", "hälften av")),
    Rule(kind="unit", name="year → month", change=swap(r"(?<=\d )år\b(?!et)", "månader")),
    Rule(
        kind="unit",
        name="word year → month",
        change=swap(r"\b(två|tre|fyra|fem|sex|sju) år\b", r"\1 månader"),
    ),
    Rule(kind="unit", name="month → week", change=swap(r"\bmånader\b", "veckor")),
    Rule(kind="unit", name="week → day", change=swap(r"\bveckor\b", "dagar")),
    Rule(kind="unit", name="day → week", change=swap(r"\bdagar\b", "veckor")),
    Rule(kind="unit", name="million", change=swap(r"\bmiljoner\b", "miljarder", "tusen")),
    Rule(kind="unit", name="milliard", change=swap(r"\bmiljarder\b", "miljoner")),
    Rule(kind="unit", name="percent", change=swap(r"(?<=\d )procent\b", "procentenheter")),
    Rule(kind="unit", name="krona", change=swap(r"(?<=\d )kronor\b", "euro")),
    Rule(kind="date", name="day", change=_days),
    Rule(kind="date", name="month", change=_months),
    Rule(kind="date", name="year", change=_years),
    Rule(kind="paragraph", name="section", change=_sections),
    Rule(kind="paragraph", name="chapter", change=_chapters),
    Rule(kind="paragraph", name="letter", change=_letters),
    Rule(kind="paragraph", name="designation", change=_designations),
    Rule(kind="paragraph", name="point", change=swap(r"\b(punkt|steg) 2\b", r"\1 3")),
    Rule(
        kind="paragraph",
        name="subsection",
        change=swap(r"\b(första|andra|tredje) stycket", "fjärde stycket"),
    ),
)

FREQUENCY = tuple(
    Rule(kind="frequency", name=name, change=change)
    for name, change in (
        ("vartannat år", swap(r"\bvartannat år\b", "varje år", "vart fjärde år", "varannan månad")),
        ("varje år", swap(r"\bvarje år\b", "vartannat år", "varje månad")),
        ("årligen", swap(r"\bårligen\b", "månadsvis", "vartannat år")),
        ("löpande", swap(r"\b(?:fort)?löpande\b", "årligen", "en gång")),
        ("per år", swap(r"\b(?:per|om) år(?:et)?\b", "per månad")),
        ("vart n:te", swap(r"\bvart (tredje|fjärde|femte) år", "varje år")),
        ("minst", swap(r"\bminst\b", "högst", unless=r"inte ¤")),
        ("högst", swap(r"\bhögst\b", "minst")),
        ("en gång", swap(r"\ben gång\b", "två gånger")),
        ("varje → varannan", swap(r"\bvarje (vecka|månad|termin)\b", r"varannan \1")),
        ("regelbundet", swap(r"\bregelbundet\b", "ibland")),
        ("alltid", swap(r"\balltid\b", "ibland", "aldrig")),
        ("oftast", swap(r"\b(?:oftast|vanligen|ofta)\b", "alltid", "sällan")),
        ("ibland", swap(r"\bibland\b", "alltid", "oftast")),
    )
)
