"""A language model in the whole flow, over the wire: what it says is shown only when it holds."""

import asyncio
import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from scripted_model import (
    Act,
    Handler,
    ModelScript,
    drips,
    fails,
    hangs,
    refuses,
    says,
    says_of,
    says_up_to,
    scripted_model,
    scripted_settings,
    sends,
    stops_halfway,
)
from starlette.testclient import TestClient

from assistant.api import create_app
from assistant.bootstrap import Assistant, open_settings_model
from assistant.breaker import FAILURES
from assistant.conversation import (
    Answer,
    AnswerStatus,
    Citation,
    Event,
    Mode,
    Question,
    Reason,
    Stage,
    Statement,
    Turn,
)
from assistant.counting import model_text
from assistant.desk import AnswerDesk
from assistant.prompting import prompt_stamp
from assistant.service import ignore
from assistant.texts import MODEL_PAUSED
from assistant.wire import answer_json

ASKED = "Hur ofta måste vi uppdatera lägesbilden?"
FOUND = "Enligt lagen (2023:196) ska kommunen uppdatera lägesbilden minst vartannat år."


@contextmanager
def assistant_with(bundled: Assistant, base_url: str, timeout: float = 20.0) -> Iterator[Assistant]:
    settings = scripted_settings(base_url, model_timeout=timeout)
    model = open_settings_model(settings)
    assert model is not None
    try:
        yield replace(bundled, model=model, model_name=settings.model)
    finally:
        model.close()


@pytest.fixture
def script() -> Iterator[ModelScript]:
    with scripted_model() as started:
        yield started


def ask(
    bundled: Assistant,
    script: ModelScript,
    text: str = ASKED,
    *,
    told: list[Event] | None = None,
    timeout: float = 20.0,
    **details: object,
) -> Answer:
    asked = {"text": text, "as_of": date(2026, 11, 24)} | details
    with assistant_with(bundled, script.base_url, timeout) as assistant:
        question = Question(**asked)  # type: ignore[arg-type]
        return assistant.answer(question, ignore if told is None else told.append)


def reply(text: str, quote: str = FOUND, label: int = 1) -> str:
    statement = {"text": text, "sources": [{"label": label, "quote": quote}]}
    return json.dumps({"status": "answered", "statements": [statement]}, ensure_ascii=False)


def reply_to(prompt: str, *pairs: tuple[str, str]) -> str:
    """Statements with quotes, each under the label that its passage has in ``prompt``."""
    items = []
    for text, quote in pairs:
        before = prompt[: prompt.index(quote)]
        label = int(re.findall(r"^\[(\d+)\] ", before, flags=re.MULTILINE)[-1])
        items.append({"text": text, "sources": [{"label": label, "quote": quote}]})
    return json.dumps({"status": "answered", "statements": items}, ensure_ascii=False)


def written(*pairs: tuple[str, str]) -> Act:
    return says_of(lambda prompt: reply_to(prompt, *pairs))


PLAN = "Enligt lagen (2023:196) ska kommunen besluta om en åtgärdsplan."
CAMERA = (
    "Enligt lagen (2023:196) får kommunen kamerabevaka platser i kommunen dit allmänheten har "
    "tillträde."
)
PICTURE = "Enligt lagen (2023:196) ska kommunen ta fram en lägesbild över brottsligheten"


def test_duty_that_was_not_yet_due_brings_its_transitional_rule_first(
    bundled: Assistant, script: ModelScript
) -> None:
    script.replies(written(("Kommunen ska besluta om en åtgärdsplan.", PLAN)))
    asked = "Måste kommunen ha en åtgärdsplan?"
    before = ask(bundled, script, asked, as_of=date(2024, 6, 30))
    assert before.mode is Mode.MODEL
    assert [(c.label, c.pinpoint) for c in before.citations] == [
        (1, "övergångsbestämmelserna, punkt 2"),
        (2, "5 §"),
    ]
    assert [s.labels for s in before.statements] == [(1,), (2,)]
    assert before.statements[1].text == "Kommunen ska besluta om en åtgärdsplan."
    after = ask(bundled, script, asked, as_of=date(2024, 7, 1))
    assert [c.pinpoint for c in after.citations] == ["5 §"]


def test_permission_brings_its_condition(bundled: Assistant, script: ModelScript) -> None:
    text = "Kommunen får kamerabevaka platser dit allmänheten har tillträde."
    script.replies(written((text, CAMERA)))
    answer = ask(bundled, script, "Får kommunen kamerabevaka torget?")
    assert answer.mode is Mode.MODEL
    assert answer.statements[0].text == text
    assert "måste följa kamerabevakningslagen" in answer.statements[1].text
    assert len(answer.statements) == 2


