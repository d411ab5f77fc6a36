"""The application behind a real server: work stops when a caller hangs up, streams arrive live."""

import json
from collections.abc import Iterator

import httpx
import pytest
from browsing import Server
from fakes_answers import FakeAnswerer

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

WAITING = {"question": "Vem leder rådet? vänta"}


@pytest.fixture(scope="module")
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture(scope="module")
def server(answerer: FakeAnswerer) -> Iterator[Server]:
    with Server(answerer) as started:
        yield started


def test_a_sentence_arrives_while_the_next_is_being_checked(server, answerer):
    answerer.go_on.clear()
    names = []
    with httpx.stream("POST", f"{server.origin}/api/ask/stream", json=WAITING) as reply:
        for line in reply.iter_lines():
            if line.startswith("event: "):
                names.append(line.removeprefix("event: "))
            if line.startswith("data: ") and names[-1] == "statement":
                answerer.go_on.set()  # only now may the answer go on
            if line.startswith("data: ") and names[-1] == "done":
                done = json.loads(line.removeprefix("data: "))
    answerer.go_on.clear()
    assert names.index("statement") < names.index("done")
    assert len(done["statements"]) == names.count("statement") == 4


def test_hanging_up_on_a_stream_stops_the_work(server, answerer):
    answerer.stopped.clear()
    with httpx.stream("POST", f"{server.origin}/api/ask/stream", json=WAITING) as reply:
        next(line for line in reply.iter_lines() if line == "event: statement")
    assert answerer.stopped.wait(10)


def test_hanging_up_on_a_plain_question_stops_the_work(server, answerer):
    answerer.stopped.clear()
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{server.origin}/api/ask", json=WAITING, timeout=1)
    assert answerer.stopped.wait(10)
