"""Skyldigheter: the matrix of duties as a page, a checklist and reminders for a calendar.

query –(ui/obligation_choice.py)→ rows –(``ObligationPages``)→ HTML, XLSX, DOCX, CSV, ICS.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.api import today
from assistant.service import Answerer
from corpus.obligations import load_obligations
from ui import obligation_texts, texts
from ui.calendar_file import calendar_bytes
from ui.checklist import checklist, checklist_csv, checklist_xlsx
from ui.checklist_docx import checklist_docx
from ui.obligation_choice import chosen, read_choice
from ui.obligation_views import fields_of, groups_of
from ui.obligation_words import ObligationWords
from ui.reminders import RECURRING, Reckoned, reckoned
from ui.site_page import page, root_of, typed

_HOME = "skyldigheter"
_FEW = 10  # rows that a narrow page shows without folding them by document
_CHECKLISTS = {
    "xlsx": (
        checklist_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "docx": (
        checklist_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "csv": (checklist_csv, "text/csv; charset=utf-8"),
}


class ObligationPages:
    """The page Skyldigheter and the files beside it, over one answerer."""

    def __init__(self, answerer: Answerer, now: Callable[[], date] = today) -> None:
        self._words = ObligationWords(answerer)
        self._now = now

    def pages(self) -> Mapping[str, Callable[[Request], Response]]:
        """What answers at each path."""
        lists = {f"/{_HOME}/checklista.{kind}": self._checklist for kind in _CHECKLISTS}
        return {f"/{_HOME}": self._page, f"/{_HOME}/paminnelser.ics": self._calendar, **lists}

    def _page(self, request: Request) -> Response:
        choice = read_choice(request)
        days = self._days(request)
        bad_day = ""
        try:
            rows = chosen(load_obligations(), choice)
        except ValueError as error:
            bad_day, rows = str(error), ()
        groups = groups_of(rows, self._words.by_row())
        return page(
            request,
            _HOME,
            texts.OBLIGATIONS_PAGE,
            choice=choice,
            bad_day=bad_day,
            told=obligation_texts.obligations_found(len(rows)),
            groups=groups,
            unfolded=len(groups) == 1 or len(rows) <= _FEW,
            query=choice.query,
            fields=fields_of(choice),
            days=days,
            no_day=_asked_for_nothing(request, days),
            calendar_query=urlencode([(d.duty.field, d.typed) for d in days if d.reminder]),
        )

    def _days(self, request: Request) -> tuple[Reckoned, ...]:
        typed_days = {duty.field: typed(request, duty.field) for duty in RECURRING}
        return tuple(reckoned(typed_days, self._now()))

    def _checklist(self, request: Request) -> Response:
        choice = read_choice(request)
        try:
            rows = chosen(load_obligations(), choice)
        except ValueError:
            return _back(request, choice.query, "")  # the page says what is wrong
        kind = request.url.path.rpartition(".")[2]
        make, media_type = _CHECKLISTS[kind]
        content = make(checklist(rows, self._words.by_row(), choice))
        return _file(content, media_type, f"checklista.{kind}")

    def _calendar(self, request: Request) -> Response:
        days = self._days(request)
        reminders = [day.reminder for day in days if day.reminder]
        if not reminders or any(day.problem for day in days):
            query = urlencode([(day.duty.field, day.typed) for day in days])
            return _back(request, query, "#paminnelser")
        content = calendar_bytes(reminders, datetime.now(UTC))
        return _file(content, "text/calendar; charset=utf-8", "paminnelser.ics")


def _asked_for_nothing(request: Request, days: tuple[Reckoned, ...]) -> bool:
    """Whether the reader sent the form of days with both fields empty."""
    sent = any(duty.field in request.query_params for duty in RECURRING)
    return sent and not any(day.typed for day in days)


def _back(request: Request, query: str, fragment: str) -> Response:
    """To the page, where a sentence beside the field says what is wrong."""
    return RedirectResponse(f"{root_of(request)}{_HOME}?{query}{fragment}", status_code=303)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
