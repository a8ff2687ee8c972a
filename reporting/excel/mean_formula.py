"""Means as formulas: whole numbers are added and counted, and divided once, at the very end.

So a mean in the workbook is the engine's to the last digit, and can be compared with a cut-off
without being rounded first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.excel.ranges import Levels
from reporting.excel.score_cells import ScoreCells


@dataclass(frozen=True)
class Sum:
    """What a mean is made of, as formulas without the sign of equality.

    Attributes:
        points: The sum of the levels, on a common denominator.
        divisor: What it is divided by; 0 where the mean cannot be formed.
        rated, applicable: How many items have a level, and how many apply.
    """

    points: str
    divisor: str
    rated: str
    applicable: str


def sum_of_items(levels: Levels, items: tuple[str, ...], at_least: int) -> Sum:
    """The mean of the rated items, formed where at least so many are rated."""
    rated = levels.rated(items)
    divisor = f"IF({rated}>={max(at_least, 1)},{rated},0)"
    return Sum(levels.points(items), divisor, rated, levels.applicable(items))


def total_sum(cells: ScoreCells, own: str) -> Sum:
    """The total of a scale.

    Args:
        cells: Of the score.
        own: The cell in which the total's own divisor stands.
    """
    total, scale = cells.scale.total, cells.scale
    if total.kind == "mean_of_items":
        return sum_of_items(cells.levels, scale.members(total.id), total.minimum_rated)
    members = [scale.members(part) for part in total.of]
    rated = "+".join(map(cells.levels.rated, members))
    applicable = "+".join(map(cells.levels.applicable, members))
    divisors = [cells.divisor(part) for part in total.of]
    formed = f"AND({','.join(f'{d}>0' for d in divisors)},{rated}>={total.minimum_rated})"
    # s/n becomes s * (L/n) over L, the least common multiple of all n: still a whole number.
    divisor = f"IF({formed},LCM({','.join(divisors)})*{len(divisors)},0)"
    shares = zip(map(cells.points, total.of), divisors, strict=True)
    points = "+".join(f"{p}*{own}/({len(divisors)}*{d})" for p, d in shares)
    return Sum(f"IF({own}>0,{points},0)", divisor, rated, applicable)


def combined_sum(both: Iterable[ScoreCells]) -> Sum:
    """The mean of all rated items of two totals, formed where both totals are."""
    both = tuple(both)
    members = [(cells.levels, cells.scale.members(cells.scale.total.id)) for cells in both]
    points = "+".join(levels.points(items) for levels, items in members)
    rated = "+".join(levels.rated(items) for levels, items in members)
    applicable = "+".join(levels.applicable(items) for levels, items in members)
    formed = ",".join(f"{cells.divisor(cells.scale.total.id)}>0" for cells in both)
    return Sum(points, f"IF(AND({formed}),{rated},0)", rated, applicable)


def mean_formula(points: str, divisor: str) -> str:
    """Divide; a dash where the mean cannot be formed."""
    return f'=IF({divisor}>0,{points}/{divisor},"–")'


def index_formula(points: str, divisor: str, low: int, high: int) -> str:
    """A total on 0 to 100."""
    index = f"({points}-{low}*{divisor})*100/({divisor}*{high - low})"
    return f'=IF({divisor}>0,{index},"–")'
