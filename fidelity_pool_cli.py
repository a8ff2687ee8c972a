"""What commands over many programs share: the scale and program meant, filters, how they print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exchange.score_table import table_lines
from fidelity_terminal import refusal
from scales.catalog import Catalog
from scales.fault import join, near, quote

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    import pandas as pd

    from handover.pool import PoolVisit
    from handover.pool_filter import PoolFilter
    from scales.model import Scale
    from storage.acting import Acting
    from storage.programs import Program

_WIDTH = 96

PoolScaleOption = Annotated[
    str | None, typer.Option("--scale", metavar="ID", help="The scale; needed if several.")
]
RegionOption = Annotated[
    list[str] | None, typer.Option("--region", help="Only of this region; may be repeated.")
]
SettingOption = Annotated[
    list[str] | None, typer.Option("--setting", help="Only of this setting; may be repeated.")
]
CareOption = Annotated[
    list[str] | None, typer.Option("--level-of-care", help="Only with this one; may be repeated.")
]
YearOption = Annotated[
    list[int] | None, typer.Option("--year", help="Only visits of this year; may be repeated.")
]
KindOption = Annotated[
    list[str] | None, typer.Option("--kind", help="Only visits of this kind; may be repeated.")
]
UnfinishedOption = Annotated[
    bool, typer.Option("--unfinished", help="With visits that are still being rated.")
]
FormatOption = Annotated[
    Literal["table", "json"], typer.Option("--format", help="Text to read, or a JSON object.")
]


def scale_of(known: Catalog, visits: Sequence[PoolVisit], wanted: str | None) -> Scale:
    """The scale that is named, or the only one that was rated.

    Raises:
        typer.Exit: There is no such scale, or several were rated and none is named.
    """
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


def read_filter(
    visits: Sequence[PoolVisit],
    regions: list[str] | None,
    settings: list[str] | None,
    care: list[str] | None,
    years: list[int] | None,
    kinds: list[str] | None,
    *,
    unfinished: bool,
) -> PoolFilter:
    """Make a filter; a word that no visit has is told, all of them at once.

    Raises:
        typer.Exit: No visit has what is asked for.
    """
    from handover.pool_filter import PoolFilter, filter_choices

    there = filter_choices(visits)
    asked: list[tuple[str, Sequence[str] | None, Sequence[str]]] = [
        ("region", regions, there.regions),
        ("setting", settings, there.settings),
        ("level-of-care", care, there.levels_of_care),
        ("kind", kinds, there.kinds),
    ]
    faults = [
        _fault(f"--{option} {quote(text)}", near(text, known) if known else "")
        for option, texts, known in asked
        for text in texts or ()
        if text not in known
    ]
    choose = f"Choose {join(map(str, there.years))}." if there.years else ""
    faults += [_fault(f"--year {y}", choose) for y in years or () if y not in there.years]
    if faults:
        listed = "".join(f"\n  - {fault}" for fault in faults)
        raise refusal(f"These visits cannot be looked at.{listed}")
    return PoolFilter(
        frozenset(regions or ()),
        frozenset(settings or ()),
        frozenset(care or ()),
        frozenset(years or ()),
        frozenset(kind for kind in there.kinds if kind in (kinds or ())),
        unfinished,
    )


def _fault(place: str, fix: str) -> str:
    if not fix:
        return f"{place}: no visit has any. Leave it out. [V01]"
    return f"{place}: no visit has it. {fix} [V01]"


def program_of(acting: Acting, wanted: str) -> Program:
    """The program of that number, or the only one whose name holds those words.

    Raises:
        typer.Exit: The person sees no such program, or several.
    """
    from storage.programs import list_programs

    every = [p for archived in (False, True) for p in list_programs(acting, "", archived)]
    if wanted.isdecimal():
        found = [p for p in every if p.id == int(wanted)]
    else:
        exactly = [p for p in every if p.name.casefold() == wanted.strip().casefold()]
        found = exactly or [p for p in every if wanted.strip().casefold() in p.name.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        fix = near(wanted, [p.name for p in every]) if every else "There is none yet."
        raise refusal(f"You see no program {quote(wanted)}. {fix} [V07]")
    named = join(f"{p.id} ({p.name})" for p in found)
    raise refusal(f"{quote(wanted)} may be several programs. Give the number: {named}. [V08]")


def frame_lines(frame: pd.DataFrame) -> Iterator[str]:
    """Lay a table out in columns."""
    rows = [[str(cell) for cell in row] for row in frame.itertuples(index=False, name=None)]
    return table_lines([[str(name) for name in frame.columns], *rows])


def wrapped(text: str, indent: int = 0) -> list[str]:
    """Break a sentence into lines, each indented, the later ones a little more."""
    first = " " * indent
    return wrap(text, _WIDTH, initial_indent=first, subsequent_indent=first + "  ")
