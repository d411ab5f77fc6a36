"""The events of one answer as server-sent events, ended when the reader has gone."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any

from assistant.conversation import Answer, Citation, Event, Reason, Stage, Statement
from assistant.problems import Problem, code_problem, log_fault, problem_json, reason_problem
from assistant.wire import answer_json, citation_json
from corpus.errors import LotsenError

POLL_SECONDS = 0.5
"""How often we look whether the reader is still there."""

HEARTBEAT = ": vi arbetar\n\n"

IsGone = Callable[[], Awaitable[bool]]


async def watched(
    events: AsyncGenerator[Event, None], is_gone: IsGone, heartbeat: float
) -> AsyncIterator[Event | None]:
    """The events, and None after each ``heartbeat`` seconds of silence; ends when the reader left.

    ``events`` is closed in every case, which stops the work behind it.
    """
    upcoming: asyncio.Task[Event] | None = None
    silent = 0.0
    pause = min(POLL_SECONDS, heartbeat)
    try:
        while not await is_gone():
            upcoming = upcoming or asyncio.ensure_future(anext(events))
            if not (await asyncio.wait({upcoming}, timeout=pause))[0]:
                silent += pause
                if silent >= heartbeat:
                    silent = 0.0
                    yield None
                continue
            silent, done, upcoming = 0.0, upcoming, None
            try:
                event = done.result()
            except StopAsyncIteration:
                return
            yield event
    finally:
        if upcoming is not None:
            upcoming.cancel()
            await asyncio.wait({upcoming})
        await events.aclose()


async def server_sent(
    events: AsyncIterator[Event | None], correlation: str, echo: dict[str, Any]
) -> AsyncIterator[str]:
    """Each event as text for the wire; a failure becomes an ``error`` event with a problem.

    ``echo`` is added to the answer: the caller's own ``id``.
    """
    number = 0
    try:
        async for event in events:
            if event is None:
                yield HEARTBEAT
                continue
            number += 1
            name, data = _named(event)
            yield _frame(number, name, {**data, **echo} if name == "done" else data)
    except LotsenError as error:
        yield _failure(number + 1, code_problem(error.code), correlation)
    except Exception as error:
        log_fault(error, correlation)
        yield _failure(number + 1, reason_problem(Reason.INTERNAL), correlation)


def _named(event: Event) -> tuple[str, dict[str, Any]]:
    match event:
        case Stage():
            # Told only where it is so: an ordinary stage has nothing to take back.
            taken_back = {"withdraws": True} if event.withdraws else {}
            return "status", {"text": event.text, **taken_back}
        case Statement():
            labels = list(event.labels)
            return "statement", {"text": event.text, "lane": event.lane.value, "labels": labels}
        case Citation():
            return "citation", citation_json(event)
        case Answer():
            return "done", answer_json(event)


def _failure(number: int, problem: Problem, correlation: str) -> str:
    return _frame(number, "error", problem_json(problem, correlation))


def _frame(number: int, name: str, data: dict[str, Any]) -> str:
    # JSON escapes every line break, so that one data line is the whole event.
    text = json.dumps(data, ensure_ascii=False)
    return f"id: {number}\nevent: {name}\ndata: {text}\n\n"
