"""Open a workbook from elsewhere safely, and hand its sheets over as plain cells.

Nothing in it is run, followed or fetched: macros, links and formulas stay where they are. Of a
formula the result counts that the spreadsheet program stored beside it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from exchange.workbook_cells import Cell, CellReader, TooManyCells, cell_name, find_cell, unescaped
from exchange.workbook_package import Package
from scales.fault import Fault, quote

MOST_SHEETS = 200
MOST_CELLS = 500_000
_SAVE = 'Open it and choose File, Save as, "Excel Workbook (.xlsx)".'


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        hidden: Whether Excel does not show it.
        rows: Row number to column number to cell, both from 1; empty cells are left out.
        merged: Areas of merged cells, as "A2:A5"; all but the first cell of each are empty.
    """

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: tuple[str, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell, an empty one where there is nothing."""
        return self.rows.get(row, {}).get(column) or Cell(cell_name(row, column), None)

    def at(self, name: str) -> Cell:
        """Return a cell by its name, such as "C12"."""
        place = find_cell(name)
        return self.cell(*place) if place else Cell(name, None)

    def place(self, cell: Cell) -> str:
        """Say where a cell is, as its author finds it."""
        return f"sheet {quote(self.name)}, cell {cell.name}"

    def merged_at(self, row: int, column: int) -> str:
        """The area of merged cells that hides a cell; empty where none does."""
        for area, (top, left, bottom, right) in self._areas:
            within = top <= row <= bottom and left <= column <= right
            if within and (row, column) != (top, left):
                return area
        return ""

    def trouble(self, cell: Cell) -> Fault | None:
        """Tell why the value of a cell is not known; None where it is."""
        shown = f" ({quote(cell.shown)})" if cell.shown else ""
        match cell.trouble:
            case "":
                return None
            case "formula":
                found = f"a formula{shown} without a stored result."
                fix = "Open and save the workbook in Excel, or type the value."
                return Fault("W08", None, self.place(cell), found, fix)
            case "error":
                found = f"the cell shows the error {quote(cell.shown)}."
                fix = "Mend its formula, or type the value."
                return Fault("W09", None, self.place(cell), found, fix)
        found = f"what stands here{shown} cannot be read."
        return Fault("W06", None, self.place(cell), found, "Type the value once more, and save.")

    @cached_property
    def _areas(self) -> tuple[tuple[str, tuple[int, int, int, int]], ...]:
        found = []
        for area in self.merged:
            first, _, last = area.partition(":")
            corners = find_cell(first), find_cell(last or first)
            if corners[0] and corners[1]:
                found.append((area, (*corners[0], *corners[1])))
        return tuple(found)


def read_sheets(content: bytes, name: str) -> dict[str, Sheet]:
    """Read the sheets of an .xlsx workbook, hidden ones too, in its order.

    Args:
        content: The file.
        name: What to call it in messages.

    Raises:
        IncomingError: It is no such workbook, damaged, too large, holds macros, or is made to do
            harm. A single cell that cannot be read does not keep the rest from being read; ask
            `Sheet.trouble`.
    """
    package = Package(content, name)
    book = _Book(package)
    return {title: book.sheet(title, hidden, part) for title, hidden, part in book.listed}


def as_text(cell: Cell) -> str:
    """What a cell shows as text: a whole number without a point, a day as 2026-03-02."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case dt.date() | dt.time():
            return value.isoformat()
    return str(value).strip()


class _Book:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._cells = 0
        main = (part for kind, part in package.relations("").values() if kind == "officeDocument")
        path = next(main, "")
        if not path:
            found = "this archive does not say where its workbook is."
            raise package.refusal("W02", found, _SAVE)
        self._related = package.relations(path)
        self._epoch = WINDOWS_EPOCH
        self.listed: list[tuple[str, bool, str]] = []
        package.parse(path, self._start, _nothing, _nothing)
        if not self.listed:
            raise package.refusal("W05", "it has no sheets.", _SAVE)
        self._texts = self._read_texts()
        self._dates = self._read_dates()

    def sheet(self, title: str, hidden: bool, part: str) -> Sheet:
        reader = CellReader(self._texts, self._dates, self._epoch, MOST_CELLS - self._cells)
        try:
            self._package.parse(part, reader.start, reader.end, reader.text)
        except TooManyCells:
            found = f"with it the workbook has more than {MOST_CELLS:,} cells."
            fix = "Delete what does not belong to the ratings, or save them as CSV."
            raise self._package.refusal("W01", found, fix, f"sheet {quote(title)}") from None
        self._cells += reader.count
        rows = dict(sorted(reader.rows.items()))
        return Sheet(title, hidden, rows, tuple(reader.merged))

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "workbookPr" and given.get("date1904") in ("1", "true"):
            self._epoch = MAC_EPOCH
        elif tag == "sheet":
            self._add_sheet(given)

    def _add_sheet(self, given: dict[str, str]) -> None:
        title = given.get("name", "")
        kind, part = self._related.get(given.get("id", ""), ("", ""))
        place = f"sheet {quote(title)}"
        if kind == "chartsheet":
            return
        if not title or any(title == other for other, _hidden, _part in self.listed):
            raise self._package.refusal("W05", "a sheet has no name of its own.", _SAVE, place)
        if kind != "worksheet" or len(self.listed) == MOST_SHEETS:
            many = f"there are more than {MOST_SHEETS} sheets."
            found = many if kind == "worksheet" else "it is not a sheet of cells."
            raise self._package.refusal("W05", found, "Delete it.", place)
        self.listed.append((title, given.get("state", "visible") != "visible", part))

    def _part(self, wanted: str) -> str:
        return next((part for kind, part in self._related.values() if kind == wanted), "")

    def _read_texts(self) -> list[str]:
        texts: list[str] = []
        pieces: list[str] = []
        within: list[str] = []

        def start(tag: str, _given: dict[str, str]) -> None:
            within.append(tag)

        def end(tag: str) -> None:
            within.pop()
            if tag == "si":
                texts.append(unescaped("".join(pieces)))
                pieces.clear()

        def text(piece: str) -> None:
            if within and within[-1] == "t" and "rPh" not in within:
                pieces.append(piece)

        part = self._part("sharedStrings")
        if part:
            self._package.parse(part, start, end, text)
        return texts

    def _read_dates(self) -> frozenset[int]:
        formats = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        styles: list[str] = []
        within: list[str] = []

        def start(tag: str, given: dict[str, str]) -> None:
            within.append(tag)
            if tag == "numFmt":
                formats[given.get("numFmtId", "")] = given.get("formatCode", "")
            elif tag == "xf" and "cellXfs" in within:
                styles.append(given.get("numFmtId", "0"))

        part = self._part("styles")
        if part:
            self._package.parse(part, start, lambda _tag: _pop(within), _nothing)
        dates = (n for n, number in enumerate(styles) if is_date_format(formats.get(number, "")))
        return frozenset(dates)


def _pop(within: list[str]) -> None:
    within.pop()


def _nothing(*_: object) -> None:
    """Pass over what is not asked for."""
