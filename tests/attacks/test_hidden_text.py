"""What a file hides from its readers is not read; what it shows is."""

import pytest
from attacking import CANARY
from carriers import ORDERS, SHOWN, Carrier, carriers

from ingest.parsing import read_content

CARRIERS = carriers()


def words_of(carrier: Carrier, hidden: str) -> str:
    parsed = read_content(carrier.make(hidden), f"lekeby{carrier.suffix}")
    headings = (heading for block in parsed.blocks for heading in block.heading_path)
    return "\n".join((parsed.title, *headings, *(block.text for block in parsed.blocks)))


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.name)
def test_hidden_words_are_not_read(carrier: Carrier) -> None:
    # A PDF takes a process of its own, so it hides one sentence only.
    for hidden in ORDERS[: 1 if carrier.suffix == ".pdf" else 3]:
        read = words_of(carrier, hidden)
        assert CANARY not in read
        assert "Ignorera" not in read
        assert SHOWN in read
        assert all(sign.isprintable() or sign == "\n" for sign in read)
