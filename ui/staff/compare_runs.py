"""Jämför: two runs measure by measure, and both answers to one question side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from corpus.errors import UsageError
from evals.compare import Change, Comparison, compare
from evals.past_runs import PastRun
from evals.run_folder import RunFolder
from ui.site_page import typed
from ui.staff import run_texts, run_words
from ui.staff.frame import Visit
from ui.staff.run_case import CaseView, case_in, case_view
from ui.staff.run_desk import RunDesk, gates_of, known_case, metrics_of, past_of, summary_of
from ui.staff.run_page import gate_rows, setting_name, setting_words

CASE = "fall"
_MOST_LINKS = 200
"""Cases that are listed of those that changed, of each measure and way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One measure in both runs, in words."""

    name: str
    title: str
    first: str
    second: str
    difference: str
    interval: str
    n: int
    verdict: str
    is_sure: bool
    wins: Sequence[tuple[str, str]]
    losses: Sequence[tuple[str, str]]
    won: int
    lost: int


class Comparisons:
    """The pages below ``jamfor``."""

    def __init__(self, desk: RunDesk) -> None:
        self._desk = desk

    def response(self, visit: Visit) -> Response | None:
        """``jamfor?a=&b=``, and ``jamfor/fall?a=&b=&fall=`` for one question."""
        a, b = (self._desk.folder(typed(visit.request, name)) for name in ("a", "b"))
        if visit.rest == CASE:
            return self._case(visit, a, b)
        if visit.rest:
            return None
        asked = [typed(visit.request, name) for name in ("a", "b")]
        missing = any(name and found is None for name, found in zip(asked, (a, b), strict=True))
        shown: dict[str, Any] = {"problem": run_texts.NO_SUCH_RUN if missing else ""}
        if a is not None and b is not None:
            try:
                shown |= _compared(a, b)
            except UsageError as error:
                shown["problem"] = error.message
        made = visit.page(
            "utvardering_jamfor",
            run_texts.COMPARE_PAGE,
            runs=list(_judged(self._desk.folders())),
            a=a.name if a else "",
            b=b.name if b else "",
            **shown,
        )
        made.status_code = 404 if missing else 200
        return made

    def _case(self, visit: Visit, a: RunFolder | None, b: RunFolder | None) -> Response | None:
        if a is None or b is None:
            return None
        case_id = typed(visit.request, "fall")
        first, second = _view(a, case_id), _view(b, case_id)
        if first is None or second is None:
            return None
        titles = dict.fromkeys(row.title for row in (*first.scores, *second.scores))
        own = [{row.title: row for row in view.scores} for view in (first, second)]
        return visit.page(
            "utvardering_jamfor_fall",
            run_texts.BOTH_PAGE,
            a=a.name,
            b=b.name,
            back=urlencode({"a": a.name, "b": b.name}),
            case=second,
            sides=[("A", a.name, first), ("B", b.name, second)],
            scores=[
                (title, *(value for side in own for value in _score(side.get(title))))
                for title in titles
            ],
        )


def _judged(folders: Iterable[RunFolder]) -> Iterable[tuple[str, str]]:
    """The runs that can be chosen: name, and when with how good."""
    for folder in folders:
        try:
            strict = summary_of(folder).strict
            started = folder.read_run().started
        except UsageError:
            continue
        share = "" if strict.value is None else f", {strict.value:.0%} rätt".replace("%", " %")
        yield folder.name, f"{run_words.when(started)}{share}"


def _compared(a: RunFolder, b: RunFolder) -> dict[str, Any]:
    """What the page shows of two runs.

    Raises:
        UsageError: one has no judged cases, or they have none in common.
    """
    found = _comparison(_Pair(past_of(a), past_of(b)))
    way = {"a": a.name, "b": b.name}
    gates = {
        name: (one, other)
        for (name, one), (_, other) in zip(
            gates_of(metrics_of(a)).items(), gates_of(metrics_of(b)).items(), strict=True
        )
    }
    rows = [_row(change, way) for change in found.changes.values()]
    before, after = (
        gate_rows((n, g[0]) for n, g in gates.items()),
        gate_rows((n, g[1]) for n, g in gates.items()),
    )
    return {
        "rows": rows,
        "shared": run_texts.shared(found.shared, len(found.only_first), len(found.only_second)),
        "settings": [
            (
                setting_name(name),
                setting_words(found.first.settings.get(name)),
                setting_words(found.second.settings.get(name)),
            )
            for name in found.settings_changed
        ],
        "gates": [
            (one[0], one[2], one[3], other[2], other[3])
            for one, other in zip(before, after, strict=True)
        ],
    }


class _Pair:
    """Two runs as a key: the same objects are the same runs."""

    def __init__(self, first: PastRun, second: PastRun) -> None:
        self.first, self.second = first, second

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Pair):
            return False
        return other.first is self.first and other.second is self.second

    def __hash__(self) -> int:
        return hash((id(self.first), id(self.second)))


@lru_cache(maxsize=8)
def _comparison(pair: _Pair) -> Comparison:
    return compare(pair.first, pair.second)


def _row(change: Change, way: dict[str, str]) -> ChangeRow:
    measure = change.measure
    low, high = (run_words.change(measure, value) for value in (change.low, change.high))
    return ChangeRow(
        name=measure.name,
        title=measure.title,
        first=run_words.figure(measure, change.first),
        second=run_words.figure(measure, change.second),
        difference=run_words.change(measure, change.difference),
        interval=f"{low} till {high}",
        n=change.n,
        verdict=change.verdict,
        is_sure=not change.low <= 0 <= change.high,
        wins=_links(change.wins, way),
        losses=_links(change.losses, way),
        won=len(change.wins),
        lost=len(change.losses),
    )


def _links(case_ids: Sequence[str], way: dict[str, str]) -> list[tuple[str, str]]:
    return [(case_id, urlencode({**way, "fall": case_id})) for case_id in case_ids[:_MOST_LINKS]]


def _view(folder: RunFolder, case_id: str) -> CaseView | None:
    found = case_in(folder, case_id)
    return case_view(folder, found, known_case(found.id, found.set)) if found else None


def _score(row: Any) -> tuple[str, str]:
    return (row.value, row.why) if row is not None else (run_words.NONE, "")
