"""From a worksheet of charts to the counts of the percent items, with what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from scales.practice.chart_criterion import ChartCriterion


class Seen(StrEnum):
    """What a chart shows for one criterion. No answer yet is the same as unseen."""

    YES = "yes"
    NO = "no"
    """Looked for and not there: a chart that does not show a thing counts as one without it."""
    NOT_APPLICABLE = "not_applicable"
    """The chart is not among those the criterion is about."""
    UNSEEN = "unseen"
    """Not looked at, or that part of the chart could not be opened."""


@dataclass(frozen=True)
class ChartRow:
    """One chart of the worksheet."""

    chart: str
    answers: Mapping[str, Seen]
    """By the criterion's key; a criterion without an answer is unseen."""


@dataclass(frozen=True)
class ChartCounts:
    """The counts of one percent item, ready for `scoring.measurement.suggest`.

    Attributes:
        numerator: Charts answered yes.
        denominator: Charts answered yes or no. With 0 nothing can be suggested.
        not_applicable: Charts left out because the criterion is not about them.
        unseen: Charts left out because nobody looked; they are never counted as no.
    """

    criterion: ChartCriterion
    numerator: int
    denominator: int
    not_applicable: tuple[str, ...]
    unseen: tuple[str, ...]

    @property
    def text(self) -> str:
        """The counts in words, with what was left out and why."""
        if not self.denominator:
            said = "No chart was answered with yes or no, so there is nothing to count."
        else:
            charts = "chart" if self.denominator == 1 else "charts"
            said = f"Yes in {self.numerator} of {self.denominator} {charts}."
        left_out = [
            f"{len(charts)} {why} ({', '.join(charts)})"
            for charts, why in ((self.not_applicable, "not applicable"), (self.unseen, "not seen"))
            if charts
        ]
        return f"{said} Left out: {'; '.join(left_out)}." if left_out else said


@dataclass(frozen=True)
class ChartReview:
    """What a worksheet comes to.

    Attributes:
        counts: One entry per criterion, in their order.
        repeated: Charts that stand in a second row; that row was not counted.
        unknown: Keys answered that are no criterion, perhaps since the scale file was changed;
            what was answered there was not counted.
    """

    counts: tuple[ChartCounts, ...]
    repeated: tuple[str, ...] = field(default=())
    unknown: tuple[str, ...] = field(default=())


def count_charts(criteria: Sequence[ChartCriterion], rows: Sequence[ChartRow]) -> ChartReview:
    """Count a worksheet.

    Args:
        criteria: What was asked of each chart, of one scale or several.
        rows: One per chart.

    Example:
        >>> one_plan = ChartCriterion("integration", "INT01", "One plan", "One plan?", None)
        >>> answers = {"1": Seen.YES, "2": Seen.NO, "3": Seen.UNSEEN}
        >>> rows = [ChartRow(chart, {one_plan.key: seen}) for chart, seen in answers.items()]
        >>> count_charts([one_plan], rows).counts[0].text
        'Yes in 1 of 2 charts. Left out: 1 not seen (3).'
    """
    known = {criterion.key for criterion in criteria}
    by_chart: dict[str, ChartRow] = {}
    repeated: list[str] = []
    for row in rows:
        if row.chart in by_chart:
            repeated.append(row.chart)
        by_chart.setdefault(row.chart, row)
    kept = tuple(by_chart.values())
    unknown = dict.fromkeys(key for row in rows for key in row.answers if key not in known)
    counts = tuple(_counts(criterion, kept) for criterion in criteria)
    return ChartReview(counts, tuple(repeated), tuple(unknown))


def _counts(criterion: ChartCriterion, rows: Sequence[ChartRow]) -> ChartCounts:
    charts: dict[Seen, list[str]] = {answer: [] for answer in Seen}
    for row in rows:
        charts[row.answers.get(criterion.key, Seen.UNSEEN)].append(row.chart)
    yes, no = len(charts[Seen.YES]), len(charts[Seen.NO])
    left_out = tuple(charts[Seen.NOT_APPLICABLE]), tuple(charts[Seen.UNSEEN])
    return ChartCounts(criterion, yes, yes + no, *left_out)
