"""When the recurring duties are next due, and what is said when there is no such day."""

from datetime import date

import pytest

from corpus.obligations import load_obligations
from ui import obligation_texts, texts
from ui.reminders import RECURRING, Reckoned, reckoned, two_years_after

TODAY = date(2026, 11, 30)


def given(**fields: str) -> dict[str, Reckoned]:
    return {one.duty.field: one for one in reckoned(fields, TODAY)}


def test_the_duties_are_those_of_the_law_that_recur_within_a_stated_time() -> None:
    of_the_law = [row for row in load_obligations() if row.document_id == "sfs-2023-196"]
    recurring = [row.id for row in of_the_law if row.frequency == "minst vartannat år"]
    assert [duty.row_id for duty in RECURRING] == recurring


def test_the_next_day_is_two_years_after_the_last() -> None:
    found = given(lagesbild="2025-03-10", uppfoljning="2025-06-30")
    assert found["lagesbild"].told == "Uppdatera lägesbilden senast 10 mars 2027 (beräkning)."
    assert found["uppfoljning"].told == "Följa upp åtgärdsplanen senast 30 juni 2027 (beräkning)."


def test_a_reminder_says_the_rule_the_reckoning_and_that_the_law_has_no_day() -> None:
    reminder = given(lagesbild="2025-03-10")["lagesbild"].reminder
    assert reminder is not None
    assert reminder.title == "Sista dag att uppdatera lägesbilden (beräkning)"
    assert reminder.text.startswith(
        "Kommunen ska uppdatera lägesbilden minst vartannat år (6 § lagen (2023:196))."
    )
    assert "senast den 10 mars 2025. Högst två år senare är den 10 mars 2027." in reminder.text
    assert obligation_texts.NO_DAY_IN_LAW in reminder.text
    assert reminder.text.endswith(reminder.url)
    assert reminder.url.startswith("https://www.riksdagen.se/")


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2025, 2, 28), date(2027, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
        (date(2025, 12, 31), date(2027, 12, 31)),
    ],
)
def test_no_more_than_two_years_pass_whatever_the_calendar(last: date, due: date) -> None:
    assert two_years_after(last) == due


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("10 mars 2025", texts.BAD_DATE),
        ("2025-02-29", texts.BAD_DATE),
        ("2026-12-01", obligation_texts.NOT_YET),
        ("9999-12-31", obligation_texts.NOT_YET),
        ("0001-01-01", obligation_texts.overdue("uppdatera lägesbilden", date(3, 1, 1))),
        ("2024-11-29", obligation_texts.overdue("uppdatera lägesbilden", date(2026, 11, 29))),
    ],
)
def test_a_day_that_gives_no_reminder_says_why_in_swedish(typed: str, problem: str) -> None:
    found = given(lagesbild=typed)["lagesbild"]
    assert (found.problem, found.reminder, found.told) == (problem, None, "")


@pytest.mark.parametrize("typed", ["2026-11-30", "2024-11-30"])
def test_today_is_not_too_late_and_not_too_early(typed: str) -> None:
    assert given(lagesbild=typed)["lagesbild"].reminder is not None


def test_an_empty_field_says_nothing() -> None:
    found = given(lagesbild=" ")
    assert [(one.problem, one.reminder) for one in found.values()] == [("", None), ("", None)]
