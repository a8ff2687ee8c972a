"""Self-ratings beside those of others, in sentences and tables, each with its n."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from reporting.compare.visit_columns import level_words, step_words
from reporting.item_words import item_label
from reporting.sentences import counted, day, listed
from scoring.compare.self_external import Differences, SelfExternal, SelfExternalPool
from scoring.rounding import as_decimal, told_apart

WHAT_IT_SAYS = (
    "Self-ratings tend to run high. A difference is not only that: other people looked, at other "
    "charts, on another day, and between the two visits the program may have changed."
)


def pool_words(found: SelfExternalPool) -> tuple[str, ...]:
    """Say over all programs how far self-ratings run high, with n; then who is left out."""
    n = len(found.pairs)
    months = counted(found.months, "month")
    if not n:
        return (
            f"No program shown has a self-audit and a site visit within {months} of each other.",
        )
    told = [
        f"{counted(n, 'program')} with a self-audit and a site visit within {months} of each "
        "other, the latest of each program."
    ]
    told.append(_total_words(found))
    higher = [item for item, each in found.items.items() if (each.mean or 0) > 0]
    rated = sum(each.n > 0 for each in found.items.values())
    told.append(f"The mean self-rating is higher on {len(higher)} of {counted(rated, 'item')}.")
    if found.alone:
        others = counted(found.alone, "other program")
        told.append(f"{others}: not both within {months} of each other, so not counted here.")
    return tuple(told)


def _total_words(found: SelfExternalPool) -> str:
    name, total = found.scale.total.name, found.total
    if total.mean is None:
        return f"{name}: too little was rated by both."
    how = _high_or_low(total)
    return (
        f"{name}, self less external: {signed(total.mean)} on average "
        f"(n = {counted(total.n, 'program')}). {how}"
    )


def _high_or_low(total: Differences) -> str:
    return (
        f"The self-audit is higher in {total.higher}, lower in {total.lower} and the same in "
        f"{total.same}."
    )


def signed(difference: Fraction | None) -> str:
    """Write a difference with its sign; a small one is never written as none."""
    if difference is None:
        return as_decimal(None)
    return f"{'+' if difference > 0 else ''}{told_apart(difference, Fraction(0))}"


def programs_frame(found: SelfExternalPool) -> pd.DataFrame:
    """Give both totals of each program over the items that both rated, and how items differ."""
    pairs = found.pairs
    return pd.DataFrame(
        {
            "Program": [pair.by_others.name for pair in pairs],
            "Self-audit": [day(pair.by_self.day) for pair in pairs],
            "Site visit": [day(pair.by_others.day) for pair in pairs],
            "Self": [as_decimal(pair.total_self) for pair in pairs],
            "External": [as_decimal(pair.total_others) for pair in pairs],
            "Self less external": [signed(pair.difference) for pair in pairs],
            "Rated by both": [len(pair.steps) for pair in pairs],
            "Self higher": [_counts(pair)[0] for pair in pairs],
            "Same": [_counts(pair)[1] for pair in pairs],
            "Self lower": [_counts(pair)[2] for pair in pairs],
        }
    )


def items_frame(found: SelfExternalPool) -> pd.DataFrame:
    """Give the mean difference of each item over the programs, with n."""
    items = found.items
    return pd.DataFrame(
        {
            "Item": [item_label(found.scale, item) for item in items],
            "Self": [as_decimal(each.self_mean) for each in items.values()],
            "External": [as_decimal(each.others_mean) for each in items.values()],
            "Self less external": [signed(each.mean) for each in items.values()],
            "Programs": [each.n for each in items.values()],
            "Self higher": [each.higher for each in items.values()],
            "Same": [each.same for each in items.values()],
            "Self lower": [each.lower for each in items.values()],
        }
    )


def extremes_words(found: SelfExternalPool) -> str:
    """Name the items on which self-ratings run highest and lowest."""
    known = [(each.mean, item, each.n) for item, each in found.items.items() if each.n]
    if not known:
        return "No item was rated by both."
    ends = (("highest", max(known, key=_mean)), ("lowest", min(known, key=_mean)))
    told = [
        f"{way} on {item_label(found.scale, item)} ({signed(mean)}, n = {n})"
        for way, (mean, item, n) in ends
    ]
    return f"Self-ratings stand {listed(told)} against the external ones."


def _mean(known: tuple[Fraction | None, str, int]) -> Fraction:
    return known[0] or Fraction(0)


def shown_programs(found: SelfExternalPool) -> pd.DataFrame:
    """The programs in the few columns that a screen holds."""
    pairs = found.pairs
    return pd.DataFrame(
        {
            "Program": [pair.by_others.name for pair in pairs],
            "Self": [as_decimal(pair.total_self) for pair in pairs],
            "External": [as_decimal(pair.total_others) for pair in pairs],
            "Self less external": [signed(pair.difference) for pair in pairs],
            "Items higher, same, lower": [" / ".join(map(str, _counts(pair))) for pair in pairs],
        }
    )


def _counts(pair: SelfExternal) -> tuple[int, int, int]:
    """Items on which the self-rating is higher, the same, and lower."""
    high, low = sum(step > 0 for step in pair.steps), sum(step < 0 for step in pair.steps)
    return high, len(pair.steps) - high - low, low


def ratings_frame(found: SelfExternalPool) -> pd.DataFrame:
    """Give both ratings of every item of every program, a line each."""
    return pd.DataFrame(
        [
            {
                "Program": pair.by_others.name,
                "Self-audit": day(pair.by_self.day),
                "Site visit": day(pair.by_others.day),
                "Item": each.item,
                "Self": level_words(each.by_self),
                "External": level_words(each.by_others),
                "Self less external": step_words(each.difference),
            }
            for pair in found.pairs
            for each in pair.items
        ]
    )


def pair_words(found: SelfExternalPool, pair: SelfExternal) -> str:
    """Say how one program's self-audit stands to its site visit."""
    days = abs(pair.days)
    gap = "on the same day" if not days else f"{counted(days, 'day')} apart"
    steps = pair.steps
    told = (
        f"Self-audit of {day(pair.by_self.day)} and site visit of {day(pair.by_others.day)}, {gap}."
    )
    if pair.difference is None:
        total = f"{found.scale.total.name}: too little was rated by both."
    else:
        of_total = found.scale.members(found.scale.total.id)
        both = sum(each.difference is not None and each.item in of_total for each in pair.items)
        total = (
            f"{found.scale.total.name} over its {counted(both, 'item')} rated by both: self "
            f"{as_decimal(pair.total_self)}, external {as_decimal(pair.total_others)}."
        )
    high, same, low = _counts(pair)
    found_on = f"higher on {high}, lower on {low} and the same on {same}"
    return f"{told} {total} Of {counted(len(steps), 'item')} the self-rating is {found_on}."


def pair_frame(found: SelfExternalPool, pair: SelfExternal) -> pd.DataFrame:
    """Give both ratings of each item of one program."""
    return pd.DataFrame(
        {
            "Item": [item_label(found.scale, each.item) for each in pair.items],
            "Self": [level_words(each.by_self) for each in pair.items],
            "External": [level_words(each.by_others) for each in pair.items],
            "Self less external": [step_words(each.difference) for each in pair.items],
        }
    )
