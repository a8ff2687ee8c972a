"""What moved between two visits, in sentences that never sell chance as progress."""

from __future__ import annotations

from fractions import Fraction

from reporting.sentences import counted, listed
from scoring.chance import Chance, ItemNoise, MeanNoise
from scoring.change import Change, ItemChange, NumberChange
from scoring.compare.lineup import number_names
from scoring.rounding import as_decimal, as_text, told_apart
from scoring.states import State

CHANCE_MEANS = (
    "Chance here is what two raters differ by who rated the same visit, each alone. What hangs on "
    "the day, or on which charts were drawn, comes on top."
)


def change_words(change: Change, chance: Chance | None) -> tuple[str, ...]:
    """Tell what moved, the verdict first.

    Args:
        change: What moved.
        chance: What raters of one visit differ by; None where nobody looked.

    Returns:
        Sentences, in the order to show them.
    """
    if not change.items:
        return (versions_words(change),)
    told = [versions_words(change), verdict_words(change, chance)]
    if change.total is not None:
        told.append(number_words(change.total, chance.total if chance else None))
    for part in other_means(change):
        told.append(number_words(part, chance.subscales[part.id] if chance else None))
    told.append(items_words(change, chance))
    return tuple(sentence for sentence in told if sentence)


def other_means(change: Change) -> tuple[NumberChange, ...]:
    """The subscales, without one that is the total under another name."""
    named = number_names(change.scale)
    return tuple(part for part in change.subscales if part.id in named)


def versions_words(change: Change) -> str:
    """Say how the versions of two visits go together; empty where both are the scale's own."""
    was, now, own = change.earlier.version, change.later.version, change.scale.version
    if was == now == own:
        return ""
    if not change.items:
        return (
            f"These visits were rated with versions {was} and {now} of the scale, and version "
            f"{own} does not say how their items map. They are not compared."
        )
    others = listed(dict.fromkeys(v for v in (was, now) if v != own))
    if change.total is None:
        return (
            f"Rated with version {others}: items are compared as version {own} maps them; the "
            "scores of the two versions are not comparable."
        )
    return (
        f"Rated with version {others} and scored anew by the rules of version {own}; the visit's "
        "own report may say another number."
    )


def verdict_words(change: Change, chance: Chance | None) -> str:
    """Tell the two verdicts, and warn where the total behind them may have moved by chance."""
    before, after = change.verdict_before, change.verdict_after
    if before is None or after is None:
        return ""
    if before.id == after.id:
        return f"The verdict is the same: {after.name}."
    told = f"The verdict went from {before.name} to {after.name}."
    beyond = chance.total.beyond(change.total.difference) if chance and change.total else None
    if beyond is False and change.tiers:
        told += (
            " The total moved no more than raters of one visit differ by, so two raters might "
            "have given the same program these two verdicts on one day."
        )
    return told


def number_words(number: NumberChange, noise: MeanNoise | None) -> str:
    """Tell how a mean moved, and whether that is more than chance makes."""
    difference = number.difference
    if difference is None:
        rated = counted(number.rated_both, "item")
        return f"{number.name}: not compared, as {rated} rated both times are too few."
    told = f"{number.name}: {_moved(number, difference)}{_alike(number)}."
    return told if not difference else f"{told} {_chance_words(difference, noise)}"


def _moved(number: NumberChange, difference: Fraction) -> str:
    before, after = as_decimal(number.alike_before), as_decimal(number.alike_after)
    if not difference:
        return f"the same ({after})"
    by = told_apart(abs(difference), Fraction(0))
    return f"{by} {'higher' if difference > 0 else 'lower'} ({before} to {after})"


def _alike(number: NumberChange) -> str:
    """Say so where the means as reported are others, since items were left out once."""
    if (number.before, number.after) == (number.alike_before, number.alike_after):
        return ""
    return (
        f", over the {counted(number.rated_both, 'item')} rated both times; as reported it was "
        f"{as_decimal(number.before)} and {as_decimal(number.after)}"
    )


def _chance_words(difference: Fraction, noise: MeanNoise | None) -> str:
    if noise is None or noise.detectable is None:
        why = f" {noise.sem.why}" if noise and noise.sem.why else ""
        return f"Whether that is more than chance cannot be told.{why}"
    limit = told_apart(Fraction(noise.detectable).limit_denominator(10**6), abs(difference))
    n = counted(noise.sem.n, "visit")
    known = f"({n} rated by two)"
    if noise.beyond(difference):
        return f"That is more than chance explains: it makes up to {limit} in 95 of 100 {known}."
    return (
        f"That can be chance alone, which makes up to {limit} in 95 of 100 {known}; it shows "
        f"neither {'progress' if difference > 0 else 'decline'} nor its absence."
    )


def items_words(change: Change, chance: Chance | None) -> str:
    """Tell how many items moved, and how many would by chance alone."""
    both = change.rated_both
    if not both:
        return "No item was rated both times."
    up = sum((item.step or 0) > 0 for item in change.moved)
    down = len(change.moved) - up
    told = f"Of {counted(both, 'item')} rated both times {up} went up and {down} down."
    expected = chance.expected_moves(both) if chance else None
    if expected is None:
        return f"{told} How many would by chance cannot be told: too few visits were rated by two."
    often = as_text(Fraction(expected).limit_denominator(10**6), 1)
    return f"{told} By chance alone {often} of so many would have moved, one way or the other."


def item_words(item: ItemChange, noise: ItemNoise | None) -> str:
    """Tell how one item moved: "2 to 4: more than chance explains"."""
    if item.relation == "added":
        return f"new, {_level(item.after)}"
    if item.relation == "dropped":
        return f"no longer asked, was {_level(item.before)}"
    renamed = f", then called {item.was}" if item.relation == "renamed" else ""
    told = f"{_level(item.before)} to {_level(item.after)}{renamed}"
    if item.step is None:
        return f"{told}: not compared"
    if item.step == 0:
        return f"{_level(item.after)} both times{renamed}"
    beyond = noise.beyond(item.step) if noise else None
    if beyond is None:
        return f"{told}: cannot be told from chance, as too few visits were rated by two"
    return f"{told}: {'more than chance explains' if beyond else 'can be chance alone'}"


def _level(level: int) -> str:
    return str(level) if level >= 0 else State(level).words
