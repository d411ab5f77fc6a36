from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import Validity, load_catalogue, parse_catalogue, sfs_document_id
from corpus.documents import CatalogueEntry, Lane, OriginalAddress

ENTRY = """
[[document]]
id = "sfs-2031-77"
titel = "Förordning (2031:77) om lånecyklar"
short_title = "cykelförordningen"
publisher = "Svensk författningssamling"
year = 2031
kind = "regulation"
lane = "law"
rank = 2
rights = "free_text_9"
url = "https://exempel.se/2031/77"
url_status = "seen"
originals = [{ url = "https://exempel.se/a.pdf", media_type = "application/pdf", status = "seen" }]
valid_from = "2031-03-01"
checked = "2031-04"
section_dates = [{ pinpoint = "2 §", valid_from = "2032-07-01" }]
"""


def test_an_entry_is_read_with_its_addresses_and_dates() -> None:
    catalogue = parse_catalogue(ENTRY)
    assert catalogue.entries == (
        CatalogueEntry(
            document_id="sfs-2031-77",
            title="Förordning (2031:77) om lånecyklar",
            short_title="cykelförordningen",
            publisher="Svensk författningssamling",
            year=2031,
            kind="regulation",
            lane=Lane.LAW,
            rank=2,
            rights="free_text_9",
            url="https://exempel.se/2031/77",
            url_status="seen",
            originals=(
                OriginalAddress(
                    url="https://exempel.se/a.pdf", media_type="application/pdf", status="seen"
                ),
            ),
            valid_from=date(2031, 3, 1),
            checked="2031-04",
        ),
    )
    assert catalogue.section_dates == {
        ("sfs-2031-77", "2 §"): Validity(valid_from=date(2032, 7, 1))
    }
    assert catalogue.by_sfs("2031:77") == catalogue.get("sfs-2031-77") == catalogue.entries[0]
    assert catalogue.get("okänt") is None
    assert catalogue.by_sfs("1999:1") is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('lane = "law"', 'lane = "guidance"', "can't be in lane guidance"),
        ("rank = 2", "rank = 1", "can't have rank 1"),
        ('kind = "regulation"', 'kind = "poem"', "'poem' can't be in lane"),
        ('rights = "free_text_9"', 'rights = "free"', "unknown rights 'free'"),
        ('url_status = "seen"', 'url_status = "dreamt"', "unknown url_status 'dreamt'"),
        ('status = "seen" }', 'status = "dreamt" }', "original has an unknown status"),
        ("application/pdf", "image/png", "original has an unknown media type"),
        ('short_title = "cykelförordningen"', 'short_title = ""', "is empty"),
        ('id = "sfs-2031-77"', 'id = "SFS 2031"', "the id is not"),
        ('checked = "2031-04"', 'valid_to = "2030-01-01"', "valid_to lies before"),
        ('checked = "2031-04"', 'superseded_by = "ingen"', "superseded by an unknown"),
    ],
)
def test_an_inconsistent_entry_is_refused_by_name(old: str, new: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse_catalogue(ENTRY.replace(old, new))


def test_an_id_stands_once() -> None:
    with pytest.raises(ValueError, match="sfs-2031-77"):
        parse_catalogue(ENTRY + ENTRY)


def test_the_bundled_catalogue_is_sound_and_read_once() -> None:
    catalogue = load_catalogue()
    assert len(catalogue.entries) == 105
    assert load_catalogue() is catalogue
    law = catalogue.by_sfs("2023:196")
    assert law is not None
    assert (law.document_id, law.lane, law.rank) == ("sfs-2023-196", Lane.LAW, 1)
    assert catalogue.section_dates[("sfs-2023-196", "14 §")].valid_from == date(2025, 4, 1)


def test_section_dates_belong_to_entries() -> None:
    catalogue = load_catalogue()
    assert all(catalogue.get(document_id) for document_id, _ in catalogue.section_dates)


def test_the_bundled_catalogue_is_the_fact_bases(shared: Path) -> None:
    theirs = (shared / "facts" / "catalogue.toml").read_text(encoding="utf-8")
    facts = parse_catalogue(theirs.replace("\ntitle = ", "\ntitel = "))
    assert [in_any_order(entry) for entry in facts.entries] == [
        in_any_order(entry) for entry in load_catalogue().entries
    ]


def in_any_order(entry: CatalogueEntry) -> CatalogueEntry:
    """Ours tries the consolidated text of a statute before the act as it was printed."""
    return replace(entry, originals=tuple(sorted(entry.originals, key=lambda row: row.url)))


def test_an_sfs_number_gives_the_id() -> None:
    assert sfs_document_id("2023:196") == "sfs-2023-196"
