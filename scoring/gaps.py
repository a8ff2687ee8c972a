"""How far each item is from its target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scales.item import Item
from scales.model import Scale, Verdict
from scoring.explanation import Scored


@dataclass(frozen=True)
class Gap:
    """An item below its target.

    Attributes:
        target: The level aimed at: the item's own target; else the chosen one, or what the next
            verdict needs if that is higher.
        size: Points from level to target, at least 1.
        needed: The level the next verdict asks of it, None where it asks no more than it has.
        holds_back: Whether a rule of the next verdict names the item. An item that could only
            raise a mean does not hold back by itself.
        caps: Whether it holds the verdict below what the mean alone would allow.
    """

    scale: Scale
    item: Item
    level: int
    target: int
    needed: int | None
    holds_back: bool
    caps: bool

    @property
    def size(self) -> int:
        """Points from level to target."""
        return self.target - self.level


def find_gaps(
    scored: Scored,
    target_level: int | None = None,
    item_targets: Mapping[str, int] | None = None,
) -> tuple[Gap, ...]:
    """List the rated items below target, widest first.

    Ties: items that cap the verdict first, then those that hold it back, then importance, then
    the order of the file. Items that are not rated have no gap; `scored.left_out` names them.

    Args:
        scored: One assessment.
        target_level: The level aimed at; the scale's own target where None.
        item_targets: Item id to a target of its own, which stands as it was chosen, also where the
            next verdict needs more.
    """
    scale = scored.scale
    target = scale.target_level if target_level is None else target_level
    own = item_targets or {}
    needs = next_needs(scored)
    named = items_named(scored)
    caps = scored.capped_by.items if scored.capped_by else ()
    gaps = [
        Gap(
            scale,
            item,
            level,
            own.get(item.id, max(target, needs.get(item.id, target))),
            needed if (needed := needs.get(item.id)) is not None and needed > level else None,
            item.id in named,
            item.id in caps,
        )
        for item in scale.items
        if (level := scored.row.levels[item.id]) >= 0
    ]
    below = [gap for gap in gaps if gap.size > 0]
    return tuple(
        sorted(below, key=lambda g: (-g.size, not g.caps, not g.holds_back, -g.item.importance))
    )


def next_verdict(scored: Scored) -> Verdict | None:
    """The verdict one tier up, or None at the top and where nothing can be said."""
    return scored.held_back[0].verdict if scored.held_back else None


def items_named(scored: Scored) -> frozenset[str]:
    """The items that a failing rule of the next verdict names at a level."""
    reasons = scored.held_back[0].reasons if scored.held_back else ()
    return frozenset(
        item for reason in reasons if reason.level is not None for item in reason.items
    )


def next_needs(scored: Scored) -> dict[str, int]:
    """The level that the next verdict asks of each item that stands in its way.

    A condition that names a level gives it. One on a mean names none: there the scale file's own
    `needs` say which level to aim for.
    """
    if not scored.held_back:
        return {}
    nearest = scored.held_back[0]
    aims: dict[str, int] = {}
    for need in nearest.verdict.needs:
        for item in scored.scale.members(need.of):
            aims[item] = max(need.level, aims.get(item, need.level))
    needs: dict[str, int] = {}
    for reason in nearest.reasons:
        for item in reason.items:
            level = aims.get(item) if reason.level is None else reason.level
            if level is not None:
                needs[item] = max(level, needs.get(item, level))
    return needs
