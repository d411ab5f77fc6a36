"""docs/interface.md says what the code does: names, codes, shapes, paths."""

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from command_line import Lotsen
from eval_runs import better_cases, some_cases, stored_run
from fakes_answers import FakeAnswerer
from fastapi.routing import APIRoute
from judged_runs import FakeJudge, always_right, answered, cases_of, kept_run
from starlette.testclient import TestClient

import assistant
from assistant.api import create_app
from assistant.conversation import Answer, AnswerStatus, Question, Reason
from assistant.desk import AnswerDesk
from assistant.feedback import FeedbackReason, FeedbackStore
from assistant.feedback_taking import FeedbackBody
from assistant.settings import Settings
from assistant.wire import QuestionBody, answer_json
from corpus.errors import ExitCode, LotsenError
from corpus.obligations import AppliesTo, Modality, Party, Theme
from evals.compare import compare
from evals.gates import CheckedGate, CheckReport, State
from evals.judge import Material, Opinion, Trait, UnreadableVerdictError
from evals.judge_people import NO_LABELS
from evals.judge_run import judge_run
from evals.measures import MEASURES
from evals.past_runs import read_past
from evals.ranking import ranking_metrics
from ui import cli

TEXT = (Path(__file__).parents[2] / "docs" / "interface.md").read_text(encoding="utf-8")
QUESTION = "Måste kommunen kartlägga brottsligheten?"


