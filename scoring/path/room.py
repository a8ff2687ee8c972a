"""What of an assessment can be raised, as yes-or-no columns: one for each level of each item."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import NamedTuple

from scales.model import Scale
from scoring.columns import Columns
from scoring.path.linear import Linear, total
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import columns_of


class Step(NamedTuple):
    """An item is raised to this level, from the one below it."""

    item: str
    level: int


class Room:
    """One assessment and the one-level raises that are open to it.

    Attributes:
        scale: The scale it was made with.
        row: The assessment as it stands.
        steps: By item in the order of the file, and of an item from the bottom up. A step is a
            column: 1 where the raise is made, 0 where it is not.
    """

    def __init__(self, scale: Scale, row: Row, fixed: Collection[str] = ()) -> None:
        """Find the raises that are open.

        Args:
            scale: The scale the row was made with.
            row: One assessment. An item without a level stays without one.
            fixed: Items that stay as they are.
        """
        self.scale = scale
        levels = {item: int(row.levels.get(item, -1)) for item in scale.item_ids}
        self.row = Row(row.assessment, levels, row.choices)
        self.movable = tuple(
            item
            for item, level in levels.items()
            if 0 <= level < scale.levels.high and item not in fixed
        )
        self.steps = tuple(
            Step(item, level)
            for item in self.movable
            for level in range(levels[item] + 1, scale.levels.high + 1)
        )
        self._columns = {step: column for column, step in enumerate(self.steps)}

    @cached_property
    def cells(self) -> Columns:
        """The assessment as the engine sees it: as it stands, then with each item raised once.

        What the engine makes of these rows is what the sums are read from: a mean grows by the same
        amount with every level of an item, as nothing that is not rated becomes rated.
        """
        raised = [self.raised({item: self.row.levels[item] + 1}) for item in self.movable]
        return columns_of(ratings_from_rows(self.scale, [self.row, *raised]))

    def raised(self, to: dict[str, int]) -> Row:
        """The assessment with some items at other levels."""
        return Row(self.row.assessment, {**self.row.levels, **to}, self.row.choices)

    def after(self, answers: Sequence[int]) -> dict[str, int]:
        """Item to the level it is raised to, for the items that are; answers as in `steps`."""
        made = [step for step, answer in zip(self.steps, answers, strict=True) if answer]
        return {step.item: step.level for step in made}

    def reaches(self, item: str, level: int) -> Linear:
        """1 where the item ends at this level or above, else 0; 0 where it has no level."""
        now = self.row.levels[item]
        if now >= 0 and level <= now:
            return Linear(1)
        column = self._columns.get(Step(item, level))
        return Linear() if column is None else Linear(0, {column: 1})

    def level(self, item: str) -> Linear:
        """The level at which a rated item ends."""
        steps = (Linear(0, {c: 1}) for step, c in self._columns.items() if step.item == item)
        return total([Linear(self.row.levels[item]), *steps])

    def mean(self, name: str) -> tuple[Linear, int]:
        """The mean of a total, subscale or group: its numerator, and its denominator.

        The denominator is 0 where the mean cannot be formed. It does not change with the raises.
        """
        found = self.cells.mean(name)
        now, *raised = (int(numerator) for numerator in found.numerators)
        gains = dict(zip(self.movable, (each - now for each in raised), strict=True))
        terms = {column: gains[step.item] for step, column in self._columns.items()}
        kept = {column: gain for column, gain in terms.items() if gain}
        return Linear(now, kept), int(found.denominators[0])
