"""Makes ``embeddings.npz`` and ``adapter.npz`` of a generation of the digests (``make seed``).

    LOTSEN_ENCODER=none LOTSEN_DATA_DIR=FOLDER lotsen ingest build
    python -m corpus.seeding FOLDER

The first line only gathers the texts; the second encodes those that are new, some 40 a second, and
fits the adapter, ten seconds.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.adapter import ADAPTER_FILE, write_adapter
from corpus.adapter_training import APART, DIMENSION, Labels, fit_adapter
from corpus.embedding_cache import content_key
from corpus.encoding import open_encoder
from corpus.errors import UsageError
from corpus.index import GenerationContents, encoded_texts, open_generation
from corpus.seed import SEED_FILE, read_seed, write_seed
from corpus.sentence_space import Kind, Member, space_members


def seed_from_generation(data_dir: Path, folder: Path, *, dimension: int = DIMENSION) -> int:
    """Write both files to ``folder``, for the generation in ``data_dir``; the number of its texts.

    ``dimension`` is of the adapter's space.

    Raises:
        UsageError: the embedded encoder is not available here.
    """
    encoder = open_encoder("")
    if encoder is None:
        raise UsageError("Den inbyggda språkmodellen för sökning finns inte för den här datorn.")
    with open_generation(data_dir) as generation:
        contents = GenerationContents(
            entries=tuple(generation.entries.values()),
            passages=generation.passages,
            sources=generation.sources,
            sections=generation.sections,
        )
    texts = encoded_texts(contents)
    write_seed(folder / SEED_FILE, encoder, texts)
    known = read_seed(folder / SEED_FILE, encoder.name)
    members = space_members(contents.passages)
    vectors = np.array([known[content_key(encoder.name, member.text)] for member in members])
    labels = _labels(members)
    model = encoder.name.rpartition(":")[2]
    write_adapter(folder / ADAPTER_FILE, model, fit_adapter(vectors, labels, dimension=dimension))
    return len(texts)


def _labels(members: Sequence[Member]) -> Labels:
    """A number for each sentence, and APART for what no source answers; shape (members,)."""
    told = [None if m.kind is Kind.UNANSWERED else (m.row, m.number) for m in members]
    lots = {lot: label for label, lot in enumerate(dict.fromkeys(filter(None, told)))}
    return np.array([APART if lot is None else lots[lot] for lot in told], dtype=np.intp)


if __name__ == "__main__":
    seed_from_generation(Path(sys.argv[1]), Path(__file__).parent)
