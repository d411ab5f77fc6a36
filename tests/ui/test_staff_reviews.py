"""Granskning: reviews are made, rated, compared, settled and taken along, by several people."""

import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fakes_answers import FakeAnswerer
from review_runs import QUOTE, line, stored, ten
from starlette.testclient import TestClient
from xss_payloads import RUN

from evals.answers import MASKED
from evals.cases import bundled_cases, parse_cases
from evals.review import Verdict
from evals.review_store import REVIEW_FILE, ReviewStore
from evals.run_folder import RUNS
from ui.app import create_application
from ui.staff import review_texts
from ui.staff.access import StaffAccess
from ui.staff.review_texts import kappa_words

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

HOME = "/utvardering/granskning"
NEW = {"korning": "A", "jamfor": "", "antal": "10", "nyckel": "en"}
RIGHT = {"ratt": "korrekt", "stod": "ja", "nytta": "ja", "kommentar": ""}
HOSTILE = f'"></textarea><script>{RUN}</script>\u2028'
NUMBER = "18900101-9802"


@contextmanager
def visitors(data_dir: Path | None, **more: Any) -> Any:
    """A function from a name to the browser of that member, whom a proxy has signed in."""
    access = StaffAccess(header="X-Forwarded-User", data_dir=data_dir)
    made = create_application(FakeAnswerer(), staff=access, **more)
    with TestClient(made, follow_redirects=False) as client:

        def of(name: str) -> Callable[..., Any]:
            def ask(path: str = "", form: dict[str, str] | None = None) -> Any:
                headers = {"X-Forwarded-User": name.encode()}
                if form is None:
                    return client.get(HOME + path, headers=headers)
                return client.post(HOME + path, data=form, headers=headers)

            return ask

        yield of


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("granskning")


@pytest.fixture(scope="module")
def of_all(place: Path) -> Any:
    with visitors(place) as made:
        yield made


@pytest.fixture
def data_dir(place: Path) -> Path:
    """Two runs of ten questions and no review."""
    shutil.rmtree(place / "evals", ignore_errors=True)
    stored(place, "A", ten(), 24)
    stored(place, "B", ten(statements=[{"text": "Annat.", "lane": "law", "labels": [1]}]), 25)
    return place


@pytest.fixture
def of(of_all: Any, data_dir: Path) -> Any:
    return of_all


@pytest.fixture
def anna(of: Any) -> Any:
    return of("Anna Ek")


@pytest.fixture
def bo(of: Any) -> Any:
    return of("Bo Al")


def to(reply: Any) -> str:
    assert reply.status_code == 303, reply.text
    return str(reply.headers["location"]).removeprefix(HOME)


def made(anna: Any, **form: str) -> int:
    """The number of a new review."""
    return int(to(anna("", {**NEW, **form})).rpartition("-")[2])


def rate_all(who: Any, number: int, **verdicts: str) -> None:
    """Rate all ten, as korrekt but for those that are named."""
    for place, case_id in enumerate("abcdefghij", start=1):
        verdict = verdicts.get(case_id, "korrekt")
        to(who(f"/{number}/{place}", {**RIGHT, "ratt": verdict}))


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# Making a review


def test_a_review_is_made_of_one_run_and_listed_without_the_runs_name(anna):
    number = made(anna)
    html = anna().text
    row = re.search(rf'<tr id="granskning-{number}">.*?</tr>', html, re.DOTALL)[0]
    assert "en körning" in row
    assert "Ingen har börjat." in row
    assert "Anna Ek" in row
    two = made(anna, jamfor="B", nyckel="två", antal="alla")
    assert "två körningar, blint" in plain(anna().text)
    assert (number, two) == (1, 2)


def test_a_double_click_makes_one_review(anna, data_dir):
    key = re.search(r'name="nyckel" value="([^"]+)"', anna().text)[1]
    assert made(anna, nyckel=key) == made(anna, nyckel=key)
    assert len(ReviewStore(data_dir).all()) == 1
    assert re.search(r'name="nyckel" value="([^"]+)"', anna().text)[1] != key


