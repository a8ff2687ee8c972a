"""The app as a server of its own: started on a free port, stopped or killed by its process id."""

from __future__ import annotations

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
        command = [sys.executable, "-m", "streamlit", "run", str(self._script)]
        command += [f"--{name}={value}" for name, value in options.items()]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
