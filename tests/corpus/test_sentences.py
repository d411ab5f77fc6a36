import random
from itertools import pairwise

import pytest

from corpus.sentences import block_spans, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ett. Två! Tre?", ["Ett.", "Två!", "Tre?"]),
        ("  Luft före.\n", ["Luft före."]),
        ("Ingen punkt", ["Ingen punkt"]),
        ("", []),
        (" \n\n ", []),
        (
            "Se t.ex. Brå och bl.a. Polisen. Sedan hem.",
            ["Se t.ex. Brå och bl.a. Polisen.", "Sedan hem."],
        ),
        ("Enligt 10 kap. 18 a § får det. Nästa.", ["Enligt 10 kap. 18 a § får det.", "Nästa."]),
        (
            "Jfr prop. 2022/23:43 s. 12 och nr. 5. Klart.",
            ["Jfr prop. 2022/23:43 s. 12 och nr. 5.", "Klart."],
        ),
        ("Cyklar, vagnar m.m. Allt lånas.", ["Cyklar, vagnar m.m.", "Allt lånas."]),
        ("Cyklar m.m. lånas ut.", ["Cyklar m.m. lånas ut."]),
        ("Det gäller 1 § andra st. Kommunen ska.", ["Det gäller 1 § andra st.", "Kommunen ska."]),
        ("Det gäller 1 § andra st. OSL.", ["Det gäller 1 § andra st. OSL."]),
        ("Föreningar, dvs. Klubben och Laget, får.", ["Föreningar, dvs. Klubben och Laget, får."]),
        ("Lag (2031:7) gäller. Lag (2032:5).", ["Lag (2031:7) gäller.", "Lag (2032:5)."]),
        (
            "Gäller från den 1 juli 2031. 14 § kom sedan.",
            ["Gäller från den 1 juli 2031.", "14 § kom sedan."],
        ),
        (
            "Hon sa ”kom.” Han gick. (Se 4 §.) Slut.",
            ["Hon sa ”kom.”", "Han gick.", "(Se 4 §.)", "Slut."],
        ),
        ("Ordförande är A. Berg. Hon leder.", ["Ordförande är A. Berg.", "Hon leder."]),
        ("Läs på bra.se och i v2.0 nu. Bra.", ["Läs på bra.se och i v2.0 nu.", "Bra."]),
        ("Radbrytning mitt\ni meningen. Ny.", ["Radbrytning mitt\ni meningen.", "Ny."]),
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_a_reader_pauses(
    text: str, expected: list[str]
) -> None:
    assert sentences(text) == expected


def test_a_sentence_that_leads_into_a_list_carries_the_list() -> None:
    text = "Planen ska innehålla\n\n1. ett mål,\n\n2. en väg, och\n\n3. en karta.\n\nDen följs upp."
    assert sentences(text) == [
        "Planen ska innehålla\n\n1. ett mål,\n\n2. en väg, och\n\n3. en karta.",
        "Den följs upp.",
    ]


def test_only_the_last_sentence_before_a_list_takes_it() -> None:
    text = "Planen är kort. Den säger:\n- vad\n- vem\na) i stora drag."
    assert sentences(text) == ["Planen är kort.", "Den säger:\n- vad\n- vem\na) i stora drag."]


def test_list_items_after_a_full_stop_are_sentences_of_their_own() -> None:
    assert sentences("Gör så här.\n\n1. Boka. Hämta.\n\n2. Cykla.") == [
        "Gör så här.",
        "1. Boka.",
        "Hämta.",
        "2. Cykla.",
    ]


def test_an_unfinished_item_goes_on_in_the_next() -> None:
    """A passage may begin in the middle of a list."""
    assert sentences("2. en väg, och\n\n3. en karta.\n\nSlut.") == [
        "2. en väg, och\n\n3. en karta.",
        "Slut.",
    ]


def test_a_heading_is_not_glued_to_the_paragraph_below() -> None:
    assert sentences("Om cyklar\n\nDe är gröna.") == ["Om cyklar", "De är gröna."]


def test_blocks_are_paragraphs_and_list_items() -> None:
    text = "Ett stycke\nmed två rader\n\n- punkt\n- punkt till\n\n\nSlut"
    assert [text[start:end] for start, end in block_spans(text)] == [
        "Ett stycke\nmed två rader",
        "- punkt",
        "- punkt till",
        "Slut",
    ]


def test_sentences_cover_everything_but_white_space_in_order() -> None:
    pieces = [
        "Ord",
        " ",
        ".",
        "\n",
        "\n\n",
        "1. ",
        "- ",
        "a) ",
        "t.ex. ",
        "§",
        "?",
        "”",
        "(",
        "A",
        "kap. ",
        ":",
        "…",
    ]
    choose = random.Random(7)
    for _ in range(500):
        text = "".join(choose.choices(pieces, k=choose.randint(0, 40)))
        spans = sentence_spans(text)
        assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
        assert list(spans) == sorted(spans)
        kept = "".join(text[start:end] for start, end in spans)
        assert "".join(kept.split()) == "".join(text.split())
        assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_a_long_text_without_an_end_is_read_once() -> None:
    text = "a. " * 100_000
    assert sentence_spans(text) == ((0, len(text) - 1),)
