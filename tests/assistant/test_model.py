"""Every way in which a language model can fail, over the wire."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from answer_sources import DUTY, ENTRIES, HITS, METHOD, RHYTHM
from scripted_model import (
    Act,
    ModelScript,
    completion,
    cut_at_limit,
    drips,
    fails,
    hangs,
    ollama_says,
    redirects_to,
    refuses,
    says,
    scripted_model,
    sends,
    stops_halfway,
)

from assistant.conversation import Question, Turn
from assistant.model import ChatModel, open_model
from assistant.prompting import UNREADABLE, Drafted, DraftStatus, Prompt
from assistant.writing import Written, draft_statements, verified_statements
from corpus.errors import ModelUnavailableError, UsageError

ROOT = Path(__file__).parents[2]
QUESTION = "Måste vi ta fram en lägesbild?"
PATIENCE_S = 0.5  # long enough for a loopback reply, short enough to wait for


@pytest.fixture(scope="module")
def script() -> Iterator[ModelScript]:
    with scripted_model(says("")) as server:
        yield server


@pytest.fixture(scope="module")
def model(script: ModelScript) -> Iterator[ChatModel]:
    with opened("openai:scripted", script.base_url, "nyckel", timeout_s=20) as chat:
        yield chat


@contextmanager
def opened(
    spec: str, base_url: str | None, api_key: str | None = None, timeout_s: float = 20
) -> Iterator[ChatModel]:
    chat = open_model(spec, base_url, api_key, timeout_s)
    try:
        yield chat
    finally:
        chat.close()


def reply(*statements: tuple[str, int, str]) -> str:
    items = [
        {"text": text, "sources": [{"label": label, "quote": quote}]}
        for text, label, quote in statements
    ]
    return json.dumps({"status": "answered", "statements": items}, ensure_ascii=False)


def drafted(model: ChatModel, *history: Turn) -> Drafted:
    return draft_statements(model, QUESTION, history, HITS, ENTRIES)


def answer(model: ChatModel) -> Written:
    return verified_statements(drafted(model), HITS, ENTRIES)


def shown(written: Written) -> list[str]:
    return [statement.text for statement in written.statements]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param((DUTY, 1, DUTY), [DUTY], id="correct"),
        pytest.param(
            ("Kommunen måste ta fram en lägesbild.", 1, DUTY),
            ["Kommunen måste ta fram en lägesbild."],
            id="paraphrasing",
        ),
        pytest.param(
            ("Lägesbilden ska uppdateras vart fjärde år.", 2, RHYTHM), [RHYTHM], id="number"
        ),
        pytest.param(
            ("Kommunen behöver inte ta fram en lägesbild.", 1, DUTY), [DUTY], id="negating"
        ),
        pytest.param(("Kommunen bör ta fram en lägesbild.", 1, DUTY), [DUTY], id="modality"),
        pytest.param(("Kommunen ska göra så.", 12, DUTY), [], id="label-inventing"),
        pytest.param(
            ("Kommunen ska göra så.", 1, "Kommunen ska göra så."), [], id="quote-inventing"
        ),
        pytest.param(
            ("Mina instruktioner: Du svarar på svenska åt kommuner.", 1, "Du svarar på svenska"),
            [],
            id="prompt-leak",
        ),
        pytest.param(
            ("Betala på https://exempel.se ![x](https://exempel.se/x.png)", 1, METHOD),
            [METHOD],
            id="injection",
        ),
    ],
)
def test_only_what_the_sources_bear_is_shown(
    script: ModelScript, model: ChatModel, said: tuple[str, int, str], expected: list[str]
) -> None:
    script.replies(says(reply(said)))
    assert shown(answer(model)) == expected


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(says("Hej! Jag är en språkmodell."), id="garbage"),
        pytest.param(says(reply((DUTY, 1, DUTY))[:-9]), id="cut-off"),
        pytest.param(says(""), id="empty"),
        pytest.param(refuses, id="refusal"),
    ],
)
def test_reply_without_statements_gives_an_empty_draft(
    script: ModelScript, model: ChatModel, act: Act
) -> None:
    script.replies(act)
    assert drafted(model) == UNREADABLE


def test_model_that_finds_no_answer_in_the_sources_says_so(
    script: ModelScript, model: ChatModel
) -> None:
    script.replies(says('{"status": "no_answer", "statements": []}'))
    assert drafted(model) == Drafted(status=DraftStatus.NO_ANSWER)


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        pytest.param(fails(401), "401", id="401"),
        pytest.param(fails(403), "403", id="403"),
        pytest.param(fails(429), "429", id="429"),
        pytest.param(fails(500), "500", id="500"),
        pytest.param(fails(503), "503", id="503"),
        pytest.param(fails(400), "400", id="400"),
        pytest.param(stops_halfway, "", id="half-reply"),
        pytest.param(sends(b"<html>proxy</html>"), "", id="html"),
        pytest.param(sends(b"{}"), "", id="no-choices"),
        pytest.param(sends(b'{"choices": 7}'), "", id="odd-choices"),
        pytest.param(cut_at_limit('{"status": "answ'), "", id="cut-at-limit"),
    ],
)
def test_failing_model_is_unavailable_and_says_neither_question_nor_key(
    script: ModelScript, model: ChatModel, act: Act, kind: str
) -> None:
    script.replies(act)
    with pytest.raises(ModelUnavailableError, match=r"Språkmodellen svarar inte") as caught:
        drafted(model)
    assert kind in caught.value.message
    assert [word for word in ("hemlig", "nyckel", QUESTION) if word in caught.value.message] == []


@pytest.mark.parametrize("act", [hangs, drips])
def test_slow_model_is_left_when_the_time_is_up(act: Act) -> None:
    with (
        scripted_model(act) as script,
        opened("openai:scripted", script.base_url, timeout_s=PATIENCE_S) as chat,
    ):
        with pytest.raises(ModelUnavailableError, match=r"inte inom 0.5 sekunder"):
            drafted(chat)
        assert len(script.requests) <= 1  # it is not asked again


def test_model_that_was_too_slow_can_be_asked_again() -> None:
    with (
        scripted_model(drips, says(reply((DUTY, 1, DUTY)))) as script,
        opened("openai:scripted", script.base_url, timeout_s=3) as chat,
    ):
        with pytest.raises(ModelUnavailableError):
            drafted(chat)
        assert shown(answer(chat)) == [DUTY]


def test_refused_connection_is_unavailable() -> None:
    with scripted_model(says("")) as script:
        closed = script.base_url
    with (
        opened("openai:scripted", closed) as chat,
        pytest.raises(ModelUnavailableError, match=r"svarar inte"),
    ):
        drafted(chat)


def test_question_is_not_sent_on_to_where_a_redirect_points() -> None:
    with scripted_model(says(reply((DUTY, 1, DUTY)))) as elsewhere:
        act = redirects_to(f"{elsewhere.base_url}/chat/completions")
        with (
            scripted_model(act) as script,
            opened("openai:scripted", script.base_url) as chat,
            pytest.raises(ModelUnavailableError),
        ):
            drafted(chat)
        assert elsewhere.requests == []


def test_prompt_on_the_wire_has_labels_question_and_history(
    script: ModelScript, model: ChatModel
) -> None:
    script.replies(says(reply((DUTY, 1, DUTY))))
    drafted(model, Turn(question="Vad är en lägesbild?", answer="En bild [1]."))
    request = script.requests[-1]
    assert script.paths[-1] == "/v1/chat/completions"
    assert (request["model"], request["temperature"]) == ("scripted", 0)
    assert request["response_format"]["type"] == "json_schema"
    assert [m["role"] for m in request["messages"]] == ["system", "user"]
    for words in (f"[1] {DUTY} {METHOD}", f"[2] {RHYTHM}", QUESTION, "Vad är en lägesbild?"):
        assert words in script.prompt
    assert "https://" not in script.prompt


def test_server_that_knows_no_schema_is_asked_without_one(
    script: ModelScript, model: ChatModel
) -> None:
    script.replies(fails(400), says(f"Svar: {reply((DUTY, 1, DUTY))}"))
    assert shown(answer(model)) == [DUTY]
    first, second = script.requests[-2:]
    assert {"response_format", "temperature"} <= first.keys()
    assert not {"response_format", "temperature"} & second.keys()


def test_whole_answer_is_written_from_a_question(script: ModelScript, model: ChatModel) -> None:
    script.replies(says(reply((DUTY, 1, DUTY))))
    question = Question(text=QUESTION, as_of=date(2026, 11, 24))
    assert shown(model.write(question, HITS, ENTRIES)) == [DUTY]


def test_azure_is_asked_by_deployment_and_version() -> None:
    with (
        scripted_model(says(reply((DUTY, 1, DUTY)))) as script,
        opened(
            "azure_openai:vår-modell", f"{script.url}/?api-version=2025-01-01", "nyckel"
        ) as chat,
    ):
        assert shown(answer(chat)) == [DUTY]
        assert len(script.paths) == 1
        assert script.paths[0].startswith("/openai/deployments/")
        assert script.paths[0].endswith("/chat/completions?api-version=2025-01-01")


def test_ollama_is_asked_in_its_own_way() -> None:
    with (
        scripted_model(ollama_says(reply((DUTY, 1, DUTY)))) as script,
        opened("ollama:gemma3", script.url) as chat,
    ):
        assert shown(answer(chat)) == [DUTY]
        assert script.paths == ["/api/chat"]
        assert script.requests[0]["format"]["required"] == ["status", "statements"]


@pytest.mark.parametrize("act", [hangs, fails(500), sends(b"{")])
def test_failing_ollama_is_unavailable(act: Act) -> None:
    with (
        scripted_model(act) as script,
        opened("ollama:gemma3", script.url, timeout_s=PATIENCE_S * 2) as chat,
        pytest.raises(ModelUnavailableError),
    ):
        drafted(chat)


@pytest.mark.parametrize("spec", ["finnsinte:modell", "modell", "openai:", ":", "anthropic:x"])
def test_model_that_cannot_be_opened_is_wrong_usage(spec: str) -> None:
    with pytest.raises(UsageError, match=r"LOTSEN_MODEL"):
        open_model(spec, "http://127.0.0.1:9/v1", "nyckel")


def test_openai_without_key_and_address_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(UsageError, match=r"LOTSEN_MODEL"):
        open_model("openai:gpt-x", None, None)


def test_model_answers_several_threads_at_once(script: ModelScript, model: ChatModel) -> None:
    script.replies(says(reply((DUTY, 1, DUTY))))
    answers: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(shown(answer(model)))) for _ in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[DUTY]] * 4


def test_closed_model_can_be_closed_again(script: ModelScript) -> None:
    chat = open_model("openai:scripted", script.base_url)
    chat.close()
    chat.close()


WATCH_CONNECTIONS = """
import json, sys
reached = []
def watch(event, arguments):
    if event == "socket.connect":
        reached.append(arguments[1])
