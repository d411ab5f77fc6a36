"""The day that a question itself asks about: "före 1 april 2025", "innan lagen ändrades".

A day that the person chose beside the question wins over one in its words. A date that only names
something ("planen som antogs i maj 2022"), or that is a deadline ("ha beslutat före 1 juli"), sets
none: each sentence is read alone, and it must ask what held.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.catalogue import load_catalogue
from corpus.dates import MONTH_PATTERN, MONTHS, written_day
from corpus.references import HOME_STATUTE, find_references

_FULL = (
    rf"(?:den\s+)?(?P<{{0}}day>\d{{{{1,2}}}})(?::?[ae])?\s+(?P<{{0}}month>{MONTH_PATTERN})"
    r"\s+(?P<{0}year>(?:19|20)\d\d)"
)
_ISO = r"(?P<{0}iso>(?:19|20)\d\d-\d\d-\d\d)"
_MONTH = rf"(?P<{{0}}whole_month>{MONTH_PATTERN})\s+(?P<{{0}}month_year>(?:19|20)\d\d)"
_YEAR = r"(?P<{0}whole_year>(?:19|20)\d\d)(?![:/\d-])"


def _when(*kinds: str, prefix: str = "") -> str:
    return "(?:" + "|".join(kind.format(prefix) for kind in kinds) + ")"


_BEFORE = re.compile(
    rf"\b(?:före|innan|before)\s+{_when(_ISO, _FULL, _MONTH, _YEAR)}", re.IGNORECASE
)
_UNTIL = re.compile(
    r"\b(?:till\s+och\s+med|t\.?\s?o\.?\s?m\.?|fram\s+till|ännu)\s+"
    rf"{_when(_ISO, _FULL, _MONTH, _YEAR)}",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:i|under|per|år|den|hösten|våren|sommaren|vintern|in|on|since)\s+"
    rf"{_when(_ISO, _FULL, _MONTH, _YEAR)}"
    rf"|(?<![\w:/(-]){_when(_ISO, _FULL, prefix='bare_')}"
    r"|(?<![\w:/(-])(?P<last_year>(?:19|20)\d\d)\s*\Z",
    re.IGNORECASE,
)
# What held is asked with these; "kom", "sade", "antog" and "beslutade" tell of an event.
_HELD = re.compile(
    r"\b(?:gällde|behövde|behövdes|krävdes|fick|hade|räckte|kunde|skulle|fanns|tilläts|applied|needed"
    r"|required|had\s+to|was\s+allowed)\b|\bvar\b.*\b(?:tvung\w*|skyldig\w*|tillåt\w*)\b",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(
    rf"(?P<kept>\b(?:{MONTH_PATTERN})\s+(?:19|20)\d\d)"
    r"|(?:\b(?:i|på|under|per|år|in)\s+)?(?:\b(?:våren|sommaren|hösten|vintern)\s+)?"
    r"(?<![\w:/(-])(?:19|20)\d\d(?![:/\d-])",
    re.IGNORECASE,
)
_RULES_HELD = re.compile(
    r"\b(?:gällde|behövde|behövdes|krävdes|tilläts|applied|needed|required)\b", re.IGNORECASE
)
# In the present tense a day or a month is asked about, but no year.
_HOLDS = re.compile(
    r"\b(?:gäller|gälla|måste|behöver|krävs|får|ska|finns|applies|must|need)\b", re.IGNORECASE
)
_DAY_WRITTEN = re.compile(rf"{_when(_ISO, _FULL, _MONTH)}", re.IGNORECASE)
_SEASONS = {"våren": (5, 31), "sommaren": (8, 31), "hösten": (11, 30)}
_SEASON = re.compile(r"\b(våren|sommaren|hösten)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\b(?:ha|hinna)\s+(?:\w+\s+){0,2}?\w{3,}(?:at|it|tt|ts)\b"
    r"|\b(?:senast|klar|klart|klara|färdig\w*|beslutad|antagen|gjord|inlämnad)\b",
    re.IGNORECASE,
)
_NAMES_SOMETHING = re.compile(r"\bsom\b[^,;]*\Z|\b(?:från|sedan)\s+\Z", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:före|innan)\s+(?:den\s+)?(?:nya\s+|senaste\s+)?"
    r"(?:(?:lag\w*|regel\w*|regler\w*)\s+)?(?:ändra(?:de|des|ts)|ändring\w*|lagändring\w*)\b",
    re.IGNORECASE,
)
_LAW_BEGAN = re.compile(
    r"\b(?:före|innan)\s+(?:den\s+här\s+|den\s+nya\s+)?lagen"
    r"(?=\s*\Z|\s+(?:fanns|kom|började|trädde|infördes|stiftades|gällde)\b)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[a-zåäö)\d])[.!?]+(?:\s+|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDay:
    """The day that is asked about; None when an earlier day is meant that isn't known here."""

    day: date | None


