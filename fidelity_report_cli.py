"""The command that writes the report of a visit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from fidelity_store_cli import act_as, opened_store
from fidelity_terminal import check_out, refusal, say, scales_folder, write_whole


def write_report(
    visit: Annotated[int, typer.Argument(metavar="VISIT", help="The number of a visit.")],
    form: Annotated[
        Literal["docx", "pdf", "xlsx"], typer.Option("--as", help="Word, PDF or Excel.")
    ] = "pdf",
    length: Annotated[
        Literal["page", "full"],
        typer.Option("--length", help="One page, or everything."),
    ] = "full",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The file to write; if left out, a name of its own here."),
    ] = None,
    person: Annotated[
        int | None, typer.Option("--person", help="The number of the person who asks.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write the report of a visit, from what a person may see of it."""
    # What makes reports takes a while to load: no other command should wait for it.
    from handover.report_file import report_file, report_name
    from handover.visit_report import visit_report
    from handover.workspace import read_workspace
    from scales.catalog import load_catalog
    from storage.revisions import require_newest

    with opened_store() as store:
        require_newest(store)
        catalog = load_catalog(scales_folder())
        workspace = read_workspace(act_as(store, person), visit, catalog)
        if workspace.shown is None or not workspace.entries:
            raise refusal(f"Of visit {visit} there is no result yet that you may see.")
        out = out or Path(report_name(workspace, form, length))
        check_out(out, f".{form}", force)
        report = visit_report(workspace, dt.date.today(), to_hand_over=True)
        content = report_file(report, form, length)
    write_whole(out, content)
    draft = "" if report.visit.signature else " A draft: the visit is not signed."
    say(f"{out}: {report.occasion}.{draft}")