def test_the_size_bounds_how_many_and_the_same_choice_draws_the_same(anna, data_dir):
    stored(data_dir, "C", [line(f"c{n:02}") for n in range(40)])
    first, again = (made(anna, korning="C", antal="25", nyckel=key) for key in "xy")
    store = ReviewStore(data_dir)
    one, other = store.get(first), store.get(again)
    assert one is not None
    assert other is not None
    assert len(one.case_ids) == 25
    assert one.case_ids == other.case_ids


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"korning": ""}, review_texts.NO_RUN_CHOSEN),
        ({"korning": "borta"}, review_texts.UNKNOWN_RUN),
        ({"korning": "../runs/A"}, review_texts.UNKNOWN_RUN),
        ({"korning": "."}, review_texts.UNKNOWN_RUN),
        ({"korning": "/etc"}, review_texts.UNKNOWN_RUN),
        ({"jamfor": "A"}, review_texts.SAME_RUN),
        ({"jamfor": "borta"}, review_texts.UNKNOWN_RUN),
        ({"antal": "7"}, review_texts.UNKNOWN_SIZE),
        ({"nyckel": ""}, "Formuläret gick inte att läsa."),
    ],
)
def test_a_form_that_does_not_hold_is_told_and_makes_nothing(anna, data_dir, form, told):
    reply = anna("", {**NEW, **form})
    assert reply.status_code == 422
    assert told in plain(reply.text)
    assert ReviewStore(data_dir).all() == ()


def test_what_was_chosen_stays_when_the_form_does_not_hold(anna):
    html = anna("", {**NEW, "korning": "B", "jamfor": "B", "antal": "50"}).text
    assert html.count('<option value="B" selected>') == 2
    assert '<option value="50" selected>' in html


def test_runs_without_anything_in_common_can_not_be_compared(anna, data_dir):
    stored(data_dir, "C", [line("z")])
    reply = anna("", {**NEW, "jamfor": "C"})
    assert (reply.status_code, "inga frågor gemensamt" in reply.text) == (422, True)


def test_a_run_that_can_not_be_read_is_told(anna, data_dir):
    (data_dir / RUNS / "A" / "cases.jsonl").write_text("ingen json\n", encoding="utf-8")
    reply = anna("", NEW)
    assert (reply.status_code, "rad 1" in reply.text) == (422, True)


# Rating


def test_a_question_shows_what_was_asked_answered_and_quoted_and_no_name_of_a_run(anna, data_dir):
    scores = {"strict_correctness": 0.25}
    stored(data_dir, "hemligt-namn", [line("a", scores=scores, judged={"strict_correctness": 1})])
    number = made(anna, korning="hemligt-namn")
    assert to(anna(f"/{number}")) == f"/{number}/1"
    html = anna(f"/{number}/1").text
    assert "<h1>Granska 1 av 1</h1>" in html
    shown = plain(html)
    assert "Vem leder rådet i fall a?" in shown
    assert shown.count(QUOTE) == 2
    assert 'href="/kalla?passage=sfs-2023-196%2310-%C2%A7%2F1&amp;n=1&amp;start=30&amp;' in html
    assert "hemligt-namn" not in html
    assert "0.25" not in html
    assert "0,25" not in html


def test_a_quote_whose_place_is_gone_has_no_link(anna, data_dir):
    gone = {"label": 1, "document_id": "x", "passage_id": "x#1", "pinpoint": "1 §", "quote": "Så."}
    stored(data_dir, "C", [line("a", citations=[gone])])
    html = anna(f"/{made(anna, korning='C')}/1").text
    assert "x, 1 §" in html
    assert "kalla?" not in html


def test_the_turns_before_a_question_of_ours_and_its_day_are_shown(anna, data_dir):
    case = next(c for c in bundled_cases("foljdfragor") if c.history)
    body = line(case.id, set=case.set, question=case.question)
    stored(data_dir, "C", [body])
    shown = plain(anna(f"/{made(anna, korning='C')}/1").text)
    for turn in case.history:
        assert " ".join(turn.question.split()) in shown
        assert " ".join(turn.answer.split()) in shown
    dated = next(c for c in bundled_cases() if c.as_of)
    stored(data_dir, "D", [line(dated.id, set=dated.set, question=dated.question)])
    html = anna(f"/{made(anna, korning='D', nyckel='d')}/1").text
    assert f"Gäller läget den {dated.as_of.day} " in html


def test_an_answer_that_never_came_is_told_in_a_word(anna, data_dir):
    stored(data_dir, "C", [line("a", status="no_guidance_found", statements=[], citations=[])])
    assert "avstår" in plain(anna(f"/{made(anna, korning='C')}/1").text)


