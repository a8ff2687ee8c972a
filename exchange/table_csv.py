"""Any table as a CSV file that opens in a spreadsheet, where no text becomes a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from exchange.formula_guard import guard

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def table_csv(head: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; a number below
    zero stays a number.

    Args:
        head: The names of the columns, which may be typed by users.
        rows: As many cells each; None is an empty cell.

    Example:
        >>> table_csv(["Program", "Difference"], [["=1+1", "-0.50"]]).decode("utf-8-sig")
        "Program,Difference\\r\\n'=1+1,-0.50\\r\\n"
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_cell(name) for name in head])
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    # By the mark it begins with Excel knows that it is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _cell(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return text if _NUMBER.fullmatch(text) else guard(text)
