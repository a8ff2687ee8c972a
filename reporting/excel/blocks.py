"""The blocks of a handout as rows of a sheet, so that Excel says what Word and PDF say."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import put
from reporting.excel.look import header, height_of, line, running, title
from reporting.handout.block import Block, Bullets, Heading, Paragraph, Picture, Table

_SIZES = (16, 14, 12, 11)
"""Of the headings, by level."""
_TEXT_COLUMNS = 4
"""Running text goes over so many columns at most: longer lines are hard to read."""


class Rows:
    """Writes blocks one below the other.

    Args:
        sheet: Gets them.
        widths: Of its columns, in characters; a table has at most so many.
        first: The first row to write.
    """

    def __init__(self, sheet: Worksheet, widths: Sequence[float], first: int = 1) -> None:
        self.sheet = sheet
        self.widths = tuple(widths)
        self.next = first
        self.last_heading = ""

    def add(self, block: Block) -> None:
        """Write one block."""
        match block:
            case Heading():
                self._heading(block)
            case Paragraph(text, bold):
                self._text(f"{bold} {text}".strip())
            case Bullets(texts):
                for text in texts:
                    self._text(f"• {text}")
            case Table():
                self._table(block)
            case Picture(chart):
                if chart.title != self.last_heading:
                    self._heading(Heading(chart.title, 3))
                self._text(chart.summary)
                self._text(f"In words: {chart.alt}")

    def _heading(self, block: Heading) -> None:
        if self.next > 1 and block.level < 3:
            self.next += 1
        title(self.sheet, self.next, block.text, _SIZES[block.level])
        self.last_heading = block.text
        self.next += 1

    def _text(self, text: str) -> None:
        cell = put(self.sheet, self.next, 1, text)
        running(cell)
        over = self.widths[:_TEXT_COLUMNS]
        # Running text is no data: over several columns it reads as in a letter.
        self.sheet.merge_cells(None, self.next, 1, self.next, len(over))
        self.sheet.row_dimensions[self.next].height = height_of(text, sum(over))
        self.next += 1

    def _table(self, block: Table) -> None:
        if block.name != self.last_heading:
            self._heading(Heading(block.name, 3))
        header(self.sheet, self.next, block.head)
        self.next += 1
        for row in block.rows:
            line(self.sheet, self.next, row)
            sizes = zip(row, self.widths, strict=False)
            self.sheet.row_dimensions[self.next].height = max(height_of(*size) for size in sizes)
            self.next += 1
