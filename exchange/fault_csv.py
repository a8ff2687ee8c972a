"""The faults of a file as a table, for lists too long to be read in a message."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from exchange.formula_guard import guard
from scales.fault import Fault

HEAD = ("line", "place", "found", "fix", "code")


def fault_table(faults: Iterable[Fault]) -> str:
    """Write faults as CSV, one a line, in their order."""
    out = StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(HEAD)
    for fault in faults:
        cells = (str(fault.line or ""), fault.place, fault.found, fault.fix, fault.code)
        rows.writerow([guard(cell) for cell in cells])
    return out.getvalue()
