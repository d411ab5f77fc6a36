"""The HTTP API: the contract's paths over an ``AnswerDesk`` (docs/interface.md, "HTTP").

Bodies are checked here, answers are made by the desk, and every error leaves as a Swedish problem.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.exceptions import HTTPException

from assistant.conversation import Answer, AnswerStatus, Mode, Question, Reason
from assistant.counting import model_text
from assistant.desk import AnswerDesk
from assistant.feedback_taking import FeedbackBody, taken
from assistant.limits import BodyLimit
from assistant.listing import (
    contents_json,
    documents_json,
    obligations_json,
    passage_json,
    search_json,
)
from assistant.personal_data import find_personal_numbers
from assistant.problems import (
    FaultShield,
    Problem,
    body_problem,
    code_problem,
    correlation_id,
    http_problem,
    problem_response,
    reason_problem,
)
from assistant.streaming import server_sent, watched
from assistant.wire import (
    MAX_QUESTION,
    QuestionBody,
    answer_json,
    checked_text,
    parse_day,
    question_from,
    shown_id,
    too_long,
)
from corpus.catalogue import load_catalogue
from corpus.errors import IndexUnavailableError, LotsenError, PersonalDataError, UsageError
from corpus.obligations import Modality, Party, Theme, load_obligations, matching

HEARTBEAT_SECONDS = 15.0

AI_HEADER = "X-AI-Generated"

NO_SUCH_DOCUMENT = "Det finns ingen källa med det id:t."

API_PATHS = ("/livez", "/readyz", "/version", "/metrics")
"""Paths outside ``/api/`` that belong to the API."""


def create_app(desk: AnswerDesk, *, heartbeat: float = HEARTBEAT_SECONDS) -> FastAPI:
    """The API as an ASGI application; ``heartbeat`` is in seconds."""
    app = FastAPI(
        title="Samverkanslotsen",
        description="Svar med exakta citat om brottsförebyggande arbete.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    _add_errors(app)
    _add_asking(app, desk, heartbeat)
    _add_search(app, desk)
    _add_sources(app, desk)
    _add_obligations(app)
    _add_feedback(app, desk)
    _add_health(app, desk)
    app.add_middleware(BodyLimit)
    app.add_middleware(FaultShield)
    return app


def _add_asking(app: FastAPI, desk: AnswerDesk, heartbeat: float) -> None:
    @app.post("/api/ask", summary="Ett svar")
    async def ask(body: QuestionBody, request: Request) -> Response:
        question = _checked_question(body)
        answer = None
        async for event in watched(desk.follow(question), request.is_disconnected, heartbeat):
            if isinstance(event, Answer):
                answer = event
        if answer is None:  # the caller has gone; nobody reads this
            return Response(status_code=499)
        return _answer_response(answer, _echo(body), request)

    @app.post("/api/ask/stream", summary="Ett svar medan det blir till")
    async def ask_stream(body: QuestionBody, request: Request) -> Response:
        events = desk.follow(_checked_question(body))
        frames = server_sent(
            watched(events, request.is_disconnected, heartbeat),
            correlation_id(request.scope),
            _echo(body),
        )
        headers = {
            AI_HEADER: _flag(_may_be_written_by_ai(desk, body.mode)),
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
        }
        return StreamingResponse(frames, media_type="text/event-stream", headers=headers)


def _add_search(app: FastAPI, desk: AnswerDesk) -> None:
    answerer = desk.answerer

    @app.get("/api/search", summary="Sök i källorna")
    def search(
        q: Annotated[str, Query(min_length=1, max_length=MAX_QUESTION)],
        k: Annotated[int, Query(ge=1, le=50)] = 10,
        document: str | None = None,
        as_of: Annotated[str | None, Query(max_length=10)] = None,
    ) -> JSONResponse:
        q = checked_text(q)
        if find_personal_numbers(q):
            raise PersonalDataError("Sökningen ser ut att innehålla ett personnummer.")
        if document is not None and answerer.document(document) is None:
            raise HTTPException(404, NO_SUCH_DOCUMENT)
        begun = time.perf_counter()
        day = today() if as_of is None else _day(as_of)
        found = answerer.search(q, k=k, document_id=document, as_of=day)
        documents = map(answerer.document, {hit.passage.document_id for hit in found})
        entries = {d.overview.entry.document_id: d.overview.entry for d in documents if d}
        spent = {"total": (time.perf_counter() - begun) * 1000}
        return JSONResponse(search_json(q, found, entries, spent))


def _add_sources(app: FastAPI, desk: AnswerDesk) -> None:
    answerer = desk.answerer

    @app.get("/api/documents", summary="Alla källor")
    def documents() -> JSONResponse:
        return JSONResponse(documents_json(answerer.documents()))

    @app.get("/api/documents/{document_id}", summary="En källas text")
    def document(document_id: str, pinpoint: str | None = None) -> JSONResponse:
        contents = answerer.document(document_id)
        if contents is None:
            raise HTTPException(404, NO_SUCH_DOCUMENT)
        shown = contents_json(contents, pinpoint)
        if pinpoint is not None and not shown["sections"]:
            raise HTTPException(404, "Källan har inget sådant ställe.")
        return JSONResponse(shown)

    @app.get("/api/passages/{passage_id:path}", summary="En passage")
    def passage(passage_id: str) -> JSONResponse:
        found = answerer.passage(passage_id)
        contents = answerer.document(found.document_id) if found is not None else None
        if found is None or contents is None:
            raise HTTPException(404, "Det finns ingen passage med det id:t.")
        return JSONResponse(passage_json(found, contents))


def _add_obligations(app: FastAPI) -> None:
    @app.get("/api/obligations", summary="Skyldigheter och möjligheter")
    def obligations(
        actor: Party | None = None,
        modality: Modality | None = None,
        document: str | None = None,
        theme: Theme | None = None,
    ) -> JSONResponse:
        if document is not None and load_catalogue().get(document) is None:
            raise HTTPException(404, NO_SUCH_DOCUMENT)
        rows = matching(load_obligations(), actor, modality, document, theme)
        return JSONResponse(obligations_json(rows))


def _add_feedback(app: FastAPI, desk: AnswerDesk) -> None:
    @app.post("/api/feedback", summary="Omdöme om ett svar", status_code=202)
    def feedback(body: FeedbackBody, request: Request) -> Response:
        told = taken(body, request.headers, desk)
        if isinstance(told, Problem):
            return problem_response(told, request.scope)
        return JSONResponse(told, status_code=202)


def _add_health(app: FastAPI, desk: AnswerDesk) -> None:
    @app.get("/livez", summary="Lever processen?")
    def livez() -> JSONResponse:
        return JSONResponse({"alive": True})

    @app.get("/readyz", summary="Kan frågor besvaras?")
    def readyz() -> JSONResponse:
        info = desk.answerer.info()
        ready = {"ready": True, "generation": info.generation, "encoder": info.encoder}
        return JSONResponse({**ready, "notices": list(info.notices)})

    @app.get("/version", summary="Version, index och vektormodell")
    def version() -> JSONResponse:
        info = desk.answerer.info()
        return JSONResponse(
            {
                "version": info.version,
                "generation": info.generation,
                "built_at": info.built_at.isoformat(),
                "encoder": info.encoder,
            }
        )

    @app.get("/metrics", summary="Räkneverk för Prometheus")
    def metrics() -> PlainTextResponse:
        text = desk.counters.text()
        with suppress(IndexUnavailableError):  # then there is no model either
            health = desk.answerer.info().model_health
            text += model_text(health) if health is not None else ""
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")


def _add_errors(app: FastAPI) -> None:
    def handled(kind: type[Exception], make: Callable[[Any], Problem]) -> None:
        async def handler(request: Request, error: Exception) -> Response:
            kept = getattr(error, "headers", None)  # 405 carries Allow
            return problem_response(make(error), request.scope, kept)

        app.add_exception_handler(kind, handler)

    handled(RequestValidationError, lambda error: body_problem(error.errors()))
    handled(HTTPException, _http_error)
    handled(UsageError, lambda error: http_problem(422, error.message))
    handled(LotsenError, lambda error: code_problem(error.code))


def _http_error(error: HTTPException) -> Problem:
    # Starlette's own sentences are English; ours are those that we raised with a detail.
    ours = error.status_code in {404, 413} and not error.detail.isascii()
    return http_problem(error.status_code, error.detail if ours else None)


def _checked_question(body: QuestionBody) -> Question:
    text = body.question.strip()
    if len(text) > MAX_QUESTION:
        raise HTTPException(413, too_long(text))
    return question_from(body, today=today())


def _answer_response(answer: Answer, echo: dict[str, Any], request: Request) -> Response:
    headers = {AI_HEADER: _flag(answer.ai_generated), "Cache-Control": "no-store"}
    if answer.status is AnswerStatus.ERROR:
        problem = reason_problem(answer.reason or Reason.INTERNAL)
        return problem_response(problem, request.scope, headers)
    return JSONResponse({**answer_json(answer), **echo}, headers=headers)


def _may_be_written_by_ai(desk: AnswerDesk, mode: Mode) -> bool:
    """Known before the answer is: only a configured model can write one."""
    return mode is not Mode.EXTRACTIVE and desk.answerer.info().model is not None


def _echo(body: QuestionBody) -> dict[str, Any]:
    return {} if body.id is None else {"id": shown_id(body.id)}


def _day(written: str) -> date:
    try:
        return parse_day(written)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _flag(value: bool) -> str:
    return "true" if value else "false"


def today() -> date:
    """Today's date where the server is."""
    return datetime.now(UTC).astimezone().date()
