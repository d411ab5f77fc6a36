"""Vad missarna lär: the failed and the refused questions of a run, like with like."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.responses import Response

from assistant.bootstrap import Assistant
from corpus.errors import UsageError
from evals.misses import Group, Misses, misses_of, why_missed
from evals.past_runs import PastRun
from evals.run_folder import RunFolder
from ui.spreadsheet import csv_table
from ui.staff import run_texts, run_words
from ui.staff.frame import Visit
from ui.staff.run_cases import attachment, shown_question, status_words
from ui.staff.run_desk import RunDesk, past_of

if TYPE_CHECKING:
    from corpus.encoding import Encoder

MISSES_CSV = "missar.csv"
_HEADERS = ("Slag", "Grupp", "Id", "Samling", "Fråga", "Fick", "Varför")
_WRONG, _UNANSWERED = "gick fel", "besvaras inte av underlaget"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRow:
    """A question of a group."""

    id: str
    set: str
    question: str
    got: str
    why: str


def misses_page(visit: Visit, desk: RunDesk, folder: RunFolder) -> Response | None:
    """The groups; None where the run has not been judged."""
    found = _misses(desk, folder)
    if found is None:
        return None
    return visit.page(
        "utvardering_missar",
        run_texts.MISSES_PAGE,
        run=folder.name,
        parts=[
            ("Frågor som gick fel", "fel", _told(found.failed), _rows(found.failed)),
            (
                "Frågor som underlaget inte besvarar",
                "obesvarade",
                _told(found.unanswered),
                _rows(found.unanswered),
            ),
        ],
    )


def misses_csv(desk: RunDesk, folder: RunFolder) -> Response | None:
    """The same for a spreadsheet, a question a row."""
    found = _misses(desk, folder)
    if found is None:
        return None
    rows = [
        (kind, str(number), row.id, row.set, row.question, row.got, row.why)
        for kind, groups in ((_WRONG, found.failed), (_UNANSWERED, found.unanswered))
        for number, group in enumerate(_rows(groups), start=1)
        for row in group
    ]
    return attachment(csv_table(_HEADERS, rows), f"{folder.name}-missar.csv")


def _misses(desk: RunDesk, folder: RunFolder) -> Misses | None:
    encoder = desk.answerer.encoder if isinstance(desk.answerer, Assistant) else None
    try:
        return _grouped(_Kept(past_of(folder), encoder))
    except UsageError:
        return None


class _Kept:
    """A run and an encoder as a key: the same objects are the same."""

    def __init__(self, past: PastRun, encoder: "Encoder | None") -> None:
        self.past, self.encoder = past, encoder

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Kept):
            return False
        return other.past is self.past and other.encoder is self.encoder

    def __hash__(self) -> int:
        return hash((id(self.past), id(self.encoder)))


@lru_cache(maxsize=8)
def _grouped(kept: _Kept) -> Misses:
    return misses_of(kept.past, kept.encoder)


def _told(groups: Sequence[Group]) -> str:
    return run_texts.groups(sum(len(group.cases) for group in groups), len(groups))


def _rows(groups: Sequence[Group]) -> list[list[MissRow]]:
    return [
        [
            MissRow(
                id=case.id,
                set=case.set,
                question=shown_question(case),
                got=status_words(case.status),
                why=run_words.reason(why_missed(case)),
            )
            for case in group.cases
        ]
        for group in groups
    ]
