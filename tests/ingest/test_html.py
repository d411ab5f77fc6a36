from pathlib import Path

from ingest.blocks import Block
from ingest.html import parse_html

PAGE = Path(__file__).parents[1] / "data" / "cykelpool.html"


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
