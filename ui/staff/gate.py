"""The gate before Utvärdering: lets in whom a proxy names or who has signed in with the password.

request –(``StaffGate``)→ the pages inside, with a ``Member`` | the sign-in page | a redirect to it.
Neither a password nor a token is logged or shown, and nothing is written on disk.
"""

import time
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.same_origin import is_same_origin
from corpus.errors import UsageError
from ui.middleware import route_path
from ui.site_page import page, root_of
from ui.staff import texts
from ui.staff.access import Member, StaffAccess, shown_name
from ui.staff.paths import SIGN_IN, SIGN_OUT, STAFF_ROOT, way_back, way_of
from ui.staff.sessions import SESSION_SECONDS, Clock, Sessions
from ui.staff.sign_in import SignIn, name_problem, sign_in_page, typed_in
from ui.staff.tries import KNOWN_SECONDS, Tries

SESSION_COOKIE = "lotsen_personal"
BROWSER_COOKIE = "lotsen_webblasare"

_READING = frozenset({"GET", "HEAD"})


class StaffGate:
    """ASGI: passes a request to ``inside`` with its ``Member`` in the scope, see ``member_of``.

    It answers the addresses of ui/staff/paths.py. ``clock`` gives seconds.
    """

    def __init__(
        self, access: StaffAccess, inside: ASGIApp, *, clock: Clock = time.monotonic
    ) -> None:
        self._access = access
        self._inside = inside
        self._sessions = Sessions(clock)
        self._tries = Tries(clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it in."""
        request = Request(scope, receive)
        if request.method not in _READING and not is_same_origin(request.headers):
            raise HTTPException(403)
        path = route_path(scope).rstrip("/")
        if path == SIGN_OUT:
            reply: Response | None = self._signed_out(request)
        elif path == SIGN_IN and self._access.has_password:
            reply = await self._sign_in(request)
        else:
            reply = self._turned_away(path, request)
        await (reply or self._inside)(scope, receive, send)

    def _turned_away(self, path: str, request: Request) -> Response | None:
        """What to answer someone who is not let in; None for someone who is."""
        member = self._member(request)
        if member is not None:
            request.scope.setdefault("state", {})["member"] = member
            return None
        if not self._access.has_password:
            return page(
                request, "utvardering_stangd", texts.CLOSED_PAGE, status=403, here=STAFF_ROOT[1:]
            )
        if request.method not in _READING:  # the session ended while a form was filled in
            return sign_in_page(request, SignIn(problem=texts.SESSION_OVER), status=403)
        wanted = way_of(path, request.scope)
        asked = "" if wanted == STAFF_ROOT else "?" + urlencode({"till": wanted})
        return _sent_to(request, SIGN_IN + asked)

    def _member(self, request: Request) -> Member | None:
        named = self._access.named_by_proxy(request.headers)
        if named:
            return Member(name=named, by_password=False)
        name = self._sessions.name_of(request.cookies.get(SESSION_COOKIE, ""))
        return Member(name=name, by_password=True) if name else None

    async def _sign_in(self, request: Request) -> Response:
        if request.method == "POST":
            return self._tried(request, await request.body())
        if request.method not in _READING:
            raise HTTPException(405)
        back = way_back(request.query_params.get("till", ""))
        if self._member(request) is not None:
            return _sent_to(request, back)
        told = texts.SIGNED_OUT if "utloggad" in request.query_params else ""
        return sign_in_page(request, SignIn(back=back, told=told))

    def _tried(self, request: Request, body: bytes) -> Response:
        """What comes of a name and a password; without a pause, so that no two count as one."""
        try:
            typed = typed_in(body)
        except UsageError as error:
            return sign_in_page(request, SignIn(problem=error.message), status=422)
        form = SignIn(name=shown_name(typed.name), back=way_back(typed.back))
        if wrong := name_problem(form.name):
            return sign_in_page(request, replace(form, name_problem=wrong), status=422)
        browser = request.cookies.get(BROWSER_COOKIE, "")
        if wait := self._tries.wait(browser):
            held = sign_in_page(request, replace(form, problem=texts.wait(wait)), status=429)
            held.headers["Retry-After"] = str(wait)
            return held
        if not self._access.is_password(typed.password):
            self._tries.was_wrong(browser)
            wrong_form = replace(form, problem=texts.WRONG_PASSWORD)
            return sign_in_page(request, wrong_form, status=403)
        reply = _sent_to(request, form.back)
        self._sessions.end(request.cookies.get(SESSION_COOKIE, ""))
        _give(request, reply, SESSION_COOKIE, self._sessions.begin(form.name), SESSION_SECONDS)
        if not self._tries.knows(browser):
            _give(request, reply, BROWSER_COOKIE, self._tries.remember(), KNOWN_SECONDS)
        return reply

    def _signed_out(self, request: Request) -> Response:
        if request.method != "POST":
            raise HTTPException(405)
        self._sessions.end(request.cookies.get(SESSION_COOKIE, ""))
        asked = "?utloggad=1" if self._access.has_password else ""
        reply = _sent_to(request, (SIGN_IN if self._access.has_password else STAFF_ROOT) + asked)
        _give(request, reply, SESSION_COOKIE, "", 0)
        return reply


def member_of(request: Request) -> Member:
    """Who was let in; for the pages inside the gate."""
    member: Member = request.scope["state"]["member"]
    return member


def _sent_to(request: Request, way: str) -> Response:
    """A redirect to one of our own ways, by GET."""
    return RedirectResponse(root_of(request).rstrip("/") + way, status_code=303)


def _give(request: Request, reply: Response, name: str, value: str, seconds: int) -> None:
    """A cookie that no script can read and no other site's page can have sent."""
    reply.set_cookie(
        name,
        value,
        max_age=seconds,
        path=root_of(request).rstrip("/") or "/",
        secure=_is_https(request),
        httponly=True,
        samesite="strict",
    )


def _is_https(request: Request) -> bool:
    """Whether the browser has a safe connection; a proxy need not say so, the browser itself does.

    Whoever makes up these headers only changes the cookie that they get themselves.
    """
    said = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    asked_from = urlsplit(request.headers.get("origin", "")).scheme
    return "https" in {request.url.scheme, said, asked_from}
