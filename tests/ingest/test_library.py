import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from word import new_document, saved

from corpus.documents import CatalogueEntry, Lane
from corpus.errors import StorageError, UsageError
from ingest.blocks import MediaType
from ingest.entries import slug
from ingest.library import AddReport, add_files
from ingest.library_records import active_originals, unreadable_files

STATUTE = Path(__file__).parents[1] / "data" / "sfs-2031-77.md"
LAW = (
    "---\nbeteckning: 2023:196\n"
    "rubrik: Lag om kommuners ansvar för brottsförebyggande arbete\n---\n"
    "### 4 §\n\nKartläggning, analys och lägesbild för {}.\n"
)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def outcomes(report: AddReport) -> list[tuple[str, str]]:
    return [(added.document_id, added.state) for added in report.added]


def test_a_statute_of_the_catalogue_becomes_its_entrys_original(tmp_path: Path) -> None:
    path = write(tmp_path, "lagen.md", LAW.format("du"))
    before = datetime.now(UTC)
    report = add_files(tmp_path / "data", [path])
    assert outcomes(report) == [("sfs-2023-196", "added")]
    ((record, kept),) = active_originals(tmp_path / "data")
    assert kept.read_bytes() == path.read_bytes()
    assert kept.parent == tmp_path / "data" / "originals" / "sfs-2023-196"
    assert kept.name == f"{record.sha256[:12]}-lagen.md"
    assert record.source_path == str(path)
    assert record.media_type == "text/markdown"
    assert before <= datetime.fromisoformat(record.added_at) <= datetime.now(UTC)
    assert json.loads(kept.with_name(kept.name + ".json").read_text())["sha256"] == record.sha256


def test_a_statute_outside_the_catalogue_never_speaks_in_the_law_lane(tmp_path: Path) -> None:
    add_files(tmp_path, [STATUTE])
    ((record, _),) = active_originals(tmp_path)
    assert record.entry == CatalogueEntry(
        document_id="sfs-2031-77",
        title="Förordning (2031:77) om lånecyklar",
        short_title="Förordning (2031:77) om lånecyklar",
        publisher="Tillagt av er",
        year=2031,
        kind="local",
        lane=Lane.CONTEXT,
        rank=7,
        rights="unknown",
        url="",
        url_status="guessed",
        valid_from=date(2031, 3, 1),
    )


def test_another_file_has_an_entry_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, "x.md", "# Cykelöversyn för Åmål 2031\n\nText.")
    add_files(tmp_path / "data", [path])
    ((record, _),) = active_originals(tmp_path / "data")
    assert record.entry == CatalogueEntry(
        document_id="lokal-cykeloversyn-for-amal-2031",
        title="Cykelöversyn för Åmål 2031",
        short_title="Cykelöversyn för Åmål 2031",
        publisher="Tillagt av er",
        year=2031,
        kind="local",
        lane=Lane.CONTEXT,
        rank=7,
        rights="unknown",
        url="",
        url_status="guessed",
    )


