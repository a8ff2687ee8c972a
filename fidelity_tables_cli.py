"""The commands that take data elsewhere: tidy tables, and FHIR."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fidelity_store_cli import act_as, opened_store
from fidelity_terminal import check_out, count, refusal, say, scales_folder, write_whole
from scales.catalog import Catalog, load_catalog
from scales.fault import near, quote

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from handover.workspace import Workspace
    from storage.acting import Acting

OutOption = Annotated[Path, typer.Option("--out", help="The file to write.")]
PersonOption = Annotated[
    int | None, typer.Option("--as", metavar="PERSON", help="The number of the person who asks.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]


def export_tables(
    out: OutOption,
    tables: Annotated[
        Literal["csv", "xlsx", "parquet"],
        typer.Option("--tables", help="A zip of CSV or Parquet files, or an Excel workbook."),
    ] = "csv",
    program: Annotated[
        list[int] | None,
        typer.Option("--program", metavar="N", help="The number of a program; may be repeated."),
    ] = None,
    person: PersonOption = None,
    without_notes: Annotated[
        bool, typer.Option("--without-notes", help="Leave out what people wrote themselves.")
    ] = False,
    force: ForceOption = False,
) -> None:
    """Write all that a person may see as tidy tables with a data dictionary."""
    from handover.tables import ENDINGS, read_tables, write_tables

    check_out(out, ENDINGS[tables], force)
    with acting_as(person) as acting:
        today = dt.date.today()
        made = read_tables(acting, catalog(), today, program or None, notes=not without_notes)
        write_whole(out, write_tables(made, tables))
        rows = sum(len(table.rows) for table in made.filled)
        told = f"{count(rows, 'row')} in {count(len(made.filled), 'table')}"
        say(f"{out}: {told}, as {acting.person.name} may see them.")


def export_to_fhir(
    out: OutOption,
    visit: Annotated[
        int | None, typer.Argument(metavar="VISIT", help="The number of a visit.")
    ] = None,
    scale: Annotated[
        str | None, typer.Option("--scale", metavar="ID", help="Write this scale, and no visit.")
    ] = None,
    rater: Annotated[
        list[str] | None,
        typer.Option("--rater", help="Whose ratings; may be repeated. The result if left out."),
    ] = None,
    person: PersonOption = None,
    force: ForceOption = False,
) -> None:
    """Write a visit, or a scale, as FHIR R4."""
    check_out(out, ".json", force)
    if (visit is None) == (scale is None):
        raise refusal("Name a visit by its number, or a scale with --scale.")
    if visit is None:
        write_whole(out, _questionnaire(scale or ""))
        say(f"{out}: the scale {scale} as a FHIR Questionnaire.")
        return
    from handover.fhir_out import visit_file
    from handover.workspace import read_workspace

    with acting_as(person) as acting:
        workspace = read_workspace(acting, visit, catalog())
        raters = _raters(workspace, rater)
        write_whole(out, visit_file(workspace, raters))
        of = ", ".join(raters)
        say(f"{out}: visit {visit} as a FHIR Bundle, rated by {of}.")


def _questionnaire(scale: str) -> bytes:
    from handover.fhir_out import questionnaire_file

    known = catalog()
    if scale not in known.ids:
        raise refusal(f"There is no scale {quote(scale)}. {near(scale, known.ids)}")
    return questionnaire_file(known.get(scale))


def _raters(workspace: Workspace, wanted: list[str] | None) -> tuple[str, ...]:
    from handover.fhir_out import readable_raters

    readable = readable_raters(workspace)
    if not readable:
        raise refusal(f"Nothing is rated at visit {workspace.visit.id} that you may see yet.")
    for name in wanted or ():
        if name not in readable:
            found = f"There are no ratings by {quote(name)} that you may see."
            raise refusal(f"{found} {near(name, readable)}")
    return tuple(dict.fromkeys(wanted)) if wanted else readable[:1]


@contextmanager
def acting_as(person: int | None) -> Iterator[Acting]:
    """Open the database in the name of a person, and tell calmly what they may not see."""
    from storage.revisions import require_newest

    with opened_store() as store:
        require_newest(store)
        yield act_as(store, person)


def catalog() -> Catalog:
    """The scales there are; those of the folder FIDELITY_SCALES among them."""
    return load_catalog(scales_folder())