def test_save_and_next_keeps_the_rating_and_shows_it_again_to_be_changed(anna, data_dir):
    number = made(anna)
    said = {"ratt": "delvis", "stod": "nej", "nytta": "nej", "kommentar": "Saknar när.\r\nOch vem."}
    assert to(anna(f"/{number}/1", said)) == f"/{number}/2"
    html = anna(f"/{number}/1").text
    assert "Du har redan svarat här." in html
    assert re.findall(r'name="(\w+)" value="(\w+)" checked', html) == [
        ("ratt", "delvis"),
        ("stod", "nej"),
        ("nytta", "nej"),
    ]
    assert ">\nSaknar när.\nOch vem.</textarea>" in html
    to(anna(f"/{number}/1", RIGHT))
    store = ReviewStore(data_dir)
    (kept,) = store.ratings(store.get(number))
    assert (kept.verdict, kept.comment, kept.reviewer) == (Verdict.RIGHT, "", "Anna Ek")
    assert "Du har redan svarat här." not in anna(f"/{number}/2").text


def test_after_the_last_question_come_those_that_were_skipped_and_then_agreement(anna):
    number = made(anna)
    for place in range(2, 11):
        to(anna(f"/{number}/{place}", RIGHT))
    assert to(anna(f"/{number}")) == f"/{number}/1"
    to(anna(f"/{number}/1", RIGHT))
    assert to(anna(f"/{number}/10", RIGHT)) == f"/{number}"
    assert to(anna(f"/{number}")) == f"/{number}/samstammighet"
    assert "Anna Ek: 10 av 10" in plain(anna().text)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ratt": ""}, "Svara på alla tre frågorna"),
        ({"ratt": "hittepå"}, "Svara på alla tre frågorna"),
        ({"kommentar": f"Gäller {NUMBER}"}, "personnummer"),
        ({"kommentar": "å" * 2_001}, review_texts.LONG_COMMENT),
    ],
)
def test_what_can_not_be_kept_is_told_and_what_was_written_stays(anna, data_dir, wrong, told):
    number = made(anna)
    form = {**RIGHT, "kommentar": "Mina ord.", **wrong}
    reply = anna(f"/{number}/3", form)
    assert reply.status_code == 422
    assert told in plain(reply.text)
    assert f">\n{form['kommentar']}</textarea>" in reply.text
    assert 'name="stod" value="ja" checked' in reply.text
    store = ReviewStore(data_dir)
    assert store.ratings(store.get(number)) == ()


def test_a_comment_of_two_thousand_signs_in_lines_is_kept_whole(anna, data_dir):
    number = made(anna)
    written = "å" * 1_000 + "\r\n" + "ö" * 999
    to(anna(f"/{number}/1", {**RIGHT, "kommentar": written}))
    store = ReviewStore(data_dir)
    (kept,) = store.ratings(store.get(number))
    assert kept.comment == written.replace("\r\n", "\n")


def test_a_double_click_and_several_reviewers_at_once_count_each_once(of, anna, data_dir):
    number = made(anna)
    names = ["Anna Ek", "Bo Al", "Cim", "Dag"]

    def send(name: str) -> int:
        return int(of(name)(f"/{number}/1", {**RIGHT, "kommentar": name}).status_code)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(send, names * 3)) == {303}
    store = ReviewStore(data_dir)
    ratings = store.ratings(store.get(number))
    assert [(one.reviewer, one.comment) for one in ratings] == [(n, n) for n in names]


def test_what_others_said_is_not_on_the_page_that_rates(anna, bo):
    number = made(anna)
    to(anna(f"/{number}/1", {**RIGHT, "kommentar": "Annas ord"}))
    html = bo(f"/{number}/1").text
    assert "Annas ord" not in html
    assert "Anna Ek" not in html
    assert "checked" not in html


