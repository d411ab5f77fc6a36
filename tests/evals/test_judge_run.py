"""A run through a judge: each answer once, failures counted, and never a figure without people."""

import json
from pathlib import Path

import pytest
from judged_runs import (
    HELD,
    NUMBER,
    RIGHT,
    FakeJudge,
    always_right,
    answered,
    cases_of,
    kept_run,
    refused,
)

from corpus.errors import ModelUnavailableError, StorageError, UsageError
from evals.cases import parse_cases
from evals.golden import EvalCase
from evals.judge import Material, Opinion, Trait, UnreadableVerdictError
from evals.judge_people import NO_LABELS, NOBODY, PeoplesLabels, labels_of
from evals.judge_run import (
    JUDGEMENTS_FILE,
    NO_GATE,
    SILENT,
    JudgeReport,
    judge_run,
    read_judgements,
)
from evals.review import Rating, Support, Verdict
from evals.run_folder import RunFolder

CASES = cases_of("abcdefgh")
PARTLY = Opinion(label="delvis", value=0.0, why="När saknas.")
HALF = Opinion(label="delvis", value=0.5, why="Det sista står inte där.")


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return kept_run(tmp_path, CASES, [answered(case) for case in CASES])


def some(trait: Trait, material: Material) -> Opinion:
    """Six of eight are right and held."""
    if material.case_id in "ab":
        return PARTLY if trait is Trait.CORRECT else HALF
    return RIGHT if trait is Trait.CORRECT else HELD


def down(_trait: Trait, _: Material) -> Opinion:
    raise ModelUnavailableError("Språkmodellen svarar inte.")


def judged(
    folder: RunFolder,
    judge: FakeJudge,
    people: PeoplesLabels = NO_LABELS,
    *,
    cases: tuple[EvalCase, ...] = CASES,
    limit: int | None = None,
) -> JudgeReport:
    return judge_run(folder, cases, judge, people, limit=limit)


def ratings(words: dict[str, Verdict]) -> PeoplesLabels:
    said = [
        Rating(case_id=one, reviewer="Kim", verdict=word, support=Support.YES, useful=True)
        for one, word in words.items()
    ]
    return labels_of(said, {})


def test_figures_by_hand_with_people_beside(folder: RunFolder) -> None:
    # Judge: a, b partly, the others right. People: a partly, b, c right. Alike 2 of 3;
    # chance: judge 2/3 partly, people 1/3: 2/9 + 2/9 = 4/9. (6/9 - 4/9) / (5/9) = .4.
    people = ratings({"a": Verdict.PARTLY, "b": Verdict.RIGHT, "c": Verdict.RIGHT})
    report = judged(folder, FakeJudge(some), people)
    right, held = report.traits[Trait.CORRECT], report.traits[Trait.FAITHFUL]
    assert (right.metric.value, right.metric.n) == (0.75, 8)
    assert list(right.labels.items()) == [("korrekt", 6), ("delvis", 2)]
    assert right.people.kappa == pytest.approx(0.4)
    assert right.people.shared == 3
    assert held.metric.value == pytest.approx((2 * 0.5 + 6) / 8)
    # Of the sources: judge partly, partly, yes against yes three times, which is chance.
    assert (held.people.kappa, held.people.shared) == (pytest.approx(0), 3)


def test_no_figure_is_told_without_the_people(folder: RunFolder) -> None:
    told = judged(folder, FakeJudge(some)).to_json()
    assert told["note"] == NO_GATE
    assert "gates" not in told
    for metric in told["metrics"].values():
        assert metric["people"] == {
            "kappa": None,
            "shared": 0,
            "contested": 0,
            "warning": NOBODY,
        }


