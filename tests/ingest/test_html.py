from pathlib import Path

import pytest

from ingest.blocks import Block
from ingest.html import parse_html
from ingest.parsing import read_content

DATA = Path(__file__).parents[1] / "data"
PAGE = DATA / "cykelpool.html"


def test_a_page_gives_its_main_text_without_what_surrounds_it() -> None:
    parsed = parse_html(PAGE.read_text(encoding="utf-8"), "fil")
    assert parsed.title == "Cykelpoolen"
    assert parsed.blocks == (
        Block(pinpoint="inledningen", text="Poolen är till för alla.\nDen kostar inget."),
        Block(
            pinpoint="Så gör du",
            heading_path=("Så gör du",),
            text="Gör så här:\n\n1. Boka en cykel.\n\n2. Hämta den före kl. 10.\n\n"
            "- Ta med hjälm\n\n- Barnhjälm lånas ut",
        ),
    )


def test_a_page_without_main_part_or_heading_takes_its_title_from_the_head() -> None:
    headed = parse_html("<head><title>Om\n oss</title></head><p>Vi cyklar.", "fil")
    assert (headed.title, [block.text for block in headed.blocks]) == ("Om oss", ["Vi cyklar."])


def test_a_statute_page_is_divided_by_section() -> None:
    parsed = parse_html(
        "<h1>Lag (2031:9) om ställ</h1><h3><a name='P1'>1 §</a></h3><p>Varje torg ska ha ställ.</p>"
        "<p><b>2 §</b>&nbsp;&nbsp; Stället får vara rött.<br><br>Eller blått.<br>3 § Slut.</p>",
        "fil",
    )
    assert parsed.sfs == "2031:9"
    assert [(block.pinpoint, block.text) for block in parsed.blocks] == [
        ("1 §", "Varje torg ska ha ställ."),
        ("2 §", "Stället får vara rött.\n\nEller blått."),
        ("3 §", "Slut."),
    ]


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    parsed = parse_html("<p>Ett <b>två</p></div><ol><li>tre</ol></ul><p>fyra<", "fil")
    assert [block.text for block in parsed.blocks] == ["Ett två\n\n1. tre\n\nfyra<"]


def texts(page: str) -> list[str]:
    return [part for block in parse_html(page, "fil").blocks for part in block.text.split("\n\n")]


def test_a_row_of_a_table_can_be_read_alone() -> None:
    page = (
        "<p>Före.</p><table><caption>Tabell 1. Vem gör vad?</caption><thead><tr><th>Uppgift</th>"
        "<th>Ansvarig</th></tr></thead><tbody><tr><td>Smörja</td><td><p>Verkstad</p><p>Skola</p>"
        "</td></tr><tr><td>Räkna</td><td></td></tr></tbody></table><p>Efter.</p>"
    )
    assert texts(page) == [
        "Före.",
        "Tabell 1. Vem gör vad?",
        "Uppgift: Smörja; Ansvarig: Verkstad, Skola",
        "Räkna",
        "Efter.",
    ]


def test_a_term_stands_before_its_explanation() -> None:
    pool = "<dt>Pool</dt><dd>Gemensamt förråd.</dd><dd>Ett till.</dd>"
    assert texts(f"<dl>{pool}<dt>A</dt><dt>B:</dt><dd>C</dd><dt>Ensam</dt></dl>") == [
        "Pool: Gemensamt förråd.",
        "Ett till.",
        "A, B: C",
        "Ensam",
    ]


def test_headings_lie_in_divs_and_are_named_by_role() -> None:
    parsed = parse_html(
        "<h1>Sida</h1><div><div><h2><span>Mål</span></h2></div></div><p>Ett.</p>"
        "<div role=heading aria-level=3>Delmål</div><p>Två.</p>",
        "fil",
    )
    assert [(block.heading_path, block.text) for block in parsed.blocks] == [
        (("Mål",), "Ett."),
        (("Mål", "Delmål"), "Två."),
    ]