def test_two_runs_stand_left_and_right_in_the_order_that_the_review_has_drawn(anna, data_dir):
    number = made(anna, jamfor="B")
    store = ReviewStore(data_dir)
    review = store.get(number)
    seen = set()
    for place, case_id in enumerate(review.case_ids, start=1):
        html = anna(f"/{number}/{place}").text
        left, right = html.split('class="granskat-svar"')[1:]
        first = "B" if "Annat." in left else "A"
        assert ("Annat." in right) is (first == "A")
        assert review.sides(case_id, "Anna Ek")[0] == first
        seen.add(first)
    assert seen == {"A", "B"}
    assert to(anna(f"/{number}/1", {"bast": "hoger", "kommentar": ""})) == f"/{number}/2"
    (kept,) = store.ratings(review)
    assert kept.preferred_run == review.sides(review.case_ids[0], "Anna Ek")[1]
    reply = anna(f"/{number}/2", {"bast": "", "kommentar": "x"})
    assert (reply.status_code, "vilket svar som är bäst" in reply.text) == (422, True)


def test_a_question_with_personal_data_is_never_shown(anna, data_dir):
    stored(data_dir, "C", [line("a", question=MASKED), line("b", question=f"Och {NUMBER}?")])
    number = made(anna, korning="C")
    assert MASKED in anna(f"/{number}/1").text
    assert NUMBER not in anna(f"/{number}/2").text


# What is gone


def test_a_run_that_was_deleted_after_is_told_and_what_was_said_remains(anna, bo, data_dir):
    number = made(anna)
    rate_all(anna, number, a="fel")
    shutil.rmtree(data_dir / RUNS / "A")
    reply = anna(f"/{number}/1")
    assert reply.status_code == 200
    assert review_texts.RUN_GONE in plain(reply.text)
    assert '<form method="post" action="/utvardering/granskning/1/1"' not in reply.text
    shown = anna(f"/{number}/samstammighet")
    assert shown.status_code == 200
    assert "Anna Ek 10 av 10 9 0 1 0" in plain(shown.text)
    assert review_texts.NO_DRAFT in anna(f"/{number}/1/testfraga").text
    assert anna(f"/{number}/1/testfraga.toml").status_code == 404
    # Someone who had the question open when the run went can still say what they saw.
    assert to(bo(f"/{number}/1", RIGHT)) == f"/{number}/2"


def test_a_question_that_the_run_has_no_more_is_told(anna, data_dir):
    number = made(anna)
    stored(data_dir, "A", ten()[1:])
    assert review_texts.CASE_GONE in anna(f"/{number}/1").text
    assert review_texts.CASE_GONE not in anna(f"/{number}/2").text


@pytest.mark.parametrize(
    "path", ["/9", "/x", "/0", "/1/0", "/1/11", "/1/x", "/1/1/x", "/1/1/testfraga", "/²", "/1/²"]
)
def test_what_is_not_there_is_an_ordinary_404(anna, path):
    made(anna)
    assert anna(path).status_code == 404
    if "testfraga" not in path:
        assert anna(path, RIGHT).status_code == 404


def test_without_a_data_directory_the_page_says_that_nothing_is_stored():
    with visitors(None) as of:
        assert review_texts.NOTHING_STORED in of("Anna")().text
        assert of("Anna")("/1").status_code == 404
        assert of("Anna")("", NEW).status_code == 404


def test_a_file_of_reviews_that_can_not_be_read_is_told(anna, data_dir):
    number = made(anna)
    for path in (data_dir / REVIEW_FILE).parent.glob(REVIEW_FILE.name + "*"):
        path.unlink()
    (data_dir / REVIEW_FILE).write_bytes(b"inte sqlite" * 100)
    for path in ("", f"/{number}/1"):
        reply = anna(path)
        assert (reply.status_code, review_texts.UNREADABLE in reply.text) == (503, True)


# Agreement


