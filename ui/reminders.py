"""When the law's recurring duties are next due: the day a reader gives → a day to remember.

Two duties of the law (2023:196) recur within a stated time, both in 6 §: the picture of the
situation is updated, and the plan followed up, at least every other year. The law says neither a
day nor how to count; we let at most two years pass, and say each time that it is our reckoning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.wire import parse_day
from corpus.dates import swedish_date
from corpus.obligations import Obligation, load_obligations
from ui import obligation_texts
from ui.calendar_file import Reminder
from ui.obligation_files import entry_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A duty that recurs: its row, its field in the form, and how it is spoken of."""

    row_id: str
    field: str
    label: str
    hint: str
    task: str


RECURRING = (
    Recurring(
        row_id="l-uppdatera-lagesbild",
        field="lagesbild",
        label=obligation_texts.PICTURE_UPDATED,
        hint=obligation_texts.PICTURE_HINT,
        task="uppdatera lägesbilden",
    ),
    Recurring(
        row_id="l-folj-upp-plan",
        field="uppfoljning",
        label=obligation_texts.PLAN_FOLLOWED_UP,
        hint=obligation_texts.PLAN_HINT,
        task="följa upp åtgärdsplanen",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A field with what it gives: a reminder, or the sentence that says why there is none."""

    duty: Recurring
    typed: str
    problem: str = ""
    reminder: Reminder | None = None

    @property
    def told(self) -> str:
        """The reminder's day in words, "" without one."""
        if self.reminder is None:
            return ""
        task, day = self.duty.task, swedish_date(self.reminder.day)
        return f"{task[:1].upper()}{task[1:]} senast {day} (beräkning)."


def reckoned(fields: Mapping[str, str], today: date) -> Sequence[Reckoned]:
    """Each recurring duty with what its field gives; an empty field gives nothing."""
    return tuple(_reckoned(duty, fields.get(duty.field, "").strip(), today) for duty in RECURRING)


def _reckoned(duty: Recurring, typed: str, today: date) -> Reckoned:
    if not typed:
        return Reckoned(duty=duty, typed="")
    try:
        last = parse_day(typed)
    except ValueError as error:
        return Reckoned(duty=duty, typed=typed, problem=str(error))
    if last > today:
        return Reckoned(duty=duty, typed=typed, problem=obligation_texts.NOT_YET)
    due = two_years_after(last)
    if due < today:
        return Reckoned(duty=duty, typed=typed, problem=obligation_texts.overdue(duty.task, due))
    return Reckoned(duty=duty, typed=typed, reminder=_reminder(duty, last, due))


def two_years_after(day: date) -> date:
    """The last day of the two years; for 29 February the last of February."""
    try:
        return day.replace(year=day.year + 2)
    except ValueError:
        return day.replace(year=day.year + 2, day=28)


def _reminder(duty: Recurring, last: date, due: date) -> Reminder:
    (row,) = (row for row in load_obligations() if row.id == duty.row_id)
    entry = entry_of(row.document_id)
    told = (
        _rule(row),
        obligation_texts.reckoning(last, due),
        row.note,
        f"{obligation_texts.OUR_ACCOUNT} {entry.url}",
    )
    return Reminder(
        key=row.id,
        day=due,
        title=f"Sista dag att {duty.task} (beräkning)",
        text="\n\n".join(filter(None, told)),
        url=entry.url,
    )


def _rule(row: Obligation) -> str:
    """The row as a sentence: "Kommunen ska … minst vartannat år (6 § lagen (2023:196))."."""
    said = f"{row.actor} {row.modality_text} {row.action} {row.object} {row.frequency}"
    return f"{said[:1].upper()}{said[1:]} ({row.pinpoint} lagen (2023:196))."
