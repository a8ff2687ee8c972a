"""How raters of the invented portfolio see true levels, and what two of them settle on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

LOW, HIGH = 1, 5


def rate(
    chance: Random, truth: Mapping[str, Mapping[str, int]], error: float
) -> dict[str, dict[str, int]]:
    """Rate every item of every scale.

    Args:
        chance: Where the draws come from; two for each item, whether or not they are needed.
        truth: Scale id to item id to true level.
        error: How often a rater departs from it, by one level.
    """
    return {
        scale: {item: _seen(level, chance.random(), chance.random(), error) for item, level in each}
        for scale, each in ((scale, levels.items()) for scale, levels in truth.items())
    }


def settle(
    truth: Mapping[str, Mapping[str, int]], sets: Sequence[Mapping[str, Mapping[str, int]]]
) -> dict[str, dict[str, int]]:
    """Settle on what both saw; else on the true level if one saw it, or else on the first's."""
    return {
        scale: {
            item: _agreed(level, [given[scale][item] for given in sets])
            for item, level in levels.items()
        }
        for scale, levels in truth.items()
    }


def variance(level: int, error: float) -> float:
    """The variance of a rating around its own mean, given the true level.

    Inside the scale it departs up or down alike: the variance is the error rate e. At an end it
    departs inward alone, so its mean shifts by e and its variance is e(1 - e).
    """
    return error if LOW < level < HIGH else error * (1 - error)


def _seen(level: int, whether: float, where: float, error: float) -> int:
    if whether >= error:
        return level
    if level in (LOW, HIGH):
        return level + (1 if level == LOW else -1)
    return level + (1 if where < 0.5 else -1)


def _agreed(level: int, seen: Sequence[int]) -> int:
    return level if level in seen and len(set(seen)) > 1 else seen[0]
