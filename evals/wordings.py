"""Is this said in the text? Wordings compared by stems, numbers, days and §§ in one form each.

A nugget's ``says`` is a few plain words. They are found wherever the text has the same words in the
same order, in any inflection, with at most ``SLACK`` other words between two of them. A word that
denies may not be among those others: "ska beslutas" is not said by "ska inte beslutas".
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.dates import MONTH_PATTERN, written_day
from corpus.lexical import stems

SLACK = 3
"""Other words that may stand between two words of a wording."""

_DENIALS = {
    **dict.fromkeys(("inte", "ej", "icke"), "inte"),
    **dict.fromkeys(("ingen", "inget", "inga"), "ingen"),
    **{word: word for word in ("aldrig", "varken", "utan")},
}
"""Each by itself and not by its stem: "åldrar" and "värken" have those of "aldrig" and "varken"."""

DENYING = frozenset(_DENIALS.values())

_COUNTED = (
    *"noll - två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton".split(),
    *"sexton sjutton arton nitton".split(),
)
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()
_NUMBERS = (
    # "en" and "ett" are articles more often than numbers.
    {word: str(number) for number, word in enumerate(_COUNTED) if word != "-"}
    | {word: str(ten) for ten, word in zip(range(20, 100, 10), _TENS, strict=True)}
    | {
        f"{word}{unit}": str(ten + number)
        for ten, word in zip(range(20, 100, 10), _TENS, strict=True)
        for number, unit in [(1, "en"), (1, "ett"), *enumerate(_COUNTED[2:10], 2)]
    }
    | {"hundra": "100", "tusen": "1000"}
)
_ORDINALS = (
    *("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde"),
    *("tionde", "elfte", "tolfte", "trettonde", "fjortonde"),
)
# "första" and "andra" are other words as well.
_NTH = {word: f"{number}:e" for number, word in enumerate(_ORDINALS, 1) if number > 2}
_SHORT = {"tar": "ta", "ger": "ge", "har": "ha", "skall": "ska"}
"""Words so short that the stemmer leaves their endings."""

_SAME_WORD = _DENIALS | _NUMBERS | _NTH | _SHORT
_TOKEN = re.compile(
    rf"(?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)"
    rf"|\b(?:den\s+)?(?P<day>\d{{1,2}})\s+(?P<month>{MONTH_PATTERN})\s+(?P<year>\d{{4}})\b"
    rf"|(?:§+\s*|\bparagraf\w*\s+)(?P<after>\d+(?:\s?[a-z]\b)?)"
    rf"|\b(?P<before>\d+(?:\s?[a-z])?)\s*§+"
    # The first numbers of "4, 5 och 6 §§".
    rf"|\b(?P<listed>\d+(?:\s?[a-z]\b)?)(?=(?:\s*(?:,|–|-|\boch\b|\beller\b)\s*\d+(?:\s?[a-z]\b)?)+\s*§§)"
    rf"|\b(?P<ordinal>{'|'.join(_ORDINALS)})\s+paragrafen\b"
    rf"|\b(?P<nth>\d+:e)\b"
    rf"|\b(?P<number>\d{{1,3}}(?:[ .\u00a0]\d{{3}})+(?!\d)|\d+(?:,\d+)?)"
    rf"|(?P<points>\bprocentenhet\w*)"
    rf"|(?P<share>%|\bprocent\w*)"
    rf"|(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s")
_GROUPING = re.compile(r"[ .\u00a0]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, number, day or § in the form that is compared, and where it stands in the text."""

    form: str
    start: int
    end: int


def plain(text: str) -> str:
    """``text`` in one line: composed letters, single spaces, no soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())


@lru_cache(maxsize=4_000)
def tokens(text: str) -> tuple[Token, ...]:
    """What ``text`` says, in order; white space, case and punctuation apart."""
    return tuple(
        Token(form=_form(match), start=match.start(), end=match.end())
        for match in _TOKEN.finditer(text)
    )


def _form(match: re.Match[str]) -> str:
    kind = str(match.lastgroup)
    text = match[kind].lower()
    if kind == "year":
        day = written_day(match["day"], match["month"], match["year"])
        return day.isoformat() if day else match.group().lower()
    if kind == "word":
        return _SAME_WORD.get(text) or stems([text])[0]
    forms = {
        "iso": text,
        "after": "§" + _SPACE.sub("", text),
        "before": "§" + _SPACE.sub("", text),
        "listed": "§" + _SPACE.sub("", text),
        "ordinal": f"§{_ORDINALS.index(text) + 1}" if text in _ORDINALS else "",
        "nth": text,
        "number": _GROUPING.sub("", text),
        "points": "%-enhet",
        "share": "%",
    }
    return forms[kind]


def said(wording: str, text: str) -> str | None:
    """The part of ``text`` that says ``wording``, or None; a wording of no words is never said."""
    sought = [token.form for token in tokens(plain(wording))]
    given = tokens(text)
    if not sought:
        return None
    for first, token in enumerate(given):
        if token.form == sought[0] and (last := _reached(sought[1:], given, first)) is not None:
            return text[token.start : given[last].end]
    return None


def _reached(sought: Sequence[str], given: Sequence[Token], here: int) -> int | None:
    """Where in ``given`` the last of ``sought`` stands, counting from ``here``."""
    if not sought:
        return here
    for there in range(here + 1, min(len(given), here + SLACK + 2)):
        form = given[there].form
        if form == sought[0] and (last := _reached(sought[1:], given, there)) is not None:
            return last
        if form in DENYING and form not in sought:
            return None
    return None
