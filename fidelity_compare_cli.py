"""The command that sets programs and visits beside each other."""

from __future__ import annotations

import json
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exchange.score_table import table_lines
from exchange.table_csv import table_csv
from fidelity_tables_cli import PersonOption, acting_as, catalog
from fidelity_terminal import refusal, say
from scales.fault import join, near, quote

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from handover.compare_answer import CompareAnswer
    from handover.pool import PoolVisit
    from handover.scored_pool import ScoredPool
    from scales.catalog import Catalog
    from scales.model import Scale

_WIDTH = 96
Texts = list[str] | None


def compare_programs(
    what: Annotated[
        Literal["heat", "items", "totals", "two-visits", "self-external", "raters", "verdicts"],
        typer.Option("--what", help="What to compare."),
    ] = "totals",
    scale: Annotated[
        str | None, typer.Option("--scale", metavar="ID", help="The scale; needed if several.")
    ] = None,
    program: Annotated[
        list[int] | None,
        typer.Option("--program", metavar="N", help="The number of a program; may be repeated."),
    ] = None,
    visit: Annotated[
        list[int] | None,
        typer.Option("--visit", metavar="N", help="The number of a visit; may be repeated."),
    ] = None,
    region: Annotated[
        Texts, typer.Option("--region", help="Only of this region; may be repeated.")
    ] = None,
    setting: Annotated[
        Texts, typer.Option("--setting", help="Only of this setting; may be repeated.")
    ] = None,
    level_of_care: Annotated[
        Texts, typer.Option("--level-of-care", help="Only with this one; may be repeated.")
    ] = None,
    year: Annotated[
        list[int] | None, typer.Option("--year", help="Only visits of this year; may be repeated.")
    ] = None,
    kind: Annotated[
        Texts, typer.Option("--kind", help="Only visits of this kind; may be repeated.")
    ] = None,
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help="With visits that are still being rated.")
    ] = False,
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
    from handover.compared import line_up
    from handover.pool import load_pool, pool_chance
    from handover.scored_pool import score_pool
    from scoring.compare.sorting import in_order

    with acting_as(person) as acting:
        known = catalog()
        everything = load_pool(acting, known)
        of = _scale(known, everything, scale)
        visits = load_pool(acting, known, [of.id], program) if program else everything
        whole = score_pool(of, visits)
        filters = {"region": region, "setting": setting, "level-of-care": level_of_care}
        pool = _filtered(whole, filters, year, kind, unfinished or bool(visit))
        chosen = _named(pool, whole, visit or []) if visit else pool
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
        apart = apart_data(chosen)
    _print(answer, of, what, output, apart)


def _scale(known: Catalog, visits: tuple[PoolVisit, ...], wanted: str | None) -> Scale:
    """The scale that is named, or the only one that was rated."""
    if wanted is not None and wanted not in known.ids:
        raise refusal(f"There is no scale {quote(wanted)}. {near(wanted, known.ids)}")
    if wanted is not None:
        return known.get(wanted).scale
    rated = list(dict.fromkeys(visit.scale.id for visit in visits))
    if not rated:
        raise refusal("There is no visit yet that you may see. Rate a program first.")
    if len(rated) > 1:
        raise refusal(f"Several scales were rated. Choose one with --scale: {join(rated)}.")
    return known.get(rated[0]).scale


def _filtered(
    whole: ScoredPool, wanted: dict[str, Texts], years: list[int] | None, kinds: Texts, open_: bool
) -> ScoredPool:
    """Keep what the filters let through; a word that no visit has is told, all of them at once."""
    from handover.compared import filtered
    from handover.pool_filter import PoolFilter, filter_choices

    there = filter_choices([*whole.visits, *whole.apart])
    choices = {
        "region": there.regions,
        "setting": there.settings,
        "level-of-care": there.levels_of_care,
    }
    faults = [
        _fault(name, text, choices[name])
        for name, texts in wanted.items()
        for text in texts or ()
        if text not in choices[name]
    ]
    faults += [
        _fault("year", str(year), tuple(map(str, there.years)))
        for year in years or ()
        if year not in there.years
    ]
    asked = frozenset(kinds or ())
    faults += [_fault("kind", kind, there.kinds) for kind in kinds or () if kind not in there.kinds]
    _refuse(faults)
    chosen = PoolFilter(
        frozenset(wanted["region"] or ()),
        frozenset(wanted["setting"] or ()),
        frozenset(wanted["level-of-care"] or ()),
        frozenset(years or ()),
        frozenset(kind for kind in there.kinds if kind in asked),
        open_,
    )
    return filtered(whole, chosen)


def _fault(option: str, text: str, choices: tuple[str, ...]) -> str:
    if not choices:
        return f"--{option} {quote(text)}: no visit has any. Leave it out. [V01]"
    return f"--{option} {quote(text)}: no visit has it. {near(text, choices)} [V01]"


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
    answer: CompareAnswer, scale: Scale, what: str, output: str, apart: list[dict[str, object]]
) -> None:
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
        for line in wrap(sentence, _WIDTH, subsequent_indent="  "):
            say(line)
    if answer.shown is not None:
        names = [str(name) for name in answer.shown.columns]
        cells = [[str(c) for c in row] for row in answer.shown.itertuples(index=False, name=None)]
        say("")
        for line in table_lines([names, *cells]):
            say(line)
    if apart:
        say(f"\nNot compared: {len(apart)}. `--format json` says which and why.")
