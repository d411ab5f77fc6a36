"""Small values of the flow's nouns for tests: one made-up document with as many §§ as texts."""

from collections.abc import Sequence

from corpus.documents import CatalogueEntry, Edition, Lane, Passage, Section, text_sha256
from corpus.index import GenerationContents, IndexedSource

TEXTS = (
    "Kommunen ska ta fram en lägesbild över brottsligheten.",
    "Rådet samordnar arbetet och möts varje kvartal.",
    "En förening kan få bidrag till trygghetsvandringar.",
)


def sample_entry(document_id: str = "sfs-2099-1") -> CatalogueEntry:
    return CatalogueEntry(
        document_id=document_id,
        title="Påhittad lag (2099:1)",
        short_title="Påhittade lagen",
        publisher="Riksdagen",
        year=2099,
        kind="lag",
        lane=Lane.LAW,
        rank=1,
        rights="fri",
        url="https://example.org/2099-1",
        url_status="seen",
    )


def sample_passage(number: int, text: str, questions: tuple[str, ...] = ()) -> Passage:
    pinpoint = f"{number} §"
    return Passage(
        passage_id=f"sfs-2099-1#{number}-§/1",
        document_id="sfs-2099-1",
        edition=Edition.DIGEST,
        pinpoint=pinpoint,
        heading_path=(pinpoint,),
        text=text,
        section_start=0,
        sha256=text_sha256(text),
        questions=questions,
    )


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
