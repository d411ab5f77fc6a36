"""Small values of the flow's nouns for tests; where a document is wanted, a made-up statute."""

from collections.abc import Sequence
from typing import Any

from assistant.conversation import Citation
from corpus.documents import CatalogueEntry, Edition, Lane, Passage, Section, text_sha256
from corpus.index import GenerationContents, IndexedSource

TEXTS = (
    "Kommunen ska ta fram en lägesbild över brottsligheten.",
    "Rådet samordnar arbetet och möts varje kvartal.",
    "En förening kan få bidrag till trygghetsvandringar.",
)


def entry(document_id: str, lane: Lane = Lane.LAW, **details: Any) -> CatalogueEntry:
    """An entry of the catalogue; ``details`` are the fields that matter to the test."""
    made_up = {
        "title": document_id,
        "short_title": document_id,
        "publisher": "Utgivaren",
        "year": 2023,
        "kind": "law" if lane is Lane.LAW else "handbook",
        "rank": 1 if lane is Lane.LAW else 5,
        "rights": "free_text_9",
        "url": f"https://exempel.se/{document_id}",
        "url_status": "seen",
    }
    return CatalogueEntry(document_id=document_id, lane=lane, **made_up | details)


def passage(document_id: str, pinpoint: str, text: str, number: int = 1, **details: Any) -> Passage:
    """A passage with a readable id, the ``number``th of its place."""
    made_up = {
        "edition": Edition.DIGEST,
        "heading_path": (pinpoint,),
        "section_start": 0,
        "sha256": text_sha256(text),
    }
    return Passage(
        passage_id=f"{document_id}#{pinpoint.replace(' ', '-')}/{number}",
        document_id=document_id,
        pinpoint=pinpoint,
        text=text,
        **made_up | details,
    )


def citation(quote: str, **details: Any) -> Citation:
    """A citation of the whole of a passage that reads ``quote``.

    A scorer counts the names and figures made up here as said by the source: they are few.
    """
    made_up = {
        "label": 1,
        "document_id": "prov",
        "title": "Prov",
        "short_title": "prov",
        "publisher": "Provverket",
        "year": 2020,
        "rank": 1,
        "lane": Lane.LAW,
        "edition": Edition.DIGEST,
        "pinpoint": "1 §",
        "pages": (),
        "start": 0,
        "end": len(quote),
        "passage_id": "prov#1-§/1",
        "url": "https://exempel.se/prov",
        "url_status": "seen",
    }
    return Citation(quote=quote, **made_up | details)


def sample_entry(document_id: str = "sfs-2099-1") -> CatalogueEntry:
    return entry(
        document_id,
        title="Påhittad lag (2099:1)",
        short_title="Påhittade lagen",
        publisher="Riksdagen",
        year=2099,
        kind="lag",
        rights="fri",
        url="https://example.org/2099-1",
    )


def sample_passage(number: int, text: str, questions: tuple[str, ...] = ()) -> Passage:
    return passage("sfs-2099-1", f"{number} §", text, questions=questions)


def sample_contents(texts: Sequence[str] = TEXTS) -> GenerationContents:
    passages = tuple(sample_passage(number, text) for number, text in enumerate(texts, 1))
    return GenerationContents(
        entries=(sample_entry(),),
        passages=passages,
        sources=(
            IndexedSource(
                document_id="sfs-2099-1",
                edition=Edition.DIGEST,
                state="digest",
                path=None,
                sha256=None,
                fetched_at=None,
                passages=len(passages),
                problems=("en anmärkning",),
            ),
        ),
        sections=tuple(
            Section(
                document_id=passage.document_id,
                edition=passage.edition,
                pinpoint=passage.pinpoint,
                heading_path=passage.heading_path,
                text=passage.text,
            )
            for passage in passages
        ),
    )
