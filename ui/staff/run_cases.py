"""The cases of a run as a table to filter and sort, and as files.

PastRun + what the address asks for –(``cases_table``)→ CaseRow; ``cases_file`` → CSV, JSON.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from assistant.conversation import AnswerStatus
from assistant.personal_data import mask
from corpus.errors import UsageError
from evals.answers import MASKED
from evals.past_runs import PastCase, PastRun
from evals.run_folder import RunFolder
from ui.site_page import readable, typed
from ui.spreadsheet import csv_table
from ui.staff import run_texts, run_words, texts
from ui.staff.frame import Visit
from ui.staff.run_desk import STRICT, is_failed, past_of

CASES_CSV, CASES_JSON = "fall.csv", "fall.json"
ROWS_A_PAGE = 100

_CSV_HEADERS = (
    "Id",
    "Samling",
    "Fråga",
    "Väntat",
    "Fick",
    "Utfall",
    "Varför",
    "Svar",
    "Källor",
    "Granskad",
)
_OUTCOMES = {None: run_texts.NOT_JUDGED, True: run_texts.FAILED, False: run_texts.RIGHT}
_LONGEST_NUMBER = 6  # digits: no run has more pages


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case in the table; ``outcome`` is rätt, fel or that it was not judged."""

    id: str
    set: str
    question: str
    expected: str
    got: str
    outcome: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the table is narrowed to and sorted by, as the address says."""

    samling: str = ""
    status: str = ""
    utfall: str = ""
    sok: str = ""
    ordning: str = ""

    def query(self, **more: str) -> str:
        """The address's query for the choice with some of it changed."""
        fields = {
            "samling": self.samling,
            "status": self.status,
            "utfall": self.utfall,
            "sok": self.sok,
            "ordning": self.ordning,
            **more,
        }
        return urlencode({name: value for name, value in fields.items() if value})

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.samling or self.status or self.utfall or self.sok)


_ORDERS: dict[str, tuple[str, Callable[[CaseRow], Any]]] = {
    "id": ("Id", lambda row: row.id),
    "samling": ("Samling", lambda row: (row.set, row.id)),
    "vantat": ("Väntat", lambda row: (row.expected, row.id)),
    "fick": ("Fick", lambda row: (row.got, row.id)),
    "utfall": ("Utfall", lambda row: (row.outcome, row.id)),
}
"""What the table can be sorted by: the column's name, and the key."""


def rows_of(past: PastRun) -> list[CaseRow]:
    """The cases as the table shows them."""
    return [_row(case) for case in past.cases]


def cases_file(folder: RunFolder, name: str) -> Response | None:
    """The cases for a spreadsheet or for programs; None where there are none."""
    try:
        past = past_of(folder)
    except UsageError:
        return None
    if name == CASES_JSON:
        text = json.dumps([case.body for case in past.cases], ensure_ascii=False, indent=2) + "\n"
        return attachment(text.encode(), f"{folder.name}.json", "application/json")
    return attachment(csv_table(_CSV_HEADERS, map(_csv_row, past.cases)), f"{folder.name}.csv")


def attachment(content: bytes, name: str, kind: str = "text/csv; charset=utf-8") -> Response:
    """A file to be saved; the name keeps to letters that a header can hold."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    headers = {"Content-Disposition": f'attachment; filename="{safe}"'}
    return Response(content, media_type=kind, headers=headers)


def cases_table(visit: Visit, past: PastRun) -> dict[str, Any]:
    """The rows of the table that the address asks for, a page of them."""
    choice = Choice(**{n: typed(visit.request, n) for n in Choice.__dataclass_fields__})
    everything = rows_of(past)
    rows = _sorted([row for row in everything if _is_chosen(row, choice)], choice.ordning)
    number, pages = _page_number(visit, len(rows))
    first = (number - 1) * ROWS_A_PAGE
    return {
        "rows": rows[first : first + ROWS_A_PAGE],
        "told": run_texts.runs_found(len(rows), len(everything)),
        "choice": choice,
        "orders": [_order(key, choice) for key in _ORDERS],
        "statuses": sorted({row.got for row in everything}),
        "outcomes": sorted({row.outcome for row in everything}),
        "page_number": number,
        "pages": pages,
        "earlier": choice.query(sida=str(number - 1)) if number > 1 else "",
        "later": choice.query(sida=str(number + 1)) if number < pages else "",
    }


def _page_number(visit: Visit, count: int) -> tuple[int, int]:
    pages = max(1, -(-count // ROWS_A_PAGE))
    asked = typed(visit.request, "sida")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_NUMBER
    number = int(asked) if is_number else 1
    return min(max(number, 1), pages), pages


def _is_chosen(row: CaseRow, choice: Choice) -> bool:
    return (
        choice.samling in {"", row.set}
        and choice.status in {"", row.got}
        and choice.utfall in {"", row.outcome}
        and choice.sok.lower() in f"{row.id}\n{row.question}\n{row.why}".lower()
    )


def _sorted(rows: list[CaseRow], order: str) -> list[CaseRow]:
    name = order.removeprefix("-")
    if name not in _ORDERS:
        return rows
    return sorted(rows, key=_ORDERS[name][1], reverse=order.startswith("-"))


def _order(key: str, choice: Choice) -> tuple[str, str, str]:
    """A column that can be sorted by: its name, the link's query, and how it is sorted now."""
    now = {key: "ascending", f"-{key}": "descending"}.get(choice.ordning, "")
    return _ORDERS[key][0], choice.query(ordning=f"-{key}" if now == "ascending" else key), now


def _row(case: PastCase) -> CaseRow:
    failed = is_failed(case)
    score = case.scores.get(STRICT)
    return CaseRow(
        id=case.id,
        set=case.set,
        question=shown_question(case),
        expected=expected_words(case.body.get("expected_status")),
        got=status_words(case.status),
        outcome=_OUTCOMES[failed],
        why=run_words.reason(score.why) if failed and score is not None else "",
    )


def status_words(status: object) -> str:
    """A stored status in words, one that is unknown as it stands."""
    known = {one.value: said for one, said in texts.STATUSES.items()}
    return known.get(str(status), readable(str(status)))


def expected_words(value: object) -> str:
    """What was expected: one status or several."""
    values: Sequence[object] = value if isinstance(value, list | tuple) else [value]
    return " eller ".join(status_words(one) for one in values) if value else run_words.NONE


def _csv_row(case: PastCase) -> tuple[str, ...]:
    row = _row(case)
    return (
        row.id,
        row.set,
        row.question,
        row.expected,
        row.got,
        row.outcome,
        row.why,
        " ".join(str(one.get("text", "")) for one in parts_of(case, "statements")),
        "; ".join(
            f"{one.get('document_id', '')} {one.get('pinpoint', '')}"
            for one in parts_of(case, "citations")
        ),
        str(case.body.get("checked", "")),
    )


def parts_of(case: PastCase, name: str) -> list[dict[str, Any]]:
    """A stored list of objects, whatever else stands in it left out."""
    found = case.body.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def shown_question(case: PastCase) -> str:
    """The question as it may be shown: what holds personal data never is."""
    if case.status == AnswerStatus.BLOCKED_PERSONAL_DATA.value:
        return MASKED
    return mask(str(case.body.get("question", "")))
