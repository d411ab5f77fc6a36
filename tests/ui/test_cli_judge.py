"""``lotsen evals judge``: what it needs, what it prints, and people beside each figure."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from command_line import Lotsen, Said
from judged_runs import STARTED, FakeJudge, Say, always_right, answered, cases_of, kept_run

from corpus.errors import ModelUnavailableError
from evals import deepeval_judge
from evals.deepeval_judge import NOT_INSTALLED
from evals.judge import Material, Opinion, Trait
from evals.judge_people import FEW, NOBODY
from evals.judge_run import JUDGEMENTS_FILE, NO_GATE
from evals.past_runs import PastCase, PastRun
from evals.review import Rating, Support, Verdict
from evals.review_store import ReviewStore
from ui.cli_judge import NO_MODEL, NOTHING, STOPPED

IDS = "abcd"
CASES = cases_of(IDS)
Judging = Callable[..., Said]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    kept_run(tmp_path, CASES, [answered(case) for case in CASES])
    return tmp_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    blocks = (
        f'[[case]]\nid = "{case.id}"\nquestion = "{case.question}"\nexpected_status = "answered"\n'
        'nuggets = [{ vital = true, says = ["kommunen leder", "leds av kommunen"] }]\n'
        for case in CASES
    )
    path = tmp_path / "prov.toml"
    path.write_text('set = "prov"\n' + "".join(blocks), encoding="utf-8")
    return path


@pytest.fixture
def judging(
    data: Path, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Judging:
    """The command, with a model that nothing is listening at."""
    command = Lotsen(capsys, monkeypatch)
    command.set(data_dir=data, model="openai:prov", model_base_url="http://127.0.0.1:9/v1")
    return lambda *more: command("evals", "judge", "prov-1", "--cases", str(file), *more)


def judged_by(monkeypatch: pytest.MonkeyPatch, say: Say = always_right) -> FakeJudge:
    """A judge in place of deepeval's."""
    judge = FakeJudge(say, name="openai:prov")

    @contextmanager
    def opened(chat: Any, **_: object) -> Iterator[FakeJudge]:
        yield judge
        chat.close()

    monkeypatch.setattr(deepeval_judge, "deepeval_judge", opened)
    return judge


def reviewed(data: Path, words: dict[str, Verdict], by: str = "Kim") -> None:
    past = tuple(PastCase(id=one, set="prov", status="answered", scores={}, body={}) for one in IDS)
    store = ReviewStore(data)
    review = store.create([PastRun(run="prov-1", cases=past)], by="Kim", size=4, key="en")
    for case_id, word in words.items():
        said = Rating(
            case_id=case_id, reviewer=by, verdict=word, support=Support.YES, useful=True, at=STARTED
        )
        store.rate(review, said)


def test_without_a_model_it_says_which_settings_and_the_code_is_two(
    judging: Judging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOTSEN_MODEL")
    said = judging()
    assert (said.code, said.out, said.err.strip()) == (2, "", NO_MODEL)
    assert judging("--json").json["error"]["message"] == NO_MODEL


def test_without_the_extra_it_says_how_to_install_it_and_the_code_is_two(
    judging: Judging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deepeval_judge, "find_spec", lambda _: None)
    said = judging()
    assert (said.code, said.out, said.err.strip()) == (2, "", NOT_INSTALLED)
    assert "pip install '.[judge]'" in NOT_INSTALLED


def test_each_figure_has_its_number_and_what_people_say(
    judging: Judging, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def three_of_four(trait: Trait, material: Material) -> Opinion:
        if (trait, material.case_id) == (Trait.CORRECT, "d"):
            return Opinion(label="borde_ha_avstatt", value=0.0, why="")
        return always_right(trait, material)

    judged_by(monkeypatch, three_of_four)
    # Judge k k b, people k d b: alike 2 of 3; chance 2/3·1/3 + 1/3·1/3 = 3/9. (6-3) / (9-3) = .5.
    reviewed(data, {"a": Verdict.RIGHT, "b": Verdict.PARTLY, "d": Verdict.SHOULD_REFUSE})
    said = judging()
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "prov-1, bedömd av openai:prov"
    assert lines[1].startswith("Rätt i sak: 0.750 (")
    assert "n=4); korrekt 3; borde ha avstått 1" in lines[1]
    assert lines[2] == (f"  jämfört med människor: kappa 0,50 (måttlig), 3 gemensamma svar; {FEW}")
    assert lines[3].startswith("Källan stöder: 1.000 (")
    assert "kappa går inte att räkna ut" in lines[4]
    assert lines[-1] == NO_GATE


def test_without_people_each_figure_says_that_it_says_nothing(
    judging: Judging, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged_by(monkeypatch)
    assert judging().out.count(f"jämfört med människor: {NOBODY}") == 2
    told = judging("--json").json["metrics"]
    assert [metric["people"]["warning"] for metric in told.values()] == [NOBODY, NOBODY]


def test_a_model_that_is_down_ends_with_code_five_and_the_figures(
    judging: Judging, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_trait: Trait, _: Material) -> Opinion:
        raise ModelUnavailableError("Språkmodellen svarar inte.")

    judged_by(monkeypatch, down)
    said = judging()
    assert said.code == 5
    assert said.err.strip() == STOPPED
    assert f"Rätt i sak: {NOTHING}; ej bedömda 3; inte frågade än 1" in said.out
    assert judging("--json").json["stopped"] is True


def test_it_goes_on_and_takes_no_more_than_it_is_told_to(
    judging: Judging, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = judged_by(monkeypatch)
    assert "n=1); korrekt 1; inte frågade än 3" in judging("--limit", "1").out
    assert "n=4); korrekt 4" in judging().out
    assert len(judge.asked) == len(set(judge.asked)) == 8
    lines = (data / "evals" / "runs" / "prov-1" / JUDGEMENTS_FILE).read_text(encoding="utf-8")
    assert len(lines.splitlines()) == 8


def test_a_run_that_is_not_there_is_told(judging: Judging, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSEN_DATA_DIR", "/finns/inte")
    said = judging()
    assert said.code == 2
    assert "finns inte" in said.err
