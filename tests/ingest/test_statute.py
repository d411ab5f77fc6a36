from datetime import date
from pathlib import Path

from ingest.blocks import Block
from ingest.markdown import parse_markdown
from ingest.outline import Element
from ingest.plain import parse_plain
from ingest.statute import statute_blocks
from ingest.statute_outline import looks_like_statute
from ingest.statute_title import numbered_title, printed_title, statute_number

STATUTE = Path(__file__).parents[1] / "data" / "sfs-2031-77.md"


def test_statute_markdown_gives_one_block_for_each_section() -> None:
    parsed = parse_markdown(STATUTE.read_text(encoding="utf-8"), "sfs-2031-77")
    about = ("1 kap. Inledande bestämmelser", "Vad förordningen handlar om")
    assert parsed.blocks == (
        Block(
            pinpoint="1 kap. 1 §",
            heading_path=about,
            text="Varje bibliotek ska ha lånecyklar enligt 2 och 3 §§ om det inte snöar.",
        ),
        Block(
            pinpoint="1 kap. 2 §",
            heading_path=about,
            text="En lånecykel ska ha\n\n1. två hjul,\n\n2. ringklocka, och\n\n"
            "3. lykta enligt lagen (2030:9) om sken.\n\nCykeln får vara grön.",
        ),
        Block(
            pinpoint="2 kap. 1 §",
            heading_path=("2 kap. Utlåning",),
            text="Cykeln lånas ut i tre dagar. Förordning (2032:5).\n\n"
            "Den som lånar ska visa\n\n- lånekort, eller\n\n- en vänlig min.",
        ),
        Block(
            pinpoint="2 kap. 18 a §",
            heading_path=("2 kap. Utlåning",),
            text="Försenad cykel lämnas t.ex. till vaktmästaren.",
        ),
        Block(
            pinpoint="Bilaga 1",
            heading_path=("Bilaga 1",),
            text="Förteckning över gröna nyanser: mossa och gran.",
        ),
        Block(
            pinpoint="övergångsbestämmelserna, punkt 1",
            heading_path=("Övergångsbestämmelser",),
            text="1. Denna förordning träder i kraft den 1 mars 2031.",
        ),
        Block(
            pinpoint="övergångsbestämmelserna, punkt 2",
            heading_path=("Övergångsbestämmelser",),
            text="2. Ringklocka enligt 1 kap. 2 § behövs inte förrän den 1 maj 2031.",
        ),
        Block(
            pinpoint="övergångsbestämmelserna till 2032:5, punkt 1",
            heading_path=("Övergångsbestämmelser",),
            text="1. Denna förordning träder i kraft den 1 juli 2032.",
        ),
    )


def test_front_matter_gives_number_title_and_date() -> None:
    parsed = parse_markdown(STATUTE.read_text(encoding="utf-8"), "fil")
    assert (parsed.sfs, parsed.title, parsed.valid_from) == (
        "2031:77",
        "Förordning (2031:77) om lånecyklar",
        date(2031, 3, 1),
    )


def test_a_section_whose_copy_lost_words_is_left_out_and_named() -> None:
    parsed = parse_markdown(STATUTE.read_text(encoding="utf-8"), "fil")
    named = "Ord saknas i filens text till 2 §, som därför har lämnats utanför."
    assert parsed.problems == (named,)


def test_two_wordings_of_a_section_are_reported() -> None:
    text = "---\nbeteckning: 2031:8\nrubrik: Lag om rast\n---\n### 1 §\n\nKort.\n\n### 1 §\n\nLång."
    assert parse_markdown(text, "fil").problems == (
        "Filen har mer än en lydelse av 1 § utan att säga när de gäller.",
    )


def test_a_copy_that_failed_to_convert_has_no_blocks() -> None:
    text = (
        "---\nbeteckning: 2031:8\nrubrik: Lag om rast\n---\n# Lag om rast\n\n"
        "**Automatisk konvertering inte tillgänglig**\n\nLäs den på annat håll."
    )
    assert parse_markdown(text, "fil").blocks == ()


def test_a_statute_without_sections_keeps_its_words() -> None:
    text = "---\nbeteckning: 2031:8\nrubrik: Tillkännagivande om rast\n---\nRasten är tio minuter."
    assert parse_markdown(text, "fil").blocks == (
        Block(pinpoint="inledningen", text="Rasten är tio minuter."),
    )


