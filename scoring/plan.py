"""From gaps to suggested actions, the most worthwhile first, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scales.item import ImprovementAction, Item
from scales.model import Scale
from scoring.gaps import Gap

EFFORT = {"small": 1, "medium": 2, "large": 3}
"""What an action costs, relative to a small one."""
_LEVERAGE = 2
"""How much more a gap weighs whose item a rule of the next verdict names."""
_FIRST_STEPS = 3
"""A plan that begins with thirty things begins with none."""


@dataclass(frozen=True)
class SuggestedAction:
    """An improvement action that a gap calls for."""

    gap: Gap
    action: ImprovementAction
    priority: Fraction
    reason: str

    @property
    def key(self) -> str:
        """Where it comes from, as `scale/item/action`; stable."""
        return f"{self.gap.scale.id}/{self.gap.item.id}/{self.action.id}"


@dataclass(frozen=True)
class Draft:
    """Suggested actions: one to three to begin with, and the rest, both by priority."""

    first: tuple[SuggestedAction, ...]
    rest: tuple[SuggestedAction, ...]


def draft_plan(gaps: Sequence[Gap]) -> Draft:
    """Suggest actions for gaps, of one scale or of several.

    Priority is size of the gap x importance of the item x leverage / effort, with leverage 2 where
    a rule of the next verdict names the item and effort 1, 2 or 3. Items that cap a verdict
    come before all others, whatever the product. To begin with: the first step of each of the
    first three items.
    """
    by_gap = [[_suggest(gap, action) for action in fitting_actions(gap)] for gap in gaps]
    first = sorted((steps[0] for steps in by_gap), key=_order)[:_FIRST_STEPS]
    others = [step for steps in by_gap for step in steps if step not in first]
    return Draft(tuple(first), tuple(sorted(others, key=_order)))


def first_steps(draft: Draft) -> tuple[SuggestedAction, ...]:
    """The first step of every item of a draft, by priority: one action an item."""
    everything = (*draft.first, *draft.rest)
    return tuple(s for s in everything if s.action == fitting_actions(s.gap)[0])


def fitting_actions(gap: Gap) -> tuple[ImprovementAction, ...]:
    """The item's actions that suit the level it has, as `actions_at` orders them."""
    return actions_at(gap.scale, gap.item, gap.level)


def actions_at(scale: Scale, item: Item, level: int) -> tuple[ImprovementAction, ...]:
    """The actions of an item that suit a level, or all of them where none does.

    Steps meant for the lowest levels come first, then the smaller effort: nobody gives peers a
    place in the team meeting before there are peers.
    """
    fitting = [a for a in item.actions if a.at_most is None or level <= a.at_most]
    highest = scale.levels.high
    return tuple(
        sorted(
            fitting or item.actions,
            key=lambda a: (highest if a.at_most is None else a.at_most, EFFORT[a.effort]),
        )
    )


def _order(suggested: SuggestedAction) -> tuple[bool, Fraction]:
    return (not suggested.gap.caps, -suggested.priority)


def _suggest(gap: Gap, action: ImprovementAction) -> SuggestedAction:
    leverage = _LEVERAGE if gap.holds_back or gap.caps else 1
    priority = Fraction(gap.size * gap.item.importance * leverage, EFFORT[action.effort])
    return SuggestedAction(gap, action, priority, _reason(gap, action))


def _reason(gap: Gap, action: ImprovementAction) -> str:
    points = "1 point" if gap.size == 1 else f"{gap.size} points"
    parts = [f"{points} below target (rated {gap.level}, target {gap.target})"]
    if gap.caps:
        parts.append("it caps the verdict below what the mean would allow")
    elif gap.holds_back:
        parts.append("it stands in the way of the next verdict")
    if gap.item.importance == 3:
        parts.append("the verdict hangs on it")
    parts.append(f"{action.effort} effort")
    return "; ".join(parts) + "."