def test_duty_of_another_body_is_led_by_whom_the_law_binds(
    bundled: Assistant, script: ModelScript
) -> None:
    script.replies(written(("Kommunen ska ta fram en lägesbild över brottsligheten.", PICTURE)))
    told: list[Event] = []
    answer = ask(bundled, script, "Måste regionen ta fram en lägesbild?", told=told)
    assert answer.mode is Mode.MODEL
    assert "åläggs något" in answer.statements[0].text
    assert len(answer.statements) == 2
    assert tuple(e for e in told if isinstance(e, Statement)) == answer.statements


def test_answer_tells_which_prompt_the_model_had(bundled: Assistant, script: ModelScript) -> None:
    script.replies(written((FOUND, FOUND)))
    answer = ask(bundled, script)
    assert answer_json(answer)["prompt"] == {
        "version": prompt_stamp().version,
        "sha256": prompt_stamp().sha256,
    }
    extract = ask(bundled, script, mode=Mode.EXTRACTIVE)
    assert answer_json(extract)["prompt"] is None


def test_statements_are_told_while_the_model_is_writing(
    bundled: Assistant, script: ModelScript
) -> None:
    rest = threading.Event()
    second = "Kommunen ska uppdatera lägesbilden."

    def half(handler: Handler, server: ModelScript) -> None:
        whole = reply_to(server.prompt, (FOUND, FOUND), (second, FOUND))
        says_up_to(whole, whole.index(second), until=rest)(handler, server)

    async def follow(assistant: Assistant) -> list[Event]:
        desk = AnswerDesk(assistant)
        events: list[Event] = []
        question = Question(text=ASKED, as_of=date(2026, 11, 24))
        async for event in desk.follow(question):
            events.append(event)
            if isinstance(event, Statement):
                rest.set()  # nothing more comes before the first statement has been told
        desk.close()
        return events

    script.replies(half)
    with assistant_with(bundled, script.base_url) as assistant:
        events = asyncio.run(follow(assistant))
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert [s.text for s in answer.statements] == [FOUND, second]
    assert tuple(e for e in events if isinstance(e, Statement)) == answer.statements
    assert tuple(e for e in events if isinstance(e, Citation)) == answer.citations


def test_half_a_stream_is_taken_back_and_the_extracts_are_told_instead(
    bundled: Assistant, script: ModelScript
) -> None:
    def half(handler: Handler, server: ModelScript) -> None:
        whole = reply_to(server.prompt, (FOUND, FOUND), (FOUND, FOUND))
        says_up_to(whole, len(whole) - 20)(handler, server)

    script.replies(half)
    told: list[Event] = []
    answer = ask(bundled, script, told=told)
    assert (answer.mode, answer.reason) == (Mode.EXTRACTIVE, Reason.MODEL_UNAVAILABLE)
    assert answer.prompt is None
    back = next(n for n, e in enumerate(told) if isinstance(e, Stage) and e.withdraws)
    assert [e.text for e in told[:back] if isinstance(e, Statement)] == [FOUND]
    assert tuple(e for e in told[back:] if isinstance(e, Statement)) == answer.statements
    assert tuple(e for e in told[back:] if isinstance(e, Citation)) == answer.citations


