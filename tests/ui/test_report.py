"""The report of an evaluation as HTML, PDF, table and JSON: whole, safe and honest."""

import base64
import csv
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import Lotsen
from eval_runs import RIGHT, case, some_cases, stored_run
from plain_swedish import english_words
from pypdf import PdfReader
from xss_payloads import PAYLOADS

from corpus.errors import ExitCode
from evals.cases import bundled_cases
from evals.measures import MEASURES
from evals.readability import lix
from evals.report_figures import Figures, figures_of
from evals.run_folder import run_folders
from ui import report_texts
from ui.report_files import CSV_HEADINGS, csv_bytes
from ui.report_html import html_bytes
from ui.report_pdf import pdf_bytes
from ui.report_views import ReportView, report_view

EASY = 35
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
VOID = {"meta", "input"}


class Elements(HTMLParser):
    """The elements and texts of a page, as a browser's parser meets them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))  # within a drawing: nothing can be inside

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))


@pytest.fixture
def figures(tmp_path: Path) -> Figures:
    stored_run(tmp_path, "20261120T101500Z-auto", some_cases(), day=20)
    folder = stored_run(tmp_path, "20261124T101500Z-auto", some_cases())
    return figures_of(folder, run_folders(tmp_path))


def report_of(tmp_path: Path, *cases: dict) -> ReportView:
    return report_view(figures_of(stored_run(tmp_path, "prov", list(cases))))


def parsed(report: ReportView) -> Elements:
    page = Elements()
    page.feed(html_bytes(report).decode("utf-8"))
    page.close()
    assert page.open == []
    return page


def words(page: Elements) -> str:
    shown = (text for tag, text in page.texts if tag not in {"style", "script"})
    return " ".join(" ".join(shown).split())


def test_the_page_asks_for_nothing_and_its_policy_lets_nothing_else_run(figures):
    page = parsed(report_view(figures))
    for tag, attributes in page.tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        assert not {"src", "style", "srcset", "background"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    ((policy,),) = [[a["content"]] for tag, a in page.tags if tag == "meta" and "http-equiv" in a]
    assert policy is not None
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        (own,) = [text for within, text in page.texts if within == tag]
        told = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{told}'" in policy
    (style,) = [text for within, text in page.texts if within == "style"]
    assert re.findall(r"url\(|@import|@font-face", style) == []


def test_without_script_everything_is_there_to_read(figures):
    shown = words(parsed(report_view(figures)))
    for told in (
        "5 av 6 fall är ej granskade.",
        "3 av 6 fall är rätt. 3 har fel.",
        "20261124T101500Z-auto",
        "gen-000001",
        "24 november 2026",
        "Exakta citat minst 1 0,667 inte uppfyllt",
        "Meningar med källa minst 1 1,000 uppfyllt",
        "Rätt i sak, strikt högt 0,667 0,300–0,903 6",
        "lag-vardag: 4 fall, 3 med fel",
        "Vardagsfrågor om lagen (2023:196).",
        "Ytan under kurvan (AURC) är 0,278.",
        "tog högst 0,06 sekunder (p50)",
        "20261120T101500Z-auto 20 november 2026 6 0,667 0,250 1,000",
        "Sakfel: saknar ”vartannat år”.",
        "Källa: 0 av 1 ställen i facit är citerade; inte sfs-2023-196 6 §.",
        "Väntat: svar. Fick: avstod (inget svar i källorna).",
        "Kommunen ska ha en lägesbild. [1]",
        "Källor i svaret: [1] lagen om kommuners brottsförebyggande ansvar, 4 §",
        *report_texts.LIMITS,
    ):
        assert told in shown


def test_each_drawing_has_a_name_a_description_and_its_figures_in_a_table(figures):
    view = report_view(figures)
    page = parsed(view)
    drawn = [a for tag, a in page.tags if tag == "svg"]
    ids = {a["id"]: tag for tag, a in page.tags if a.get("id")}
    assert len(drawn) == len(view.drawings) == 7
    for attributes in drawn:
        named = (attributes["aria-labelledby"] or "").split()
        assert [ids[name] for name in named] == ["title", "desc"]
    assert all(drawing.rows for drawing in view.drawings)
    assert len(ids) == len([a for _, a in page.tags if a.get("id")])  # each id once


def test_what_is_not_there_is_said(tmp_path):
    refused = case("a", status="out_of_scope", expected="out_of_scope", scores={})
    shown = words(parsed(report_of(tmp_path, refused)))
    for told in (
        report_texts.NOTHING_TO_DRAW,
        report_texts.NO_RISK,
        report_texts.NO_HISTORY,
        "inget att bedöma",
        "Inget svar gavs.",
    ):
        assert told in shown


def test_a_gate_whose_measure_was_not_taken_is_not_kept(tmp_path):
    old = case("a")
    for part in ("scores", "why", "judged"):
        del old[part]["lane_errors"]
    shown = words(parsed(report_of(tmp_path, old)))
    assert "Svar med annat än lag i lagens spår högst 0 inte mätt inte uppfyllt" in shown


def test_hostile_text_is_text_in_the_page(tmp_path):
    cases = [hostile(number, payload) for number, payload in enumerate(PAYLOADS)]
    page = parsed(report_of(tmp_path, *cases))
    own = parsed(report_of(tmp_path, *(hostile(number, "x") for number in range(len(cases)))))
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert {tag for tag, _ in page.tags} == {tag for tag, _ in own.tags}
    names = {(tag, name) for tag, attributes in page.tags for name in attributes}
    assert names == {(tag, name) for tag, attributes in own.tags for name in attributes}
    shown = "".join(text for _, text in page.texts)
    missing = [p for p in PAYLOADS if squeezed(p) not in squeezed(shown)]
    assert missing == []


def hostile(number: int, payload: str) -> dict:
    """A case all of whose words are the payload."""
    return case(
        f"{number} {payload}",
        set_name=payload,
        question=payload,
        status=payload if number % 3 == 0 else "answered",
        expected=payload,
        scores=RIGHT | {"strict_correctness": 0.0, "status_accuracy": float(number % 2)},
        why=dict.fromkeys(MEASURES, payload),
        statements=[{"text": payload, "lane": "law", "labels": [payload]}],
        citations=[{"label": payload, "document_id": payload, "pinpoint": payload}],
        gold=[{"document_id": payload, "pinpoint": payload}],
    )


def squeezed(text: str) -> str:
    """Without white space, and without the sign that no page can hold."""
    return re.sub(r"[\s\x00\ufffd]+", "", text)


@pytest.mark.parametrize("broken", [None, "text", 7, [None, 3, "x"], {"a": 1}])
def test_a_line_of_another_shape_is_shown_with_what_it_has(tmp_path, broken):
    body = {"statements": broken, "citations": broken, "gold": broken, "expected_status": broken}
    shown = words(parsed(report_of(tmp_path, case("a", question=broken, **body))))
    assert "1 av 1 fall är rätt." in shown


def test_the_table_of_cases_has_a_row_for_each(figures):
    rows = list(csv.reader(io.StringIO(opened(figures)), delimiter=";"))
    assert rows[0][: len(CSV_HEADINGS)] == list(CSV_HEADINGS)
    assert len(rows[0]) == len(CSV_HEADINGS) + len(MEASURES)
    by_id = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert list(by_id) == ["lv1", "lv2", "lv3", "lv4", "av1", "av2"]
    assert by_id["lv4"]["Utfall"] == "fel"
    assert by_id["lv4"]["Säkerhet"] == "-0,4"  # a number: no formula, and no apostrophe
    assert by_id["lv2"]["Varför"].startswith("Sakfel: saknar ”vartannat år”.")
    assert (by_id["av2"]["Säkerhet"], by_id["av2"]["Granskad"]) == ("", "ja")


def opened(figures: Figures) -> str:
    return csv_bytes(figures, report_view(figures)).decode("utf-8-sig")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_table_is_a_formula(tmp_path, formula):
    cases = [case(formula, set_name=formula, question=formula, statements=[], citations=[])]
    cases[0]["status"] = cases[0]["expected_status"][0] = formula
    figures = figures_of(stored_run(tmp_path, "prov", cases))
    _, row = csv.reader(io.StringIO(opened(figures), newline=""), delimiter=";")
    assert row[:5] == [f"'{formula}"] * 5
    assert [cell for cell in row if cell.startswith(FORMULAS)] == []


def test_the_pdf_is_tagged_swedish_and_has_what_matters(figures):
    reader = PdfReader(io.BytesIO(pdf_bytes(report_view(figures), figures.run.started)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "sv-SE"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.title == "Rapport om svaren: 20261124T101500Z-auto"
    shown = squeezed("".join(page.extract_text() for page in reader.pages))
    for told in (
        "5 av 6 fall är ej granskade.",
        "inte uppfyllt",
        "0,300–0,903",
        "lv2: Hur ofta ska den göras om?",
        "Sakfel: saknar ”vartannat år”.",
        "Andel av alla frågor som besvaras",  # inside a drawing
        *report_texts.LIMITS,
    ):
        assert squeezed(told) in shown
    assert squeezed("lv1: Måste vi") not in shown  # nothing was wrong with it


def test_hostile_text_is_text_in_the_pdf(tmp_path):
    nasty = '#read("/etc/passwd") $x^2$ *fet* \\] #import "@preview/x:0.1.0": *'
    report = report_of(tmp_path, hostile(1, nasty))
    shown = "".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf_bytes(report, None))).pages)
    assert squeezed(nasty) in squeezed(shown)


@pytest.fixture
def command(capsys, monkeypatch, tmp_path) -> Lotsen:
    made = Lotsen(capsys, monkeypatch)
    made.set(data_dir=tmp_path)
    return made


def test_without_a_choice_the_report_lies_in_the_runs_folder(command, tmp_path):
    folder = stored_run(tmp_path, "20261124T101500Z-auto", some_cases())
    said = command("evals", "report", "senaste")
    assert (said.code, said.out, said.err) == (0, f"{folder.path / 'rapport.html'}\n", "")
    written = (folder.path / "rapport.html").read_bytes()
    assert written == html_bytes(report_view(figures_of(folder)))


def test_each_choice_is_a_file_of_its_own(command, tmp_path):
    folder = stored_run(tmp_path, "20261124T101500Z-auto", some_cases())
    made = {name: tmp_path / f"ut.{name}" for name in ("html", "pdf", "csv", "json")}
    choices = [part for name, path in made.items() for part in (f"--{name}", str(path))]
    said = command("evals", "report", str(folder.path), *choices)
    assert said.code == 0
    assert said.out == ""
    assert [str(path) in said.err for path in made.values()] == [True] * 4
    assert made["html"].read_bytes().startswith(b"<!doctype html>")
    assert made["pdf"].read_bytes().startswith(b"%PDF-")
    assert made["csv"].read_bytes().startswith(b"\xef\xbb\xbfId;Samling;")
    told = json.loads(made["json"].read_text(encoding="utf-8"))
    assert told == figures_of(folder).to_json()
    assert not (folder.path / "rapport.html").exists()


def test_the_figures_on_standard_output_are_json_and_nothing_else(command, tmp_path):
    stored_run(tmp_path, "20261124T101500Z-auto", some_cases())
    said = command("evals", "report", "senaste", "--json", "-")
    assert said.json["cases"] == 6
    assert said.err == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("finns-inte",), "Körningen finns-inte finns inte."),
        (("avbruten",), "har inga bedömda fall"),
        (("hel", "--html", "ingen/mapp/ut.html"), "ange en fil i en mapp som finns"),
    ],
)
def test_what_can_not_be_reported_is_one_swedish_sentence(command, tmp_path, arguments, sentence):
    stored_run(tmp_path, "avbruten", [case("a")], finished=False)
    stored_run(tmp_path, "hel", [case("a")])
    said = command("evals", "report", *arguments)
    assert said.code == ExitCode.USAGE
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


def test_every_set_that_comes_with_the_program_is_described():
    assert {case.set for case in bundled_cases()} <= set(report_texts.SETS)


def test_the_words_of_a_report_are_plain_swedish():
    named = [value for name, value in vars(report_texts).items() if name.isupper()]
    told = [report_texts.unchecked(3, 5), report_texts.unchecked(0, 5), report_texts.area("0,1")]
    told += [report_texts.quantiles("1", "2", "3"), report_texts.without_confidence(2)]
    for value in named:
        lines = value.values() if isinstance(value, dict) else value
        told += [value] if isinstance(value, str) else list(lines)
    assert {word for text in told for word in english_words(text)} == set()
    longer = [text for text in told if len(text.split()) >= 20]
    assert {text: lix(text) for text in longer if lix(text) > EASY} == {}
    assert lix("\n".join(told)) <= EASY
