"""References inside the sources' own text."""

import pytest

from corpus.cross_references import CrossReference, cross_references, sections_within

LAW, SECRECY, SOCIAL = "sfs-2023-196", "sfs-2009-400", "sfs-2025-400"


def found(
    text: str, home: str | None = LAW, chapter: str | None = None
) -> list[tuple[str, str | None, str, str]]:
    return [
        (row.document_id, row.chapter, row.first, row.last)
        for row in cross_references(text, home=home, chapter=chapter)
    ]


def test_sections_without_a_name_are_those_of_the_text_itself() -> None:
    assert found("ansvara för samordningen enligt 9 och 10 §§.") == [
        (LAW, None, "9", "9"),
        (LAW, None, "10", "10"),
    ]


def test_a_paragraph_or_point_of_a_section_leads_to_the_section() -> None:
    assert found("Trots 5 § första stycket 2 får den.") == [(LAW, None, "5", "5")]
    assert found("i fall som avses i första stycket 2") == []


def test_a_name_after_a_chain_is_that_of_all_its_sections() -> None:
    text = "i 25 kap. 1–8 §§ och 26 kap. 9 a § offentlighets- och sekretesslagen (2009:400)"
    assert found(text) == [(SECRECY, "25", "1", "8"), (SECRECY, "26", "9 a", "9 a")]


def test_the_same_act_is_the_one_named_last() -> None:
    text = "enligt 19 kap. 1 § socialtjänstlagen (2025:400) eller 4 § samma lag"
    assert found(text, SECRECY, "26") == [(SOCIAL, "19", "1", "1"), (SOCIAL, "19", "4", "4")]


def test_a_short_name_is_the_act() -> None:
    assert found("Enligt 10 kap. 15 a § OSL får de.") == [(SECRECY, "10", "15 a", "15 a")]


def test_a_section_without_a_chapter_lies_in_the_texts_own() -> None:
    assert found("Sekretessen enligt 8 § hindrar inte", SECRECY, "24") == [
        (SECRECY, "24", "8", "8")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "föreskrifter enligt 8 kap. 7 § regeringsformen",
        "brott enligt terroristbrottslagen (4–10 §§) och annat",
        "enligt 3 § ordningsstadgan",
        "kostnaden inkl. moms, se skl. och konsol, kl. 9",
        "Sekretess gäller. Se 3 kap. 1 § BrB",
    ],
)
def test_sections_of_an_act_that_is_not_here_lead_nowhere(text: str) -> None:
    assert found(text) == []


def test_a_text_that_is_no_act_speaks_of_the_act_it_named() -> None:
    assert found(
        "Enligt lagen (2023:196) ska kommunen verka för två saker (9 och 10 §§).", None
    ) == [
        (LAW, None, "9", "9"),
        (LAW, None, "10", "10"),
    ]
    assert found("Enligt 9 § ska den.", None) == []


def test_in_our_account_a_sentences_act_is_that_of_its_sections() -> None:
    text = (
        "Enligt kamerabevakningslagen (2018:1200) krävs skyltar (15 §). Planen beslutas enligt 5 §."
    )
    rows = cross_references(text, home=LAW, account=True)
    assert [(row.document_id, row.first) for row in rows] == [("sfs-2018-1200", "15"), (LAW, "5")]


def test_a_chapter_goes_along_only_within_one_act() -> None:
    text = "enligt 27 kap. 2 § rättegångsbalken eller 6 § denna lag"
    assert found(text) == [(LAW, None, "6", "6")]
    assert found("6 kap. 6 § SoL och 3 kap. 1 § PBL", SECRECY, "26") == [(SOCIAL, "6", "6", "6")]


def test_an_act_named_as_a_whole_is_referred_to() -> None:
    assert found("Förslaget blev lagen (2025:170).") == [("sfs-2025-170", None, "", "")]


def test_a_range_holds_what_lies_between_and_meets_ranges() -> None:
    reference = CrossReference(document_id=SECRECY, chapter="10", first="12", last="15 a")
    pinpoints = ("10 kap. 11 §", "10 kap. 14 §", "10 kap. 15 a §", "10 kap. 15 b §", "11 kap. 13 §")
    assert sections_within(reference, pinpoints) == ("10 kap. 14 §", "10 kap. 15 a §")
    single = CrossReference(document_id=LAW, first="5", last="5")
    assert sections_within(single, ("4–5 §§", "6–8 §§", "Lagen i korthet")) == ("4–5 §§",)
