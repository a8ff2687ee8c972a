"""Sums of whole numbers over yes-or-no columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Linear:
    """A constant, and what each column adds to it where its answer is yes.

    Attributes:
        constant: The sum where every answer is no.
        terms: Column number to what a yes adds; a column that adds nothing is left out.
    """

    constant: int = 0
    terms: Mapping[int, int] = field(default_factory=dict)

    @property
    def lowest(self) -> int:
        """The least that it can be, if columns were free of each other."""
        return self.constant + sum(min(weight, 0) for weight in self.terms.values())

    @property
    def highest(self) -> int:
        """The most that it can be, if columns were free of each other."""
        return self.constant + sum(max(weight, 0) for weight in self.terms.values())

    def times(self, factor: int) -> Linear:
        """Multiply it."""
        terms = {column: weight * factor for column, weight in self.terms.items() if factor}
        return Linear(self.constant * factor, terms)

    def plus(self, other: Linear) -> Linear:
        """Add another to it."""
        terms = dict(self.terms)
        for column, weight in other.terms.items():
            terms[column] = terms.get(column, 0) + weight
        kept = {column: weight for column, weight in terms.items() if weight}
        return Linear(self.constant + other.constant, kept)

    def minus(self, other: Linear) -> Linear:
        """Take another from it."""
        return self.plus(other.times(-1))

    def value(self, answers: Sequence[int]) -> int:
        """Work it out for given answers, 0 or 1, by column number."""
        return self.constant + sum(w * answers[column] for column, w in self.terms.items())


def total(parts: Iterable[Linear]) -> Linear:
    """Add several."""
    added = Linear()
    for part in parts:
        added = added.plus(part)
    return added