def chapter(title: str) -> str:
    return re.split(r"^## ", TEXT.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def rows(title: str, heading: str) -> list[list[str]]:
    """The cells of the table whose first column is headed ``heading``."""
    table = chapter(title).split(f"\n| {heading} |", 1)[1].split("\n\n", 1)[0]
    lines = [line.replace(r"\|", "¦") for line in table.splitlines()[2:]]
    return [[cell.strip().replace("¦", "|") for cell in line.split("|")[1:-1]] for line in lines]


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def example(title: str) -> Any:
    return json.loads(chapter(title).split("```json\n", 1)[1].split("\n```", 1)[0])


def names(value: Any, at: str = "") -> set[str]:
    """Every name in a JSON value as a path: ``citations[].label``."""
    if isinstance(value, dict):
        own = {f"{at}.{key}".lstrip(".") for key in value}
        return own.union(*(names(item, f"{at}.{key}".lstrip(".")) for key, item in value.items()))
    if isinstance(value, list):
        return set[str]().union(*(names(item, f"{at}[]") for item in value))
    return set()


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    children = getattr(command, "commands", {})
    for name, child in children.items():
        yield from commands(child, (*path, name))
    if not children:
        options = {max(p.opts, key=len) for p in command.params if p.param_type_name == "option"}
        yield " ".join(path), options


def test_every_command_is_described_with_its_options() -> None:
    described: dict[str, set[str]] = {}
    for cell, _ in rows("Commands", "command"):
        (synopsis,) = quoted(cell)
        words = synopsis.split()
        name = " ".join(
            words[1:3] if words[1] in {"ingest", "encoder", "evals", "feedback"} else words[1:2]
        )
        described.setdefault(name, set()).update(re.findall(r"--[a-z-]+|(?<=\[)-k", synopsis))
    assert described == dict(commands(typer.main.get_command(cli.app), ()))


def test_nothing_that_is_not_there_yet_is_there() -> None:
    there = {name for name, _ in commands(typer.main.get_command(cli.app))}
    promised = {
        item.removeprefix("lotsen ")
        for item in quoted(chapter("Not there yet"))
        if item.startswith("lotsen ")
    }
    assert promised == set()
    assert promised & there == set()


def test_the_fields_of_a_question_are_described() -> None:
    described = [quoted(cell)[0] for cell, _ in rows("Commands", "field")]
    assert described == list(QuestionBody.model_fields)


def test_every_exit_code_is_described() -> None:
    described = [int(cell) for cell, _ in rows("Exit codes", "code")]
    assert described == [*map(int, ExitCode), cli.INTERNAL_ERROR, cli.INTERRUPTED]


def error_classes(base: type[LotsenError]) -> Iterator[type[LotsenError]]:
    for child in base.__subclasses__():
        if child.__module__ == "corpus.errors":
            yield child
            yield from error_classes(child)


def test_every_error_code_is_described() -> None:
    described = set(quoted(chapter("Exit codes").split("where `code` is", 1)[1]))
    codes = {kind.code for kind in error_classes(LotsenError)} | {"internal"}
    assert described <= codes
    assert codes - described <= set(Reason)  # those of HTTP


def test_every_status_and_reason_is_described() -> None:
    table = {quoted(status)[0]: quoted(reasons) for status, reasons in rows("Answer", "status")}
    assert list(table) == list(AnswerStatus)
    assert sorted(reason for reasons in table.values() for reason in reasons) == sorted(Reason)


def scripted_answer(text: str) -> Answer:
    return FakeAnswerer().answer(Question(text=text, as_of=date(2026, 11, 23)), lambda _: None)


def test_an_answer_has_the_described_names_in_the_described_order() -> None:
    answered = answer_json(scripted_answer("Vem leder rådet?"))
    refused = answer_json(scripted_answer("En svag fråga"))
    described = example("Answer")
    assert list(answered) == list(described)
    assert list(answered["citations"][0]) == list(described["citations"][0])
    assert names(answered) | names(refused) == names(described)


@pytest.mark.parametrize(
    ("title", "arguments"),
    [
        ("Answer", ("ask", QUESTION)),
        ("Search", ("search", "lägesbild")),
        ("Documents", ("documents",)),
        ("Show", ("show", "sfs-2023-196", "4 §")),
        ("Obligations", ("obligations",)),
        ("Ingest status", ("ingest", "status")),
        ("Ingest verify", ("ingest", "verify")),
        ("Doctor", ("doctor",)),
        ("Version", ("version",)),
    ],
)
def test_what_a_command_prints_has_the_described_names(
    lotsen: Lotsen, title: str, arguments: tuple[str, ...]
) -> None:
    printed, described = lotsen(*arguments, "--json").json, example(title)
    # An answer has more to read beside it or has not; all else is there.
    nearest = {name for name in names(described) if name.startswith("nearest[]")}
    assert names(printed) == names(described) - (set() if printed.get("nearest") else nearest)
    assert list(printed) == list(described)


def test_every_grade_and_every_party_of_the_matrix_is_described() -> None:
    text = chapter("Obligations")
    grades = text.split("- `modality` is", 1)[1].split(";", 1)[0]
    assert quoted(grades) == list(Modality)
    assert quoted(text.split("whom the row concerns:", 1)[1].split(";", 1)[0]) == list(AppliesTo)
    assert quoted(text.split("(in HTTP `actor`) is", 1)[1].split("takes", 1)[0]) == list(Party)
    assert quoted(text.split("- `theme` is", 1)[1].split(";", 1)[0]) == list(Theme)


def test_an_evaluation_has_the_described_names(lotsen: Lotsen, tmp_path: Path) -> None:
    cases = tmp_path / "fall.jsonl"
    gold = {"document_id": "sfs-2023-196", "pinpoint": "4 §"}
    asked = {"id": "1", "question": QUESTION, "expected_status": "answered", "gold": [gold]}
    cases.write_text(json.dumps(asked), encoding="utf-8")
    printed = lotsen("evals", "run", "--cases", str(cases), "--json").json
    one_metric = re.compile(rf"\b(?:{'|'.join(MEASURES)})\b")
    assert {one_metric.sub("METRIC", name) for name in names(printed)} == names(
        example("Evals run")
    )
    sentence = chapter("Evals run").split("The metrics are", 1)[1].split(".", 1)[0]
    assert quoted(sentence) == list(MEASURES)


def test_a_report_has_the_described_names(lotsen: Lotsen, tmp_path: Path) -> None:
    lotsen.set(data_dir=tmp_path)
    stored_run(tmp_path, "20261124T101500Z-auto", some_cases())
    printed = lotsen("evals", "report", "senaste", "--json", "-").json
    described = example("Evals report")
    one_metric = re.compile(rf"\b(metrics|gates|why)\.(?:{'|'.join(MEASURES)})\b")
    settings = {name for name in names(printed) if name.startswith("settings.")}
    told = {one_metric.sub(r"\1.METRIC", name) for name in names(printed) - settings}
    assert told == names(described) - {"settings.mode"}
    assert list(printed) == list(described)


def test_a_judges_figures_have_the_described_names(tmp_path: Path) -> None:
    def once(trait: Trait, material: Material) -> Opinion:
        if material.case_id == "b":
            raise UnreadableVerdictError("oläsligt")
        return always_right(trait, material)

    cases = cases_of("ab")
    folder = kept_run(tmp_path, cases, [answered(case) for case in cases])
    printed = judge_run(folder, cases, FakeJudge(once), NO_LABELS).to_json()
    described = example("Evals judge")
    one_trait = re.compile(rf"\b(?:{'|'.join(Trait)})\b")
    one_word = re.compile(r"(labels)\.\w+")
    told, meant = (
        {one_word.sub(r"\1.WORD", one_trait.sub("METRIC", name)) for name in names(document)}
        for document in (printed, described)
    )
    assert told == meant
    assert list(printed) == list(described)
    sentence = chapter("Evals judge").split("The metrics are", 1)[1].split(",", 1)[0]
    assert quoted(sentence) == list(Trait)


def test_stored_feedback_has_the_described_names(lotsen: Lotsen, tmp_path: Path) -> None:
    lotsen.set(data_dir=tmp_path, feedback_days=30)
    desk = AnswerDesk(FakeAnswerer(), feedback=FeedbackStore(tmp_path, 30))
    described = example("Feedback list")
    (row,) = described["feedback"]
    with TestClient(create_app(desk)) as client:
        sent = {name: row[name] for name in row if name in FeedbackBody.model_fields}
        assert client.post("/api/feedback", json=sent).status_code == 202
    desk.close()
    printed = lotsen("feedback", "list", "--json").json
    assert names(printed) == names(described)
    assert list(printed["feedback"][0]) == list(row)


def test_the_fields_and_reasons_of_feedback_are_described() -> None:
    assert [quoted(cell)[0] for cell, _ in rows("HTTP", "field")] == list(FeedbackBody.model_fields)
    (told,) = [value for cell, value in rows("HTTP", "field") if cell == "`reason`"]
    assert quoted(told) == list(FeedbackReason)


def test_a_measurement_has_the_described_names(lotsen: Lotsen, tmp_path: Path) -> None:
    lotsen.set(data_dir=tmp_path / "data")
    folder = tmp_path / "prov"
    (folder / "qrels").mkdir(parents=True)
    for name, row in (
        ("corpus.jsonl", {"_id": "d", "title": "", "text": "Cykeln är grön."}),
        ("queries.jsonl", {"_id": "q", "text": "Är cykeln grön?"}),
    ):
        (folder / name).write_text(json.dumps(row), encoding="utf-8")
    qrels = "query-id\tcorpus-id\tscore\nq\td\t1\n"
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    printed = lotsen("evals", "retrieval", "--dataset", str(folder), "--json").json
    sentence = chapter("Evals retrieval").split("The figures are", 1)[1].split(".", 1)[0]
    figures = list(ranking_metrics(("d",), {"d": 1}))
    assert quoted(sentence) == figures
    one_figure = re.compile("|".join(sorted(figures, key=len, reverse=True)))
    shown = {one_figure.sub("FIGURE", name) for name in names(printed)}
    dense = {"legs.dense", "legs.dense.FIGURE"}  # absent where the encoder has no wheel
    assert shown | dense == names(example("Evals retrieval"))


def test_a_check_of_the_gates_has_the_described_names(tmp_path: Path) -> None:
    runs = [
        read_past(stored_run(tmp_path, name, cases, day=day))
        for name, cases, day in (("ett", some_cases(), 20), ("två", better_cases(), 22))
    ]
    gate = CheckedGate(name="lint", title="Testfallen och facit", state=State.KEPT, told="…")
    report = CheckReport(
        gates=(gate,), run=runs[1], folder=tmp_path, comparison=compare(runs[0], runs[1])
    )
    metrics = re.compile("|".join(sorted(MEASURES, key=len, reverse=True)))
    shown = {metrics.sub("METRIC", name) for name in names(report.to_json())}
    assert shown == names(example("Evals check"))
    sentence = chapter("Evals check").split("`state` is", 1)[1].split(", and", 1)[0]
    assert quoted(sentence) == list(State)


def paths_of_the_api() -> set[str]:
    desk = AnswerDesk(FakeAnswerer())
    api = create_app(desk)
    desk.close()
    found = {
        f"{method} {route.path.replace(':path', '')}"
        for route in api.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    return found | {f"GET {api.openapi_url}"}


def test_every_path_is_described() -> None:
    described = {quoted(cell)[0].split("?")[0] for cell, _ in rows("HTTP", "path")}
    assert described == paths_of_the_api()


def test_every_event_of_a_stream_is_described() -> None:
    desk = AnswerDesk(FakeAnswerer())
    with TestClient(create_app(desk)) as client:
        texts = [
            client.post("/api/ask/stream", json={"question": question}).text
            for question in ("Vem leder rådet?", "Det är sönder")
        ]
    desk.close()
    sent = set(re.findall(r"^event: (\w+)$", "\n".join(texts), flags=re.MULTILINE))
    sentence = chapter("HTTP").split("Events of a stream:", 1)[1].split("A comment line", 1)[0]
    assert sent == set(quoted(sentence)) - {"text"}


def test_every_problem_has_the_described_names() -> None:
    desk = AnswerDesk(FakeAnswerer())
    with TestClient(create_app(desk)) as client:
        reply = client.post("/api/ask", json={})
    desk.close()
    sentence = chapter("HTTP").split("in Swedish with", 1)[1].split(":", 1)[0]
    problem = reply.json()
    assert set(quoted(sentence)) == {*problem, *problem["errors"][0]}


def test_every_setting_is_named() -> None:
    named = [name for name in quoted(chapter("Settings")) if name.startswith("LOTSEN_")]
    assert named == [f"LOTSEN_{field}".upper() for field in Settings.model_fields]


def test_the_names_of_the_library_are_those_of_the_package() -> None:
    named = [re.match(r"`(\w+)", cells[0]) for cells in rows("Python", "name")]
    assert sorted(found.group(1) for found in named if found) == sorted(assistant.__all__)
    fields = set(re.findall(r"`(\w+)`", rows("Python", "name")[1][1]))
    assert fields <= {field.name for field in dataclasses.fields(Answer)}
