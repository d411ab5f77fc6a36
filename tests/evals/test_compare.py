"""Two stored runs compared: every difference here can be worked out from the lines beside it."""

import json
from dataclasses import replace

import pytest

from corpus.errors import ExitCode, UsageError
from evals.compare import Change, compare
from evals.measures import MEASURES
from evals.past_runs import PastCase, PastRun, read_past
from evals.run_folder import RunFolder
from evals.scorers import Score

NO_DIFFERENCE = "ingen säker skillnad"
SOUND = {
    "quote_exactness": 1.0,
    "statements_cited": 1.0,
    "lane_errors": 0.0,
    "forbidden_claims": 0.0,
}
"""What keeps every gate."""


def past_case(case_id, **scores):
    """A case with the gates kept and ``scores``: a value, (value, n) or None for unscored."""
    whole = {name: v if isinstance(v, tuple) else (v, 1) for name, v in (SOUND | scores).items()}
    return PastCase(
        id=case_id,
        set="prov",
        status="answered",
        scores={
            name: Score(value=value, answer="", why="", n=0 if value is None else n)
            for name, (value, n) in whole.items()
        },
        body={},
    )


def run_of(name, metric, values, **settings):
    """A run whose cases c0, c1 … have ``values`` of one measure."""
    cases = tuple(past_case(f"c{n}", **{metric: value}) for n, value in enumerate(values))
    return PastRun(run=name, cases=cases, settings=settings)


def compared(metric, first, second):
    return compare(run_of("a", metric, first), run_of("b", metric, second))


def change(metric, first, second) -> Change:
    return compared(metric, first, second).changes[metric]


def test_a_mean_over_cases_is_compared_by_its_cases():
    # (.2 + .4) / 2 = .3; (.6 + .4) / 2 = .5.
    told = change("nugget_recall", [0.2, 0.4], [0.6, 0.4])
    assert (told.first, told.second, told.difference) == pytest.approx((0.3, 0.5, 0.2))
    assert (told.n, told.wins, told.losses) == (2, ("c0",), ())


def test_a_share_of_many_things_weighs_each_thing_alike():
    # Quotes: 1 of 2 and 4 of 4 are 5 of 6; 4 of 4 and 3 of 4 are 7 of 8.
    told = change("quote_exactness", [(0.5, 2), (1.0, 4)], [(1.0, 4), (0.75, 4)])
    assert (told.first, told.second) == pytest.approx((5 / 6, 7 / 8))
    assert told.difference == pytest.approx(7 / 8 - 5 / 6)
    assert (told.wins, told.losses) == (("c0",), ("c1",))


def test_a_mean_weighs_cases_alike_however_many_things_they_are_of():
    told = change("citation_precision", [(0.0, 9), (1.0, 1)], [(1.0, 9), (1.0, 1)])
    assert (told.first, told.second) == (0.5, 1.0)


def test_the_interval_of_two_cases_is_known_without_drawing():
    # One of two rose from 0 to 1: a draw of two gives 0, .5 or 1 with chances 1/4, 1/2, 1/4.
    told = change("nugget_recall", [0.0, 0.0], [1.0, 0.0])
    assert (told.difference, told.low, told.high) == (0.5, 0.0, 1.0)
    assert told.verdict == NO_DIFFERENCE


def test_the_interval_of_four_cases_is_known_without_drawing():
    # One of four rose: k ones in four draws have chances .316, .422, .211, .047, .004, so 2.5 %
    # lies at 0 and 97.5 % at three of four.
    told = change("nugget_recall", [0.0] * 4, [1.0, 0.0, 0.0, 0.0])
    assert (told.low, told.high) == (0.0, 0.75)


def test_the_interval_of_a_share_draws_cases_and_not_things():
    # Two cases of 1 and 3 quotes: draws of the first alone, both, or the second alone give
    # differences of -1, -1/4 and 0 with chances 1/4, 1/2, 1/4.
    told = change("quote_exactness", [(1.0, 1), (1.0, 3)], [(0.0, 1), (1.0, 3)])
    assert (told.difference, told.low, told.high) == (-0.25, -1.0, 0.0)


def test_identical_runs_have_no_difference_at_all():
    values = [0.0, 0.25, 1.0, 1.0, 0.5]
    both = compared("nugget_recall", values, values)
    told = both.changes["nugget_recall"]
    assert (told.difference, told.low, told.high) == (0.0, 0.0, 0.0)
    assert (told.wins, told.losses, told.verdict) == ((), (), NO_DIFFERENCE)
    assert {(c.difference, c.low, c.high) for c in both.changes.values()} == {(0.0, 0.0, 0.0)}
    assert (both.drops, both.broken, both.exit_code) == ((), (), ExitCode.DONE)


