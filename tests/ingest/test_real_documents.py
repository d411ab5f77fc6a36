"""The parsers on real public documents; the folder is named by LOTSEN_SHARED."""

import re
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import load_catalogue
from corpus.documents import Edition, Section, SourceDocument
from corpus.errors import UnreadableFileError
from ingest.blocks import ParsedFile, normal_text
from ingest.parsing import parse_document, read_content

EXCEPTIONS = Path(__file__).parents[1] / "data" / "sfs_md_exceptions.txt"
HEADED = re.compile(r"#{1,6}[ \t]+(?:\d+(?: [a-z])? kap\. ?)?(\d+(?: [a-z])?) §[ \t]*")
LOST = re.compile(r"#{1,6}[ \t]+/.*/.*\s(\d+(?: [a-z])?) §[ \t]*")
SECTION = re.compile(r"(?:\d+(?: [a-z])? kap\. )?\d+(?: [a-z])? §")


@pytest.fixture(scope="session")
def realdata(shared: Path) -> Path:
    return shared / "realdata"


@pytest.fixture(scope="session")
def law(realdata: Path) -> tuple[Section, ...]:
    entry = load_catalogue().by_sfs("2023:196")
    assert entry is not None
    path = realdata / "sfs-md" / "2023" / "sfs-2023-196.md"
    source = SourceDocument(
        entry=entry, edition=Edition.ORIGINAL, name=path.name, content=path.read_bytes()
    )
    return parse_document(source)


def read(path: Path) -> ParsedFile:
    return read_content(path.read_bytes(), path.name)


def read_or_kind(path: Path) -> ParsedFile | str:
    """The file, or the kind of fault that keeps it from being read."""
    try:
        return read(path)
    except UnreadableFileError as error:
        return error.kind


def test_the_law_has_exactly_its_fourteen_sections_and_two_points(law: tuple[Section, ...]) -> None:
    assert [section.pinpoint for section in law] == [
        *(f"{number} §" for number in range(1, 15)),
        "övergångsbestämmelserna, punkt 1",
        "övergångsbestämmelserna, punkt 2",
    ]


def test_the_laws_words_stand_as_a_reader_sees_them(law: tuple[Section, ...]) -> None:
    texts = {section.pinpoint: section.text for section in law}
    assert texts["8 §"].endswith("enligt 9 och 10 §§.")
    assert re.findall(r"^\d+\. ", texts["4 §"], flags=re.MULTILINE) == ["1. ", "2. ", "3. "]
    assert "skriftliga överenskommelser" in texts["9 §"]
    assert "skriftliga överenskommelser" not in texts["10 §"]
    assert "strategiskt råd" in texts["10 §"]
    assert not any(re.search(r"\]\(|https?:|#", text) for text in texts.values())


def test_only_the_camera_section_is_in_force_later(law: tuple[Section, ...]) -> None:
    later = {s.pinpoint: s.valid_from for s in law if s.valid_from != date(2023, 7, 1)}
    assert later == {"14 §": date(2025, 4, 1)}


def test_every_section_of_490_statutes_is_found_or_known_to_be_lost(realdata: Path) -> None:
    """Counted from the files' own headings, independently of the reader."""
    found, lost = {}, {}
    for path in sorted((realdata / "sfs-md").rglob("*.md")):
        lines = path.read_text(encoding="utf-8").split("\n")
        headings = [match[1] for line in lines if (match := HEADED.fullmatch(line))]
        damaged = [f"{match[1]} §" for line in lines if (match := LOST.fullmatch(line))]
        parsed = read_or_kind(path)
        if isinstance(parsed, str):
            assert (parsed, headings) == ("tom", [])
            lost[path.stem] = "stub" if "inte tillgänglig" in "\n".join(lines) else "title"
            continue
        numbers = [
            b.pinpoint.rpartition("kap. ")[2] for b in parsed.blocks if is_section(b.pinpoint)
        ]
        assert numbers == [f"{heading} §" for heading in headings], path.name
        found[path.stem] = len(numbers)
        if damaged:
            lost[path.stem] = ", ".join(damaged)
            assert all(section in parsed.problems[0] for section in damaged), path.name
    assert (
        len(found) + list(lost.values()).count("stub") + list(lost.values()).count("title")
    ) == 490
    assert sum(found.values()) > 10_000
    assert lost == exceptions()


def exceptions() -> dict[str, str]:
    rows = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    pairs = (row.partition(": ") for row in rows if row and not row.startswith("#"))
    return {name: reason for name, _, reason in pairs}


def is_section(pinpoint: str) -> bool:
    return SECTION.fullmatch(pinpoint) is not None


