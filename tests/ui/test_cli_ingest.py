"""``lotsen ingest …`` and ``lotsen evals …`` from files to exit codes."""

import json
from pathlib import Path

import pytest
from command_line import Lotsen
from pdf_files import encrypted, lines, pdf
from pdf_report import MEETINGS, report
from word import new_document, saved

from corpus.generations import only_writer

STATUTE = Path(__file__).parents[1] / "data" / "sfs-2031-77.md"
LEAFLET = pdf(
    [lines("Trygghetsvandring i Lekeby", "", "Vandringen börjar vid torget klockan sju.")],
    title="Trygghetsvandring i Lekeby",
    headings=("Trygghetsvandring i Lekeby",),
)
BICYCLE_QUESTION = "Måste biblioteket ha lånecyklar?"


@pytest.fixture(autouse=True)
def words_only(lotsen: Lotsen) -> None:
    """Most tests here need no vectors."""
    lotsen.set(encoder="none")


def written(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def sources(lotsen: Lotsen) -> dict[str, dict[str, object]]:
    rows = lotsen("ingest", "status", "--json").json["sources"]
    return {row["document_id"]: row for row in rows}


def current(data: Path) -> Path:
    return data / (data / "CURRENT").read_text(encoding="ascii").strip()


def test_build_publishes_a_new_generation_and_answers_from_it(
    lotsen: Lotsen, tmp_path: Path
) -> None:
    data = tmp_path / "tom"
    lotsen.set(data_dir=data)
    said = lotsen("ingest", "build")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("Indexet gen-000001 är publicerat med ")
    assert lotsen("ingest", "status", "--json").json["generation"] == "gen-000001"
    assert lotsen("ask", "Måste kommunen kartlägga brottsligheten?", "--json").json["citations"]


def test_an_added_statute_is_quoted_in_its_own_words(lotsen: Lotsen, own_data: Path) -> None:
    lotsen.set(encoder="")  # with vectors, as a person has it
    said = lotsen("ingest", "add", str(STATUTE))
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("sfs-2031-77.md: sfs-2031-77, Förordning (2031:77) om lånecyklar\n")
    row = sources(lotsen)["sfs-2031-77"]
    assert (row["state"], row["edition"], row["path"]) == ("original", "original", str(STATUTE))
    answer = lotsen("ask", BICYCLE_QUESTION, "--as-of", "2033-01-01", "--json").json
    cited = next(c for c in answer["citations"] if c["document_id"] == "sfs-2031-77")
    assert (cited["edition"], cited["pinpoint"]) == ("original", "1 kap. 1 §")
    assert cited["quote"].startswith("Varje bibliotek ska ha lånecyklar")
    shown = lotsen("show", "sfs-2031-77", "1 kap. 1§", "--json").json
    (passage,) = shown["sections"][0]["passages"]
    assert passage["passage_id"] == cited["passage_id"]
    assert passage["text"][cited["start"] : cited["end"]] == cited["quote"]


def test_an_added_pdf_is_cited_by_page(lotsen: Lotsen, own_data: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "blad.pdf", LEAFLET)
    said = lotsen("ingest", "add", path)
    assert said.code == 0
    (row,) = (row for row in sources(lotsen).values() if row["path"] == path)
    shown = lotsen("show", str(row["document_id"]), "s. 1", "--json").json
    assert shown["title"] == "Trygghetsvandring i Lekeby"
    assert "Vandringen börjar vid torget" in shown["sections"][0]["passages"][0]["text"]
    assert shown["sections"][0]["passages"][0]["pages"] == [1]


def test_an_added_word_file_is_cited_by_heading(
    lotsen: Lotsen, own_data: Path, tmp_path: Path
) -> None:
    document = new_document()
    document.add_heading("Trygghetsvandring i Lekeby", 0)
    document.add_heading("Vandringen", 1)
    document.add_paragraph("Vandringen börjar vid torget klockan sju.")
    path = written(tmp_path / "blad.docx", saved(document))
    assert lotsen("ingest", "add", path).code == 0
    shown = lotsen("show", "lokal-trygghetsvandring-i-lekeby", "Vandringen", "--json").json
    (passage,) = shown["sections"][0]["passages"]
    assert passage["text"] == "Vandringen börjar vid torget klockan sju."


def test_an_added_file_becomes_the_original_of_the_document_it_is_said_to_be(
    lotsen: Lotsen, own_data: Path, tmp_path: Path
) -> None:
    path = written(tmp_path / "blad.pdf", LEAFLET)
    assert lotsen("ingest", "add", path, "--as", "bra-2020-samverkan").code == 0
    assert sources(lotsen)["bra-2020-samverkan"]["state"] == "both"
    documents = lotsen("documents", "--json").json["documents"]
    states = {row["document_id"]: row["state"] for row in documents}
    assert states["bra-2020-samverkan"] == "both"


def test_a_report_with_columns_answers_with_its_page(
    lotsen: Lotsen, own_data: Path, tmp_path: Path
) -> None:
    path = written(tmp_path / "rapport.pdf", report())
    assert lotsen("ingest", "add", path, "--as", "nod-2024-lagesbild").code == 0
    question = "Vem leder mötena mellan polisen och kommunen i Lekeby?"
    answer = lotsen("ask", question, "--json").json
    cited = next(c for c in answer["citations"] if c["edition"] == "original")
    assert (cited["document_id"], cited["pinpoint"]) == ("nod-2024-lagesbild", "s. 1")
    assert cited["pages"] == [1]
    assert cited["quote"] == MEETINGS.partition(". ")[2]


def test_an_unreadable_file_is_named_and_the_others_are_done(
    lotsen: Lotsen, own_data: Path, tmp_path: Path
) -> None:
    locked = written(tmp_path / "låst.pdf", encrypted(LEAFLET))
    said = lotsen("ingest", "add", locked, str(STATUTE))
    assert (said.code, said.out) == (4, "")
    last = said.err.splitlines()[-2:]
    assert last[0] == "Det här gick inte att läsa:"
    assert last[1].startswith("- låst.pdf: ")
    rows = sources(lotsen)
    assert rows["sfs-2031-77"]["state"] == "original"
    (failed,) = (row for row in rows.values() if row["path"] == locked)
    assert failed["state"] == "failed"
    assert failed["problems"]


def test_the_status_tells_of_an_unreadable_file_that_came_alone(
    lotsen: Lotsen, own_data: Path, tmp_path: Path
) -> None:
    empty = written(tmp_path / "tom.pdf", b"")
    assert lotsen("ingest", "add", empty).code == 4
    (failed,) = (row for row in sources(lotsen).values() if row["path"] == empty)
    assert (failed["state"], failed["passages"]) == ("failed", 0)
    assert f"    {failed['problems'][0]}" in lotsen("ingest", "status").out.splitlines()


def test_a_folder_is_read_by_build_without_being_copied(
    lotsen: Lotsen, own_data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mapp"
    folder.mkdir()
    written(folder / "blad.pdf", LEAFLET)
    written(folder / "trasig.pdf", b"%PDF-1.4 trasig")
    said = lotsen("ingest", "build", "--corpus", str(folder))
    assert said.code == 4
    assert said.err.splitlines()[-1].startswith("- trasig.pdf: ")
    assert any(row["path"] == str(folder / "blad.pdf") for row in sources(lotsen).values())
    assert not (own_data / "originals").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ingest", "add", "finns-inte.pdf"), "finns-inte.pdf finns inte."),
        (("ingest", "build", "--corpus", "finns-inte"), "finns-inte finns inte."),
        (("ingest", "add", ""), "En sökväg är tom: ange en fil eller en mapp."),
        (("ingest", "build", "--corpus", ""), "En sökväg är tom: ange en fil eller en mapp."),
    ],
)
def test_a_path_that_does_not_exist_is_wrong_usage_and_builds_nothing(
    lotsen: Lotsen, own_data: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    before = current(own_data).name
    said = lotsen(*arguments)
    assert (said.code, said.out, said.err) == (2, "", f"{sentence}\n")
    assert current(own_data).name == before


def test_an_id_that_does_not_exist_is_wrong_usage(lotsen: Lotsen, own_data: Path) -> None:
    said = lotsen("ingest", "add", str(STATUTE), "--as", "finns-inte")
    assert (said.code, said.out) == (2, "")
    assert "finns-inte" in said.err


def test_a_second_builder_is_told_to_wait(lotsen: Lotsen, own_data: Path) -> None:
    with only_writer(own_data):
        said = lotsen("ingest", "build")
    assert (said.code, said.out) == (3, "")
    assert said.err == (
        "Sökindexet byggs redan av ett annat program: försök igen när det är klart.\n"
    )


def test_verify_says_that_a_sound_index_is_sound(lotsen: Lotsen) -> None:
    said = lotsen("ingest", "verify")
    assert (said.code, said.out, said.err) == (0, "", "Indexet är helt.\n")
    assert lotsen("ingest", "verify", "--json").json == {"ok": True, "damaged": []}


def test_verify_names_every_damaged_file(lotsen: Lotsen, own_data: Path) -> None:
    first, second = sorted(current(own_data).rglob("*.jsonl"))[:2]
    first.write_bytes(first.read_bytes() + b" ")
    second.unlink()
    said = lotsen("ingest", "verify")
    assert (said.code, said.out) == (3, "")
    assert first.name in said.err
    assert second.name in said.err


def test_the_index_before_a_damaged_one_answers_with_a_notice(
    lotsen: Lotsen, own_data: Path
) -> None:
    assert lotsen("ingest", "build").code == 0
    damaged = next(iter(sorted(current(own_data).rglob("*.jsonl"))))
    damaged.write_bytes(b"")
    checks = {c["name"]: c for c in lotsen("doctor", "--json").json["checks"]}
    assert not checks["Index"]["ok"]
    assert damaged.name in checks["Index"]["text"]
    answer = lotsen("ask", "Måste kommunen kartlägga brottsligheten?", "--json").json
    assert answer["status"] == "answered"
    assert answer["index"]["generation"] != current(own_data).name


def case(**changes: object) -> str:
    fields: dict[str, object] = {
        "id": "prov-1",
        "question": "Måste kommunen kartlägga brottsligheten?",
        "expected_status": "answered",
        "gold": [{"document_id": "sfs-2023-196", "pinpoint": "4 §"}],
    }
    return json.dumps(fields | changes, ensure_ascii=False)


def test_an_evaluation_is_printed_and_saved(lotsen: Lotsen, tmp_path: Path) -> None:
    cases, out = tmp_path / "fall.jsonl", tmp_path / "körning"
    refused = case(
        id="prov-2", question="Hur bakar man kanelbullar?", expected_status="out_of_scope", gold=[]
    )
    cases.write_text(f"{case()}\n{refused}\n", encoding="utf-8")
    said = lotsen("evals", "run", "--cases", str(cases), "--out", str(out), "--json")
    assert (said.code, said.err) == (0, "")
    assert [(c["id"], c["set"], c["status"]) for c in said.json["cases"]] == [
        ("prov-1", "fall", "answered"),
        ("prov-2", "fall", "out_of_scope"),
    ]
    assert json.loads((out / "report.json").read_text(encoding="utf-8")) == said.json
    kept = (out / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in kept] == said.json["cases"]
    plain = lotsen("evals", "run", "--cases", str(cases))
    assert "status_accuracy        1.000  (" in plain.out
    assert "uppfyllt      quote_exactness" in plain.out


def test_a_broken_gate_gives_exit_code_1(lotsen: Lotsen, tmp_path: Path) -> None:
    cases = tmp_path / "fall.jsonl"
    cases.write_text(case(forbidden=["kommun"]), encoding="utf-8")
    said = lotsen("evals", "run", "--cases", str(cases), "--json")
    assert (said.code, said.err) == (1, "")
    broken = [name for name, gate in said.json["gates"].items() if not gate["passed"]]
    assert broken == ["forbidden_claims"]
    assert "INTE uppfyllt  forbidden_claims" in lotsen("evals", "run", "--cases", str(cases)).out


@pytest.mark.parametrize("name", ["saknas.toml", "saknas.jsonl", "trasig.jsonl"])
def test_cases_that_cannot_be_read_are_wrong_usage(
    lotsen: Lotsen, tmp_path: Path, name: str
) -> None:
    (tmp_path / "trasig.jsonl").write_text("{", encoding="utf-8")
    said = lotsen("evals", "run", "--cases", str(tmp_path / name), "--json")
    assert said.code == 2
    assert name in said.err
    assert said.json["error"]["code"] == "bad_request"


def test_an_unknown_set_lists_those_there_are(lotsen: Lotsen) -> None:
    said = lotsen("evals", "run", "--set", "okänd")
    assert said.code == 2
    assert "lag-vardag" in said.err


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "cyklar"
    (folder / "qrels").mkdir(parents=True)
    texts = {"d1": "Cykeln har ringklocka.", "d2": "Bussen går varje timme.", "d3": "Snön är vit."}
    corpus = [json.dumps({"_id": k, "title": "", "text": v}) for k, v in texts.items()]
    asked = [
        json.dumps({"_id": "q1", "text": "Har cykeln en ringklocka?"}),
        json.dumps({"_id": "q2", "text": "När går bussen?"}),
    ]
    (folder / "corpus.jsonl").write_text("\n".join(corpus), encoding="utf-8")
    (folder / "queries.jsonl").write_text("\n".join(asked), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\n", encoding="utf-8"
    )
    return folder


def test_search_is_measured_on_a_folder(lotsen: Lotsen, own_data: Path, beir: Path) -> None:
    said = lotsen("evals", "retrieval", "--dataset", str(beir), "--json")
    assert (said.code, said.err) == (0, "")
    report = said.json
    assert (report["dataset"], report["passages"], report["queries"]) == ("cyklar", 3, 2)
    assert report["metrics"]["success@1"] == 1.0
    assert list(report["legs"]) == ["bm25", "char"]
    limited = lotsen("evals", "retrieval", "--dataset", str(beir), "--limit", "1")
    assert limited.out.splitlines()[0] == "cyklar: 1 frågor, 3 stycken"


def test_search_is_measured_with_changed_questions_too(
    lotsen: Lotsen, own_data: Path, beir: Path
) -> None:
    asked = ("evals", "retrieval", "--dataset", str(beir), "--perturb", "typo1,nodiacritics")
    plain = lotsen(*asked[:4], "--json").json
    report = lotsen(*asked, "--json").json
    assert "perturbed" not in plain
    assert list(report["perturbed"]) == ["typo1", "nodiacritics"]
    assert report["perturbed"]["nodiacritics"] == report["metrics"] == plain["metrics"]
    assert len(report["settings"]["perturbation_seeds"]) >= 3
    wrong = lotsen(*asked[:4], "--perturb", "typo9", "--json")
    assert wrong.code == 2
    assert "typo9" in wrong.json["error"]["message"]


def test_a_dataset_that_does_not_exist_is_wrong_usage(lotsen: Lotsen, tmp_path: Path) -> None:
    said = lotsen("evals", "retrieval", "--dataset", str(tmp_path / "saknas"), "--json")
    assert said.code == 2
    assert "saknas" in said.json["error"]["message"]
