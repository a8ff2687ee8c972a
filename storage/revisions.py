"""Revisions of the tables: which there are, and what the tables of one look like."""

from __future__ import annotations

from functools import cache

from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, StaticPool, make_url

from storage.address import show_address
from storage.engine import build_engine
from storage.problem import StoreUnavailable
from storage.store import MIGRATIONS, Store, configuration


def revision_of(connection: Connection) -> str | None:
    """Return the revision that a database is at; None where nothing was made yet."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Tell whether this version of the program knows how to reach a revision."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    return revision in {script.revision for script in scripts.walk_revisions()}


def newest_revision() -> str:
    """Return the revision of the tables of this version."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert head is not None, "there are migrations"
    return head


def require_newest(store: Store) -> None:
    """Make sure that a database has the newest tables.

    Raises:
        StoreUnavailable: It has older ones, newer ones or none, or cannot be read.
    """
    with store.read() as connection:
        revision = revision_of(connection)
    if revision != newest_revision():
        raise StoreUnavailable(
            f"The database at {show_address(store.engine.url)} does not have the tables of this "
            "version. Run `fidelity db upgrade` first. [K28]"
        )


@cache
def tables_at(revision: str) -> MetaData:
    """Describe the tables of a revision as its migrations make them.

    No database is asked: the migrations run on an empty one in memory. So what is read or written
    at a revision does not hang on what else lies in the user's database.
    """
    engine = build_engine(make_url("sqlite://"), enforce_links=False, poolclass=StaticPool)
    try:
        with engine.connect() as connection, connection.begin():
            command.upgrade(configuration(connection), revision)
            found = MetaData()
            found.reflect(connection)
    finally:
        engine.dispose()
    found.remove(found.tables["alembic_version"])
    return found
