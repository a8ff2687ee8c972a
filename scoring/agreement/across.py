"""The same raters compared over many visits: which items they read differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scales.model import Scale
from scoring.agreement.grid import Grid, Unit, grid_of
from scoring.agreement.statistics import Statistics, statistics_of
from scoring.ratings import Row


@dataclass(frozen=True)
class AgreementAcross:
    """How well raters agree over several visits.

    Attributes:
        raters: All who rated any of the visits, in the order they first come.
        visits: How many visits were compared.
        overall: Over every item of every visit.
        subscales: By subscale id, over its items at every visit.
        items: By item id: here a visit is what a rater rated, and `unit` says so.
    """

    scale: Scale
    raters: tuple[str, ...]
    visits: int
    overall: Statistics
    subscales: dict[str, Statistics]
    items: dict[str, Statistics]


def agree_many(scale: Scale, visits: Sequence[Mapping[str, Row]]) -> AgreementAcross:
    """Compare raters over visits.

    A rater who was not at a visit has no ratings there; coefficients use what two raters share,
    and ICC only what all of them rated.

    Args:
        scale: The scale the visits were rated with.
        visits: For each visit, the rows by rater. The same name is the same person.
    """
    raters = tuple(dict.fromkeys(name for sets in visits for name in sets))
    blank = Row("", {}, {})
    grids = [
        grid_of(scale, {name: sets.get(name, blank) for name in raters}, scale.item_ids)
        for sets in visits
    ]
    shape = (len(visits), len(scale.items), len(raters))
    cube = np.array([grid.levels for grid in grids], dtype=np.int16).reshape(shape)
    places = {item: place for place, item in enumerate(scale.item_ids)}

    def over(items: Sequence[str], unit: Unit) -> Statistics:
        rows = len(visits) * len(items)
        levels = cube[:, [places[item] for item in items]].reshape(rows, len(raters))
        return statistics_of(Grid(levels, scale.levels.low, scale.levels.high, unit), raters)

    return AgreementAcross(
        scale,
        raters,
        len(visits),
        over(scale.item_ids, "item"),
        {s.id: over(scale.members(s.id), "item") for s in scale.subscales},
        {item: over((item,), "visit") for item in scale.item_ids},
    )
