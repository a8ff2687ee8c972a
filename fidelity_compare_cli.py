"""The command that sets programs and visits beside each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exchange.table_csv import table_csv
from fidelity_pool_cli import (
    CareOption,
    KindOption,
    PoolScaleOption,
    RegionOption,
    SettingOption,
    UnfinishedOption,
    YearOption,
    frame_lines,
    read_filter,
    scale_of,
    wrapped,
)
from fidelity_tables_cli import PersonOption, acting_as, catalog
from fidelity_terminal import refusal, say

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from handover.compare_answer import CompareAnswer
    from handover.scored_pool import ScoredPool
    from scales.model import Scale


def compare_programs(
    what: Annotated[
        Literal["heat", "items", "totals", "two-visits", "self-external", "raters", "verdicts"],
        typer.Option("--what", help="What to compare."),
    ] = "totals",
    scale: PoolScaleOption = None,
    program: Annotated[
        list[int] | None,
        typer.Option("--program", metavar="N", help="The number of a program; may be repeated."),
    ] = None,
    visit: Annotated[
        list[int] | None,
        typer.Option("--visit", metavar="N", help="The number of a visit; may be repeated."),
    ] = None,
    region: RegionOption = None,
    setting: SettingOption = None,
    level_of_care: CareOption = None,
    year: YearOption = None,
    kind: KindOption = None,
    unfinished: UnfinishedOption = False,
    sort: Annotated[
        Literal["highest", "lowest", "verdict", "name", "region"],
        typer.Option("--sort", help="The order of the visits."),
    ] = "highest",
    months: Annotated[
        int, typer.Option("--months", min=0, max=120, help="How far apart self and external.")
    ] = 6,
    output: Annotated[
        Literal["table", "json", "csv"],
        typer.Option("--format", help="Text to read, a JSON object, or a CSV table."),
    ] = "table",
    person: PersonOption = None,
) -> None:
    """Compare programs on one scale: the latest visit of each, or the visits named."""
    from handover.compare_answer import (
        apart_data,
        compare_lineup,
        compare_raters,
        compare_self,
        compare_two,
    )
    from handover.compared import filtered, line_up
    from handover.pool import load_pool, pool_chance
    from handover.scored_pool import score_pool
    from scoring.compare.sorting import in_order

    with acting_as(person) as acting:
        known = catalog()
        everything = load_pool(acting, known)
        of = scale_of(known, everything, scale)
        visits = load_pool(acting, known, [of.id], program) if program else everything
        whole = score_pool(of, visits)
        asked = (region, setting, level_of_care, year, kind)
        there = [*whole.visits, *whole.apart]
        pool = filtered(whole, read_filter(there, *asked, unfinished=unfinished or bool(visit)))
        chosen = _named(pool, whole, visit or []) if visit else pool
        behind = 0
        if what == "two-visits":
            chance = pool_chance(of, everything)
            answer = compare_two(chosen, _two(chosen, named=bool(visit)), chance)
        elif what == "raters":
            answer = compare_raters(chosen, _of_raters(chosen))
        elif what == "self-external":
            answer = compare_self(chosen, months)
        else:
            line = chosen if visit else chosen.latest()
            answer = compare_lineup(what, in_order(line_up(line), sort))
            behind = 0 if visit else len(line.behind)
        apart = apart_data(chosen)
    _print(answer, of, what, output, apart, behind)


def _named(pool: ScoredPool, whole: ScoredPool, numbers: list[int]) -> ScoredPool:
    """Take the visits that are named, in that order, and tell of each that cannot be taken."""
    from handover.compared import why_apart
    from reporting.compare.apart_words import apart_words

    places = {visit.visit.id: place for place, visit in enumerate(pool.visits)}
    left = {visit.visit.id for visit in whole.visits} - set(places)
    apart = {
        each.visit.visit.id: apart_words(each.why, whole.scale, each.visit.version)
        for each in why_apart(whole)
    }
    faults = []
    for number in dict.fromkeys(numbers):
        if number in apart:
            faults.append(f"--visit {number}: {apart[number]} Leave it out. [V03]")
        elif number in left:
            faults.append(f"--visit {number}: the filters leave it out. Take one away. [V04]")
        elif number not in places:
            found = f"--visit {number}: you see no such visit on {whole.scale.short_name}."
            faults.append(f"{found} `--format json` lists the numbers of visits. [V02]")
    _refuse(faults)
    return pool.take(places[number] for number in dict.fromkeys(numbers))


def _two(pool: ScoredPool, *, named: bool) -> tuple[int, int]:
    from handover.compared import latest_two

    if named and len(pool.visits) != 2:
        raise refusal("Name two visits with --visit, or none for the last two of a program. [V05]")
    if len(pool.visits) < 2:
        raise refusal("There are no two visits to compare. [V05]")
    return (0, 1) if named else latest_two(pool)


def _of_raters(pool: ScoredPool) -> int:
    from handover.compared import rated_by_several

    places = rated_by_several(pool)
    if len(pool.visits) == 1 and not places:
        raise refusal("You see fewer than two raters' sets of this visit. [V06]")
    if not places:
        raise refusal("There is no visit whose ratings by two raters you may see. [V06]")
    return places[0]


def _refuse(faults: list[str]) -> None:
    if faults:
        listed = "".join(f"\n  - {fault}" for fault in faults)
        raise refusal(f"This cannot be compared.{listed}")


def _print(
    answer: CompareAnswer,
    scale: Scale,
    what: str,
    output: str,
    apart: list[dict[str, object]],
    behind: int,
) -> None:
    from reporting.benchmark_words import behind_words

    if output == "json":
        about = {"what": what, "scale": scale.id, "version": scale.version}
        say(json.dumps({**about, **answer.data, "not_compared": apart}))
        return
    head = [str(name) for name in answer.table.columns]
    if output == "csv":
        rows = answer.table.itertuples(index=False, name=None)
        say(table_csv(head, rows).decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n"))
        return
    for sentence in answer.sentences:
        for line in wrapped(sentence):
            say(line)
    if answer.shown is not None:
        say("")
        for line in frame_lines(answer.shown):
            say(line)
    for line in wrapped(behind_words(behind)):
        say(line)
    if apart:
        say(f"\nNot compared: {len(apart)}. `--format json` says which and why.")
