"""A verdict's condition as a formula over the ratings; it gives TRUE or FALSE, never an error.

Means are compared by cross-multiplying whole numbers, as scoring does: nothing is rounded before a
verdict is chosen.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from reporting.excel.score_cells import ScoreCells
from scales.condition import (
    BelowMeanTest,
    CountTest,
    EveryTest,
    FactMissingTest,
    FactTest,
    ItemTest,
    Leaf,
    LowestMeanTest,
    MeanTest,
    NoMeanTest,
    RatedTest,
    ShareTest,
    UnratedTest,
)


def condition_formula(condition: Leaf, cells: ScoreCells) -> str:
    """Write a condition as a formula, without the sign of equality."""
    match condition:
        case ItemTest():
            return _item(condition, cells)
        case FactTest():
            answer, choices = cells.answers[condition.fact], cells.choices[condition.fact]
            return f"OR({','.join(f'{answer}={choices[one]}' for one in condition.one_of)})"
        case FactMissingTest():
            answer, choices = cells.answers[condition.fact], cells.choices[condition.fact]
            return f"NOT(OR({','.join(f'{answer}={cell}' for cell in choices.values())}))"
        case EveryTest() | CountTest() | ShareTest() | UnratedTest() | RatedTest():
            return _group(condition, cells)
        case MeanTest() | LowestMeanTest() | NoMeanTest() | BelowMeanTest():
            return _mean(condition, cells)
        case _:
            assert_never(condition)


def _item(condition: ItemTest, cells: ScoreCells) -> str:
    level = cells.levels.cell(condition.item)
    if condition.equals is not None:
        bound = f"={condition.equals}"
    else:
        bound = _bound(condition.at_least, condition.at_most)
    return f"AND(ISNUMBER({level}),{level}{bound})"


def _bound(at_least: int | None, at_most: int | None) -> str:
    return f">={at_least}" if at_least is not None else f"<={at_most}"


def _group(
    condition: EveryTest | CountTest | ShareTest | UnratedTest | RatedTest, cells: ScoreCells
) -> str:
    levels, members = cells.levels, cells.scale.members(condition.of)
    match condition:
        case EveryTest():
            reached = levels.count(members, f'">={condition.at_least}"')
            return f"{reached}+{levels.not_applicable(members)}={len(members)}"
        case CountTest():
            if condition.level_is is not None:
                criterion = str(condition.level_is)
            else:
                criterion = f'"{_bound(condition.level_at_least, condition.level_at_most)}"'
            bound = _bound(condition.at_least, condition.at_most)
            return f"{levels.count(members, criterion)}{bound}"
        case ShareTest():
            share = Fraction(condition.at_least_percent) / 100
            reached = levels.count(members, f'">={condition.level_at_least}"')
            rated = levels.rated(members)
            enough = f"{reached}*{share.denominator}>={rated}*{share.numerator}"
            return f"AND({rated}>0,{enough})"
        case UnratedTest():
            return f"{levels.rated(members)}<{levels.applicable(members)}"
        case RatedTest():
            return f"{levels.rated(members)}{_bound(condition.at_least, condition.at_most)}"
        case _:
            assert_never(condition)


def _mean(
    condition: MeanTest | LowestMeanTest | NoMeanTest | BelowMeanTest, cells: ScoreCells
) -> str:
    match condition:
        case MeanTest():
            low = condition.at_least
            bound = Fraction(condition.below if low is None else low)  # type: ignore[arg-type]
            return _compared(condition.of, "<" if low is None else ">=", bound, cells)
        case LowestMeanTest():
            bound = Fraction(condition.at_least)
            parts = (_compared(part, ">=", bound, cells) for part in cells.scale.total.of)
            return f"AND({','.join(parts)})"
        case NoMeanTest():
            return f"{cells.divisor(condition.of)}=0"
        case BelowMeanTest():
            return _below(condition, cells)
        case _:
            assert_never(condition)


def _compared(of: str, sign: str, bound: Fraction, cells: ScoreCells) -> str:
    points, divisor = cells.points(of), cells.divisor(of)
    exact = f"{points}*{bound.denominator}{sign}{divisor}*{bound.numerator}"
    return f"AND({divisor}>0,{exact})"


def _below(condition: BelowMeanTest, cells: ScoreCells) -> str:
    bound = Fraction(condition.by_at_least)
    points, divisor = cells.points(condition.of), cells.divisor(condition.of)
    level = cells.levels.cell(condition.item)
    shortfall = f"({points}-{level}*{divisor})*{bound.denominator}"
    # IF passes over the comparison where the item has no level: text would make it an error.
    known = f"AND({divisor}>0,ISNUMBER({level}))"
    return f"IF({known},{shortfall}>={divisor}*{bound.numerator},FALSE)"
