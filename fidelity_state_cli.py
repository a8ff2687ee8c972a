"""The command that writes a report over many programs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fidelity_pool_cli import CareOption, RegionOption, SettingOption
from fidelity_tables_cli import ForceOption, PersonOption, acting_as, catalog
from fidelity_terminal import check_out, count, progress, refusal, say, write_whole
from scales.fault import near, quote

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from handover.pool_filter import PoolFilter
    from handover.report_file import Form
    from storage.acting import Acting

_FORMS: dict[str, Form] = {".docx": "docx", ".pdf": "pdf", ".xlsx": "xlsx"}


def write_state_report(
    out: Annotated[
        Path, typer.Option("--out", help="The file to write: Word, PDF or Excel, by its ending.")
    ],
    scale: Annotated[
        list[str] | None,
        typer.Option("--scale", metavar="ID", help="Only this scale; may be repeated."),
    ] = None,
    region: RegionOption = None,
    setting: SettingOption = None,
    level_of_care: CareOption = None,
    date: Annotated[
        dt.datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="As of this day; today if left out."),
    ] = None,
    person: PersonOption = None,
    force: ForceOption = False,
) -> None:
    """Write a report over all programs that a person may see, as Word, PDF or Excel."""
    from handover.pool_filter import PoolFilter
    from handover.state_file import state_file
    from handover.state_report import StateRequest, gather_state

    form = _FORMS.get(out.suffix.lower())
    if form is None:
        raise refusal(f"{out}: the name of such a file ends in .docx, .pdf or .xlsx.")
    check_out(out, f".{form}", force)
    known = catalog()
    for unknown in set(scale or ()) - set(known.ids):
        raise refusal(f"There is no scale {quote(unknown)}. {near(unknown, known.ids)}")
    today = date.date() if date else dt.date.today()
    with acting_as(person) as acting:
        chosen = PoolFilter(
            frozenset(region or ()), frozenset(setting or ()), frozenset(level_of_care or ())
        )
        _check(acting, chosen)
        request = StateRequest(chosen, set(scale) if scale else None)
        facts = gather_state(acting, known, today, request, progress("Programs and scales"))
    if not facts.programs:
        raise refusal("There is no program that you see.")
    write_whole(out, state_file(facts, form))
    names = ", ".join(each.scale.short_name for each in facts.scales) or "no scale"
    say(f"{out}: {count(len(facts.programs), 'program')} on {names}.")


def _check(acting: Acting, chosen: PoolFilter) -> None:
    """Refuse what no program is: a slip would make a report over nothing."""
    from handover.pool_filter import program_choices
    from storage.programs import list_programs

    there = program_choices(list_programs(acting))
    wanted = (
        ("region", chosen.regions, there.regions),
        ("setting", chosen.settings, there.settings),
        ("level of care", chosen.levels_of_care, there.levels_of_care),
    )
    faults = [
        f"  - no program that you see has the {name} {quote(unknown)}. "
        f"{near(unknown, choices) if choices else 'Of none is any noted: leave it out.'} [V01]"
        for name, asked, choices in wanted
        for unknown in sorted(asked - set(choices))
    ]
    if faults:
        raise refusal("\n".join(["These programs cannot be reported on.", *faults]))
