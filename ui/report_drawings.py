"""Figures of a run → its drawings, each with the same figures in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import swedish_date
from evals.measures import MEASURES
from evals.plots import (
    Interval,
    Series,
    Told,
    curve_plot,
    histogram,
    history_plot,
    interval_plot,
    share,
)
from evals.report_figures import FOLLOWED, STRICT, Figures, HistoryPoint
from evals.risk import RiskCurve
from ui import report_texts as texts
from ui.report_numbers import figure, interval, number, seconds

_IN_SETS = (STRICT, "false_refusals", "refusal_recall", "citation_recall")
_STEPS = 10  # rows of the table beside the curve


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing and its table; ``svg`` is empty where there is nothing to draw.

    ``notes`` are sentences below.
    """

    id: str
    title: str
    desc: str
    svg: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def drawings(figures: Figures) -> tuple[Drawing, ...]:
    """Every drawing of a report, in its order."""
    in_sets = (_of_sets(figures, measure) for measure in _IN_SETS)
    return (*in_sets, _of_risk(figures), _of_times(figures), _of_history(figures))


def _of_sets(figures: Figures, measure: str) -> Drawing:
    by_name = [(one.name, one.metrics.get(measure)) for one in figures.sets]
    known = [(texts.ALL_SETS, figures.metrics.get(measure)), *by_name]
    judged = [(label, metric) for label, metric in known if metric is not None and metric.n]
    rows = [
        Interval(label=label, value=m.value, low=m.low, high=m.high)
        for label, m in judged
        if m.value is not None and m.low is not None and m.high is not None
    ]
    title = texts.in_sets(MEASURES[measure].title)
    told = Told(id=f"samlingar-{measure}", title=title, desc=texts.SETS_DESC)
    return Drawing(
        id=told.id,
        title=title,
        desc=told.desc,
        svg=interval_plot(rows, told) if rows else "",
        headings=(texts.SET, texts.VALUE, texts.INTERVAL, texts.JUDGED),
        rows=[(n, figure(measure, m.value), interval(measure, m), str(m.n)) for n, m in judged],
        notes=() if rows else (texts.NOTHING_TO_DRAW,),
    )


def _of_risk(figures: Figures) -> Drawing:
    curve = figures.risk
    told = Told(id="risk", title=texts.RISK_TITLE, desc=texts.RISK_DESC)
    points = [(point.coverage, point.risk) for point in curve.points]
    notes = [texts.area(number(curve.area, 3))] if curve.area is not None else [texts.NO_RISK]
    if figures.without_confidence:
        notes.append(texts.without_confidence(figures.without_confidence))
    return Drawing(
        id=told.id,
        title=told.title,
        desc=told.desc,
        svg=curve_plot(points, told, (texts.COVERAGE_AXIS, texts.RISK_AXIS)) if points else "",
        headings=texts.RISK_HEADINGS,
        rows=_risk_rows(curve),
        notes=notes,
    )


def _risk_rows(curve: RiskCurve) -> list[Sequence[str]]:
    """Some ten of the points, the last among them."""
    last = len(curve.points) - 1
    steps = max(1, min(_STEPS, last))
    chosen = sorted({round(last * step / steps) for step in range(steps + 1)}) if last >= 0 else []
    return [
        (number(point.threshold, 2), number(point.coverage, 3), number(point.risk, 3))
        for point in (curve.points[at] for at in chosen)
    ]


def _of_times(figures: Figures) -> Drawing:
    times = figures.times
    told = Told(id="svarstid", title=texts.TIMES_TITLE, desc=texts.TIMES_DESC)
    if times is None:
        empty = (texts.NOTHING_TO_DRAW,)
        return Drawing(
            id=told.id, title=told.title, desc="", svg="", headings=(), rows=(), notes=empty
        )
    bars = [(share(one.low / 1_000), one.n) for one in times.bins]
    return Drawing(
        id=told.id,
        title=told.title,
        desc=told.desc,
        svg=histogram(bars, told, (texts.TIME_AXIS, texts.COUNT_AXIS)),
        headings=(texts.SECONDS, texts.JUDGED),
        rows=[
            (texts.span(seconds(one.low), seconds(one.high) if one.high else ""), str(one.n))
            for one in times.bins
        ],
        notes=(texts.quantiles(seconds(times.p50), seconds(times.p95), seconds(times.longest)),),
    )


def _of_history(figures: Figures) -> Drawing:
    points = figures.history
    told = Told(id="historik", title=texts.HISTORY_TITLE, desc=texts.HISTORY_DESC)
    series = [
        Series(label=MEASURES[name].title, values=[p.metrics[name].value for p in points])
        for name in FOLLOWED
    ]
    several = len(points) > 1
    axes = (texts.RUNS_AXIS, texts.SHARE_AXIS)
    return Drawing(
        id=told.id,
        title=told.title,
        desc=told.desc if several else "",
        svg=history_plot(series, told, axes) if several else "",
        headings=(*texts.HISTORY_HEADINGS, *(MEASURES[name].title for name in FOLLOWED)),
        rows=[_history_row(point) for point in points],
        notes=() if several else (texts.NO_HISTORY,),
    )


def _history_row(point: HistoryPoint) -> Sequence[str]:
    run = texts.this_run(point.run) if point.is_this else point.run
    told = (figure(name, point.metrics[name].value) for name in FOLLOWED)
    return (run, swedish_date(point.started.date()), str(point.cases), *told)
