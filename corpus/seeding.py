"""Makes ``corpus/embeddings.npz`` out of a generation of the bundled digests (``make seed``).

    LOTSEN_ENCODER=none LOTSEN_DATA_DIR=FOLDER lotsen ingest build
    python -m corpus.seeding FOLDER

The first line only gathers the texts; the second encodes them, half a minute for ten documents.
"""

import sys
from pathlib import Path

from corpus.encoding import open_encoder
from corpus.errors import UsageError
from corpus.index import GenerationContents, encoded_texts, open_generation
from corpus.seed import SEED_FILE, write_seed


def seed_from_generation(data_dir: Path, path: Path) -> int:
    """Write the seed for the generation in ``data_dir`` to ``path``; the number of its texts.

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
    write_seed(path, encoder, texts)
    return len(texts)


if __name__ == "__main__":
    seed_from_generation(Path(sys.argv[1]), Path(__file__).with_name(SEED_FILE))
