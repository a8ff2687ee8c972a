"""What raters of one visit gave, side by side."""

from __future__ import annotations

import pandas as pd

from reporting.compare.named_columns import frame_of
from reporting.compare.visit_columns import level_words
from reporting.item_words import item_label
from reporting.sentences import listed
from scoring.agreement import Agreement


def different_words(found: Agreement) -> str:
    """Name the items that raters gave different levels, the widest apart first."""
    apart = sorted((each for each in found.items if each.spread), key=lambda e: -(e.spread or 0))
    if not apart:
        return "No item that two rated has different levels."
    told = [f"{each.item} ({listed(map(level_words, each.levels.values()))})" for each in apart]
    return f"Different: {listed(told)}."


def raters_frame(found: Agreement) -> pd.DataFrame:
    """Give each rater's level of every item, and how far apart they are."""
    spreads = [each.spread for each in found.items]
    return frame_of(
        [
            ("Item", [item_label(found.scale, each.item) for each in found.items]),
            *(
                (rater, [level_words(each.levels[rater]) for each in found.items])
                for rater in found.raters
            ),
            ("Levels apart", ["–" if spread is None else str(spread) for spread in spreads]),
        ]
    )
