"""What a caller gets when something is wrong: application/problem+json (RFC 9457), in Swedish.

Used by assistant/api.py, and by ui/app.py around everything else. Neither the reply nor the log
holds the question's text, and no traceback leaves the process.
"""

import json
import secrets
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.conversation import AnswerStatus, Reason
from assistant.texts import status_text

RETRY_SECONDS = 5
"""What Retry-After says when the service is busy or has no index."""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: people read codes aloud


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem: the HTTP status, a stable code, and a title and a detail for the reader."""

    status: int
    code: str
    title: str
    detail: str
    fields: tuple[tuple[str, str], ...] = ()


_HTTP: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "Frågan gick inte att läsa", "Anropet har fel form."),
    403: (
        "other_origin",
        "Anropet kom från en annan webbplats",
        "Öppna Samverkanslotsen och försök igen därifrån.",
    ),
    404: ("not_found", "Sidan finns inte", "Det finns inget på den adressen."),
    405: ("method_not_allowed", "Metoden passar inte", "Adressen tar inte emot den metoden."),
    413: ("too_long", "För långt", "Anropet är för stort."),
    422: ("bad_request", "Frågan gick inte att läsa", "Anropet har fel form."),
    429: ("rate_limited", "Du har ställt många frågor", "Vänta en minut och försök igen."),
}

_HTTP_OF_REASON = {
    Reason.BAD_REQUEST: 422,
    Reason.PERSONAL_IDENTITY_NUMBER: 422,
    Reason.INDEX_UNAVAILABLE: 503,
    Reason.TIMEOUT: 504,
    Reason.BUSY: 503,
    Reason.MODEL_UNAVAILABLE: 503,
    Reason.RATE_LIMITED: 429,
}

_FIELDS = {
    "question": "Skriv en fråga först.",
    "q": "Skriv något att söka efter.",
    "as_of": "Skriv datumet så här: 2025-04-01.",
    "rating": "Svara ja eller nej.",
    "reason": "Välj vad som var fel.",
    "comment": "Kommentaren får ha högst 2 000 tecken.",
}


def http_problem(status: int, detail: str | None = None) -> Problem:
    """The problem for an HTTP status, with ``detail`` in place of the standing sentence."""
    code, title, standing = _HTTP.get(status, ("internal", "Något gick fel", "Försök igen."))
    return Problem(status=status, code=code, title=title, detail=detail or standing)


def reason_problem(reason: Reason) -> Problem:
    """The problem for an answer's reason, with the text that a person would see on the page."""
    status = _HTTP_OF_REASON.get(reason, 500)
    if reason is Reason.MODEL_UNAVAILABLE:  # its text promises an answer, and here there is none
        title, detail = "Något gick fel", "Språkmodellen svarar inte. Försök igen om en stund."
        return Problem(status=status, code=reason.value, title=title, detail=detail)
    text = status_text(AnswerStatus.ERROR, reason)
    return Problem(status=status, code=reason.value, title=text.title, detail=text.text)


def code_problem(code: str) -> Problem:
    """The problem for a LotsenError's code; an unknown code is an internal error."""
    known = code in set(Reason)
    return reason_problem(Reason(code) if known else Reason.INTERNAL)


def body_problem(errors: Sequence[Mapping[str, object]]) -> Problem:
    """The problem for a body or query that pydantic refused; what was sent is not repeated."""
    fields = tuple((_field_name(error), _field_text(error)) for error in errors[:10])
    detail = fields[0][1] if fields else _HTTP[422][2]
    code, title, _ = _HTTP[422]
    return Problem(status=422, code=code, title=title, detail=detail, fields=fields)


def _field_name(error: Mapping[str, object]) -> str:
    where = error.get("loc")
    parts = list(where)[1:] if isinstance(where, tuple | list) else []
    return ".".join(str(part) for part in parts) or "body"


def _field_text(error: Mapping[str, object]) -> str:
    if error.get("type") == "json_invalid":
        return "Anropet är inte giltig JSON."
    name = _field_name(error)
    return _FIELDS.get(name, f"Fältet {name} saknas eller har fel form.")


def correlation_id(scope: Scope) -> str:
    """The request's id, the same in the reply, in the log and on the error page."""
    state = scope.setdefault("state", {})
    if "correlation_id" not in state:
        state["correlation_id"] = new_code()
    return str(state["correlation_id"])


def new_code() -> str:
    """A fresh code such as A7F3-92KQ, by which a fault is found in the log."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def problem_json(problem: Problem, correlation: str) -> dict[str, object]:
    """The problem with RFC 9457's names and our ``code`` and ``correlation_id``."""
    body: dict[str, object] = {
        "type": f"urn:samverkanslotsen:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "correlation_id": correlation,
    }
    if problem.fields:
        body["errors"] = [{"field": name, "detail": text} for name, text in problem.fields]
    return body


def problem_response(
    problem: Problem, scope: Scope, headers: Mapping[str, str] | None = None
) -> Response:
    """The problem as a reply; 429 and 503 say when to try again."""
    sent = dict(headers or {})
    if problem.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        sent.setdefault("Retry-After", str(RETRY_SECONDS))
    return Response(
        json.dumps(problem_json(problem, correlation_id(scope)), ensure_ascii=False),
        status_code=problem.status,
        media_type="application/problem+json",
        headers=sent,
    )


def log_fault(error: BaseException, correlation: str) -> None:
    """Log where an unforeseen error arose; its message may repeat the question, so it stays out."""
    places = [
        f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)
    ]
    structlog.get_logger().error(
        "fault", kind=type(error).__name__, places=places[-8:], correlation_id=correlation
    )


class FaultShield:
    """ASGI: turns an unforeseen error into a 500 problem with a correlation id, and logs it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for the application if it fails before it has begun."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noting_send(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noting_send)
        except Exception as error:
            log_fault(error, correlation_id(scope))
            if not begun:
                await problem_response(reason_problem(Reason.INTERNAL), scope)(scope, receive, send)
