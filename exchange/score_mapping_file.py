"""A mapping of a sheet of item scores as a small file, to be corrected and used again."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO

from exchange.formula_guard import guard, unguard
from exchange.incoming import IncomingError
from exchange.score_grid import Grid
from exchange.score_mapping import ROLES, Column, ScoreMapping, headings_of, meanings
from exchange.sheet import decode
from scales.fault import Fault, join, near, quote
from scales.model import Scale

HEAD = ("column", "heading", "means")
"""Its columns. Settings of the whole sheet have no column."""


def write_mapping(mapping: ScoreMapping) -> str:
    """Write a mapping as CSV, to be corrected and read again."""
    out = StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(HEAD)
    rows.writerow(("", "sheet", guard(mapping.sheet)))
    rows.writerow(("", "a row is", "an item" if mapping.turned else "a program"))
    rows.writerow(("", "headings in", mapping.head))
    for column in mapping.columns:
        rows.writerow((column.label, guard(column.heading), column.means))
    return out.getvalue()


def read_mapping(
    content: bytes, name: str, grids: Mapping[str, Grid], scales: Mapping[str, Scale]
) -> ScoreMapping:
    """Read a mapping file, and find its columns in a file of item scores by their headings.

    Args:
        content: The mapping file.
        name: What to call it in messages.
        grids: The sheets of the file that it is for.
        scales: By id.

    Raises:
        IncomingError: Something in it is not understood, or the file lacks it.
    """
    return _MappingFile(content, name, grids, scales).read()


class _MappingFile:
    def __init__(
        self, content: bytes, name: str, grids: Mapping[str, Grid], scales: Mapping[str, Scale]
    ) -> None:
        self._name, self._grids = name, grids
        self._meanings = meanings(scales)
        self._faults: list[Fault] = []
        text = decode(content)
        if isinstance(text, Fault):
            raise IncomingError(name, [text])
        try:
            self._rows = list(csv.reader(StringIO(text, newline=""), strict=True))
        except csv.Error:
            found = "a quotation mark is not paired."
            raise IncomingError(name, [Fault("R14", None, "", found, "Close it.")]) from None

    def read(self) -> ScoreMapping:
        if not self._rows or tuple(c.strip().lower() for c in self._rows[0]) != HEAD:
            fix = f"Begin it with: {','.join(HEAD)}. --write-map writes one to start with."
            self._tell("D16", 1, "the first line does not name its columns.", fix)
            raise IncomingError(self._name, self._faults)
        settings: dict[str, tuple[int, str]] = {}
        wanted: list[tuple[int, str, str, str]] = []
        for line, row in enumerate(self._rows[1:], start=2):
            cells = [unguard(cell.strip()) for cell in row]
            if not any(cells):
                continue
            if len(cells) != len(HEAD):
                found = f"{len(cells)} cells, where there are {len(HEAD)} columns."
                self._tell("D16", line, found, "Write the three, or put text in quotation marks.")
            elif not cells[0] and cells[1] in ("sheet", "a row is", "headings in"):
                settings[cells[1]] = line, cells[2]
            else:
                wanted.append((line, cells[0], cells[1], cells[2]))
        grid, head = self._set(settings)
        columns = self._columns(grid, head, wanted) if grid else ()
        if self._faults or grid is None:
            raise IncomingError(self._name, self._faults)
        return ScoreMapping(grid.sheet.name, grid.turned, head, columns)

    def _set(self, settings: dict[str, tuple[int, str]]) -> tuple[Grid | None, int]:
        line, title = settings.get("sheet", (1, next(iter(self._grids))))
        grid = self._grids.get(title)
        if grid is None:
            found = f"there is no sheet {quote(title)}."
            self._tell("D02", line, found, near(title, self._grids))
        line, way = settings.get("a row is", (1, "a program"))
        if way not in ("a program", "an item"):
            found = f"{quote(way)} is neither."
            self._tell("D16", line, found, 'Write "a program" or "an item".')
        line, head = settings.get("headings in", (1, "1"))
        if not (head.isascii() and head.isdigit() and 0 < int(head[:8]) < 10_000_000):
            found = f"{quote(head)} is not the number of a line."
            self._tell("D16", line, found, "Write where the headings stand, as a number.")
            head = "1"
        if grid is None:
            return None, 1
        return Grid(grid.sheet, grid.is_text, way == "an item"), int(head[:8])

    def _columns(
        self, grid: Grid, head: int, wanted: list[tuple[int, str, str, str]]
    ) -> tuple[Column, ...]:
        headings = headings_of(grid, head)
        found: dict[int, Column] = {}
        for line, label, heading, means in wanted:
            number = self._find(grid, headings, line, label, heading)
            if means not in self._meanings:
                told = f"{quote(means)} is neither an item nor a role."
                fix = near(means, self._meanings) or f"Write {join(map(quote, ROLES))}, or an item "
                fix += "" if near(means, self._meanings) else 'as "iddt:T8".'
                self._tell("D05", line, told, fix)
            elif number is not None:
                found[number] = Column(number, grid.column_label(number), heading, means)
        return tuple(found[number] for number in sorted(found))

    def _find(
        self, grid: Grid, headings: list[tuple[int, str]], line: int, label: str, heading: str
    ) -> int | None:
        there = [number for number, text in headings if text == heading]
        labeled = [n for n, _ in headings if grid.column_label(n) == label.upper()]
        if len(there) == 1:
            return there[0]
        for number in labeled:
            if number in there or not heading:
                return number
        found = f"the file has no heading {quote(heading)}."
        self._tell("D04", line, found, near(heading, [text for _, text in headings if text]))
        return None

    def _tell(self, code: str, line: int, found: str, fix: str) -> None:
        self._faults.append(Fault(code, line, "", found, fix))
