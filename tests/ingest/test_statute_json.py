import json
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from ingest.parsing import read_content
from ingest.statute_json import damaged_sections

SWALLOWED = [
    ("8", "Kommuner ska ansvara för cyklarna enligt 9 och"),
    ("10", "§. 9 § Kommuner ska verka för korgar. 10 § Kommuner ska verka för lås."),
]


def refused(content: bytes, name: str) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_content(content, name)
    return caught.value


def statute(provisions: list[tuple[str, str]]) -> bytes:
    rows = [{"provision_ref": reference, "content": text} for reference, text in provisions]
    return json.dumps({"id": "2031:5", "provisions": rows}).encode()


def test_a_reference_that_was_read_as_a_section_is_seen() -> None:
    assert list(damaged_sections(SWALLOWED)) == [
        "8 § är avhuggen",
        "9 § saknas och ligger inne i 10 §",
    ]


def test_a_second_wording_of_a_section_is_no_damage() -> None:
    both = "/Upphör att gälla U:2032-01-01/ Gammalt. 4 § /Träder i kraft I:2032-01-01/ Nytt."
    assert list(damaged_sections([("4", both), ("2:5", "Se 3 kap. 2 § om lås.")])) == []


def test_a_damaged_copy_is_refused_and_its_sections_named() -> None:
    error = refused(statute(SWALLOWED), "cykellagen.json")
    assert error.kind == "trasig"
    assert "9 § saknas och ligger inne i 10 §" in error.message


def test_json_is_told_by_content_whatever_its_name() -> None:
    assert refused(statute([("1", "Cyklar ska ha lås.")]), "lag.txt").kind == "okänd"
    assert refused(b'{"provisions": [', "lag.md").kind == "trasig"


def test_text_that_begins_with_a_bracket_is_no_json() -> None:
    parsed = read_content(b"[1] En fotnot.\n\nMer text.", "not.txt")
    assert "fotnot" in parsed.blocks[0].text


def test_the_real_copy_of_the_law_without_its_ninth_section_is_refused(shared: Path) -> None:
    path = shared / "realdata" / "sfs-json" / "2023_196.json"
    error = refused(path.read_bytes(), path.name)
    assert error.kind == "trasig"
    assert "9 § saknas och ligger inne i 10 §" in error.message
