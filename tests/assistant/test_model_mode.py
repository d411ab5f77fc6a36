"""A language model in the whole flow, over the wire: what it says is shown only when it holds."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr
from scripted_model import ModelScript, fails, says, scripted_model

from assistant.bootstrap import Assistant, build_assistant
from assistant.conversation import Answer, AnswerStatus, Mode, Question, Reason
from assistant.service import ignore
from assistant.settings import Settings

ASKED = "Hur ofta måste vi uppdatera lägesbilden?"
FOUND = "Enligt lagen (2023:196) ska kommunen uppdatera lägesbilden minst vartannat år."


@contextmanager
def assistant_with(data: Path, base_url: str) -> Iterator[Assistant]:
    settings = Settings(
        data_dir=data,
        model="openai:scripted",
        model_base_url=base_url,
        model_api_key=SecretStr("nyckel"),
        encoder="",
    )
    with build_assistant(settings) as assistant:
        yield assistant


@pytest.fixture
def script() -> Iterator[ModelScript]:
    with scripted_model() as started:
        yield started


def ask(data: Path, script: ModelScript, text: str = ASKED, mode: Mode = Mode.AUTO) -> Answer:
    with assistant_with(data, script.base_url) as assistant:
        question = Question(text=text, as_of=date(2026, 11, 24), mode=mode)
        return assistant.answer(question, ignore)


def reply(text: str, quote: str = FOUND, label: int = 1) -> str:
    statement = {"text": text, "sources": [{"label": label, "quote": quote}]}
    return json.dumps({"status": "answered", "statements": [statement]}, ensure_ascii=False)


def label_of(data: Path, script: ModelScript) -> int:
    """The label that the passage with the rule has in the prompt."""
    script.replies(says("{}"))
    ask(data, script)
    before = script.prompt[: script.prompt.index(FOUND)]
    return int(before[before.rindex("[") + 1 : before.rindex("]")])


def test_faithful_paraphrase_is_shown_on_its_exact_quote(
    bundled_data: Path, script: ModelScript
) -> None:
    label = label_of(bundled_data, script)
    text = "Kommunen ska minst vartannat år uppdatera sin lägesbild."
    script.replies(says(reply(text, label=label)))
    answer = ask(bundled_data, script)
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
    bundled_data: Path, script: ModelScript, text: str
) -> None:
    script.replies(says(reply(text, label=label_of(bundled_data, script))))
    answer = ask(bundled_data, script)
    assert [statement.text for statement in answer.statements] == [FOUND]


def test_question_and_passages_reach_the_model_and_addresses_do_not(
    bundled_data: Path, script: ModelScript
) -> None:
    script.replies(says(reply("x")))
    ask(bundled_data, script)
    assert ASKED in script.prompt
    assert "[1]" in script.prompt
    assert "http" not in script.prompt


@pytest.mark.parametrize("act", [says("ingen json"), says(reply("Påhittat.", "finns inte"))])
def test_reply_without_anything_that_holds_gives_the_extracts(
    bundled_data: Path, script: ModelScript, act: object
) -> None:
    script.replies(act)  # type: ignore[arg-type]
    answer = ask(bundled_data, script)
    assert answer.mode is Mode.EXTRACTIVE
    assert answer.statements
    assert "gick inte att styrka" in answer.notices[0]


def test_failing_model_gives_the_extracts_and_says_so(
    bundled_data: Path, script: ModelScript
) -> None:
    script.replies(fails(500))
    answer = ask(bundled_data, script)
    assert answer.reason is Reason.MODEL_UNAVAILABLE
    assert answer.statements
    assert not answer.ai_generated


def test_extractive_mode_asks_no_model(bundled_data: Path, script: ModelScript) -> None:
    script.replies(fails(500))
    answer = ask(bundled_data, script, mode=Mode.EXTRACTIVE)
    assert answer.reason is None
    assert script.requests == []


@pytest.mark.parametrize(
    "text", ["Är 19121212-1212 med?", "Vilken utbildning måste samordnaren ha?", "det brinner"]
)
def test_question_that_ends_earlier_never_reaches_the_model(
    bundled_data: Path, script: ModelScript, text: str
) -> None:
    script.replies(fails(500))
    assert ask(bundled_data, script, text).status is not AnswerStatus.ANSWERED
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
    bundled_data: Path, script: ModelScript
) -> None:
    label = label_of(bundled_data, script)
    text = "Kommunen bör minst vartannat år uppdatera lägesbilden."
    script.replies(says(reply(text, label=label)))
    (checks,) = ask(bundled_data, script).checks
    assert (checks.mode, checks.verified, checks.replaced, checks.dropped) == ("model", 0, 1, 0)
    assert "modality" in {fault.value for fault, _ in checks.faults}


def test_sentences_without_a_source_are_counted_beside_the_extracts(
    bundled_data: Path, script: ModelScript
) -> None:
    script.replies(says(reply("Kommunen ska leda.", quote="Det här står ingenstans.")))
    written, extracted = ask(bundled_data, script).checks
    assert (written.mode, written.dropped) == ("model", 1)
    assert (extracted.mode, extracted.dropped) == ("extractive", 0)
    assert extracted.verified > 0
