"""Rules of the memory of parsed files."""

import time
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from ingest.blocks import Block, MediaType, ParsedFile
from ingest.parse_cache import ParseCache


class SlowParser:
    """Takes longer than a parser may before its result is worth remembering."""

    def __init__(self, seconds: float = 0.15) -> None:
        self.calls = 0
        self.seconds = seconds

    def __call__(self, content: bytes, name: str) -> ParsedFile:
        self.calls += 1
        time.sleep(self.seconds)
        if not content:
            raise UnreadableFileError("Filen är tom.", kind="tom")
        block = Block(pinpoint="s. 1", text=content.decode("utf-8"), pages=(1,))
        return ParsedFile(media_type=MediaType.PDF, title=name, blocks=(block,))


def remembered(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "cache").glob("parsed-*/*.json"))


def test_slow_file_is_parsed_once(tmp_path: Path) -> None:
    parser = SlowParser()
    read = [ParseCache(tmp_path, parser).read("Råd".encode(), "a.pdf") for _ in range(2)]
    assert parser.calls == 1
    assert read[0] == read[1]


def test_other_content_or_name_is_parsed_anew(tmp_path: Path) -> None:
    parser = SlowParser()
    cache = ParseCache(tmp_path, parser)
    titles = [cache.read(b"x", "a.pdf").title, cache.read(b"y", "a.pdf").title]
    assert (cache.read(b"x", "b.pdf").title, parser.calls) == ("b.pdf", 3)
    assert titles == ["a.pdf", "a.pdf"]


def test_quick_file_is_not_kept(tmp_path: Path) -> None:
    ParseCache(tmp_path, SlowParser(0.0)).read(b"x", "a.pdf")
    assert remembered(tmp_path) == []


def test_unreadable_file_is_told_each_time(tmp_path: Path) -> None:
    parser = SlowParser()
    for _ in range(2):
        with pytest.raises(UnreadableFileError, match="tom"):
            ParseCache(tmp_path, parser).read(b"", "a.pdf")
    assert parser.calls == 2


@pytest.mark.parametrize("damage", [b"", b"{}", b"\n{}"])
def test_damaged_memory_is_parsed_anew(tmp_path: Path, damage: bytes) -> None:
    parser = SlowParser()
    ParseCache(tmp_path, parser).read(b"x", "a.pdf")
    (path,) = remembered(tmp_path)
    path.write_bytes(damage or path.read_bytes().replace(b"x", b"z"))
    assert ParseCache(tmp_path, parser).read(b"x", "a.pdf").blocks[0].text == "x"
    assert parser.calls == 2


def test_memory_of_earlier_parsers_is_removed(tmp_path: Path) -> None:
    earlier = tmp_path / "cache" / "parsed-0000"
    earlier.mkdir(parents=True)
    ParseCache(tmp_path, SlowParser()).read(b"x", "a.pdf")
    assert not earlier.exists()


def test_unwritable_memory_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    assert ParseCache(tmp_path, SlowParser()).read(b"x", "a.pdf").title == "a.pdf"
