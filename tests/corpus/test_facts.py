"""Every checked fact is told by a digest, and every common confusion is cleared up by one."""

import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from corpus.catalogue import bundled_digests, load_catalogue
from corpus.documents import Section
from ingest.parsing import parse_document

CODE = re.compile(r"[A-ZÅÄÖ]+\d*\.\d+[a-z]?")
PITFALLS = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "pitfalls.toml").read_text(encoding="utf-8")
)["pitfall"]


@cache
def told() -> dict[str, set[str]]:
    """The fact codes that each digest names."""
    found: dict[str, set[str]] = {}
    for digest in bundled_digests():
        lines = re.findall(r"^> Fakta: (.+)$", digest.content.decode(), flags=re.MULTILINE)
        found[digest.entry.document_id] = set(CODE.findall(" ".join(lines)))
    return found


@cache
def sections() -> dict[tuple[str, str], list[Section]]:
    found: dict[tuple[str, str], list[Section]] = defaultdict(list)
    for digest in bundled_digests():
        for section in parse_document(digest):
            found[(section.document_id, section.pinpoint)].append(section)
    return found


def omitted() -> set[str]:
    """The codes that docs/corpus.md says are left out, each with its reason."""
    page = (Path(__file__).parents[2] / "docs" / "corpus.md").read_text(encoding="utf-8")
    chapter = page.partition("## Facts that are left out")[2].partition("\n## ")[0]
    assert chapter
    return set(CODE.findall(chapter))


def test_every_checked_fact_is_told_or_its_omission_explained(shared: Path) -> None:
    missing = {}
    for path in sorted((shared / "facts" / "documents").glob("*.md")):
        ends = re.findall(r"\(([^()]+)\)\s*$", path.read_text(encoding="utf-8"), re.MULTILINE)
        codes = {code for code in ends if CODE.fullmatch(code)}
        assert codes, path.name
        left = codes - told()[path.stem] - omitted()
        if left:
            missing[path.stem] = sorted(left)
    assert missing == {}


def test_every_document_with_checked_facts_has_a_digest_and_an_https_address(shared: Path) -> None:
    documents = {path.stem for path in (shared / "facts" / "documents").glob("*.md")}
    assert documents == set(told())
    assert len(documents) == 79
    catalogue = load_catalogue()
    assert all(catalogue.get(name).url.startswith("https://") for name in documents)  # type: ignore[union-attr]


def test_every_block_says_which_facts_it_rests_on() -> None:
    """A fact base that is not here can't be asked; that a block names its facts can."""
    for digest in bundled_digests():
        text = digest.content.decode()
        _, *blocks = re.split(r"^#{2,3} ", text, flags=re.MULTILINE)
        told_of = [block for block in blocks if "> Fråga:" in block]
        assert all(block.count("> Fakta: ") == 1 for block in told_of), digest.name


def test_every_block_answers_three_to_six_everyday_questions() -> None:
    wrong = [
        (place, len(section.questions))
        for place, found in sections().items()
        for section in found
        if not 3 <= len(section.questions) <= 6
    ]
    assert wrong == []


@pytest.mark.parametrize("pitfall", PITFALLS, ids=[row["id"] for row in PITFALLS])
def test_a_common_confusion_is_cleared_up(pitfall: dict[str, str]) -> None:
    found = sections()[(pitfall["document_id"], pitfall["pinpoint"])]
    text = "\n".join(section.text for section in found)
    assert [said for said in pitfall["says"] if not re.search(said, text)] == []


def test_the_list_of_confusions_is_whole() -> None:
    numbers = {re.match(r"[A-C]\d+", row["id"]).group() for row in PITFALLS}  # type: ignore[union-attr]
    expected = [("A", 32), ("B", 10), ("C", 4)]
    assert numbers == {f"{part}{n}" for part, last in expected for n in range(1, last + 1)}
