"""The command that makes what a reviewer takes to a site without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fidelity_store_cli import act_as, opened_store
from fidelity_terminal import check_out, count, refusal, say, scales_folder, write_whole


def make_pack(
    visit: Annotated[int, typer.Argument(metavar="VISIT", help="The number of a visit.")],
    out: Annotated[Path, typer.Option("--out", help="The pack to make (.zip).")],
    rater: Annotated[
        str | None, typer.Option("--rater", help="For whom; else whoever rates writes their name.")
    ] = None,
    person: Annotated[
        int | None,
        typer.Option("--as", metavar="PERSON", help="The number of the person who asks."),
    ] = None,
    with_answers: Annotated[
        bool,
        typer.Option(
            "--with-answers/--blank", help="Put into the workbook what that rater answered already."
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Make a form to print, a workbook and a form for phones for a visit without a network."""
    # What makes forms takes a while to load: no other command should wait for it.
    from handover.offline_pack import make_offline_pack
    from handover.workspace import read_workspace
    from scales.catalog import load_catalog
    from storage.revisions import require_newest

    check_out(out, ".zip", force)
    if with_answers and rater is None:
        raise refusal("Say whose answers with --rater, or make a blank pack.")
    with opened_store() as store:
        require_newest(store)
        catalog = load_catalog(scales_folder())
        workspace = read_workspace(act_as(store, person), visit, catalog)
        content = make_offline_pack(workspace, rater or "", with_answers=with_answers)
    write_whole(out, content)
    scales = count(len(workspace.entries), "scale")
    answers = f"with the answers of {rater}" if with_answers else "without answers"
    say(f"{out}: {scales} of the visit of {workspace.visit.date.isoformat()}, {answers}.")
