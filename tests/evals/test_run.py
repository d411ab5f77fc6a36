import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest
from samples import citation

from assistant.conversation import (
    Answer,
    AnswerStatus,
    Mode,
    Question,
    Reason,
    Statement,
    Turn,
)
from corpus.documents import Lane
from corpus.errors import ExitCode, StorageError
from evals.answers import MASKED
from evals.cases import parse_cases
from evals.golden import Gold
from evals.judging import gates_of, judged, make_report, summed, write_report
from evals.measures import MEASURES
from evals.metrics import Metric
from evals.run import ask_case, evaluate
from evals.run_folder import RunFile, RunFolder
from evals.scorers import Score

TODAY = date(2026, 11, 24)
LAW, PASSAGE = "sfs-2023-196", "sfs-2023-196#4-§/1"
TEXT = "Kommunen ska ta fram en lägesbild."
NUMBER = "18900101-9802"
CASES = parse_cases(
    f"""
set = "prov"
[[case]]
id = "svar"
question = "Måste vi ha en lägesbild?"
expected_status = "answered"
gold = [{{ document_id = "sfs-2023-196", pinpoint = "4 §" }}]
nuggets = [{{ vital = true, any_of = ['lägesbild'] }}]
[[case]]
id = "missat"
question = "Och en åtgärdsplan?"
expected_status = "answered"
as_of = 2024-01-02
history = [{{ question = "Förut?", answer = "Ja." }}]
gold = [{{ document_id = "sfs-2023-196", pinpoint = "5 §" }}]
nuggets = [{{ vital = true, any_of = ['åtgärdsplan'] }}]
[[case]]
id = "person"
question = "Är {NUMBER} med?"
expected_status = "blocked_personal_data"
""",
    "prov.toml",
)


@dataclass
class Desk:
    """Answers the first case, refuses the second, stops the third, and remembers what was asked."""

    asked: list[Question] = field(default_factory=list)

    lanes = MappingProxyType({LAW: Lane.LAW})
    texts = MappingProxyType({PASSAGE: TEXT})

    def ask(self, question):
        self.asked.append(question)
        if NUMBER in question.text:
            status, reason = (
                AnswerStatus.BLOCKED_PERSONAL_DATA,
                Reason.PERSONAL_IDENTITY_NUMBER,
            )
        elif "lägesbild" in question.text:
            return answered(question)
        else:
            status, reason = AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE
        return Answer(status=status, reason=reason, question=question.text, as_of=question.as_of)


def answered(question):
    return Answer(
        status=AnswerStatus.ANSWERED,
        question=question.text,
        as_of=question.as_of,
        statements=(Statement(text=TEXT, lane=Lane.LAW, labels=(1,)),),
        citations=(citation(TEXT, document_id=LAW, pinpoint="4 §", passage_id=PASSAGE),),
    )


def run_file(cases=CASES, epochs=1):
    return RunFile(
        run="prov-1",
        started=datetime(2026, 11, 24, tzinfo=UTC),
        settings={"mode": "extractive", "as_of": TODAY.isoformat()},
        case_ids=tuple(case.id for case in cases),
        epochs=epochs,
    )


def scored(desk=None, cases=CASES):
    desk = desk or Desk()
    return [judged(case, [ask_case(desk.ask, desk, case, run_file(), 1)]) for case in cases]


def report():
    return make_report(scored(), run="prov-1", settings={"mode": "extractive"})


def test_each_case_is_asked_with_its_day_its_history_and_the_runs_mode():
    desk = Desk()
    scored(desk)
    assert desk.asked[:2] == [
        Question(text="Måste vi ha en lägesbild?", as_of=TODAY, mode=Mode.EXTRACTIVE),
        Question(
            text="Och en åtgärdsplan?",
            as_of=date(2024, 1, 2),
            history=(Turn(question="Förut?", answer="Ja."),),
            mode=Mode.EXTRACTIVE,
        ),
    ]


def test_progress_is_told_after_each_case(tmp_path):
    steps: list[tuple[int, int]] = []
    evaluate(
        Desk().ask,
        Desk(),
        CASES,
        run_file(),
        RunFolder(tmp_path),
        progress=lambda done, of: steps.append((done, of)),
    )
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_the_metrics_of_one_answer_one_wrong_refusal_and_one_right_stop():
    figures = {name: (m.value, m.n) for name, m in report().metrics.items()}
    assert figures == {
        "status_accuracy": (2 / 3, 3),
        "strict_correctness": (2 / 3, 3),
        "nugget_recall": (0.5, 2),
        "vital_recall": (0.5, 2),
        "quote_exactness": (1.0, 1),
        "statements_cited": (1.0, 1),
        "citation_precision": (1.0, 1),
        "citation_recall": (0.5, 2),
        "support": (1.0, 1),
        "coverage": (1.0, 1),
        "lane_errors": (0.0, 1),
        "forbidden_claims": (0.0, 1),
        "false_refusals": (0.5, 2),
        "refusal_recall": (1.0, 1),
        "abstention_precision": (0.5, 2),
        "lix": (39.3, 1),
        "sentence_length": (6.0, 1),
        "latency_ms": (None, 0),
    }