def test_items_parted_by_line_breaks_are_items_of_their_own() -> None:
    assert texts("<p>Med ställ avses<br>1. fasta ställ, och<br>2. flyttbara<br>a) små</p>") == [
        "Med ställ avses",
        "1. fasta ställ, och",
        "2. flyttbara",
        "a) små",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>{}</script>",
        "<style>{}</style>",
        "<noscript>{}</noscript>",
        "<template><p>{}</p></template>",
        "<svg><text>{}</text></svg>",
        "<div hidden>{}</div>",
        "<p aria-hidden=true>{}</p>",
        '<div style="color:red; display : none"><p>{}</p></div>',
        '<span style="visibility:hidden">{}</span>',
        "<!-- {} -->",
        "<select><option>{}</option></select>",
        "<button>{}</button>",
        "<textarea>{}</textarea>",
        "<iframe srcdoc='<p>{}</p>'>{}</iframe>",
        "<noscript><p>{}</p></noscript>",
        '<p class="sr-only">{}</p>',
    ],
)
def test_what_no_reader_sees_is_not_read(hidden: str) -> None:
    page = f"<h1>Sida</h1><p>Före {hidden.replace('{}', 'dolda ord')}efter.</p>"
    assert " ".join(texts(page)).split() == ["Före", "efter."]


def test_a_statute_of_the_open_data_loses_no_section() -> None:
    page = (DATA / "pages" / "text-lag.html").read_text(encoding="utf-8")
    parsed = parse_html(f"<title>Lag (2031:9) om ställ</title>{page}", "fil")
    assert (parsed.sfs, parsed.title) == ("2031:9", "Lag (2031:9) om ställ")
    assert [(block.pinpoint, block.text.split("\n\n")) for block in parsed.blocks] == [
        (
            "1 kap. 1 §",
            [
                "Denna lag innehåller bestämmelser om ställ för cyklar på torg.",
                "Lagen gäller inte privata gårdar.",
            ],
        ),
        (
            "1 kap. 2 §",
            [
                "Med ställ avses",
                "1. fasta ställ, och",
                "2. flyttbara ställ enligt 3 § om flyttning.",
            ],
        ),
        ("2 kap. 1 §", ["Kommunen ska sätta upp ställ."]),
        ("2 kap. 2 §", ["Ett ställ får vara rött."]),
        ("2 kap. 2 a §", ["Ett ställ får inte vara grönt."]),
        ("övergångsbestämmelserna, punkt 1", ["1. Denna lag träder i kraft den 1 juli 2031."]),
        ("övergångsbestämmelserna, punkt 2", ["2. Äldre ställ får stå kvar."]),
    ]


@pytest.mark.parametrize("tag", ["pre", "div", "td", "span"])
def test_a_statute_whose_lines_a_style_sheet_keeps_is_divided_by_section(tag: str) -> None:
    lines = (DATA / "pages" / "text-radbruten-lag.html").read_text(encoding="utf-8")
    page = (
        f"<table><tr><{tag}>{lines}</{tag}></table>" if tag == "td" else f"<{tag}>{lines}</{tag}>"
    )
    parsed = parse_html(f"<p><b>Lag (2031:9) om ställ</b></p>{page}", "fil")
    assert (parsed.sfs, parsed.title) == ("2031:9", "Lag (2031:9) om ställ")
    assert [(block.pinpoint, block.text.split("\n\n")) for block in parsed.blocks[:2]] == [
        (
            "1 §",
            ["Denna lag gäller", "1. torg och andra allmänna platser i staden, och", "2. parker."],
        ),
        (
            "2 §",
            [
                "Kommunen ska sätta upp ställ i den omfattning som behövs.",
                "Ställen ska vara tillgängliga för alla enligt 5 § andra stycket.",
            ],
        ),
    ]
    assert parsed.blocks[2].pinpoint == "3 §"
    assert parsed.blocks[2].text == "Ett ställ får vara rött."


def test_an_empty_page_has_no_blocks() -> None:
    for page in ("", "  \n", "<!-- tom -->", "<html></html>", "<frameset><frame></frameset>"):
        assert parse_html(page, "fil").blocks == ()


@pytest.mark.parametrize(
    "stated",
    [
        "<meta charset=iso-8859-1>",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<!-- x --><?xml version='1.0' encoding='ascii'?>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_are_read_whatever_the_page_says_of_its_encoding(
    stated: str, encoding: str
) -> None:
    page = f"{stated}<html><p>Åäö – §</p></html>".encode(encoding)
    assert read_content(page, "sida.html").blocks[0].text == "Åäö – §"
