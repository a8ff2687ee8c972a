"""The app as a server of its own: started on a free port, stopped or killed by its process id."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows SIGTERM ends it just as rudely
_PATIENCE = 60.0


class AppServer:
    """A Streamlit server that can be killed and started again on the same port.

    Args:
        url: The database.
        folder: Where the log is kept.
        script: The front door, ours unless told.
        scales: The folder of the user's own scales.
    """

    def __init__(
        self, url: str, folder: Path, script: Path = ROOT / "fidelity_app.py", scales: str = ""
    ) -> None:
        self.url = url
        self.port = _free_port()
        self.log = folder / f"server-{self.port}.log"
        self._script = script
        self._environment = os.environ | {
            "FIDELITY_DATABASE_URL": url,
            "FIDELITY_SCALES": scales,
            # A user's own settings must not reach a test.
            "HOME": str(folder),
            "USERPROFILE": str(folder),
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the app is served."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = {
            "server.port": self.port,
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "server.enableAgentApi": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        flags = [f"--{name}={value}" for name, value in options.items()]
        self._launch(["run", str(self._script), *flags])
        self._wait_until_healthy()

    def kill(self) -> None:
        """End it as a power cut would: nothing is flushed, nobody is told."""
        assert self._process is not None
        os.kill(self._process.pid, KILL)
        self._process.wait(_PATIENCE)

    def stop(self) -> None:
        """End it; does nothing if it has ended."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def _launch(self, arguments: list[str]) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", *arguments],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _wait_until_healthy(self) -> None:
        assert self._process is not None
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"The app did not start:\n{self.log.read_text(errors='replace')}")


class WarmServer(AppServer):
    """The same server, forked from a process that has already imported everything.

    It is killed as rudely, but starts in a fraction of the time. Where the platform cannot fork it
    starts like any other.
    """

    _child: int | None = None

    def kill(self) -> None:
        """End it; the process that it was forked from stays."""
        if self._child is None:
            super().kill()
            return
        assert self._process is not None and self._process.stdout is not None
        os.kill(self._child, KILL)
        ended = self._process.stdout.readline()
        assert ended == b"ended %d\n" % -KILL, f"It had ended by itself: {ended!r}"
        self._child = None

    def stop(self) -> None:
        """End both."""
        if self._child is not None:
            self.kill()
        super().stop()
        for pipe in (self._process.stdin, self._process.stdout) if self._process else ():
            if pipe is not None:
                pipe.close()

    def _launch(self, arguments: list[str]) -> None:
        if not hasattr(os, "fork"):
            super()._launch(arguments)
            return
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _FORKING, str(self.log)],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(arguments).encode() + b"\n")
        self._process.stdin.flush()
        self._child = int(self._process.stdout.readline())


_FORKING = """
import json, os, sys
import alembic.command, altair, openpyxl, pandas, sqlalchemy, streamlit.web.cli
from scales.catalog import load_catalog

load_catalog()
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, 1)
        os.dup2(log, 2)
        sys.argv = ["streamlit", *json.loads(line)]
        streamlit.web.cli.main()
    print(child, flush=True)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