def test_two_who_disagree_on_three_of_ten_see_kappa_and_settle(anna, bo, data_dir):
    # Anna: 6 right, 4 wrong. Bo unlike on e, f and j: 5 and 5. Alike .7, chance .5: kappa .4.
    number = made(anna)
    rate_all(anna, number, **dict.fromkeys("ghij", "fel"))
    rate_all(bo, number, **dict.fromkeys("efghi", "fel"))
    html = bo(f"/{number}/samstammighet").text
    shown = plain(html)
    assert "Anna Ek och Bo Al 10 0,40 (ganska svag)" in shown
    assert "0,42 (måttlig)" in shown  # alpha: 1 - 114/198
    assert "Anna Ek 10 av 10 6 0 4 0" in shown
    assert "Bo Al 10 av 10 5 0 5 0" in shown
    assert re.findall(r'id="fraga-(\d+)"', html) == ["5", "6", "10"]
    assert "Anna Ek : korrekt Bo Al : fel" in shown
    place = to(bo(f"/{number}/enas", {"fraga": "e", "slutsats": "korrekt", "notering": "Vi ses."}))
    assert place == f"/{number}/samstammighet?visa=1#fraga-5"
    shown = plain(anna(f"/{number}/samstammighet").text)
    assert "Ni kom fram till: korrekt . Bo Al" in shown
    assert "Vi ses." in shown
    assert (
        shown.count("Gör till testfråga") == 5
    )  # f to j, by both or by one; of e they settled on that it is right


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"slutsats": ""}, review_texts.NO_FINAL),
        ({"notering": f"Om {NUMBER}"}, "personnummer"),
        ({"notering": "å" * 2_001}, review_texts.LONG_NOTE),
    ],
)
def test_a_settling_that_can_not_be_kept_is_told_and_what_was_written_stays(
    anna, bo, data_dir, wrong, told
):
    number = made(anna)
    to(anna(f"/{number}/1", RIGHT))
    to(bo(f"/{number}/1", {**RIGHT, "ratt": "fel"}))
    form = {"fraga": "a", "slutsats": "delvis", "notering": "Mina ord", **wrong}
    reply = anna(f"/{number}/enas", form)
    assert reply.status_code == 422
    assert told in plain(reply.text)
    assert f">\n{form['notering']}</textarea>" in reply.text
    store = ReviewStore(data_dir)
    assert store.settled(store.get(number)) == {}
    assert anna(f"/{number}/enas", {**form, "fraga": "z"}).status_code == 404


def test_until_all_is_rated_others_judgements_are_shown_to_those_who_ask_alone(anna, bo):
    number = made(anna)
    rate_all(anna, number, a="fel")
    to(bo(f"/{number}/1", {**RIGHT, "kommentar": "Bos ord"}))
    hidden = bo(f"/{number}/samstammighet").text
    assert "Du har 9 frågor kvar." in plain(hidden)
    assert "Bos ord" not in hidden
    assert "Gör till testfråga" not in hidden
    assert "Bos ord" in bo(f"/{number}/samstammighet?visa=1").text
    assert "Bos ord" in anna(f"/{number}/samstammighet").text


def test_names_of_runs_and_wins_are_shown_after_all_is_rated_or_when_asked_for(anna, data_dir):
    stored(data_dir, "forsta-korningen", ten())
    stored(data_dir, "andra-korningen", ten())
    number = made(anna, korning="forsta-korningen", jamfor="andra-korningen")
    store = ReviewStore(data_dir)
    review = store.get(number)
    for place, case_id in enumerate(review.case_ids[:3], start=1):
        side = "vanster" if review.sides(case_id, "Anna Ek")[0] == "andra-korningen" else "hoger"
        to(anna(f"/{number}/{place}", {"bast": side, "kommentar": ""}))
    to(anna(f"/{number}/4", {"bast": "lika", "kommentar": ""}))
    html = anna(f"/{number}/samstammighet").text
    assert "forsta-korningen" not in html
    assert "andra-korningen" not in html
    assert "Anna Ek 4 av 10 0 3 1" in plain(html)
    shown = plain(anna(f"/{number}/samstammighet?visa=1").text)
    assert "forsta-korningen 0 andra-korningen 3 lika bra 1" in shown
    assert anna(f"/{number}/enas", {"fraga": "a", "slutsats": "fel"}).status_code == 404
    assert anna(f"/{number}/godkanda").status_code == 404


def test_kappa_is_told_in_words():
    assert [kappa_words(value) for value in (None, 1.0, 0.4, 0.0, -0.25)] == [
        "går inte att räkna ut",
        "1,00 (mycket god)",
        "0,40 (ganska svag)",
        "0,00 (som slumpen)",
        "\u22120,25 (sämre än slumpen)",
    ]


def test_two_who_say_one_and_the_same_of_all_have_no_kappa(anna, bo):
    number = made(anna)
    for who in (anna, bo):
        rate_all(who, number)
    assert "Anna Ek och Bo Al 10 går inte att räkna ut" in plain(
        anna(f"/{number}/samstammighet").text
    )


# To take along