def test_the_numbers_of_a_statutes_headings_are_its_pinpoints(realdata: Path) -> None:
    path = realdata / "sfs-md" / "2017" / "sfs-2017-725.md"
    headings = re.findall(
        r"^#+ (\d+(?: [a-z])? §)$", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    pinpoints = [block.pinpoint for block in read(path).blocks if "kap." in block.pinpoint]
    assert [pinpoint.partition("kap. ")[2] for pinpoint in pinpoints] == headings
    assert len(set(pinpoints)) == len(pinpoints)


def test_a_statute_that_failed_to_convert_is_empty(realdata: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(realdata / "sfs-md" / "2025" / "sfs-2025-400.md")
    assert caught.value.kind == "tom"


@pytest.mark.parametrize(
    ("name", "kind"), [("rinfo/RA-FS-2004_2.pdf", "tom"), ("ferenda/pdfreader_scanned.pdf", "tom")]
)
def test_a_scanned_pdf_has_no_text(realdata: Path, name: str, kind: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(realdata / "pdf" / name)
    assert caught.value.kind == kind


def test_the_directive_is_cited_by_page_with_words_joined(realdata: Path) -> None:
    parsed = read(realdata / "pdf" / "rinfo" / "dir-2009_71.pdf")
    pages = sorted({page for block in parsed.blocks for page in block.pages})
    assert pages == list(range(1, pages[-1] + 1))
    assert all(re.fullmatch(r"s\. \d+(?:–\d+)?", block.pinpoint) for block in parsed.blocks)
    text = "\n".join(block.text for block in parsed.blocks)
    assert not re.search("[\ufffe\x02\ufffd]", text)
    assert len(re.findall(r"[a-zåäö]- ?\n", text)) == 0


@pytest.mark.parametrize(
    ("name", "sfs", "pinpoints"),
    [
        ("laglig_se/SFS2023-349.pdf", "2023:349", ["6 kap. 17 §"]),
        ("laglig_se/SFS2025-1458.pdf", "2025:1458", ["2 kap. 19 §", "2 kap. 24 §"]),
        ("rinfo/SFS-1999_175.pdf", "1999:175", [f"{number} §" for number in range(1, 24)]),
    ],
)
def test_a_printed_statute_is_cited_by_section(
    realdata: Path, name: str, sfs: str, pinpoints: list[str]
) -> None:
    parsed = read(realdata / "pdf" / name)
    assert parsed.sfs == sfs
    assert sfs in parsed.title
    found = [block.pinpoint for block in parsed.blocks if is_section(block.pinpoint)]
    assert found == pinpoints


def test_the_words_of_printed_statutes_are_those_of_the_reference(realdata: Path) -> None:
    """Word for word, after the reference's own broken words are joined."""
    folder = realdata / "pdf" / "laglig_se"
    checked = 0
    for name in ("2023-349", "2025-1458", "2020-449", "2022-1109"):
        reference = words((folder / "text-samples" / f"{name}.txt").read_text(encoding="utf-8"))
        for block in read(folder / f"SFS{name}.pdf").blocks:
            if is_section(block.pinpoint) and len(block.pages) == 1:
                for paragraph in block.text.split("\n\n"):
                    assert words(paragraph) in reference
                    checked += 1
    assert checked > 20


def words(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text.lower()))


@pytest.mark.parametrize(
    ("name", "title", "places"),
    [
        ("prop-1998-99-130.xhtml", "Ny bokföringslag m.m.", 80),
        ("prop-2005-06-173.xhtml", "Regeringens proposition 2005/06:173", 38),
        (
            "riksdagen-dokumentstatus-prop-1987-88-155.xml",
            "Prop. 1987/88:155 om skydd för företagshemligheter",
            33,
        ),
    ],
)
def test_propositions_as_pages_are_read_with_their_headings_and_are_no_statutes(
    realdata: Path, name: str, title: str, places: int
) -> None:
    parsed = read(realdata / "html-xml" / name)
    assert (parsed.sfs, parsed.title) == (None, title)
    assert len({block.pinpoint for block in parsed.blocks}) >= places
    text = "\n".join(block.text for block in parsed.blocks)
    assert len(text) > 50_000
    assert not re.search(r"</?\w+[^>]*>|MsoNormal|&\w+;", text)


def test_government_pages_keep_their_headings(realdata: Path) -> None:
    paths = sorted((realdata / "regeringen-md" / "regeringsuppdrag").rglob("*.md"))[:100]
    assert len(paths) == 100
    for path in paths:
        parsed = read(path)
        text = path.read_text(encoding="utf-8")
        first = re.search(r"^# (.+)$", text, flags=re.MULTILINE)
        assert first is None or parsed.title == " ".join(normal_text(first[1]).split())
