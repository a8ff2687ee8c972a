"""Visits in a line, each with its row of scores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from scales.model import Scale
from scoring.means import Means
from scoring.scores import Scores


@dataclass(frozen=True)
class ComparedVisit:
    """One visit, as it is called where it stands beside others.

    Attributes:
        id, program: Their numbers.
        name: Of the program; an invented one says so.
        label: The name, with the day where a program stands in the line more than once; no two
            visits of a line have the same.
        invented: Whether the program is sample data.
        version: Of the scale file it was rated with.
        file_changed: Whether the scale file was changed since it was rated, with the same version.
        stored_name: The name of the program as it is stored.
    """

    id: int
    program: int
    name: str
    label: str
    region: str
    day: dt.date
    kind: str
    version: str
    stored_name: str = ""
    invented: bool = False
    file_changed: bool = False


@dataclass(frozen=True)
class Lineup:
    """Visits beside each other.

    Attributes:
        visits: In the order to show them.
        scores: Row for row, by the rules of one version of the scale.
    """

    visits: tuple[ComparedVisit, ...]
    scores: Scores

    @property
    def scale(self) -> Scale:
        """Whose rules all are scored by."""
        return self.scores.scale

    @property
    def levels(self) -> NDArray[np.int8]:
        """Levels and states, shape (visits, items)."""
        return self.scores.ratings.levels

    def restated(self, place: int) -> bool:
        """Whether a visit was rated with another version than the one it is scored by."""
        return self.visits[place].version != self.scale.version

    def mean(self, number_id: str) -> Means:
        """The total or a subscale, one per visit."""
        whole = number_id == self.scale.total.id
        return self.scores.total if whole else self.scores.subscales[number_id]

    def values(self, number_id: str) -> tuple[Fraction | None, ...]:
        """The total or a subscale of each visit, exactly; None where it cannot be formed."""
        means = self.mean(number_id)
        return tuple(means.value(place) for place in range(len(self.visits)))

    def take(self, places: Sequence[int]) -> Lineup:
        """Keep some visits, in the order given; their labels stay.

        Args:
            places: Places in `visits`, counted from 0.
        """
        visits = tuple(self.visits[place] for place in places)
        return Lineup(visits, self.scores.take(places))


def number_names(scale: Scale) -> dict[str, str]:
    """The names of the means to compare, by id: the total, then the subscales.

    A subscale that is the total under another name is left out.
    """
    whole = set(scale.members(scale.total.id))
    own = {s.id: s.name for s in scale.subscales if set(scale.members(s.id)) != whole}
    return {scale.total.id: scale.total.name, **own}
