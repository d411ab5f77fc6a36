"""What a model says, read with tolerance; and its statements while they come."""

import json

import pytest

from assistant.replies import (
    MAX_STATEMENTS,
    UNREADABLE,
    Drafted,
    DraftSource,
    DraftStatement,
    DraftStatus,
    ReplyFeed,
    clean_statement,
    is_cut_off,
    read_reply,
)

GOOD = {
    "status": "answered",
    "statements": [{"text": "Ja.", "sources": [{"label": 1, "quote": "Varje kommun ska"}]}],
}
READ = Drafted(
    status=DraftStatus.ANSWERED,
    statements=(
        DraftStatement(text="Ja.", sources=(DraftSource(label=1, quote="Varje kommun ska"),)),
    ),
)


@pytest.mark.parametrize(
    "reply",
    [
        json.dumps(GOOD),
        f"```json\n{json.dumps(GOOD, indent=2)}\n```",
        f"Här är svaret:\n{json.dumps(GOOD)}\nHoppas det hjälper.",
        f"<think>{{osäkert}}</think>{json.dumps(GOOD)}",
        json.dumps({"tanke": 1}) + json.dumps(GOOD),
        json.dumps(
            {"statements": [{"text": "Ja [1].", "labels": ["[1]"], "quotes": ["Varje kommun ska"]}]}
        ),
        json.dumps(
            {
                "statements": [
                    {"text": "Ja.", "citations": [{"label": "1", "quote": "Varje kommun ska"}]},
                    {"text": "Utan källa."},
                    {"text": 7, "sources": []},
                    "inte ett påstående",
                ]
            }
        ),
    ],
)
def test_reply_is_read_with_tolerance(reply: str) -> None:
    assert read_reply(reply) == READ


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Tyvärr kan jag inte svara.",
        json.dumps(GOOD)[:-4],
        json.dumps(GOOD)[:40],
        '{"status": "answered"}',
        '{"statements": {"text": "Ja."}}',
        "[" * 5000,
        '{"a":' * 5000,
        "null",
        '<html>{"x": 1}</html>',
    ],
)
def test_reply_that_is_cut_off_or_something_else_is_unreadable(reply: str) -> None:
    assert read_reply(reply) == UNREADABLE


def test_model_may_say_that_the_sources_are_not_enough() -> None:
    assert read_reply('{"status": "no_answer", "statements": []}') == Drafted(
        status=DraftStatus.NO_ANSWER
    )


def test_plain_text_is_read_by_its_marks_and_unmarked_sentences_are_left_out() -> None:
    reply = "Kommunen ska göra så [1][2]. Detta är min åsikt. Det gäller alla. [3]"
    assert read_reply(reply) == Drafted(
        status=DraftStatus.ANSWERED,
        statements=(
            DraftStatement(
                text="Kommunen ska göra så.",
                sources=(DraftSource(label=1, quote=""), DraftSource(label=2, quote="")),
            ),
            DraftStatement(text="Det gäller alla.", sources=(DraftSource(label=3, quote=""),)),
        ),
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Kommunen ska. [1]", "Kommunen ska."),
        ("- Kommunen\n ska [2].", "Kommunen ska."),
        ("1. Kommunen ska.", "Kommunen ska."),
        ("Kommunen\u202e ska\u200b.\U000e0041", "Kommunen ska."),
        ("4 § säger det.", "4 § säger det."),
    ],
)
def test_statement_is_shown_without_marks_and_invisible_characters(
    written: str, shown: str
) -> None:
    assert clean_statement(written) == shown


@pytest.mark.parametrize(
    ("reply", "cut"),
    [
        (json.dumps(GOOD)[:-1], True),
        (json.dumps(GOOD)[:15], True),
        (f"```json\n{json.dumps(GOOD)[:60]}", True),
        ("{", True),
        (json.dumps(GOOD), False),
        (f"```json\n{json.dumps(GOOD)}\n```", False),
        ('{"x": 1}', False),
        ("Hej {namn", False),
        ("}{ hej", False),
        ("", False),
    ],
)
def test_reply_that_begins_as_json_and_never_ends_is_cut_off(reply: str, cut: bool) -> None:
    assert is_cut_off(reply) is cut


def fed(reply: str, size: int) -> list[DraftStatement]:
    feed = ReplyFeed()
    pieces = [reply[at : at + size] for at in range(0, len(reply), size)]
    given = [statement for piece in pieces for statement in feed.feed(piece)]
    assert feed.reply == reply
    return given


def said(number: int) -> dict[str, object]:
    """A statement with what makes JSON hard to read in pieces."""
    text = f'Nummer {number} säger }} ] , \\ "citat" och å\u2028.'
    return {"text": text, "sources": [{"label": number, "quote": '"}]} {"statements": ['}]}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 10_000])
@pytest.mark.parametrize("escaped", [True, False])
def test_statements_come_one_by_one_as_the_whole_reply_has_them(size: int, escaped: bool) -> None:
    whole = {"status": "answered", "statements": [said(n) for n in range(1, 5)]}
    reply = f"Här: ```json\n{json.dumps(whole, ensure_ascii=escaped, indent=1)}\n``` Klart."
    expected = read_reply(reply).statements
    assert len(expected) == 4
    assert tuple(fed(reply, size)) == expected


def test_statement_comes_with_the_brace_that_ends_it_and_not_before() -> None:
    reply = json.dumps({"status": "answered", "statements": [said(1), said(2)]})
    first_end = reply.index(', {"text": "Nummer 2')
    feed = ReplyFeed()
    assert list(feed.feed(reply[: first_end - 1])) == []
    assert len(list(feed.feed(reply[first_end - 1 : first_end]))) == 1
    assert list(feed.feed(reply[first_end:-4])) == []


@pytest.mark.parametrize(
    "reply",
    [
        json.dumps({"status": "no_answer", "statements": [said(1)]}),
        json.dumps({"status": "answered", "statements": "Ja."}),
        json.dumps({"status": "answered", "statements": ["Ja.", said(1)]}),
        "Kommunen ska göra så [1].",
        '{"statements": [' + '{"text": ' * 2000,
        '{"statements": [' + "[" * 5000,
        "",
    ],
)
def test_reply_that_is_otherwise_gives_nothing_while_it_comes(reply: str) -> None:
    assert fed(reply, 11) == []


def test_no_more_statements_come_than_are_read_in_the_end() -> None:
    reply = json.dumps({"statements": [said(n) for n in range(1, 30)]})
    assert tuple(fed(reply, 40)) == read_reply(reply).statements
    assert len(fed(reply, 40)) == MAX_STATEMENTS


def test_statements_without_sources_are_passed_over_as_in_the_whole_reply() -> None:
    items = [{"text": "Utan källa."}, said(1), {"text": 7, "sources": []}, said(2)]
    reply = json.dumps({"status": "answered", "statements": items})
    assert tuple(fed(reply, 5)) == read_reply(reply).statements
