from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import HashingEncoder

from corpus.catalogue import load_catalogue
from corpus.documents import WHOLE, Edition, text_sha256
from corpus.encoding import Encoder
from corpus.errors import UsageError
from corpus.index import IndexedSource, open_generation
from corpus.manifest import read_manifest, write_manifest
from corpus.sentence_space import space_members
from ingest.library import add_files
from ingest.pipeline import BuildReport, build_generation

LAW = """---
beteckning: 2023:196
rubrik: Lag om kommuners ansvar för brottsförebyggande arbete
---
### 4 §

Påhittade ord om kartläggning, analys och lägesbild i fyra delar.

### 99 §

Påhittade ord om nittionio.
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def row(report: BuildReport, document_id: str) -> IndexedSource:
    return next(source for source in report.sources if source.document_id == document_id)


def ids(data: Path, pinpoint: str, document_id: str = "sfs-2023-196") -> list[str]:
    with open_generation(data) as generation:
        return [
            passage.passage_id
            for passage in generation.passages
            if (passage.document_id, passage.pinpoint) == (document_id, pinpoint)
        ]


def test_the_bundled_digests_alone_make_a_generation(tmp_path: Path) -> None:
    report = build_generation(tmp_path, HashingEncoder())
    assert report.problems == ()
    assert [source.document_id for source in report.sources] == [
        entry.document_id for entry in load_catalogue().entries
    ]
    law = row(report, "sfs-2023-196")
    assert (law.state, law.edition, law.path) == ("digest", Edition.DIGEST, None)
    assert row(report, "bra-2025-delredovisning-civilsamhallet") == IndexedSource(
        document_id="bra-2025-delredovisning-civilsamhallet",
        edition=Edition.DIGEST,
        state="missing",
        path=None,
        sha256=None,
        fetched_at=None,
        passages=0,
        problems=(),
    )
    with open_generation(tmp_path) as generation:
        assert generation.name == report.generation
        assert "sfs-2023-196" in generation.entries
        assert "bra-2025-delredovisning-civilsamhallet" not in generation.entries
        counted = sum(source.passages for source in generation.sources)
        assert counted == len(generation.passages)


def test_an_original_section_replaces_the_digests_account_but_not_our_remarks(
    tmp_path: Path,
) -> None:
    build_generation(tmp_path, None)
    before = ids(tmp_path, "4 §")
    path = write(tmp_path, "in/lagen.md", LAW)
    add_files(tmp_path, [path])
    report = build_generation(tmp_path, None)
    assert ids(tmp_path, "4 §") == [*before[1:], "sfs-2023-196#4-§/o1"]
    assert ids(tmp_path, "99 §") == ["sfs-2023-196#99-§/o1"]
    assert ids(tmp_path, "5 §")[0] == "sfs-2023-196#5-§/1"
    law = row(report, "sfs-2023-196")
    assert (law.state, law.edition, law.path) == ("both", Edition.ORIGINAL, str(path))
    assert law.sha256 is not None
    assert law.fetched_at is not None


def test_an_original_is_found_by_the_digests_everyday_questions(tmp_path: Path) -> None:
    build_generation(tmp_path, None)
    with open_generation(tmp_path) as generation:
        digest = generation.passage("sfs-2023-196#4-§/1")
    add_files(tmp_path, [write(tmp_path, "in/lagen.md", LAW)])
    build_generation(tmp_path, None)
    with open_generation(tmp_path) as generation:
        original = generation.passage("sfs-2023-196#4-§/o1")
        unasked = generation.passage("sfs-2023-196#99-§/o1")
    assert digest is not None
    assert original is not None
    assert unasked is not None
    assert original.questions == digest.questions != ()
    assert unasked.questions == unasked.sentence_questions == ()
    told = {question.text for question in digest.sentence_questions}
    assert {question.text for question in original.sentence_questions} == told != set()
    assert {question.sentence for question in original.sentence_questions} == {WHOLE}
    assert original.unanswered == digest.unanswered != ()
    assert unasked.unanswered == ()
    assert original.text == "Påhittade ord om kartläggning, analys och lägesbild i fyra delar."


def test_a_guidance_original_stands_beside_its_digest(tmp_path: Path) -> None:
    path = write(tmp_path, "in/bok.md", "# Bok\n\n## Processen i fem steg\n\nEgna ord.")
    add_files(tmp_path, [path], as_id="bra-2020-samverkan")
    build_generation(tmp_path, None)
    assert ids(tmp_path, "Processen i fem steg", "bra-2020-samverkan") == [
        "bra-2020-samverkan#Processen-i-fem-steg/1",
        "bra-2020-samverkan#Processen-i-fem-steg/o1",
    ]


def test_a_folder_is_indexed_without_being_copied(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    path = write(folder, "brev.txt", "Cykelbrev\n\nText.")
    bad = write(folder, "tom.md", "")
    data = tmp_path / "data"
    report = build_generation(data, None, folders=[folder])
    assert row(report, "lokal-cykelbrev").state == "original"
    assert row(report, "lokal-cykelbrev").path == str(path)
    assert row(report, "lokal-tom") == IndexedSource(
        document_id="lokal-tom",
        edition=Edition.ORIGINAL,
        state="failed",
        path=str(bad),
        sha256=text_sha256(""),
        fetched_at=None,
        passages=0,
        problems=("Filen tom.md innehåller ingen text som går att läsa.",),
    )
    assert report.problems == ("Filen tom.md innehåller ingen text som går att läsa.",)
    assert not (data / "originals").exists()


def test_a_second_original_of_a_document_is_reported_and_not_mixed_in(tmp_path: Path) -> None:
    data = tmp_path / "data"
    add_files(data, [write(tmp_path, "lagen.md", LAW)])
    same = write(tmp_path, "mapp/a.md", LAW)
    other = write(tmp_path, "mapp/b.md", LAW.replace("fyra delar", "fem delar"))
    report = build_generation(data, None, folders=[same.parent])
    assert row(report, "sfs-2023-196").problems == (
        f"Filen {other} används inte: sfs-2023-196 har redan ett original.",
    )
    assert ids(data, "4 §")[-1] == "sfs-2023-196#4-§/o1"


def test_a_file_that_could_not_be_added_has_a_row(tmp_path: Path) -> None:
    bad = tmp_path / "brev.docx"
    bad.write_bytes(b"PK\x03\x04 word")
    add_files(tmp_path / "data", [bad])
    report = build_generation(tmp_path / "data", None)
    last = report.sources[-1]
    assert (last.document_id, last.state, last.path) == ("lokal-brev", "failed", str(bad))
    assert len(last.problems) == 1


def test_an_original_that_vanished_is_reported_and_its_digest_stays(tmp_path: Path) -> None:
    add_files(tmp_path, [write(tmp_path, "in/lagen.md", LAW)])
    for path in (tmp_path / "originals").rglob("*.md"):
        path.unlink()
    law = row(build_generation(tmp_path, None), "sfs-2023-196")
    assert law.state == "digest"
    assert ids(tmp_path, "4 §")[0] == "sfs-2023-196#4-§/1"
    assert len(law.problems) == 1


def test_a_folder_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="finns inte"):
        build_generation(tmp_path, None, folders=[tmp_path / "saknas"])


def test_build_of_the_same_texts_keeps_the_generation(tmp_path: Path) -> None:
    folder = tmp_path / "mapp"
    write(folder, "rad.md", "# Råd\n\nSamverka.\n")
    first = build_generation(tmp_path, HashingEncoder(), folders=[folder])
    again = build_generation(tmp_path, HashingEncoder(), folders=[folder])
    assert (first.unchanged, again.unchanged) == (False, True)
    assert again.generation == first.generation
    assert again.sources == first.sources


@pytest.mark.parametrize("change", ["text", "encoder", "store", "damage"])
def test_any_change_makes_a_new_generation(tmp_path: Path, change: str) -> None:
    folder = tmp_path / "mapp"
    path = write(folder, "rad.md", "# Råd\n\nSamverka.\n")
    first = build_generation(tmp_path, HashingEncoder(), folders=[folder])
    if change == "text":
        path.write_text("# Råd\n\nSamverka mer.\n", encoding="utf-8")
    if change == "damage":
        (tmp_path / first.generation / "passages.jsonl").write_bytes(b"")
    again = build_generation(
        tmp_path,
        HashingEncoder("hashing:2" if change == "encoder" else "hashing:1"),
        folders=[folder],
        dense="numpy" if change == "store" else "chroma",
    )
    assert not again.unchanged
    assert again.generation != first.generation


def test_index_by_other_code_is_built_anew(tmp_path: Path) -> None:
    first = build_generation(tmp_path, HashingEncoder())
    folder = tmp_path / first.generation
    write_manifest(folder, replace(read_manifest(folder), code="0" * 64))
    assert not build_generation(tmp_path, HashingEncoder()).unchanged


def test_encoder_may_be_replaced_when_the_texts_are_known(tmp_path: Path) -> None:
    seen: list[int] = []

    def quicker(encoder: Encoder | None, texts: Sequence[str]) -> Encoder | None:
        assert encoder is not None
        seen.append(len(texts))
        return HashingEncoder("hashing:2")

    build_generation(tmp_path, HashingEncoder(), quicker=quicker)
    with open_generation(tmp_path) as generation:
        assert generation.encoder_name == "hashing:2"
        assert generation.dense is not None
        members = space_members(generation.passages)
        assert len(members) > 1_000
        assert seen == [generation.dense.size + len(members)]
