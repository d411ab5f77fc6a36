"""PDF → blocks by page, or by § when the PDF is a statute.

The file itself is opened in another process (``ingest/pdf_process.py``); what comes back is text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from corpus.errors import UnreadableFileError
from ingest.blocks import MediaType, ParsedFile, normal_text
from ingest.outline import Element
from ingest.pdf_process import read_in_process
from ingest.plain import parsed_elements
from ingest.quality import is_readable

_TOOL_TITLE = re.compile(
    r"microsoft (?:word|powerpoint)|untitled|^dokument\d*$|\.(?:docx?|indd|pdf|qxd|rtf)$",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"författningssamling|^ISSN|^SFS\b|^Utgivare|^Dnr\b|^\d+ kap\.|^Inledande|^Innehåll"
    r"|^(?:kommittédirektiv|promemoria|rapport|remissvar|yttrande|beslut)$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 200


def parse_pdf(content: bytes, name: str) -> ParsedFile:
    """The blocks of a PDF; none when it holds no text (a scanned page).

    Args:
        content: The file's bytes.
        name: The title when the file has none.

    Raises:
        UnreadableFileError: kind "krypterad", "trasig", "oläslig" or "för stor".
    """
    read = read_in_process(content, name)
    text = "\n".join(element.text for element in read.elements)
    if text.strip() and not is_readable(text):
        raise UnreadableFileError(
            f"Texten i {name} går inte att avkoda: filens teckentabell är trasig.", kind="oläslig"
        )
    title = _useful_title(read.title) or _printed_title(read.elements) or name
    parsed = parsed_elements(MediaType.PDF, title, read.elements, read.first_page)
    return replace(parsed, problems=read.problems)


def _useful_title(title: str) -> str:
    title = " ".join(normal_text(title).split())
    is_name = PurePath(title).suffix and " " not in title
    return "" if len(title) < 4 or is_name or _TOOL_TITLE.search(title) else title[:_LONGEST_TITLE]


def _printed_title(elements: Sequence[Element]) -> str:
    """The largest heading on the first page that is not the name of the series."""
    first = [e for e in elements if e.pages[0] == 1 and e.level and not _NO_TITLE.search(e.text)]
    if not first:
        return ""
    level = min(element.level for element in first)
    return " ".join(e.text for e in first if e.level == level)[:_LONGEST_TITLE]
