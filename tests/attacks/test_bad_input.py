"""Text that breaks programs: each gets a typed answer or exit code 2, and the process lives."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from attacking import DATA, faults
from command_line import Lotsen
from fastapi.testclient import TestClient

from assistant.api import create_app
from assistant.bootstrap import Assistant
from assistant.conversation import AnswerStatus, Question, Turn
from assistant.desk import AnswerDesk
from assistant.service import ignore
from assistant.wire import answer_json
from corpus.encoding import QUERY_LIMIT, clean_text

# Our own collection, after the pattern of public lists of strings that break things. In JSON, where
# lone surrogates can be written.
NAUGHTY = json.loads((DATA / "naughty.json").read_text(encoding="ascii"))
LANGUAGES: dict[str, str] = NAUGHTY["languages"]
TEXTS = [(group, text) for group, texts in NAUGHTY["groups"].items() for text in texts]
ALL = [*(text for _, text in TEXTS), *LANGUAGES.values()]
DAY = date(2026, 3, 1)
TYPED = {status.value for status in AnswerStatus} - {"error"}


@pytest.mark.parametrize(("group", "text"), TEXTS)
def test_breaking_text_gets_a_typed_answer(group: str, text: str, bundled: Assistant) -> None:
    passages = {passage.passage_id: passage for passage in bundled.generation.passages}
    found = bundled.answer(Question(text=text, as_of=DAY), ignore)
    shown = answer_json(found)
    assert shown["status"] in TYPED
    assert faults(found, passages) == []
    json.dumps(shown).encode("ascii")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_gets_a_typed_answer(language: str, bundled: Assistant) -> None:
    found = bundled.answer(Question(text=LANGUAGES[language], as_of=DAY), ignore)
    assert answer_json(found)["status"] in TYPED
    if found.status is AnswerStatus.ANSWERED:
        assert found.citations


@pytest.mark.parametrize(("group", "text"), TEXTS)
def test_breaking_text_said_before_or_searched_for_is_borne(
    group: str, text: str, wordless: Assistant
) -> None:
    asked = Question(text="Och sen?", as_of=DAY, history=(Turn(question=text, answer=text),))
    assert answer_json(wordless.answer(asked, ignore))["status"] in TYPED
    assert isinstance(wordless.search(text, k=3, document_id=None, as_of=DAY), tuple)


def test_what_reaches_the_encoder_is_short_and_without_unseen_signs() -> None:
    for text in (*ALL, "\ufdfa" * 10_000):
        cleaned = clean_text(text, QUERY_LIMIT)
        assert len(cleaned) <= QUERY_LIMIT
        cleaned.encode("utf-8")
        assert "\x00" not in cleaned


@pytest.fixture(scope="module")
def wordless(bundled: Assistant) -> Assistant:
    """Without the encoder, which takes a second for a long text and has tests of its own here."""
    return replace(bundled, encoder=None)


@pytest.fixture(scope="module")
def client(wordless: Assistant) -> Iterator[TestClient]:
    desk = AnswerDesk(wordless)
    with TestClient(create_app(desk), raise_server_exceptions=False) as started:
        yield started
    desk.close()


def test_the_api_answers_or_refuses_each(client: TestClient) -> None:
    wrong = []
    for text in (*ALL, "\ufdfa" * 10_000):
        # Lone surrogates can be written in JSON, and are no UTF-8.
        body = json.dumps({"question": text, "history": [{"question": text, "answer": text}]})
        reply = client.post(
            "/api/ask", content=body.encode(), headers={"Content-Type": "application/json"}
        )
        if reply.status_code not in {200, 413, 422}:
            wrong.append((text[:20], reply.status_code))
        elif reply.status_code == 200 and reply.json()["status"] not in TYPED:
            wrong.append((text[:20], reply.text[:80]))
    assert wrong == []


def test_the_searching_address_answers_or_refuses_each(client: TestClient) -> None:
    for text in ALL:
        plain = text.encode("utf-8", "replace").decode()
        reply = client.get("/api/search", params={"q": plain})
        assert reply.status_code in {200, 422}, plain[:20]


@pytest.mark.parametrize("text", dict(TEXTS).values())
def test_the_command_answers_or_says_how_it_is_used(text: str, lotsen: Lotsen) -> None:
    """One of each group: the others go the same way in a batch, below."""
    lotsen.set(encoder="none")
    said = lotsen("ask", "--json", "--", text)
    assert said.code in {0, 2}
    assert said.json["status"] in TYPED | {"error"}
    assert lotsen("search", "-k", "2", "--", text).code in {0, 2}


def test_a_batch_of_everything_ends_with_a_line_for_each(
    bundled_data: Path, tmp_path: Path
) -> None:
    """In a process of its own, with the real encoder: a crash of its C code would end it."""
    # The long ones take the encoder a second each, and have been asked above.
    short = [text for text in ALL if len(text) < 300]
    texts = [*short, "\ufdfa" * 1_000, "\ufdfa" * 10_000, "x" * 100_000]
    batch = tmp_path / "allt.jsonl"
    lines = [json.dumps({"id": n, "question": text}) for n, text in enumerate(texts)]
    lines += ["{", "[]", '"x"', "null", '{"question": 1}', '{"question": ["a"]}', "[" * 5_000]
    batch.write_text("\n".join(lines), encoding="utf-8")
    script = "import sys; from ui.cli import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", "--batch", str(batch), "--json"],
        capture_output=True,
        env={"LOTSEN_DATA_DIR": str(bundled_data), "PYTHONPATH": ".", "OMP_NUM_THREADS": "1"},
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-500:]
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert len(rows) == len(lines)
    statuses = [row["status"] for row in rows]
    assert set(statuses) <= {status.value for status in AnswerStatus}
    assert statuses[-7:] == ["error"] * 7


def test_an_argument_that_is_no_utf8_gets_an_answer(bundled_data: Path) -> None:
    argument = b"vad \xff\xfe\xed\xa0\x80 \xe5r r\xe5det?"
    script = "import sys; from ui.cli import run; sys.exit(run(sys.argv[1:]))"
    for words in ([b"ask", argument, b"--json"], [b"search", argument]):
        done = subprocess.run(
            [sys.executable.encode(), b"-c", script.encode(), *words],
            capture_output=True,
            env={"LOTSEN_DATA_DIR": str(bundled_data), "LOTSEN_ENCODER": "none", "PYTHONPATH": "."},
            cwd=Path(__file__).parents[2],
            check=False,
            timeout=120,
        )
        assert done.returncode in {0, 2}, done.stderr[-500:]
        assert b"Traceback" not in done.stderr
