"""``lotsen evals retrieval --least``: a figure of the search and its bound from below."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Lotsen, Said

from corpus.errors import UsageError
from evals.least import Least, parse_least
from evals.ranking import FIGURES

MORE = " och ett tal från 0 till 1, till exempel success@5=0.97."
Retrieval = Callable[..., Said]


@pytest.fixture
def retrieval(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Retrieval:
    """The command on two questions, of which one finds its text first and the other nothing."""
    folder = tmp_path / "prov"
    (folder / "qrels").mkdir(parents=True)
    texts = {
        "d1": "Cykelverkstaden öppnar klockan sju.",
        "d2": "Simhallen stänger tidigt under sommaren.",
    }
    queries = {"q1": "När öppnar cykelverkstaden?", "q2": "När stänger simhallen?"}
    for name, rows in (("corpus", texts), ("queries", queries)):
        lines = (json.dumps({"_id": own, "text": text}) + "\n" for own, text in rows.items())
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    qrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\tborta\t1\n"
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    command = Lotsen(capsys, monkeypatch)
    command.set(data_dir=tmp_path / "data", encoder="none")
    return lambda *more: command("evals", "retrieval", "--dataset", str(folder), *more)


def test_a_bound_that_is_kept_is_told_and_the_code_is_0(retrieval: Retrieval) -> None:
    said = retrieval("--least", "success@5=.5", "--json")
    assert said.code == 0
    assert said.err == "success@5 är 0.5000, minst 0.5.\n"
    assert said.json["gates"] == {"success@5": {"floor": 0.5, "value": 0.5, "passed": True}}


def test_a_broken_bound_names_figure_and_bound_and_the_code_is_1(retrieval: Retrieval) -> None:
    said = retrieval("--least", "success@1=0,5", "--least", "success@5=.97")
    assert said.code == 1
    assert said.err == (
        "success@1 är 0.5000, minst 0.5.\nsuccess@5 är 0.5000 men ska vara minst 0.97.\n"
    )
    assert "success@5 0.500" in said.out  # the figures are shown all the same


def test_without_bounds_the_report_has_no_gates(retrieval: Retrieval) -> None:
    said = retrieval("--json")
    assert (said.code, said.err, "gates" in said.json) == (0, "", False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "träff@5=.97",
            f"Måttet ”träff@5” i --least finns inte. De som finns: {', '.join(FIGURES)}.",
        ),
        *(
            (
                f"success@5{bound}",
                f"”success@5{bound}” i --least ska vara ett mått{MORE}",
            )
            for bound in ("", "=", "=97", "=-1", "=nan", "=hög")
        ),
    ],
)
def test_a_bound_that_says_nothing_is_wrong_usage(
    retrieval: Retrieval, tmp_path: Path, text: str, message: str
) -> None:
    said = retrieval("--least", text)
    assert (said.code, said.out, said.err) == (2, "", f"{message}\n")
    assert not (tmp_path / "data").exists()  # nothing was measured first


def test_of_two_bounds_for_a_figure_the_higher_counts() -> None:
    for texts in (("mrr@10=.9", "mrr@10=.5"), ("mrr@10=.5", "mrr@10=.9")):
        assert parse_least(texts) == (Least(figure="mrr@10", bound=0.9),)
    with pytest.raises(UsageError):
        parse_least(("mrr@10=.9", "mrr@10=fel"))


def test_what_is_just_at_the_bound_keeps_it() -> None:
    bound = Least(figure="success@5", bound=0.97)
    gates = [bound.gate({"success@5": value}).passed for value in (0.97, 0.9699999)]
    assert gates == [True, False]
