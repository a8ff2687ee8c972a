"""A plan as a CSV table: one action a line, to be changed in a spreadsheet and brought back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO

from exchange.formula_guard import unguard
from exchange.incoming import IncomingError
from exchange.sheet import Layout, Sheet, decode
from exchange.tidy.cells import cell_text
from exchange.tidy.column import Column, Kind, Value
from scales.fault import Fault

PLAN = (
    Column("place", "whole", "Place in the plan, from 1. Not read back."),
    Column("do", "text", "What to do."),
    Column("owner", "text", "Who sees to it.", "Nobody yet."),
    Column("start", "day", "When it begins.", "No date."),
    Column("due", "day", "When it should be done.", "No date."),
    Column("status", "text", "planned, in_progress, done or dropped."),
    Column("effort", "text", "small, medium or large.", "Not judged."),
    Column("items", "list", "Items it should raise, as scale/item.", "None named."),
    Column("baseline", "whole", "The level when it was planned.", "Not rated then.", "level"),
    Column("target", "whole", "The level aimed at.", "Not said.", "level"),
    Column("measure_of_success", "text", "What shows that it is done.", "Not said."),
    Column("reason", "text", "Why.", "Not said."),
    Column("barrier", "text", "Id of what stands in the way.", "Nothing."),
    Column("note", "text", "Note on it.", "No note."),
    Column("done_by", "text", "Who called it done. Not read back.", "Not done."),
    Column("done_on", "day", "When. Not read back.", "Not done."),
    Column("verified_by", "text", "Who else has seen it. Cannot be brought in.", "Nobody."),
    Column("verified_on", "day", "When. Cannot be brought in.", "Nobody."),
    Column("origin", "text", "own, suggested:scale/item/action or carried:action. Not read back."),
    Column("visit", "whole", "Number of the visit whose plan it is.", "A new action."),
    Column("action", "whole", "Number of the action. Leave it.", "A new action."),
    Column("revision", "whole", "How often it had been changed. Leave it.", "A new action."),
)
"""In the order of the file: what people change comes first, what tells actions apart last."""
NAMES = tuple(column.name for column in PLAN)
_KINDS: dict[str, Kind] = {column.name: column.kind for column in PLAN}
FIELDS = (
    *("do", "owner", "start", "due", "status", "effort", "items", "baseline", "target"),
    *("measure_of_success", "reason", "barrier", "note"),
)
"""What can be changed by a file."""
MOST_LINES = 2_000
"""More actions than any plan holds: such a file is another table."""
_LAYOUT = Layout(NAMES, ("do", "action", "revision"), of="a plan")


@dataclass(frozen=True)
class PlanFileLine:
    """One action as a file has it.

    Attributes:
        cells: By the names of the columns that the file has.
    """

    line: int
    cells: Mapping[str, str]


def write_plan_file(rows: Iterable[Mapping[str, Value]]) -> bytes:
    """Write actions as CSV that a spreadsheet opens without taking a cell for a formula.

    Args:
        rows: One action each, by the names of all columns of `PLAN`, in the order to write them.
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(NAMES)
    for row in rows:
        writer.writerow([_written(name, row[name]) for name in NAMES])
    return out.getvalue().encode("utf-8-sig")


def read_plan_file(content: bytes, file: str) -> tuple[PlanFileLine, ...]:
    """Read a file that `write_plan_file` wrote and people changed.

    Args:
        content: UTF-8 text; a comma, semicolon or tab stands between its cells.
        file: What to call it in messages.

    Raises:
        IncomingError: It cannot be read as such a table; it carries every fault.
    """
    text = decode(content)
    if isinstance(text, Fault):
        raise IncomingError(file, [text])
    sheet = Sheet(text, _LAYOUT)
    found = tuple(
        PlanFileLine(line, {name: _one_ending(cells[at]) for name, at in sheet.places.items()})
        for line, cells in sheet.records()
    )
    if sheet.faults:
        raise IncomingError(file, sheet.faults)
    if not found:
        what = "there are no actions below the first line."
        raise IncomingError(file, [Fault("R22", None, "", what, "Write one line an action.")])
    if len(found) > MOST_LINES:
        what = f"{len(found):,} actions are more than a file brings in, which is {MOST_LINES:,}."
        fix = "Leave out the lines that did not change."
        raise IncomingError(file, [Fault("A12", None, "", what, fix)])
    return found


def as_read(name: str, value: Value) -> str:
    """The text that a cell holds when it comes back as it was written."""
    return _one_ending(unguard(_written(name, value).strip()))


def _written(name: str, value: Value) -> str:
    return "" if value is None or value == () else cell_text(_KINDS[name], value)


def _one_ending(text: str) -> str:
    # A spreadsheet may end the lines within a cell in another way than it got them.
    return text.replace("\r\n", "\n").replace("\r", "\n")
