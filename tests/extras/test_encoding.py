"""Rules of the sentence-transformers encoder, on small models that the tests build themselves."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.encoding import SentenceTransformersEncoder, open_encoder
from corpus.errors import UsageError

pytestmark = pytest.mark.extras

WORDS = ["query", "passage", "fråga", "text", ":", "kommunen", "kartlägger", "brott", "råd"]


def build_model(folder: Path, *, seed: int = 1, prompts: dict[str, str] | None = None) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    vocabulary = {word: number for number, word in enumerate(["[UNK]", *WORDS])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    torch.manual_seed(seed)
    module = StaticEmbedding(tokenizer, embedding_dim=16)
    SentenceTransformer(modules=[module], prompts=prompts).save(str(folder))
    return folder


def test_vectors_have_unit_length_and_the_models_dimension(tmp_path: Path) -> None:
    encoder = open_encoder(f"sentence-transformers:{build_model(tmp_path / 'modell')}")
    assert encoder is not None
    vectors = encoder.encode_passages(["kommunen kartlägger", "råd"])
    assert vectors.shape == (2, encoder.dimension) == (2, 16)
    assert encoder.encode_query("brott").shape == (16,)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert encoder.encode_passages([]).shape == (0, 16)


def test_stated_prompts_are_used(tmp_path: Path) -> None:
    prompts = {"query": "fråga: ", "passage": "text: "}
    stated = SentenceTransformersEncoder(str(build_model(tmp_path / "a", prompts=prompts)))
    plain = SentenceTransformersEncoder(str(build_model(tmp_path / "b")))
    assert np.allclose(stated.encode_query("brott"), plain.encode_query("fråga: brott"))
    assert np.allclose(
        stated.encode_passages(["råd"]), plain.encode_passages(["text: råd"]), atol=1e-6
    )


def test_published_e5_model_without_prompts_gets_its_prefixes(tmp_path: Path) -> None:
    named = SentenceTransformersEncoder(str(build_model(tmp_path / "multilingual-e5-small")))
    plain = SentenceTransformersEncoder(str(build_model(tmp_path / "min-e5-small")))
    assert np.allclose(named.encode_query("brott"), plain.encode_query("query: brott"))
    assert np.allclose(
        named.encode_passages(["råd"]), plain.encode_passages(["passage: råd"]), atol=1e-6
    )


def test_moved_model_keeps_its_name_and_a_changed_one_does_not(tmp_path: Path) -> None:
    here = build_model(tmp_path / "modell")
    name = SentenceTransformersEncoder(str(here)).name
    moved = tmp_path / "elsewhere" / "modell"
    shutil.copytree(here, moved)
    assert SentenceTransformersEncoder(str(moved)).name == name
    shutil.rmtree(moved)
    assert SentenceTransformersEncoder(str(build_model(moved, seed=2))).name != name


def test_threads_may_encode_at_once(tmp_path: Path) -> None:
    encoder = SentenceTransformersEncoder(str(build_model(tmp_path / "modell")))
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(encoder.encode_query, ["kommunen kartlägger brott"] * 40))
    assert all(np.array_equal(vector, vectors[0]) for vector in vectors)


def test_folder_without_a_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    with pytest.raises(UsageError, match="kan varken läsas"):
        SentenceTransformersEncoder(str(tmp_path / "tom"))
