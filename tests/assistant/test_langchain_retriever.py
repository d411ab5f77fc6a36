import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pytest
from answer_sources import ADVICE, ENTRIES, HITS, RHYTHM
from langchain_core.documents import Document

from assistant.conversation import RetrievedPassage
from assistant.langchain_retriever import as_retriever
from corpus.errors import UsageError


@dataclass
class FixedSearch:
    """Finds the same passages whatever is asked, and remembers what was."""

    asked: list[Mapping[str, object]] = field(default_factory=list)
    generation: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(entries=ENTRIES))

    def search(
        self, query: str, *, k: int, document_id: str | None, as_of: date
    ) -> tuple[RetrievedPassage, ...]:
        self.asked.append({"query": query, "k": k, "document_id": document_id, "as_of": as_of})
        return HITS[1:3]


EXPECTED = [
    Document(
        id="sfs-2023-196#6-§/1",
        page_content=RHYTHM,
        metadata={
            "passage_id": "sfs-2023-196#6-§/1",
            "document_id": "sfs-2023-196",
            "title": "Lag (2023:196)",
            "pinpoint": "6 §",
            "lane": "law",
            "edition": "digest",
            "score": 0.9,
            "url": "https://exempel.se/sfs-2023-196",
        },
    ),
    Document(
        id="handbok#Steg-3/1",
        page_content=ADVICE,
        metadata={
            "passage_id": "handbok#Steg-3/1",
            "document_id": "handbok",
            "title": "Handboken",
            "pinpoint": "Steg 3",
            "lane": "guidance",
            "edition": "digest",
            "score": 0.8,
            "url": "https://exempel.se/handbok",
        },
    ),
]


def test_passages_become_documents_in_their_order() -> None:
    assert as_retriever(FixedSearch()).invoke("Hur ofta?") == EXPECTED


def test_retriever_may_be_awaited() -> None:
    assert asyncio.run(as_retriever(FixedSearch()).ainvoke("Hur ofta?")) == EXPECTED


def test_search_is_asked_for_what_the_retriever_was_made_for() -> None:
    search = FixedSearch()
    day = date(2025, 3, 31)
    as_retriever(search, k=3, document_id="handbok", as_of=day).invoke("Hur ofta?")
    assert search.asked == [{"query": "Hur ofta?", "k": 3, "document_id": "handbok", "as_of": day}]


def test_query_with_a_personal_number_is_not_searched_with() -> None:
    search = FixedSearch()
    with pytest.raises(UsageError, match="personnummer"):
        as_retriever(search).invoke("Får 121212-1212 stöd?")
    assert search.asked == []
