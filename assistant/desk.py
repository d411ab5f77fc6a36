"""Where questions wait their turn: a blocking answerer made followable, bounded, stoppable.

The API and the page both ask here, so that the bounds hold for the process as a whole.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import structlog

from assistant.conversation import Answer, Event, Question, Stopped
from assistant.counting import Counters
from assistant.feedback import FeedbackStore
from assistant.service import Answerer
from corpus.errors import AnswerTimeoutError, BusyError

Tell = Callable[[Event | None], None]


class AnswerDesk:
    """Answers at most ``running`` questions at once, lets ``waiting`` more wait, turns others away.

    ``deadline`` is in seconds and counts from the moment the question was taken. By default fifty
    people can each have a question there: without a model the last is answered within seconds,
    also when the machine has just stood still for a while.
    """

    def __init__(
        self,
        answerer: Answerer,
        *,
        running: int = 8,
        waiting: int = 42,
        deadline: float = 60.0,
        feedback: FeedbackStore | None = None,
    ) -> None:
        self.answerer = answerer
        self.feedback = feedback or FeedbackStore()
        self.counters = Counters()
        self._places = running + waiting
        self._taken = 0
        self._lock = threading.Lock()
        self._deadline = deadline
        self._pool = ThreadPoolExecutor(max_workers=running, thread_name_prefix="answer")

    def follow(self, question: Question) -> AsyncGenerator[Event, None]:
        """What happens while ``question`` is answered; the Answer comes last.

        The place is taken at once. Closing the generator stops the work at its next event.

        Raises:
            BusyError: no place is free.
        """
        self._take_place()
        loop = asyncio.get_running_loop()
        events: asyncio.Queue[Event | None] = asyncio.Queue()
        gone = threading.Event()

        def tell(event: Event | None) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(events.put_nowait, event)

        def emit(event: Event) -> None:
            if gone.is_set():
                raise Stopped
            if not isinstance(event, Answer):  # the returned answer is the one that counts
                tell(event)

        work = self._pool.submit(self.answerer.answer, question, emit)
        work.add_done_callback(partial(self._leave_place, tell))
        return self._events(work, events, gone)

    async def _events(
        self, work: Future[Answer], events: asyncio.Queue[Event | None], gone: threading.Event
    ) -> AsyncGenerator[Event, None]:
        begun = asyncio.get_running_loop().time()
        try:
            while True:
                left = begun + self._deadline - asyncio.get_running_loop().time()
                event = await asyncio.wait_for(events.get(), max(left, 0))
                if event is None:
                    break
                yield event
            answer = work.result()
            self._count(answer, asyncio.get_running_loop().time() - begun)
            yield answer
        except TimeoutError as error:
            self.counters.add("lotsen_faults_total", 1, (("code", "timeout"),))
            raise AnswerTimeoutError("Det tog för lång tid.") from error
        finally:
            gone.set()
            work.cancel()

    def _count(self, answer: Answer, seconds: float) -> None:
        self.counters.count_answer(answer, seconds)
        structlog.get_logger().info(
            "answer",
            status=answer.status.value,
            reason=answer.reason.value if answer.reason else None,
            mode=answer.mode.value,
            statements=len(answer.statements),
            milliseconds=round(seconds * 1000, 1),
        )

    def _take_place(self) -> None:
        with self._lock:
            if self._taken >= self._places:
                self.counters.add("lotsen_faults_total", 1, (("code", "busy"),))
                raise BusyError("Många frågar just nu. Vänta några sekunder och försök igen.")
            self._taken += 1

    def _leave_place(self, tell: Tell, work: Future[Answer]) -> None:
        del work
        with self._lock:
            self._taken -= 1
        tell(None)

    def close(self) -> None:
        """Let go of the threads; what runs is finished, what waits is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
