"""The command that makes what a reviewer takes to a site without a network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from fidelity_store_cli import act_as, opened_store
from fidelity_terminal import count, refusal, say


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

    if out.suffix.lower() != ".zip":
        raise refusal(f"{out}: a pack's name ends in .zip.")
    if out.is_dir() or (out.exists() and not force):
        raise refusal(f"{out} exists and was left as it is. Choose another name, or add --force.")
    if with_answers and rater is None:
        raise refusal("Say whose answers with --rater, or make a blank pack.")
    folder = os.environ.get("FIDELITY_SCALES")
    with opened_store() as store:
        require_newest(store)
        catalog = load_catalog(Path(folder) if folder else None)
        workspace = read_workspace(act_as(store, person), visit, catalog)
        content = make_offline_pack(workspace, rater or "", with_answers=with_answers)
    _write(content, out)
    scales = count(len(workspace.entries), "scale")
    answers = f"with the answers of {rater}" if with_answers else "without answers"
    say(f"{out}: {scales} of the visit of {workspace.visit.date.isoformat()}, {answers}.")


def _write(content: bytes, out: Path) -> None:
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        # For its owner alone, as the database is: it may hold answers.
        made = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(made, "wb") as file:
            file.write(content)
        part.replace(out)
    except OSError as error:
        raise refusal(f"{out}: the pack cannot be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)
