"""PDF files made for the tests."""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

Placed = tuple[float, float, str]  # x and y in points from the lower left corner, and the words


def pdf(
    pages: Sequence[Sequence[Placed]], *, title: str = "", headings: Sequence[str] = ()
) -> bytes:
    """A PDF with words at places; ``headings`` are set in large bold type."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setTitle(title)
    for page in pages:
        for x, y, words in page:
            bold = words in headings
            canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 16 if bold else 11)
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*rows: str, top: float = 700.0, left: float = 80.0) -> list[Placed]:
    """Rows below each other at single spacing; an empty row leaves a gap."""
    return [(left, top - 14 * number, row) for number, row in enumerate(rows) if row]


def encrypted(content: bytes) -> bytes:
    """``content`` locked with a password."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt("hemligt", algorithm="RC4-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def undecodable(words: str) -> bytes:
    """A PDF whose font table maps every letter to a sign of private use."""
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        "/CMapName /X def 1 begincodespacerange <00> <ff> endcodespacerange "
        "1 beginbfrange <20> <7e> <e000> endbfrange endcmap end end"
    )
    stream = f"BT /F1 12 Tf 80 700 Td ({words}) Tj ET"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        f"<< /Length {len(table)} >>\nstream\n{table}\nendstream",
    ]
    return raw_pdf(*objects)


def raw_pdf(*objects: str | bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    body, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        content = item if isinstance(item, bytes) else item.encode("latin-1")
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start, count = len(body), len(objects) + 1
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows)
    return body + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, start)
