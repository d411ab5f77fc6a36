"""The commands ``lotsen evals …``: runs that are kept, go on, are listed, judged and compared."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from command_line import Lotsen, Said

from corpus.index import open_generation
from evals.run_folder import RUNS
from ingest.pipeline import build_generation

SLOW_RUN = Path(__file__).parents[1] / "evals" / "slow_run.py"
QUESTIONS = (
    "Måste kommunen ta fram en lägesbild?",
    "Hur ofta ska lägesbilden uppdateras?",
    "Vem beslutar om åtgärdsplanen?",
    "Måste kommunen ha en samordningsfunktion?",
    "Vad kostar en cykelhjälm?",
    "Vad ska åtgärdsplanen innehålla?",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the bundled digests without an encoder: quick to build and to open."""
    data = tmp_path_factory.mktemp("data")
    build_generation(data, None)
    return data


@pytest.fixture
def data(index: Path, tmp_path: Path) -> Path:
    """A copy of the index for one test's runs."""
    target = tmp_path / "data"
    shutil.copytree(index, target, ignore=shutil.ignore_patterns("serving", "*.lock"))
    return target


@pytest.fixture
def evals(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    command = Lotsen(capsys, monkeypatch)
    command.set(data_dir=data, encoder="none")
    return lambda *arguments: command("evals", *map(str, arguments))


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return written(tmp_path / "prov.toml", *map(block, range(len(QUESTIONS))))


def block(number: int, extra: str = "") -> str:
    return (
        f'[[case]]\nid = "p{number}"\nquestion = "{QUESTIONS[number]}"\n'
        f'expected_status = ["answered", "no_guidance_found", "out_of_scope"]\n{extra}'
    )


def written(path: Path, *blocks: str) -> Path:
    path.write_text('set = "prov"\n\n' + "\n".join(blocks), encoding="utf-8")
    return path


def the_run(data: Path) -> Path:
    (folder,) = (data / RUNS).iterdir()
    return folder


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a file, or none before it is there."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.split("\n")[:-1]]


@contextmanager
def running(
    data: Path, noted: Path, waiting: tuple[int, float], *arguments: object
) -> "Iterator[subprocess.Popen[str]]":
    """``lotsen evals …`` in another process, killed when the block is over.

    ``waiting``: so many questions are answered at once, and each of the others takes some seconds.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LOTSEN_")}
    process = subprocess.Popen(
        [sys.executable, *map(str, (SLOW_RUN, noted, *waiting, "evals", *arguments))],
        env=clean | {"LOTSEN_DATA_DIR": str(data), "LOTSEN_ENCODER": "none"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answered(data: Path) -> list[str]:
    """The ids of the answers kept so far."""
    found = (data / RUNS).glob("*/answers.jsonl")
    return [line["id"] for path in found for line in lines_of(path)]


def test_a_killed_run_goes_on_without_losing_or_asking_anything_twice(
    data: Path, cases: Path, tmp_path: Path, evals: Callable[..., Said]
) -> None:
    run = ("run", "--cases", cases, "--mode", "extractive", "--json")
    with running(data, tmp_path / "first", (2, 600), *run) as process:
        wait_for(lambda: len(answered(data)) >= 2, process)
        told = evals("run", "--cases", cases, "--resume", "senaste")
        assert (told.code, told.out) == (2, "")
        assert told.err == (
            f"Körningen {the_run(data).name} pågår redan. Vänta tills den är klar.\n"
        )
        (row,) = evals("list", "--json").json["runs"]
        assert row["state"] == "pågår"
        process.send_signal(signal.SIGKILL)
        process.wait()
    folder = the_run(data)
    kept = answered(data)
    assert len(kept) == 2
    (row,) = evals("list", "--json").json["runs"]
    assert (row["state"], row["answered"], row["finished"]) == ("avbruten", len(kept), None)

    # What a process leaves that is killed while it writes.
    whole = (folder / "answers.jsonl").read_bytes()
    (folder / "answers.jsonl").write_bytes(whole + whole[: len(whole) // len(kept) // 2])

    again = ("run", "--cases", cases, "--resume", folder.name, "--json")
    with running(data, tmp_path / "second", (6, 0), *again) as process:
        out, err = process.communicate(timeout=240)
        assert process.returncode == 0, err
    asked_again = (tmp_path / "second").read_text(encoding="utf-8").splitlines()
    left = [q for number, q in enumerate(QUESTIONS) if f"p{number}" not in kept]
    assert sorted(asked_again) == sorted(left)
    assert [case["id"] for case in json.loads(out)["cases"]] == [f"p{n}" for n in range(6)]
    assert (folder / "answers.jsonl").read_bytes().startswith(whole)
    assert sorted(answered(data)) == [f"p{n}" for n in range(6)]
    (row,) = evals("list", "--json").json["runs"]
    assert (row["state"], row["answered"]) == ("klar", 6)


def test_two_runs_at_once_have_a_folder_each_and_disturb_neither(
    data: Path, cases: Path, tmp_path: Path
) -> None:
    run = ("run", "--cases", cases, "--mode", "extractive", "--json")
    with (
        running(data, tmp_path / "one", (0, 0.2), *run) as one,
        running(data, tmp_path / "other", (0, 0.2), *run) as other,
    ):
        (out, err), (other_out, other_err) = one.communicate(timeout=240), other.communicate()
    assert (one.returncode, other.returncode) == (0, 0), err + other_err
    first, second = json.loads(out), json.loads(other_out)
    assert first["run"] != second["run"]
    assert {path.name for path in (data / RUNS).iterdir()} == {first["run"], second["run"]}
    assert sorted(answered(data)) == sorted([f"p{n}" for n in range(6)] * 2)
    assert first["metrics"]["status_accuracy"] == second["metrics"]["status_accuracy"]


@pytest.fixture
def finished(data: Path, cases: Path, evals: Callable[..., Said]) -> Path:
    """A finished run's folder."""
    assert evals("run", "--cases", cases, "--mode", "extractive").code == 0
    return the_run(data)


def test_a_finished_run_is_kept_listed_judged_again_and_equal_to_itself(
    finished: Path, cases: Path, evals: Callable[..., Said]
) -> None:
    assert {path.name for path in finished.iterdir()} >= {
        "run.json",
        "answers.jsonl",
        "cases.jsonl",
        "report.json",
    }
    listed = evals("list")
    assert listed.out == f"{finished.name}  klar  6 av 6 frågor  prov\n"
    report = json.loads((finished / "report.json").read_text(encoding="utf-8"))
    again = evals("score", "senaste", "--cases", cases, "--json")
    assert (again.code, again.json) == (0, report)
    same = evals("compare", finished.name, "senaste", "--json").json
    assert (same["cases"], same["drops"], same["broken"]) == (6, [], [])
    assert {change["verdict"] for change in same["metrics"].values()} == {"ingen säker skillnad"}


def test_a_finished_run_that_is_resumed_asks_nothing(
    finished: Path, cases: Path, evals: Callable[..., Said]
) -> None:
    before = (finished / "answers.jsonl").read_bytes()
    assert evals("run", "--cases", cases, "--resume", "senaste").code == 0
    assert (finished / "answers.jsonl").read_bytes() == before


def test_a_run_of_another_index_does_not_go_on(
    finished: Path, data: Path, cases: Path, tmp_path: Path, evals: Callable[..., Said]
) -> None:
    before = (finished / "answers.jsonl").read_bytes()
    with open_generation(data) as old:
        first = old.name
    (tmp_path / "nytt.md").write_text("# Nytt\n\nEtt nytt dokument.\n", encoding="utf-8")
    build_generation(data, None, folders=(tmp_path / "nytt.md",))
    with open_generation(data) as new:
        assert new.name != first
    told = evals("run", "--cases", cases, "--resume", "senaste")
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        f"Körningen {finished.name} kan inte fortsätta: generation är inte som då. Börja en ny.\n"
    )
    assert (finished / "answers.jsonl").read_bytes() == before


