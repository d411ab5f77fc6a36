"""``lotsen evals check`` on the product as it is, and with faults planted in it.

Each test runs the command that ``make evals`` runs, on the bundled digests and the kept baseline;
only the golden set is cut down to what shows the fault.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from command_line import Lotsen, Said

import evals.lint
from assistant import citations, retrieval
from assistant.citations import Evidence
from assistant.replies import DraftStatement
from assistant.verdicts import Verdict
from corpus.catalogue import bundled_digests
from corpus.documents import CatalogueEntry, Passage, SourceDocument
from evals import gates, planted
from evals.baseline import BUNDLED, read_baseline
from evals.cases import bundled_cases
from evals.compare import compare
from evals.gates import WORKSPACE
from evals.golden import EvalCase
from evals.measures import MEASURES
from evals.planted import KINDS
from evals.run_folder import CASES_FILE, RUNS

FEW = bundled_cases("guld-tid")
THE_LAW = bundled_cases("guld-lag")
LAW = "sfs-2023-196"
ALL_GATES = [
    "lint",
    *(name for name, measure in MEASURES.items() if measure.gate is not None),
    "baseline",
    "search",
    "planted",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the command ended with, and its gates by name."""

    said: Said
    gates: dict[str, dict[str, str]]

    @property
    def broken(self) -> set[str]:
        """The gates that were broken, which must be why the code is what it is."""
        found = {name for name, gate in self.gates.items() if gate["state"] == "broken"}
        assert self.said.code == int(bool(found))
        assert list(self.gates) == ALL_GATES  # every part was run, whatever the others said
        return found

    def told(self, name: str) -> str:
        """What is said of one gate."""
        return self.gates[name]["told"]


