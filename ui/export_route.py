"""``POST /exportera/<format>``: svarspass in, a file out. Nothing is kept here afterwards."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter
from pydantic import ValidationError as PydanticError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from assistant.api import AI_HEADER, today
from assistant.problems import Problem, code_problem, http_problem, problem_response
from assistant.same_origin import is_same_origin
from assistant.service import Answerer
from corpus.errors import LotsenError, UsageError
from ui import export_texts
from ui.answer_pass import KeptAnswer, read_passes
from ui.export_content import Export, export_of
from ui.export_markdown import json_bytes, markdown_bytes
from ui.pass_body import UNREADABLE

PREFIX = "/exportera/"
FIELD = "svarspass"

_AT_ONCE = 2  # files made side by side: each takes a processor of its own

Writer = Callable[[Export, Sequence[KeptAnswer]], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    media_type: str
    write: Writer


def _docx(export: Export, kept: Sequence[KeptAnswer]) -> bytes:
    from ui.export_docx import docx_bytes  # noqa: PLC0415 - only this format needs it

    del kept
    return docx_bytes(export)


def _pdf(export: Export, kept: Sequence[KeptAnswer]) -> bytes:
    from ui.export_pdf import pdf_bytes  # noqa: PLC0415 - only this format needs the compiler

    del kept
    return pdf_bytes(export)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: Mapping[str, _Format] = {
    "docx": _Format(media_type=_WORD, write=_docx),
    "pdf": _Format(media_type="application/pdf", write=_pdf),
    "md": _Format(
        media_type="text/markdown; charset=utf-8", write=lambda export, _: markdown_bytes(export)
    ),
    "json": _Format(media_type="application/json", write=lambda _, kept: json_bytes(kept)),
}


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore")
    svarspass: list[JsonValue]


_ARRAY = TypeAdapter(list[JsonValue])


class ExportRoute:
    """ASGI: makes the files of one answerer, two at a time."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        made = await self._made(request)
        response = made if isinstance(made, Response) else problem_response(made, scope)
        await response(scope, receive, send)

    async def _made(self, request: Request) -> Response | Problem:
        name = request.scope["path"].rpartition(PREFIX)[2]
        if (refused := _refused(name, request)) is not None:
            return refused
        try:
            raw = passes_in(await request.body(), request.headers.get("content-type", ""))
            async with self._places:
                return await run_in_threadpool(self._file, name, raw)
        except HTTPException as error:  # the body was longer than it had said
            return http_problem(error.status_code, error.detail)
        except UsageError as error:
            return Problem(
                status=422, code=error.code, title=export_texts.NOT_EXPORTED, detail=error.message
            )
        except LotsenError as error:
            return code_problem(error.code)

    def _file(self, name: str, raw: str) -> Response:
        kept = read_passes(raw, self._answerer)
        if not kept:
            raise UsageError(export_texts.NOTHING_TO_EXPORT)
        made = today()
        export = export_of(kept, self._answerer, made)
        return Response(
            FORMATS[name].write(export, kept),
            media_type=FORMATS[name].media_type,
            headers={
                "Content-Disposition": (
                    f'attachment; filename="samverkanslotsen-{made.isoformat()}.{name}"'
                ),
                "Cache-Control": "no-store",
                AI_HEADER: str(export.ai_generated).lower(),
            },
        )


def _refused(name: str, request: Request) -> Problem | None:
    """Why the request is not even read, if it is not."""
    if name not in FORMATS:
        return http_problem(404)
    if request.method != "POST":
        return http_problem(405)
    return None if is_same_origin(request.headers) else http_problem(403)


def passes_in(body: bytes, content_type: str) -> str:
    """The JSON array of svarspass in a body: a form's field, or a JSON object's.

    Raises:
        UsageError: there is none.
    """
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            return _ARRAY.dump_json(_Sent.model_validate_json(body).svarspass).decode()
        if kind == "application/x-www-form-urlencoded":
            fields = parse_qs(body.decode(), errors="strict", max_num_fields=8)
            return fields[FIELD][0]
    except (PydanticError, ValueError, KeyError) as error:
        raise UsageError(UNREADABLE) from error
    raise UsageError(UNREADABLE)
