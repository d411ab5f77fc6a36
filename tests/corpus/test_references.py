"""References to places in the law, as people type them."""

import pytest

from corpus.references import UNKNOWN_STATUTE, find_references


def places(text: str) -> list[tuple[str | None, str | None]]:
    return [(reference.document_id, reference.pinpoint) for reference in find_references(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vad säger 4 §?", [(None, "4 §")]),
        ("4§", [(None, "4 §")]),
        ("§ 4 och annat", [(None, "4 §")]),
        ("paragraf 5 i lagen (2023:196)", [("sfs-2023-196", "5 §")]),
        ("enligt 9 och 10 §§", [(None, "9 §"), (None, "10 §")]),
        ("5–7 §§", [(None, "5 §"), (None, "6 §"), (None, "7 §")]),
        ("10 kap 18 a § OSL", [("sfs-2009-400", "10 kap. 18 a §")]),
        ("10 kap. 18A § offentlighets- och sekretesslagen", [("sfs-2009-400", "10 kap. 18 a §")]),
        ("nya regeln 10:15 a i sekretesslagen", [("sfs-2009-400", "10 kap. 15 a §")]),
        ("19 kap. 1 § socialtjänstlagen", [("sfs-2025-400", "19 kap. 1 §")]),
        ("SFS 2023:196", [("sfs-2023-196", None)]),
    ],
)
def test_places_are_read_as_people_write_them(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    "text", ["Vi är 4 personer", "den 1 juli 2024", "solen skiner", "klockan 10:15", "skolan"]
)
def test_other_numbers_and_words_are_no_references(text: str) -> None:
    # "10:15" reads as 10 kap. 15 § only in the company of a statute's name.
    assert places(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Vad säger 9 § förvaltningslagen?",
        "4 § brottsdatalagen",
        "12 § LVU",
        "11 § i vår kommuns reglemente",
        "enligt 5 § i ordningsstadgans förordning",
    ],
)
def test_paragraph_of_a_statute_we_do_not_know_is_not_ours(text: str) -> None:
    assert find_references(text)[0].document_id == UNKNOWN_STATUTE


@pytest.mark.parametrize(
    "text", ["Vilket underlag kräver 5 §?", "avtal enligt 9 §", "förslaget i 7 § om kommuners lag"]
)
def test_words_that_only_end_like_statutes_name_none(text: str) -> None:
    assert find_references(text)[0].document_id is None


def test_heap_of_signs_is_no_reference() -> None:
    assert find_references("1 § " * 200) == ()


def test_backward_range_is_read_as_two_numbers() -> None:
    assert places("9–5 §§") == [(None, "9 §"), (None, "5 §")]
