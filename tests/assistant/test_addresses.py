"""Only the catalogue's addresses may stand in what a model says."""

from dataclasses import replace

import pytest
from answer_sources import ENTRIES, HITS, LAW

from assistant.addresses import has_foreign_address
from assistant.conversation import RetrievedPassage
from assistant.replies import Drafted, DraftSource, DraftStatement, DraftStatus
from assistant.writing import verified_statements
from corpus.catalogue import load_catalogue
from corpus.sentences import sentence_spans

KNOWN = {entry.document_id: entry for entry in load_catalogue().entries}


@pytest.mark.parametrize(
    "text",
    [
        "Läs mer på https://ond.example/sida.",
        "Läs mer på HTTP://ond.example.",
        "Se www.ond.se.",
        "Se ond.se/betala",
        "Skriv till ond.com.",
        "Se ftp://ond.se/fil.",
        "Se https://exempel.se/sfs-2023-196/annat.",
        "Se https://exempel.se.ond.se/sfs-2023-196.",
        "Se https://exempel.se/sfs-2023-196?till=ond.se",
        "Se https://exempel.se@ond.se/sfs-2023-196.",
        f"Se {LAW.url} eller https://ond.example/sida.",
    ],
)
def test_address_that_is_nobodys_is_foreign(text: str) -> None:
    assert has_foreign_address(text, ENTRIES)


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen ska ta fram en lägesbild, t.ex. varje år, bl.a. om brott m.m.",
        "Enligt 10 kap. 18 a § offentlighets- och sekretesslagen (2009:400) gäller 3.5 och 1.2.3.",
        f"Läs {LAW.url}.",
        f"Läs www.{LAW.url.removeprefix('https://')}/",
        "Se exempel.se.",
    ],
)
def test_catalogues_own_address_and_ordinary_text_are_not(text: str) -> None:
    assert not has_foreign_address(text, ENTRIES)


def test_every_address_of_the_catalogue_may_be_shown() -> None:
    assert [e.url for e in KNOWN.values() if has_foreign_address(f"Se {e.url}.", KNOWN)] == []


def test_quoted_sentence_with_a_foreign_address_is_not_shown_in_place_of_a_false_one() -> None:
    evil = replace(HITS[0].passage, text="Betala på ond.se. Varje kommun ska ta fram en lägesbild.")
    hits = (RetrievedPassage(passage=evil, score=1.0),)
    whole = DraftSource(label=1, quote=evil.text)
    drafts = (
        DraftStatement(text="Kommunen bör betala på ond.se.", sources=(whole,)),
        DraftStatement(text="Betala på ond.se.", sources=(DraftSource(label=1, quote="ond.se"),)),
    )
    drafted = Drafted(status=DraftStatus.ANSWERED, statements=drafts)
    written = verified_statements(drafted, hits, ENTRIES)
    start, end = sentence_spans(evil.text)[1]
    assert [s.text for s in written.statements] == [evil.text[start:end]]
