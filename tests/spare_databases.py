"""Empty PostgreSQL databases for tests: handed out, emptied, and handed out again."""

from __future__ import annotations

from contextlib import closing

import psycopg
from sqlalchemy import make_url

from storage.store import Store, upgrade
from tests.postgres import Postgres

_TEMPLATE = "migrated"
_LARGE = 4_000_000
"""Bytes by which a database may grow before it is quicker to make another."""

# All that a test could have altered but the rows. A copy has the object ids of its template.
_SHAPE = """
SELECT string_agg(part, ' ' ORDER BY part) FROM (
  SELECT concat('class', oid, relname) part
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat('column', attrelid, attnum, attname, attnotnull, attisdropped)
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat('rule', oid) FROM pg_constraint
  UNION ALL SELECT concat('trigger', oid, tgenabled) FROM pg_trigger
  UNION ALL SELECT concat('version', version_num) FROM alembic_version
) parts
"""
# A connection that waits for its next use does not harm.
_BUSY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
_EMPTY = """
DO $$
DECLARE name regclass;
BEGIN
  SET LOCAL session_replication_role = replica;  -- no triggers, no foreign keys
  FOR name IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND relkind = 'r' AND relname <> 'alembic_version'
  LOOP EXECUTE format('DELETE FROM %s', name); END LOOP;
  PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'
    AND relnamespace = 'public'::regnamespace;
END $$
"""


class SpareDatabases:
    """Databases with the newest tables and no rows, all copies of one.

    What it takes time to make stays with a database from test to test: connections, and what the
    store has prepared for them.
    """

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self._spare: list[str] = []
        self._stores: dict[str, Store] = {}
        self._connections: dict[str, psycopg.Connection] = {}
        url = postgres.create(_TEMPLATE)
        with closing(Store.open(url)) as store:
            upgrade(store)
        self._shape, self._size = self._look_at(url)
        self._forget(url)  # nobody may be connected to what is copied

    def take(self) -> str:
        """Return the address of one that nobody else uses."""
        return self._spare.pop() if self._spare else self._postgres.create(template=_TEMPLATE)

    def store(self, url: str) -> Store:
        """Return the store of one, open; it is not to be closed."""
        if url not in self._stores:
            self._stores[url] = Store.open(url)
        return self._stores[url]

    def give_back(self, url: str) -> None:
        """Empty it for another test, or remove it if its tables are no longer as they were."""
        try:
            shape, size = self._look_at(url)
            reusable = shape == self._shape and size < self._size + _LARGE
        except psycopg.Error:
            reusable = False
        if reusable:
            self._spare.append(url)
        else:
            self._forget(url)
            self._postgres.drop(url)

    def close(self) -> None:
        """Give all connections back."""
        for url in [*self._stores, *self._connections]:
            self._forget(url)

    def _forget(self, url: str) -> None:
        if url in self._stores:
            self._stores.pop(url).close()
        if url in self._connections:
            self._connections.pop(url).close()

    def _look_at(self, url: str) -> tuple[str, int]:
        name = make_url(url).database or ""
        if url not in self._connections:
            self._connections[url] = self._postgres.connect(name)
            self._connections[url].execute("SET lock_timeout = '2s'")
        connection = self._connections[url]
        connection.execute(_BUSY)
        (shape,) = connection.execute(_SHAPE).fetchone() or ("",)
        connection.execute(_EMPTY)
        (size,) = connection.execute("SELECT pg_database_size(%s)", [name]).fetchone() or (0,)
        return shape, size
