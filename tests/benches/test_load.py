"""What the load benchmark calls an error and a growth; no test here looks at the clock."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from benchmarks.load import (
    STEP,
    WARM,
    DrawnVectors,
    Server,
    ask_as_people,
    follow_memory,
    growth_per_thousand,
    questions,
    what_is_wrong,
)

ANSWER = json.dumps({"status": "answered"}).encode()


class Scripted(BaseHTTPRequestHandler):
    """Answers as the question says: a status code, or with an answer."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = body["question"]
        content = json.dumps({"status": "error"}).encode() if text == "fel" else ANSWER
        self.send_response(int(text) if text.isdecimal() else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Scripted) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield Server(host="127.0.0.1", port=running.server_port, pid=0)
        running.shutdown()
        thread.join()


def test_each_person_asks_every_question_and_every_fault_is_counted(server: Server) -> None:
    tally = ask_as_people(server, 3, ["vad", "503", "fel", "hur"], 0)
    assert len(tally.milliseconds) == 12
    assert sorted(tally.errors) == ["503"] * 3 + ["error"] * 3


def test_a_server_that_is_gone_is_an_error() -> None:
    gone = Server(host="127.0.0.1", port=1, pid=0)
    assert ask_as_people(gone, 1, ["vad"], 0).errors == ["ConnectionRefusedError"]


def test_a_refusal_is_an_answer_and_half_an_answer_is_none() -> None:
    assert what_is_wrong(200, b'{"status": "out_of_scope"}') is None
    assert what_is_wrong(200, b'{"sta') == what_is_wrong(200, b"[]") == "no answer"


def test_questions_are_our_own_cases_over_and_over() -> None:
    many = questions(4_000)
    assert len(many) == 4_000
    assert many[: len(set(many))] == many[len(set(many)) : 2 * len(set(many))]


def test_memory_is_read_after_the_warming_and_after_each_step() -> None:
    asked: list[str] = []

    def ask_one(text: str) -> list[str]:
        asked.append(text)
        return []

    levels = follow_memory(ask_one, lambda: float(len(asked)), questions(WARM + 2 * STEP))
    assert levels == [WARM, WARM + STEP, WARM + 2 * STEP]
    with pytest.raises(SystemExit, match="question 1 gave 503"):
        follow_memory(lambda _: ["503"], lambda: 0.0, ["vad"])


def test_growth_is_the_slope_and_not_the_level() -> None:
    assert growth_per_thousand([300.0] * 9) == pytest.approx(0)
    steady = [300 + 2 * STEP / 1_000 * step for step in range(9)]
    assert growth_per_thousand(steady) == pytest.approx(2)


def test_drawn_vectors_lie_near_real_ones_and_are_the_same_every_time() -> None:
    near = np.eye(384, dtype=np.float32)[:3]
    encoder = DrawnVectors(frozenset({"ett", "två"}), near)
    vectors = encoder.encode_passages(["ett", "två"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert [float((near @ vector).max()) > 0.85 for vector in vectors] == [True, True]
    assert np.array_equal(vectors, encoder.encode_passages(["ett", "två"]))
