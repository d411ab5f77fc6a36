import pytest

from ingest.quality import is_readable

SWEDISH = "Kommunen ska ta fram en plan för cyklarna och det som hör till den. " * 5


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        (SWEDISH, True),
        ("Kort tabell 12 13 14 kg", True),
        ("", False),
        ("12 34 56 78 90 " * 20, False),
        (SWEDISH.replace("o", "\ufffd"), False),
        (SWEDISH.replace("a", "\ue001"), False),
        ("Nrppxqhq vnd wd iudp hq sodq " * 20, False),
    ],
)
def test_words_are_told_from_signs(text: str, *, readable: bool) -> None:
    assert is_readable(text) is readable
