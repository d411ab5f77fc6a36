"""Figures of runs as people read them: shares in per cent, times and lengths in their units."""

from datetime import datetime

from corpus.dates import swedish_date
from evals.measures import Measure
from evals.metrics import Metric
from ui.staff import run_texts, texts

NONE = "–"
_PERCENT = 100


def figure(measure: Measure, value: float | None) -> str:
    """A value of the measure: "93,2 %" for shares, else the number with its unit."""
    if value is None:
        return NONE
    return f"{_number(measure, value)} {measure.unit or '%'}"


def interval(measure: Measure, metric: Metric) -> str:
    """The 95 % interval: "90,1–95,3 %", NONE where there is nothing to judge."""
    if metric.low is None or metric.high is None:
        return NONE
    return f"{_number(measure, metric.low)}–{_number(measure, metric.high)} {measure.unit or '%'}"


def change(measure: Measure, value: float) -> str:
    """A difference with its sign; of shares in percentage points."""
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else "±"
    return f"{sign}{_number(measure, abs(value))}{' ' + measure.unit if measure.unit else ''}"


def score(value: float | None) -> str:
    """One case's score of a share: 1, 0 or what lies between."""
    return NONE if value is None else f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def when(moment: datetime | None) -> str:
    """A day and a time on the machine's own clock."""
    if moment is None:
        return NONE
    own = moment.astimezone()
    return f"{swedish_date(own.date())} kl. {own:%H.%M}"


def _number(measure: Measure, value: float) -> str:
    shown = value if measure.unit else value * _PERCENT
    decimals = 0 if measure.unit == "ms" else 1
    return f"{shown:.{decimals}f}".replace(".", ",")


def reason(why: str) -> str:
    """A stored reason with statuses in the words of the page."""
    for status, said in texts.STATUSES.items():
        why = why.replace(status.value, said)
    return why


def kind(name: str) -> str:
    """What a kind of question is called; one of somebody's own as it stands."""
    return run_texts.KINDS.get(name, name)
