import json
from datetime import date

import pytest
from eval_runs import RIGHT, case, some_cases, stored_run

from assistant.conversation import Answer, AnswerStatus
from assistant.wire import answer_json
from corpus.errors import UsageError
from evals.answer_times import Bin, round_above, times_of
from evals.answers import from_line, keep, to_line
from evals.cases import parse_cases
from evals.judging import ScoredCase
from evals.report_figures import MOST_RUNS, figures_of
from evals.run import IndexSources
from evals.run_folder import run_folders

(CASE,) = parse_cases(
    """
set = "prov"
[[case]]
id = "a"
question = "Måste vi ha en lägesbild?"
expected_status = "answered"
gold = [{ document_id = "sfs-2023-196", pinpoint = "4 §", grade = 1 }]
""",
    "prov.toml",
)
ANSWER = Answer(
    status=AnswerStatus.NO_GUIDANCE_FOUND,
    question=CASE.question,
    as_of=date(2026, 11, 24),
    confidence=-1.25,
)


NO_SOURCES = IndexSources(lanes={}, texts={})


@pytest.fixture
def figures(tmp_path):
    return figures_of(stored_run(tmp_path, "prov", some_cases()))


def test_a_kept_answer_holds_its_confidence_and_an_older_one_has_none():
    line = to_line(keep(CASE, ANSWER, NO_SOURCES))
    assert from_line(line).answer.confidence == -1.25
    older = {name: value for name, value in json.loads(line).items() if name != "confidence"}
    assert from_line(json.dumps(older)).answer.confidence is None
    assert "confidence" not in answer_json(ANSWER)


def test_a_judged_case_tells_its_confidence_and_the_places_of_its_key():
    told = ScoredCase(case=CASE, answer=ANSWER, scores={}).to_json()
    assert told["confidence"] == -1.25
    assert told["gold"] == [{"document_id": "sfs-2023-196", "pinpoint": "4 §", "grade": 1}]


def test_the_failed_cases_are_those_wrong_in_substance_or_against_a_gate(figures):
    assert {one.case.id: dict(one.faults) for one in figures.failed} == {
        "lv2": {"strict_correctness": "saknar ”vartannat år”"},
        "lv3": {"quote_exactness": "0 av 1 citat stämmer"},
        "lv4": {"strict_correctness": "status no_guidance_found, väntat answered"},
    }
    assert (len(figures.cases), figures.unchecked) == (6, 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strict_correctness", 0.5),
        ("quote_exactness", 0.9),
        ("statements_cited", 0.9),
        ("lane_errors", 1.0),
        ("forbidden_claims", 1.0),
    ],
)
def test_each_of_these_alone_fails_a_case(tmp_path, name, value):
    whole = figures_of(stored_run(tmp_path, "hel", [case("a"), case("b", scores={})]))
    assert whole.failed == ()
    one = figures_of(stored_run(tmp_path, "fel", [case("a", scores=RIGHT | {name: value})]))
    assert [list(bad.faults) for bad in one.failed] == [[name]]


def test_each_set_has_its_own_figures_in_the_order_of_the_run(figures):
    told = [(one.name, one.cases, one.failed) for one in figures.sets]
    assert told == [("lag-vardag", 4, 3), ("avsta", 2, 0)]
    strict = [one.metrics["strict_correctness"] for one in figures.sets]
    assert [(metric.value, metric.n) for metric in strict] == [(0.5, 4), (1.0, 2)]
    assert figures.metrics["strict_correctness"].value == pytest.approx(4 / 6)
    assert {name for name, gate in figures.gates.items() if not gate.passed} == {"quote_exactness"}


def test_the_curve_of_risk_has_the_given_answers_among_all_questions(figures):
    # Answered with 3.5 (right), 1.0 (wrong) and 0.5 (right in substance), of six questions.
    assert [(p.threshold, p.coverage, p.risk) for p in figures.risk.points] == [
        (3.5, pytest.approx(1 / 6), 0.0),
        (1.0, pytest.approx(2 / 6), 0.5),
        (0.5, pytest.approx(3 / 6), pytest.approx(1 / 3)),
    ]
    assert figures.risk.area == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    assert figures.without_confidence == 0


@pytest.mark.parametrize("confidence", [None, "3.5", True, float("nan")])
def test_an_answer_whose_confidence_is_not_known_is_left_out_and_counted(tmp_path, confidence):
    cases = [case("a"), case("b", confidence=confidence)]
    figures = figures_of(stored_run(tmp_path, "prov", cases))
    assert (figures.risk.answers, figures.risk.of, figures.without_confidence) == (1, 2, 1)


