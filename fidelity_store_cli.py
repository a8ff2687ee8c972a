"""The commands that look after the database: bring it up to date, save, restore and verify it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import platformdirs
import typer

from exchange.audit_csv import Change, read_change, write_audit
from fidelity_terminal import count, refusal, say, warn

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from storage.acting import Acting
    from storage.row_zip import Contents
    from storage.store import Store

TAMPERED = 1
"""Exit status where something stored was changed by hand."""

db_app = typer.Typer(help="The database of the app.", no_args_is_help=True)


@db_app.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest tables; does nothing if it has them."""
    from storage.numbering import draw_first
    from storage.store import upgrade

    with opened_store(new=True) as store:
        upgrade(store, first=draw_first())
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

    with opened_store(new=True) as store:
        restored = restore(store, file)
        say(f"{file}: {_told(restored)} put into {show_address(store.engine.url)}.")


def verify_database() -> None:
    """Check that nothing stored was changed by hand; exit status 1 where something was."""
    from storage.revisions import require_newest
    from storage.verifying import verify_and_count

    with opened_store() as store:
        require_newest(store)
        verified = verify_and_count(store)
    counted = ", ".join(
        (
            count(verified.records, "record"),
            count(verified.events, "event"),
            count(verified.signatures, "signature"),
        )
    )
    if not verified.found:
        say(f"Nothing was changed by hand: {counted}.")
        return
    for finding in verified.found:
        say(str(finding))
    warn(f"{count(len(verified.found), 'finding')} in {counted}. Keep a copy before you do more.")
    raise typer.Exit(TAMPERED)


def export_audit_trail(
    visit: Annotated[int, typer.Argument(metavar="VISIT", help="The number of a visit.")],
    out: Annotated[Path, typer.Option("--out", help="The table to write (.csv).")],
    person: Annotated[
        int | None,
        typer.Option("--as", metavar="PERSON", help="The number of the person who asks."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write every change of a visit that a person may see into a table."""
    from storage.audit import list_events
    from storage.revisions import require_newest

    if out.suffix.lower() != ".csv":
        raise refusal(f"{out}: a table's name ends in .csv.")
    if out.is_dir() or (out.exists() and not force):
        raise refusal(f"{out} exists and was left as it is. Choose another name, or add --force.")
    with opened_store() as store:
        require_newest(store)
        acting = act_as(store, person)
        changes = [read_change(vars(event)) for event in list_events(acting, visit)]
    lines = _write_table(changes, out)
    told = f"{count(len(changes), 'change')} in {count(lines, 'line')}"
    say(f"{out}: {told}, as {acting.person.name} may see them.")


def act_as(store: Store, person_id: int | None) -> Acting:
    """Act as a person, or as the first one there was who may still use the database."""
    from storage.people import act, list_people

    ids = [person.id for person in list_people(store)]
    if not ids:
        raise refusal("Nobody uses this database yet. Open the app and say who you are.")
    return act(store, min(ids) if person_id is None else person_id)


def _write_table(changes: list[Change], out: Path) -> int:
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        # For its owner alone, as the database is. By the mark it begins with Excel knows UTF-8.
        made = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(made, "w", encoding="utf-8-sig", newline="") as table:
            lines = write_audit(changes, table)
        part.replace(out)
    except OSError as error:
        raise refusal(f"{out}: the table cannot be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)
    return lines


def _told(contents: Contents) -> str:
    return f"{count(contents.rows, 'row')} of {count(len(contents.tables), 'table')}"


@contextmanager
def opened_store(*, new: bool = False) -> Iterator[Store]:
    """Open the database that the app uses, and tell calmly what is wrong with it.

    Args:
        new: Whether it may be made here; else nothing is written where there is none.
    """
    from storage.location import is_missing
    from storage.problem import StorageError
    from storage.store import Store

    url = os.environ.get("FIDELITY_DATABASE_URL") or own_database_url()
    try:
        if not new and is_missing(url):
            raise refusal(f"There is no database at {url}. Look at FIDELITY_DATABASE_URL.")
        with closing(Store.open(url)) as store:
            yield store
    except StorageError as error:
        raise refusal(str(error)) from None


def own_database_url() -> str:
    """Return where the app keeps its data if nothing else is named."""
    from storage.location import default_url

    return default_url(Path(platformdirs.user_data_dir("program-fidelity", appauthor=False)))
