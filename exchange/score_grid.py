"""A sheet of item scores as a grid, whether it came as a workbook or as text, and either way up."""

from __future__ import annotations

from dataclasses import dataclass

from exchange.incoming import IncomingError
from exchange.sheet import DELIMITERS, decode, read_records
from exchange.workbook_cells import Cell, cell_name, column_name
from exchange.workbook_in import MOST_CELLS, Sheet, as_text, read_sheets
from scales.fault import Fault, quote

LARGEST_TEXT = 20_000_000


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet.

    A line is a row of the sheet, a column its column; of a grid that is turned, a line is a
    column of the sheet and a column its row, so that a line always is about one program.

    Attributes:
        is_text: Whether it came as text (CSV), which has lines in place of rows.
    """

    sheet: Sheet
    is_text: bool = False
    turned: bool = False

    @property
    def lines(self) -> list[int]:
        """The lines that hold anything, in order."""
        if not self.turned:
            return list(self.sheet.rows)
        return sorted({column for row in self.sheet.rows.values() for column in row})

    @property
    def columns(self) -> list[int]:
        """The columns that hold anything, in order."""
        return Grid(self.sheet, self.is_text, not self.turned).lines

    def cell(self, line: int, column: int) -> Cell:
        """Return a cell."""
        return self.sheet.cell(*self._turn(line, column))

    def text(self, line: int, column: int) -> str:
        """Return what a cell shows, as text; empty where it is empty or has trouble."""
        return as_text(self.cell(line, column))

    def merged_at(self, line: int, column: int) -> str:
        """The area of merged cells that hides a cell; empty where none does."""
        return self.sheet.merged_at(*self._turn(line, column))

    def place(self, cell: Cell) -> str:
        """Say where a cell is, as its author finds it."""
        if self.is_text:
            letters = cell.name.rstrip("0123456789")
            return f"line {cell.name.removeprefix(letters)}, column {letters}"
        return self.sheet.place(cell)

    def line_place(self, line: int) -> str:
        """Say where a line is, as its author finds it."""
        row = "line" if self.is_text else "row"
        own = f"column {column_name(line)}" if self.turned else f"{row} {line}"
        return own if self.is_text else f"sheet {quote(self.sheet.name)}, {own}"

    def column_label(self, column: int) -> str:
        """Name a column as its author knows it: by letters, of a turned grid by its row."""
        return str(column) if self.turned else column_name(column)

    def _turn(self, line: int, column: int) -> tuple[int, int]:
        return (column, line) if self.turned else (line, column)


def read_grids(content: bytes, name: str) -> dict[str, Grid]:
    """Read the sheets of a file of item scores.

    Args:
        content: An .xlsx workbook, or text (CSV).
        name: What to call it in messages.

    Returns:
        By their names, hidden ones last; text is one sheet without a name.

    Raises:
        IncomingError: It cannot be read.
    """
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        sheets = read_sheets(content, name)
        ordered = sorted(sheets.items(), key=lambda found: found[1].hidden)
        return {title: Grid(sheet) for title, sheet in ordered}
    return {"": _read_text(content, name)}


def _read_text(content: bytes, name: str) -> Grid:
    if len(content) > LARGEST_TEXT:
        found = f"the file has {len(content):,} bytes, and {LARGEST_TEXT:,} are the most."
        raise IncomingError(name, [Fault("D15", None, "", found, "Divide it into several files.")])
    text = decode(content)
    if isinstance(text, Fault):
        raise IncomingError(name, [text])
    faults: list[Fault] = []
    rows: dict[int, dict[int, Cell]] = {}
    count = 0
    for line, cells in read_records(text, _delimiter(text), faults):
        rows[line] = {
            n: Cell(cell_name(line, n), cell) for n, cell in enumerate(cells, start=1) if cell
        }
        count += len(rows[line])
        if count > MOST_CELLS:
            found = f"the file has more than {MOST_CELLS:,} cells."
            faults.append(Fault("D15", None, "", found, "Divide it into several files."))
            break
    if not rows and not faults:
        fix = "Write a line of headings, and one line for each program."
        faults.append(Fault("R22", None, "", "the file is empty.", fix))
    if faults:
        raise IncomingError(name, faults)
    return Grid(Sheet("", rows=rows), is_text=True)


def _delimiter(text: str) -> str:
    begin = text[:5_000]
    return max(DELIMITERS, key=begin.count)
