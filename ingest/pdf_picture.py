"""A page of a PDF as a picture, with words framed, inside the process made for the file."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFileError

if TYPE_CHECKING:
    from PIL.Image import Image

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top in points, from the lower left corner of the page as it is shown."""

# What a screen shows, and no more than a hostile page size may take.
_MOST_PIXELS = 25_000_000
# The design's mark and its underline in the light theme: a page is white in the dark one, too.
_MARK, _FRAME = (255, 232, 154), (122, 91, 0)
_FRAME_POINTS = 1.2


def page_png(content: bytes, number: int, scale: float, framed: Sequence[Rectangle] = ()) -> bytes:
    """The page with the 1-based ``number`` as PNG, ``scale`` pixels to a point.

    The rectangles ``framed`` are coloured as by a marker and get one frame around all that touch.

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
    if framed:
        picture = _marked(picture.convert("RGB"), framed, scale)
    buffer = BytesIO()
    picture.save(buffer, format="PNG")
    return buffer.getvalue()


def _marked(picture: "Image", framed: Sequence[Rectangle], scale: float) -> "Image":
    """The picture with the rectangles marked: what was black stays black."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter  # noqa: PLC0415 – as above

    inside = Image.new("L", picture.size)
    draw = ImageDraw.Draw(inside)
    for left, bottom, right, top in framed:
        upper, lower = picture.height - top * scale, picture.height - bottom * scale
        corners = (left * scale, upper, right * scale, lower)
        if corners[0] < corners[2] and upper < lower:
            draw.rectangle(tuple(round(corner) for corner in corners), fill=255)
    width = max(1, round(_FRAME_POINTS * scale))
    around = inside.filter(ImageFilter.MaxFilter(2 * width + 1))
    coloured = ImageChops.multiply(picture, Image.new("RGB", picture.size, _MARK))
    picture.paste(_FRAME, mask=around)
    picture.paste(coloured, mask=inside)
    return picture