def test_a_named_id_makes_the_file_its_original(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", "Handbok\n\nText.")
    report = add_files(tmp_path / "data", [path], as_id="bra-2020-samverkan")
    assert outcomes(report) == [("bra-2020-samverkan", "added")]


def test_the_same_content_again_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", "Brev\n\nText.")
    add_files(tmp_path / "data", [path])
    before = {p: p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file()}
    assert outcomes(add_files(tmp_path / "data", [path])) == [("lokal-brev", "unchanged")]
    assert {p: p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file()} == before


def test_a_copy_that_vanished_is_restored(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", "Brev\n\nText.")
    add_files(tmp_path / "data", [path])
    ((_, kept),) = active_originals(tmp_path / "data")
    kept.unlink()
    assert outcomes(add_files(tmp_path / "data", [path])) == [("lokal-brev", "added")]
    assert active_originals(tmp_path / "data")[0][1].read_bytes() == path.read_bytes()


def test_a_newer_file_takes_over_and_the_older_stays_on_disk(tmp_path: Path) -> None:
    data = tmp_path / "data"
    path = write(tmp_path, "lagen.md", LAW.format("ett"))
    add_files(data, [path])
    ((old, old_file),) = active_originals(data)
    write(tmp_path, "lagen.md", LAW.format("två"))
    assert outcomes(add_files(data, [path])) == [("sfs-2023-196", "replaced")]
    ((new, new_file),) = active_originals(data)
    assert new.sha256 != old.sha256
    assert "två" in new_file.read_text(encoding="utf-8")
    assert "ett" in old_file.read_text(encoding="utf-8")
    assert json.loads(old_file.with_name(old_file.name + ".json").read_text())["superseded"]
    write(tmp_path, "lagen.md", LAW.format("ett"))
    assert outcomes(add_files(data, [path])) == [("sfs-2023-196", "replaced")]
    assert [record.sha256 for record, _ in active_originals(data)] == [old.sha256]


def test_naming_the_id_afterwards_moves_the_file(tmp_path: Path) -> None:
    data = tmp_path / "data"
    path = write(tmp_path, "x.txt", "Handbok\n\nText.")
    add_files(data, [path])
    add_files(data, [path], as_id="bra-2020-samverkan")
    assert [record.document_id for record, _ in active_originals(data)] == ["bra-2020-samverkan"]


def test_two_files_with_one_title_are_two_documents(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "a.md", "# Rapport\n\nEtt.")
    write(folder, "b.md", "# Rapport\n\nTvå.")
    expected = [("lokal-rapport", "added"), ("lokal-rapport-b", "added")]
    assert outcomes(add_files(tmp_path / "data", [folder])) == expected
    assert {record.entry.document_id for record, _ in active_originals(tmp_path / "data")} == {
        "lokal-rapport",
        "lokal-rapport-b",
    }
    again = [("lokal-rapport", "unchanged"), ("lokal-rapport-b", "unchanged")]
    assert outcomes(add_files(tmp_path / "data", [folder])) == again


def test_a_folder_is_searched_and_what_cannot_be_read_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "bra.txt", "Brev\n\nText.")
    write(folder, "djupt/ned/sida.html", "<h1>Sida</h1><p>Text.</p>")
    write(folder, "tom.md", "")
    (folder / "brev.docx").write_bytes(b"PK\x03\x04 word")
    write(folder, ".dold/fil.md", "Dold.")
    write(folder, "bild.svg", "<svg/>")
    data = tmp_path / "data"
    report = add_files(data, [folder])
    assert outcomes(report) == [("lokal-brev", "added"), ("lokal-sida", "added")]
    faults = [(Path(bad.source_path).name, bad.kind) for bad in report.unreadable]
    assert faults == [("brev.docx", "trasig"), ("tom.md", "tom")]
    assert all(Path(bad.source_path).name in bad.message for bad in report.unreadable)
    assert unreadable_files(data) == report.unreadable


def test_files_of_every_format_are_added_each_under_its_own_name(tmp_path: Path) -> None:
    document = new_document()
    document.add_heading("Lag (2031:9) om ställ", 0)
    document.add_paragraph("1 § Varje torg ska ha ställ.")
    document.add_paragraph("2 § Ställen ska målas.")
    folder = tmp_path / "in"
    write(folder, "sida.xhtml", "<html><h1>Sida</h1><p>Text.</p></html>")
    (folder / "lagen.docx").write_bytes(saved(document))
    report = add_files(tmp_path / "data", [folder])
    assert outcomes(report) == [("sfs-2031-9", "added"), ("lokal-sida", "added")]
    assert report.unreadable == ()
    kept = {record.document_id: record for record, _ in active_originals(tmp_path / "data")}
    assert kept["sfs-2031-9"].file_name.endswith("-lagen.docx")
    assert kept["sfs-2031-9"].media_type == MediaType.DOCX


def test_a_file_that_can_be_read_the_next_time_is_no_longer_reported(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", "")
    assert len(add_files(tmp_path / "data", [path]).unreadable) == 1
    write(tmp_path, "x.txt", "Brev\n\nText.")
    add_files(tmp_path / "data", [path])
    assert unreadable_files(tmp_path / "data") == ()


def test_wrong_calls_are_usage_errors_and_leave_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    good = write(tmp_path, "in/x.txt", "Brev\n\nText.")
    write(tmp_path, "in/y.txt", "Annat\n\nText.")
    (tmp_path / "tomt").mkdir()
    with pytest.raises(UsageError, match="finns inte"):
        add_files(data, [good, tmp_path / "saknas.pdf"])
    with pytest.raises(UsageError, match="finns inte i katalogen"):
        add_files(data, [good], as_id="saknas")
    with pytest.raises(UsageError, match="en enda fil"):
        add_files(data, [tmp_path / "in"], as_id="bra-2020-samverkan")
    with pytest.raises(UsageError, match="innehåller inga"):
        add_files(data, [tmp_path / "tomt"])
    assert not data.exists()


def test_a_data_directory_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", "Brev\n\nText.")
    with pytest.raises(StorageError):
        add_files(write(tmp_path, "fil", "ingen mapp"), [path])


def test_a_stray_file_among_the_records_is_passed_over(tmp_path: Path) -> None:
    add_files(tmp_path, [STATUTE])
    write(tmp_path, "originals/sfs-2031-77/skräp.json", "{}")
    assert [record.document_id for record, _ in active_originals(tmp_path)] == ["sfs-2031-77"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Åtgärdsplan för Örebro – 2031!", "atgardsplan-for-orebro-2031"),
        ("§§§", "namnlost"),
        ("../../etc", "etc"),
        ("ord " * 40, ("ord-" * 15)[:60].strip("-")),
    ],
)
def test_a_slug_is_plain_words(text: str, expected: str) -> None:
    assert slug(text) == expected
