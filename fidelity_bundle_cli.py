"""Programs with all that goes with them, taken out and brought in as a bundle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exchange.score_table import table_lines
from fidelity_store_cli import opened_store
from fidelity_terminal import count, progress, refusal, say

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from storage.acting import Acting, Operator
    from storage.bundle_preview import BundlePreview
    from storage.store import Store

PersonOption = Annotated[
    int | None,
    typer.Option(
        "--as",
        metavar="PERSON",
        help="Do it as this person, by number; else as who runs the toolkit here.",
    ),
]


def export_data(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The bundle to make (.fidelity.zip).")],
    programs: Annotated[
        list[int] | None,
        typer.Option("--program", metavar="N", help="Only this program; may be given again."),
    ] = None,
    person: PersonOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Take programs out, with everything that goes with them, to bring them in elsewhere."""
    from storage.bundle import BUNDLE, ENDING
    from storage.bundle_export import check_made, export_bundle
    from storage.row_zip import new_file

    if not out.name.lower().endswith(ENDING):
        raise refusal(f"{out}: a bundle's name ends in {ENDING}.")
    if out.is_dir() or (out.exists() and not force):
        raise refusal(f"{out} exists and was left as it is. Choose another name, or add --force.")
    with _newest_store() as store, new_file(out, BUNDLE) as raw:
        made = export_bundle(_who(store, person), raw, programs, progress("Writing"))
        check_made(raw, str(out), progress("Reading it back"))
    told = count(made.tables["program"].rows, "program")
    visits = count(made.tables["visit"].rows, "visit")
    say(f"{out}: {told} with {visits}. It holds notes and names: keep it as you keep the database.")


def import_bundle_file(file: Path, dry_run: bool, skip_conflicts: bool, person: int | None) -> None:
    """Bring a bundle in: all of it, or nothing and the reason."""
    from storage.bundle import open_bundle_file
    from storage.bundle_compare import preview_bundle
    from storage.bundle_writing import import_bundle

    with _newest_store() as store, ExitStack() as opened:
        who = _who(store, person)
        bundle = opened.enter_context(open_bundle_file(file, progress("Checking")))
        preview = preview_bundle(who, bundle)
        _tell(preview)
        if preview.conflicting and not skip_conflicts:
            raise refusal(
                f"{file}: nothing is brought in, because of "
                f"{count(len(preview.conflicting), 'program')} with a conflict. With "
                "--skip-conflicts these are left out."
            )
        if dry_run:
            return
        now = dt.datetime.now(dt.UTC)
        shown = progress("Bringing in")
        import_bundle(who, bundle, preview, now, skip_conflicts=skip_conflicts, progress=shown)
    brought = count(len(preview.brought), "program")
    say(f"{file}: {brought} brought in." if preview.brought else f"{file}: nothing new in it.")


def _tell(preview: BundlePreview) -> None:
    from handover.bundle_words import COLUMNS, people_notes, preview_rows, summary

    for line in table_lines([COLUMNS, *preview_rows(preview)]):
        say(line)
    for note in (*people_notes(preview), summary(preview)):
        say(note)


def _who(store: Store, person: int | None) -> Acting | Operator:
    from storage.acting import Operator
    from storage.people import act

    return Operator(store) if person is None else act(store, person)


@contextmanager
def _newest_store() -> Iterator[Store]:
    from storage.revisions import require_newest

    with opened_store() as store:
        require_newest(store)
        yield store
