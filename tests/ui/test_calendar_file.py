"""A calendar file is what RFC 5545 asks for, and the same days make the same events."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from icalendar import Calendar

from ui.calendar_file import Reminder, calendar_bytes

MADE_AT = datetime(2026, 11, 30, 12, 0, 5, tzinfo=timezone(timedelta(hours=1)))
PICTURE = Reminder(
    key="l-uppdatera-lagesbild",
    day=date(2028, 2, 29),
    title="Sista dag att uppdatera lägesbilden (beräkning)",
    text="Första raden, med komma; och semikolon.\n\nÅ" + "ä" * 300 + " \\ sist",
    url="https://www.riksdagen.se/lag",
)
PLAN = replace(PICTURE, key="l-folj-upp-plan", day=date(2027, 12, 31), title="Följ upp")


def events(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_every_day_is_a_whole_day_with_its_words() -> None:
    first, second = events(calendar_bytes((PICTURE, PLAN), MADE_AT))
    assert first.decoded("dtstart") == date(2028, 2, 29)
    assert first.decoded("dtend") == date(2028, 3, 1)
    assert str(first["summary"]) == PICTURE.title
    assert str(first["description"]) == PICTURE.text
    assert str(first["url"]) == PICTURE.url
    assert first["summary"].params["LANGUAGE"] == "sv"
    assert second.decoded("dtend") == date(2028, 1, 1)
    assert str(first["transp"]) == "TRANSPARENT"


def test_it_was_made_now_in_universal_time() -> None:
    (event,) = events(calendar_bytes((PICTURE,), MADE_AT))
    assert event.decoded("dtstamp") == datetime(2026, 11, 30, 11, 0, 5, tzinfo=UTC)
    assert b"DTSTAMP:20261130T110005Z\r\n" in calendar_bytes((PICTURE,), MADE_AT)


def test_it_reminds_half_a_year_and_a_month_before() -> None:
    (event,) = events(calendar_bytes((PICTURE,), MADE_AT))
    alarms = event.walk("VALARM")
    assert [a.decoded("trigger") for a in alarms] == [timedelta(days=-180), timedelta(days=-30)]
    assert {str(alarm["action"]) for alarm in alarms} == {"DISPLAY"}
    assert [str(alarm["description"]) for alarm in alarms] == [
        f"Om {days} dagar: {PICTURE.title}" for days in (180, 30)
    ]


def test_the_same_day_is_the_same_event_and_another_day_another() -> None:
    def uid(reminder: Reminder, made_at: datetime) -> str:
        (event,) = events(calendar_bytes((reminder,), made_at))
        return str(event["uid"])

    known = uid(PICTURE, MADE_AT)
    assert known == uid(PICTURE, MADE_AT + timedelta(days=400))
    later = replace(PICTURE, day=PICTURE.day + timedelta(days=1))
    assert len({known, uid(later, MADE_AT), uid(PLAN, MADE_AT)}) == 3


def test_nothing_repeats_by_itself() -> None:
    content = calendar_bytes((PICTURE, PLAN), MADE_AT)
    assert b"RRULE" not in content


def test_lines_end_and_are_folded_as_the_standard_says() -> None:
    content = calendar_bytes((PICTURE, PLAN), MADE_AT)
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []
    assert max(map(len, lines)) <= 75
    content.decode("utf-8")
    for line in lines:
        line.decode("utf-8")  # no letter is cut in two


def test_the_calendar_has_what_every_calendar_must_have() -> None:
    calendar = Calendar.from_ical(calendar_bytes((), MADE_AT))
    assert (str(calendar["version"]), str(calendar["calscale"])) == ("2.0", "GREGORIAN")
    assert str(calendar["prodid"]) == "-//Samverkanslotsen//Skyldigheter//SV"
    assert calendar.errors == []
