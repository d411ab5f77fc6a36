"""The files of one document → the document as it is told today, with its earlier wordings.

A consolidated statute tells what holds, whichever day it was added; an act as it was printed tells
what held until its first change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.documents import Lane, Section
from ingest.merging import ReadDocument
from ingest.printed_acts import AS_PRINTED, dated_by_later_wordings
from ingest.versions import Version, with_earlier_versions

Accounts = Mapping[str, Sequence[Section]]
"""The sections of the digests, by document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file of a document after parsing, and the day it was added."""

    document: ReadDocument
    added: date


def dated_as_printed(document: ReadDocument, digests: Accounts) -> ReadDocument:
    """An act as printed, ended where the digest tells of a later wording; others as they are."""
    if not document.as_printed or not document.sections:
        return document
    account = digests.get(document.entry.document_id, ())
    dated = dated_by_later_wordings(document.sections, account)
    return replace(document, sections=dated, remarks=(AS_PRINTED, *document.remarks))


def with_history(files: Sequence[ReadFile]) -> ReadDocument:
    """The document of the file that counts, with what its other files say otherwise.

    Args:
        files: At least one, the newest first. One that can't be read tells nothing, and is the
            document only when it is the newest.
    """
    newest = files[0].document
    readable = [file for file in files if file.document.sections]
    if not newest.sections or not readable:
        return newest
    main, *others = sorted(readable, key=lambda file: file.document.as_printed)
    history = with_earlier_versions(
        Version(sections=main.document.sections, added=main.added),
        [Version(sections=file.document.sections, added=file.added) for file in others],
        keeps_lost=main.document.entry.lane is Lane.LAW,
    )
    unplaced = ((),) * (len(history.sections) - len(main.document.sections))
    return replace(
        main.document,
        sections=history.sections,
        boxes=(*main.document.boxes, *unplaced) if main.document.boxes else (),
        remarks=(*main.document.remarks, *history.changes),
    )
