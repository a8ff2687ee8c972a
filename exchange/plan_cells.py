"""What the cells of a plan's file mean: each changed cell read by what its column holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from exchange.plan_days import DayOrder, all_readings
from exchange.plan_file import FIELDS, PlanFileLine, as_read
from exchange.tidy.cells import BETWEEN, parted
from scales.barrier import load_barriers
from scales.fault import Fault, join, near, quote
from scales.item import Effort

STATUSES = ("planned", "in_progress", "done", "dropped")
DAYS = ("start", "due")
_WHOLE = re.compile(r"\d{1,9}")
_PICK_OUT = "An action is verified on the Plan page, by somebody else than who called it done."


@dataclass
class PlanCells:
    """Reads the cells of a file; what is wrong with them gathers in `faults`.

    Args:
        items: The items of the visit's scales, as scale/item.
        order: Which of month and day stands first in the file, as far as its days tell.

    Attributes:
        kept_days: Which days may be two, and were taken for what they had been; in sentences.
    """

    items: Collection[str]
    order: DayOrder = field(default_factory=DayOrder)
    faults: list[Fault] = field(default_factory=list)
    kept_days: list[str] = field(default_factory=list)

    def changed(self, row: PlanFileLine, was: Mapping[str, Any]) -> dict[str, Any]:
        """Read the fields in which a line differs from what an action was when it was written.

        Args:
            row: The line.
            was: The fields then; those of an empty action where it is new.

        Returns:
            The new values of these fields alone; a cell with a fault is missing.
        """
        found = {}
        for name in FIELDS:
            cell = row.cells.get(name)
            if cell is None or cell == as_read(name, _plain(was[name])):
                continue
            value = self._read(row.line, name, cell, was[name])
            if not isinstance(value, Fault):
                found[name] = value
            else:
                self.faults.append(value)
        return {name: value for name, value in found.items() if value != was[name]}

    def whole(self, row: PlanFileLine, name: str) -> int | None:
        """Read a number that tells actions apart; None where there is none, or a fault."""
        cell = row.cells.get(name, "")
        if not cell:
            return None
        if not is_whole(cell):
            found = f"{quote(cell)} is no number."
            fix = "Leave it as it was written, or empty it for a new action."
            self.faults.append(Fault("A04", row.line, name, found, fix))
            return None
        return int(cell)

    def _read(self, line: int, name: str, cell: str, was: Any) -> Any:
        if name in DAYS:
            return self._day(line, name, cell, was)
        if name in ("baseline", "target"):
            return _level(line, name, cell)
        if name == "items":
            return self._items(line, cell, was)
        if name == "status":
            return _status(line, cell)
        if name == "effort":
            return _choice(line, name, cell, get_args(Effort)) if cell else None
        if name == "barrier":
            return _barrier(line, cell)
        return cell

    def _day(self, line: int, name: str, cell: str, was: dt.date | None) -> Any:
        if not cell:
            return None
        readings = self.order.readings(cell)
        if len(readings) == 1:
            return readings[0]
        if was in readings:  # a spreadsheet wrote the day in a way of its own, or it is another
            [other] = (day for day in readings if day != was)
            self.kept_days.append(
                f"Line {line}: {name} {cell} was taken as {was}, unchanged; write it as {other} "
                "if you meant that."
            )
            return was
        if readings:
            months = join(day.isoformat() for day in readings)
            found, fix = f"{quote(cell)} may be {months}.", "Write it as YYYY-MM-DD."
            return Fault("A07", line, name, found, fix)
        found = f"{quote(cell)} is not a day."
        return Fault("A06", line, name, found, "Write it as YYYY-MM-DD, or leave it empty.")

    def _items(self, line: int, cell: str, was: tuple[tuple[str, str], ...]) -> Any:
        known = {*self.items, *("/".join(pair) for pair in was)}
        parts = parted(cell) if BETWEEN in cell else tuple(re.split(r"[;|]", cell))
        pairs = []
        for part in filter(None, (each.strip() for each in parts)):
            if part not in known:
                found = f"{quote(part)} is no item of this visit's scales, as scale/item."
                fix = near(part, sorted(known)) or "Write it as in the other lines."
                return Fault("A10", line, "items", found, fix)
            scale, _, item = part.partition("/")
            if (scale, item) not in pairs:
                pairs.append((scale, item))
        return tuple(pairs)


def is_whole(cell: str) -> bool:
    """Whether a cell holds a number that can tell actions apart."""
    return bool(_WHOLE.fullmatch(cell)) or (cell.isdecimal() and len(cell) == 10)


def _plain(value: Any) -> Any:
    """Items as the list that stands in a cell."""
    if isinstance(value, tuple):
        return tuple("/".join(pair) for pair in value)
    return value


def _level(line: int, name: str, cell: str) -> Any:
    if not cell:
        return None
    if not _WHOLE.fullmatch(cell) or not cell.isascii():
        found = f"{quote(cell)} is not a level."
        return Fault("A11", line, name, found, "Write a whole number, or leave it empty.")
    return int(cell)


def _status(line: int, cell: str) -> Any:
    if cell.lower() == "verified":
        return Fault("A09", line, "status", '"verified" cannot be brought in.', _PICK_OUT)
    return _choice(line, "status", cell, STATUSES)


def _choice(line: int, name: str, cell: str, choices: Collection[str]) -> Any:
    written = "_".join(cell.lower().split())
    if written in choices:
        return written
    found = f"{quote(cell)} is not a choice." if cell else "it is empty."
    return Fault("A08", line, name, found, near(written, choices))


def _barrier(line: int, cell: str) -> Any:
    known = {barrier.name.lower(): barrier.id for barrier in load_barriers()}
    ids = set(known.values())
    if not cell or cell in ids:
        return cell
    if cell.lower() in known:
        return known[cell.lower()]
    found = f"{quote(cell)} is none of the barriers."
    fix = near(cell, sorted(ids)) or "Write what stands in the way into the note."
    return Fault("A08", line, "barrier", found, fix)


def check_verified(row: PlanFileLine, shown: Mapping[str, Any]) -> list[Fault]:
    """Refuse a file that says somebody has verified an action who has not said so here.

    Args:
        row: The line.
        shown: `verified_by` and `verified_on` as they would be written now.
    """
    return [
        Fault("A09", row.line, name, f"{quote(cell)} cannot be brought in.", _PICK_OUT)
        for name, value in shown.items()
        if (cell := row.cells.get(name, "")) and not _says(name, cell, value)
    ]


def _says(name: str, cell: str, value: Any) -> bool:
    if cell == as_read(name, value):
        return True
    return isinstance(value, dt.date) and value in all_readings(cell)