@pytest.mark.parametrize(
    ("act", "mode", "reason"),
    [
        pytest.param(written((FOUND, FOUND)), Mode.MODEL, None, id="correct"),
        pytest.param(
            written(("Kommunen ska minst vartannat år uppdatera lägesbilden.", FOUND)),
            Mode.MODEL,
            None,
            id="paraphrasing",
        ),
        pytest.param(
            written(("Kommunen ska minst vart femte år uppdatera lägesbilden.", FOUND)),
            Mode.MODEL,
            None,
            id="number-changing",
        ),
        pytest.param(
            written(("Kommunen ska inte uppdatera lägesbilden.", FOUND)),
            Mode.MODEL,
            None,
            id="negating",
        ),
        pytest.param(says(reply("Så är det.", label=99)), Mode.EXTRACTIVE, None, id="label"),
        pytest.param(hangs, Mode.EXTRACTIVE, Reason.MODEL_UNAVAILABLE, id="slow"),
        pytest.param(drips, Mode.EXTRACTIVE, Reason.MODEL_UNAVAILABLE, id="dripping"),
        pytest.param(
            says_up_to(reply(FOUND), 60),
            Mode.EXTRACTIVE,
            Reason.MODEL_UNAVAILABLE,
            id="half-streaming",
        ),
        pytest.param(stops_halfway, Mode.EXTRACTIVE, Reason.MODEL_UNAVAILABLE, id="half-reply"),
        pytest.param(refuses, Mode.EXTRACTIVE, None, id="refusing"),
        pytest.param(says("}{ hej"), Mode.EXTRACTIVE, None, id="garbage"),
        pytest.param(
            sends(b"\x00\xff<html>"), Mode.EXTRACTIVE, Reason.MODEL_UNAVAILABLE, id="bytes"
        ),
        pytest.param(fails(429), Mode.EXTRACTIVE, Reason.MODEL_UNAVAILABLE, id="429"),
        pytest.param(
            says('{"status": "no_answer", "statements": []}'), Mode.EXTRACTIVE, None, id="no-answer"
        ),
    ],
)
def test_whatever_the_model_does_the_question_is_answered_from_the_sources(
    bundled: Assistant, script: ModelScript, act: Act, mode: Mode, reason: Reason | None
) -> None:
    script.replies(act)
    told: list[Event] = []
    answer = ask(bundled, script, told=told, timeout=3.0)
    assert (answer.status, answer.mode, answer.reason) == (AnswerStatus.ANSWERED, mode, reason)
    assert answer.ai_generated is (mode is Mode.MODEL)
    assert bool(answer.notices) is (mode is Mode.EXTRACTIVE)
    assert FOUND in {citation.quote for citation in answer.citations}
    text = " ".join(statement.text for statement in answer.statements)
    assert [word for word in ("femte", "inte uppdatera", "Så är det") if word in text] == []
    assert [e for e in told if isinstance(e, Answer)] == [answer]


def test_paused_model_is_not_asked_and_the_service_says_so(
    bundled: Assistant, script: ModelScript
) -> None:
    script.replies(fails(401))
    question = Question(text=ASKED, as_of=date(2026, 11, 24))
    with assistant_with(bundled, script.base_url) as assistant:
        desk = AnswerDesk(assistant)
        with TestClient(create_app(desk)) as client:
            assert client.get("/readyz").json()["notices"] == []
            answers = [assistant.answer(question, ignore) for _ in range(FAILURES + 2)]
            assert client.get("/readyz").json()["notices"] == [MODEL_PAUSED]
            metrics = client.get("/metrics").text.splitlines()
        desk.close()
    assert {answer.reason for answer in answers} == {Reason.MODEL_UNAVAILABLE}
    assert len(script.requests) == FAILURES
    assert {
        f"lotsen_model_calls_total {FAILURES}",
        f"lotsen_model_failures_total {FAILURES}",
        "lotsen_model_skipped_total 2",
        "lotsen_model_paused 1",
    } <= set(metrics)


def test_metrics_count_what_became_of_the_models_statements(
    bundled: Assistant, script: ModelScript
) -> None:
    false = "Kommunen behöver inte uppdatera lägesbilden."
    script.replies(written((FOUND, FOUND), (false, FOUND)))
    with assistant_with(bundled, script.base_url) as assistant:
        assistant.answer(Question(text=ASKED, as_of=date(2026, 11, 24)), ignore)
        health = assistant.info().model_health
    assert health is not None
    assert dict(health.statements) == {"kept": 1, "replaced": 1, "dropped": 0}
    text = model_text(health)
    assert 'lotsen_model_statements_total{fate="replaced"} 1' in text.splitlines()
    assert "# TYPE lotsen_model_paused gauge" in text.splitlines()


def test_personal_number_earlier_in_the_talk_never_reaches_the_model(
    bundled: Assistant, script: ModelScript
) -> None:
    script.replies(written((FOUND, FOUND)))
    earlier = (Turn(question="Gäller det 19121212-1212?", answer="Nej."),)
    with assistant_with(bundled, script.base_url) as assistant:
        question = Question(text=ASKED, as_of=date(2026, 11, 24), history=earlier)
        answer = assistant.answer(question, ignore)
    assert answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA
    assert script.requests == []


def label_of(bundled: Assistant, script: ModelScript) -> int:
    """The label that the passage with the rule has in the prompt."""
    script.replies(says("{}"))
    ask(bundled, script)
    before = script.prompt[: script.prompt.index(FOUND)]
    return int(before[before.rindex("[") + 1 : before.rindex("]")])