def test_a_section_is_cited_without_chapter_when_numbers_run_through() -> None:
    text = (
        "---\nbeteckning: 2031:8\nrubrik: Lag om rast\n---\n## 1 kap. Rast\n### 1 §\n\nKort.\n"
        "### 2 §\n\nVila.\n## 2 kap. Slut\n### 3 §\n\nLång."
    )
    assert [block.pinpoint for block in parse_markdown(text, "fil").blocks] == ["1 §", "2 §", "3 §"]


PLAIN = """Lag (2031:9) om cykelställ

Inledning

1 § Varje torg ska ha ett ställ
för cyklar enligt 3 § ovan.

Stället får vara rött.

2 § Kommunen ska

1. smörja stället, och

2. räkna cyklarna enligt
3 § varje vecka.

Skötsel

3 §
Rost ska slipas bort.

1. Denna lag träder i kraft den 1 maj 2031.

2. Gamla ställ får stå kvar.

På regeringens vägnar

KIM EXEMPEL
"""


def test_a_statute_in_plain_text_is_divided_where_paragraphs_begin_with_a_section() -> None:
    parsed = parse_plain(PLAIN, "fil")
    assert (parsed.sfs, parsed.title) == ("2031:9", "Lag (2031:9) om cykelställ")
    assert [(b.pinpoint, b.heading_path, b.text) for b in parsed.blocks] == [
        (
            "1 §",
            ("Inledning",),
            "Varje torg ska ha ett ställ för cyklar enligt 3 § ovan.\n\nStället får vara rött.",
        ),
        (
            "2 §",
            ("Inledning",),
            "Kommunen ska\n\n1. smörja stället, och\n\n2. räkna cyklarna enligt 3 § varje vecka.",
        ),
        ("3 §", ("Skötsel",), "Rost ska slipas bort."),
        (
            "övergångsbestämmelserna, punkt 1",
            ("Övergångsbestämmelser",),
            "1. Denna lag träder i kraft den 1 maj 2031.",
        ),
        (
            "övergångsbestämmelserna, punkt 2",
            ("Övergångsbestämmelser",),
            "2. Gamla ställ får stå kvar.",
        ),
        ("underskrifterna", (), "På regeringens vägnar\n\nKIM EXEMPEL"),
    ]


def test_a_report_that_prints_a_law_as_an_annex_is_no_statute() -> None:
    report = [Element(text=f"Stycke {number} handlar om något.") for number in range(60)]
    annex = [Element(text=f"{number} § Kommunen ska.") for number in range(1, 15)]
    assert looks_like_statute(annex)
    assert not looks_like_statute([*report, *annex])
    assert not looks_like_statute([*annex, *report])
    assert not looks_like_statute(report)


def test_a_paragraph_that_goes_on_about_a_section_does_not_begin_one() -> None:
    blocks = statute_blocks(
        [
            Element(text="1 § Cykeln är grön."),
            Element(text="1 § första stycket gäller inte röda cyklar."),
            Element(text="2 § har upphävts genom förordning (2032:5)."),
        ]
    )
    assert [(block.pinpoint, block.text) for block in blocks] == [
        ("1 §", "Cykeln är grön.\n\n1 § första stycket gäller inte röda cyklar."),
        ("2 §", "har upphävts genom förordning (2032:5)."),
    ]


def test_an_amending_act_has_its_own_number_and_the_other_acts_chapters() -> None:
    masthead = (
        "Svensk författningssamling\nLag\nom ändring i cykellagen (1999:1)\n"
        "Utfärdad den 3 maj 2031\nSFS 2031:50"
    )
    assert statute_number(masthead) == "2031:50"
    assert printed_title(masthead) == "Lag om ändring i cykellagen (1999:1)"
    blocks = statute_blocks([Element(text="6 kap."), Element(text="17 § Cykeln är grön.")])
    assert [block.pinpoint for block in blocks] == ["6 kap. 17 §"]


def test_another_series_that_mentions_an_sfs_number_is_not_that_statute() -> None:
    assert statute_number("Cykelverkets föreskrifter\nmed stöd av lagen, se SFS 2031:9") is None


def test_the_note_of_an_amendment_is_not_the_statutes_number() -> None:
    assert statute_number("Cykeln är grön.\nLag (2032:5).\nLag (2031:9) om cyklar") == "2031:9"


def test_the_number_stands_after_the_titles_first_word() -> None:
    assert numbered_title("Lag om rast", "2031:8") == "Lag (2031:8) om rast"
    assert numbered_title("Rastlag", "2031:8") == "Rastlag (2031:8)"
    assert numbered_title("Lag (2031:8) om rast", "2031:8") == "Lag (2031:8) om rast"
