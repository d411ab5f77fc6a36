"""Days as Swedes write them: "den 31 mars 2025"."""

import re
from datetime import date

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september"),
    *("oktober", "november", "december"),
)
MONTH_PATTERN = "|".join(MONTHS)
_WRITTEN = re.compile(
    rf"(?P<day>\d{{1,2}})\s+(?P<month>{MONTH_PATTERN})\s+(?P<year>\d{{4}})", re.IGNORECASE
)


def swedish_date(day: date) -> str:
    """The day as Swedes write it: 20 november 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def written_day(day: str, month: str, year: str) -> date | None:
    """The day with a month's name; None when there is no such day."""
    try:
        return date(int(year), MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        return None


def first_written_day(text: str) -> date | None:
    """The first day that is written out in ``text``."""
    found = _WRITTEN.search(text)
    return written_day(found["day"], found["month"], found["year"]) if found is not None else None
