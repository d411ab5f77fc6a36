"""Days to remember as a calendar file (RFC 5545): the one module that knows icalendar.

There is no rule of repetition: when a duty is next due depends on when it was last done.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT = "-//Samverkanslotsen//Skyldigheter//SV"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "samverkanslotsen:skyldigheter")
_LANGUAGE = {"LANGUAGE": "sv"}
_ALARMS = (180, 30)  # days ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A whole day to remember; the same ``key`` and day make the same event again."""

    key: str
    day: date
    title: str
    text: str
    url: str


def calendar_bytes(reminders: Sequence[Reminder], made_at: datetime) -> bytes:
    """The days as a calendar; ``made_at`` is now, with its time zone."""
    from icalendar import Calendar  # noqa: PLC0415 - loaded only when a file is asked for

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for reminder in reminders:
        calendar.add_component(_event(reminder, made_at))
    return bytes(calendar.to_ical())


def _event(reminder: Reminder, made_at: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - as above

    event = Event()
    event.add("uid", str(uuid.uuid5(_NAMESPACE, f"{reminder.key}/{reminder.day.isoformat()}")))
    event.add("dtstamp", made_at)
    event.add("dtstart", reminder.day)
    event.add("dtend", reminder.day + timedelta(days=1))
    event.add("summary", reminder.title, parameters=_LANGUAGE)
    event.add("description", reminder.text, parameters=_LANGUAGE)
    event.add("url", reminder.url)
    event.add("transp", "TRANSPARENT")  # the day is not booked
    for days in _ALARMS:
        event.add_component(_alarm(reminder.title, days))
    return event


def _alarm(title: str, days: int) -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415 - as above

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -timedelta(days=days))
    alarm.add("description", f"Om {days} dagar: {title}", parameters=_LANGUAGE)
    return alarm
