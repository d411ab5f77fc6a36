"""What looks like a way of hiding, and shows, is read: white letters on colour, a scan's words."""

from io import BytesIO

import pytest
from carriers import SHOWN, new_document, saved
from word import add_xml, body, run

from ingest.parsing import read_content

WHITE = "<w:color w:val='FFFFFF'/>"
SEEN = "Rådet i Lekeby träffas varje torsdag."

PAGES = {
    "white on colour": f"<div style='background:#003366'><p style='color:#fff'>{SEEN}</p></div>",
    "white on colour by sheet": "<style>.ruta{background-color:navy}</style>"
    f"<div class=ruta><p style='color:white'>{SEEN}</p></div>",
    "white in a coloured cell": "<table><tr><td bgcolor=navy><font color=white>"
    f"{SEEN}</font></td></tr></table>",
    "small print": f"<p style='font-size:9px'>{SEEN}</p>",
    "half faded": f"<p style='opacity:0.6'>{SEEN}</p>",
    "print sheet": f"<style>@media print{{.p{{display:none}}}}</style><p class=p>{SEEN}</p>",
    "clipped overflow": f"<div style='height:200px;overflow:hidden'>{SEEN}</div>",
    "shown block": f"<p style='display:block;color:#333'>{SEEN}</p>",
}


def read(content: bytes, name: str) -> str:
    return "\n".join(block.text for block in read_content(content, name).blocks)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_shown_parts_of_a_page_are_read(page: str) -> None:
    whole = f"<html><body><h1>Lekeby</h1>{page}<p>{SHOWN}</p></body></html>"
    assert SEEN in read(whole.encode(), "lekeby.html")


@pytest.mark.parametrize(
    "shown",
    [
        f"<span style='color:red'>{SEEN}</span>",
        f"<details><summary>Mer</summary>\n\n{SEEN}\n\n</details>",
        f"Före <br> {SEEN}",
        f"[Rådet](https://exempel.se). {SEEN}",
        f"2 < 3 och a > b. {SEEN}",
    ],
)
def test_shown_parts_of_markdown_are_read(shown: str) -> None:
    assert SEEN in read(f"# Lekeby\n\n{shown}\n\n{SHOWN}\n".encode(), "lekeby.md")


@pytest.mark.parametrize(
    "properties",
    [
        f"{WHITE}<w:highlight w:val='darkBlue'/>",
        f"{WHITE}<w:shd w:val='clear' w:fill='003366'/>",
        "<w:color w:val='404040'/>",
        "<w:sz w:val='14'/>",
        "<w:vanish w:val='0'/>",
        "<w:w w:val='90'/>",
    ],
)
def test_shown_runs_of_word_are_read(properties: str) -> None:
    assert SEEN in read(body(f"<w:p>{run(SEEN, properties)}</w:p>"), "lekeby.docx")


def test_white_words_in_a_shaded_cell_of_word_are_read() -> None:
    document = new_document()
    cell = "<w:tc><w:tcPr><w:shd w:val='clear' w:fill='1F3864'/></w:tcPr>"
    row = f"<w:tr>{cell}<w:p>{run(SEEN, WHITE)}</w:p></w:tc></w:tr>"
    add_xml(document, f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>")
    assert SEEN in read(saved(document), "lekeby.docx")


def pdf(draw) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(80, 500, SHOWN)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def white_on_blue(canvas) -> None:
    canvas.setFillColorRGB(0, 0.2, 0.4)
    canvas.rect(60, 640, 480, 40, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(80, 655, SEEN)


def grey(canvas) -> None:
    canvas.setFillColorRGB(0.55, 0.55, 0.55)
    canvas.drawString(80, 655, SEEN)


def scanned(canvas) -> None:
    """A picture of words, and the words as a scanner read them, unpainted on top."""
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    picture = Image.new("RGB", (800, 60), "white")
    ImageDraw.Draw(picture).text((10, 20), SEEN, fill="black")
    canvas.drawImage(ImageReader(picture), 70, 640, width=400, height=30)
    text = canvas.beginText(80, 650)
    text.setTextRenderMode(3)
    text.textLine(SEEN)
    canvas.drawText(text)


def turned(canvas) -> None:
    canvas.setPageRotation(180)
    canvas.drawString(80, 655, SEEN)


@pytest.mark.parametrize("draw", [white_on_blue, grey, scanned, turned])
def test_shown_words_of_a_pdf_are_read(draw) -> None:
    assert SEEN in read(pdf(draw), "lekeby.pdf")
