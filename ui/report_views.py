"""Figures of a run → the report as its readers meet it; the same for the page and for paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.dates import swedish_date
from evals.judging import Gate
from evals.measures import MEASURES, Better
from evals.metrics import Metric
from evals.report_figures import Figures
from ui import report_texts as texts
from ui.report_cases import CaseView, case_view
from ui.report_drawings import Drawing, drawings
from ui.report_numbers import figure, interval, titled

Row = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateView:
    """A bound and whether it was kept."""

    title: str
    bound: str
    value: str
    kept: bool

    @property
    def told(self) -> str:
        """Kept or not, in words."""
        return texts.GATE_KEPT if self.kept else texts.GATE_BROKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class SetView:
    """A set of cases: what it is, and its measures."""

    name: str
    about: str
    cases: int
    failed: int
    metrics: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A whole report. ``metrics`` and those of a set are rows of title, figure, interval and n."""

    run: str
    title: str
    made: str
    summary: str
    unchecked: str
    facts: Sequence[tuple[str, str]]
    gates: Sequence[GateView]
    metrics: Sequence[Row]
    sets: Sequence[SetView]
    drawings: Sequence[Drawing]
    cases: Sequence[CaseView]
    limits: Sequence[str] = texts.LIMITS

    @property
    def failed(self) -> Sequence[CaseView]:
        """The cases with something wrong."""
        return tuple(case for case in self.cases if case.failed)


def report_view(figures: Figures) -> ReportView:
    """The report of a run."""
    run, failed = figures.run, len(figures.failed)
    made = swedish_date(run.started.date()) if run.started else texts.NOTHING
    return ReportView(
        run=run.run,
        title=texts.TITLE,
        made=made,
        summary=texts.summary(len(figures.cases) - failed, len(figures.cases)),
        unchecked=texts.unchecked(figures.unchecked, len(figures.cases)),
        facts=tuple(_facts(run.settings)),
        gates=tuple(_gate(name, gate) for name, gate in figures.gates.items()),
        metrics=tuple(metric_rows(figures.metrics)),
        sets=tuple(
            SetView(
                name=one.name,
                about=texts.SETS.get(one.name, texts.OWN_SET),
                cases=one.cases,
                failed=one.failed,
                metrics=tuple(metric_rows(one.metrics)),
            )
            for one in figures.sets
        ),
        drawings=drawings(figures),
        cases=tuple(case_view(number, one) for number, one in enumerate(figures.cases, 1)),
    )


def metric_rows(metrics: Mapping[str, Metric]) -> Iterator[Row]:
    """Measures as rows: title, which way is better, figure, interval, how many were judged."""
    for name, metric in metrics.items():
        better = texts.HIGH if MEASURES[name].better is Better.HIGH else texts.LOW
        known = (figure(name, metric.value), interval(name, metric), str(metric.n))
        yield (titled(name), better, *known)


def _gate(name: str, gate: Gate) -> GateView:
    nothing = texts.NOT_JUDGED if gate.passed else texts.NOT_MEASURED
    word = texts.AT_LEAST if MEASURES[name].better is Better.HIGH else texts.AT_MOST
    return GateView(
        title=titled(name),
        bound=f"{word} {gate.floor:.0f}",
        value=nothing if gate.value is None else figure(name, gate.value),
        kept=gate.passed,
    )


def _facts(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in settings.items():
        yield texts.SETTINGS.get(name, name), _told(name, value)


def _told(name: str, value: object) -> str:
    if isinstance(value, list):
        named = texts.LEGS if name == "legs" else {}
        return ", ".join(named.get(str(one), str(one)) for one in value) or texts.NO_VALUE
    if value is None or value == "":
        return texts.NO_VALUE
    return texts.MODES.get(str(value), str(value)) if name == "mode" else str(value)
