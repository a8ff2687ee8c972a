"""A PostgreSQL server of the tests' own: in a folder that goes with it, for this user alone."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.in_memory import memory_folder

USER = "fidelity"
_PATIENCE = 60.0
_WINDOWS = os.name == "nt"

# Another order of letters and another time zone than SQLite has, so that a test finds what hangs
# on either. Before version 15 a whole cluster could not have such an order.
_LOCALE = ("--encoding=UTF8", "--locale=C")
_ORDER = ("--locale-provider=icu", "--icu-locale=en-US")
_SETTINGS = {
    "TimeZone": "America/New_York",
    "max_connections": "200",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "autovacuum": "off",
    "jit": "off",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def find_programs() -> Path | None:
    """Return the folder that holds `initdb` and `postgres`, the newest if there are several."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    # Debian keeps what only the server's owner needs off the path.
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    suffix = ".exe" if _WINDOWS else ""
    return next((f for f in folders if (f / f"postgres{suffix}").exists()), None)


class Postgres:
    """A server on an empty cluster of its own.

    It ends with the process that made it, even if that is killed.

    Args:
        programs: Where `initdb` and `postgres` are.
        durable: Whether what is committed survives a crash; without it all is faster.
    """

    def __init__(self, programs: Path, *, durable: bool = False) -> None:
        self._programs = programs
        self._version = _version(programs)
        # Not pytest's folder: another user could not get there.
        self.folder = Path(tempfile.mkdtemp(prefix="fidelity-postgres-", dir=memory_folder()))
        self._host = "127.0.0.1" if _WINDOWS else str(self.folder)
        self._port = _free_port() if _WINDOWS else 5432
        self._settings = _SETTINGS | ({} if durable else _NOT_DURABLE)
        self._owner = _owner()
        self._databases = 0
        self._keeper: subprocess.Popen[bytes] | None = None
        if self._owner:
            shutil.chown(self.folder, self._owner["user"], self._owner["group"])
        self._create_cluster()

    def url(self, database: str = "postgres") -> str:
        """Return a database's address, as FIDELITY_DATABASE_URL takes it."""
        where = f"localhost:{self._port}" if _WINDOWS else ""
        beside = "" if _WINDOWS else f"?host={self._host}"
        return f"postgresql+psycopg://{USER}@{where}/{database}{beside}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        listens = self._host if _WINDOWS else ""
        sockets = "" if _WINDOWS else self._host
        settings = self._settings | {
            "listen_addresses": listens,
            "unix_socket_directories": sockets,
            "port": str(self._port),
        }
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self._data), *flags]
        with (self.folder / "log").open("ab") as log:
            self._keeper = subprocess.Popen(
                [sys.executable, "-c", _KEEPER, str(self.folder), repr(self._owner), *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_it_answers()

    def kill(self) -> None:
        """End it as a power cut would; `start` brings it back with what it had committed."""
        assert self._keeper is not None and self._keeper.stdin is not None
        pid = int((self._data / "postmaster.pid").read_text().split("\n")[0])
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        self._keeper.wait(_PATIENCE)
        self._keeper.stdin.close()

    def stop(self) -> None:
        """End it and remove its folder."""
        if self._keeper is not None and self._keeper.stdin is not None:
            self._keeper.stdin.close()
            self._keeper.wait(_PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, name: str | None = None, template: str = "template0") -> str:
        """Create a database like another one that nobody is connected to; returns its address."""
        self._databases += 1
        name = name or f"test_{self._databases}"
        self._command("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._command("DROP DATABASE {} WITH (FORCE)", make_url(url).database or "")

    def _command(self, text: str, *names: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Connect as the cluster's owner, to whom everything is allowed."""
        return psycopg.connect(
            host=self._host, port=self._port, user=USER, dbname=database, autocommit=True
        )

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _create_cluster(self) -> None:
        command = [self._programs / "initdb", "-D", self._data, "-U", USER, "-A", "trust"]
        done = subprocess.run(
            [*command, "--no-sync", *_LOCALE, *(_ORDER if self._version >= 15 else ())],
            capture_output=True,
            text=True,
            check=False,
            **self._owner,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _wait_until_it_answers(self) -> None:
        assert self._keeper is not None
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up and self._keeper.poll() is None:
            with suppress(psycopg.OperationalError), self.connect():
                return
            time.sleep(0.02)
        log = (self.folder / "log").read_text(errors="replace")
        raise AssertionError(f"PostgreSQL did not start:\n{log}")


# Ends the server when its own input ends, which it does however the tests come to their end.
_KEEPER = """
import ast, shutil, signal, subprocess, sys, threading

folder, owner, *command = sys.argv[1:]
server = subprocess.Popen(command, stdin=subprocess.DEVNULL, **ast.literal_eval(owner))


def keep():
    sys.stdin.buffer.read()
    server.send_signal(getattr(signal, "SIGQUIT", signal.SIGTERM))  # at once
    server.wait()
    shutil.rmtree(folder, ignore_errors=True)


watch = threading.Thread(target=keep, daemon=True)
watch.start()
server.wait()
watch.join(1)
"""


def _version(programs: Path) -> int:
    told = subprocess.run([programs / "postgres", "--version"], capture_output=True, check=True)
    return int(told.stdout.split()[2].partition(b".")[0])


def _owner() -> dict[str, Any]:
    """As whom to run it, for `subprocess`: PostgreSQL refuses to be run by root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid}
    raise AssertionError("PostgreSQL does not run as root, and there is no user it could run as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
