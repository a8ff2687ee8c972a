"""A block of ratings with the sums and counts that conditions ask for, each worked out once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scales.model import Scale
from scoring.means import Means, mean_of_items, mean_of_means
from scoring.states import State

Flags = NDArray[np.bool_]


class Columns:
    """Columns of a block of assessments.

    Args:
        scale: The scale they were made with.
        levels: int8, shape (items, rows): item by item, so that a column is one run of memory.
        choices: int8, shape (choice facts, rows).
    """

    def __init__(self, scale: Scale, levels: NDArray[np.int8], choices: NDArray[np.int8]) -> None:
        self.scale = scale
        self.levels = levels
        self.choices = choices
        self.rows = levels.shape[1]
        self._place = {item: k for k, item in enumerate(scale.item_ids)}
        self._groups: dict[str, NDArray[np.int8]] = {}
        self._means: dict[str, Means] = {}

    def item(self, item_id: str) -> NDArray[np.int8]:
        """Levels of one item, shape (rows,)."""
        return self.levels[self._place[item_id]]

    def group(self, name: str) -> NDArray[np.int8]:
        """Levels of a group's items, shape (items of the group, rows)."""
        if name not in self._groups:
            members = self.scale.members(name)
            whole = members == self.scale.item_ids
            places = [self._place[item] for item in members]
            self._groups[name] = self.levels if whole else self.levels[places]
        return self._groups[name]

    def choice(self, fact_id: str) -> NDArray[np.int8]:
        """Places of the chosen answers to a fact, -1 for none, shape (rows,)."""
        return self.choices[[fact.id for fact in self.scale.choice_facts].index(fact_id)]

    def mean(self, name: str) -> Means:
        """Means of the total, of a subscale (with its minimum of rated items) or of a group."""
        if name not in self._means:
            self._means[name] = self._make_mean(name)
        return self._means[name]

    def _make_mean(self, name: str) -> Means:
        total = self.scale.total
        if name == total.id and total.kind == "mean_of_subscales":
            parts = mean_of_means([self.mean(part) for part in total.of])
            enough = parts.rated >= total.minimum_rated
            return replace(parts, denominators=parts.denominators * enough)
        minimums = {s.id: s.minimum_rated for s in self.scale.subscales}
        minimums[total.id] = total.minimum_rated
        return self.mean_of(self.group(name), minimums.get(name, 1))

    def mean_of(self, levels: NDArray[np.int8], minimum_rated: int) -> Means:
        """Means over some items' levels, shape (items, rows) in, one mean per row out."""
        narrow = counting_type(len(levels) * self.scale.levels.high)
        sums = np.add.reduce(np.maximum(levels, 0), axis=0, dtype=narrow)
        applicable = count_true(levels != State.NOT_APPLICABLE)
        return mean_of_items(sums, count_true(levels >= 0), applicable, minimum_rated)


def counting_type(largest: int) -> type[np.signedinteger]:
    """The narrowest integer that holds `largest`: a narrow sum is many times faster."""
    return np.int8 if largest <= 127 else np.int16 if largest <= 32_767 else np.int32


def count_true(flags: Flags) -> NDArray[np.signedinteger]:
    """Count the True values of each column, shape (items, rows) in, (rows,) out."""
    return np.add.reduce(flags.view(np.int8), axis=0, dtype=counting_type(len(flags)))
