"""A report of three pages for the scripted answerer, and a maker of pictures without a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from fakes_answers import ENTRIES, PASSAGES, REPORT, FakeAnswerer, cited, passage
from PIL import Image, ImageDraw

from assistant.conversation import Citation
from corpus.documents import Edition
from corpus.errors import UnreadableFileError
from corpus.generation import IndexedSource
from corpus.page_boxes import PageBox
from ingest.page_images import PageImage

QUOTE = "Råden träffas fyra gånger om året."
ON_PAGES = passage(
    REPORT,
    2,
    "s. 2–3",
    f"Här följer det som kartläggningen visar. {QUOTE} Hälften har en budget.",
    edition=Edition.ORIGINAL,
    pages=(2, 3),
)
LAST_PAGE = passage(REPORT, 3, "s. 3", "Slutord.", edition=Edition.ORIGINAL, pages=(3,))
SOURCE = IndexedSource(
    document_id=REPORT.document_id,
    edition=Edition.ORIGINAL,
    state="both",
    path="https://bra.se/exempel/rapport.pdf",
    sha256="a" * 64,
    fetched_at="2026-11-20T08:00:00+00:00",
    passages=3,
    problems=(),
)
BOX = PageBox(2, 60, 700, 300, 714)
CITATION: Citation = cited(1, REPORT, ON_PAGES, QUOTE)


def answerer_with_pages(*boxes: PageBox) -> FakeAnswerer:
    """The scripted answerer with the report; its quotations stand in ``boxes``."""
    return FakeAnswerer(
        passages=(*PASSAGES, ON_PAGES, LAST_PAGE),
        entries=ENTRIES,
        originals={REPORT.document_id: SOURCE},
        boxes={
            ON_PAGES.passage_id: boxes or (BOX,),
            LAST_PAGE.passage_id: (PageBox(3, 60, 700, 120, 714),),
        },
    )


@dataclass
class FakeMaker:
    """Draws an empty page with its boxes and remembers what it drew; or fails as it is told to."""

    kind: str = ""
    made: list[tuple[int, float, int]] = field(default_factory=list)

    def __call__(
        self, source: IndexedSource, page: int, scale: float, boxes: Sequence[PageBox]
    ) -> PageImage:
        """An A4 page."""
        self.made.append((page, scale, len(boxes)))
        if self.kind:
            raise UnreadableFileError("hemlig sökväg", kind=self.kind)
        picture = Image.new("RGB", (round(595 * scale), round(842 * scale)), "white")
        draw = ImageDraw.Draw(picture)
        for box in boxes:
            upper, lower = picture.height - box.top * scale, picture.height - box.bottom * scale
            draw.rectangle((box.left * scale, upper, box.right * scale, lower), fill="yellow")
        buffer = BytesIO()
        picture.save(buffer, format="PNG")
        return PageImage(
            png=buffer.getvalue(), width=picture.width, height=picture.height, scale=scale
        )
