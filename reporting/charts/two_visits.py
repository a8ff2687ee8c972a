"""Two visits, or two raters of one visit, item by item."""

from __future__ import annotations

import pandas as pd

from reporting.charts.dumbbell import DumbbellRow, DumbbellWords, dumbbell_chart
from reporting.charts.words import ChartWithWords
from reporting.compare.rater_words import different_words
from reporting.compare.two_words import apart_words, change_detail, change_label
from reporting.compare.visit_columns import level_words
from reporting.item_words import item_label
from scoring.agreement import Agreement
from scoring.chance import Chance
from scoring.change import Change


def two_chart(
    change: Change, ends: tuple[str, str], chance: Chance | None, table: pd.DataFrame, occasion: str
) -> ChartWithWords:
    """Draw both levels of each item.

    Args:
        change: The two visits.
        ends: What they are called.
        chance: What raters of one visit differ by; None where the visits are of two programs.
        table: What is drawn, as a table.
        occasion: Which program, or which programs.
    """
    rows = [
        DumbbellRow(
            change_label(change, item),
            change_detail(change, item, chance) if chance else _both(item.before, item.after),
            _drawn(item.before),
            _drawn(item.after),
            "no level at either",
        )
        for item in change.items
    ]
    title = f"{change.scale.short_name}: two visits, item by item"
    words = DumbbellWords(title, occasion, ends, apart_words(change))
    return dumbbell_chart(change.scale.levels, rows, words, table)


def raters_chart(found: Agreement, table: pd.DataFrame, occasion: str) -> ChartWithWords | None:
    """Draw what two raters of a visit gave; None of more than two, which no such chart can hold.

    Args:
        found: How they agree.
        table: What is drawn, as a table.
        occasion: Program and day.
    """
    if len(found.raters) != 2:
        return None
    one, other = found.raters
    rows = [
        DumbbellRow(
            item_label(found.scale, each.item),
            _both(each.levels[one], each.levels[other]),
            _drawn(each.levels[one]),
            _drawn(each.levels[other]),
            "no level by either",
        )
        for each in found.items
    ]
    title = f"{found.scale.short_name}: two raters, item by item"
    words = DumbbellWords(title, occasion, (one, other), different_words(found))
    return dumbbell_chart(found.scale.levels, rows, words, table)


def _both(one: int, other: int) -> str:
    if one == other:
        return f"both {level_words(one)}"
    return f"{level_words(one)} and {level_words(other)}"


def _drawn(level: int) -> float | None:
    return level if level >= 0 else None
