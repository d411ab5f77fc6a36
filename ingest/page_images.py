"""A page of an indexed PDF as a picture on which a quotation is marked.

The boxes come from ``Generation.quote_boxes``, the page from the file that was indexed: a file that
was changed since then is refused, for the marks would lie beside the words.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFileError
from corpus.generation import IndexedSource
from corpus.page_boxes import PageBox
from ingest.library import read_bounded
from ingest.library_records import original_file
from ingest.pdf_process import picture_in_process

_SIZE_IN_HEADER = slice(16, 24)  # a PNG's width and height, four bytes each


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """A page as PNG with its size in pixels; ``scale`` is pixels to a point."""

    png: bytes
    width: int
    height: int
    scale: float

    def pixels(self, box: PageBox) -> tuple[float, float, float, float]:
        """Left, top, width and height of a box in pixels from the picture's upper left corner."""
        return (
            box.left * self.scale,
            self.height - box.top * self.scale,
            (box.right - box.left) * self.scale,
            (box.top - box.bottom) * self.scale,
        )


def page_image(
    data_dir: Path,
    source: IndexedSource,
    page: int,
    scale: float = 1.5,
    boxes: Sequence[PageBox] = (),
) -> PageImage:
    """The 1-based ``page`` of the PDF that ``source`` was read from, with its ``boxes`` framed.

    Boxes of other pages are left out.

    Raises:
        UnreadableFileError: kind "oåtkomlig" when the file is gone or changed, "trasig" or
            "för stor" when the page can't be shown.
    """
    content = _indexed_content(data_dir, source)
    own = [box for box in boxes if box.page == page]
    png = picture_in_process(content, source.document_id, page, scale, own)
    size = png[_SIZE_IN_HEADER]
    width, height = int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big")
    return PageImage(png=png, width=width, height=height, scale=scale)


def _indexed_content(data_dir: Path, source: IndexedSource) -> bytes:
    """The bytes that were indexed: the library's copy, or the file in a folder of the user's."""
    kept = source.sha256 and original_file(data_dir, source.document_id, source.sha256)
    path = kept or Path(source.path or "")
    try:
        content = read_bounded(path)
    except OSError as error:
        raise _changed(source) from error
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise _changed(source)
    return content


def _changed(source: IndexedSource) -> UnreadableFileError:
    return UnreadableFileError(
        f"Originalet till {source.document_id} har ändrats eller flyttats sedan indexet byggdes: "
        "bygg om det med ”lotsen ingest build”.",
        kind="oåtkomlig",
    )
