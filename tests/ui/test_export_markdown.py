"""Markdown that shows every text as it is, and svarspass that come back."""

import json
import re
from itertools import pairwise

from exports import (
    answerer,
    everything,
    export,
    folded,
    hostile,
    kept,
    leader,
    numbered_quotations,
    numbers_in_text,
    quotes_and_addresses,
    refusal,
    talk,
    unverified,
    written,
)
from fakes_answers import LAW
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ui.answer_pass import read_passes
from ui.export_markdown import escaped, json_bytes, markdown_bytes


def tokens(markdown: str) -> list[Token]:
    """What a reader of Markdown makes of it, with tables, links and struck-out text."""
    body = markdown.split("\n---\n", 1)[1]
    flat = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(body):
        flat += [token, *(token.children or [])]
    return flat


def read(markdown: str) -> str:
    """The text that the reader sees."""
    return "".join(t.content for t in tokens(markdown) if t.type in {"text", "text_special"})


def test_every_quote_and_address_is_read_as_it_was_written():
    made = everything()
    seen = folded(read(markdown_bytes(made).decode()))
    for words in quotes_and_addresses(made):
        assert folded(words) in seen


def test_nothing_but_our_own_markup_is_markup():
    made = markdown_bytes(export(unverified(hostile()))).decode()
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens(made)}
    assert kinds <= {
        *("heading", "inline", "text", "text_special", "paragraph", "bullet_list", "list_item"),
        *("blockquote", "softbreak", "hardbreak", "strong", "link"),
    }
    links = [token.attrs["href"] for token in tokens(made) if token.type == "link_open"]
    assert links == ["https://bra.se/exempel/handbok.html"]
    assert "<script" not in re.sub(r"\\.", "", made)


def test_a_text_on_a_line_of_its_own_begins_no_block():
    for text in (
        "1. ett",
        "2) två",
        "- punkt",
        "+ plus",
        "= rad",
        "===",
        "# r",
        "> c",
        "~~~",
        ": d",
    ):
        inner = MarkdownIt("gfm-like", {"linkify": False}).parse(escaped(text))
        assert [token.type for token in inner] == ["paragraph_open", "inline", "paragraph_close"]
        assert "".join(t.content for t in inner[1].children or []) == text


def test_front_matter_says_whether_ai_wrote_it():
    head = markdown_bytes(export(*kept(written()))).decode().split("---\n")[1]
    assert head.splitlines() == [
        "lang: sv",
        "ai_generated: true",
        'mode: "model"',
        'index: "gen-000001"',
        'as_of: "2026-11-23"',
        'engine: "Samverkanslotsen 0.1.0"',
    ]
    assert "ai_generated: false" in markdown_bytes(export(*kept(leader()))).decode()


def test_headings_are_in_steps_under_one_title():
    levels = [
        int(t.tag[1])
        for t in tokens(markdown_bytes(everything()).decode())
        if t.type == "heading_open"
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_a_document_tells_lane_strength_number_and_review():
    text = markdown_bytes(export(*kept(leader()))).decode()
    assert "#### § Lagen kräver\n\n- **SKA** Kommunen ska leda rådet. \\[1\\]" in text
    assert "Granskad av " in text
    assert text.rstrip().endswith("Utdrag valda av AI. Kontrollera mot källan.")


def test_a_number_in_the_text_leads_to_its_quotation():
    made = everything()
    seen = folded(read(markdown_bytes(made).decode()))
    for number, words in numbered_quotations(made).items():
        assert folded(f"[{number}] {words}") in seen
    assert numbers_in_text(made) == set(numbered_quotations(made))


def test_a_place_of_a_whole_talk_stands_once():
    text = markdown_bytes(talk()).decode()
    assert text.count(escaped(f"{LAW.title}, 10 §")) == 1
    assert text.count(f"Adress: <{LAW.url}>") == 1


def test_json_is_svarspass_that_can_be_handed_in_again():
    first = kept(leader(), refusal())
    raw = json_bytes(first).decode()
    assert read_passes(raw, answerer()) == first
    assert [(one["ai_generated"], one["changed"]) for one in json.loads(raw)] == [
        (False, False)
    ] * 2
    assert "\n" in raw
    assert "rådet" in raw
