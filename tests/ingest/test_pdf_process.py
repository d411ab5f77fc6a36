import sys
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from pdf_files import lines, pdf, raw_pdf

from corpus.errors import UnreadableFileError
from ingest.parsing import read_content
from ingest.pdf_process import read_in_process

WIDE = "Kommunen ska ta fram en plan för lånecyklarna i hela staden"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def bomb(megabytes: int) -> bytes:
    """A page whose content is some kilobytes that unfold to ``megabytes``."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = press.compress(b"q " * 512 * 1024) + press.flush(zlib.Z_FULL_FLUSH)
    # Each block unfolds alone, so that the same one may be repeated.
    pressed = zlib.compress(b"\x78\xda" + megabytes * block + press.flush(), 9)
    head = f"<< /Length {len(pressed)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n"
    return raw_pdf(CATALOGUE, PAGES, PAGE, head.encode() + pressed + b"\nendstream")


def nested(depth: int) -> bytes:
    """A page tree that lies in arrays within arrays."""
    return raw_pdf(CATALOGUE, f"<< /Type /Pages /Kids {'[' * depth}{']' * depth} /Count 1 >>")


def endless_tree() -> bytes:
    """A page tree that names itself as its own child, and claims a million pages."""
    return raw_pdf(CATALOGUE, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>")


def kind_of(content: bytes) -> str:
    with pytest.raises(UnreadableFileError, match="fälla") as caught:
        read_content(content, "fälla.pdf")
    return caught.value.kind


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        # Linux ends it when memory is out; elsewhere it is read, and there is no text.
        pytest.param(bomb(3_000), {"för stor", "trasig", "tom"}, id="unfolds to 3 GB"),
        pytest.param(nested(200_000), {"trasig"}, id="200,000 arrays deep"),
        pytest.param(endless_tree(), {"för stor"}, id="a page tree in a ring"),
    ],
)
def test_a_file_made_to_eat_memory_or_time_is_set_aside(content: bytes, kinds: set[str]) -> None:
    assert len(content) < 500_000
    assert kind_of(content) in kinds


def test_a_process_that_takes_too_long_is_ended() -> None:
    content = pdf([lines(WIDE)])
    with pytest.raises(UnreadableFileError, match="rapport tog för lång tid") as caught:
        read_in_process(content, "rapport", seconds=0.001)
    assert caught.value.kind == "för stor"


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        pytest.param("os.kill(os.getpid(), signal.SIGSEGV)", "trasig", id="crashes"),
        pytest.param("os.kill(os.getpid(), signal.SIGABRT)", "trasig", id="gives up"),
        pytest.param("os.kill(os.getpid(), signal.SIGKILL)", "för stor", id="is killed"),
        pytest.param("os.kill(os.getpid(), signal.SIGXCPU)", "för stor", id="eats its time"),
        pytest.param("print('{\"elements\": 7}')", "trasig", id="answers with something else"),
        pytest.param("print('{'); sys.exit(1)", "trasig", id="fails without a fault"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="a process on Windows has no such signals")
def test_whatever_befalls_the_process_is_one_of_our_errors(script: str, kind: str) -> None:
    worker = (sys.executable, "-c", f"import os, signal, sys; {script}")
    with pytest.raises(UnreadableFileError, match="rapport") as caught:
        read_in_process(b"%PDF-1.4", "rapport", worker=worker)
    assert caught.value.kind == kind


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_a_process_has_a_gibibyte_beyond_what_it_begins_with() -> None:
    def reads(megabytes: int) -> bool:
        script = (
            "from ingest.pdf_worker import _limit; _limit(); "
            f"kept = bytearray({megabytes} * 1024 * 1024); print('{{\"elements\": []}}')"
        )
        try:
            read_in_process(b"", "rapport", worker=(sys.executable, "-P", "-c", script))
        except UnreadableFileError:
            return False
        return True

    assert (reads(900), reads(1_100)) == (True, False)


def test_two_files_are_read_at_once() -> None:
    contents = [pdf([lines(f"{WIDE}, del {number}.")]) for number in range(2)]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(read_in_process, contents, ("ett", "två")))
    assert [read.elements[0].text for read in found] == [f"{WIDE}, del 0.", f"{WIDE}, del 1."]


def test_a_name_that_is_no_text_is_no_obstacle() -> None:
    assert read_in_process(pdf([lines(WIDE)]), "l\udce4nk").elements[0].text == WIDE
