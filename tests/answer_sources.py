"""A handful of passages in three lanes, for tests of answers that a language model writes."""

from assistant.conversation import RetrievedPassage
from corpus.documents import CatalogueEntry, Edition, Lane, Passage, text_sha256


def entry(document_id: str, lane: Lane, **details: str) -> CatalogueEntry:
    return CatalogueEntry(
        document_id=document_id,
        title=details.get("title", document_id),
        short_title=details.get("short_title", document_id),
        publisher=details.get("publisher", "Utgivaren"),
        year=2023,
        kind="law" if lane is Lane.LAW else "handbook",
        lane=lane,
        rank=1 if lane is Lane.LAW else 5,
        rights="free_text_9",
        url=f"https://exempel.se/{document_id}",
        url_status="seen",
    )


def passage(document_id: str, pinpoint: str, text: str) -> Passage:
    return Passage(
        passage_id=f"{document_id}#{pinpoint.replace(' ', '-')}/1",
        document_id=document_id,
        edition=Edition.DIGEST,
        pinpoint=pinpoint,
        heading_path=(pinpoint,),
        text=text,
        section_start=0,
        sha256=text_sha256(text),
    )


LAW = entry("sfs-2023-196", Lane.LAW, title="Lag (2023:196)", short_title="lagen")
BOOK = entry("handbok", Lane.GUIDANCE, title="Handboken", publisher="Brå")
REPORT = entry("rapport", Lane.REPORT, title="Rapporten", publisher="Brå")
ENTRIES = {one.document_id: one for one in (LAW, BOOK, REPORT)}

DUTY = "Varje kommun ska ta fram en lägesbild."
METHOD = "Lagen anger inte vilken metod kommunen ska använda."
RHYTHM = "Kommunen ska minst vartannat år uppdatera lägesbilden."
ADVICE = "Kommunen bör enligt Brå beskriva problemen i fokus."
FINDING = "Tre av fem kommuner hade en aktuell lägesbild."

HITS = tuple(
    RetrievedPassage(passage=one, score=1 - place / 10)
    for place, one in enumerate(
        (
            passage("sfs-2023-196", "4 §", f"{DUTY} {METHOD}"),
            passage("sfs-2023-196", "6 §", RHYTHM),
            passage("handbok", "Steg 3", ADVICE),
            passage("rapport", "s. 7", FINDING),
        )
    )
)
PASSAGES = {hit.passage.passage_id: hit.passage for hit in HITS}
