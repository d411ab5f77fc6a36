"""Figures of an evaluation as a Swedish reader sees them: decimal comma, three decimals a share."""

from evals.measures import MEASURES
from evals.metrics import Metric
from ui.report_texts import NOTHING

_DECIMALS = {"": 3, "ms": 0}
_OTHER_UNITS = 1  # decimals
_MINUS, _THIN_SPACE = "\u2212", "\u202f"


def number(value: float | None, decimals: int) -> str:
    """The number with its decimals, "–" for none; thousands are parted by a thin space."""
    if value is None:
        return NOTHING
    shown = f"{value:,.{decimals}f}".replace(",", _THIN_SPACE).replace(".", ",")
    return shown.replace("-", _MINUS)


def figure(measure: str, value: float | None) -> str:
    """A measure's figure in its own unit."""
    return number(value, _DECIMALS.get(MEASURES[measure].unit, _OTHER_UNITS))


def interval(measure: str, metric: Metric) -> str:
    """The interval of a measure: 0,88–0,96."""
    if metric.low is None:
        return NOTHING
    return f"{figure(measure, metric.low)}–{figure(measure, metric.high)}"


def titled(measure: str) -> str:
    """A measure's title, with its unit where it has one."""
    known = MEASURES[measure]
    return f"{known.title} ({known.unit})" if known.unit else known.title


def seconds(milliseconds: float | None) -> str:
    """Milliseconds as seconds with two decimals."""
    return number(None if milliseconds is None else milliseconds / 1_000, 2)
