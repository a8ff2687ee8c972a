"""What became of the items that the actions of an earlier plan were to raise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reporting.change_words import item_words
from reporting.sentences import counted, listed, upper_first
from scoring.chance import ItemNoise
from scoring.change import ItemChange
from scoring.states import State

Outcome = Literal["reached", "higher", "same", "lower", "unknown"]
_SAID: dict[Outcome, str] = {
    "reached": "Target reached",
    "higher": "Higher, target not reached",
    "same": "Not moved",
    "lower": "Lower",
    "unknown": "Not known",
}
_COUNTED: dict[Outcome, str] = {
    "reached": "at the target",
    "higher": "higher and not there yet",
    "same": "not moved",
    "lower": "lower",
    "unknown": "not known",
}


@dataclass(frozen=True)
class ItemSince:
    """One item that an action was to raise, at the visit of the plan and now.

    Attributes:
        label: What it is called, and of which scale.
        then, now: A level, or why there is none.
        target: The level aimed at; None where none was.
        words: What became of it, and whether that is more than chance explains.
    """

    label: str
    then: str
    target: int | None
    now: str
    outcome: Outcome
    words: str


def item_since(
    label: str, change: ItemChange, target: int | None, noise: ItemNoise | None
) -> ItemSince:
    """Tell what became of an item.

    Args:
        label: What it is called, and of which scale.
        change: The item at both visits.
        target: The level aimed at; None where none was.
        noise: What chance does to it; None where nobody looked.
    """
    outcome = _outcome(change, target)
    said = _SAID[outcome]
    if target is None and outcome == "higher":
        said = "Higher"
    if outcome == "reached" and target is not None and change.before >= target:
        said = "At the target both times"
    if change.relation == "dropped":
        said = "No longer asked"
    words = item_words(change, noise) if change.step else ""
    return ItemSince(
        label,
        _level(change.before),
        target,
        _level(change.after),
        outcome,
        f"{said}: {words}" if words else said,
    )


def item_untold(label: str, target: int | None, why: str) -> ItemSince:
    """Say why nothing can be told of an item."""
    return ItemSince(label, "", target, "", "unknown", upper_first(why))


def items_summary(items: Sequence[ItemSince]) -> str:
    """Count what became of items; empty where there are none."""
    if not items:
        return ""
    found = Counter(item.outcome for item in items)
    parts = [f"{found[o]} {words}" for o, words in _COUNTED.items() if found[o]]
    return f"Of {counted(len(items), 'item')} to raise: {listed(parts)}."


def _outcome(change: ItemChange, target: int | None) -> Outcome:
    if change.after < 0:
        return "unknown"
    if target is not None and change.after >= target:
        return "reached"
    if change.step is None:
        return "unknown"
    return "higher" if change.step > 0 else "lower" if change.step else "same"


def _level(level: int) -> str:
    return str(level) if level >= 0 else State(level).words
