"""The targets of their own of a visit, as its scale files have a place for them now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from handover.workspace import Workspace
from scales.model import Scale
from storage.own_targets import OwnTarget, TargetKind, list_own_targets


@dataclass(frozen=True)
class ScaleTargets:
    """Item id to level, and id of a subscale or the total to mean."""

    items: dict[str, int] = field(default_factory=dict)
    means: dict[str, Fraction] = field(default_factory=dict)


def fetch_own_targets(workspace: Workspace) -> tuple[OwnTarget, ...]:
    """Fetch what is set; nothing while only a person's own ratings are shown.

    As with the plan: that somebody aims higher than another tells what was rated.
    """
    if workspace.shown is None or workspace.shown != workspace.official:
        return ()
    return list_own_targets(workspace.acting, workspace.visit.id)


def scale_targets(scale: Scale, targets: Iterable[OwnTarget]) -> ScaleTargets:
    """Take the targets of one assessment that its scale file still has a place for.

    The file may have fewer levels or items than when a target was set.
    """
    found = ScaleTargets()
    low, high = Fraction(scale.levels.low), Fraction(scale.levels.high)
    known = subjects_of(scale)
    for target in targets:
        if target.value is None or (target.kind, target.subject) not in known:
            continue
        value = min(max(target.value, low), high)
        if target.kind == "item":
            found.items[target.subject] = int(value)
        else:
            found.means[target.subject] = value
    return found


def subjects_of(scale: Scale) -> dict[tuple[TargetKind, str], str]:
    """What of a scale can have a target of its own, with its name: total, subscales, items.

    A subscale that is the total under another name is left out: one mean has one target.
    """
    total = scale.total
    found: dict[tuple[TargetKind, str], str] = {("total", total.id): total.name}
    for subscale in scale.subscales:
        if scale.members(subscale.id) != scale.members(total.id):
            found["subscale", subscale.id] = subscale.name
    for item in scale.items:
        found["item", item.id] = f"{item.id} {item.name}"
    return found
