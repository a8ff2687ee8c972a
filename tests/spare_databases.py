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
_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
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
    """Databases with the newest tables and no rows, all copies of one."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self._spare: list[str] = []
        url = postgres.create(_TEMPLATE)
        with closing(Store.open(url)) as store:
            upgrade(store)
        self._shape, self._size = self._look_at(url)

    def take(self) -> str:
        """Return the address of one that nobody else uses."""
        return self._spare.pop() if self._spare else self._postgres.create(template=_TEMPLATE)

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
            self._postgres.drop(url)

    def _look_at(self, url: str) -> tuple[str, int]:
        name = make_url(url).database or ""
        with self._postgres.connect(name) as connection:
            connection.execute("SET lock_timeout = '2s'")
            connection.execute(_OTHERS)
            (shape,) = connection.execute(_SHAPE).fetchone() or ("",)
            connection.execute(_EMPTY)
            (size,) = connection.execute("SELECT pg_database_size(%s)", [name]).fetchone() or (0,)
        return shape, size