@pytest.fixture
def command(lotsen: Lotsen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lotsen:
    """The command with an empty data directory; the check lets few false statements be dictated."""
    lotsen.set(data_dir=tmp_path / "data")
    monkeypatch.setattr(planted, "MOST_OF_A_KIND", 10)
    return lotsen


@pytest.fixture
def check(command: Lotsen, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Checked]:
    """The check of a part of the golden set."""

    def run(cases: Sequence[EvalCase], *options: str) -> Checked:
        monkeypatch.setattr(gates, "golden_cases", lambda: tuple(cases))
        said = command("evals", "check", *options, "--json")
        return Checked(said=said, gates={gate["name"]: gate for gate in said.json["gates"]})

    return run


def questions(folder: Path, *, answered: bool) -> Path:
    """A data set in BEIR form of one text and one question, which it answers or not."""
    (folder / "qrels").mkdir(parents=True)
    rows = {
        "corpus": [{"_id": "d1", "text": "Cykelverkstaden öppnar klockan sju."}],
        "queries": [{"_id": "q1", "text": "När öppnar cykelverkstaden?"}],
    }
    for name, body in rows.items():
        lines = "".join(json.dumps(row) + "\n" for row in body)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    right = "d1" if answered else "borta"
    qrels = f"query-id\tcorpus-id\tscore\nq1\t{right}\t1\n"
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_the_product_as_it_is_keeps_every_gate(
    check: Callable[..., Checked], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    first = check(FEW, "--dataset", str(questions(tmp_path / "prov", answered=True)))
    assert first.broken == set()
    assert first.said.err == "Alla grindar höll.\n"
    assert first.told("search") == "prov: success@5 är 1.0000, minst 0.97."
    assert first.told("baseline").startswith("12 frågor jämförda. Inget är säkert sämre.")
    assert first.told("planted") == f"0 av {10 * len(KINDS)} falska meningar släpptes igenom."

    again = check(FEW)  # without a data set: that part is left out, and it is told why
    assert again.broken == set()
    assert again.gates["search"]["state"] == "skipped"
    assert "LOTSEN_SHARED" in again.told("search")
    assert again.said.err == "Alla grindar som prövades höll.\n"

    # One run is kept, in a folder of its own, and without Inspect's log.
    assert not (data / RUNS).exists()
    run = data / WORKSPACE / "run"
    assert again.said.json["run"] == str(run)
    assert not (run / "inspect").exists()
    assert [path.name for path in data.iterdir()] == ["evals"]


def test_a_search_below_its_bound_is_red(check: Callable[..., Checked], tmp_path: Path) -> None:
    checked = check(FEW, "--dataset", str(questions(tmp_path / "prov", answered=False)))
    assert checked.broken == {"search"}
    assert checked.told("search") == "prov: success@5 är 0.0000 men ska vara minst 0.97."


# The verifier off: accepts all that it is asked about, or all wordings.


@pytest.mark.parametrize(
    ("asleep", "answer"),
    [
        ("assistant.writing.verify_statement", Verdict()),
        ("assistant.verification.wording_faults", ()),
    ],
)
def test_a_verifier_that_is_off_is_red(
    check: Callable[..., Checked], monkeypatch: pytest.MonkeyPatch, asleep: str, answer: object
) -> None:
    monkeypatch.setattr(asleep, lambda *_: answer)
    checked = check(FEW)
    assert checked.broken == {"planted"}
    assert int(checked.told("planted").split()[0]) > 100  # of the 200


def test_quotes_that_nobody_looks_for_are_red(
    check: Callable[..., Checked], monkeypatch: pytest.MonkeyPatch
) -> None:
    def believing(
        statement: DraftStatement, retrieved: Sequence[Any]
    ) -> Iterator[Evidence]:  # whatever label and words the model names
        passage = retrieved[0].passage
        yield Evidence(passage=passage, start=0, end=len(passage.text))

    monkeypatch.setattr("assistant.writing._evidence", believing)
    checked = check(FEW)
    assert checked.broken == {"planted"}
    assert "(label, " in checked.told("planted")
    assert "(quote, " in checked.told("planted")


@pytest.fixture
def inexact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has quotes cited wrongly, while the check of quotations sleeps."""
    exact = citations.cite
    monkeypatch.setattr(
        citations, "cite", lambda *where: replace(exact(*where), quote="Det står någon annanstans.")
    )
    monkeypatch.setattr("assistant.checks.verify_statement", lambda *_: Verdict())


@pytest.mark.usefixtures("inexact")
def test_inexact_quotes_in_answers_break_quote_exactness(check: Callable[..., Checked]) -> None:
    checked = check(FEW)
    assert "quote_exactness" in checked.broken
    assert checked.told("quote_exactness").startswith("0.000, ska vara 1. Fel i gtid")


# A wrong § in a digest.


@pytest.fixture
def digests(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Has the law's digest read with other headings than it has."""

    def changed(**headings: str) -> Iterator[SourceDocument]:
        for source in bundled_digests():
            if source.entry.document_id != LAW:
                yield source
                continue
            lines = source.content.decode("utf-8").split("\n")
            for number, line in enumerate(lines):
                if line in headings:
                    lines[number] = headings[line]
            yield replace(source, content="\n".join(lines).encode("utf-8"))

    def put(**headings: str) -> None:
        for module in ("ingest.pipeline", "evals.lint"):
            monkeypatch.setattr(f"{module}.bundled_digests", lambda: changed(**headings))
        evals.lint._texts.cache_clear()

    yield put
    evals.lint._texts.cache_clear()


def about(*pinpoints: str) -> list[EvalCase]:
    """The golden cases that one of the law's paragraphs answers."""
    places = {(LAW, pinpoint) for pinpoint in pinpoints}
    return [
        case
        for case in THE_LAW
        if not places.isdisjoint((gold.document_id, gold.pinpoint) for gold in case.gold)
    ]


def test_a_wrong_paragraph_in_a_digest_is_red(
    check: Callable[..., Checked], digests: Callable[..., None]
) -> None:
    digests(**{"## 6 §": "## 16 §"})
    checked = check(about("6 §"))
    assert checked.broken == {"lint", "baseline"}
    assert f"stället 6 §, som inte finns i {LAW}" in checked.told("lint")
    assert MEASURES["citation_recall"].title in checked.told("baseline")


def test_two_paragraphs_that_have_changed_places_are_red(
    check: Callable[..., Checked], digests: Callable[..., None]
) -> None:
    digests(**{"## 4 §": "## 5 §", "## 5 §": "## 4 §"})
    checked = check(about("4 §", "5 §"))
    assert checked.broken == {"lint", "baseline"}
    assert "som inget ställe i facit säger" in checked.told("lint")


# A lower-ranked source first.


def guidance_before_law(
    passages: Sequence[Passage],
    entries: dict[str, CatalogueEntry],
    rows: Sequence[int],
    scores: Any,
) -> list[tuple[int, float]]:
    """What was found with the lowest sources first: reports and guidance before the law."""
    ranks = {row: entries[passages[row].document_id].rank for row in rows}
    return [(row, float(scores[row])) for row in sorted(rows, key=lambda row: -ranks[row])]


def test_a_lower_ranked_source_first_is_red(
    check: Callable[..., Checked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "statutes_first", guidance_before_law)
    checked = check(THE_LAW)
    assert checked.broken == {"baseline"}
    drops = set(checked.said.json["comparison"]["drops"])
    assert {"strict_correctness", "citation_precision"} <= drops
    assert f"Säkert sämre: {MEASURES['strict_correctness'].title} " in checked.told("baseline")
    assert "lotsen evals report" in checked.said.err


# The baseline.


def test_without_a_baseline_nothing_is_run(command: Lotsen, tmp_path: Path) -> None:
    said = command("evals", "check", "--baseline", str(tmp_path / "ingen"))
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"I {tmp_path / 'ingen'} finns ingen baslinje att jämföra med. "
        "Gör en med lotsen evals check --renew.\n"
    )
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "about", ["", "{}", '{"as_of": "i går", "encoder": null, "legs": []}', "[1]"]
)
def test_a_baseline_that_does_not_say_how_it_was_made_is_none(
    command: Lotsen, tmp_path: Path, about: str
) -> None:
    (tmp_path / CASES_FILE).write_bytes((BUNDLED / CASES_FILE).read_bytes())
    (tmp_path / "baseline.json").write_text(about, encoding="utf-8")
    said = command("evals", "check", "--baseline", str(tmp_path))
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"Filen {tmp_path / 'baseline.json'} säger inte hur baslinjen gjordes. "
        "Gör en ny med lotsen evals check --renew.\n"
    )


