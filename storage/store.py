"""Open a database, bring it up to date, and write to it one whole transaction at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, NullPool, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError

from storage.address import read_address, show_address, without_password
from storage.columns import Moment
from storage.engine import build_engine, is_sqlite, snapshot
from storage.numbering import keep_counting, last_numbers
from storage.problem import StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_340_221
"""Any number, as long as it is always the same: two processes must ask for one lock."""
_WITHOUT_TRAIL = ("0001", "0002")
"""Revisions from before there was an audit trail."""


@dataclass(frozen=True)
class Store:
    """An open database. Hand it to the functions of this package; close it when done."""

    engine: Engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the database at a URL; a SQLite file is created on first use.

        Raises:
            StoreUnavailable: The URL cannot be understood, its driver is not installed, or it
                names a place where SQLite would lose data: memory or a network drive.
        """
        return cls(build_engine(read_address(url)))

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One write transaction: all of it is stored when the block ends, or nothing.

        When the block has ended without an exception, the data survives a killed process.

        Raises:
            StoreUnavailable: The database could not be reached or written.
        """
        with _explained(self.engine.url), self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read without holding up writers: all of the block sees the data as of one moment.

        Raises:
            StoreUnavailable: The database could not be reached or read.
        """
        with _explained(self.engine.url), self.engine.connect() as connection:
            yield snapshot(connection)

    def wait_for_others(self, connection: Connection) -> None:
        """Within a write transaction, wait for others that call this, where rows cannot be locked.

        (A write to SQLite has waited for all others before it began.)
        """
        if not is_sqlite(self.engine):
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def upgrade(store: Store, first: int = 1) -> None:
    """Bring the database to the newest tables; does nothing if it has them.

    All or nothing, and safe when several processes start at once: the first does the work while
    the others wait.

    Args:
        store: The database.
        first: The number at which tables begin that are made now: `numbering.draw_first` where
            records may go to other databases.

    Raises:
        StoreUnavailable: The database cannot be written, or was made by a newer version.
    """
    with rebuild(store) as connection:
        upgrade_within(connection, first=first)


def downgrade(store: Store, revision: str) -> None:
    """Take the database back to an older revision; what only newer tables hold is lost.

    Raises:
        StoreUnavailable: The database cannot be written, or has no such revision.
    """
    with rebuild(store) as connection:
        command.downgrade(configuration(connection), revision)


def configuration(connection: Connection) -> Config:
    """Describe to Alembic where the migrations are and which connection to use."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade_within(connection: Connection, revision: str = "head", first: int = 1) -> None:
    """Bring the tables to a newer revision within `rebuild`."""
    before = MigrationContext.configure(connection).get_current_revision()
    given_out = last_numbers(connection)
    command.upgrade(configuration(connection), revision)
    if MigrationContext.configure(connection).get_current_revision() != before:
        keep_counting(connection, given_out, first)
    if before in _WITHOUT_TRAIL and revision == "head":
        _begin_trail(connection)


@contextmanager
def rebuild(store: Store) -> Iterator[Connection]:
    """One write transaction in which tables may be made, altered and dropped; others wait for it.

    Raises:
        StoreUnavailable: The database cannot be written or is of a newer version, or rows would
            refer to missing ones in the end.
    """
    # SQLite rebuilds a table by dropping it, which must not touch the rows that refer to it.
    engine = build_engine(store.engine.url, enforce_links=False, poolclass=NullPool)
    try:
        with Store(engine).write() as connection:
            Store(engine).wait_for_others(connection)
            _check_letters(connection)
            yield connection
            _check_links(connection)
    except CommandError as error:
        raise StoreUnavailable(
            f"The data at {show_address(engine.url)} does not fit this version: {error} "
            "It was probably made by a newer one; install that. Nothing was changed. [K23]"
        ) from error
    finally:
        engine.dispose()


def _begin_trail(connection: Connection) -> None:
    # Only now: the trail is written by people who act on a store, which is made above.
    from storage.adoption import adopt_all

    moment = connection.execute(select(func.current_timestamp(type_=Moment()))).scalar_one()
    adopt_all(connection, moment)


def _check_letters(connection: Connection) -> None:
    if is_sqlite(connection.engine):
        return
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StoreUnavailable(
            f"The database at {show_address(connection.engine.url)} keeps text as {encoding}, "
            "which lacks letters. Create it with ENCODING 'UTF8' TEMPLATE template0. [K26]"
        )


def _check_links(connection: Connection) -> None:
    if is_sqlite(connection.engine):
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise StoreUnavailable(
                f"Rows refer to others that are missing: {broken[:3]}. Nothing was changed. [K24]"
            )


@contextmanager
def _explained(url: URL) -> Iterator[None]:
    try:
        yield
    except IntegrityError:  # a fault of this program, not of the disk or the network
        raise
    except (DBAPIError, TimeoutError) as error:
        cause = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
        cause = without_password(cause, url)
        raise StoreUnavailable(
            f"The data at {show_address(url)} cannot be read or written just now: {cause}. "
            "What was typed last is not saved; try again. [K22]"
        ) from error
