"""What moved between two visits as plain data; the shape is documented and does not change."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from exchange.score_json import PLACES
from scoring import as_text
from scoring.chance import Chance, MeanNoise
from scoring.change import Change, ItemChange, NumberChange
from scoring.states import State

_STATES = {
    State.NOT_RATED: "not_rated",
    State.NOT_APPLICABLE: "not_applicable",
    State.NOT_ENOUGH: "not_enough_information",
}


def change_data(change: Change, chance: Chance | None) -> dict[str, Any]:
    """Two visits, mean by mean and item by item.

    Args:
        change: What moved.
        chance: Tells whether that is more than chance makes; None between two programs, whose
            difference is no change.
    """
    before, after = change.verdict_before, change.verdict_after
    total, parts = change.total, change.subscales
    noises = chance.subscales if chance else {}
    return {
        "verdicts": [before and before.id, after and after.id],
        "total": total and _number(total, chance.total if chance else None),
        "subscales": {part.id: _number(part, noises.get(part.id)) for part in parts},
        "rated_both": change.rated_both,
        "items": [_item(item, chance) for item in change.items],
    }


def level_data(level: int) -> int | str:
    """A level as a number; a state by its name."""
    return level if level >= 0 else _STATES[State(level)]


def mean_data(value: Fraction | None) -> str | None:
    """A mean as text; None where it cannot be formed."""
    return None if value is None else as_text(value, PLACES)


def _number(number: NumberChange, noise: MeanNoise | None) -> dict[str, Any]:
    return {
        "reported": [mean_data(number.before), mean_data(number.after)],
        "alike": [mean_data(number.alike_before), mean_data(number.alike_after)],
        "difference": mean_data(number.difference),
        "rated_both": number.rated_both,
        "beyond_chance": noise.beyond(number.difference) if noise else None,
    }


def _item(item: ItemChange, chance: Chance | None) -> dict[str, Any]:
    noise = chance.item(item.now) if chance and item.now is not None else None
    return {
        "item": item.now,
        "was": item.was,
        "relation": item.relation,
        "levels": [level_data(item.before), level_data(item.after)],
        "step": item.step,
        "beyond_chance": noise.beyond(item.step) if noise else None,
    }
