"""Hostile documents made as they are asked for: which payloads they hold stands in their id."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fakes_answers import ADVICE, HANDBOOK
from fakes_pages import BOX, SOURCE
from hostile_answers import ENTRIES, HostileAnswerer
from xss_payloads import PAYLOADS

from assistant.conversation import RetrievedPassage
from assistant.service import DocumentContents, DocumentOverview
from corpus.documents import CatalogueEntry, Edition, Passage, Place, text_sha256
from corpus.obligations import load_obligations
from corpus.page_boxes import PageBox
from ui.site_about import Operator
from ui.site_page import readable

WORDINGS, PRINTED, REPLACED, PLACES = "lydelser", "tryckt", "ersatt", "platser"
CHANGED = date(2024, 7, 1)
"""The first day of the later wording."""

ROW = next(row for row in load_obligations() if row.guidance)
"""A duty of the matrix; its source's words and the title of what helps are payloads."""


def operator_of(payloads: Sequence[str]) -> Operator:
    """An operator that says the payloads of itself."""
    told = "\n".join(payloads)
    return Operator(owner=told, contact=told, accessibility_authority=told)


def named(kind: str, payloads: Sequence[str]) -> str:
    """The id of a document of that kind with those payloads."""
    return f"{kind}-{'.'.join(str(PAYLOADS.index(payload)) for payload in payloads)}"


def pinpoint_of(payloads: Sequence[str]) -> str:
    """A place named by the payloads, as the address of a place can hold it."""
    return readable(" ".join(payloads))


def first_passage(kind: str, payloads: Sequence[str]) -> str:
    """The id of the first passage of the document of that kind with those payloads."""
    return f"{named(kind, payloads)}#0/0"


@dataclass
class HostileShelf(HostileAnswerer):
    """Documents in two wordings, printed ones, replaced ones, and what the matrix stands on.

    The latter's words and titles are what the service also says of itself: ``told``.
    """

    def documents(self) -> tuple[DocumentOverview, ...]:
        """Those of the matrix, and one that replaces others; the rest are only found by id."""
        names = (ROW.document_id, ROW.guidance[0].document_id, "nytt")
        return tuple(
            DocumentOverview(entry=entry, state="digest", passages=1)
            for entry in (_entry(name, self.told) for name in names)
        )

    def document(self, document_id: str) -> DocumentContents | None:
        """The document that its id tells of."""
        kind, _, numbers = document_id.partition("-")
        if document_id in {ROW.document_id, ROW.guidance[0].document_id}:
            place = ROW if document_id == ROW.document_id else ROW.guidance[0]
            duties = _duties(document_id, place.pinpoint or "", self.told)
            return _contents(document_id, self.told, list(duties))
        if kind not in _MADE:
            return None
        held = [PAYLOADS[int(number)] for number in numbers.split(".")]
        return _contents(document_id, held, list(_MADE[kind](document_id, held)))

    def search(
        self, query: str, *, k: int, document_id: str | None, as_of: date
    ) -> tuple[RetrievedPassage, ...]:
        """The document's first passages, whatever was searched for."""
        contents = self.document(document_id or "")
        found = contents.passages[:k] if contents else ()
        return tuple(RetrievedPassage(passage=passage, score=1.0) for passage in found)

    def passage(self, passage_id: str) -> Passage | None:
        """A passage of a document that its id tells of."""
        contents = self.document(passage_id.partition("#")[0])
        found = contents.passages if contents else ()
        return next((one for one in found if one.passage_id == passage_id), None)

    def quote_boxes(self, passage_id: str, start: int, end: int) -> tuple[PageBox, ...]:
        """Where the words stand on their page."""
        return (BOX,) if passage_id.startswith(PRINTED) and start < end else ()


def _entry(document_id: str, payloads: Sequence[str]) -> CatalogueEntry:
    joined = "\n".join(payloads)
    return replace(
        HANDBOOK,
        document_id=document_id,
        title=joined,
        short_title=joined,
        publisher=joined,
        url=ENTRIES[1].url,
        superseded_by="nytt" if document_id.startswith(REPLACED) else None,
    )


def _contents(
    document_id: str, payloads: Sequence[str], passages: Sequence[Passage]
) -> DocumentContents:
    source = replace(SOURCE, document_id=document_id)
    overview = DocumentOverview(
        entry=_entry(document_id, payloads),
        state="both",
        passages=len(passages),
        original=source if document_id.startswith(PRINTED) else None,
    )
    place = Place(document_id="nytt", pinpoint=pinpoint_of(payloads))
    referred = {passage.pinpoint: (place,) for passage in passages}
    return DocumentContents(overview=overview, passages=tuple(passages), referred_by=referred)


def _passage(document_id: str, number: int, pinpoint: str, text: str) -> Passage:
    return replace(
        ADVICE,
        passage_id=f"{document_id}#{number}/0",
        document_id=document_id,
        edition=Edition.ORIGINAL,
        pinpoint=pinpoint,
        heading_path=(pinpoint, pinpoint),
        text=text,
        sha256=text_sha256(text),
    )


def _two_wordings(document_id: str, payloads: Sequence[str]) -> Iterator[Passage]:
    joined, place = "\n".join(payloads), pinpoint_of(payloads)
    old = _passage(document_id, 0, place, f"Förr gällde {joined} här.")
    new = _passage(document_id, 1, place, f"Nu gäller {joined} här.")
    yield replace(old, valid_to=date(2024, 6, 30), amended_by=joined)
    yield replace(new, valid_from=CHANGED, amended_by=joined)


def _printed(document_id: str, payloads: Sequence[str]) -> Iterator[Passage]:
    joined = "\n".join(payloads)
    yield replace(_passage(document_id, 0, joined, f"Före {joined} efter"), pages=(2, 3))


def _places(document_id: str, payloads: Sequence[str]) -> Iterator[Passage]:
    """All of them in the first passage, then each in a place of its own."""
    for number, text in enumerate(("\n".join(payloads), *payloads)):
        place = Place(document_id="nytt", pinpoint=text)
        made = _passage(document_id, number, text, f"Före {text} efter")
        yield replace(made, amended_by=text, refers_to=(place,))


def _nothing(document_id: str, payloads: Sequence[str]) -> Iterator[Passage]:
    yield from ()


_MADE = {WORDINGS: _two_wordings, PRINTED: _printed, REPLACED: _nothing, PLACES: _places}


def _duties(document_id: str, pinpoint: str, told: Sequence[str]) -> Iterator[Passage]:
    for number, payload in enumerate(told):
        yield _passage(document_id, number, pinpoint, f"Före {payload} efter")
