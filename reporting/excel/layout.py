"""Where everything stands on the sheets with formulas, decided before any of them is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from reporting.excel.choices import Choices, choice_lists, fact_key
from reporting.excel.rule_rows import ScaleRules, place_rules
from reporting.excel.score_cells import RATINGS, Columns, ScoreCells
from reporting.report import Report
from reporting.scale_report import ScaleReport
from scales.model import Scale

HEADER_ROW = 4
"""On each of the sheets with formulas."""


@dataclass(frozen=True)
class ScaleLayout:
    """The rows of one scale.

    Attributes:
        facts, items: Id to its row on the sheet Ratings.
        subscales: Id to its row on the sheet Scores.
        total: Its row there.
        index: None where the scale has none.
        parts: Id of a profile and of its part to its row on the sheet Scores.
        verdict: Its row on the sheet Scores.
        rules: On the sheet Verdict rules.
    """

    report: ScaleReport
    facts: dict[str, int]
    items: dict[str, int]
    verdict: int
    subscales: dict[str, int]
    total: int
    index: int | None
    parts: dict[tuple[str, str], int]
    rules: ScaleRules
    choices: dict[str, Choices]

    @property
    def scale(self) -> Scale:
        """The scale itself."""
        return self.report.result.scored.scale

    def cells(self, columns: Columns) -> ScoreCells:
        """Name the cells of one of its two scores."""
        places = {
            fact.id: {choice.id: k for k, choice in enumerate(fact.choices)}
            for fact in self.scale.choice_facts
        }
        return ScoreCells(
            self.scale,
            columns,
            self.items,
            self.subscales | {self.scale.total.id: self.total},
            {fact: f"{RATINGS}!$E${self.facts[fact]}" for fact in places},
            {
                fact: {choice: self.choices[fact].cell(k) for choice, k in chosen.items()}
                for fact, chosen in places.items()
            },
        )


@dataclass(frozen=True)
class Layout:
    """Where everything stands.

    Attributes:
        scales: In the order of the report.
        combined: Row of each mean over two scales, on the sheet Scores.
        choices: Lists of choices by their keys.
    """

    scales: tuple[ScaleLayout, ...]
    combined: tuple[int, ...]
    choices: dict[str, Choices]

    def of(self, scale_id: str) -> ScaleLayout:
        """The rows of a scale of the report."""
        return next(one for one in self.scales if one.report.id == scale_id)


def lay_out(report: Report) -> Layout:
    """Decide where everything stands."""
    choices = choice_lists(report)
    scores, ratings, rules = (count(HEADER_ROW + 1) for _ in range(3))
    scales = tuple(_scales(report, choices, scores, ratings, rules))
    return Layout(scales, tuple(next(scores) for _ in report.combined), choices)


def _scales(
    report: Report,
    choices: dict[str, Choices],
    scores: count[int],
    ratings: count[int],
    rules: count[int],
) -> Iterator[ScaleLayout]:
    for found in report.scales:
        scale = found.result.scored.scale
        facts = {fact.id: next(ratings) for fact in scale.facts}
        items = {item.id: next(ratings) for item in found.items}
        verdict = next(scores)
        subscales = {number.id: next(scores) for number in found.subscales}
        total = next(scores)
        placed = place_rules(scale, next(rules))
        for _ in range(placed.last - placed.verdict):
            next(rules)
        yield ScaleLayout(
            found,
            facts,
            items,
            verdict,
            subscales,
            total,
            next(scores) if found.index_name else None,
            {(p.id, part.id): next(scores) for p in found.profiles for part in p.rows},
            placed,
            {f.id: choices[fact_key(scale.id, f.id)] for f in scale.choice_facts},
        )
