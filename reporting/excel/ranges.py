"""Cells of one column as a formula names them, and what a formula counts in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from scoring.states import State


@dataclass(frozen=True)
class Levels:
    """The cells that hold a scale's levels in one score: as given, or as verified.

    A state such as "not rated" is text, which COUNT and SUM both pass over, and COUNTIF with a
    number as well.

    Attributes:
        sheet, column: Where they stand.
        rows: Item id to its row.
    """

    sheet: str
    column: str
    rows: Mapping[str, int]

    def cell(self, item: str) -> str:
        """Name one item's cell."""
        return f"{self.sheet}!${self.column}${self.rows[item]}"

    def points(self, items: Iterable[str]) -> str:
        """Add the levels of the rated items."""
        return f"SUM({','.join(self._ranges(items))})"

    def rated(self, items: Iterable[str]) -> str:
        """Count the items that have a level."""
        return f"COUNT({','.join(self._ranges(items))})"

    def count(self, items: Iterable[str], criterion: str) -> str:
        """Count the items whose cell meets a criterion of COUNTIF, for example `">=4"`."""
        counts = (f"COUNTIF({cells},{criterion})" for cells in self._ranges(items))
        return f"({'+'.join(counts)})"

    def not_applicable(self, items: Iterable[str]) -> str:
        """Count the items that do not apply."""
        return self.count(items, f'"{State.NOT_APPLICABLE.words}"')

    def applicable(self, items: tuple[str, ...]) -> str:
        """Count the items that apply, rated or not."""
        return f"({len(items)}-{self.not_applicable(items)})"

    def _ranges(self, items: Iterable[str]) -> list[str]:
        rows = (self.rows[item] for item in items)
        return [f"{self.sheet}!{cells}" for cells in ranges(self.column, rows)]


def ranges(column: str, rows: Iterable[int]) -> list[str]:
    """Name cells, neighbors as ranges.

    Example:
        >>> ranges("D", [5, 6, 7, 12])
        ['$D$5:$D$7', '$D$12']
    """
    runs = groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0])
    return [_run(column, [row for _, row in run]) for _, run in runs]


def _run(column: str, rows: list[int]) -> str:
    first = f"${column}${rows[0]}"
    return first if len(rows) == 1 else f"{first}:${column}${rows[-1]}"