def test_nothing_is_asked_or_counted_twice(folder: RunFolder) -> None:
    first = FakeJudge(some)
    before = judged(folder, first)
    again = FakeJudge(some)
    assert judged(folder, again).to_json() == before.to_json()
    assert len(first.asked) == 16
    assert not again.asked
    assert len(read_judgements(folder)) == 16


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(folder: RunFolder) -> None:
    judged(folder, FakeJudge(some))
    path = folder.path / JUDGEMENTS_FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:5]) + lines[5][:30], encoding="utf-8")
    rest = FakeJudge(some)
    report = judged(folder, rest)
    assert len(rest.asked) == 11
    assert [trait.metric.n for trait in report.traits.values()] == [8, 8]
    for line in path.read_text(encoding="utf-8").splitlines():
        json.loads(line)


def test_a_line_that_can_not_be_read_is_judged_anew(folder: RunFolder) -> None:
    judged(folder, FakeJudge(some))
    path = folder.path / JUDGEMENTS_FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    broken = [
        "inget\n",
        "\udcff\n",
        "[1]\n",
        '{"key": "x"}\n',
        '{"key": "x", "label": "ja", "why": ""}\n',
    ]
    text = "".join(broken + lines[1:])
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    rest = FakeJudge(some)
    assert judged(folder, rest).traits[Trait.CORRECT].metric.n == 8
    assert rest.asked == [("a", Trait.CORRECT)]


def test_a_limit_takes_that_many_more_and_says_what_is_left(folder: RunFolder) -> None:
    judge = FakeJudge(some)
    right = judged(folder, judge, limit=3).traits[Trait.CORRECT]
    assert (right.metric.n, right.not_asked) == (3, 5)
    right = judged(folder, judge, limit=3).traits[Trait.CORRECT]
    assert (right.metric.n, right.not_asked) == (6, 2)
    assert len(set(judge.asked)) == len(judge.asked) == 12


def test_answers_that_people_have_judged_come_first(folder: RunFolder) -> None:
    judge = FakeJudge()
    report = judged(folder, judge, ratings({"f": Verdict.RIGHT, "d": Verdict.WRONG}), limit=3)
    assert list(dict.fromkeys(one for one, _ in judge.asked)) == ["d", "f", "a"]
    assert report.traits[Trait.CORRECT].people.shared == 2


def test_judgements_of_another_model_or_of_other_prompts_do_not_count(folder: RunFolder) -> None:
    judged(folder, FakeJudge(some))
    other = FakeJudge(name="prov:annan")
    report = judged(folder, other, limit=1)
    assert report.traits[Trait.CORRECT].metric.n == 1
    assert report.traits[Trait.CORRECT].labels == {"korrekt": 1}
    assert judged(folder, FakeJudge(stamp="ny"), limit=1).traits[Trait.CORRECT].metric.n == 1


def test_an_unreadable_verdict_is_not_judged_and_is_asked_again(folder: RunFolder) -> None:
    def mumbles(trait: Trait, material: Material) -> Opinion:
        if material.case_id == "c" and trait is Trait.CORRECT:
            raise UnreadableVerdictError("gick inte att läsa")
        return always_right(trait, material)

    report = judged(folder, FakeJudge(mumbles))
    right = report.traits[Trait.CORRECT]
    assert (right.metric.n, right.unjudged, right.not_asked) == (7, 1, 0)
    assert [(one.case_id, one.trait, one.why) for one in report.unjudged] == [
        ("c", Trait.CORRECT, "gick inte att läsa")
    ]
    assert not report.stopped
    again = FakeJudge()
    right = judged(folder, again).traits[Trait.CORRECT]
    assert (right.metric.n, right.unjudged) == (8, 0)
    assert again.asked == [("c", Trait.CORRECT)]


def test_a_later_failure_does_not_undo_a_judgement(folder: RunFolder) -> None:
    judged(folder, FakeJudge(some))
    path = folder.path / JUDGEMENTS_FILE
    first = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    folder.add_line(JUDGEMENTS_FILE, json.dumps({**first, "label": None, "why": "nere"}) + "\n")
    report = judged(folder, FakeJudge(some))
    assert report.traits[Trait.CORRECT].metric.n == 8
    assert not report.unjudged


