"""One scale over many visits: a line that breaks where versions cannot be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scales.model import Scale, Verdict
from scoring.change import Rated
from scoring.ratings import ratings_from_rows
from scoring.scores import score
from scoring.versions import may_compare_scores, restated


@dataclass(frozen=True)
class TrendPoint:
    """One visit of a trend.

    Attributes:
        scored_by: The version by whose rules it was scored; None where its scale is not at hand
            and the newer file does not say how it maps. Then nothing below is known.
        total: None also where too few items are rated.
        subscales: By subscale id of that version.
        line: Number of the line it belongs to, from 0; points of different lines are never joined.
    """

    visit: Rated
    scored_by: str | None
    line: int
    total: Fraction | None = None
    subscales: Mapping[str, Fraction | None] = field(default_factory=dict)
    verdict: Verdict | None = None

    @property
    def restated(self) -> bool:
        """Whether it is scored by the rules of another version than it was rated with."""
        return self.scored_by is not None and self.scored_by != self.visit.version


def trend_of(
    scale: Scale, visits: Sequence[Rated], older: Mapping[str, Scale] | None = None
) -> tuple[TrendPoint, ...]:
    """Lay visits out in time.

    A visit rated with another version is scored by the rules of `scale` where its file says that
    scores may be compared, and is marked as restated; else by its own version where that is at
    hand, on a line of its own.

    Args:
        scale: The version to compare by.
        visits: In any order.
        older: Earlier versions that are at hand, by version.

    Returns:
        One point a visit, the earliest first; of one day in the order given.
    """
    points: list[TrendPoint] = []
    for visit in sorted(visits, key=lambda visit: visit.day):
        rules = _rules_for(scale, visit.version, older or {})
        scored_by = rules.version if rules else None
        line = points[-1].line if points else 0
        if points and not _joined(points[-1], scored_by, visit.version):
            line += 1
        points.append(_point(rules, visit, line))
    return tuple(points)


def _rules_for(scale: Scale, version: str, older: Mapping[str, Scale]) -> Scale | None:
    return scale if may_compare_scores(scale, version) else older.get(version)


def _joined(last: TrendPoint, scored_by: str | None, version: str) -> bool:
    if scored_by is None:
        return last.scored_by is None and last.visit.version == version
    return last.scored_by == scored_by


def _point(rules: Scale | None, visit: Rated, line: int) -> TrendPoint:
    if rules is None:
        return TrendPoint(visit, None, line)
    row = restated(rules, visit.version, visit.row)
    scores = score(rules, ratings_from_rows(rules, [row]))
    subscales = {part: means.value(0) for part, means in scores.subscales.items()}
    return TrendPoint(
        visit, rules.version, line, scores.total.value(0), subscales, scores.verdicts[0]
    )