def test_a_case_that_asks_something_else_now_is_asked_again(
    finished: Path, cases: Path, evals: Callable[..., Said]
) -> None:
    text = cases.read_text(encoding="utf-8").replace(QUESTIONS[2], "Vem antar åtgärdsplanen?")
    cases.write_text(text, encoding="utf-8")
    told = evals("score", "senaste", "--cases", cases)
    assert told.code == 2
    assert told.err.startswith(f"Körningen {finished.name} saknar svar på p2 som fallet lyder nu.")
    report = evals("run", "--cases", cases, "--resume", "senaste", "--json").json
    assert [case["question"] for case in report["cases"]][2] == "Vem antar åtgärdsplanen?"
    assert [line["id"] for line in lines_of(finished / "answers.jsonl")].count("p2") == 2


def test_a_case_that_is_gone_stops_the_resuming(
    finished: Path, cases: Path, evals: Callable[..., Said]
) -> None:
    written(cases, block(0))
    told = evals("run", "--cases", cases, "--resume", "senaste")
    assert told.code == 2
    assert told.err.startswith(f"Fallet p1 i körningen {finished.name} finns inte bland frågorna.")


def test_a_broken_case_is_named_by_line_and_field_and_the_rest_are_asked(
    data: Path, cases: Path, evals: Callable[..., Said]
) -> None:
    written(cases, block(0), block(1, 'audiense = "coordinator"\n'), block(2))
    told = evals("run", "--cases", cases, "--mode", "extractive", "--json")
    assert told.code == 2
    assert told.err.endswith("Fallfilen prov.toml, rad 12, fall p1: fältet audiense är okänt.\n")
    assert [case["id"] for case in told.json["cases"]] == ["p0", "p2"]
    run = json.loads((the_run(data) / "run.json").read_text(encoding="utf-8"))
    assert run["faults"] == ["Fallfilen prov.toml, rad 12, fall p1: fältet audiense är okänt."]


