"""The raters of one visit compared: overall, by subscale and item by item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scales.model import Scale
from scoring.agreement.grid import Grid, grid_of, stacked
from scoring.agreement.statistics import Statistics, statistics_of
from scoring.ratings import Row
from scoring.states import State


@dataclass(frozen=True)
class ItemAgreement:
    """One item as each rater saw it.

    Attributes:
        levels: By rater, a level or a `State`.
        difference: The second rater's level less the first's; None unless there are two raters
            and both rated it.
        spread: Levels from the lowest to the highest; None where fewer than two rated it.
    """

    item: str
    levels: dict[str, int]
    difference: int | None
    spread: int | None

    @property
    def alike(self) -> bool:
        """Whether all raters gave the same level, or the same reason for giving none."""
        return len(set(self.levels.values())) == 1


@dataclass(frozen=True)
class Agreement:
    """How well the raters of one visit agree on one scale.

    Attributes:
        raters: Their names, in the order given.
        overall: Over all items of the scale, those outside the total among them.
        subscales: By subscale id, in the order of the file.
        items: In the order of the file.
        grid: The ratings, one row an item; for pooling.
    """

    scale: Scale
    raters: tuple[str, ...]
    overall: Statistics
    subscales: dict[str, Statistics]
    items: tuple[ItemAgreement, ...]
    grid: Grid = field(repr=False, compare=False)


def agree(scale: Scale, sets: Mapping[str, Row]) -> Agreement:
    """Compare the ratings of one visit.

    Args:
        scale: The scale they were made with.
        sets: By rater, in the order to show them; items missing from a row are not rated.

    Returns:
        Statistics and items; what cannot be estimated says why.
    """
    raters = tuple(sets)
    grid = grid_of(scale, sets, scale.item_ids)
    return Agreement(
        scale,
        raters,
        statistics_of(grid, raters),
        {
            subscale.id: statistics_of(grid_of(scale, sets, scale.members(subscale.id)), raters)
            for subscale in scale.subscales
        },
        tuple(_item(item, sets) for item in scale.item_ids),
        grid,
    )


def pooled(agreements: Sequence[Agreement]) -> Statistics:
    """The same raters over several scales taken together, such as both parts of the IDDT review.

    Raises:
        ValueError: There are none, or their raters or levels differ.
    """
    raters = {agreement.raters for agreement in agreements}
    if len(raters) != 1:
        raise ValueError("Agreement can be pooled where the raters are the same.")
    return statistics_of(stacked([agreement.grid for agreement in agreements]), *raters)


def _item(item: str, sets: Mapping[str, Row]) -> ItemAgreement:
    levels = {rater: row.levels.get(item, State.NOT_RATED) for rater, row in sets.items()}
    rated = [level for level in levels.values() if level >= 0]
    whole = len(rated) == len(levels) == 2
    return ItemAgreement(
        item,
        levels,
        rated[1] - rated[0] if whole else None,
        max(rated) - min(rated) if len(rated) > 1 else None,
    )
