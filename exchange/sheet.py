"""A delimited text file as records that know on which line they begin."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from exchange.formula_guard import unguard
from scales.fault import Fault, join, near, quote

DELIMITERS = (",", ";", "\t")
"""Excel writes a semicolon where the comma is the decimal sign, and a tab for "Text"."""
_SAVE_AS = 'In Excel choose File, Save as, "CSV UTF-8 (Comma delimited)".'
_ADD_CELLS = "Add what is missing; a cell may be empty."
_QUOTE_TEXT = "Put text that holds the separator in quotation marks."
_WORKBOOK = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

Record = tuple[int, list[str]]
"""The line a record begins on, and its cells without the spaces around them."""


@dataclass(frozen=True)
class Layout:
    """Which columns a file may have, and which it must have."""

    known: tuple[str, ...]
    required: tuple[str, ...]
    passed_over: tuple[str, ...] = ()
    """Columns that may stand there and are not read."""
    of: str = "a ratings file"
    """What the file is, as its author calls it."""


class Sheet:
    """A delimited file, read record by record; what is wrong with it gathers in `faults`.

    Attributes:
        places: Column name to its place in a record, counted from 0. Empty where the first line
            cannot be understood; then there are no records.
        faults: Complete once `records` has been read to its end.
    """

    def __init__(self, text: str, layout: Layout) -> None:
        """Read the first line.

        Args:
            text: The whole file.
            layout: Its columns. Capitals in the names do not matter.
        """
        self.faults: list[Fault] = []
        self.places: dict[str, int] = {}
        self._width = 0
        self._delimiter = _find_delimiter(text, layout.known)
        self._source = read_records(text, self._delimiter, self.faults)
        first = next(self._source, None)
        if first is None:
            self._tell("R22", 1, "", "the file is empty.", _first_line(layout))
        else:
            self._read_names(*first, layout)

    def records(self) -> Iterator[Record]:
        """Yield the records below the first line; lines without any text are passed over."""
        for line, cells in self._source if self.places else ():
            if len(cells) == self._width:
                yield line, cells
            elif len(cells) > self._width and not any(cells[self._width :]):
                yield line, cells[: self._width]
            else:
                found = f"{len(cells)} cells, where the first line names {self._width} columns."
                short = len(cells) < self._width
                fix = _ADD_CELLS if short else _QUOTE_TEXT
                self._tell("R13", line, "", found, fix)

    def _read_names(self, line: int, cells: Sequence[str], layout: Layout) -> None:
        while cells and not cells[-1]:
            cells = cells[:-1]
        self._width = len(cells)
        names = [cell.lower() for cell in cells]
        for place, name in enumerate(names):
            where = f"column {place + 1}"
            if name not in layout.known + layout.passed_over:
                found = f"{quote(cells[place])} is not a column of {layout.of}."
                self._tell("R25", line, where, found, near(name, layout.known))
            elif name in names[:place]:
                found = f"{quote(name)} is already column {names.index(name) + 1}."
                self._tell("R24", line, where, found, "Keep one of the two.")
        missing = [name for name in layout.required if name not in names]
        for name in missing:
            self._tell("R23", line, "", f"the column {quote(name)} is missing.", _add(name, layout))
        repeated = len(set(names)) < len(names)
        if not missing and not repeated:
            self.places = {name: place for place, name in enumerate(names)}

    def _tell(self, code: str, line: int, place: str, found: str, fix: str) -> None:
        self.faults.append(Fault(code, line, place, found, fix))


def read_records(text: str, delimiter: str, faults: list[Fault]) -> Iterator[Record]:
    """Yield the records of a delimited text; lines without any text are passed over.

    Args:
        text: The whole file.
        delimiter: What stands between its cells.
        faults: Takes in what keeps the rest from being read.
    """
    # strict: without it a quotation mark that is never closed swallows the rest of the file.
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            stripped = [unguard(cell.strip()) for cell in cells]
            if any(stripped):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error:
        found = "a quotation mark here is not paired, so nothing below it can be read."
        fix = "Close it, or write it twice where it is part of the text."
        faults.append(Fault("R14", line, "", found, fix))


def decode(content: bytes) -> str | Fault:
    """Return the text of a file, or what keeps it from being read as UTF-8."""
    if content.startswith(_WORKBOOK):
        return Fault("R21", None, "", "this is a workbook, not a text file.", _SAVE_AS)
    if content.startswith(_UTF16) or b"\x00" in content[:4]:
        return Fault("R21", None, "", "the file is written in UTF-16, not in UTF-8.", _SAVE_AS)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = "a character here is not written in UTF-8."
        return Fault("R21", line, "", found, _SAVE_AS)


def _find_delimiter(text: str, known: Sequence[str]) -> str:
    first = next((line for line in text.split("\n", 100) if line.strip()), "")
    names = {
        delimiter: {cell.strip().strip('"').lower() for cell in first.split(delimiter)}
        for delimiter in DELIMITERS
    }
    return max(DELIMITERS, key=lambda delimiter: len(names[delimiter] & set(known)))


def _first_line(layout: Layout) -> str:
    return f"Begin it with a line that names the columns: {','.join(layout.required)}."


def _add(name: str, layout: Layout) -> str:
    if name == "scale":
        return "Add it, or say which scale was rated with --scale."
    return f"The first line must name {join(map(quote, layout.required), 'and')}."
