"""Mean self-rating beside mean external rating, item by item, the farthest apart first."""

from __future__ import annotations

import pandas as pd

from reporting.charts.dumbbell import DumbbellRow, DumbbellWords, dumbbell_chart
from reporting.charts.words import ChartWithWords
from reporting.compare.self_external_words import extremes_words, signed
from reporting.item_words import item_label
from reporting.sentences import counted
from scoring.compare.self_external import SelfExternalPool


def self_external_chart(found: SelfExternalPool, table: pd.DataFrame) -> ChartWithWords:
    """Draw the two means of each item over the programs that have both.

    Args:
        found: What was compared.
        table: What is drawn, as a table.
    """
    ranked = sorted(found.items.items(), key=lambda pair: -(pair[1].mean or 0))
    rows = [
        DumbbellRow(
            item_label(found.scale, item),
            f"self less external {signed(each.mean)} (n = {counted(each.n, 'program')})",
            None if each.self_mean is None else float(each.self_mean),
            None if each.others_mean is None else float(each.others_mean),
            "rated by both nowhere",
        )
        for item, each in ranked
    ]
    title = f"{found.scale.short_name}: self against external"
    occasion = f"{counted(len(found.pairs), 'program')}, at most {counted(found.months, 'month')}"
    ends = ("mean self-rating", "mean external rating")
    words = DumbbellWords(title, f"{occasion} apart", ends, extremes_words(found))
    return dumbbell_chart(found.scale.levels, rows, words, table)
