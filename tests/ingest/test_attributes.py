import pytest

from ingest.attributes import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        (" 12 ", 12),
        ("0", 0),
        ("007", 7),
        ("99", 50),
        ("9" * 5_000, 50),
        ("", 1),
        (None, 1),
        ("-1", 1),
        ("²", 1),
        ("٣", 1),
        ("1e9", 1),
    ],
)
def test_a_number_is_read_within_bounds_and_anything_else_is_the_default(
    text: str | None, number: int
) -> None:
    assert whole_number(text, default=1, highest=50) == number
