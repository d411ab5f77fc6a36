from pathlib import Path

import pytest
from pdf_files import lines, pdf

from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry
from corpus.errors import FetchError, UnreadableFileError
from ingest.blocks import MediaType
from ingest.fetch_checks import checked_file, file_name
from ingest.http_exchange import Download, Validators

LEAFLET = pdf([lines("Trygghetsvandring i Lekeby", "", "Vandringen börjar klockan sju.")])
LAW = "<h1>Lag (2023:196) om prov</h1>" + "".join(
    f"<h3>{number} §</h3><p>Varje torg ska ha ställ.</p>" for number in (1, 2, 3)
)
ONE_SECTION = "<h1>Lag (2023:196) om prov</h1><h3>1 §</h3><p>Varje torg ska ha ställ.</p>"
PAGE = "<html><h1>Uppdrag</h1><p>Myndigheten ska cykla.</p></html>"


def came(content: str | bytes, url: str = "https://bra.se/x", media_type: str = "") -> Download:
    raw = content.encode() if isinstance(content, str) else content
    return Download(content=raw, media_type=media_type, validators=Validators(url=url))


def entry(document_id: str = "bra-2020-samverkan") -> CatalogueEntry:
    found = load_catalogue().get(document_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("download", "name"),
    [
        (came(LEAFLET, "https://bra.se/a/Rapport%20%C3%85.pdf?x=1"), "rapport-a.pdf"),
        (came(LEAFLET, "https://bra.se/contentassets/1/prop.-20222343"), "prop-20222343.pdf"),
        (came(PAGE, "https://bra.se/uppdrag/"), "uppdrag.html"),
        (came(PAGE, "https://bra.se/"), "namnlost.html"),
        (came("\ufeff" + PAGE, "https://bra.se/a.aspx"), "a.html"),
        (came("# Rubrik", "https://bra.se/a.md"), "a.md"),
        (came("Rubrik", "https://bra.se/a", "text/markdown"), "a.md"),
        (came("---\nbeteckning: 2023:196\n---", "https://bra.se/a.html", "text/html"), "a"),
    ],
)
def test_a_file_is_named_by_its_address_and_its_content(download: Download, name: str) -> None:
    assert file_name(download) == name


def test_a_document_that_is_what_it_should_be_is_read() -> None:
    assert checked_file(came(LEAFLET), entry(), MediaType.PDF).media_type is MediaType.PDF
    assert checked_file(came(LEAFLET), entry(), MediaType.HTML).media_type is MediaType.PDF
    assert checked_file(came(PAGE), entry(), None).title == "Uppdrag"
    assert checked_file(came(LAW), entry("sfs-2023-196"), MediaType.HTML).sfs == "2023:196"


@pytest.mark.parametrize(
    ("content", "expected", "sentence"),
    [
        ("", None, "är tom."),
        (" \n", MediaType.PDF, "är tom."),
        (PAGE, MediaType.PDF, "gav HTML i stället för PDF."),
        ("Filen saknas.", MediaType.PDF, "gav text i stället för PDF."),
        (LEAFLET[: len(LEAFLET) // 2], MediaType.PDF, "kom bara till en del."),
        ("<h1>Logga in</h1><p>Ange ditt lösenord.</p>", None, "är tom: den visar sin text först"),
        ("<p>Vi använder kakor. Godkänn.</p>", MediaType.HTML, "är tom: den visar sin text först"),
        ("<h1>404</h1><p>Sidan du söker finns inte.</p>", None, "säger själv att den inte finns."),
        ("<p>Page not found</p>", None, "säger själv att den inte finns."),
        ("<p>Slå på JavaScript.</p>", MediaType.HTML, "är tom: den visar sin text först"),
    ],
)
def test_what_is_something_else_is_refused_with_its_address(
    content: str | bytes, expected: str | None, sentence: str
) -> None:
    with pytest.raises(FetchError) as raised:
        checked_file(came(content), entry(), expected)
    assert raised.value.message.startswith(
        ("Adressen https://bra.se/x ", "Filen på https", "Sidan ")
    )
    assert sentence in raised.value.message


def test_a_long_text_about_cookies_is_a_text() -> None:
    text = (
        "<h1>Kakor</h1>" + "<p>Myndigheten ska berätta hur kakor används av webbplatsen.</p>" * 20
    )
    assert checked_file(came(text), entry(), MediaType.HTML).blocks


@pytest.mark.parametrize(
    ("content", "kind"), [("<html><body></body></html>", "tom"), (b"PK\x03\x04 word", "okänd")]
)
def test_what_cannot_be_read_says_so(content: str | bytes, kind: str) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        checked_file(came(content), entry(), None)
    assert raised.value.kind == kind


@pytest.mark.parametrize("law", [LAW, ONE_SECTION])
def test_another_statute_is_refused(law: str) -> None:
    cited = law + "<p>Se förordningen (2016:1258).</p>"
    with pytest.raises(FetchError, match="är SFS 2023:196 och inte 2016:1258"):
        checked_file(came(cited), entry("sfs-2016-1258"), None)


def test_a_file_that_nowhere_says_which_statute_it_is_is_refused() -> None:
    unnamed = PAGE.replace("ska cykla", "ska följa {}")
    with pytest.raises(FetchError, match="är inte SFS 2023:196: numret står inte i den"):
        checked_file(came(unnamed.format("lagen")), entry("sfs-2023-196"), None)
    named = checked_file(came(unnamed.format("lagen (2023:196)")), entry("sfs-2023-196"), None)
    assert named.sfs is None


def test_real_statutes_are_known_by_their_numbers(shared: Path) -> None:
    law = (shared / "realdata" / "sfs-md" / "2023" / "sfs-2023-196.md").read_bytes()
    assert checked_file(came(law, "https://x/a.md"), entry("sfs-2023-196"), None).sfs == "2023:196"
    printed = (shared / "realdata" / "pdf" / "laglig_se" / "SFS2023-349.pdf").read_bytes()
    with pytest.raises(FetchError, match="är SFS 2023:349 och inte 2023:196"):
        checked_file(came(printed), entry("sfs-2023-196"), MediaType.PDF)