def test_a_run_in_which_every_case_became_worse_is_a_drop():
    both = compared("nugget_recall", [1.0, 0.8, 0.9], [0.5, 0.3, 0.4])
    told = both.changes["nugget_recall"]
    assert (told.difference, told.low, told.high) == pytest.approx((-0.5, -0.5, -0.5))
    assert (told.verdict, told.losses) == ("sämre", ("c0", "c1", "c2"))
    assert (both.drops, both.exit_code) == (("nugget_recall",), ExitCode.GATE_FAILED)


def test_a_run_in_which_every_case_became_better_is_none():
    both = compared("nugget_recall", [0.5, 0.3, 0.4], [1.0, 0.8, 0.9])
    assert both.changes["nugget_recall"].verdict == "bättre"
    assert (both.drops, both.exit_code) == ((), ExitCode.DONE)


def test_noise_is_no_difference():
    first = [float(n % 2) for n in range(40)]
    both = compared("strict_correctness", first, [1.0 - value for value in first])
    told = both.changes["strict_correctness"]
    assert told.difference == 0.0
    assert told.low < 0 < told.high
    assert (len(told.wins), len(told.losses), told.verdict) == (20, 20, NO_DIFFERENCE)
    assert both.exit_code is ExitCode.DONE


def test_few_losses_among_many_cases_are_no_drop_and_many_are():
    # Of 20, two losses: a draw without them has a chance of .9^20 = .12, more than 2.5 %.
    few = change("strict_correctness", [1.0] * 20, [0.0] * 2 + [1.0] * 18)
    # Eight losses: .6^20 is less than one in 10,000.
    many = change("strict_correctness", [1.0] * 20, [0.0] * 8 + [1.0] * 12)
    assert (few.verdict, many.verdict) == (NO_DIFFERENCE, "sämre")
    assert few.high == 0.0
    assert many.high < 0.0


def test_what_is_better_low_is_worse_when_it_rises():
    risen = compared("false_refusals", [0.0] * 3, [1.0] * 3)
    told = risen.changes["false_refusals"]
    assert (told.difference, told.verdict) == (1.0, "sämre")
    assert (told.wins, told.losses) == ((), ("c0", "c1", "c2"))
    assert risen.exit_code is ExitCode.GATE_FAILED
    fallen = compared("false_refusals", [1.0] * 3, [0.0] * 3)
    told = fallen.changes["false_refusals"]
    assert (told.verdict, told.wins) == ("bättre", ("c0", "c1", "c2"))
    assert fallen.exit_code is ExitCode.DONE


@pytest.mark.parametrize("metric", ["latency_ms", "lix", "sentence_length"])
def test_what_depends_on_the_machine_or_on_taste_fails_nothing(metric):
    both = compared(metric, [10.0, 20.0], [1_000.0, 2_000.0])
    assert both.changes[metric].verdict == "sämre"
    assert (both.drops, both.exit_code) == ((), ExitCode.DONE)


def test_a_case_that_one_run_left_unscored_is_not_compared():
    told = change("nugget_recall", [0.5, None, 0.5, None], [1.0, 1.0, None, None])
    assert (told.n, told.first, told.second, told.wins) == (1, 0.5, 1.0, ("c0",))


def test_a_score_of_nothing_is_not_compared():
    assert "nugget_recall" not in compared("nugget_recall", [(1.0, 0)], [0.0]).changes


def test_a_measure_that_no_pair_has_is_left_out():
    both = compared("nugget_recall", [None, 0.5], [0.5, None])
    assert list(both.changes) == [name for name in MEASURES if name in SOUND]


def test_an_unscored_case_is_no_zero():
    assert change("nugget_recall", [0.0, None], [0.0, None]).n == 1


def test_cases_of_one_run_alone_are_named_and_not_compared():
    first = run_of("a", "nugget_recall", [0.0, 1.0, 0.0])
    second = replace(first, run="b", cases=(past_case("ny", nugget_recall=0.0), *first.cases[1:2]))
    both = compare(first, second)
    assert (both.shared, both.only_first, both.only_second) == (1, ("c0", "c2"), ("ny",))
    assert both.changes["nugget_recall"].n == 1
    assert both.changes["nugget_recall"].first == 1.0


def test_runs_without_anything_in_common_are_one_swedish_sentence():
    first = run_of("a", "lix", [1.0])
    second = PastRun(run="b", cases=(past_case("annat"),))
    with pytest.raises(
        UsageError, match=r"^Körningarna a och b har inga fall gemensamt att jämföra\.$"
    ):
        compare(first, second)