def test_faithful_paraphrase_is_shown_on_its_exact_quote(
    bundled: Assistant, script: ModelScript
) -> None:
    label = label_of(bundled, script)
    text = "Kommunen ska minst vartannat år uppdatera sin lägesbild."
    script.replies(says(reply(text, label=label)))
    answer = ask(bundled, script)
    assert (answer.status, answer.mode) == (AnswerStatus.ANSWERED, Mode.MODEL)
    assert [statement.text for statement in answer.statements] == [text]
    assert [citation.quote for citation in answer.citations] == [FOUND]
    assert answer.ai_generated


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen ska minst vart fjärde år uppdatera lägesbilden.",
        "Kommunen bör minst vartannat år uppdatera lägesbilden.",
        "Kommunen behöver inte uppdatera lägesbilden vartannat år.",
        "Polisen ska minst vartannat år uppdatera lägesbilden.",
    ],
)
def test_false_sentence_gives_way_to_the_quoted_one(
    bundled: Assistant, script: ModelScript, text: str
) -> None:
    script.replies(says(reply(text, label=label_of(bundled, script))))
    answer = ask(bundled, script)
    assert [statement.text for statement in answer.statements] == [FOUND]


def test_question_and_passages_reach_the_model_and_addresses_do_not(
    bundled: Assistant, script: ModelScript
) -> None:
    script.replies(says(reply("x")))
    ask(bundled, script)
    assert ASKED in script.prompt
    assert "[1]" in script.prompt
    assert "http" not in script.prompt


@pytest.mark.parametrize("act", [says("ingen json"), says(reply("Påhittat.", "finns inte"))])
def test_reply_without_anything_that_holds_gives_the_extracts(
    bundled: Assistant, script: ModelScript, act: object
) -> None:
    script.replies(act)  # type: ignore[arg-type]
    answer = ask(bundled, script)
    assert answer.mode is Mode.EXTRACTIVE
    assert answer.statements
    assert "gick inte att styrka" in answer.notices[0]


def test_failing_model_gives_the_extracts_and_says_so(
    bundled: Assistant, script: ModelScript
) -> None:
    script.replies(fails(500))
    answer = ask(bundled, script)
    assert answer.reason is Reason.MODEL_UNAVAILABLE
    assert answer.statements
    assert not answer.ai_generated


def test_extractive_mode_asks_no_model(bundled: Assistant, script: ModelScript) -> None:
    script.replies(fails(500))
    answer = ask(bundled, script, mode=Mode.EXTRACTIVE)
    assert answer.reason is None
    assert script.requests == []


@pytest.mark.parametrize(
    "text", ["Är 19121212-1212 med?", "Vilken utbildning måste samordnaren ha?", "det brinner"]
)
def test_question_that_ends_earlier_never_reaches_the_model(
    bundled: Assistant, script: ModelScript, text: str
) -> None:
    script.replies(fails(500))
    assert ask(bundled, script, text).status is not AnswerStatus.ANSWERED
    assert script.requests == []


def test_mode_model_ends_with_its_exit_code_when_nobody_answers(
    bundled_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from ui.cli import run

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
    monkeypatch.setenv("LOTSEN_DATA_DIR", str(bundled_data))
    monkeypatch.setenv("LOTSEN_MODEL", "openai:scripted")
    monkeypatch.setenv("LOTSEN_MODEL_BASE_URL", address)
    monkeypatch.setenv("LOTSEN_MODEL_API_KEY", "nyckel")
    assert run(["ask", ASKED, "--mode", "model"]) == 5
    assert capsys.readouterr().err.count("\n") == 1
    assert run(["ask", ASKED]) == 0
    assert "Språkmodellen svarar inte" in capsys.readouterr().out
    lines = tmp_path / "fragor.jsonl"
    lines.write_text('{"id": 1, "question": "x?"}\n{"id": 2, "question": "4 §"}', encoding="utf-8")
    assert run(["ask", "--batch", str(lines), "--mode", "model"]) == 5
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == [1, 2]
    assert rows[1]["error"]["code"] == "model_unavailable"


def test_what_becomes_of_the_models_sentences_is_counted(
    bundled: Assistant, script: ModelScript
) -> None:
    label = label_of(bundled, script)
    text = "Kommunen bör minst vartannat år uppdatera lägesbilden."
    script.replies(says(reply(text, label=label)))
    (checks,) = ask(bundled, script).checks
    assert (checks.mode, checks.verified, checks.replaced, checks.dropped) == ("model", 0, 1, 0)
    assert "modality" in {fault.value for fault, _ in checks.faults}


def test_sentences_without_a_source_are_counted_beside_the_extracts(
    bundled: Assistant, script: ModelScript
) -> None:
    script.replies(says(reply("Kommunen ska leda.", quote="Det här står ingenstans.")))
    written, extracted = ask(bundled, script).checks
    assert (written.mode, written.dropped) == ("model", 1)
    assert (extracted.mode, extracted.dropped) == ("extractive", 0)
    assert extracted.verified > 0
