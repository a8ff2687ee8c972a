"""The cells of one sheet of a workbook: what each shows, or why that is not known."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | None
"""What a cell shows; a whole number is an int, however it was written. None where it is empty."""
Trouble = Literal["", "formula", "error", "unreadable"]
"""formula: it has no stored result; error: it shows one, such as #REF!; unreadable: damaged."""
HIGHEST_ROW, HIGHEST_COLUMN = 1_048_576, 16_384
_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Cell(NamedTuple):
    """One cell.

    Attributes:
        name: Column and row, as Excel says them: "C12".
        value: None where it is empty or has trouble.
        trouble: Why its value is not known; empty where it is.
        shown: Of a cell with trouble: the formula or what stands there.
    """

    name: str
    value: Value
    trouble: Trouble = ""
    shown: str = ""


class TooManyCells(Exception):
    """A sheet has more cells than are read."""


class CellReader:
    """Gathers the cells of a sheet while its XML is read.

    Attributes:
        rows: Row number to column number to cell, both from 1, in the order of the file; cells
            without anything in them are left out.
        merged: Areas of merged cells, as "A2:A5".
        count: How many cells were read, empty ones too.

    Args:
        texts: The workbook's shared texts.
        dates: Numbers of the styles that show a number as a date.
        epoch: The day from which the workbook counts.
        most: How many cells to read at most.
    """

    def __init__(
        self, texts: Sequence[str], dates: Collection[int], epoch: dt.datetime, most: int
    ) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[str] = []
        self.count = 0
        self._texts, self._dates, self._epoch, self._most = texts, dates, epoch, most
        self._row = self._column = 0
        self._spoken = False
        self._given: dict[str, str] | None = None
        self._parts: dict[str, list[str]] = {}
        self._into: list[str] | None = None

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Take in where an element begins."""
        if tag == "c":
            self._given, self._parts = given, {}
        elif tag == "row":
            self._row = _number(given.get("r")) or self._row + 1
            self._column = 0
        elif tag in ("v", "t", "f") and self._given is not None and not self._spoken:
            self._into = self._parts.setdefault(tag, [])
        elif tag == "rPh":
            # How a Japanese name is spoken is no part of it.
            self._spoken = True
        elif tag == "mergeCell":
            self.merged.append(given.get("ref", ""))

    def text(self, piece: str) -> None:
        """Take in what stands between."""
        if self._into is not None:
            self._into.append(piece)

    def end(self, tag: str) -> None:
        """Take in where an element ends."""
        self._into = None
        if tag == "rPh":
            self._spoken = False
        elif tag == "c" and self._given is not None:
            self._keep(self._given)
            self._given = None

    def _keep(self, given: dict[str, str]) -> None:
        place = find_cell(given.get("r", ""))
        row, column = place or (self._row, self._column + 1)
        self._column = column
        self.count += 1
        if self.count > self._most:
            raise TooManyCells
        parts = {tag: "".join(pieces) for tag, pieces in self._parts.items()}
        if not any(parts.values()) and "f" not in parts:
            return
        if "r" in given and place is None:
            cell = Cell(f"after {cell_name(row, column)}", None, "unreadable", given["r"])
        else:
            cell = self._read(cell_name(row, column), given, parts)
        if column in self.rows.setdefault(row, {}):
            cell = Cell(cell.name, None, "unreadable", "it stands there twice")
        self.rows[row][column] = cell

    def _read(self, name: str, given: dict[str, str], parts: dict[str, str]) -> Cell:
        kind = given.get("t", "n")
        shown = parts.get("t" if kind == "inlineStr" else "v", "")
        if kind == "e":
            return Cell(name, None, "error", shown)
        if "f" in parts and not shown and kind != "str":
            return Cell(name, None, "formula", parts["f"] and f"={parts['f']}")
        try:
            return Cell(name, self._value(kind, shown, _number(given.get("s")) or 0))
        except (ValueError, IndexError, OverflowError):
            return Cell(name, None, "unreadable", shown)

    def _value(self, kind: str, shown: str, style: int) -> Value:
        match kind:
            case "s":
                return self._texts[_index(shown)]
            case "str" | "inlineStr":
                return unescaped(shown)
            case "b":
                return bool(_index(shown))
            case "d":
                return _day(dt.datetime.fromisoformat(shown))
            case "n":
                number = float(shown)
                if not math.isfinite(number):
                    raise ValueError(shown)
                if style in self._dates:
                    return _day(from_excel(number, self._epoch))
                return int(number) if number.is_integer() else number
        raise ValueError(kind)


def find_cell(name: str) -> tuple[int, int] | None:
    """Return row and column of a cell's name, from 1; None where it is none.

    Example:
        >>> find_cell("C12"), find_cell("XFE1")
        ((12, 3), None)
    """
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if row <= HIGHEST_ROW and column <= HIGHEST_COLUMN else None


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, as Excel says it.

    Example:
        >>> cell_name(12, 3), cell_name(1, 28)
        ('C12', 'AB1')
    """
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """Return the letters of a column, which is counted from 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def unescaped(text: str) -> str:
    """Turn what stands for a character that XML lacks back into it: _x000D_."""
    return unescape(text) if "_x" in text else text


def _day(moment: object) -> Value:
    if isinstance(moment, dt.datetime):
        whole = moment.time() == dt.time()
        return moment.date() if whole else moment
    if isinstance(moment, dt.time):
        return moment
    raise ValueError(moment)


def _number(text: str | None) -> int | None:
    if text and text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    return None


def _index(text: str) -> int:
    number = _number(text)
    if number is None:
        raise ValueError(text)
    return number
