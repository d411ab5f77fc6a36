"""The pictures of real pages, as they come over HTTP, frame exactly the words that were cited."""

import hashlib
import os
import random
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import pytest
from framed_words import Box, Marked, letters, page_chars, quoted_and_other, stands_on
from pdf_report import report
from starlette.testclient import TestClient

from assistant.bootstrap import Assistant
from corpus.documents import Passage
from corpus.index import open_generation
from corpus.sentences import sentence_spans
from ingest.library import add_files
from ingest.page_images import page_image
from ingest.pipeline import build_generation
from ui.app import create_application
from ui.labels import quote_hash
from ui.page_views import SCALES

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

REAL = (
    "laglig_se/SFS2025-1458.pdf",  # numbers of the law in the margin
    "laglig_se/SFS2003-365-rkrattsdb.pdf",  # scanned and read
    "laglig_se/NFS-2020-5.pdf",  # tables, a page in two columns
    "laglig_se/MSBFS-2021-1.pdf",  # notes below the text
    "laglig_se/AFS-2023-1.pdf",
    "ferenda/dir.-201615-dataskyddsforordningen.pdf",
)
OWN = "lagesbild.pdf"  # two columns, printed row by row; words broken at the ends of lines
PAGES, QUOTES = 2, 3  # of each file, and of each page
SHORTEST = 25  # letters of a quotation that stands on a page but once


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Our own report, and the real files where they are."""
    own = tmp_path_factory.mktemp("own") / OWN
    own.write_bytes(report())
    real = Path(os.environ.get("LOTSEN_SHARED", "")) / "realdata" / "pdf"
    return {OWN: own} | {name: real / name for name in REAL if (real / name).is_file()}


@pytest.fixture(scope="module")
def data(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    add_files(folder, list(files.values()))
    build_generation(folder, None)
    return folder


@pytest.fixture(scope="module")
def assistant(data: Path) -> Iterator[Assistant]:
    with Assistant(generation=open_generation(data), encoder=None) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(assistant: Assistant, data: Path) -> Iterator[TestClient]:
    app = create_application(assistant, make_picture=partial(page_image, data))
    with TestClient(app) as client:
        yield client


def picture(client: TestClient, passage: Passage, page: int, span: tuple[int, int] | None) -> bytes:
    fields = {"passage": passage.passage_id, "sida": str(page)}
    if span is not None:
        words = passage.text[slice(*span)]
        fields |= {"start": str(span[0]), "end": str(span[1]), "h": quote_hash(words)}
    reply = client.get(f"/sidbild?{urlencode(fields)}")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/png"), reply.text
    return reply.content


def sentences(passages: Sequence[Passage], page: int) -> Iterator[tuple[Passage, tuple[int, int]]]:
    """Sentences of the passages that stand on ``page``, in an order of chance."""
    found = [
        (passage, span)
        for passage in passages
        if page in passage.pages
        for span in sentence_spans(passage.text)
        if len(letters(passage.text[slice(*span)])) >= SHORTEST
    ]
    random.Random(page).shuffle(found)
    return iter(found)


@pytest.mark.parametrize("name", [OWN, *REAL])
def test_every_cited_word_is_framed_and_no_other(
    request: pytest.FixtureRequest,
    client: TestClient,
    assistant: Assistant,
    files: dict[str, Path],
    name: str,
) -> None:
    if name in REAL:
        request.getfixturevalue("shared")  # skips where there are no real files
    content = files[name].read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    (source,) = (s for s in assistant.generation.sources if s.sha256 == sha256)
    passages = [
        p for p in assistant.generation.passages if p.document_id == source.document_id and p.pages
    ]
    pages = sorted({page for passage in passages for page in passage.pages})
    looked_at = 0
    for page in random.Random(name).sample(pages, min(PAGES, len(pages))):
        looked_at += check_page(client, content, passages, page)
    assert looked_at >= min(PAGES, len(pages)) * QUOTES * 0.5, "too few quotations were found"


def placed(
    content: bytes, passages: Sequence[Passage], page: int
) -> Iterator[tuple[Passage, tuple[int, int], tuple[list[Box], list[Box]]]]:
    """The sentences that pdfplumber finds on ``page``, and on no other page of their passage."""
    pages = {p for passage in passages if page in passage.pages for p in passage.pages}
    chars = {number: page_chars(content, number) for number in pages}
    for passage, span in sentences(passages, page):
        quote = passage.text[slice(*span)]
        here = quoted_and_other(chars[page], quote)
        others = (number for number in passage.pages if number != page)
        if here is not None and not any(stands_on(chars[number], quote) for number in others):
            yield passage, span, here


def check_page(client: TestClient, content: bytes, passages: Sequence[Passage], page: int) -> int:
    """Check some quotations on a page and say how many pdfplumber found as well."""
    checked = 0
    for passage, span, (quoted, others) in islice(placed(content, passages, page), QUOTES):
        plain = picture(client, passage, page, None)
        marked = Marked(plain, picture(client, passage, page, span), SCALES["1"])
        quote = passage.text[slice(*span)]
        missed = [box for box in quoted if marked.share(box, across=1, down=0.5) < 0.9]
        framed = [box for box in others if marked.share(box, across=0.5, down=0.2) > 0.1]
        assert (missed, framed) == ([], []), (page, quote)
        checked += 1
    return checked
