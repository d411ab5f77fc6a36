"""``lotsen feedback``: list, make a case that the evaluation runs, delete."""

import json
from datetime import date
from pathlib import Path

import pytest
from command_line import Lotsen
from fakes_answers import leader_answer

from assistant.conversation import Question
from assistant.feedback import FEEDBACK_FILE, Feedback, FeedbackReason, FeedbackStore, Rating
from assistant.wire import answer_json

QUESTION = "Vem ska leda det strategiska rådet?"
PASS = json.dumps(answer_json(leader_answer(Question(text=QUESTION, as_of=date(2026, 11, 23)))))
WHOLE = Feedback(
    rating=Rating.NO,
    reason=FeedbackReason.WRONG_SOURCE,
    comment="Det är \x1b[31mfel\x07 §.\nSe 9 §.",
    question=QUESTION,
    answer_pass=PASS,
)


@pytest.fixture
def stored(lotsen: Lotsen, own_data: Path) -> Lotsen:
    """The command where two readers have said what they think."""
    lotsen.set(feedback_days=30)
    store = FeedbackStore(own_data, 30)
    store.keep(WHOLE, key="first")
    store.keep(Feedback(rating=Rating.YES), key="second")
    return lotsen


def test_the_list_shows_each_on_lines_of_its_own_and_no_control_characters(stored: Lotsen) -> None:
    said = stored("feedback", "list")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].startswith("1  20")
    assert lines[0].endswith("  nej  fel_kalla")
    assert lines[1:3] == [f"    {QUESTION}", "    Det är [31mfel §. Se 9 §."]
    assert lines[3].endswith("  ja  –")
    assert len(lines) == 4


def test_the_list_as_json_holds_everything(stored: Lotsen) -> None:
    listed = stored("feedback", "list", "--json").json
    assert listed["days"] == 30
    first, second = listed["feedback"]
    assert first["comment"] == WHOLE.comment
    assert first["svarspass"] == json.loads(PASS)
    assert (second["number"], second["rating"], second["svarspass"]) == (2, "ja", None)


def test_an_empty_list_says_how_feedback_is_stored(lotsen: Lotsen, tmp_path: Path) -> None:
    lotsen.set(data_dir=tmp_path / "tom")
    said = lotsen("feedback", "list")
    assert (said.code, said.out) == (0, "")
    assert "Inga omdömen är sparade." in said.err
    assert "LOTSEN_FEEDBACK_DAYS" in said.err
    assert lotsen("feedback", "list", "--json").json == {"days": 0, "feedback": []}
    assert not (tmp_path / "tom").exists()


def test_a_case_made_of_feedback_is_run_by_the_evaluation(stored: Lotsen, tmp_path: Path) -> None:
    file = tmp_path / "omdomen.toml"
    said = stored("feedback", "case", "1", "--file", str(file))
    assert (said.code, said.out) == (0, "")
    assert "omdome-1" in said.err
    report = stored("evals", "run", "--cases", str(file), "--json")
    assert report.code == 0
    (case,) = report.json["cases"]
    assert (case["id"], case["set"], case["question"]) == ("omdome-1", "omdomen", QUESTION)
    assert case["checked"] == "ej granskad"
    again = stored("feedback", "case", "1", "--file", str(file))
    assert (again.code, "två fall" in again.err) == (2, True)


def test_without_a_file_the_case_is_printed(stored: Lotsen) -> None:
    said = stored("feedback", "case", "1")
    assert said.code == 0
    assert '[[case]]\nid = "omdome-1"' in said.out
    assert "\x1b" not in said.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("case", "9"), "Det finns inget omdöme 9"),
        (("delete", "9"), "Det finns inget omdöme 9"),
        (("case", "2"), "har ingen fråga"),
        (("case", "1", "--file", "fall.jsonl"), "ska ha ett namn som slutar på .toml"),
        (("case", "1", "--file", "finns/inte/fall.toml"), "ange en fil i en mapp som finns"),
        (("case", "ett"), ""),
    ],
)
def test_what_can_not_be_done_is_wrong_usage(
    stored: Lotsen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments, told
) -> None:
    monkeypatch.chdir(tmp_path)
    said = stored("feedback", *arguments)
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_a_file_that_holds_something_else_is_left_alone(stored: Lotsen, tmp_path: Path) -> None:
    file = tmp_path / "annat.toml"
    file.write_text("case = 7\n", encoding="utf-8")
    assert stored("feedback", "case", "1", "--file", str(file)).code == 2
    assert file.read_text(encoding="utf-8") == "case = 7\n"


def test_what_is_deleted_is_gone(stored: Lotsen) -> None:
    assert stored("feedback", "delete", "1").code == 0
    assert [row["number"] for row in stored("feedback", "list", "--json").json["feedback"]] == [2]
    assert stored("feedback", "delete", "1").code == 2


def test_a_damaged_file_is_named(stored: Lotsen, own_data: Path) -> None:
    (own_data / FEEDBACK_FILE).write_bytes(b"inte sqlite" * 100)
    said = stored("feedback", "list", "--json")
    assert (said.code, said.json["error"]["code"]) == (3, "storage")
    assert FEEDBACK_FILE in said.err
