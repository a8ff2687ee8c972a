"""Where the cells of one scale's score stand, as given or as verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.excel.ranges import Levels
from scales.model import Scale

RATINGS, SCORES, RULES = "Ratings", "Scores", "Verdict rules"


@dataclass(frozen=True)
class Columns:
    """The columns of one of the two scores.

    Attributes:
        level: Of the items, on the sheet Ratings.
        mean, points, divisor: Of the means, on the sheet Scores. The mean is the points divided
            by the divisor, which is 0 where the mean cannot be formed.
        rule: Of the rules, on the sheet Verdict rules.
    """

    level: str
    mean: str
    points: str
    divisor: str
    rule: str


GIVEN = Columns(level="E", mean="C", points="M", divisor="N", rule="E")
VERIFIED = Columns(level="H", mean="F", points="O", divisor="P", rule="H")


@dataclass(frozen=True)
class ScoreCells:
    """The cells of one scale in one score.

    Attributes:
        columns: Of which score.
        items: Item id to its row on the sheet Ratings.
        means: Id of a subscale or of the total to its row on the sheet Scores.
        answers: Id of a fact to its cell.
        choices: Id of a fact to the cells of its choices, in their order.
    """

    scale: Scale
    columns: Columns
    items: Mapping[str, int]
    means: Mapping[str, int]
    answers: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]

    @property
    def levels(self) -> Levels:
        """The levels of this score."""
        return Levels(RATINGS, self.columns.level, self.items)

    def points(self, of: str) -> str:
        """The sum of what a total, subscale or group is the mean of."""
        if of in self.means:
            return f"{SCORES}!${self.columns.points}${self.means[of]}"
        return self.levels.points(self.scale.members(of))

    def divisor(self, of: str) -> str:
        """What the points of a mean are divided by; 0 where the mean cannot be formed."""
        if of in self.means:
            return f"{SCORES}!${self.columns.divisor}${self.means[of]}"
        return self.levels.rated(self.scale.members(of))