def day_asked_about(text: str, today: date) -> AskedDay | None:
    """What the words say of the day, or None when they ask about today."""
    for sentence in filter(None, _SENTENCE_END.split(text.strip())):
        found = _in_sentence(sentence, text, today)
        if found is not None:
            return found
    return None


def asks_what_held(text: str) -> bool:
    """Whether the words ask which rules held: "vad gällde …", not "hur många hade …"."""
    return _RULES_HELD.search(text) is not None


def without_day(text: str) -> str:
    """``text`` without the days and years in it: what is asked beside them."""
    for pattern in (_BEFORE, _UNTIL, _SEASON, _AT):
        text = pattern.sub(" ", text)
    return text


def without_year(text: str) -> str:
    """``text`` without a year or a season that stands alone, without day or month.

    Many documents have a year in their names.
    """
    kept = _YEAR_ALONE.sub(lambda found: found["kept"] or " ", text)
    return " ".join(kept.split())


def _in_sentence(sentence: str, text: str, today: date) -> AskedDay | None:
    held = _HELD.search(sentence) is not None
    if held and _CHANGED.search(sentence):
        return AskedDay(day=_before_last_change(text))
    if held and _LAW_BEGAN.search(sentence):
        return AskedDay(day=_before_the_law(text))
    before = _BEFORE.search(sentence)
    day = (
        _day_before(before, sentence, today, held=held)
        if before is not None
        else _day_at(sentence, today, held=held)
    )
    return AskedDay(day=day) if day is not None else None


def _day_before(before: re.Match[str], sentence: str, today: date, *, held: bool) -> date | None:
    first = _first_day(before.groupdict())
    if first is None or first > today or (_DEADLINE.search(sentence) and not held):
        return None
    return first - timedelta(days=1)


def _day_at(sentence: str, today: date, *, held: bool) -> date | None:
    if not held and not _asks_of_a_day(sentence):
        return None
    if held and (season := _SEASON.search(sentence)) is not None:
        return date(int(season[2]), *_SEASONS[season[1].lower()])
    found = _UNTIL.search(sentence) or _AT.search(sentence)
    if found is None or _NAMES_SOMETHING.search(sentence[: found.start()]):
        return None
    day = _last_day(found.groupdict())
    return min(day, today) if day is not None and held and day.year == today.year else day


def _asks_of_a_day(sentence: str) -> bool:
    """Whether a sentence in the present tense asks what holds on a day or in a month."""
    written = _DAY_WRITTEN.search(sentence)
    return written is not None and bool(_HOLDS.search(sentence)) and not _DEADLINE.search(sentence)


def _first_day(parts: Mapping[str, str | None]) -> date | None:
    return _exact(parts) or _calendar(parts, last=False)


def _last_day(parts: Mapping[str, str | None]) -> date | None:
    return _exact(parts) or _calendar(parts, last=True)


def _exact(parts: Mapping[str, str | None]) -> date | None:
    iso = parts.get("iso") or parts.get("bare_iso")
    if iso is not None:
        try:
            return date.fromisoformat(iso)
        except ValueError:
            return None
    for prefix in ("", "bare_"):
        day, month, year = (parts.get(f"{prefix}{part}") for part in ("day", "month", "year"))
        if day and month and year:
            return written_day(day, month, year)
    return None


def _calendar(parts: Mapping[str, str | None], *, last: bool) -> date | None:
    """The first or last day of a month or a year that stands alone."""
    month, month_year = parts.get("whole_month"), parts.get("month_year")
    if month and month_year:
        number, year = MONTHS.index(month.lower()) + 1, int(month_year)
        following = date(year + number // 12, number % 12 + 1, 1)
        return following - timedelta(days=1) if last else date(year, number, 1)
    year_alone = parts.get("whole_year") or parts.get("last_year")
    if year_alone is None:
        return None
    return date(int(year_alone), 12, 31) if last else date(int(year_alone), 1, 1)


def _statute(text: str) -> str:
    """The statute that is asked about: the one that is named, else the law on crime prevention."""
    named = (reference.document_id for reference in find_references(text))
    return next((name for name in named if name is not None), HOME_STATUTE)


def _before_last_change(text: str) -> date | None:
    statute = _statute(text)
    begun = [day for (name, _), day in load_catalogue().act_dates.items() if name == statute]
    return max(begun) - timedelta(days=1) if len(begun) > 1 else None


def _before_the_law(text: str) -> date | None:
    entry = load_catalogue().get(_statute(text))
    if entry is None or entry.valid_from is None:
        return None
    return entry.valid_from - timedelta(days=1)