def test_all_ratings_are_taken_along_as_csv_and_json_and_no_cell_is_a_formula(anna, bo):
    number = made(anna)
    to(anna(f"/{number}/1", {**RIGHT, "kommentar": "=1+1"}))
    to(bo(f"/{number}/1", {**RIGHT, "ratt": "fel", "kommentar": "Nej"}))
    to(bo(f"/{number}/enas", {"fraga": "a", "slutsats": "delvis", "notering": "mitt emellan"}))
    reply = anna(f"/{number}/alla.csv")
    assert reply.headers["content-disposition"] == 'attachment; filename="granskning-1.csv"'
    heading, first, second = reply.content.decode("utf-8-sig").splitlines()
    assert heading.startswith("granskning;fraga;granskare;tid;bedomning;")
    assert first.startswith("1;a;Anna Ek;")
    assert first.endswith(";korrekt;ja;ja;;'=1+1;delvis")
    assert second.endswith(";fel;ja;ja;;Nej;delvis")
    whole = json.loads(anna(f"/{number}/alla.json").content)
    assert [one["kommentar"] for one in whole["bedomningar"]] == ["=1+1", "Nej"]
    assert whole["korningar"] == ["A"]
    assert whole["enades"][0]["slutsats"] == "delvis"


def test_approved_questions_are_listed_with_the_command_and_the_lines(anna, bo):
    number = made(anna)
    assert "Ingen fråga är godkänd än." in anna(f"/{number}/godkanda").text
    rate_all(anna, number)
    rate_all(bo, number, c="fel")
    html = anna(f"/{number}/godkanda").text
    assert f"lotsen evals approve {number} --file FIL" in html
    assert re.findall(r'<th scope="row">(\w)</th>', html) == list("abdefghij")
    fragment = anna(f"/{number}/godkanda.toml").text
    assert fragment.count("[[case]]") == 9
    assert re.search(r'id = "a"\nchecked = "granskad \d{4}-\d\d-\d\d, Anna Ek, Bo Al"\n', fragment)
    assert 'id = "c"' not in fragment


def test_a_bad_answer_becomes_a_draft_that_the_evaluation_can_read(anna, data_dir):
    case = next(c for c in bundled_cases("foljdfragor") if c.history)
    stored(data_dir, "C", [line(case.id, set=case.set, question=case.question), line("b")])
    number = made(anna, korning="C")
    told = {**RIGHT, "ratt": "borde_ha_avstatt", "kommentar": "Står\r\n[[case]]\r\ningenstans."}
    to(anna(f"/{number}/1", told))
    to(anna(f"/{number}/2", {**RIGHT, "ratt": "delvis"}))
    one, other = (anna(f"/{number}/{place}/testfraga.toml") for place in (1, 2))
    assert one.headers["content-disposition"] == 'attachment; filename="granskning-1-1.toml"'
    (made_case,) = parse_cases(one.text, "x.toml")
    assert (made_case.question, made_case.history) == (case.question, case.history)
    assert [status.value for status in made_case.expected_status] == ["no_guidance_found"]
    assert (made_case.set, made_case.id) == ("granskade", f"granskning-1-{case.id}")
    assert "# Anna Ek: borde ha avstått. Står [[case]] ingenstans." in one.text
    (second,) = parse_cases(other.text, "x.toml")
    assert [status.value for status in second.expected_status] == ["answered"]
    shown = plain(anna(f"/{number}/1/testfraga").text)
    assert f"Frågan {case.question} Sagt innan {case.history[0].question}" in shown
    assert "Det här borde den ge avstår" in shown
    assert "Anna Ek: borde ha avstått. Står [[case]] ingenstans." in shown


def test_what_was_settled_on_decides_whether_there_is_a_draft(anna):
    number = made(anna)
    to(anna(f"/{number}/1", {**RIGHT, "ratt": "fel"}))
    to(anna(f"/{number}/2", RIGHT))
    assert anna(f"/{number}/1/testfraga.toml").status_code == 200
    to(anna(f"/{number}/enas", {"fraga": "a", "slutsats": "korrekt", "notering": ""}))
    to(anna(f"/{number}/enas", {"fraga": "b", "slutsats": "borde_ha_avstatt", "notering": "se"}))
    assert anna(f"/{number}/1/testfraga.toml").status_code == 404
    draft = anna(f"/{number}/2/testfraga.toml").text
    assert 'expected_status = "no_guidance_found"' in draft
    assert "# Enades om: borde ha avstått. se" in draft


