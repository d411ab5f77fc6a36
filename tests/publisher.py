"""Publish generations until killed: what tests/faults/test_kill.py runs in a process of its own."""

import time
from multiprocessing.connection import Connection
from pathlib import Path

import bm25s  # noqa: F401 – these are imported once, in the server that the processes come from
import chromadb  # noqa: F401
import pydantic  # noqa: F401
import Stemmer  # noqa: F401
from fakes import HashingEncoder
from samples import sample_contents

from corpus.index import publish_generation

DIMENSION = 32
PASSAGES = 5


def numbered_text(number: int) -> str:
    return f"Text nummer {number} om lägesbild."


def publish_until_killed(data_dir: Path, counter: int, acknowledge: Connection) -> None:
    """Acknowledge each publish with its name, the number of its first text, and its seconds."""
    encoder = HashingEncoder(dimension=DIMENSION)
    acknowledge.send("begun")
    while True:
        counter += 1
        begun = time.perf_counter()
        texts = [numbered_text(number) for number in range(counter, counter + PASSAGES)]
        name = publish_generation(data_dir, sample_contents(texts), encoder)
        acknowledge.send((name, counter, time.perf_counter() - begun))
