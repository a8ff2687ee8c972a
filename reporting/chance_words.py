"""What chance does to a mean and to an item, with what it was worked out from."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from reporting.change_words import CHANCE_MEANS
from reporting.sentences import counted, ended, upper_first
from scoring.agreement.estimate import Estimate
from scoring.chance import FEWEST_PAIRS, FEWEST_VISITS, Chance, ItemNoise, MeanNoise
from scoring.rounding import as_text

HOW = (
    "SEM (standard error of measurement) is how far one rating lies from what raters give on "
    "average: the square root of the sum of squared differences of the two raters over twice the "
    "number of visits they rated.",
    "A difference between two visits is more than chance if it is larger than 1.96 × √2 × SEM, the "
    "minimal detectable change: of two ratings of a program that did not change, 95 in 100 lie no "
    "further apart.",
    "For an item the pairs of ratings are counted: a step is more than chance if at most 5 % of "
    "the pairs were that far apart.",
)
"""How it is worked out, in three sentences."""


INVENTED = (
    "All of these visits are to invented programs: it shows how this is told, and says nothing of "
    "how far real raters differ."
)
"""Said where nobody real was rated by two."""


def chance_words(chance: Chance) -> tuple[str, ...]:
    """Say how large a change of the total has to be, of how many visits that is known, or why not.

    Returns:
        Sentences, in the order to show them.
    """
    noise, name = chance.total, chance.scale.total.name
    if noise.detectable is None:
        why = ended(upper_first(noise.sem.why or ""))
        return (
            f"How much of a change is chance cannot be told for this scale. {why}",
            "So no change here is called progress or decline. Let two people rate the same visit, "
            f"each alone: from {FEWEST_VISITS} such visits on it is told.",
        )
    return (
        f"Two visits have to differ by more than {_number(noise.detectable)} in the {name} for it "
        f"to be more than chance. Known from {counted(noise.sem.n, 'visit')} in your pool that two "
        f"people rated, each alone (SEM {_number(noise.sem.value)}, {_interval(noise.sem)}).",
        *([INVENTED] if chance.invented else []),
        CHANCE_MEANS,
    )


def chance_table(chance: Chance) -> pd.DataFrame:
    """Lay out the error of the total and of each subscale."""
    scale = chance.scale
    total = scale.members(scale.total.id)
    parts = [part for part in scale.subscales if scale.members(part.id) != total]
    rows = [(scale.total.name, chance.total)]
    rows += [(part.name, chance.subscales[part.id]) for part in parts]
    return pd.DataFrame([_mean_row(name, noise) for name, noise in rows])


def _mean_row(name: str, noise: MeanNoise) -> dict[str, str]:
    return {
        "Mean": name,
        "SEM": _number(noise.sem.value),
        "95 % interval": _interval(noise.sem, bare=True),
        "More than chance from": _number(noise.detectable),
        "Visits rated by two": str(noise.sem.n),
        "Remark": upper_first(noise.sem.why or ""),
    }


def item_chance_table(chance: Chance) -> pd.DataFrame:
    """Lay out how far raters were apart on each item, and the least step beyond chance."""
    return pd.DataFrame(
        [
            _item_row(f"{item.id} {item.name}", chance.items[item.id], chance.item(item.id))
            for item in chance.scale.items
        ]
    )


def _item_row(name: str, own: ItemNoise, used: ItemNoise) -> dict[str, str]:
    by = "too few pairs" if used.step is None else "all items" if used.pooled else "its own pairs"
    return {
        "Item": name,
        "Pairs of ratings": str(own.pairs),
        "Apart by 1 or more": str(own.apart[1]) if len(own.apart) > 1 else "0",
        "Apart by 2 or more": str(own.apart[2]) if len(own.apart) > 2 else "0",
        "Least step beyond chance": "–" if used.step is None else str(used.step),
        "Goes by": by,
    }


FEW_PAIRS = (
    f"An item with fewer than {FEWEST_PAIRS} pairs of ratings, from at least {FEWEST_VISITS} "
    "visits, goes by all items together."
)


def _number(value: float | None) -> str:
    return "–" if value is None else as_text(Fraction(value).limit_denominator(10**9), 2)


def _interval(sem: Estimate, *, bare: bool = False) -> str:
    if sem.low is None or sem.high is None:
        return "–" if bare else "without an interval"
    ends = f"{_number(sem.low)} to {_number(sem.high)}"
    return ends if bare else f"95 % interval {ends}"