def test_a_model_that_is_down_stops_it_and_what_is_left_is_asked_later(folder: RunFolder) -> None:
    judge = FakeJudge(down)
    report = judged(folder, judge)
    assert report.stopped
    assert len(judge.asked) == SILENT
    assert len(report.unjudged) == SILENT
    right = report.traits[Trait.CORRECT]
    assert right.metric.value is None
    assert right.unjudged + right.not_asked == 8
    report = judged(folder, FakeJudge())
    assert report.traits[Trait.CORRECT].metric.n == 8
    assert not report.stopped


def test_failures_apart_from_each_other_do_not_stop_it(folder: RunFolder) -> None:
    def every_other(trait: Trait, material: Material) -> Opinion:
        return down(trait, material) if trait is Trait.CORRECT else HELD

    report = judged(folder, FakeJudge(every_other))
    assert not report.stopped
    assert report.traits[Trait.CORRECT].unjudged == 8
    assert report.traits[Trait.FAITHFUL].metric.n == 8


def test_personal_data_is_counted_and_never_shown_or_written(tmp_path: Path) -> None:
    more = (
        f'[[case]]\nid = "p"\nquestion = "{NUMBER}?"\nexpected_status = "blocked_personal_data"\n'
    )
    cases = cases_of("a", more)
    folder = kept_run(tmp_path, cases, [answered(cases[0]), refused(cases[1])])
    judge = FakeJudge()
    report = judged(folder, judge, cases=cases)
    assert report.withheld == 1
    assert {one for one, _ in judge.asked} == {"a"}
    assert NUMBER not in (folder.path / JUDGEMENTS_FILE).read_text(encoding="utf-8")


def test_an_answer_to_other_words_than_the_case_has_now_is_not_judged(tmp_path: Path) -> None:
    folder = kept_run(tmp_path, CASES, [answered(case) for case in CASES])
    text = (
        'set = "prov"\n[[case]]\nid = "a"\nquestion = "En annan?"\nexpected_status = "answered"\n'
    )
    (new,) = parse_cases(text, "prov.toml")
    assert new.id == CASES[0].id
    judge = FakeJudge()
    report = judged(folder, judge, cases=(new, *CASES[1:]))
    assert report.missing == 1
    assert "a" not in {one for one, _ in judge.asked}


def test_of_several_epochs_the_one_that_people_see_is_judged(tmp_path: Path) -> None:
    case = CASES[0]
    folder = kept_run(tmp_path, [case], [answered(case, "Andra.", 2), answered(case, "Första.")])
    judge = FakeJudge()
    judged(folder, judge, cases=(case,))
    assert {material.answer for material in judge.shown} == {"Första."}


def test_what_is_kept_has_the_reason_the_model_and_the_time(folder: RunFolder) -> None:
    judged(folder, FakeJudge(some), limit=1)
    lines = (folder.path / JUDGEMENTS_FILE).read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    assert (first["id"], first["metric"], first["label"]) == ("a", "judge_correctness", "delvis")
    assert (first["why"], first["model"], first["prompts"]) == (PARTLY.why, "prov:domare", "abc")
    assert first["at"].endswith("+00:00")


def test_a_case_that_is_gone_and_a_folder_without_a_run_are_told(
    folder: RunFolder, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="Fallet a"):
        judged(folder, FakeJudge(), cases=CASES[1:])
    with pytest.raises(UsageError, match="ingen körning"):
        judged(RunFolder(tmp_path / "tom"), FakeJudge())


def test_a_run_that_is_going_on_is_not_judged_at_the_same_time(folder: RunFolder) -> None:
    with folder.writing(), pytest.raises(UsageError, match="pågår redan"):
        judged(RunFolder(folder.path), FakeJudge())


def test_judgements_that_can_not_be_written_are_told(folder: RunFolder) -> None:
    (folder.path / JUDGEMENTS_FILE).mkdir()
    with pytest.raises(StorageError):
        judged(folder, FakeJudge())
