"""Connections with the settings this package relies on."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

_WAIT_FOR_READERS = 2_000
"""Milliseconds that emptying the log waits for readers; writers wait as long."""
WAIT_SECONDS = 30
"""How long a write waits for another one to finish, unless the URL ends in `?timeout=...`."""


def is_sqlite(engine: Engine) -> bool:
    """Tell whether this is SQLite, where writing locks the whole file."""
    return engine.dialect.name == "sqlite"


def build_engine(url: URL, *, enforce_links: bool = True, **options: Any) -> Engine:
    """Build an engine with the settings this package relies on.

    Args:
        url: Where the data is.
        enforce_links: Whether SQLite refuses a row that refers to a missing one; off only while
            a migration rebuilds tables.
        options: Further arguments of `create_engine`.
    """
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True, **options)
        event.listen(engine, "connect", _set_up_server)
        return engine
    wait = {} if "timeout" in url.query else {"timeout": WAIT_SECONDS}
    engine = create_engine(url, connect_args=wait, **options)

    def set_up(raw: Any, _record: object) -> None:
        # sqlite3 must not begin transactions by itself: it would begin them without the lock.
        raw.isolation_level = None
        _write_ahead(raw)
        # FULL and fullfsync: an acknowledged answer survives a power cut, on macOS too.
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA fullfsync=ON")
        # What is deleted is overwritten: words that a purge takes away are not left in the file.
        raw.execute("PRAGMA secure_delete=ON")
        raw.execute(f"PRAGMA foreign_keys={'ON' if enforce_links else 'OFF'}")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_server(raw: Any, _record: object) -> None:
    # As SQLite: a write does not wait for ever, and what was acknowledged is on the disk, even if
    # the server takes that lightly for others. What its owner set on purpose stays.
    raw.execute(
        f"SELECT set_config('lock_timeout', '{WAIT_SECONDS}s', false) "
        "WHERE current_setting('lock_timeout') = '0'"
    )
    raw.execute(
        "SELECT set_config('synchronous_commit', 'on', false) "
        "WHERE current_setting('synchronous_commit') = 'off'"
    )
    raw.commit()


def snapshot(connection: Connection) -> Connection:
    """Make all that is read in a transaction be of one moment, as it always is in SQLite."""
    if is_sqlite(connection.engine):
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def forget_deleted(engine: Engine) -> None:
    """Take what was deleted out of SQLite's write-ahead log too; not within a transaction.

    Who reads at the same time for longer than a few seconds keeps it there; then the next time
    the log is emptied takes it, at the latest when the last one closes the database.
    """
    if not is_sqlite(engine):
        return
    raw = engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        (wait,) = driver.execute("PRAGMA busy_timeout").fetchone()
        driver.execute(f"PRAGMA busy_timeout={_WAIT_FOR_READERS}")
        # What was to be deleted is deleted: a failure here must not look as if it were not.
        with suppress(sqlite3.OperationalError):
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        driver.execute(f"PRAGMA busy_timeout={wait}")
    finally:
        raw.close()


def _write_ahead(raw: sqlite3.Connection) -> None:
    # Readers and a writer do not hold each other up. SQLite does not wait for the lock that the
    # first switch needs, so two processes that create the file at once would fail without this.
    give_up = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    # A writer takes the lock before it reads, so what it compared is still true when it writes.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
