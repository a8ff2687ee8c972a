"""Open a database, bring it up to date, and write to it one whole transaction at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, NullPool, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    TimeoutError,
)

from storage.engine import build_engine, is_sqlite
from storage.problem import StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_340_221
"""Any number, as long as it is always the same: two processes must ask for one lock."""


@dataclass(frozen=True)
class Store:
    """An open database. Hand it to the functions of this package; close it when done."""

    engine: Engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the database at a URL; a SQLite file is created on first use.

        Raises:
            StoreUnavailable: The URL cannot be understood, its driver is not installed, or it
                names a database in memory, which would keep nothing.
        """
        try:
            parsed = make_url(url)
            engine = build_engine(parsed)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise StoreUnavailable(
                f"The database URL cannot be used: {error} Write it like "
                "sqlite:////folder/fidelity.sqlite or postgresql://user@host/database. [K20]"
            ) from error
        if is_sqlite(engine) and parsed.database in (None, "", ":memory:"):
            raise StoreUnavailable(
                f"{url} is a database in memory: all would be gone at the end. Name a file. [K21]"
            )
        return cls(engine)

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
        """Read without holding up writers.

        Raises:
            StoreUnavailable: The database could not be reached or read.
        """
        with _explained(self.engine.url), self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def upgrade(store: Store) -> None:
    """Bring the database to the newest tables; does nothing if it has them.

    All or nothing, and safe when several processes start at once: the first does the work while
    the others wait.

    Raises:
        StoreUnavailable: The database cannot be written, or was made by a newer version.
    """
    _migrate(store, command.upgrade, "head")


def downgrade(store: Store, revision: str) -> None:
    """Take the database back to an older revision; what only newer tables hold is lost.

    Raises:
        StoreUnavailable: The database cannot be written, or has no such revision.
    """
    _migrate(store, command.downgrade, revision)


def configuration(connection: Connection) -> Config:
    """Describe to Alembic where the migrations are and which connection to use."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _migrate(store: Store, do: Callable[[Config, str], None], revision: str) -> None:
    # SQLite rebuilds a table by dropping it, which must not touch the rows that refer to it.
    engine = build_engine(store.engine.url, enforce_links=False, poolclass=NullPool)
    try:
        with Store(engine).write() as connection:
            if not is_sqlite(engine):
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
            do(configuration(connection), revision)
            _check_links(connection)
    except CommandError as error:
        raise StoreUnavailable(
            f"The data at {engine.url.render_as_string()} does not fit this version: {error} "
            "It was probably made by a newer one; install that. Nothing was changed. [K23]"
        ) from error
    finally:
        engine.dispose()


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
        raise StoreUnavailable(
            f"The data at {url.render_as_string()} cannot be read or written just now: {cause}. "
            "What was typed last is not saved; try again. [K22]"
        ) from error