def test_a_data_set_that_is_not_there_is_told_before_anything_is_run(
    command: Lotsen, tmp_path: Path
) -> None:
    said = command("evals", "check", "--dataset", str(tmp_path / "borta"))
    assert (said.code, said.out) == (2, "")
    assert str(tmp_path / "borta") in said.err
    assert not (tmp_path / "data").exists()


def test_another_encoder_than_that_of_the_baseline_is_told() -> None:
    baseline = read_baseline(BUNDLED)
    same = replace(baseline.run, settings=baseline.run.settings | {"version": "9"})
    other = replace(same, settings=same.settings | {"encoder": None})
    assert baseline.differences(same) == ()
    told = gates.baseline_gate(baseline, compare(baseline.run, other)).told
    assert told.endswith("Andra inställningar än baslinjen: encoder.")


def test_a_baseline_of_another_set_is_told_case_by_case(
    check: Callable[..., Checked], tmp_path: Path
) -> None:
    """One case is new to it and one is gone; those that both have are compared."""
    folder = tmp_path / "baslinje"
    folder.mkdir()
    (folder / "baseline.json").write_bytes((BUNDLED / "baseline.json").read_bytes())
    lines = (BUNDLED / CASES_FILE).read_text(encoding="utf-8").splitlines()
    own = [line for line in lines if json.loads(line)["set"] == FEW[0].set]
    gone = json.loads(own[0]) | {"id": "borttagen"}
    kept = "\n".join([*own[1:], json.dumps(gone)])
    (folder / CASES_FILE).write_text(f"{kept}\n", encoding="utf-8")
    checked = check(FEW, "--baseline", str(folder))
    assert checked.broken == set()
    assert checked.told("baseline") == (
        "11 frågor jämförda. Inget är säkert sämre. "
        f"Nya sedan baslinjen: {json.loads(own[0])['id']}. Borta sedan baslinjen: borttagen."
    )