def test_a_broken_gate_fails_though_nothing_changed():
    both = compared("quote_exactness", [0.5], [0.5])
    assert both.drops == ()
    assert (both.broken, both.exit_code) == (("quote_exactness",), ExitCode.GATE_FAILED)


def test_a_gate_that_only_the_first_run_broke_fails_nothing():
    assert compared("lane_errors", [1.0], [0.0]).exit_code is ExitCode.DONE


def test_a_gate_whose_measure_was_not_taken_is_broken():
    second = run_of("b", "lix", [1.0])
    case = second.cases[0]
    left = {name: score for name, score in case.scores.items() if name != "lane_errors"}
    second = replace(second, cases=(replace(case, scores=left),))
    both = compare(run_of("a", "lix", [1.0]), second)
    assert (both.broken, both.gates["lane_errors"].value) == (("lane_errors",), None)
    assert both.exit_code is ExitCode.GATE_FAILED


def test_settings_that_differ_are_named_once():
    first = run_of("a", "lix", [1.0], mode="extractive", model=None, gone=1)
    second = run_of("b", "lix", [1.0], mode="model", model=None, new=2)
    assert compare(first, second).settings_changed == ("mode", "gone", "new")


def test_the_same_runs_always_have_the_same_interval():
    first, second = [0.1, 0.9, 0.4, 0.3, 1.0], [0.3, 0.2, 0.9, 0.3, 0.7]
    one, again = (change("nugget_recall", first, second) for _ in range(2))
    assert (one.low, one.high) == (again.low, again.high)
    assert one.low < one.difference < one.high


def test_nor_do_draws_of_their_own_move_the_interval_of_many_cases():
    # So many different values that two sets of draws would hardly ever give the same bounds.
    first, second = ([n * step % 101 / 101 for n in range(80)] for step in (37, 59))
    told = {(c.low, c.high) for c in (change("nugget_recall", first, second) for _ in range(3))}
    assert len(told) == 1


def test_the_comparison_as_json():
    both = compare(
        run_of("a", "nugget_recall", [1.0, 1 / 3], mode="extractive"),
        run_of("b", "nugget_recall", [0.0, 1 / 3], mode="model"),
    )
    printed = json.loads(json.dumps(both.to_json()))
    assert printed["metrics"]["nugget_recall"] == {
        "first": 0.6667,
        "second": 0.1667,
        "difference": -0.5,
        "low": -1.0,
        "high": 0.0,
        "n": 2,
        "verdict": NO_DIFFERENCE,
        "wins": [],
        "losses": ["c0"],
    }
    assert {key: value for key, value in printed.items() if key not in ("metrics", "gates")} == {
        "first": "a",
        "second": "b",
        "cases": 2,
        "only_first": [],
        "only_second": [],
        "settings_changed": ["mode"],
        "drops": [],
        "broken": [],
    }
    assert printed["gates"]["lane_errors"] == {"floor": 0.0, "value": 0.0, "passed": True}
    assert list(printed["metrics"]) == [
        "nugget_recall",
        "quote_exactness",
        "statements_cited",
        "lane_errors",
        "forbidden_claims",
    ]


def line(case_id, **scores):
    whole = SOUND | scores
    return json.dumps(
        {
            "id": case_id,
            "set": "prov",
            "status": "answered",
            "scores": whole,
            "why": {},
            "judged": {name: 0 if value is None else 1 for name, value in whole.items()},
        }
    )


def stored(folder, *lines):
    folder.mkdir()
    (folder / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return RunFolder(folder)


def test_a_line_that_is_stored_twice_counts_once_and_as_it_was_first(tmp_path):
    doubled = [line("x", nugget_recall=1.0), line("x", nugget_recall=0.0), "", line("y")]
    first = read_past(stored(tmp_path / "a", *doubled))
    second = read_past(stored(tmp_path / "b", line("x", nugget_recall=1.0)))
    both = compare(first, second)
    assert [case.id for case in first.cases] == ["x", "y"]
    assert (both.shared, both.changes["nugget_recall"].n) == (1, 1)
    assert both.changes["nugget_recall"].difference == 0.0
    assert both.only_first == ("y",)


def test_a_measure_that_is_not_known_any_longer_is_left_out(tmp_path):
    run = read_past(stored(tmp_path / "a", line("x", oldest=1.0, nugget_recall=None)))
    assert set(run.cases[0].scores) == {*SOUND, "nugget_recall"}
    assert run.metrics["nugget_recall"].n == 0


def test_a_line_that_is_no_case_is_named(tmp_path):
    folder = stored(tmp_path / "a", line("x"), '{"id": "y"}')
    with pytest.raises(UsageError, match=r"Körningen a, cases\.jsonl, rad 2"):
        read_past(folder)
