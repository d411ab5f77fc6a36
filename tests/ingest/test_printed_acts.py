"""An act as printed ends where a later wording is known; the digest then tells what holds."""

from datetime import UTC, date, datetime
from pathlib import Path

from corpus.documents import Edition
from corpus.index import open_generation
from ingest.library import add_files
from ingest.parsing import read_content
from ingest.pipeline import build_generation

PRINTED = """Svensk författningssamling

Lag om registerkontroll av personer som ska arbeta med barn; utfärdad den 14 november 2013.

SFS 2013:852

1 § Den som söker arbete ska visa ett utdrag om cyklar.

2 § Med förening avses en cykelklubb.

4 § Ett utdrag om cyklar får vara högst ett år gammalt.
"""
CONSOLIDATED = PRINTED.replace("SFS 2013:852", "SFS 2013:852\n\nÄndrad: t.o.m. SFS 2026:49")


def test_a_printed_act_is_told_from_a_consolidated_one() -> None:
    assert read_content(PRINTED.encode(), "lag.txt").as_printed
    assert not read_content(CONSOLIDATED.encode(), "lag.txt").as_printed


def test_the_digest_tells_what_changed_after_the_act_was_printed(tmp_path: Path) -> None:
    path = tmp_path / "SFS2013-852.txt"
    path.write_text(PRINTED, encoding="utf-8")
    data = tmp_path / "data"
    added = add_files(data, [path]).added[0]
    assert added.document_id == "sfs-2013-852"
    report = build_generation(data, None)
    source = next(row for row in report.sources if row.document_id == "sfs-2013-852")
    assert "så som den trycktes" in source.remarks[0]
    assert source.problems == ()
    today, before = date(2026, 11, 24), date(2026, 2, 28)
    with open_generation(data) as generation:
        fourth = [
            passage
            for passage in generation.passages
            if (passage.document_id, passage.pinpoint) == ("sfs-2013-852", "4 §")
            and not passage.comment
        ]
        second = [
            passage.edition
            for passage in generation.passages
            if (passage.document_id, passage.pinpoint) == ("sfs-2013-852", "2 §")
            and not passage.comment
        ]
    assert {p.edition for p in fourth if p.holds_on(today)} == {Edition.DIGEST}
    assert {p.edition for p in fourth if p.holds_on(before)} == {Edition.ORIGINAL}
    assert second == [Edition.ORIGINAL]


def test_a_printed_act_that_is_added_last_does_not_take_over(tmp_path: Path) -> None:
    data = tmp_path / "data"
    today = CONSOLIDATED.replace("högst ett år", "högst sex månader")
    for name, text in (("ny.txt", today), ("tryckt.txt", PRINTED)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        add_files(data, [tmp_path / name])
    build_generation(data, None)
    with open_generation(data) as generation:
        fourth = [
            p
            for p in generation.passages
            if (p.document_id, p.pinpoint, p.edition) == ("sfs-2013-852", "4 §", Edition.ORIGINAL)
        ]
    # A wording of unknown age is known to hold from the day that it was added.
    day, before = datetime.now(tz=UTC).date(), date(2026, 2, 28)
    assert ["sex månader" in p.text for p in fourth if p.holds_on(day)] == [True]
    assert ["ett år" in p.text for p in fourth if p.holds_on(before)] == [True]
