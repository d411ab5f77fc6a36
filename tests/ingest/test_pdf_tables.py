"""Tables as rows; the pages are drawn with reportlab, as a word processor prints them."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from ingest.parsing import read_content

HEADER = ("Kommun", "År", "Antal")
WIDE = "Kommunen ska ta fram en plan för lånecyklarna i hela staden."


def table_pdf(
    *tables: Sequence[Sequence[str]], top: float = 700, frames: bool = True, turned: bool = False
) -> bytes:
    """A PDF with one table a page; ``frames`` draws the sides of the table."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=landscape(A4) if turned else A4)
    for rows in tables:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(80, top + 60, WIDE)
        draw(canvas, rows, top, frames=frames)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def draw(canvas: Canvas, rows: Sequence[Sequence[str]], top: float, *, frames: bool) -> None:
    edges = [80 + 140 * column for column in range(len(rows[0]) + 1)]
    for row in range(len(rows) + 1):
        canvas.line(edges[0], top - 20 * row, edges[-1], top - 20 * row)
    for edge in edges if frames else edges[1:-1]:
        canvas.line(edge, top, edge, top - 20 * len(rows))
    for number, row in enumerate(rows):
        for edge, cell in zip(edges, row, strict=False):
            canvas.drawString(edge + 4, top - 14 - 20 * number, cell)


def paragraphs(content: bytes) -> list[str]:
    blocks = read_content(content, "tabell.pdf").blocks
    return [text for block in blocks for text in block.text.split("\n\n") if text != WIDE]


def test_a_row_has_the_names_of_its_columns() -> None:
    content = table_pdf([HEADER, ("Alby", "2031", "12"), ("Norra Berg", "2031", "7")])
    rows = ["Kommun: Alby; År: 2031; Antal: 12", "Kommun: Norra Berg; År: 2031; Antal: 7"]
    assert paragraphs(content) == rows


def test_a_table_without_sides_has_its_outer_columns() -> None:
    content = table_pdf([HEADER, ("Alby", "2031", "12"), ("Berg", "2030", "7")], frames=False)
    assert paragraphs(content)[0] == "Kommun: Alby; År: 2031; Antal: 12"


def test_an_empty_cell_is_left_out_and_a_lone_one_is_a_subheading() -> None:
    content = table_pdf([HEADER, ("Norra länet", "", ""), ("Alby", "", "12")])
    assert paragraphs(content) == ["Norra länet", "Kommun: Alby; Antal: 12"]


def test_a_table_without_names_is_told_cell_by_cell() -> None:
    content = table_pdf([("Alby", "2031", "12"), ("Berg", "2031", "7"), ("Dal", "2031", "9")])
    assert paragraphs(content)[0] == "Alby; 2031; 12"


def test_a_table_that_goes_on_overleaf_keeps_its_names() -> None:
    first = [HEADER, *((f"Ort {number}", "2031", "12") for number in range(30))]
    content = table_pdf(first, [("Alby", "2031", "12"), ("Berg", "2031", "7")])
    assert paragraphs(content)[-2:] == [
        "Kommun: Alby; År: 2031; Antal: 12",
        "Kommun: Berg; År: 2031; Antal: 7",
    ]


def test_years_are_names_of_columns_and_other_figures_are_not() -> None:
    years = [("Kommun", "2030", "2031"), ("Alby", "4", "12"), ("Berg", "5", "7")]
    assert paragraphs(table_pdf(years))[0] == "Kommun: Alby; 2030: 4; 2031: 12"


def test_a_page_ruled_like_graph_paper_costs_no_more_than_its_text() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawString(80, 800, WIDE)
    for step in range(120):
        canvas.line(50, 50 + 5 * step, 550, 50 + 5 * step)
        canvas.line(50 + 4 * step, 50, 50 + 4 * step, 750)
    canvas.save()
    parsed = read_content(buffer.getvalue(), "rutor.pdf")
    assert [block.text for block in parsed.blocks] == [WIDE]
    assert parsed.problems == ("Tabellerna på sidan 1 är lästa som löpande text.",)


def test_a_frame_around_text_is_no_table() -> None:
    content = table_pdf([("Alby är grönt.",), ("Berg är rött.",)])
    assert ";" not in " ".join(paragraphs(content))


def test_a_long_landscape_table_is_read_within_its_budget_and_says_what_was_not() -> None:
    page = [HEADER, ("Alby", "2031", "12"), ("Berg", "2031", "7")]
    parsed = read_content(table_pdf(*[page] * 120, top=400, turned=True), "lång.pdf")
    assert parsed.problems == ("Tabellerna på sidorna 101–120 är lästa som löpande text.",)
    texts = {block.pinpoint: block.text for block in parsed.blocks}
    assert texts["s. 100"].endswith("Kommun: Berg; År: 2031; Antal: 7")
    assert texts["s. 120"].endswith("Berg 2031 7")
