"""Starting the web app: the port is taken once, and every hindrance is a sentence."""

import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from command_line import Lotsen

from corpus.errors import UsageError
from ui.server import address_of, take_port

ROOT = Path(__file__).parents[2]
STARTED = re.compile(r"Samverkanslotsen finns på (http://127\.0\.0\.1:\d+) – ")


def test_a_port_in_use_is_one_sentence(lotsen: Lotsen) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = lotsen("serve", "--host", "127.0.0.1", "--port", str(port))
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"Adressen 127.0.0.1:{port} går inte att använda, kanske är porten upptagen: "
        "starta med lotsen serve --port NUMMER.\n"
    )


@pytest.mark.parametrize("host", ["finns.inte.invalid", "192.0.2.1", "å" * 70])
def test_an_address_that_is_not_this_machines_is_one_sentence(lotsen: Lotsen, host: str) -> None:
    said = lotsen("serve", "--host", host, "--port", "0")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"Adressen {host}:0 går inte att använda")
    assert said.err.count("\n") == 1


def test_a_taken_port_belongs_to_nobody_else() -> None:
    with take_port("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        assert address_of(listening) == f"http://127.0.0.1:{port}"
        with pytest.raises(UsageError):
            take_port("127.0.0.1", port)


@pytest.mark.skipif(not socket.has_ipv6, reason="Python has no IPv6 here")
def test_an_address_in_version_6_is_written_for_a_browser() -> None:
    try:
        listening = take_port("::1", 0)
    except UsageError:
        pytest.skip("this machine has no IPv6 loopback")
    with listening:
        assert address_of(listening) == f"http://[::1]:{listening.getsockname()[1]}"


def test_the_first_start_builds_the_index_and_answers(tmp_path: Path) -> None:
    settings = {k: v for k, v in os.environ.items() if not k.startswith("LOTSEN_")}
    process = subprocess.Popen(
        [sys.executable, "-c", "from ui.cli import run; run(['serve', '--port', '0'])"],
        cwd=ROOT,
        env={
            **settings,
            "LOTSEN_DATA_DIR": str(tmp_path / "data"),
            "LOTSEN_ENCODER": "none",
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        },
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    stopper = threading.Timer(120, process.kill)  # so that a hanging start fails the test
    stopper.start()
    said: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if found := STARTED.match(line):
                with urllib.request.urlopen(f"{found[1]}/readyz") as reply:
                    assert reply.status == 200
                break
    finally:
        stopper.cancel()
        process.kill()
        process.communicate()
    assert [line.split()[0] for line in said] == ["Det", "Bygger", "Indexet", "Samverkanslotsen"]
