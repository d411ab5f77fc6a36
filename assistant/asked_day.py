"""The day that a question itself asks about: "före 1 april 2025", "innan lagen ändrades".

A day that the person chose beside the question wins over one in its words, and a date that only
names something ("uppdraget från juni 2024") sets none.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from corpus.catalogue import load_catalogue
from corpus.dates import MONTH_PATTERN, MONTHS, written_day
from corpus.references import HOME_STATUTE, find_references

_DAY = rf"(?:den\s+)?(?P<{{0}}day>\d{{{{1,2}}}})(?::?[ae])?\s+(?P<{{0}}month>{MONTH_PATTERN})"
_FULL = _DAY + r"\s+(?P<{0}year>(?:19|20)\d\d)"
_ISO = r"(?P<{0}iso>(?:19|20)\d\d-\d\d-\d\d)"
_MONTH = rf"(?P<{{0}}whole_month>{MONTH_PATTERN})\s+(?P<{{0}}month_year>(?:19|20)\d\d)"
_YEAR = r"(?P<{0}whole_year>(?:19|20)\d\d)(?![:/\d-])"


def _when(prefix: str) -> str:
    return "(?:" + "|".join(part.format(prefix) for part in (_ISO, _FULL, _MONTH, _YEAR)) + ")"


_BEFORE = re.compile(rf"\b(?:före|innan|före\s+den|before)\s+{_when('')}", re.IGNORECASE)
_UNTIL = re.compile(
    rf"\b(?:till\s+och\s+med|t\.?\s?o\.?\s?m\.?|fram\s+till|ännu)\s+{_when('')}", re.IGNORECASE
)
_AT = re.compile(
    rf"\b(?:i|under|per|år|den|hösten|våren|sommaren|vintern|in|on|since)\s+{_when('')}"
    rf"|(?<![\w:/(-]){_ISO.format('bare_')}"
    rf"|(?<![\w:/(-])(?P<last_year>(?:19|20)\d\d)\s*\??\s*\Z",
    re.IGNORECASE,
)
# What was in force is asked with these; "kom", "sade" and "beslutade" ask about an event.
_IN_FORCE = re.compile(
    r"\b(?:gällde|gälla|gäller|behövde|behövdes|krävdes|måste|fick|hade|räckte|skulle|kunde|fanns"
    r"|tilläts|applied|apply|needed|required|had\s+to)\b|\bvar\b.*\b(?:tvung\w*|skyldig\w*|tillåt\w*)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:före|innan)\s+(?:den\s+)?(?:nya\s+)?(?:lag\w*|regel\w*|regler\w*)?\s*"
    r"(?:ändra\w*|ändring\w*|lagändring\w*)\b|\b(?:före|innan)\s+(?:den\s+senaste\s+)?lagändring\w*",
    re.IGNORECASE,
)
_LAW_BEGAN = re.compile(
    r"\b(?:före|innan)\s+(?:den\s+här\s+|den\s+nya\s+)?lagen\b(?!\s+ändra)", re.IGNORECASE
)


def day_asked_about(text: str, today: date) -> date | None:
    """The day that ``text`` asks about, or None when it asks about today."""
    if (before := _BEFORE.search(text)) is not None:
        first = _first_day(before.groupdict())
        return first - timedelta(days=1) if first is not None else None
    if _CHANGED.search(text):
        return _before_last_change(text)
    if _LAW_BEGAN.search(text):
        return _before_the_law(text)
    if _IN_FORCE.search(text) is None:
        return None
    found = _UNTIL.search(text) or _AT.search(text)
    day = _last_day(found.groupdict()) if found is not None else None
    return min(day, today) if day is not None and day.year == today.year else day


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
    day, month, year = parts.get("day"), parts.get("month"), parts.get("year")
    return written_day(day, month, year) if day and month and year else None


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
