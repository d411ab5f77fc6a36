import pytest

from corpus.errors import FetchError
from ingest.publication_page import pdf_links, publication_pdf

PAGE = "https://bra.se/publikationer/2031/cyklar.html"
TITLE = "Cyklar och trygghet i Lekeby 2031"


def links(*rows: str) -> list[str]:
    return [link.url for link in pdf_links("\n".join(rows), PAGE, PAGE)]


def chosen(*rows: str, title: str = TITLE, must_be_named: bool = False) -> str | None:
    found = pdf_links("\n".join(rows), PAGE, PAGE)
    url = publication_pdf(found, title, PAGE, must_be_named=must_be_named)
    return url and url.rpartition("/")[2]


def link(target: str, text: str = "Ladda ner") -> str:
    return f'<p><a href="{target}">{text}</a></p>'


def test_links_to_pdfs_on_the_pages_own_site_are_found() -> None:
    assert links(
        link("/download/18.1/a.pdf"),
        link("b.PDF?inline=1#sid=2"),
        link("https://www.bra.se/c d.pdf"),
        link("/contentassets/1/d-rapport", "Rapport (pdf 2 MB)"),
        '<a href="/e" aria-label="Ladda ner PDF">Rapport</a>',
        link("/download/18.1/a.pdf", "Samma fil igen"),
    ) == [
        "https://bra.se/download/18.1/a.pdf",
        "https://bra.se/publikationer/2031/b.PDF?inline=1",
        "https://www.bra.se/c%20d.pdf",
        "https://bra.se/contentassets/1/d-rapport",
        "https://bra.se/e",
    ]


def test_other_links_and_other_sites_are_passed_over() -> None:
    assert (
        links(
            link("/om-oss"),
            link("https://bra.se.exempel.se/a.pdf"),
            link("https://[::1/a.pdf"),
            link("mailto:x@bra.se?subject=pdf", "pdf"),
            "<nav>" + link("/kakor.pdf") + "</nav>",
            "<footer>" + link("/tillganglighet.pdf") + "</footer>",
            "<a>utan adress.pdf</a>",
        )
        == []
    )


def test_a_copy_of_a_page_may_point_at_the_publishers_site() -> None:
    found = pdf_links(link("https://bra.se/a.pdf") + link("b.pdf"), "http://127.0.0.1:8/x", PAGE)
    assert [pdf.url for pdf in found] == ["https://bra.se/a.pdf", "http://127.0.0.1:8/b.pdf"]


def test_the_only_pdf_is_the_publication() -> None:
    assert chosen(link("1.pdf")) == "1.pdf"
    assert chosen() is None


def test_a_link_left_open_is_a_link() -> None:
    assert chosen('<a href="1.pdf">Cyklar och trygghet') == "1.pdf"


@pytest.mark.parametrize(
    "beside",
    ["Sammanfattning", "Summary in English", "Engelsk version", "Faktablad", "Bilaga 1"],
)
def test_the_report_goes_before_what_lies_beside_it(beside: str) -> None:
    assert chosen(link("1.pdf", f"{TITLE} – {beside}"), link("2.pdf", "Rapport")) == "2.pdf"
    assert chosen(link("1.pdf", f"{TITLE} – {beside}")) is None


def test_what_the_title_itself_says_lies_not_beside_it() -> None:
    assert chosen(link("1.pdf", "Mallar"), title="Mallar för cyklar") == "1.pdf"


def test_the_pdf_that_bears_the_title_is_taken_among_several() -> None:
    assert (
        chosen(
            link("1.pdf", "Cyklar och trygghet i Lekeby 2030"),
            link("2.pdf", "Cyklar och trygghet i Lekeby 2031"),
            link("3.pdf", "Bussar"),
        )
        == "2.pdf"
    )
    assert chosen(link("x.pdf"), link("cyklar-och-trygghet-i-lekeby.pdf")) == (
        "cyklar-och-trygghet-i-lekeby.pdf"
    )
    assert chosen(link("1.pdf", "Lekeby"), link("2.pdf", "Bussar")) == "1.pdf"


@pytest.mark.parametrize(
    "rows",
    [
        (link("1.pdf"), link("2.pdf")),
        (link("1.pdf", f"{TITLE} del 1"), link("2.pdf", f"{TITLE} del 2")),
        (link("1.pdf", "Lekeby"), link("2.pdf", "Cyklar"), link("3.pdf")),
    ],
)
def test_pdfs_that_cannot_be_told_apart_are_reported(rows: tuple[str, ...]) -> None:
    with pytest.raises(FetchError, match="flera PDF-filer som inte går att skilja åt"):
        chosen(*rows)


def test_on_a_page_that_is_a_text_itself_only_a_pdf_of_its_name_is_taken() -> None:
    named = link("1.pdf", "Cyklar och trygghet i Lekeby")
    assert chosen(named, link("2.pdf"), must_be_named=True) == "1.pdf"
    assert chosen(link("2.pdf"), link("3.pdf"), must_be_named=True) is None
    assert chosen(link("2.pdf", "Lekeby"), must_be_named=True) is None
