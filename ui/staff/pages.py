"""The pages inside the gate, by one table: a new page is one line in ``StaffPages``."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from assistant.desk import AnswerDesk
from ui.middleware import route_path
from ui.staff import review_texts, run_texts, texts
from ui.staff.compare_runs import Comparisons
from ui.staff.forms import form_in
from ui.staff.frame import SubPage, Visit
from ui.staff.gate import member_of
from ui.staff.overview import Overview
from ui.staff.paths import STAFF_ROOT
from ui.staff.questions import Questions
from ui.staff.reviews import Reviews
from ui.staff.run_desk import RunDesk
from ui.staff.run_processes import RunProcesses
from ui.staff.runs import Runs
from ui.staff.try_question import TryQuestion


class StaffPages:
    """ASGI: answers those that ui/staff/gate.py has let in.

    ``data_dir`` is where runs and reviews lie, ``processes`` starts runs; without them nothing is
    stored here and nothing can be started.
    """

    def __init__(
        self,
        desk: AnswerDesk,
        data_dir: Path | None = None,
        processes: RunProcesses | None = None,
    ) -> None:
        runs = RunDesk(answerer=desk.answerer, data_dir=data_dir, processes=processes)
        listed, tried = Runs(runs), TryQuestion(runs)
        reviews = Reviews(desk.answerer, data_dir)
        self._pages = (
            SubPage(address="", name=texts.OVERVIEW, response=Overview(desk).response),
            SubPage(
                address="testfragor",
                name=texts.QUESTIONS_PAGE,
                response=Questions(desk.answerer).response,
            ),
            SubPage(
                address="korningar",
                name=run_texts.RUNS_PAGE,
                response=listed.response,
                posted=listed.posted,
            ),
            SubPage(
                address="jamfor",
                name=run_texts.COMPARE_PAGE,
                response=Comparisons(runs).response,
            ),
            SubPage(
                address="prova",
                name=run_texts.TRY_PAGE,
                response=tried.response,
                posted=tried.posted,
            ),
            SubPage(
                address="granskning",
                name=review_texts.REVIEWS_PAGE,
                response=reviews.response,
                posted=reviews.posted,
            ),
        )
        self._navigation = tuple(
            (f"{STAFF_ROOT[1:]}/{sub.address}".rstrip("/"), sub.name) for sub in self._pages
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a page is made in a thread, for it may read files."""
        request = Request(scope, receive)
        if request.method == "POST":
            made = await run_in_threadpool(self._posted, request, await request.body())
        elif request.method in {"GET", "HEAD"}:
            made = await run_in_threadpool(self._response, request)
        else:
            raise HTTPException(405)
        if made is None:
            raise HTTPException(404)
        await made(scope, receive, send)

    def _response(self, request: Request) -> Response | None:
        found = self._found(request)
        return found[0].response(found[1]) if found else None

    def _posted(self, request: Request, body: bytes) -> Response | None:
        found = self._found(request)
        if found is None or found[0].posted is None:
            raise HTTPException(405)
        return found[0].posted(found[1], form_in(body))

    def _found(self, request: Request) -> tuple[SubPage, Visit] | None:
        below = route_path(request.scope).removeprefix(STAFF_ROOT).strip("/")
        first, _, rest = below.partition("/")
        for sub, (address, _) in zip(self._pages, self._navigation, strict=True):
            if sub.address == first:
                visit = Visit(
                    request=request,
                    member=member_of(request),
                    navigation=self._navigation,
                    here=address,
                    rest=rest,
                )
                return sub, visit
        return None
