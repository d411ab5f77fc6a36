"""Reading order, pages without text, and what the reading process tells."""

from io import BytesIO

import pytest
from pdf_files import Placed, lines, pdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.parsing import read_content
from ingest.pdf_reading import listed_pages

WIDE = "Kommunen ska ta fram en plan för lånecyklarna i hela staden."


def test_what_the_file_prints_last_but_stands_first_is_read_first() -> None:
    page = [*lines("Det andra stycket handlar om vintern.", top=600), *lines(WIDE, top=700)]
    (block,) = read_content(pdf([page]), "fil.pdf").blocks
    assert block.text == f"{WIDE}\n\nDet andra stycket handlar om vintern."


def test_a_line_over_the_whole_width_parts_the_columns_above_it_from_those_below() -> None:
    def columns(top: float, name: str) -> list[Placed]:
        left = [f"{name} vänster rad {row} om cyklarna" for row in range(4)]
        right = [f"{name} höger rad {row} om bussarna" for row in range(4)]
        return [
            place
            for row in range(4)
            for place in (
                (60, top - 14 * row, left[row]),
                (320, top - 14 * row, right[row]),
            )
        ]

    middle = "En rad över hela sidan som skiljer det övre från det nedre, med många ord till."
    page = [*columns(700, "övre"), (60, 630, middle), *columns(600, "nedre")]
    (block,) = read_content(pdf([page]), "fil.pdf").blocks
    order = ["övre vänster rad 3", "övre höger rad 0", "En rad", "nedre vänster", "nedre höger"]
    places = [block.text.index(words) for words in order]
    assert places == sorted(places)


def test_a_list_of_names_and_short_values_is_read_row_by_row() -> None:
    page = [
        place
        for row in range(8)
        for place in (
            (60, 700 - 14 * row, f"uttryck nummer {row} som förklaras"),
            (400, 700 - 14 * row, f"i {row} §"),
        )
    ]
    (block,) = read_content(pdf([page]), "fil.pdf").blocks
    assert "nummer 2 som förklaras i 2 §" in block.text


def test_a_page_that_is_a_picture_is_named_and_a_blank_one_is_not() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for page in range(6):
        if page in {2, 4}:
            canvas.drawImage(_picture(), 100, 400, 200, 200)
        elif page != 3:
            canvas.drawString(80, 700, WIDE)
        canvas.showPage()
    canvas.save()
    parsed = read_content(buffer.getvalue(), "fil.pdf")
    assert parsed.problems == ("Sidorna 3 och 5 har ingen text (bilder?) och är inte med.",)
    assert [block.pages for block in parsed.blocks] == [(1,), (2,), (6,)]


def _picture() -> ImageReader:
    from PIL import Image

    return ImageReader(Image.new("RGB", (8, 8), "grey"))


@pytest.mark.parametrize(
    ("pages", "listed"),
    [
        ([3], "3"),
        ([3, 7], "3 och 7"),
        ([3, 4], "3 och 4"),
        ([1, 2, 3, 9], "1–3 och 9"),
        ([1, 3, 5, 6, 7], "1, 3 och 5–7"),
    ],
)
def test_pages_are_listed_as_a_person_would(pages: list[int], listed: str) -> None:
    assert listed_pages(pages) == listed
