import pytest

from ingest.blocks import Block
from ingest.markdown import front_matter, inline_text, parse_markdown


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("enligt 9 och [10 §](#10)§.", "enligt 9 och 10 §§."),
        ("Lag ([2031:7](https://exempel.se/7)).", "Lag (2031:7)."),
        ("[(EU) 2018/1](https://exempel.se/?uri=a(b)c)", "(EU) 2018/1"),
        ("Här:![bild](a.png) <https://exempel.se>", "Här: https://exempel.se"),
        ("**fet**, *kursiv*, _understruken_ och `kod`", "fet, kursiv, understruken och kod"),
        ("2 * 3 * 4 och snake_case_namn", "2 * 3 * 4 och snake_case_namn"),
        (r"\* inte fet \[alls\]", "* inte fet [alls]"),
        ("rad<br>brytning och H<sub>2</sub>O, 1 < 2", "radbrytning och H2O, 1 < 2"),
    ],
)
def test_marks_disappear_and_words_stay(marked: str, plain: str) -> None:
    assert inline_text(marked) == plain


def test_each_heading_gives_its_own_pinpoint_and_path() -> None:
    text = """---
title: "Cykelpolicy"
---
Först lite text.

# Cykelpolicy

## Steg 1

Kartlägg
cyklarna.

* röda
* gröna

### Fördjupning

> Citerat stycke.

| Färg | Antal |
| --- | --- |
| röd | 2 |

## Tom

## Steg 2
<!-- dolt -->
Följ upp.
"""
    parsed = parse_markdown(text, "fil")
    assert parsed.title == "Cykelpolicy"
    assert parsed.blocks == (
        Block(pinpoint="inledningen", text="Först lite text."),
        Block(
            pinpoint="Steg 1",
            heading_path=("Steg 1",),
            text="Kartlägg cyklarna.\n\n- röda\n\n- gröna",
        ),
        Block(
            pinpoint="Fördjupning",
            heading_path=("Steg 1", "Fördjupning"),
            text="Citerat stycke.\n\nFärg: röd; Antal: 2",
        ),
        Block(pinpoint="Steg 2", heading_path=("Steg 2",), text="Följ upp."),
    )


def test_the_title_is_the_first_heading_or_else_the_name() -> None:
    assert parse_markdown("# Rubrik\n\nText.", "fil").title == "Rubrik"
    assert parse_markdown("Text.", "fil").title == "fil"


def test_front_matter_takes_only_its_own_keys() -> None:
    keys, body = front_matter('---\nrubrik: "Lag: en"\nlista:\n  - rubrik: annan\n---\nText')
    assert keys == {"rubrik": "Lag: en", "lista": ""}
    assert body == "Text"
    assert front_matter("---\naldrig slut") == ({}, "---\naldrig slut")


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("| A | B |\n|---|:-:|\n| **x** | [y](#1) |\n| | z |", ["A: x; B: y", "B: z"]),
        ("| A | B |\n| --- | --- |\n| ett \\| två | rad<br>två |", ["A: ett | två; B: rad, två"]),
        ("| | |\n|---|---|\n| Plats | torget |\n| Tid | kl. 9 |", ["Plats: torget", "Tid: kl. 9"]),
        ("| Ort | A | B |\n| x | 1 | 2 |", ["Ort: x; A: 1; B: 2"]),
        ("| bara | huvud |\n|---|---|", ["bara: huvud"]),
    ],
)
def test_a_row_of_a_table_can_be_read_alone(table: str, rows: list[str]) -> None:
    (block,) = parse_markdown(f"Före.\n\n{table}\n\nEfter.", "fil").blocks
    assert block.text.split("\n\n") == ["Före.", *rows, "Efter."]
