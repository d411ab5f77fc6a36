"""Every way in which a language model can fail, over the wire."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from answer_sources import DUTY, ENTRIES, HITS, METHOD, RHYTHM
from httpx import AsyncClient
from langchain_core.messages import AIMessage
from scripted_model import (
    Act,
    ModelScript,
    azure_says,
    completion,
    cut_at_limit,
    drips,
    fails,
    hangs,
    ollama_says,
    redirects_to,
    refuses,
    says,
    says_up_to,
    says_whole,
    scripted_model,
    sends,
    stops_halfway,
)

from assistant.breaker import FAILURES
from assistant.conversation import Question, Turn
from assistant.dictation import Dictation
from assistant.model import ChatModel, open_model
from assistant.model_options import Limits, provider_options, read_address
from assistant.patience import Messages
from assistant.prompting import Prompt, build_prompt
from assistant.replies import UNREADABLE, Drafted, DraftStatus, read_reply
from assistant.writing import Written, verified_statements
from corpus.errors import ModelUnavailableError, UsageError

ROOT = Path(__file__).parents[2]
KEY = "nyckel-3f9a"
QUESTION = "Måste vi ta fram en lägesbild?"
PATIENCE_S = 0.5  # long enough for a loopback reply, short enough to wait for


@pytest.fixture(scope="module")
def script() -> Iterator[ModelScript]:
    with scripted_model(says("")) as server:
        yield server


@pytest.fixture(scope="module")
def model(script: ModelScript) -> Iterator[ChatModel]:
    with opened("openai:scripted", script.base_url, KEY, timeout_s=20) as chat:
        yield chat


@contextmanager
def opened(
    spec: str,
    base_url: str | None,
    api_key: str | None = None,
    timeout_s: float = 20,
    pause_s: float = 0,
    reply_tokens: int = 1_500,
) -> Iterator[ChatModel]:
    limits = Limits(timeout_s=timeout_s, pause_s=pause_s, reply_tokens=reply_tokens)
    chat = open_model(spec, base_url, api_key, limits)
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
    return read_reply(model.complete(build_prompt(QUESTION, history, HITS, ENTRIES)))


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
    assert [word for word in ("hemlig", KEY, QUESTION) if word in caught.value.message] == []


def test_server_that_can_not_stream_is_understood_and_asked_once(
    script: ModelScript, model: ChatModel
) -> None:
    before = len(script.requests)
    script.replies(says_whole(reply((DUTY, 1, DUTY))))
    assert shown(answer(model)) == [DUTY]
    assert len(script.requests) == before + 1
    assert script.requests[-1]["stream"] is True


def test_reply_comes_piece_by_piece_while_the_model_is_writing(
    script: ModelScript, model: ChatModel
) -> None:
    rest = threading.Event()
    script.replies(says_up_to("Ja. Nej.", 3, until=rest))
    pieces = model.pieces(Prompt(instructions="x", message="y"))
    assert next(pieces) == "Ja."
    rest.set()
    assert "".join(pieces) == " Nej."


@pytest.mark.parametrize("act", [fails(429), fails(503), stops_halfway, fails(500)])
def test_failure_that_may_pass_is_tried_again(
    script: ModelScript, model: ChatModel, act: Act
) -> None:
    script.replies(act, says(reply((DUTY, 1, DUTY))))
    assert shown(answer(model)) == [DUTY]


@pytest.mark.parametrize(
    ("act", "times"),
    [
        pytest.param(fails(401), 1, id="401"),
        pytest.param(fails(403), 1, id="403"),
        pytest.param(fails(429, retry_after="30"), 1, id="wait-too-long"),
        pytest.param(fails(429, retry_after="0.1"), 3, id="wait-a-little"),
        pytest.param(fails(500), 3, id="500"),
        pytest.param(fails(400), 2, id="400"),
        pytest.param(sends(b"<html>proxy</html>"), 1, id="html"),
        pytest.param(says_up_to("Ja. Nej.", 3), 1, id="half-stream"),
    ],
)
def test_model_is_asked_again_only_where_that_may_help(
    script: ModelScript, model: ChatModel, act: Act, times: int
) -> None:
    before = len(script.requests)
    script.replies(act)
    with suppress(ModelUnavailableError):
        drafted(model)
    assert len(script.requests) - before == times


def test_model_that_keeps_failing_is_left_alone_for_a_while() -> None:
    with (
        scripted_model(fails(401)) as script,
        opened("openai:scripted", script.base_url, pause_s=600) as chat,
    ):
        for _ in range(FAILURES):
            with pytest.raises(ModelUnavailableError, match=r"401"):
                drafted(chat)
        with pytest.raises(ModelUnavailableError, match=r"vilar efter 5 fel i rad"):
            drafted(chat)
        assert len(script.requests) == FAILURES
        health = chat.health()
        assert (health.calls, health.failures, health.skipped) == (FAILURES, FAILURES, 1)
        assert 0 < health.pause_left <= 600


def test_whoever_stops_listening_says_nothing_of_the_model(script: ModelScript) -> None:
    rest = threading.Event()
    script.replies(says_up_to("Ja. Nej.", 3, until=rest))
    with opened("openai:scripted", script.base_url, pause_s=600) as chat:
        for _ in range(FAILURES + 1):
            pieces = chat.pieces(Prompt(instructions="x", message="y"))
            next(pieces)
            pieces.close()  # type: ignore[attr-defined]  # a generator
        assert chat.health().failures == 0
    rest.set()


@pytest.mark.parametrize("said", [says, says_whole])
def test_reply_beyond_all_bounds_is_cut_off(said: Callable[[str], Act]) -> None:
    with (
        scripted_model(said("Ja. " * 400)) as script,
        opened("openai:scripted", script.base_url, reply_tokens=200) as chat,
        pytest.raises(ModelUnavailableError, match=r"för långt"),
    ):
        chat.complete(Prompt(instructions="x", message="y"))


def test_model_is_given_no_tools_and_told_where_to_end(
    script: ModelScript, model: ChatModel
) -> None:
    script.replies(says(reply((DUTY, 1, DUTY))))
    drafted(model)
    request = script.requests[-1]
    assert {"tools", "tool_choice", "functions"} & request.keys() == set()
    assert request["max_completion_tokens"] == 1_500


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


def test_server_without_tls_at_an_https_address_is_unavailable(script: ModelScript) -> None:
    with (
        opened("openai:scripted", script.base_url.replace("http:", "https:")) as chat,
        pytest.raises(ModelUnavailableError, match=r"svarar inte"),
    ):
        drafted(chat)


def test_reply_too_big_to_be_one_is_not_read_to_its_end(
    script: ModelScript, model: ChatModel
) -> None:
    script.replies(says_whole("x" * 5_000_000))
    with pytest.raises(ModelUnavailableError):
        drafted(model)


@pytest.mark.parametrize(
    ("provider", "own"),
    [("openai", "https://api.openai.com/v1"), ("ollama", "http://127.0.0.1:11434")],
)
def test_address_set_for_another_program_is_not_used(provider: str, own: str) -> None:
    options = provider_options(provider, "x", read_address(""), "nyckel", Limits())
    assert options["base_url"] == own


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


def test_a_prompt_for_something_else_than_an_answer_is_not_held_to_its_shape() -> None:
    prompt = Prompt(instructions="Svara med JSON.", message="Vilken siffra?")
    with scripted_model(says('{"score": 3}')) as script:
        chat = open_model("openai:scripted", script.base_url, KEY, any_json=True)
        assert chat.complete(prompt) == '{"score": 3}'
        chat.close()
        assert script.requests[-1]["response_format"] == {"type": "json_object"}
    with scripted_model(ollama_says('{"score": 3}')) as script:
        chat = open_model("ollama:gemma3", script.url, any_json=True)
        assert chat.complete(prompt) == '{"score": 3}'
        chat.close()
        assert script.requests[-1]["format"] == "json"


def test_whole_answer_is_written_from_a_question(script: ModelScript, model: ChatModel) -> None:
    script.replies(says(reply((DUTY, 1, DUTY))))
    question = Question(text=QUESTION, as_of=date(2026, 11, 24))
    dictation = Dictation(question=question, passages=HITS, entries=ENTRIES, begun=perf_counter())
    assert shown(model.write(dictation)) == [DUTY]


def test_azure_is_asked_by_deployment_and_version() -> None:
    with (
        scripted_model(azure_says(reply((DUTY, 1, DUTY)))) as script,
        opened("azure_openai:vår-modell", f"{script.url}/?api-version=2025-01-01", KEY) as chat,
    ):
        assert shown(answer(chat)) == [DUTY]
        assert len(script.paths) == 1
        assert script.keys == [KEY]
        assert script.requests[0]["response_format"]["type"] == "json_schema"
        assert script.paths[0].startswith("/openai/deployments/")
        assert script.paths[0].endswith("/chat/completions?api-version=2025-01-01")


def test_ollama_is_asked_in_its_own_way() -> None:
    with (
        scripted_model(ollama_says(reply((DUTY, 1, DUTY)))) as script,
        opened("ollama:gemma3", script.url) as chat,
    ):
        assert shown(answer(chat)) == [DUTY]
        assert script.paths == ["/api/chat"]
        request = script.requests[0]
        assert request["format"]["required"] == ["status", "statements"]
        # Its own default is shorter than our prompts, which it would cut without a word.
        assert request["options"]["num_ctx"] == 7_500
        assert request["options"]["num_predict"] == 1_500
        assert request["think"] is False


def test_ollama_s_reply_comes_piece_by_piece() -> None:
    with (
        scripted_model(ollama_says("Kommunen ska göra så.")) as script,
        opened("ollama:gemma3", script.url) as chat,
    ):
        pieces = list(chat.pieces(Prompt(instructions="x", message="y")))
    assert len(pieces) == 3
    assert "".join(pieces) == "Kommunen ska göra så."


@pytest.mark.parametrize(
    ("status", "told"), [(401, "nyckeln"), (404, "modellen eller adressen"), (429, "många frågor")]
)
def test_failure_says_what_to_look_at(
    script: ModelScript, model: ChatModel, status: int, told: str
) -> None:
    script.replies(fails(status))
    with pytest.raises(ModelUnavailableError, match=rf"\({status}, .*{told}"):
        drafted(model)


def test_azure_that_fails_is_unavailable_and_says_no_key() -> None:
    with (
        scripted_model(fails(401)) as script,
        opened("azure_openai:modell", script.url, KEY) as chat,
        pytest.raises(ModelUnavailableError, match=r"401") as caught,
    ):
        drafted(chat)
    assert KEY not in caught.value.message


@pytest.mark.parametrize("act", [hangs, fails(500), sends(b"{"), fails(404)])
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


def test_provider_whose_package_is_missing_says_which_one_to_install() -> None:
    with pytest.raises(UsageError, match=r"pip install langchain-anthropic\."):
        open_model("anthropic:x", None, "nyckel")


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


@pytest.mark.parametrize("text", ["Ja.", "Ja, alla. " * 2_000], ids=["stopped", "too-long"])
def test_reply_cut_short_is_ended_before_the_model_is_closed(text: str) -> None:
    ended = threading.Event()

    async def attempt(_messages: Messages) -> AsyncGenerator[AIMessage]:
        try:
            yield AIMessage(text)
            await asyncio.sleep(30)
        finally:
            await asyncio.sleep(0.05)  # as LangChain, which tells its callbacks
            ended.set()

    chat = ChatModel([attempt], closable=AsyncClient(), limits=Limits())
    pieces = chat.pieces(Prompt(instructions="x", message="y"))
    with suppress(ModelUnavailableError):
        next(pieces)
    pieces.close()  # type: ignore[attr-defined]  # a generator
    chat.close()
    assert ended.is_set()


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
