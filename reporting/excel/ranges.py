"""Cells of one column as a formula names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby


def cells(column: str, rows: Iterable[int]) -> str:
    """Name cells, neighbors as ranges.

    Example:
        >>> cells("D", [5, 6, 7, 12])
        'D5:D7,D12'
    """
    runs = groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0])
    return ",".join(_run(column, [row for _, row in run]) for _, run in runs)


def mean_formula(column: str, rows: Sequence[int], at_least: int) -> str:
    """Average of the numbers in some cells, a dash where too few are numbers.

    A state such as "not rated" is text, which COUNT and AVERAGE both pass over.
    """
    named = cells(column, rows)
    return f'=IF(COUNT({named})<{max(at_least, 1)},"–",AVERAGE({named}))'


def index_formula(cell: str, low: int, high: int) -> str:
    """A total on 0 to 100."""
    return f'=IF(ISNUMBER({cell}),({cell}-{low})/({high}-{low})*100,"–")'


def combined_formula(column: str, rows: Sequence[int], totals: Sequence[int]) -> str:
    """Average over two scales' items, a dash unless both totals are formed."""
    formed = ",".join(f"ISNUMBER({column}{row})" for row in totals)
    return f'=IF(AND({formed}),AVERAGE({cells(column, rows)}),"–")'


def _run(column: str, rows: list[int]) -> str:
    first = f"{column}{rows[0]}"
    return first if len(rows) == 1 else f"{first}:{column}{rows[-1]}"