def test_a_renewed_baseline_is_the_same_bytes_and_only_what_a_comparison_needs(
    check: Callable[..., Checked], command: Lotsen, tmp_path: Path
) -> None:
    folder = tmp_path / "baslinje"
    checked = check(FEW, "--baseline", str(folder), "--renew")
    assert checked.said.code == 0
    assert checked.said.err.endswith(
        f"Baslinjen i {folder} är förnyad. Förklara varför i meddelandet till din commit.\n"
    )
    assert "Mot den förra" not in checked.said.err
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(files) == {CASES_FILE, "baseline.json"}
    assert json.loads(files["baseline.json"]).keys() == {"as_of", "encoder", "legs"}
    rows = [json.loads(line) for line in files[CASES_FILE].splitlines()]
    assert [row["id"] for row in rows] == sorted(case.id for case in FEW)
    assert {tuple(row) for row in rows} == {("id", "set", "status", "scores", "judged", "why")}
    assert {name for row in rows for name in row["scores"]} <= {
        name for name, measure in MEASURES.items() if measure.decides
    }
    again = check(FEW, "--baseline", str(folder), "--renew").said
    assert again.code == 0
    assert "Mot den förra baslinjen: 12 frågor jämförda. Inget är säkert sämre.\n" in again.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    # It is a run like any other to ``compare``.
    run = tmp_path / "data" / WORKSPACE / "run"
    assert command("evals", "compare", str(folder), str(run)).code == 0


@pytest.mark.usefixtures("inexact")
def test_a_baseline_that_breaks_a_gate_is_not_kept(
    check: Callable[..., Checked], tmp_path: Path
) -> None:
    checked = check(FEW, "--baseline", str(tmp_path / "baslinje"), "--renew")
    assert checked.said.code == 1
    assert checked.said.err.endswith("Baslinjen är inte förnyad: den ska hålla grindarna.\n")
    assert not (tmp_path / "baslinje").exists()


def test_the_kept_baseline_is_of_the_golden_set_as_it_is() -> None:
    lines = (BUNDLED / CASES_FILE).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert {(row["id"], row["set"]) for row in rows} == {
        (case.id, case.set) for case in gates.golden_cases()
    }


def test_the_gates_are_told_to_people(
    command: Lotsen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(gates, "golden_cases", lambda: FEW)
    monkeypatch.setattr(gates, "bundled_faults", lambda: (FAULT,))
    said = command("evals", "check")
    assert said.code == 1
    lines = said.out.splitlines()
    assert len(lines) == len(ALL_GATES)
    assert lines[0] == "INTE uppfyllt  Testfallen och facit: 1 fel: Fallfilen x.toml, rad 3: fel."
    assert [line[:15] for line in lines[1:]] == [
        *["uppfyllt       "] * 5,
        "hoppades över  ",
        "uppfyllt       ",
    ]
    assert said.err == (
        "1 av 8 grindar bröts: Testfallen och facit.\n"
        f"Se svaren: lotsen evals report {tmp_path / 'data' / WORKSPACE / 'run'}\n"
    )


FAULT = evals.lint.LintFault(
    file="x.toml", line=3, case_id="", message="Fallfilen x.toml, rad 3: fel."
)
