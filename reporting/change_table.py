"""What moved between two visits as tables: the means, and the items with what was noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from reporting.change_words import item_words, other_means
from scales.model import Scale
from scoring.chance import Chance, MeanNoise
from scoring.change import Change, ItemChange, NumberChange
from scoring.rounding import as_decimal, told_apart


@dataclass(frozen=True)
class ItemStory:
    """What is known beside the levels of an item that moved.

    Attributes:
        reasons: What was noted at the later visit.
        actions: The actions of plans made before it that were to raise the item, each with how far
            it is.
    """

    reasons: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class SortedItems:
    """The items of a change by what they did; in each the largest step first.

    Attributes:
        open: Those that were not rated both times.
    """

    up: tuple[ItemChange, ...]
    down: tuple[ItemChange, ...]
    same: tuple[ItemChange, ...]
    open: tuple[ItemChange, ...]


def sort_items(change: Change) -> SortedItems:
    """Sort the items of a change; equal steps stay in the order of the scale."""
    largest = sorted(change.items, key=lambda item: -abs(item.step or 0))
    return SortedItems(
        tuple(item for item in largest if (item.step or 0) > 0),
        tuple(item for item in largest if (item.step or 0) < 0),
        tuple(item for item in largest if item.step == 0),
        tuple(item for item in largest if item.step is None),
    )


def means_table(change: Change, chance: Chance | None) -> pd.DataFrame:
    """Lay out the total and the subscales; one that is the total under another name is left out."""
    if change.total is None:
        return pd.DataFrame()
    rows = [_mean(change.total, chance.total if chance else None)]
    rows += [_mean(n, chance.subscales[n.id] if chance else None) for n in other_means(change)]
    return pd.DataFrame(rows)


def _mean(number: NumberChange, noise: MeanNoise | None) -> dict[str, str]:
    difference = number.difference
    beyond = noise.beyond(difference) if noise else None
    return {
        "Mean": number.name,
        "Earlier": as_decimal(number.alike_before),
        "Later": as_decimal(number.alike_after),
        "Difference": "–" if difference is None else signed(told_apart(difference, Fraction(0))),
        "Chance": "–" if not difference else CHANCE_SAYS[beyond],
        "Items rated both times": str(number.rated_both),
    }


CHANCE_SAYS = {
    True: "more than chance explains",
    False: "can be chance alone",
    None: "cannot be told from chance",
}


def signed(text: str) -> str:
    """Write a plus before what is above nothing.

    Example:
        >>> signed("0.25"), signed("-0.25"), signed("0.00")
        ('+0.25', '-0.25', '0.00')
    """
    return f"+{text}" if text.strip("0.") and not text.startswith("-") else text


def items_table(
    scale: Scale,
    items: Sequence[ItemChange],
    chance: Chance | None,
    stories: Mapping[str, ItemStory],
) -> pd.DataFrame:
    """Lay out items with what they did, what was noted at the later visit, and what was planned.

    Args:
        scale: Names the items.
        items: In the order to show them.
        chance: What raters of one visit differ by; None where nobody looked.
        stories: By item id, as it is called at the later visit.
    """
    told = [stories.get(item.now or "", ItemStory()) for item in items]
    planned = any(story.actions for story in told)
    return pd.DataFrame(
        [
            {
                "Item": item_name(scale, item),
                "What it did": item_did(item, chance),
                "Noted at the later visit": " ".join(story.reasons) or "–",
                **({"Actions meant for it": "; ".join(story.actions) or "–"} if planned else {}),
            }
            for item, story in zip(items, told, strict=True)
        ]
    )


def item_name(scale: Scale, item: ItemChange) -> str:
    """Id and name; of an item that is gone the id it had."""
    return f"{item.now} {scale.item(item.now).name}" if item.now else str(item.was)


def item_did(item: ItemChange, chance: Chance | None) -> str:
    """What an item did, and whether that is more than chance explains."""
    return item_words(item, chance.item(item.now) if chance and item.now else None)
