"""The [sentence-transformers] extra, end to end: a model of our own, an index, an answer.

Runs in its own environment (`make test-extras`), because torch is a download of 2 GB.
"""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.extras

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    *"abcdefghijklmnopqrstuvwxyzåäö0123456789",
]


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real sentence-transformers model, small and untrained: letters, two layers, mean."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("modell")
    words = folder / "vocab.txt"
    letters = VOCABULARY + [f"##{sign}" for sign in VOCABULARY[5:]]
    words.write_text("\n".join(letters), encoding="utf-8")
    bert = folder / "bert"
    BertTokenizerFast(
        vocab_file=str(words), do_lower_case=True, strip_accents=False
    ).save_pretrained(bert)
    config = BertConfig(
        vocab_size=len(letters),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config).save_pretrained(bert)
    transformer = Transformer(str(bert), max_seq_length=128)
    pooling = Pooling(transformer.get_embedding_dimension())
    saved = folder / "st"
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(str(saved))
    return saved


def test_index_is_built_and_asked_with_any_sentence_transformers_model(
    model_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from ui.cli import run

    monkeypatch.setenv("LOTSEN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LOTSEN_ENCODER", f"sentence-transformers:{model_folder}")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert run(["ingest", "build"]) == 0
    capsys.readouterr()
    assert run(["search", "Måste kommunen ha en lägesbild?", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["results"]) == 10
    assert run(["ask", "Vad säger 4 § om lägesbilden?", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "answered"
    assert "4 §" in {citation["pinpoint"] for citation in answer["citations"]}
    assert run(["version", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["encoder"].startswith("sentence-transformers:")


def test_index_of_another_encoder_is_refused_in_swedish(
    model_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from ui.cli import run

    monkeypatch.setenv("LOTSEN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LOTSEN_ENCODER", "none")
    assert run(["ingest", "build"]) == 0
    monkeypatch.setenv("LOTSEN_ENCODER", f"sentence-transformers:{model_folder}")
    capsys.readouterr()
    assert run(["ask", "Vad säger 4 § om lägesbilden?"]) == 3
    assert "lotsen ingest build" in capsys.readouterr().err


def test_model_that_does_not_exist_is_one_swedish_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ui.cli import run

    monkeypatch.setenv("LOTSEN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LOTSEN_ENCODER", f"sentence-transformers:{tmp_path / 'saknas'}")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert run(["ingest", "build"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
