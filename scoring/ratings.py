"""Ratings as a matrix: one row per assessment, one column per item of the scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scales.model import Scale
from scoring.states import State

_STATES = frozenset(int(state) for state in State)


class RatingsError(ValueError):
    """Ratings that cannot be scored; `problems` names every one of them."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Row:
    """One assessment as it was answered.

    Items and facts that are missing from the mappings are not rated and not answered.
    """

    assessment: str
    levels: Mapping[str, int]
    """Item id to its level or a `State`."""
    choices: Mapping[str, str]
    """Fact id to the id of its choice."""


@dataclass(frozen=True)
class Ratings:
    """Ratings of many assessments on one scale.

    Attributes:
        scale: The scale they were made with.
        assessments: Their names, in the order of the rows.
        levels: int8, shape (rows, items), column-major: a level or a `State`.
        choices: int8, shape (rows, choice facts): the place of the choice, -1 for none.
    """

    scale: Scale
    assessments: Sequence[str]
    levels: NDArray[np.int8]
    choices: NDArray[np.int8]

    def row(self, number: int) -> Row:
        """Return one assessment by the number of its row, counted from 0."""
        return Row(
            self.assessments[number],
            {item: int(self.levels[number, k]) for k, item in enumerate(self.scale.item_ids)},
            {
                fact.id: fact.choices[chosen].id
                for k, fact in enumerate(self.scale.choice_facts)
                if (chosen := int(self.choices[number, k])) >= 0
            },
        )


def ratings_from_rows(scale: Scale, rows: Sequence[Row]) -> Ratings:
    """Lay assessments out as a matrix.

    Args:
        scale: The scale they were made with.
        rows: One per assessment; their order is kept.

    Raises:
        RatingsError: A row names an item, level, fact or choice that the scale does not have, or
            leaves out an item that may not be left out (all such, together).
    """
    problems = [problem for row in rows for problem in row_problems(scale, row)]
    if problems:
        raise RatingsError(problems)
    levels = np.full((len(rows), len(scale.items)), State.NOT_RATED, dtype=np.int8, order="F")
    choices = np.full((len(rows), len(scale.choice_facts)), -1, dtype=np.int8, order="F")
    for number, row in enumerate(rows):
        for k, item in enumerate(scale.item_ids):
            levels[number, k] = row.levels.get(item, State.NOT_RATED)
        for k, fact in enumerate(scale.choice_facts):
            if fact.id in row.choices:
                ids = [choice.id for choice in fact.choices]
                choices[number, k] = ids.index(row.choices[fact.id])
    return Ratings(scale, tuple(row.assessment for row in rows), levels, choices)


def row_problems(scale: Scale, row: Row) -> list[str]:
    """Name everything in a row that its scale does not have or permit; empty where all is well."""
    problems = []
    low, high = scale.levels.low, scale.levels.high
    for item_id, level in row.levels.items():
        place = f'{row.assessment}, item "{item_id}"'
        if item_id not in scale.item_ids:
            problems.append(f"{place}: the {scale.short_name} scale has no such item.")
        elif level == State.NOT_APPLICABLE and not scale.item(item_id).not_applicable.permitted:
            rule = scale.item(item_id).not_applicable.rule
            problems.append(f"{place}: not applicable is not permitted here. {rule}")
        elif level not in _STATES and not low <= level <= high:
            problems.append(f"{place}: {level} is not a level (it has {low} to {high}).")
    choices = {fact.id: [choice.id for choice in fact.choices] for fact in scale.choice_facts}
    for fact, choice in row.choices.items():
        place = f'{row.assessment}, fact "{fact}"'
        if fact not in choices:
            problems.append(f"{place}: the {scale.short_name} scale asks no such fact.")
        elif choice not in choices[fact]:
            known = ", ".join(choices[fact])
            problems.append(f'{place}: "{choice}" is not a choice. Choose one of {known}.')
    return problems
