"""Targets of their own beside what was found: of single items, subscales and the total."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reporting.facts import ScaleResult
from scoring.explanation import Number
from scoring.rounding import as_decimal, as_text, told_apart


@dataclass(frozen=True)
class MeanTarget:
    """What a subscale or the total is to reach, and where it is.

    Attributes:
        value: None where the mean cannot be formed.
        text: The mean with so many decimals that it does not look like a target it misses.
        target_text: Two decimals.
        words: Both, and how far it is, in a sentence.
    """

    id: str
    name: str
    value: Fraction | None
    text: str
    target: Fraction
    target_text: str
    words: str

    @property
    def reached(self) -> bool:
        """Whether the mean is at the target or above."""
        return self.value is not None and self.value >= self.target


def mean_targets(result: ScaleResult) -> tuple[MeanTarget, ...]:
    """Lay out the targets of means: the total first, then subscales in the order of the file.

    A subscale that is the total under another name can have a target too.
    """
    numbers = (result.scored.total, *result.scored.subscales)
    return tuple(
        _mean_target(number, result.mean_targets[number.id])
        for number in numbers
        if number.id in result.mean_targets
    )


def own_target_words(result: ScaleResult) -> tuple[str, ...]:
    """Say every target of its own of a scale in a sentence: means, then items."""
    scale, levels = result.scored.scale, result.scored.row.levels
    items = (
        f"{item.id} {item.name}: target {result.item_targets[item.id]}, "
        + (f"level {levels[item.id]} now." if levels[item.id] >= 0 else "without a level now.")
        for item in scale.items
        if item.id in result.item_targets
    )
    return (*(mean.words for mean in mean_targets(result)), *items)


def target_words(kind: str, value: Fraction | None) -> str:
    """Say a target by itself.

    Example:
        >>> target_words("item", Fraction(5)), target_words("total", Fraction(42, 10))
        ('level 5', 'a mean of 4.20')
    """
    if value is None:
        return "no target of its own"
    return f"level {as_text(value, 0)}" if kind == "item" else f"a mean of {as_text(value, 2)}"


def _mean_target(number: Number, target: Fraction) -> MeanTarget:
    text, target_text = told_apart(number.value, target), as_decimal(target)
    return MeanTarget(
        number.id,
        number.name,
        number.value,
        text,
        target,
        target_text,
        f"{number.name}: target {target_text}, {_standing(number.value, text, target)}.",
    )


def _standing(value: Fraction | None, text: str, target: Fraction) -> str:
    if value is None:
        return "and too little is rated to form it now"
    if value >= target:
        return f"reached ({text} now)"
    return f"{text} now, {_distance(target - value)} to go"


def _distance(points: Fraction) -> str:
    shown = as_text(points, 2)
    return "less than 0.01" if Fraction(shown) == 0 else shown