def test_cases_of_an_older_run_lack_what_was_not_kept(tmp_path):
    older = case("a")
    for name in ("confidence", "gold", "checked"):
        del older[name]
    figures = figures_of(stored_run(tmp_path, "äldre", [older]))
    assert (figures.unchecked, figures.without_confidence, figures.failed) == (1, 1, ())


def test_times_by_nearest_rank_and_bins_with_an_open_end():
    times = times_of([100.0, 200.0, 300.0, 9_000.0])
    assert times is not None
    # The 95th of 100 is the fourth of four; 9 000 / 8 = 1 125 gives bins of 2 000.
    assert (times.p50, times.p95, times.longest, times.n) == (200.0, 9_000.0, 9_000.0, 4)
    assert [one.n for one in times.bins] == [3, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert times.bins[0] == Bin(low=0.0, high=2_000.0, n=3)
    assert times.bins[-1].high is None
    assert times_of([]) is None


def test_a_very_long_time_lies_in_the_last_bin():
    times = times_of([*[80.0] * 99, 60_000.0])
    assert times is not None
    assert (times.p95, times.bins[-1]) == (80.0, Bin(low=90.0, high=None, n=1))
    assert sum(one.n for one in times.bins) == 100


def test_steps_are_round():
    assert [round_above(value) for value in (0, 1, 1.1, 3, 7, 125, 0.03)] == [
        1.0,
        1.0,
        2.0,
        5.0,
        10.0,
        200.0,
        0.05,
    ]


def test_the_history_has_the_finished_runs_of_the_same_sets_oldest_first(tmp_path):
    stored_run(tmp_path, "20261120T101500Z-auto", some_cases(), day=20)
    stored_run(tmp_path, "20261121T101500Z-auto", some_cases()[:3], day=21)  # another set of sets
    stored_run(tmp_path, "20261122T101500Z-auto", some_cases(), day=22, finished=False)
    this = stored_run(tmp_path, "20261123T101500Z-auto", some_cases(), day=23)
    stored_run(tmp_path, "20261124T101500Z-auto", some_cases(), day=24)
    points = figures_of(this, run_folders(tmp_path)).history
    assert [(p.run[:8], p.is_this) for p in points] == [
        ("20261120", False),
        ("20261123", True),
        ("20261124", False),
    ]
    assert points[0].metrics["false_refusals"].value == 0.25


def test_a_run_that_can_not_be_read_is_no_history_and_no_fault(tmp_path):
    damaged = stored_run(tmp_path, "20261120T101500Z-auto", some_cases(), day=20)
    damaged.write_text("cases.jsonl", "inget fall\n")
    this = stored_run(tmp_path, "20261123T101500Z-auto", some_cases(), day=23)
    assert [p.is_this for p in figures_of(this, run_folders(tmp_path)).history] == [True]


def test_the_history_is_not_endless(tmp_path):
    for day in range(1, 31):
        for hour in (1, 2):
            name = f"202611{day:02}T0{hour}1500Z-auto"
            stored_run(tmp_path, name, some_cases()[:1], day=day)
    folders = run_folders(tmp_path)
    assert len(figures_of(folders[0], folders).history) == MOST_RUNS


def test_cases_alone_make_a_report_without_day_and_history(tmp_path):
    folder = stored_run(tmp_path, "prov", some_cases())
    (folder.path / "run.json").unlink()
    figures = figures_of(folder)
    assert (figures.run.settings, figures.run.started, figures.history) == ({}, None, ())


@pytest.mark.parametrize("content", ["", "\n"])
def test_a_run_without_judged_cases_is_one_swedish_sentence(tmp_path, content):
    folder = stored_run(tmp_path, "prov", [case("a")], finished=False)
    with pytest.raises(UsageError, match="har inga bedömda fall"):
        figures_of(folder)
    folder.write_text("cases.jsonl", content)
    with pytest.raises(UsageError, match="har inga bedömda fall"):
        figures_of(folder)


def test_the_figures_for_programs(figures):
    told = json.loads(json.dumps(figures.to_json(), allow_nan=False))
    assert (told["cases"], told["unchecked"], told["run"]) == (6, 5, "prov")
    assert told["risk"]["points"][1] == {"threshold": 1.0, "coverage": 0.3333, "risk": 0.5}
    assert [one["id"] for one in told["failed"]] == ["lv2", "lv3", "lv4"]
    assert told["latency"]["p50"] == 60.0
    assert told["history"][0]["metrics"]["strict_correctness"]["value"] == 0.6667
