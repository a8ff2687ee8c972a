"""Two visits beside each other, item by item."""

from __future__ import annotations

import pandas as pd

from reporting.change_words import item_words, versions_words
from reporting.compare.named_columns import Column, frame_of
from reporting.compare.visit_columns import level_words, step_words
from reporting.sentences import counted, listed
from scoring.chance import Chance
from scoring.change import Change, ItemChange
from scoring.rounding import as_decimal


def difference_words(change: Change, one: str, other: str) -> tuple[str, ...]:
    """Say how two programs differ; what moved in one program is for `change_words` to tell.

    Args:
        change: The first program as the earlier visit, the second as the later.
        one, other: What the two are called.
    """
    versions = versions_words(change)
    if not change.items:
        return (versions,)
    told = [versions]
    if change.verdict_before is not None and change.verdict_after is not None:
        told.append(f"{one}: {change.verdict_before.name}. {other}: {change.verdict_after.name}.")
    if change.total is not None:
        total = change.total
        told.append(
            f"{total.name} over the {counted(total.rated_both, 'item')} rated at both: "
            f"{as_decimal(total.alike_before)} and {as_decimal(total.alike_after)}; as reported "
            f"{as_decimal(total.before)} and {as_decimal(total.after)}."
        )
    higher = sum((item.step or 0) > 0 for item in change.moved)
    told.append(
        f"Of {counted(change.rated_both, 'item')} rated at both, {other} is higher on {higher}, "
        f"lower on {len(change.moved) - higher} and the same on "
        f"{change.rated_both - len(change.moved)}."
    )
    return tuple(sentence for sentence in told if sentence)


def apart_words(change: Change) -> str:
    """Name the items that differ, the widest apart first."""
    items = sorted(change.moved, key=lambda item: -abs(item.step or 0))
    if not items:
        return "No item that was rated both times differs." if change.rated_both else ""
    told = listed(f"{item.now} ({item.before} to {item.after})" for item in items)
    return f"Different: {told}."


def two_frame(change: Change, ends: tuple[str, str], chance: Chance | None) -> pd.DataFrame:
    """Give both levels of each item; with `chance` also what can be said of the change.

    Args:
        change: The two visits.
        ends: What the two are called.
        chance: What raters of one visit differ by; None where the visits are of two programs.
    """
    items = change.items
    columns: list[Column] = [
        ("Item", [change_label(change, item) for item in items]),
        (ends[0], [level_words(item.before) for item in items]),
        (ends[1], [level_words(item.after) for item in items]),
        ("Difference", [step_words(item.step) for item in items]),
    ]
    if chance is not None:
        columns.append(("What it says", [change_detail(change, item, chance) for item in items]))
    return frame_of(columns)


def change_label(change: Change, item: ItemChange) -> str:
    """Id and name of an item, as this version has it, else as it was called."""
    if item.now is None:
        return f"{item.was} (no longer asked)"
    return f"{item.now} {change.scale.item(item.now).name}"


def change_detail(change: Change, item: ItemChange, chance: Chance | None) -> str:
    """Say how one item moved, and whether chance can explain it."""
    noise = chance.item(item.now) if chance and item.now in change.scale.item_ids else None
    return item_words(item, noise)
