"""Score many assessments by their scale's own rules, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scales.model import Scale, Verdict
from scoring.columns import Columns
from scoring.conditions import holds
from scoring.means import Means
from scoring.ratings import Ratings

_BLOCK = 65_536
"""Rows worked on at once: few enough that a block's columns stay in the processor's cache."""


@dataclass(frozen=True)
class Scores:
    """The scores of a set of ratings, row for row.

    Attributes:
        ratings: What was scored.
        total: The scale's total, one per row.
        verdict_numbers: int8, shape (rows,): the place of the verdict in `scale.verdicts`.
    """

    ratings: Ratings
    total: Means
    verdict_numbers: NDArray[np.int8]

    @property
    def scale(self) -> Scale:
        """The scale the ratings were made with."""
        return self.ratings.scale

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict of each row."""
        return tuple(self.scale.verdicts[number] for number in self.verdict_numbers)

    @cached_property
    def tiers(self) -> NDArray[np.float64]:
        """The tier of each row's verdict, NaN where nothing can be said."""
        tiers = [np.nan if v.tier is None else v.tier for v in self.scale.verdicts]
        return np.array(tiers)[self.verdict_numbers]

    @cached_property
    def columns(self) -> Columns:
        """All rows as one block, for numbers that are asked for now and then."""
        return columns_of(self.ratings)

    @cached_property
    def subscales(self) -> dict[str, Means]:
        """Each subscale's mean, by its id, in the order of the file."""
        return {subscale.id: self.columns.mean(subscale.id) for subscale in self.scale.subscales}

    @cached_property
    def warnings(self) -> dict[str, NDArray[np.bool_]]:
        """Where each consistency warning holds, by its id."""
        return {w.id: holds(w.when, self.columns) for w in self.scale.warnings}

    def take(self, places: Sequence[int]) -> Scores:
        """Keep some rows, in the order given; nothing is scored again.

        Args:
            places: Row numbers, counted from 0.
        """
        at, ratings, total = np.array(places, dtype=np.intp), self.ratings, self.total
        kept = Ratings(
            ratings.scale,
            tuple(ratings.assessments[place] for place in places),
            np.asfortranarray(ratings.levels[at]),
            np.asfortranarray(ratings.choices[at]),
        )
        totals = Means(
            total.numerators[at], total.denominators[at], total.rated[at], total.applicable[at]
        )
        return Scores(kept, totals, self.verdict_numbers[at])


def score(scale: Scale, ratings: Ratings) -> Scores:
    """Score every assessment by its scale's own rules.

    Args:
        scale: The scale the ratings were made with.
        ratings: One row per assessment, one column per item of `scale`, in its order.

    Returns:
        One row per assessment, same order: the exact total and the verdict, which is the first in
        the order of the scale file whose condition holds.

    Raises:
        ValueError: The ratings were made with another scale.
    """
    if ratings.scale is not scale and ratings.scale.item_ids != scale.item_ids:
        raise ValueError(f"These ratings were made with {ratings.scale.id}, not {scale.id}.")
    blocks = [_score_block(columns) for columns in _blocks(ratings)]
    totals = [total for total, _ in blocks]
    joined = Means(
        _join(totals, lambda t: t.numerators),
        _join(totals, lambda t: t.denominators),
        _join(totals, lambda t: t.rated),
        _join(totals, lambda t: t.applicable),
    )
    return Scores(ratings, joined, np.concatenate([numbers for _, numbers in blocks]))


def columns_of(ratings: Ratings) -> Columns:
    """Lay out all rows as one block for conditions to be tried on."""
    by_item = np.asfortranarray(ratings.levels).T
    return Columns(ratings.scale, by_item, np.asfortranarray(ratings.choices).T)


def _blocks(ratings: Ratings) -> Iterator[Columns]:
    whole = columns_of(ratings)
    for start in range(0, max(whole.rows, 1), _BLOCK):
        rows = slice(start, start + _BLOCK)
        yield Columns(whole.scale, whole.levels[:, rows], whole.choices[:, rows])


def _score_block(columns: Columns) -> tuple[Means, NDArray[np.int8]]:
    # The first verdict that holds is the one; its place is how many verdicts were passed over.
    numbers = np.zeros(columns.rows, dtype=np.int8)
    passed_over = np.ones(columns.rows, dtype=np.bool_)
    for verdict in columns.scale.verdicts[:-1]:
        if verdict.when is None:
            break
        passed_over &= ~holds(verdict.when, columns)
        numbers += passed_over.view(np.int8)
    return columns.mean(columns.scale.total.id), numbers


def _join(totals: list[Means], part: Callable[[Means], NDArray[np.integer]]) -> NDArray[np.integer]:
    return np.concatenate([part(total) for total in totals])
