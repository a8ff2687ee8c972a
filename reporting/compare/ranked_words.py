"""Totals and subscale means of visits, ranked, with what lies in the middle."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from statistics import median

import pandas as pd

from reporting.compare.named_columns import frame_of
from reporting.compare.visit_columns import visit_columns
from reporting.sentences import counted, listed
from scoring.compare.cut_offs import cut_offs
from scoring.compare.lineup import Lineup, number_names
from scoring.rounding import as_decimal


def totals_frame(lineup: Lineup) -> pd.DataFrame:
    """Give the verdict, the total and the subscales of each visit, a line a visit."""
    total = lineup.scale.total.id
    counts = zip(lineup.mean(total).rated, lineup.mean(total).applicable, strict=True)
    return frame_of(
        [
            *visit_columns(lineup),
            ("Verdict", [verdict.name for verdict in lineup.scores.verdicts]),
            *(
                (name, [as_decimal(value) for value in lineup.values(number)])
                for number, name in number_names(lineup.scale).items()
            ),
            ("Rated in the total", [f"{rated} of {of}" for rated, of in counts]),
        ]
    )


def verdicts_words(lineup: Lineup) -> str:
    """Count the verdicts, in the order of the scale's tiers, the highest first."""
    counts = Counter(lineup.scores.verdicts)
    found = sorted(counts, key=lambda v: -1 if v.tier is None else v.tier, reverse=True)
    told = listed(f"{verdict.name} {counts[verdict]}" for verdict in found)
    return f"Verdicts of {counted(len(lineup.visits), 'visit')}: {told}."


def ranked_words(lineup: Lineup, number_id: str) -> str:
    """Say what a mean is in the middle, at the ends, and against its cut-offs."""
    name = number_names(lineup.scale)[number_id]
    pairs = zip(lineup.values(number_id), lineup.visits, strict=True)
    known = [(value, visit.label) for value, visit in pairs if value is not None]
    short = len(lineup.visits) - len(known)
    lacking = f" {counted(short, 'visit')}: too little is rated to form it." if short else ""
    if not known:
        return f"{name}: too little is rated at every visit to form it."
    values = [value for value, _ in known]
    low, high = min(values), max(values)
    if low == high:
        spread = f" All at {as_decimal(high)}."
    else:
        spread = f" Highest: {_at(known, high)}. Lowest: {_at(known, low)}."
    middle = as_decimal(median(values))
    n = f"n = {counted(len(values), 'visit')}"
    return f"{name}: median {middle} ({n}).{spread}{_reached(lineup, number_id, values)}{lacking}"


def _at(known: list[tuple[Fraction, str]], value: Fraction) -> str:
    labels = [label for each, label in known if each == value]
    who = listed(labels) if len(labels) <= 2 else f"{len(labels)} visits"
    return f"{who} ({as_decimal(value)})"


def _reached(lineup: Lineup, number_id: str, values: list[Fraction]) -> str:
    """Say how many reach each cut-off that decides a verdict by itself."""
    told = [
        f"{sum(value >= cut.at_least for value in values)} of {len(values)} are at "
        f"{cut.text} or above ({cut.name})"
        for cut in reversed(cut_offs(lineup.scale, number_id))
    ]
    return f" {listed(told)}." if told else ""
