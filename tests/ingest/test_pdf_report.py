"""A report with columns, a footnote, broken words and a table, from its pages to its passages."""

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pdf_report import AFTER_TABLE, LAST, MEETINGS, NOTE, REPORTS, SURVEY, report
from PIL import Image

from corpus.generation import Generation
from corpus.index import open_generation
from corpus.page_boxes import PageBox
from ingest.blocks import Block
from ingest.library import add_files
from ingest.page_images import page_image
from ingest.parsing import read_content
from ingest.pipeline import build_generation

ROW = "Tabell 1 Anmälda brott och trygghet per område – Område: "


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an index in which the report is an original."""
    folder = tmp_path_factory.mktemp("report")
    path = folder / "rapport.pdf"
    path.write_bytes(report())
    add_files(folder / "data", [path], "nod-2024-lagesbild")
    build_generation(folder / "data", None)
    return folder / "data"


def test_every_paragraph_stands_whole_under_its_page() -> None:
    parsed = read_content(report(), "rapport.pdf")
    assert (parsed.title, parsed.problems) == ("Lägesbild för Lekeby", ())
    assert parsed.blocks == (
        Block(pinpoint="s. 1", text=f"{SURVEY}\n\n{MEETINGS}", pages=(1,)),
        Block(pinpoint="s. 1–2", text=REPORTS, pages=(1, 2)),
        Block(pinpoint="s. 1", heading_path=("Noter",), text=NOTE, pages=(1,)),
        Block(
            pinpoint="s. 2",
            text=(
                f"{ROW}Centrum; Anmälda brott: 120; Trygga: 61 %\n\n"
                f"{ROW}Norra Lekeby; Anmälda brott: 45; Trygga: 78 %\n\n{AFTER_TABLE}"
            ),
            pages=(2,),
        ),
        Block(pinpoint="s. 3", text=LAST, pages=(3,)),
    )


def test_every_word_has_a_box_on_its_page() -> None:
    for block in read_content(report(), "rapport.pdf").blocks:
        words = block.text.split()
        assert len(block.boxes) == len(words)
        placed = [(word, boxes) for word, boxes in zip(words, block.boxes, strict=True) if boxes]
        assert set(words) - {word for word, _ in placed} <= {"–"}
        assert {box.page for _, boxes in placed for box in boxes} == set(block.pages)


# The signs between the cells of a table are ours; the names of its columns are marked, too.
@pytest.mark.parametrize(
    "quote",
    [SURVEY, MEETINGS, REPORTS, AFTER_TABLE, "Norra Lekeby; Anmälda brott: 45; Trygga: 78 %"],
)
def test_the_boxes_of_a_quotation_lie_on_its_words(data: Path, quote: str) -> None:
    with open_generation(data) as generation:
        boxes = quote_boxes(generation, quote)
    assert in_boxes(boxes) == letters(quote)
    assert len(boxes) < len(quote.split()), "words of one line share a box"


def quote_boxes(generation: Generation, quote: str) -> tuple[PageBox, ...]:
    passage = next(p for p in generation.passages if quote in p.text and p.pages)
    start = passage.text.index(quote)
    return generation.quote_boxes(passage.passage_id, start, start + len(quote))


def in_boxes(boxes: tuple[PageBox, ...]) -> str:
    """The letters that pdfium finds inside the boxes, in order."""
    document = pypdfium2.PdfDocument(report())
    found = ""
    for page, left, bottom, right, top in boxes:
        text_page = document[page - 1].get_textpage()
        # Three points less: a line's cell reaches into the lines above and below.
        found += text_page.get_text_bounded(left - 0.1, bottom + 3, right + 0.1, top - 3)
    document.close()
    return letters(found)


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


def test_a_quotation_without_pages_has_no_boxes(data: Path) -> None:
    with open_generation(data) as generation:
        digest = next(p for p in generation.passages if not p.pages)
        assert generation.quote_boxes(digest.passage_id, 0, 10) == ()
        assert generation.quote_boxes("finns-inte#s.-1/o1", 0, 10) == ()


def test_a_quotation_is_marked_where_the_picture_has_its_ink(data: Path) -> None:
    with open_generation(data) as generation:
        (box,) = quote_boxes(generation, LAST)
        source = next(s for s in generation.sources if s.document_id == "nod-2024-lagesbild")
        shown = page_image(data, source, box.page, scale=2)
    picture = Image.open(BytesIO(shown.png)).convert("L")
    assert picture.size == (shown.width, shown.height)
    left, top, width, height = shown.pixels(box)
    marked = picture.crop((round(left), round(top), round(left + width), round(top + height)))
    beside = picture.crop((0, round(top), round(left) - 2, round(top + height)))
    assert marked.getextrema()[0] < 60
    assert beside.getextrema() == (255, 255)
