"""A report of the kind that municipalities publish, made for the tests: columns, notes, a table."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

TITLE = "Lägesbild för Lekeby"
CAPTION = "Tabell 1. Anmälda brott och trygghet per område"
TABLE = (
    ("Område", "Anmälda brott", "Trygga"),
    ("Centrum", "120", "61 %"),
    ("Norra Lekeby", "45", "78 %"),
)
NOTE = "1 Enkäten besvarades av 812 personer."
SURVEY = (
    "Kommunen har under året gjort en kartläggning av otrygga platser i hela tätorten. "
    "Den bygger på en enkät och på samtal med föreningar, skolor och boende i området."
)
MEETINGS = (
    "Polisen och kommunen har kommit överens om fasta tider för möten. Mötena leds av en "
    "samordnare för brotts- och trygghetsfrågor."
)
REPORTS = "Samordnaren lämnar en rapport till socialnämnden i mars varje år."
AFTER_TABLE = "Siffrorna jämförs med året innan i nästa lägesbild."
LAST = "Nästa lägesbild tas fram om två år av samordnaren och lokalpolisen."

# As printed; the two columns side by side.
_LEFT = (
    "Kommunen har under året gjort en kart-",
    "läggning av otrygga platser i hela tät-",
    "orten. Den bygger på en enkät",
    "och på samtal med föreningar, skolor",
    "och boende i området.",
)
_RIGHT = (
    "Polisen och kommunen har kommit",
    "överens om fasta tider för möten. Mö-",
    "tena leds av en samordnare för brotts-",
    "och trygghetsfrågor.",
    "Samordnaren lämnar en rapport till",
)
_NOTE_MARK = (_LEFT[2], "1")  # stands raised after the word "enkät"
_LEFT_EDGE, _RIGHT_EDGE, _TOP, _STEP = 60.0, 320.0, 690.0, 14.0
_COLUMNS = (60.0, 220.0, 340.0, 440.0)


def report(title: str = TITLE) -> bytes:
    """The report: three pages, the columns printed row by row, against the order of reading."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    _first_page(canvas, title)
    _second_page(canvas)
    _running(canvas, 3)
    _rows(canvas, _LEFT_EDGE, (LAST,))
    canvas.save()
    return buffer.getvalue()


def _running(canvas: Canvas, number: int) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(_LEFT_EDGE, 805, "Lekeby kommun 2031")
    canvas.drawString(300, 30, str(number))
    canvas.setFont("Helvetica", 11)


def _first_page(canvas: Canvas, title: str) -> None:
    _running(canvas, 1)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(_LEFT_EDGE, 740, title)
    canvas.setFont("Helvetica", 11)
    for row, (left, right) in enumerate(zip(_LEFT, _RIGHT, strict=True)):
        y = _TOP - _STEP * row
        canvas.drawString(_LEFT_EDGE, y, left)
        if left == _NOTE_MARK[0]:
            canvas.setFont("Helvetica", 6)
            canvas.drawString(_LEFT_EDGE + canvas.stringWidth(left, "Helvetica", 11), y + 4, "1")
            canvas.setFont("Helvetica", 11)
        canvas.drawString(_RIGHT_EDGE, y, right)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(_LEFT_EDGE, 70, NOTE)
    canvas.showPage()


def _second_page(canvas: Canvas) -> None:
    _running(canvas, 2)
    _rows(canvas, _LEFT_EDGE, ("socialnämnden i mars varje år.",))
    _rows(canvas, _LEFT_EDGE, (CAPTION,), top=620)
    for height in range(len(TABLE) + 1):
        canvas.line(_COLUMNS[0], 600 - 20 * height, _COLUMNS[-1], 600 - 20 * height)
    for across in _COLUMNS:
        canvas.line(across, 600, across, 600 - 20 * len(TABLE))
    for row, cells in enumerate(TABLE):
        for across, cell in zip(_COLUMNS, cells, strict=False):
            canvas.drawString(across + 5, 586 - 20 * row, cell)
    _rows(canvas, _LEFT_EDGE, (AFTER_TABLE,), top=500)
    canvas.showPage()


def _rows(canvas: Canvas, left: float, rows: Sequence[str], top: float = _TOP) -> None:
    for number, row in enumerate(rows):
        canvas.drawString(left, top - _STEP * number, row)