sys.addaudithook(watch)
from assistant.model import open_model
from assistant.prompting import Prompt
for _ in range(2):
    chat = open_model("openai:scripted", sys.argv[1], "nyckel")
    reply = chat.complete(Prompt(instructions="Svara.", message="Fråga?"))
    chat.close()
print(json.dumps([reply, sorted(set(map(tuple, reached)))]))
"""


def connections_made(script: ModelScript, extra: dict[str, str]) -> object:
    """What the model said to another Python, and every address that Python connected to."""
    prefixes = ("LANGSMITH_", "LANGCHAIN_", "OPENAI_")
    kept = {name: v for name, v in os.environ.items() if not name.startswith(prefixes)}
    done = subprocess.run(
        [sys.executable, "-c", WATCH_CONNECTIONS, script.base_url],
        env={**kept, **extra, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("tracing", [False, True])
def test_nothing_is_sent_anywhere_but_to_the_model(tracing: bool) -> None:
    with scripted_model(says("Ja.")) as script, scripted_model(says("{}")) as tracer:
        named = {"TRACING": "true", "ENDPOINT": tracer.url, "API_KEY": "nyckel"}
        extra = {f"LANGSMITH_{name}": value for name, value in named.items()} if tracing else {}
        port = int(script.url.rsplit(":", 1)[1])
        assert connections_made(script, extra) == ["Ja.", [["127.0.0.1", port]]]
        assert tracer.requests == []


def test_prompt_reaches_the_model_as_it_is(script: ModelScript, model: ChatModel) -> None:
    script.replies(sends(completion("Ja.")))
    odd = 'Är {det} {{så}} att "citat" \\ och \n rader går fram?'
    assert model.complete(Prompt(instructions="{x}", message=odd)) == "Ja."
    assert [m["content"] for m in script.requests[-1]["messages"]] == ["{x}", odd]