def test_the_report_has_the_shape_of_the_interface():
    printed = report().to_json()
    assert list(printed) == ["run", "cases", "metrics", "gates", "settings"]
    assert printed["run"] == "prov-1"
    assert printed["settings"] == {"mode": "extractive"}
    assert set(printed["cases"][0]) >= {"id", "set", "status", "scores", "why"}
    assert printed["cases"][1]["scores"]["citation_precision"] is None
    assert printed["metrics"]["quote_exactness"] == {
        "value": 1.0,
        "low": 0.2065,
        "high": 1.0,
        "n": 1,
    }
    assert printed["gates"] == {
        "quote_exactness": {"floor": 1.0, "value": 1.0, "passed": True},
        "statements_cited": {"floor": 1.0, "value": 1.0, "passed": True},
        "lane_errors": {"floor": 0.0, "value": 0.0, "passed": True},
        "forbidden_claims": {"floor": 0.0, "value": 0.0, "passed": True},
    }


def test_shares_of_many_things_are_summed_by_thing_and_unscored_cases_count_nowhere():
    scores = [
        Score(value=1.0, answer="", why="", n=1),
        Score(value=2 / 3, answer="", why="", n=3),
        Score(value=None, answer="", why="", n=0),
    ]
    metric = summed("quote_exactness", scores)
    assert (metric.value, metric.n) == (0.75, 4)
    mean_of_cases = summed("citation_precision", scores)
    assert (mean_of_cases.value, mean_of_cases.n) == (pytest.approx(5 / 6), 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quote_exactness", 0.999),
        ("statements_cited", 0.999),
        ("lane_errors", 0.001),
        ("forbidden_claims", 0.001),
    ],
)
def test_each_gate_breaks_on_one_fault_in_a_thousand(name, value):
    broken = {**report().metrics, name: Metric(value=value, low=0.0, high=1.0, n=1_000)}
    assert [key for key, gate in gates_of(broken).items() if not gate.passed] == [name]
    whole = replace(report(), gates=gates_of(broken))
    assert (report().exit_code, whole.exit_code) == (ExitCode.DONE, ExitCode.GATE_FAILED)


def test_a_run_of_refusals_alone_passes_the_gates_without_a_figure():
    refused = make_report(scored()[1:], run="r", settings={})
    assert {(g.value, g.passed) for g in refused.gates.values()} == {(None, True)}
    assert refused.exit_code is ExitCode.DONE


def test_a_run_is_written_as_one_case_a_line_and_the_printed_report(tmp_path):
    out = tmp_path / "ny" / "mapp"
    write_report(report(), RunFolder(out))
    lines = (out / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    printed = json.loads(json.dumps(report().to_json()))
    assert [json.loads(line) for line in lines] == printed["cases"]
    assert json.loads((out / "report.json").read_text(encoding="utf-8")) == printed


def test_a_written_run_can_be_summed_up_again_from_its_cases(tmp_path):
    write_report(report(), RunFolder(tmp_path))
    lines = (tmp_path / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    again = {
        name: summed(
            name,
            [
                Score(value=row["scores"][name], answer="", why="", n=row["judged"][name])
                for row in rows
            ],
        )
        for name in MEASURES
    }
    assert again == report().metrics


def test_a_question_with_a_personal_number_is_written_nowhere(tmp_path):
    write_report(report(), RunFolder(tmp_path))
    written = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()]
    assert len(written) == 2
    assert not any(NUMBER in text for text in written)
    assert report().to_json()["cases"][2]["question"] == MASKED


def test_a_question_the_product_stopped_is_masked_though_the_case_expected_an_answer():
    stopped = replace(scored()[2], case=replace(CASES[0], question=f"Om {NUMBER}?"))
    assert NUMBER not in json.dumps(stopped.to_json())


def test_a_folder_that_can_not_be_written_is_one_swedish_sentence(tmp_path):
    (tmp_path / "fil").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="Utvärderingen kan inte sparas i"):
        write_report(report(), RunFolder(tmp_path / "fil" / "under"))


def test_gold_is_compared_by_place_not_by_letter():
    cases = (replace(CASES[0], gold=(Gold(document_id="sfs-2023-196", pinpoint="4–5 §§"),)),)
    (case,) = scored(cases=cases)
    assert case.scores["citation_recall"].value == 1.0


def test_what_was_wrong_in_one_epoch_of_three_is_neither_whole_nor_forgotten():
    partly = [Score(value=2 / 3, answer="", why="", n=1), Score(value=1.0, answer="", why="", n=1)]
    metric = summed("quote_exactness", partly)
    assert (metric.value, metric.n) == (pytest.approx((2 / 3 + 1) / 2), 2)
    assert not MEASURES["quote_exactness"].keeps_gate(metric.value)
    leaked = summed("lane_errors", [Score(value=1 / 3, answer="", why="", n=1)])
    assert not MEASURES["lane_errors"].keeps_gate(leaked.value)


def test_a_stored_share_of_four_decimals_is_a_whole_number_of_things_again():
    stored = [
        Score(value=0.6667, answer="", why="", n=3),
        Score(value=0.1429, answer="", why="", n=7),
    ]
    metric = summed("quote_exactness", stored)
    assert (metric.value, metric.n) == (3 / 10, 10)


def test_a_case_of_several_epochs_is_their_mean_told_by_the_worst():
    desk = Desk()
    good = ask_case(desk.ask, desk, CASES[0], run_file(), 1)
    refused = replace(good.answer, status=AnswerStatus.NO_GUIDANCE_FOUND, statements=())
    case = judged(CASES[0], [good, replace(good, epoch=2, answer=refused)])
    assert case.scores["status_accuracy"].value == 0.5
    assert case.scores["status_accuracy"].why == (
        "status no_guidance_found, väntat answered (sämst av 2 omgångar: 0.00)"
    )
    assert case.scores["quote_exactness"] == Score(
        value=1.0, answer="", why="alla 1 citat stämmer (sämst av 1 omgångar: 1.00)", n=1
    )
    assert case.answer == good.answer
