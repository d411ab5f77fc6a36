"""The pages inside the gate, by one table: a new page is one line in ``StaffPages``."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from assistant.desk import AnswerDesk
from ui.middleware import route_path
from ui.staff import texts
from ui.staff.frame import SubPage, Visit
from ui.staff.gate import member_of
from ui.staff.overview import Overview
from ui.staff.paths import STAFF_ROOT
from ui.staff.questions import Questions


class StaffPages:
    """ASGI: answers those that ui/staff/gate.py has let in."""

    def __init__(self, desk: AnswerDesk) -> None:
        self._pages = (
            SubPage(address="", name=texts.OVERVIEW, response=Overview(desk).response),
            SubPage(
                address="testfragor",
                name=texts.QUESTIONS_PAGE,
                response=Questions(desk.answerer).response,
            ),
        )
        self._navigation = tuple(
            (f"{STAFF_ROOT[1:]}/{sub.address}".rstrip("/"), sub.name) for sub in self._pages
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a page is made in a thread, for it may read files."""
        request = Request(scope, receive)
        if request.method not in {"GET", "HEAD"}:
            raise HTTPException(405)
        made = await run_in_threadpool(self._response, request)
        if made is None:
            raise HTTPException(404)
        await made(scope, receive, send)

    def _response(self, request: Request) -> Response | None:
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
                return sub.response(visit)
        return None
