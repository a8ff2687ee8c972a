"""The command for the plan of a visit: how it stands, out as a file, and back in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exchange.incoming import IncomingError
from exchange.score_table import table_lines
from fidelity_store_cli import act_as, opened_store
from fidelity_terminal import check_out, count, refusal, say, scales_folder, warn, write_whole

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from handover.plan_changes import PlanPreview
    from handover.workspace import Workspace
    from reporting.plan_table import PlanRow


def follow_plan(
    visit: Annotated[int, typer.Argument(metavar="VISIT", help="The number of a visit.")],
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the actions into a table (.csv).")
    ] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", help="Write the days of open actions (.ics).")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Bring such a table or calendar back."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what the file would change.")
    ] = False,
    no_clients: Annotated[
        bool,
        typer.Option("--no-clients", help="Say that what looks like a client's data is none."),
    ] = False,
    output: Annotated[
        Literal["table", "json"],
        typer.Option("--format", help="A table to read, or one JSON object per line."),
    ] = "table",
    person: Annotated[
        int | None,
        typer.Option("--as", metavar="PERSON", help="The number of the person who asks."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file if it exists.")] = False,
) -> None:
    """Tell how the plan of a visit stands; write it into files, or bring one back."""
    from handover.workspace import read_workspace
    from scales.catalog import load_catalog
    from storage.revisions import require_newest

    if file is not None and (csv or ics):
        raise refusal("Write files and bring one back with two commands.")
    for out, ending in ((csv, ".csv"), (ics, ".ics")):
        if out is not None:
            check_out(out, ending, force)
    with opened_store() as store:
        require_newest(store)
        acting = act_as(store, person)
        workspace = read_workspace(acting, visit, load_catalog(scales_folder()))
        if workspace.shown is None or workspace.shown != workspace.official:
            raise refusal(f"Of visit {visit} there is no result yet, and so no plan.")
        if file is not None:
            _bring_back(workspace, file, dry_run=dry_run, accept=no_clients)
        elif csv is None and ics is None:
            _tell(workspace, output)
        else:
            _write(workspace, csv, ics)


def _tell(workspace: Workspace, output: Literal["table", "json"]) -> None:
    from handover.plan_lines import plan_lines
    from reporting.plan_table import plan_rows, plan_summary
    from storage.plans import list_actions

    acting, visit = workspace.acting, workspace.visit.id
    actions = list_actions(acting, visit)
    rows = plan_rows(plan_lines(acting, visit, actions), {}, dt.date.today())
    if output == "json":
        for action, row in zip(actions, rows, strict=True):
            say(json.dumps({"action": action.id, "revision": action.revision} | _object(row)))
        return
    say(plan_summary(rows))
    if rows:
        head = ("", "Action", "Owner", "Due", "Status", "Overdue", "Verified")
        for line in table_lines([head, *map(_cells, rows)]):
            say(line)


def _cells(row: PlanRow) -> tuple[str, ...]:
    late = count(row.days_overdue, "day") if row.overdue else ""
    since = row.done_on or row.since
    status = f"{row.status} since {since}" if since else row.status
    seen = row.verified_on.isoformat() if row.verified_on else ""
    due = row.due.isoformat() if row.due else ""
    return (str(row.number), " ".join(row.do.split()), row.owner, due, status, late, seen)


def _object(row: PlanRow) -> dict[str, object]:
    days = {
        name: day.isoformat() if (day := getattr(row, name)) else None
        for name in ("start", "due", "since", "done_on", "verified_on")
    }
    return {
        "place": row.number,
        "do": row.do,
        "owner": row.owner,
        "status": row.status,
        **days,
        "overdue_days": row.days_overdue,
        "items": ["/".join(link) for link in row.links],
        "baseline": row.baseline,
        "target": row.target,
        "carried": row.carried or None,
    }


def _write(workspace: Workspace, csv: Path | None, ics: Path | None) -> None:
    from handover.plan_out import plan_csv, plan_ics
    from storage.action_verifying import list_checks
    from storage.plans import list_actions

    acting, visit = workspace.acting, workspace.visit
    actions = list_actions(acting, visit.id)
    if csv is not None:
        write_whole(csv, plan_csv(actions, list_checks(acting, visit.id)))
        say(f"{csv}: {count(len(actions), 'action')}.")
    if ics is not None:
        content = plan_ics(workspace.program, visit, actions, dt.datetime.now(dt.UTC))
        write_whole(ics, content)
        say(f"{ics}: {count(content.count(b'BEGIN:VEVENT'), 'day')}.")


def _bring_back(workspace: Workspace, file: Path, *, dry_run: bool, accept: bool) -> None:
    from handover.plan_incoming import accept_plan, read_plan
    from reporting.plan_incoming_words import taken_words

    try:
        content = file.read_bytes()
    except OSError as error:
        raise refusal(f"{file}: the file cannot be read ({error.strerror}).") from None
    try:
        seen = read_plan(workspace, content, file.name)
    except IncomingError as error:
        raise refusal(str(error)) from None
    for line in _preview_lines(seen):
        say(line)
    if dry_run or not seen.brings:
        say("Nothing was changed." if dry_run else f"{file.name}: there is nothing to take in.")
        return
    if seen.clients and not accept:
        for fault in seen.clients:
            warn(f"  - {fault}")
        raise refusal("Some words look like a client's data. If they are none, add --no-clients.")
    now = dt.datetime.now(dt.UTC)
    accept_plan(workspace.acting, seen, now, accept_identifiers=accept)
    say(taken_words(file.name, len(seen.changed), len(seen.added), len(seen.conflicts)))


def _preview_lines(seen: PlanPreview) -> Iterator[str]:
    for change in seen.changed:
        for field in change.fields:
            place = f"{change.stored.position + 1}. {_short(change.stored.do)}"
            yield f"{place}: {field.label}: {_short(field.old)} -> {_short(field.new)}"
    for _line, action in seen.added:
        yield f"New: {_short(action.do)}"
    for conflict in seen.conflicts:
        for field in conflict.fields:
            stored, brought = _short(field.old), _short(field.new)
            place = f"{conflict.place}. {_short(conflict.do)}: {field.label}"
            yield f"Stays, changed meanwhile: {place}: {stored} (the file has {brought})"
    for words in seen.kept_days:
        yield f"May be two days: {words}"
    for words in seen.left_out:
        yield f"Left out: {words}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= 60 else f"{line[:59]}…") or "(empty)"