def test_a_question_that_is_not_shown_makes_no_draft(anna, data_dir):
    stored(data_dir, "C", [line("a", question=MASKED)])
    number = made(anna, korning="C")
    to(anna(f"/{number}/1", {**RIGHT, "ratt": "fel"}))
    assert review_texts.NO_DRAFT in anna(f"/{number}/1/testfraga").text
    assert anna(f"/{number}/1/testfraga.toml").status_code == 404


def test_a_review_is_deleted_after_a_confirmation_by_post_alone(anna, data_dir):
    number = made(anna)
    to(anna(f"/{number}/1", RIGHT))
    assert "Den har en bedömning." in plain(anna(f"/{number}/ta-bort").text)
    assert len(ReviewStore(data_dir).all()) == 1
    assert to(anna(f"/{number}/ta-bort", {})) == ""
    assert ReviewStore(data_dir).all() == ()
    assert anna(f"/{number}/ta-bort", {}).status_code == 404
    assert anna(f"/{number}/1", RIGHT).status_code == 404


# What strangers wrote


def test_whatever_a_run_or_a_reviewer_wrote_is_text(of, data_dir):
    cited = {
        "label": HOSTILE,
        "document_id": HOSTILE,
        "pinpoint": HOSTILE,
        "passage_id": HOSTILE,
        "quote": HOSTILE,
    }
    body = line(
        "a",
        question=HOSTILE,
        status=HOSTILE,
        statements=[{"text": HOSTILE, "lane": HOSTILE, "labels": [HOSTILE]}, 7],
        citations=[cited, None],
    )
    stored(data_dir, "A", [body, line("b", statements=7, citations={}, status=HOSTILE)])
    stored(data_dir, "B", [body, line("b")])
    one, two = of(HOSTILE), of("Bo Al")
    single, pair = made(one), made(one, jamfor="B", nyckel="p")
    to(one(f"/{single}/1", {**RIGHT, "ratt": "fel", "kommentar": HOSTILE}))
    to(two(f"/{single}/1", RIGHT))
    to(two(f"/{single}/enas", {"fraga": "a", "slutsats": "fel", "notering": HOSTILE}))
    below = ("/1", "/2", "/samstammighet?visa=1", "/godkanda", "/ta-bort")
    pages = [f"/{number}{path}" for number in (single, pair) for path in below]
    for path in ("", f"/{single}/1/testfraga", *pages):
        reply = one(path)
        assert reply.status_code in ({200, 404} if path == f"/{pair}/godkanda" else {200})
        assert f"<script>{RUN}" not in reply.text
        assert "<script" not in reply.text.replace('<script src="/static/granskning.js" defer>', "")
        assert reply.text.count("</textarea>") == reply.text.count("<textarea")
    assert one(f"/{single}/1/testfraga.toml").headers["content-type"].startswith("application/toml")


def test_the_page_on_personal_data_says_that_reviewers_names_are_kept(data_dir):
    access = StaffAccess(header="X-Forwarded-User", data_dir=data_dir)
    for staff, said in ((access, True), (None, False)):
        with TestClient(create_application(FakeAnswerer(), staff=staff)) as client:
            shown = plain(client.get("/personuppgifter").text)
        assert ("sparas tills granskningen tas bort" in shown) is said


def test_a_hostile_name_of_a_folder_is_text_and_can_be_chosen(anna, data_dir):
    name = "<img src=x onerror=alert(1)>"
    stored(data_dir, name, ten())
    assert "<img" not in anna().text
    number = made(anna, korning=name)
    assert "<img" not in anna(f"/{number}/samstammighet?visa=1").text


def test_every_address_stands_below_the_services_root(data_dir):
    access = StaffAccess(header="X-Forwarded-User", data_dir=data_dir)
    app = create_application(FakeAnswerer(), staff=access, root_path="/lotsen")
    with TestClient(app, follow_redirects=False, headers={"X-Forwarded-User": "Anna"}) as client:
        reply = client.post(HOME, data=NEW)
        assert reply.headers["location"] == f"/lotsen{HOME}#granskning-1"
        for path in ("", "/1/1", "/1/samstammighet", "/1/ta-bort"):
            html = client.get(HOME + path).text
            addresses = re.findall(r'(?:href|action)="([^"#]+)"', html)
            assert len(addresses) > 5
            assert [one for one in addresses if not one.startswith("/lotsen/")] == []
