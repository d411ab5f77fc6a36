"""Rules of publishing and opening generations."""

import json
import shutil
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder
from open_files import OPEN_FILES, settled_open_files
from samples import TEXTS, sample_contents, sample_entry, sample_passage

from corpus.documents import WHOLE, SentenceQuestion
from corpus.encoding import Vectors
from corpus.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexUnavailableError,
    StorageError,
    UsageError,
)
from corpus.generations import only_writer
from corpus.index import (
    encoded_texts,
    indexed_text,
    lexical_text,
    open_generation,
    publish_generation,
    spoken_text,
    verify_generation,
)
from corpus.lexical import char_grams, swedish_terms
from corpus.manifest import list_files, read_manifest, write_manifest


def folders(data_dir: Path) -> list[str]:
    return sorted(path.name for path in data_dir.glob("gen-*"))


def test_opened_generation_holds_what_was_published(tmp_path: Path) -> None:
    contents = sample_contents()
    dated = replace(contents.passages[0], valid_from=date(2025, 4, 1), pages=(3, 4), comment=True)
    contents = replace(contents, passages=(dated, *contents.passages[1:]))
    begun = datetime.now(UTC).replace(microsecond=0)
    name = publish_generation(tmp_path, contents, HashingEncoder())
    with open_generation(tmp_path) as generation:
        assert generation.name == name == "gen-000001"
        assert begun <= generation.built_at <= datetime.now(UTC)
        assert generation.encoder_name == "hashing:1"
        assert generation.entries == {"sfs-2099-1": sample_entry()}
        assert generation.passages == contents.passages
        assert generation.sections == contents.sections
        assert generation.sources == contents.sources
        assert generation.notice is None


def test_passages_are_found_by_id(tmp_path: Path) -> None:
    contents = sample_contents()
    publish_generation(tmp_path, contents, None)
    with open_generation(tmp_path) as generation:
        assert generation.passage("sfs-2099-1#2-§/1") == contents.passages[1]
        assert generation.row("sfs-2099-1#2-§/1") == 1
        assert generation.passage("sfs-2099-1#9-§/1") is None
        assert generation.row("sfs-2099-1#9-§/1") is None


@pytest.mark.parametrize("dense", ["chroma", "numpy"])
def test_every_leg_finds_the_passage_that_a_query_is_about(tmp_path: Path, dense: str) -> None:
    encoder = HashingEncoder()
    publish_generation(tmp_path, sample_contents(), encoder, dense=dense)
    query = "bidrag till förening"
    with open_generation(tmp_path) as generation:
        assert int(np.argmax(generation.words.scores(swedish_terms(query)))) == 2
        assert int(np.argmax(generation.chars.scores(char_grams(query)))) == 2
        assert generation.dense is not None
        assert generation.dense.search(encoder.encode_query(query), 1)[0].tolist() == [2]


def test_generation_without_encoder_has_no_dense_store(tmp_path: Path) -> None:
    publish_generation(tmp_path, sample_contents(), None)
    with open_generation(tmp_path) as generation:
        assert generation.encoder_name is None
        assert generation.dense is None


def test_headings_and_document_stand_before_the_searched_text() -> None:
    passage = sample_passage(4, "Kommunen kartlägger.", ("Måste vi kartlägga?",))
    assert indexed_text(passage, sample_entry()) == "Påhittade lagen 4 § Kommunen kartlägger."
    spoken = "Påhittade lagen 4 § Kommunen kartlägger. Måste vi kartlägga?"
    assert spoken_text(passage, sample_entry()) == spoken
    single = replace(passage, sentence_questions=(SentenceQuestion(1, "Vem kartlägger?"),))
    assert spoken_text(single, sample_entry()) == spoken
    assert lexical_text(single, sample_entry()) == f"{spoken} Vem kartlägger?"


