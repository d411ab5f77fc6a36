"""The stop before everything else: finds personal identity numbers in what a person wrote.

``answer_question`` asks here first, so a question with a number is neither searched with, logged,
stored nor sent anywhere.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

PLACEHOLDER = "[personnummer borttaget]"

_JOIN = r"(?:[-+./_ ]{0,3}|[,:;|*~·•=]|[()\[\]]{1,2})"
# A look-ahead, so that digits which are no number hide none that begins among them.
_NUMBER = re.compile(
    r"(?<!\d)(?=(?P<number>"
    rf"(?P<century>18|19|20)?(?P<year>\d\d)(?P<inner>{_JOIN})(?P<month>\d\d)(?P<second>{_JOIN})"
    rf"(?P<day>\d\d)(?P<tail>{_JOIN})(?P<serial>\d{{4}})"
    r"(?!\d|[-./:]\d)))"  # "2024-07-01–2024-12-31" is two dates
)
# Every digit by itself: "8 5 0 7 0 9 - 9 8 0 5".
_APART = re.compile(
    r"(?<![\d.,-])\d(?:[-+._ ]{1,3}\d){9}(?:(?:[-+._ ]{1,3}\d){2})?(?![-+._ ]{0,3}\d)"
)
_USUAL_TAIL = re.compile(r" ?[-+] ?| ?")
_LOOKED_BACK = 40
"""How many characters before a number are read for what it is."""

_OTHER_NUMBER_BEFORE = re.compile(
    r"(?:\bdnr|diarien\w*|ärende\w*|\bocr|faktura\w*|\borg\w*|\btel|telefon\w*|mobil\w*|\bring\w*"
    r"|\bsms\w*|\bnås)\b[^\d\n]{0,20}$",
    re.IGNORECASE,
)
_PERSONAL_BEFORE = re.compile(
    r"\b(?:person-?n\w*|p-?nr|samordn\w*|född\w*|födelse\w*)\W{0,10}$", re.IGNORECASE
)
_MOBILE_PREFIX, _MOBILE_YEAR = "070", "07"
_CUT = "\x00"  # stands where a number stood while a question is rewritten
_ANNOUNCED = re.compile(
    r"[(,]?\s*(?:\b(?:och|med|har|som har)\s+)?"
    r"\b(?:personnummer|personnumret|pnr|samordningsnummer|samordningsnumret)\b\.?\s*:?\s*\x00\s?\)?"
    r"|\(\s*\x00\s*\)",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"(?<=\s)([A-ZÅÄÖ]\w+),?\s+\x00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a text, in characters: ``text[start:end]``."""

    start: int
    end: int


def find_personal_numbers(text: str) -> tuple[Span, ...]:
    """Find personnummer and samordningsnummer, in order, with ten or twelve digits.

    Whoever writes a century or the usual separator means a personal number, so those are taken
    even when the check digit is wrong: a slip of the finger must not let the rest of the number
    through. Ten digits in a row are taken only with the right check digit, and so are digits strung
    together in any other way and a number that the words before it call a telephone or case number.
    """
    plain, places = _plain(text)
    found = [match.span("number") for match in _NUMBER.finditer(plain) if _is_personal(match)]
    found += [match.span() for match in _APART.finditer(plain) if _is_spelt_out(match.group())]
    spans: list[Span] = []
    for start, end in sorted(found):
        if not spans or places[start] >= spans[-1].end:
            spans.append(Span(start=places[start], end=places[end - 1] + 1))
    return tuple(spans)


def mask(text: str) -> str:
    """The text with each personal number replaced by a placeholder."""
    return _replaced(text, PLACEHOLDER)


def rewritten(question: str) -> str:
    """The question without the number and the word that announced it, to offer in its place."""
    text = _ANNOUNCED.sub(" ", _replaced(question, _CUT))
    text = _AFTER_NAME.sub(r"\1", text)
    if not text.replace(_CUT, "").strip():
        return ""
    text = text.replace(_CUT, "en person")
    return re.sub(r"\s+([,.?!])", r"\1", re.sub(r"\s{2,}", " ", text)).strip(" ,:")


def _replaced(text: str, replacement: str) -> str:
    kept, end = [], 0
    for span in find_personal_numbers(text):
        kept += [text[end : span.start], replacement]
        end = span.end
    return "".join((*kept, text[end:]))


def _plain(text: str) -> tuple[str, list[int]]:
    """``text`` in ASCII digits, hyphens and spaces, and for each character its place in it."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for folded in _folded(character):
            characters.append(folded)
            places.append(place)
    return "".join(characters), places


def _folded(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Pd" or character == "\u2212":
        return "-"
    if category in {"Cf", "Mn", "Me", "Cc"} and not character.isspace():
        return ""  # what is not seen, or stands around a digit, can't hide a number
    return " " if character.isspace() else unicodedata.normalize("NFKC", character)


def _is_personal(match: re.Match[str]) -> bool:
    if not _is_birthday(match):
        return False
    digits = "".join(match.group("year", "month", "day", "serial"))
    if _passes_luhn(digits):
        return not _looks_like_telephone(match)
    return _is_deliberate(match) and not _named_otherwise(match)


def _is_spelt_out(digits: str) -> bool:
    """Whether digits that stand one by one make a number with its right check digit."""
    joined = re.sub(r"\D", "", digits)
    match = _NUMBER.match(joined)
    return match is not None and match["number"] == joined and _is_personal(match)


def _is_deliberate(match: re.Match[str]) -> bool:
    """Whether it is written as a personal number is, so that nothing else can be meant."""
    inner, tail = match["inner"], match["tail"]
    if not inner and not tail and match["second"] == "-":
        # Written as a telephone number, but with a subscriber's number that nobody has.
        mobile = match["number"].startswith(_MOBILE_YEAR) and not _announced(match)
        return match["number"].startswith("0") and match["day"].startswith("0") and not mobile
    if inner != match["second"] or _USUAL_TAIL.fullmatch(tail) is None:
        return False
    if inner:  # "2024-07-01 1000" is a date and a count
        return match["century"] is not None and inner in set("-./ ") and tail == "-"
    return match["century"] is not None or tail != ""


def _is_birthday(match: re.Match[str]) -> bool:
    day = int(match["day"])
    day -= 60 if day > 60 else 0  # samordningsnummer
    centuries = [match["century"]] if match["century"] else ["19", "20"]
    return any(_exists(int(c + match["year"]), int(match["month"]), day) for c in centuries)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _passes_luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _looks_like_telephone(match: re.Match[str]) -> bool:
    """Ten digits in a row from 070 are also a birth in 2007; the words before decide.

    So they do for "0512-111231", a subscriber in Vara or a birth in 2005. No subscriber's number
    begins with 0; but a mobile's may be parted as "0701-012345".
    """
    if match["century"] is not None or match["tail"] or match["inner"]:
        return False
    if not match["second"]:
        return match["number"].startswith(_MOBILE_PREFIX) and _named_otherwise(match)
    if match["number"].startswith(_MOBILE_YEAR):
        return not _announced(match)
    area = match["number"].startswith("0") and not match["day"].startswith("0")
    return area and _named_otherwise(match)


def _announced(match: re.Match[str]) -> bool:
    begin = max(0, match.start() - _LOOKED_BACK)
    return _PERSONAL_BEFORE.search(match.string, begin, match.start()) is not None


def _named_otherwise(match: re.Match[str]) -> bool:
    begin = max(0, match.start() - _LOOKED_BACK)
    return _OTHER_NUMBER_BEFORE.search(match.string, begin, match.start()) is not None
