"""The commands that look after the database: bring it up to date, save it, put it back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import platformdirs
import typer

from fidelity_terminal import count, refusal, say

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from storage.backup_file import Contents
    from storage.store import Store

db_app = typer.Typer(help="The database of the app.", no_args_is_help=True)


@db_app.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest tables; does nothing if it has them."""
    from storage.store import upgrade

    with opened_store() as store:
        upgrade(store)
    say("The database is up to date.")


def backup_database(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to make (.zip).")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Save all that is kept into one file, while others may go on working."""
    from storage.backup import backup

    if file.is_dir() or (file.exists() and not force):
        raise refusal(f"{file} exists and was left as it is. Choose another name, or add --force.")
    with opened_store() as store:
        saved = backup(store, file)
    say(f"{file}: {_told(saved)} saved. It holds everything: keep it where nobody else reads it.")


def restore_database(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
) -> None:
    """Put all that a backup holds into an empty database, SQLite or PostgreSQL."""
    from storage.address import show_address
    from storage.backup import restore

    with opened_store() as store:
        restored = restore(store, file)
        say(f"{file}: {_told(restored)} put into {show_address(store.engine.url)}.")


def _told(contents: Contents) -> str:
    rows = sum(part.rows for part in contents.tables.values())
    return f"{count(rows, 'row')} of {count(len(contents.tables), 'table')}"


@contextmanager
def opened_store() -> Iterator[Store]:
    """Open the database that the app uses, and tell calmly what is wrong with it."""
    from storage.problem import StorageError
    from storage.store import Store

    url = os.environ.get("FIDELITY_DATABASE_URL") or own_database_url()
    try:
        with closing(Store.open(url)) as store:
            yield store
    except StorageError as error:
        raise refusal(str(error)) from None


def own_database_url() -> str:
    """Return where the app keeps its data if nothing else is named."""
    from storage.location import default_url

    return default_url(Path(platformdirs.user_data_dir("program-fidelity", appauthor=False)))