def test_a_file_of_broken_cases_alone_asks_nothing(
    data: Path, cases: Path, evals: Callable[..., Said]
) -> None:
    written(cases, block(0, "gold = 3\n"))
    told = evals("run", "--cases", cases, "--mode", "extractive")
    assert (told.code, told.out) == (2, "")
    assert told.err == "Fallfilen prov.toml, rad 7, fall p0: fältet gold har fel värde.\n"
    assert not (data / RUNS).exists()


def test_gold_in_a_document_that_is_not_there_is_lint_and_no_citation(
    cases: Path, evals: Callable[..., Said]
) -> None:
    gold = 'gold = [{ document_id = "sfs-1-1", pinpoint = "1 §" }]\n'
    written(cases, block(0, gold))
    told = evals("lint", cases)
    assert told.code == 2
    assert told.out == (
        "Fallfilen prov.toml, rad 3, fall p0: fältet gold har dokumentet sfs-1-1, "
        "som inte finns i katalogen.\n"
    )
    report = evals("run", "--cases", cases, "--mode", "extractive", "--json").json
    assert report["metrics"]["citation_recall"]["value"] == 0.0


def test_lint_tells_the_line_the_case_and_the_field(
    cases: Path, evals: Callable[..., Said]
) -> None:
    written(cases, block(0), block(1, 'nuggets = [{ vital = true, any_of = ["("] }]\n'))
    told = evals("lint", cases, "--json")
    assert told.code == 2
    (fault,) = told.json["faults"]
    assert (fault["line"], fault["file"]) == (12, "prov.toml")
    assert fault["message"] == (
        "Fallfilen prov.toml, rad 12, fall p1: ett mönster i fältet nuggets.0.any_of "
        "är inget giltigt reguljärt uttryck."
    )
    written(cases, block(0))
    clean = evals("lint", cases)
    assert (clean.code, clean.out, clean.err) == (0, "", "Inga fel.\n")


