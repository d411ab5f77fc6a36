"""A handful of passages in three lanes, for tests of answers that a language model writes."""

from samples import entry, passage

from assistant.conversation import RetrievedPassage
from corpus.documents import Lane

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
