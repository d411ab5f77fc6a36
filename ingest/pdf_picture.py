"""A page of a PDF as a picture, inside the process made for the file."""

from io import BytesIO

from corpus.errors import UnreadableFileError

# What a screen shows, and no more than a hostile page size may take.
_MOST_PIXELS = 25_000_000


def page_png(content: bytes, number: int, scale: float) -> bytes:
    """The page with the 1-based ``number`` as PNG, ``scale`` pixels to a point.

    Raises:
        UnreadableFileError: kind "trasig", or "för stor" for a page of absurd proportions.
    """
    import pypdfium2  # noqa: PLC0415 – 75 ms that only this process needs

    try:
        document = pypdfium2.PdfDocument(content)
        page = document[number - 1]
        if page.get_width() * page.get_height() * scale**2 > _MOST_PIXELS:
            raise UnreadableFileError(
                f"Sidan {number} är för stor för att visas som bild.", kind="för stor"
            )
        picture = page.render(scale=scale).to_pil()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise UnreadableFileError(
            f"Sidan {number} går inte att visa som bild: öppna filen själv.", kind="trasig"
        ) from error
    buffer = BytesIO()
    picture.save(buffer, format="PNG")
    return buffer.getvalue()
