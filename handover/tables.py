"""All that a person may see as tidy tables, and the tables as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from exchange.tidy.cells import joined
from exchange.tidy.column import Filled, Value, fill
from exchange.tidy.dictionary import dictionary
from exchange.tidy.plan_tables import ACTIONS, CORRECTIONS, SIGNATURES
from exchange.tidy.program_tables import ASSESSMENTS, PROGRAMS, TEAM, VISITS
from exchange.tidy.rating_tables import AGREEMENT, RATINGS, SCORES, VERDICTS
from exchange.tidy.table_archive import write_archive
from exchange.tidy.target_table import TARGETS
from handover.table_rows import (
    action_lines,
    assessment_lines,
    correction_lines,
    program_line,
    signature_lines,
    target_lines,
    team_lines,
    visit_line,
)
from handover.table_scores import (
    agreement_lines,
    combined_lines,
    score_lines,
    score_sets,
    verdict_lines,
)
from handover.table_sets import rating_lines, sets_of
from scales.catalog import Catalog
from storage.acting import Acting
from storage.seen_records import Seen, SeenVisit, read_seen

TableForm = Literal["csv", "xlsx", "parquet"]
CellValue = str | int | float | dt.date | None
"""What the cell of a workbook takes: a list is one text there."""
TITLE = "Program fidelity: tables"
ENDINGS: dict[TableForm, str] = {"csv": ".zip", "xlsx": ".xlsx", "parquet": ".zip"}


@dataclass(frozen=True)
class Tables:
    """All tables, and a few sentences on what they hold and for whom."""

    filled: tuple[Filled, ...]
    about: str


def read_tables(
    acting: Acting,
    catalog: Catalog,
    made_on: dt.date,
    program_ids: Collection[int] | None = None,
    *,
    notes: bool = True,
) -> Tables:
    """Read what a person may see, and score it.

    Args:
        acting: Who takes the data out.
        catalog: The scales; what was rated with one that is gone is not scored.
        made_on: The day.
        program_ids: Which programs; None for all that the person sees, archived ones too.
        notes: Whether to keep what people wrote in words of their own.

    Raises:
        NotFound: One of the programs does not exist, or the acting person may not see it.
    """
    seen = read_seen(acting, program_ids)
    filled = _fill(seen, catalog, notes=notes)
    return Tables(filled, _about(acting, seen, made_on, notes=notes))


def _fill(seen: Seen, catalog: Catalog, *, notes: bool) -> tuple[Filled, ...]:
    sets = [each for visit in seen.visits for each in sets_of(visit, catalog)]
    scored = score_sets(sets)
    numbers = [line for each in scored for line in score_lines(each)]
    verdicts = [line for each in scored for line in verdict_lines(each)]
    return tuple(
        fill(layout, rows, notes=notes)
        for layout, rows in (
            (PROGRAMS, map(program_line, seen.programs)),
            (VISITS, map(visit_line, seen.visits)),
            (TEAM, _of_each(team_lines, seen)),
            (ASSESSMENTS, (a for v in seen.visits for a in assessment_lines(v, catalog))),
            (TARGETS, _of_each(target_lines, seen)),
            (RATINGS, (line for each in sets for line in rating_lines(each))),
            (SCORES, [*numbers, *combined_lines(scored)]),
            (VERDICTS, verdicts),
            (AGREEMENT, agreement_lines(sets)),
            (ACTIONS, _of_each(action_lines, seen)),
            (CORRECTIONS, _of_each(correction_lines, seen)),
            (SIGNATURES, _of_each(signature_lines, seen)),
        )
    )


def _of_each(
    lines: Callable[[SeenVisit], Iterator[Mapping[str, Value]]], seen: Seen
) -> Iterator[Mapping[str, Value]]:
    return (line for visit in seen.visits for line in lines(visit))


def _about(acting: Acting, seen: Seen, made_on: dt.date, *, notes: bool) -> str:
    programs, visits = len(seen.programs), len(seen.visits)
    words = "Notes are in it." if notes else "Notes and reasons in people's own words are left out."
    return (
        f"{TITLE}\n\n"
        f"Made on {made_on.isoformat()}, as {acting.person.name} may see them: "
        f"{programs:,} program{'s' * (programs != 1)}, {visits:,} visit{'s' * (visits != 1)}.\n"
        f"{words} It holds names: keep it where nobody else reads it.\n\n"
        "The data dictionary says what each column holds and what an empty cell means. An empty\n"
        "cell is missing, and never 0. In CSV a text that a spreadsheet would take for a formula\n"
        "has an apostrophe in front.\n"
    )


def write_tables(tables: Tables, form: TableForm) -> bytes:
    """Write tables as one file: a zip of CSV or Parquet files, or an Excel workbook."""
    if form != "xlsx":
        return write_archive(tables.filled, form, tables.about)
    # What makes workbooks takes a while to load: nothing else should wait for it.
    from reporting.excel.table_workbook import TableSheet, write_table_workbook

    described = dictionary()
    sheets = [
        TableSheet(table.layout.name, table.layout.names, _for_cells(table))
        for table in (described, *tables.filled)
    ]
    out = BytesIO()
    write_table_workbook(TITLE, tables.about, sheets, out)
    return out.getvalue()


def _for_cells(table: Filled) -> Iterator[list[CellValue]]:
    for row in table.rows:
        yield [joined(value) if isinstance(value, tuple) else value for value in row]
