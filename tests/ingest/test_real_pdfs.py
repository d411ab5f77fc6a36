"""PDFs of the real statute book and of agencies; the folder is named by LOTSEN_SHARED."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from corpus.errors import UnreadableFileError
from ingest.blocks import ParsedFile
from ingest.parsing import read_content
from ingest.passages import MAX_TOKENS, estimated_tokens, passage_spans

COORDINATION = r"(?!och\b|eller\b|samt\b|respektive\b)"


@pytest.fixture(scope="session")
def pdfs(shared: Path) -> Path:
    return shared / "realdata" / "pdf"


@pytest.fixture(scope="session")
def statutes(pdfs: Path) -> dict[str, tuple[str, ParsedFile]]:
    """The reference text and our reading of each printed statute, by its number."""
    folder = pdfs / "laglig_se"
    found = {}
    for reference in sorted((folder / "text-samples").glob("*.txt")):
        for path in folder.glob(f"SFS{reference.stem}*.pdf"):
            text = reference.read_text(encoding="utf-8")
            parsed = read_content(path.read_bytes(), path.name)
            found[reference.stem.replace("-", ":")] = (text, parsed)
    return found


def words(text: str, sfs: str) -> Counter[str]:
    """The words and numbers of a text but for the number that runs along its margin."""
    return Counter(re.findall(r"\w+", text.replace(f"SFS {sfs}", " ").lower()))


def as_read(reference: str, sfs: str) -> str:
    """The reference without what is printed around the text: it has all that is on the page.

    Rows of digits in the margin, the running number with the page's number glued to it, the marks
    of footnotes, and the hyphens of broken words.
    """
    text = re.sub(r"(?:\b\d[ :;]+){8,}", " ", reference)
    text = re.sub(rf"(?:\b\d{{1,2}} )?SFS {sfs}\d{{0,2}}(?!\d)", " ", text)
    text = re.sub(r"(?<=[a-zåäö§)])\d{1,2}\b", "", text)
    text = re.sub(r"^\d{1,2} ", "", text.strip())
    return re.sub(rf"(\w)- {COORDINATION}(?=[a-zåäö])", r"\1", text)


def as_printed(parsed: ParsedFile) -> Iterator[str]:
    """Headings, numbers and texts in their order, each heading once."""
    above: tuple[str, ...] = ()
    for block in parsed.blocks:
        ours = {"Noter", "Övergångsbestämmelser"}
        yield from (name for name in block.heading_path if name not in (*above, *ours))
        above = block.heading_path
        if block.pinpoint.endswith("§"):
            yield block.pinpoint.rpartition("kap. ")[2]
        yield block.text


def test_printed_statutes_are_read_word_for_word(
    statutes: dict[str, tuple[str, ParsedFile]],
) -> None:
    recalls, precisions = {}, {}
    for sfs, (reference, parsed) in statutes.items():
        expected = words(as_read(reference, sfs), sfs)
        found = words(" ".join(as_printed(parsed)), sfs)
        shared = sum((expected & found).values())
        recalls[sfs] = shared / sum(expected.values())
        precisions[sfs] = shared / sum(found.values())
    assert len(recalls) == 11
    assert min(recalls.values()) >= 0.98, recalls
    assert min(precisions.values()) >= 0.98, precisions
    assert median(recalls.values()) >= 0.997
    assert median(precisions.values()) >= 0.997


def test_printed_statutes_have_the_sections_of_the_reference(
    statutes: dict[str, tuple[str, ParsedFile]],
) -> None:
    begins = re.compile(r"(?<!enligt )(?<!\d och )(\d+(?: [a-z])?) §(?: ?\d{1,2})? (?=[A-ZÅÄÖ])")
    for sfs, (reference, parsed) in statutes.items():
        pinpoints = [b.pinpoint for b in parsed.blocks if b.pinpoint.endswith(" §")]
        numbers = [pinpoint.rpartition("kap. ")[2].removesuffix(" §") for pinpoint in pinpoints]
        assert numbers == begins.findall(reference.replace(f"SFS {sfs}", "")), sfs


def test_the_digits_of_the_margin_are_gone(statutes: dict[str, tuple[str, ParsedFile]]) -> None:
    for sfs, (_, parsed) in statutes.items():
        text = "\n".join(block.text for block in parsed.blocks)
        assert not re.search(r"(?:\b\d[\s:;]+){4,}", text), sfs
        assert not re.search(r"[:;] [:;]", text), sfs


def test_a_file_with_one_broken_font_is_named_unreadable(pdfs: Path) -> None:
    path = pdfs / "ferenda" / "pdfreader_custom-encoding.pdf"
    with pytest.raises(UnreadableFileError, match="avkoda") as caught:
        read_content(path.read_bytes(), path.name)
    assert caught.value.kind == "oläslig"


def test_a_real_table_is_read_row_by_row(pdfs: Path) -> None:
    path = pdfs / "laglig_se" / "BFS-2016-12.pdf"
    text = "\n".join(block.text for block in read_content(path.read_bytes(), path.name).blocks)
    assert (
        "Tabell 2:1 Brukarindata för nya småhus – Parameter: Innetemperatur; Delparameter: "
        "Uppvärmningssäsong (°C); Delparameter: Utrymmen för bostadsändamål; Värden: 21\n"
    ) in text


@pytest.mark.long
def test_every_real_pdf_is_read_within_its_time_or_says_why(pdfs: Path) -> None:
    outcomes: Counter[str] = Counter()
    started = os.times()
    for path in sorted(pdfs.rglob("*.pdf")):
        try:
            parsed = read_content(path.read_bytes(), path.name)
        except UnreadableFileError as error:
            outcomes[error.kind] += 1
            continue
        outcomes["read"] += 1
        for block in parsed.blocks:
            assert block.pages
            assert len(block.boxes) == len(block.text.split())
            pieces = (block.text[start:end] for start, end in passage_spans(block.text))
            assert all(estimated_tokens(piece) <= MAX_TOKENS for piece in pieces)
    assert outcomes == {"read": 50, "tom": 2, "oläslig": 1}
    ended = os.times()
    # Processor time, ours and that of the reading processes: one core, whatever else is running.
    assert sum(ended[:4]) - sum(started[:4]) < 60
