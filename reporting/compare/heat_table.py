"""Items and visits as one table of levels, and which items are the weakest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pandas as pd

from reporting.compare.named_columns import frame_of
from reporting.compare.visit_columns import SHORT, level_words, visit_columns
from reporting.item_words import item_label
from reporting.sentences import counted, listed
from scales.model import Scale
from scoring.compare.across import ItemAcross, weakest_first
from scoring.compare.lineup import Lineup
from scoring.rounding import as_decimal
from scoring.states import State

_NAMED, _MOST = 3, 6


def heat_frame(lineup: Lineup) -> pd.DataFrame:
    """Give every level with its visit, a line a visit; what has no level says why, in words."""
    totals = lineup.values(lineup.scale.total.id)
    items = [
        (item, [level_words(level) for level in lineup.levels[:, k].tolist()])
        for k, item in enumerate(lineup.scale.item_ids)
    ]
    return frame_of(
        [
            *visit_columns(lineup),
            ("Verdict", [verdict.name for verdict in lineup.scores.verdicts]),
            (lineup.scale.total.name, [as_decimal(total) for total in totals]),
            *items,
        ]
    )


def short_level(level: int) -> str:
    """A level for a narrow cell; `SHORT_MEANS` says what the signs mean."""
    return str(level) if level >= 0 else SHORT[State(level)]


def items_frame(scale: Scale, items: Sequence[ItemAcross]) -> pd.DataFrame:
    """Sum up each item: its mean, at how many visits it is rated, and how often each level."""
    steps = range(scale.levels.low, scale.levels.high + 1)
    return pd.DataFrame(
        {
            "Item": [item_label(scale, each.item) for each in items],
            "Mean": [as_decimal(each.mean) for each in items],
            "Rated at": [f"{counted(each.n, 'visit')}" for each in items],
            **{
                f"Level {step}": [each.at_level[k] for each in items]
                for k, step in enumerate(steps)
            },
        }
    )


def weakest_words(scale: Scale, items: Sequence[ItemAcross]) -> str:
    """Name the items with the lowest means: three, and what is as low as the last of them."""
    rated = [each for each in weakest_first(tuple(items)) if each.n]
    if not rated:
        return "Nothing is rated."
    named: list[ItemAcross] = []
    for _, group in groupby(rated, key=lambda each: each.mean):
        alike = list(group)
        if len(named) >= _NAMED or (named and len(named) + len(alike) > _MOST):
            break
        named += alike
    across = f"Weakest across {counted(max(each.n for each in items), 'visit')}"
    if len(named) > _MOST:
        return f"{across}: {len(named)} items share the lowest mean, {as_decimal(named[0].mean)}."
    told = [
        f"{item_label(scale, each.item)} ({as_decimal(each.mean)}, n = {each.n})" for each in named
    ]
    return f"{across}: {listed(told)}."
