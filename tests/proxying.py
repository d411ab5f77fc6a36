"""A real nginx in front of a started server, on loopback; all that it writes is in one folder."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

from browsing import steady_port

PAGE = Path(__file__).parents[1] / "docs" / "deployment.md"

INSTALL = "nginx is missing. Install it with: apt-get install nginx-light (Debian)."

UPSTREAM = "http://127.0.0.1:7860"
"""Where the examples of docs/deployment.md look for the service."""

# As root, nginx would let its workers be someone who may not write in the folder.
_USER = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""

_CONF = """
{user}
daemon off;
worker_processes 1;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
{locations}
    }}
}}
"""


def examples() -> list[str]:
    """The nginx examples of docs/deployment.md, in their order."""
    return re.findall(r"```nginx\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)


class Nginx:
    """nginx with ``locations``, whose upstream is ``origin``; stopped when the block ends."""

    def __init__(self, folder: Path, locations: str, origin: str) -> None:
        executable = shutil.which("nginx") or shutil.which(
            "nginx", path="/usr/sbin:/usr/local/sbin"
        )
        assert executable is not None, INSTALL
        self._port = steady_port()
        self.origin = f"http://127.0.0.1:{self._port}"
        conf = folder / "nginx.conf"
        shown = locations.replace(UPSTREAM, origin)
        conf.write_text(_CONF.format(user=_USER, folder=folder, port=self._port, locations=shown))
        self._log = folder / "error.log"
        self._command = [executable, "-p", str(folder), "-e", str(self._log), "-c", str(conf)]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command)
        for _ in range(100):
            assert self._process.poll() is None, self._log.read_text()
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self._port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError(self._log.read_text())

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(10)
