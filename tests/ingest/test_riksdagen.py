import pytest

from corpus.errors import UnreadableFileError
from ingest.blocks import MediaType
from ingest.parsing import detect_media_type, read_content
from ingest.riksdagen import parse_dokumentstatus


def document(
    html: str, *, kind: str = "prop", title: str = "Ställ & torg", prolog: str = ""
) -> bytes:
    escaped = html.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f"{prolog}<dokumentstatus><dokument><rm>2030/31</rm><beteckning>9</beteckning>"
        f"<typ>{kind}</typ><titel>{title.replace('&', '&amp;')}</titel><html>{escaped}</html>"
        "</dokument><dokuppgift><uppgift><text>Moderaterna</text></uppgift></dokuppgift>"
        "</dokumentstatus>"
    ).encode()


def test_the_page_inside_is_read_under_the_documents_own_title() -> None:
    page = (
        "<div class=brask>Inskannat.</div><h2>Skäl</h2><p>Torg &amp; ställ.</p><script>x</script>"
    )
    for prolog in ("", "<?xml version='1.0' encoding='utf-8'?>\n", "\ufeff"):
        content = document(page, prolog=prolog)
        assert detect_media_type(content, "index") is MediaType.XML
        parsed = read_content(content, "index.xml")
        assert parsed.title == "Prop. 2030/31:9 Ställ & torg"
        assert [(b.pinpoint, b.text) for b in parsed.blocks] == [
            ("inledningen", "Inskannat."),
            ("Skäl", "Torg & ställ."),
        ]


def test_a_statute_is_divided_by_section() -> None:
    page = (
        "<a class=paragraf name=P1><b>1 §</b></a> Ett.<p></p><a class=paragraf><b>2 §</b></a> Två."
    )
    parsed = read_content(document(page, kind="sfs", title="Lag (2031:9) om ställ"), "sfs")
    assert (parsed.sfs, parsed.title) == ("2031:9", "Lag (2031:9) om ställ")
    assert [(b.pinpoint, b.text) for b in parsed.blocks] == [("1 §", "Ett."), ("2 §", "Två.")]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (document(""), "tom"),
        (document("<p>Hej</p>")[:-30], "trasig"),
        (b"<dokumentstatus><annat/></dokumentstatus>", "trasig"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "okänd"),
        (b"<?xml version='1.0'?><svg xmlns='x'><text>Hej</text></svg>", "okänd"),
    ],
)
def test_other_xml_is_refused_by_kind(content: bytes, kind: str) -> None:
    with pytest.raises(UnreadableFileError, match="dokument") as caught:
        read_content(content, "dokument.xml")
    assert caught.value.kind == kind


@pytest.mark.parametrize("prolog", ["", "<?xml version='1.0'?>"])
def test_a_file_that_declares_entities_is_refused(prolog: str) -> None:
    declared = "[<!ENTITY a 'ha'><!ENTITY b SYSTEM 'file:///etc/hostname'>]"
    content = document("<p>Hej</p>").replace(b"Hej", b"Hej&a;&b;")
    with pytest.raises(UnreadableFileError) as caught:
        read_content(f"{prolog}<!DOCTYPE dokumentstatus {declared}>".encode() + content, "x.xml")
    assert caught.value.kind == "okänd"
    late = f"{prolog}<!-- {'x' * 5_000} --><!DOCTYPE dokumentstatus {declared}>".encode()
    with pytest.raises(UnreadableFileError, match="x") as caught:
        parse_dokumentstatus(late + content, "x.xml")
    assert caught.value.kind == "trasig"
