"""A database that lies nowhere: to look at rows before they are let into the one that counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, StaticPool, make_url

from storage.engine import build_engine
from storage.store import upgrade_within

_MEMORY = 64 * 1024 * 1024
"""Bytes of it that are kept in memory at the most."""


@contextmanager
def scratch_database(revision: str) -> Iterator[Connection]:
    """Open a database with the tables of a revision and no rows, which is gone afterwards.

    SQLite keeps it in memory as long as it fits, and then in a file without a name, which goes
    with the process even if that is killed.
    """
    empty = sqlite3.connect("", check_same_thread=False)
    empty.execute(f"PRAGMA cache_size=-{_MEMORY // 1024}")
    _with_tables(revision).backup(empty)
    with _opened(empty) as connection:
        yield connection


@lru_cache(maxsize=4)
def _with_tables(revision: str) -> sqlite3.Connection:
    """Make the tables once: the migrations take longer than to read most files."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    made = sqlite3.connect("", check_same_thread=False)
    with _opened(made) as connection:
        upgrade_within(connection, revision)
        connection.commit()
        made.backup(kept)
    return kept


@contextmanager
def _opened(raw: sqlite3.Connection) -> Iterator[Connection]:
    options: dict[str, Any] = {"poolclass": StaticPool, "creator": lambda: raw}
    engine = build_engine(make_url("sqlite://"), enforce_links=False, **options)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