def test_questions_have_vectors_that_belong_to_their_passage(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    passages = (
        sample_passage(1, "Text ett."),
        sample_passage(2, "Text två.", ("Hur många möten?", "Vem betalar?")),
    )
    contents = replace(sample_contents(), passages=passages)
    assert encoded_texts(contents)[2:] == ["Hur många möten?", "Vem betalar?"]
    publish_generation(tmp_path, contents, encoder)
    with open_generation(tmp_path) as generation:
        assert generation.owners.tolist() == [0, 1, 1, 1]
        assert generation.dense is not None
        vector, _ = generation.dense.search(encoder.encode_query("Vem betalar?"), 1)
        assert generation.owners[vector].tolist() == [1]


def test_a_sentences_questions_belong_to_its_number(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    asked = replace(
        sample_passage(1, "Rådet möts. Kommunen betalar.", ("Hur är det?",)),
        sentence_questions=(
            SentenceQuestion(2, "Vem betalar?"),
            SentenceQuestion(1, "Hur många möten?"),
        ),
    )
    contents = replace(sample_contents(), passages=(sample_passage(2, "Text."), asked))
    single = ["Vem betalar?", "Hur många möten?", "Rådet möts.", "Kommunen betalar."]
    assert encoded_texts(contents)[2:] == ["Hur är det?", *single]
    publish_generation(tmp_path, contents, encoder)
    with open_generation(tmp_path) as generation:
        assert generation.owners.tolist() == [0, 1, 1]
        assert generation.sentences is not None
        near = generation.sentences.around(encoder.encode_query("Vem betalar?")).nearness([0, 1])
        assert set(near) == {1}
        assert near[1].sentences[2] == pytest.approx(1.0, abs=0.01)
        assert near[1].sentences[1] < near[1].sentences[2] == pytest.approx(near[1].similarity)
        nearest = generation.sentences.around(encoder.encode_query("Vem betalar?")).nearest(2)
        assert nearest.tolist() == pytest.approx([-2.0, near[1].similarity])


def test_only_changed_passages_are_encoded_again(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    publish_generation(tmp_path, sample_contents(), encoder)
    publish_generation(tmp_path, sample_contents((*TEXTS[:2], "En ny text.")), encoder)
    assert encoder.encoded == len(TEXTS) + 1


def test_another_encoder_does_not_get_the_first_ones_vectors(tmp_path: Path) -> None:
    publish_generation(tmp_path, sample_contents(), HashingEncoder())
    other = HashingEncoder(name="hashing:2")
    publish_generation(tmp_path, sample_contents(), other)
    assert other.encoded == len(TEXTS)


def test_progress_counts_passages_that_are_encoded(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    first_told = threading.Event()

    class LastBatchLast(HashingEncoder):
        """The batches run side by side: the short last one waits until the first is told of."""

        def encode_passages(self, texts: Sequence[str]) -> Vectors:
            assert len(texts) == 16 or first_told.wait(timeout=30)
            return super().encode_passages(texts)

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if done:
            first_told.set()

    texts = [f"Text nummer {number}." for number in range(20)]
    for _ in range(2):
        publish_generation(tmp_path, sample_contents(texts), LastBatchLast(), progress=tell)
    assert told == [(0, 20), (16, 20), (20, 20), (0, 0)]


def test_current_and_previous_generation_are_kept(tmp_path: Path) -> None:
    names = [publish_generation(tmp_path, sample_contents(), None) for _ in range(4)]
    assert names == ["gen-000001", "gen-000002", "gen-000003", "gen-000004"]
    assert folders(tmp_path) == ["gen-000003", "gen-000004"]
    assert (tmp_path / "CURRENT").read_text(encoding="ascii") == "gen-000004\n"


def test_damaged_generation_is_not_what_is_kept_as_previous(tmp_path: Path) -> None:
    for _ in range(2):
        publish_generation(tmp_path, sample_contents(), None)
    (tmp_path / "gen-000002" / "passages.jsonl").write_bytes(b"")
    publish_generation(tmp_path, sample_contents(), None)
    assert folders(tmp_path) == ["gen-000001", "gen-000003"]


def test_open_generation_outlives_its_removal(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    publish_generation(tmp_path, sample_contents(), encoder)
    with open_generation(tmp_path) as generation:
        for _ in range(3):
            publish_generation(tmp_path, sample_contents(TEXTS[:1]), encoder)
        assert folders(tmp_path) == ["gen-000003", "gen-000004"]
        assert generation.dense is not None
        assert len(generation.dense.search(encoder.encode_query("bidrag"), 3)[0]) == 3


def test_published_files_never_change(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    name = publish_generation(tmp_path, sample_contents(), encoder)
    before = list_files(tmp_path / name)
    for _ in range(2):
        with open_generation(tmp_path) as generation:
            assert generation.dense is not None
            generation.dense.search(encoder.encode_query("råd"), 2)
    assert list_files(tmp_path / name) == before


def test_second_builder_is_refused_and_told_why(tmp_path: Path) -> None:
    with only_writer(tmp_path), pytest.raises(IndexBusyError, match="byggs redan"):
        publish_generation(tmp_path, sample_contents(), None)
    assert publish_generation(tmp_path, sample_contents(), None) == "gen-000001"


def test_next_builder_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    publish_generation(tmp_path, sample_contents(), None)
    leftover = tmp_path / "gen-000002.tmp"
    leftover.mkdir()
    (leftover / "passages.jsonl").write_bytes(b"half")
    publish_generation(tmp_path, sample_contents(), None)
    assert folders(tmp_path) == ["gen-000001", "gen-000002"]
    assert verify_generation(tmp_path) == ()


def test_failed_build_leaves_nothing_and_keeps_the_index(tmp_path: Path) -> None:
    class FailingEncoder(HashingEncoder):
        def encode_passages(self, texts: object) -> np.ndarray:
            raise MemoryError

    publish_generation(tmp_path, sample_contents(), HashingEncoder())
    with pytest.raises(MemoryError):
        publish_generation(tmp_path, sample_contents(("Ny text.",)), FailingEncoder())
    assert folders(tmp_path) == ["gen-000001"]
    with open_generation(tmp_path) as generation:
        assert generation.notice is None


def test_nothing_to_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="inga texter"):
        publish_generation(tmp_path, sample_contents(()), None)


@pytest.mark.parametrize("made", [True, False])
def test_missing_index_is_told_with_the_command_that_builds_it(tmp_path: Path, made: bool) -> None:
    data_dir = tmp_path / "data"
    if made:
        data_dir.mkdir()
    for opening in (open_generation, verify_generation):
        with pytest.raises(IndexMissingError, match="lotsen ingest build"):
            opening(data_dir)


def test_data_directory_that_is_a_file_is_a_storage_error(tmp_path: Path) -> None:
    blocked = tmp_path / "data"
    blocked.write_bytes(b"")
    with pytest.raises(StorageError, match=r"Datakatalogen .* kan inte användas"):
        publish_generation(blocked, sample_contents(), None)


def test_copied_data_directory_works(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    publish_generation(tmp_path / "one", sample_contents(), encoder)
    with open_generation(tmp_path / "one"):
        shutil.copytree(tmp_path / "one", tmp_path / "two")
    shutil.rmtree(tmp_path / "one")
    with open_generation(tmp_path / "two") as generation:
        assert generation.notice is None
        assert generation.passages == sample_contents().passages
        serving = [path for path in (tmp_path / "two" / "serving").iterdir() if path.is_dir()]
        assert len(serving) == 1
    assert publish_generation(tmp_path / "two", sample_contents(), encoder) == "gen-000002"


@pytest.mark.parametrize("content", [None, b"", b"gen-000009\n", b"\xff\x00", b"../one", b"gen-1"])
def test_bad_pointer_leads_to_the_newest_sound_generation(
    tmp_path: Path, content: bytes | None
) -> None:
    for _ in range(2):
        publish_generation(tmp_path, sample_contents(), None)
    pointer = tmp_path / "CURRENT"
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    with open_generation(tmp_path) as generation:
        assert generation.name == "gen-000002"
        assert generation.notice == (
            "Filen CURRENT saknas eller är skadad: bygg om sökindexet med ”lotsen ingest build”. "
            "Tills vidare används gen-000002."
        )
    assert verify_generation(tmp_path) == ("CURRENT",)


def test_generation_of_another_format_must_be_rebuilt(tmp_path: Path) -> None:
    folder = tmp_path / publish_generation(tmp_path, sample_contents(), None)
    write_manifest(folder, replace(read_manifest(folder), format=0))
    with pytest.raises(IndexUnavailableError, match=r"annan version .*lotsen ingest build"):
        open_generation(tmp_path)


def test_generation_of_another_chroma_must_be_rebuilt(tmp_path: Path) -> None:
    folder = tmp_path / publish_generation(tmp_path, sample_contents(), HashingEncoder())
    manifest = read_manifest(folder)
    write_manifest(folder, replace(manifest, versions={**manifest.versions, "chromadb": "0.1"}))
    with pytest.raises(IndexUnavailableError, match=r"annan version .*lotsen ingest build"):
        open_generation(tmp_path)


def test_manifest_counts_and_names_what_it_holds(tmp_path: Path) -> None:
    folder = tmp_path / publish_generation(tmp_path, sample_contents(), HashingEncoder())
    body = json.loads((folder / "manifest.json").read_bytes())
    counts = {kind: body[kind] for kind in ("entries", "passages", "sections", "sources")}
    assert counts == {"entries": 1, "passages": 3, "sections": 3, "sources": 1}
    assert sorted(body["versions"]) == ["bm25s", "chromadb"]
    assert set(body["files"]) == set(list_files(folder))


def test_named_generation_is_verified_instead_of_the_current(tmp_path: Path) -> None:
    for _ in range(2):
        publish_generation(tmp_path, sample_contents(), None)
    (tmp_path / "gen-000001" / "sources.jsonl").unlink()
    assert verify_generation(tmp_path) == ()
    assert verify_generation(tmp_path, "gen-000001") == ("sources.jsonl",)
    with pytest.raises(IndexMissingError):
        verify_generation(tmp_path, "gen-000007")


def test_two_damaged_generations_name_the_current_ones_file(tmp_path: Path) -> None:
    for _ in range(2):
        publish_generation(tmp_path, sample_contents(), None)
    (tmp_path / "gen-000001" / "sources.jsonl").unlink()
    (tmp_path / "gen-000002" / "passages.jsonl").unlink()
    with pytest.raises(IndexDamagedError, match=r"gen-000002/passages.jsonl"):
        open_generation(tmp_path)


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="open files are counted on Linux")
def test_publishing_and_opening_leaks_no_files(tmp_path: Path) -> None:
    def publish_and_open() -> int:
        publish_generation(tmp_path, sample_contents(), HashingEncoder())
        open_generation(tmp_path).close()
        return settled_open_files()

    first = publish_and_open()
    assert [publish_and_open() for _ in range(4)] == [first] * 4


def test_questions_of_no_single_sentence_stand_for_the_whole_passage(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    asked = replace(
        sample_passage(1, "Rådet möts. Kommunen betalar."),
        sentence_questions=(SentenceQuestion(WHOLE, "Vem betalar?"),),
    )
    contents = replace(sample_contents(), passages=(asked,))
    assert encoded_texts(contents)[1:] == ["Vem betalar?"]
    publish_generation(tmp_path, contents, encoder)
    with open_generation(tmp_path) as generation:
        assert generation.sentences is not None
        near = generation.sentences.around(encoder.encode_query("Vem betalar?")).nearness([0])
    assert near[0].sentences == {WHOLE: pytest.approx(1.0, abs=0.01)}


def test_questions_without_an_answer_are_near_and_answer_nothing(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    asked = replace(
        sample_passage(1, "Rådet möts. Kommunen betalar."),
        sentence_questions=(SentenceQuestion(2, "Vem betalar rådet?"),),
        unanswered=("Vilken dag möts rådet?", "Hur länge?"),
    )
    contents = replace(sample_contents(), passages=(asked, sample_passage(2, "Text.")))
    single = ["Vem betalar rådet?", "Kommunen betalar.", "Vilken dag möts rådet?", "Hur länge?"]
    assert encoded_texts(contents)[2:] == single
    assert "dag" not in lexical_text(asked, sample_entry())
    publish_generation(tmp_path, contents, encoder)
    with open_generation(tmp_path) as generation:
        assert generation.sentences is not None
        vain, asked_for = (
            generation.sentences.around(encoder.encode_query(text))
            for text in ("Vilken dag möts rådet?", "Vem betalar rådet?")
        )
    near, nearest = vain.nearness([0, 1]), vain.nearest(2)
    assert set(near) == {0}
    assert vain.margin() < -0.1
    assert asked_for.margin() > 0.1
    # What is told of the passage itself comes from what it answers.
    assert max(near[0].sentences.values()) == pytest.approx(float(nearest[0]))
    assert near[0].similarity < 0.9
