"""The matrix says what the law says: each row stands on a passage, with that passage's strength."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

import pytest

from corpus.catalogue import bundled_digests, load_catalogue
from corpus.documents import Lane, Passage
from corpus.lexical import swedish_terms
from corpus.obligations import (
    AppliesTo,
    Modality,
    Obligation,
    Party,
    Place,
    load_obligations,
    matching,
    parse_obligations,
)
from corpus.sentences import sentence_spans
from ingest.parsing import parse_document
from ingest.passages import make_passages

LAW = "sfs-2023-196"
ROWS = load_obligations()
OF_THE_LAW = tuple(row for row in ROWS if row.document_id == LAW)
each_row = pytest.mark.parametrize("row", OF_THE_LAW, ids=[row.id for row in OF_THE_LAW])

# Weaker before stronger: "ska verka för" holds the word "ska" too.
GRADES = (
    (Modality.BEHOVER_INTE_FORRAN, r"\bbehövde\b.*\binte\b.*\bförrän\b"),
    (Modality.SKA_OM_LAMPLIGT, r"\bska\b.*\bså långt det är lämpligt\b"),
    (Modality.SKA_VERKA_FOR, r"\bska\b.*\bverka för\b"),
    (Modality.FAR, r"\bfår\b"),
    (Modality.SKA, r"\bska\b|\bansvarar\b.*\bför\b"),
)


@cache
def passages() -> tuple[Passage, ...]:
    return tuple(
        passage for digest in bundled_digests() for passage in make_passages(parse_document(digest))
    )


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def provisions(document_id: str, pinpoint: str) -> list[str]:
    """The sentences at a place that say how strongly it binds, without our own remarks on it."""
    return [
        sentence
        for passage in passages()
        if (passage.document_id, passage.pinpoint) == (document_id, pinpoint)
        and not passage.comment
        for sentence in sentences(passage.text)
        if grade(sentence) is not None
    ]


def grade(sentence: str) -> Modality | None:
    return next((grade for grade, words in GRADES if re.search(words, sentence)), None)


def says(row: Obligation) -> str:
    """The sentence that a row tells: the one at its place with most of the row's words."""
    words = set(swedish_terms(f"{row.actor} {row.action} {row.object}"))
    return max(
        provisions(row.document_id, row.pinpoint),
        key=lambda text: len(words & set(swedish_terms(text))),
    )


def test_ids_are_unique() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_every_document_is_in_the_catalogue() -> None:
    assert [row.id for row in ROWS if load_catalogue().get(row.document_id) is None] == []


@each_row
def test_a_row_stands_at_a_place_of_the_digest_with_that_places_strength(row: Obligation) -> None:
    assert grade(says(row)) is row.modality, says(row)


@each_row
def test_a_rows_verb_stands_in_the_sentence(row: Obligation) -> None:
    words = re.findall(r"\w+", row.modality_text)
    assert re.search(r"\b.*\b".join(words), says(row)), says(row)


@each_row
def test_a_rows_verb_has_the_rows_strength(row: Obligation) -> None:
    assert grade(row.modality_text) is row.modality


@each_row
def test_whoever_has_the_duty_is_named_at_the_place(row: Obligation) -> None:
    named = row.actor.split(",")[0]
    assert any(named in sentence for sentence in provisions(row.document_id, row.pinpoint))


def test_each_place_of_the_law_has_rows_of_every_strength_that_stands_there() -> None:
    places = {passage.pinpoint for passage in passages() if passage.document_id == LAW}
    numbered = [place for place in places if place.endswith((" §", "punkt 2"))]
    of_the_digest = {place: set(map(grade, provisions(LAW, place))) for place in numbered}
    of_the_matrix = {
        place: {row.modality for row in OF_THE_LAW if row.pinpoint == place} for place in numbered
    }
    # 3 § is the purpose: what the law wants, not what the municipality shall do.
    assert of_the_digest.pop("3 §") == {Modality.SKA}
    assert of_the_matrix.pop("3 §") == set()
    assert of_the_matrix == of_the_digest


def test_every_paragraph_from_4_to_14_has_a_row_and_the_first_purely_descriptive_ones_none() -> (
    None
):
    places = {row.pinpoint for row in OF_THE_LAW}
    assert {f"{number} §" for number in range(4, 15)} <= places
    assert places.isdisjoint({"1 §", "3 §"})


