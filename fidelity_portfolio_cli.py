"""The commands over many programs: who is due, and the invented portfolio to try them on."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exchange.score_table import table_lines
from fidelity_tables_cli import acting_as, catalog, check_out, write_whole
from fidelity_terminal import count, progress, say

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from handover.due_list import DueLine
    from storage.acting import Acting

PersonOption = Annotated[
    int | None, typer.Option("--as", metavar="PERSON", help="The number of the person who asks.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]


def list_due_programs(
    output: Annotated[
        Literal["table", "json"],
        typer.Option("--format", help="A table to read, or one JSON object per line."),
    ] = "table",
    ics: Annotated[
        Path | None, typer.Option("--ics", help="Write the days into a calendar file too (.ics).")
    ] = None,
    actions: Annotated[
        bool, typer.Option("--actions", help="Put open actions of plans into the calendar too.")
    ] = False,
    person: PersonOption = None,
    ahead: Annotated[
        int, typer.Option("--ahead", min=0, max=3650, help="Days before its day a visit is due.")
    ] = 60,
    date: Annotated[
        dt.datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="As of this day; today if left out."),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Tell which programs are due, overdue or in progress, by the rule of each scale."""
    from handover.due_list import list_due

    if ics is not None:
        check_out(ics, ".ics", force)
    today = date.date() if date else dt.date.today()
    with acting_as(person) as acting:
        lines = list_due(acting, catalog(), today, ahead)
        for line in _table(lines) if output == "table" else _objects(lines, today):
            say(line)
        if ics is not None:
            written = _write_calendar(acting, lines, today, ics, actions)
            typer.echo(f"{ics}: {count(written, 'day')}.", err=output == "json")


def load_sample_portfolio(
    file: Annotated[
        Path | None,
        typer.Option("--csv", help="Write it into a ratings file (.csv), not into the database."),
    ] = None,
    person: PersonOption = None,
    force: ForceOption = False,
) -> None:
    """Add forty invented programs over three years, to try portfolios and comparisons on."""
    from handover.sample_portfolio import load_portfolio, portfolio_items
    from sample_data.portfolio import draw_portfolio
    from sample_data.portfolio_csv import write_ratings

    scales = catalog()
    drawn = draw_portfolio(portfolio_items(scales))
    if file is not None:
        check_out(file, ".csv", force)
        text = io.StringIO(newline="")
        lines = write_ratings(drawn, text)
        write_whole(file, text.getvalue().encode())
        say(f"{file}: {count(lines, 'line')} of {count(len(drawn), 'invented program')}.")
        return
    with acting_as(person) as acting:
        now = dt.datetime.now(dt.UTC)
        loaded = load_portfolio(acting, scales, drawn, now, progress("Visits"))
    added = f"{count(loaded.programs, 'invented program')} and {count(loaded.visits, 'visit')}"
    say(f"{added} added.")


def _table(lines: tuple[DueLine, ...]) -> list[str]:
    from handover.due_calendar import named
    from reporting.due_words import STATES, rule_of_rating_again

    if not lines:
        return ["There is no program."]
    rows = [("Program", "Scale", "State", "Due on", "Last rated", "Verdict", "Begun or planned")]
    for line in lines:
        due = line.due
        verdict = due.last.verdict if due.last else None
        rows.append(
            (
                named(line.program),
                line.scale.short_name if line.scale else "–",
                STATES[due.state],
                _day(due.on),
                _day(due.last.day if due.last else None),
                verdict.name if verdict else "–",
                _day(due.begun),
            )
        )
    scales = {line.scale.id: line.scale for line in lines if line.scale}
    rules = [f"{s.short_name}: {rule_of_rating_again(s)}" for s in scales.values()]
    return [*table_lines(rows), "", *rules]


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else "–"


def _objects(lines: tuple[DueLine, ...], today: dt.date) -> list[str]:
    from reporting.due_words import due_sentence

    return [json.dumps(_object(line, due_sentence(line.due, today))) for line in lines]


def _object(line: DueLine, words: str) -> dict[str, object]:
    due, program = line.due, line.program
    verdict = due.last.verdict if due.last else None
    return {
        "program": {"id": program.id, "name": program.name, "invented": program.invented},
        "region": program.region,
        "scale": line.scale.id if line.scale else None,
        "state": due.state,
        "due_on": due.on.isoformat() if due.on else None,
        "last_rated": due.last.day.isoformat() if due.last else None,
        "verdict": verdict.id if verdict else None,
        "begun": due.begun.isoformat() if due.begun else None,
        "words": words,
    }


def _write_calendar(
    acting: Acting, lines: tuple[DueLine, ...], today: dt.date, out: Path, actions: bool
) -> int:
    from exchange.calendar import calendar_text
    from handover.due_calendar import due_events, open_action_events

    events = due_events(lines, today) + (open_action_events(acting) if actions else [])
    now = dt.datetime.now(dt.UTC)
    write_whole(out, calendar_text(events, "Program fidelity", now))
    return len(events)
