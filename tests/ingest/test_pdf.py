import random

import pytest
from pdf_files import encrypted, lines, pdf, undecodable

from corpus.errors import UnreadableFileError
from ingest.blocks import Block
from ingest.parsing import read_content
from ingest.pdf import parse_pdf
from ingest.pdf_reading import read_pdf
from ingest.pdf_words import join_broken_words

WIDE = "Kommunen ska ta fram en plan för lånecyklarna i hela staden"


def test_a_report_is_cited_by_page_under_its_headings() -> None:
    first = [
        *lines("Cykelrapport"),
        *lines(WIDE, "och den ska följas upp varje år.", "", "Ett nytt stycke.", top=660),
        *lines("Bakgrund", top=560),
        *lines(WIDE, "under den kalla", top=520),
    ]
    second = lines("vintern. Den är grön.", "", "- röd", "- blå")
    content = pdf([first, second], title="Rapport om cyklar", headings=("Cykelrapport", "Bakgrund"))
    parsed = parse_pdf(content, "fil")
    assert parsed.title == "Rapport om cyklar"
    assert parsed.blocks == (
        Block(
            pinpoint="s. 1",
            heading_path=("Cykelrapport",),
            text=f"{WIDE} och den ska följas upp varje år.\n\nEtt nytt stycke.",
            pages=(1,),
        ),
        Block(
            pinpoint="s. 1–2",
            heading_path=("Bakgrund",),
            text=f"{WIDE} under den kalla vintern. Den är grön.",
            pages=(1, 2),
        ),
        Block(pinpoint="s. 2", heading_path=("Bakgrund",), text="- röd\n\n- blå", pages=(2,)),
    )


def test_what_repeats_or_stands_in_the_margin_is_left_out() -> None:
    pages = [
        [
            (80, 800, f"Cykelrapport 2031 sida {number}"),
            (300, 30, str(number)),
            (20, 500, "7"),
            (560, 740, "SFS"),
            *lines(f"{WIDE}, del {number}."),
        ]
        for number in range(1, 5)
    ]
    assert [block.text for block in parse_pdf(pdf(pages), "fil").blocks] == [
        f"{WIDE}, del {number}." for number in range(1, 5)
    ]


def test_a_table_of_contents_is_left_out() -> None:
    contents = lines("Bakgrund ........................ 2", "Slutsats ........................ 3")
    pages = [contents, lines(f"{WIDE}.")]
    assert [block.pinpoint for block in parse_pdf(pdf(pages), "fil").blocks] == ["s. 2"]


def test_a_statute_is_cited_by_section_and_keeps_its_pages() -> None:
    pages = [
        [
            (80, 760, "Svensk författningssamling"),
            *lines("Förordning om lånecyklar", "Utfärdad den 3 maj 2031"),
            *lines("Regeringen föreskriver följande om cyklar i alla städer.", top=650),
            *lines("1 § Biblioteket ska ha cyklar, se 2 §.", top=610),
            *lines("2 § Cykeln ska ha", "1. hjul, och", top=570),
            (470, 700, "SFS 2031:77"),
        ],
        [
            *lines("2. lykta."),
            *lines("Denna förordning träder i kraft den 1 juni 2031.", top=650),
            *lines("På regeringens vägnar", top=600),
            *lines("KIM EXEMPEL", top=560),
        ],
    ]
    parsed = parse_pdf(pdf(pages), "fil")
    assert (parsed.sfs, parsed.title) == ("2031:77", "Förordning (2031:77) om lånecyklar")
    found = [(b.pinpoint, b.text, b.pages) for b in parsed.blocks if b.pinpoint != "inledningen"]
    assert found == [
        ("1 §", "Biblioteket ska ha cyklar, se 2 §.", (1,)),
        ("2 §", "Cykeln ska ha\n\n1. hjul, och\n\n2. lykta.", (1, 2)),
        ("övergångsbestämmelserna", "Denna förordning träder i kraft den 1 juni 2031.", (2,)),
        ("underskrifterna", "På regeringens vägnar\n\nKIM EXEMPEL", (2,)),
        ("noterna, s. 1", "SFS 2031:77", (1,)),
    ]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("kart\ufffeläggning", "kartläggning"),
        ("kart\x02 läggning", "kartläggning"),
        ("brotts\ufffeoch stödfrågor", "brotts- och stödfrågor"),
        ("EU\ufffeförordning", "EU-förordning"),
        ("Sverige\ufffeDanmark", "Sverige-Danmark"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_whole_again(broken: str, whole: str) -> None:
    assert join_broken_words(broken) == whole


def test_hyphens_at_line_ends_are_joined_on_the_page() -> None:
    page = lines(
        "Kommunen ska göra en kart-",
        "läggning av cyklar, brotts-",
        "och stölder, samt EU-",
        "medel.",
    )
    assert [block.text for block in parse_pdf(pdf([page]), "fil").blocks] == [
        "Kommunen ska göra en kartläggning av cyklar, brotts- och stölder, samt EU-medel."
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf([[]]), "tom"),
        (encrypted(pdf([lines(WIDE)])), "krypterad"),
        (b"%PDF-1.7\nrubbish", "trasig"),
        (pdf([lines(WIDE)])[:300], "trasig"),
        (undecodable("Kommunen ska ta fram en plan"), "oläslig"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(content: bytes, kind: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"rapport") as caught:
        read_content(content, "rapport.pdf")
    assert caught.value.kind == kind


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="2001 sidor") as caught:
        read_content(pdf([[] for _ in range(2001)]), "lång.pdf")
    assert caught.value.kind == "för stor"


def test_the_title_of_a_tool_is_no_title() -> None:
    page = [*lines("Cykelrapport"), *lines(f"{WIDE}.", top=600)]
    content = pdf([page], title="Microsoft Word - utkast3.docx", headings=("Cykelrapport",))
    assert parse_pdf(content, "fil").title == "Cykelrapport"
    assert parse_pdf(pdf([lines(f"{WIDE}.")], title="utkast.indd"), "fil").title == "fil"


def test_the_kind_of_document_is_no_title() -> None:
    page = [*lines("Rapport"), *lines("Cyklar i snö", top=660), *lines(f"{WIDE}.", top=600)]
    content = pdf([page], headings=("Rapport", "Cyklar i snö"))
    assert parse_pdf(content, "fil").title == "Cyklar i snö"


def test_damage_anywhere_gives_text_or_one_of_our_errors() -> None:
    whole = pdf([lines(WIDE), lines(f"{WIDE}.")], title="Rapport om cyklar")
    choose = random.Random(11)
    outcomes = set()
    for _ in range(150):  # inside this process: a new one for each would take minutes
        damaged = bytearray(whole[: choose.randint(len(whole) // 2, len(whole))])
        for _ in range(choose.randint(0, 30)):
            damaged[choose.randrange(8, len(damaged))] = choose.randrange(256)
        try:
            read = read_pdf(bytes(damaged), "rapport")
            outcomes.add("läst" if read.elements else "tom")
        except UnreadableFileError as error:
            outcomes.add(error.kind)
    assert {"läst", "trasig"} <= outcomes <= {"läst", "trasig", "tom", "krypterad"}
