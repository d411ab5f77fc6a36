"""What every parser gives: a title and blocks of text that don't yet belong to a document."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from corpus.documents import SentenceQuestion
from corpus.page_boxes import WordBoxes


class MediaType(StrEnum):
    """The formats that can be read."""

    MARKDOWN = "text/markdown"
    HTML = "text/html"
    XML = "application/xml"
    PLAIN = "text/plain"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text under one pinpoint; the fields are those of ``Section``.

    ``boxes`` has the places of each word of ``text``, or nothing where the format has no pages.
    """

    pinpoint: str
    text: str
    heading_path: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    comment: bool = False
    questions: tuple[str, ...] = ()
    sentence_questions: tuple[SentenceQuestion, ...] = ()
    unanswered: tuple[str, ...] = ()
    amended_by: str | None = None
    boxes: WordBoxes = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """A file's content.

    ``sfs`` is the statute's number ("2023:196") when the file is a statute. ``problems`` are
    Swedish sentences on what could be read only in part. ``as_printed`` is true of an act as the
    statute book printed it, without later changes.
    """

    media_type: MediaType
    title: str
    blocks: tuple[Block, ...]
    sfs: str | None = None
    valid_from: date | None = None
    problems: tuple[str, ...] = field(default=())
    as_printed: bool = False


# Not seen by a reader: soft hyphen, zero-width and directional marks, fillers, variation selectors,
# tags (letters that spell an unseen text) and what else Unicode calls ignorable; no characters.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_ENDS = re.compile("\r\n?|\x0c|\x85|\u2028|\u2029")
_SURROGATES = re.compile("[\ud800-\udfff]")


def normal_text(text: str) -> str:
    """``text`` as all offsets count it: NFC, single line feeds, plain spaces, nothing unseen."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", _CONTROL.sub("", _UNSEEN.sub("", _SURROGATES.sub("\ufffd", text))))
    return unicodedata.normalize("NFC", text)


def decoded(content: bytes) -> str:
    """The text of ``content``: UTF-8, UTF-16 with a mark, otherwise Windows-1252; normalised."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return normal_text(content.decode("utf-16", errors="replace"))
    try:
        return normal_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return normal_text(content.decode("cp1252", errors="replace"))
