"""The parsers on real public documents; the folder is named by LOTSEN_SHARED."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import load_catalogue
from corpus.documents import Edition, Section, SourceDocument
from corpus.errors import UnreadableFileError
from ingest.blocks import ParsedFile, normal_text
from ingest.parsing import parse_document, read_content

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


def test_every_statute_of_four_years_parses_or_is_an_empty_copy(realdata: Path) -> None:
    outcomes: Counter[str] = Counter()
    for path in sorted((realdata / "sfs-md").glob("202[2-5]/*.md")):
        parsed = read_or_kind(path)
        if isinstance(parsed, str):
            outcomes[parsed] += 1
            # Nothing but front matter and title, or a line that says that the copy failed.
            assert "inte tillgänglig" in path.read_text(encoding="utf-8") or body(path) == ""
            continue
        assert path.stem == f"sfs-{str(parsed.sfs).replace(':', '-')}"
        outcomes["read"] += 1
        outcomes["sections"] += sum(is_section(block.pinpoint) for block in parsed.blocks)
    assert set(outcomes) == {"read", "sections", "tom"}
    assert outcomes["read"] > 330
    assert outcomes["sections"] > 5_000


def body(path: Path) -> str:
    """What stands below the front matter and the title."""
    _, _, below = f"{path.read_text(encoding='utf-8')}\n".rpartition("\n---\n")
    return re.sub(r"^# .*$", "", below, flags=re.MULTILINE).strip()


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


def test_propositions_as_web_pages_are_read_and_are_no_statutes(realdata: Path) -> None:
    for path in sorted((realdata / "html-xml").glob("*.xhtml")):
        parsed = read(path)
        assert parsed.sfs is None
        assert parsed.title
        assert sum(len(block.text) for block in parsed.blocks) > 50_000


def test_government_pages_keep_their_headings(realdata: Path) -> None:
    paths = sorted((realdata / "regeringen-md" / "regeringsuppdrag").rglob("*.md"))[:100]
    assert len(paths) == 100
    for path in paths:
        parsed = read(path)
        text = path.read_text(encoding="utf-8")
        first = re.search(r"^# (.+)$", text, flags=re.MULTILINE)
        assert first is None or parsed.title == " ".join(normal_text(first[1]).split())
