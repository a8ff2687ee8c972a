"""Ratings made with an earlier version of a scale, as far as the scale file says how they map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scales.model import Follows, Scale
from scoring.ratings import Row
from scoring.states import State

Relation = Literal["same", "renamed", "added", "dropped"]


@dataclass(frozen=True)
class ItemPair:
    """An item of a scale and what it was in an earlier version.

    Attributes:
        was: Its id then; None where it was added.
        now: Its id now; None where it was dropped.
    """

    relation: Relation
    was: str | None
    now: str | None


def follows(scale: Scale, version: str) -> Follows | None:
    """Find what a scale says of an earlier version; None where it says nothing."""
    return next((earlier for earlier in scale.follows if earlier.version == version), None)


def may_compare_scores(scale: Scale, version: str) -> bool:
    """Whether means and verdicts of a version can be set beside those of this one."""
    earlier = follows(scale, version)
    return version == scale.version or (earlier is not None and earlier.scores)


def item_pairs(scale: Scale, version: str) -> tuple[ItemPair, ...]:
    """Say item by item what an earlier version called it.

    Returns:
        The items of this version in the order of the file, then those dropped; nothing where the
        scale file does not say how the versions map.
    """
    if version == scale.version:
        return tuple(ItemPair("same", item, item) for item in scale.item_ids)
    earlier = follows(scale, version)
    if earlier is None:
        return ()
    named = {pair.now: pair.was for pair in earlier.renamed}
    pairs = [_pair(item, named, earlier) for item in scale.item_ids]
    return (*pairs, *(ItemPair("dropped", item, None) for item in earlier.dropped))


def restated(scale: Scale, version: str, row: Row) -> Row:
    """Write ratings made with an earlier version under the ids of this one.

    What this version did not have then is not rated. A level it does not have now is not rated
    either, and so is "not applicable" where it is not permitted now. The answers to facts stand
    where the fact and the choice still exist.

    Args:
        scale: This version.
        version: The version the ratings were made with; nothing is rated where it does not map.
        row: The ratings under the ids of that version.
    """
    levels = {
        now: _level(scale, now, row.levels.get(was, State.NOT_RATED))
        for was, now in _mapped(scale, version)
    }
    known = {fact.id: {choice.id for choice in fact.choices} for fact in scale.choice_facts}
    choices = {f: chosen for f, chosen in row.choices.items() if chosen in known.get(f, ())}
    return Row(row.assessment, levels, choices)


def _mapped(scale: Scale, version: str) -> Iterable[tuple[str, str]]:
    """Ids then and now of the items that both versions have."""
    if version == scale.version:  # most rows of a large pool
        return ((item, item) for item in scale.item_ids)
    pairs = item_pairs(scale, version)
    return ((p.was, p.now) for p in pairs if p.was is not None and p.now is not None)


def _pair(item: str, named: dict[str, str], earlier: Follows) -> ItemPair:
    if item in named:
        return ItemPair("renamed", named[item], item)
    if item in earlier.added:
        return ItemPair("added", None, item)
    return ItemPair("same", item, item)


def _level(scale: Scale, item: str, level: int) -> int:
    if level == State.NOT_APPLICABLE:
        return level if scale.item(item).not_applicable.permitted else State.NOT_RATED
    return level if level < 0 or scale.levels.low <= level <= scale.levels.high else State.NOT_RATED