def test_coverage_counts_the_cases_of_each_paragraph(
    cases: Path, evals: Callable[..., Said]
) -> None:
    gold = 'gold = [{ document_id = "sfs-2023-196", pinpoint = "4–5 §§" }]\n'
    written(cases, block(0, gold), block(1, gold.replace("4–5 §§", "4 §")))
    table = evals("coverage", "--cases", cases, "--json").json
    sections = {row["name"]: row["cases"] for row in table["sections"]}
    assert (sections["4 §"], sections["5 §"], sections["6 §"]) == (2, 1, 0)
    documents = {row["name"]: row["cases"] for row in table["documents"]}
    assert documents.pop("sfs-2023-196") == 2
    assert set(documents.values()) == {0}
    shown = evals("coverage", "--cases", cases).out.splitlines()
    assert shown[0].startswith("Paragrafer i lagen (2023:196): ")
    bare = sum(not number for number in sections.values())
    assert shown[0].endswith(f"varav {bare} utan fråga")


def judged(case_id: str, **scores: float) -> str:
    whole = {
        "quote_exactness": 1.0,
        "statements_cited": 1.0,
        "lane_errors": 0.0,
        "forbidden_claims": 0.0,
    } | scores
    body = {"id": case_id, "set": "prov", "status": "answered", "scores": whole, "why": {}}
    return json.dumps(body | {"judged": dict.fromkeys(whole, 1)})


def stored(folder: Path, *lines: str) -> Path:
    folder.mkdir()
    (folder / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_comparison_tells_each_measure_and_fails_on_a_sure_drop(
    tmp_path: Path, evals: Callable[..., Said]
) -> None:
    good = stored(tmp_path / "a", *(judged(f"c{n}", nugget_recall=1.0) for n in range(3)))
    bad = stored(tmp_path / "b", *(judged(f"c{n}", nugget_recall=0.5) for n in range(3)))
    told = evals("compare", good, bad)
    assert told.code == 1
    shown = told.out.splitlines()
    assert shown[0] == "3 gemensamma frågor"
    figures = "1.000 → 0.500  -0.500 (-0.500 till -0.500)"
    assert shown[1] == f"{'nugget_recall':22} {figures}  sämre; 0 bättre, 3 sämre"
    assert shown[-1] == "Säkert sämre   nugget_recall"
    assert evals("compare", bad, good).code == 0


def test_a_slower_run_does_not_fail_but_a_broken_gate_does(
    tmp_path: Path, evals: Callable[..., Said]
) -> None:
    quick = stored(tmp_path / "a", *(judged(f"c{n}", latency_ms=10.0) for n in range(3)))
    slow = stored(tmp_path / "b", *(judged(f"c{n}", latency_ms=9_000.0) for n in range(3)))
    assert evals("compare", quick, slow).code == 0
    wrong = stored(tmp_path / "c", *(judged(f"c{n}", quote_exactness=0.0) for n in range(3)))
    told = evals("compare", wrong, wrong)
    assert (told.code, told.out.splitlines()[-1]) == (1, "INTE uppfyllt  quote_exactness")


def test_runs_that_can_not_be_compared_are_one_swedish_sentence(
    tmp_path: Path, evals: Callable[..., Said]
) -> None:
    first, second = stored(tmp_path / "a", judged("x")), stored(tmp_path / "b", judged("y"))
    told = evals("compare", first, second)
    assert (told.code, told.out) == (2, "")
    assert told.err == "Körningarna a och b har inga fall gemensamt att jämföra.\n"
    gone = evals("compare", first, "borta")
    assert gone.err == "Körningen borta finns inte. Visa dem som finns med lotsen evals list.\n"


def test_no_runs_are_told_with_how_to_make_one(evals: Callable[..., Said]) -> None:
    told = evals("list")
    assert (told.code, told.out) == (0, "")
    assert told.err == "Det finns inga sparade körningar. Gör en med lotsen evals run.\n"
    assert evals("list", "--json").json == {"runs": []}