def test_rows_begin_with_the_law_but_the_plan_a_year_later_and_the_cameras_in_april_2025() -> None:
    later = {row.id: row.from_date for row in OF_THE_LAW if row.from_date != date(2023, 7, 1)}
    assert later == {
        "l-atgardsplan": date(2024, 7, 1),
        "l-atgardsplan-underlag": date(2024, 7, 1),
        "l-kameror": date(2025, 4, 1),
    }
    assert [row.pinpoint for row in OF_THE_LAW if row.from_date == date(2025, 4, 1)] == ["14 §"]


def test_the_law_lays_every_duty_on_the_municipality() -> None:
    municipal = ("kommunen", "samordningsfunktionen", "kommunstyrelsen")
    assert [row.id for row in OF_THE_LAW if not row.actor.startswith(municipal)] == []
    assert AppliesTo.FORENING not in {row.applies_to for row in OF_THE_LAW}


def test_a_row_concerns_an_association_where_the_law_speaks_of_others_than_the_municipality() -> (
    None
):
    concerned = {row.id for row in matching(OF_THE_LAW, Party.FORENING)}
    assert concerned == {
        "l-overenskommelse",
        "l-overenskommelse-innehall",
        "l-strategiskt-rad",
        "l-rad-representanter",
        "l-kontaktpunkt",
        "l-information",
    }


@pytest.mark.parametrize("place", sorted({p for row in ROWS for p in row.guidance}, key=str))
def test_guidance_can_be_read_here_and_is_no_law(place: Place) -> None:
    entry = load_catalogue().get(place.document_id)
    assert entry is not None
    assert entry.lane is not Lane.LAW
    assert place in {Place(document_id=p.document_id, pinpoint=p.pinpoint) for p in passages()}


def ids(rows: Iterable[Obligation]) -> list[str]:
    return [row.id for row in rows]


def test_filters_narrow_and_keep_the_order() -> None:
    assert matching(ROWS) == matching(ROWS, Party.KOMMUN) == ROWS
    assert ids(matching(ROWS, modality=Modality.FAR)) == ["l-kameror"]
    assert ids(matching(ROWS, Party.FORENING, Modality.SKA_VERKA_FOR)) == [
        "l-overenskommelse",
        "l-strategiskt-rad",
        "l-rad-representanter",
    ]
    assert matching(ROWS, Party.FORENING, Modality.FAR) == ()


ROW = """
[[obligation]]
id = "cykel"
document_id = "sfs-2031-77"
pinpoint = "2 §"
actor = "cykelföreningen"
applies_to = "forening"
modality = "bor"
modality_text = "bör"
action = "olja"
object = "kedjan"
frequency = "varje vår"
from_date = 2031-03-01
guidance = [{ document_id = "handbok", pinpoint = "Kedjor" }]
"""


def test_a_row_is_read_whole() -> None:
    row = Obligation(
        id="cykel",
        actor="cykelföreningen",
        applies_to=AppliesTo.FORENING,
        modality=Modality.BOR,
        modality_text="bör",
        action="olja",
        object="kedjan",
        frequency="varje vår",
        from_date=date(2031, 3, 1),
        document_id="sfs-2031-77",
        pinpoint="2 §",
        guidance=(Place(document_id="handbok", pinpoint="Kedjor"),),
    )
    assert parse_obligations(ROW) == (row,)
    assert matching((row,), Party.FORENING) == (row,)
    assert matching((row,), Party.KOMMUN) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('modality = "bor"', 'modality = "kanske"'),
        ('applies_to = "forening"', 'applies_to = "alla"'),
        ('modality = "bor"\n', ""),
        ('action = "olja"\n', ""),
        ('action = "olja"', 'action = "olja"\nfarg = "röd"'),
        ('pinpoint = "Kedjor"', 'sida = "3"'),
    ],
)
def test_a_row_that_is_wrong_is_named(old: str, new: str) -> None:
    assert old in ROW
    with pytest.raises(ValueError, match=r"^cykel: "):
        parse_obligations(ROW.replace(old, new))
