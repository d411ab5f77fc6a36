import json
from importlib.metadata import version

import pytest

from assistant.bootstrap import DISTRIBUTION, Assistant
from assistant.conversation import AnswerStatus, Mode
from assistant.prompting import prompt_stamp
from corpus.index import open_generation
from evals.cases import parse_cases
from evals.run import run_evaluation
from evals.run_folder import RunFolder
from ingest.pipeline import build_generation

CASES = """
set = "prov"
[[case]]
id = "lag"
question = "Måste kommunen ta fram en lägesbild?"
expected_status = "answered"
gold = [{ document_id = "sfs-2023-196", pinpoint = "4 §" }]
[[case]]
id = "person"
question = "Är 18900101-9802 med i rådet?"
expected_status = "blocked_personal_data"
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("data")
    build_generation(data_dir, None)
    with Assistant(generation=open_generation(data_dir), encoder=None) as opened:
        yield opened


def test_a_run_asks_the_product_itself_and_keeps_its_gates(assistant, tmp_path):
    cases = parse_cases(CASES, "prov.toml")
    report = run_evaluation(assistant, cases, mode=Mode.EXTRACTIVE, folder=RunFolder(tmp_path))
    assert [case.answer.status for case in report.cases] == [
        AnswerStatus.ANSWERED,
        AnswerStatus.BLOCKED_PERSONAL_DATA,
    ]
    assert report.metrics["citation_recall"].value == 1.0
    assert {gate.passed for gate in report.gates.values()} == {True}
    assert report.metrics["quote_exactness"].n == len(report.cases[0].answer.citations)
    assert report.settings == {
        "mode": "extractive",
        "as_of": assistant.today().isoformat(),
        "generation": "gen-000001",
        "encoder": None,
        "model": None,
        "legs": ["bm25", "char", "dense"],
        "prompt": prompt_stamp().sha256[:12],
        "version": version(DISTRIBUTION),
        "sets": ["prov"],
    }
    stored = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(report.to_json()))
