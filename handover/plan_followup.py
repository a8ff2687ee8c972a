"""What became of the last plan: each of its actions, and whether its items moved since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from handover.earlier_plans import LastPlan
from handover.own_targets import scale_targets
from handover.plan_lines import plan_lines
from handover.pool import PoolVisit, load_pool, pool_chance
from handover.workspace import Workspace
from reporting.followup_words import ItemSince, item_since, item_untold
from reporting.plan_table import PlanRow, plan_rows
from scales.catalog import Catalog
from scoring.chance import Chance, ItemNoise
from scoring.change import Change, ItemChange, change_between
from scoring.ratings import RatingsError
from storage.acting import Acting
from storage.assessments import Assessment
from storage.own_targets import OwnTarget, list_own_targets
from storage.plan_record import PlanAction, carried_from
from storage.visit_record import Visit
from storage.visits import get_assessments

ItemKey = tuple[str, str]
"""A scale and an item."""


@dataclass(frozen=True)
class FollowedAction:
    """An action of an earlier plan.

    Attributes:
        row: As a report tells of it.
        items: What became of its items; in their order.
        goes_on: The items that there still are, under their ids now.
        levels: Of those that are rated now.
        place: Where it stands in the new plan, from 1; None where it was not carried over.
    """

    action: PlanAction
    row: PlanRow
    items: tuple[ItemSince, ...]
    goes_on: tuple[ItemKey, ...]
    levels: tuple[int, ...]
    place: int | None

    @property
    def unfinished(self) -> bool:
        """Whether it is neither done nor dropped, and not in the new plan yet."""
        return self.action.status in ("planned", "in_progress") and self.place is None


@dataclass(frozen=True)
class FollowUp:
    """What became of the last plan."""

    visit: Visit
    actions: tuple[FollowedAction, ...]


def items_to_raise(actions: Sequence[FollowedAction]) -> list[ItemSince]:
    """What became of each item that actions were to raise, each item once.

    Dropped actions were to raise nothing any more. Where several name an item, the highest of
    their targets counts.
    """
    found: dict[ItemKey, ItemSince] = {}
    for each in actions:
        if each.action.status == "dropped":
            continue
        for key, item in zip(each.action.items, each.items, strict=True):
            known = found.get(key)
            if known is None or (item.target or 0) > (known.target or 0):
                found[key] = item
    return list(found.values())


def follow_up(
    workspace: Workspace,
    catalog: Catalog,
    last: LastPlan,
    actions: Sequence[PlanAction],
    chances: Mapping[str, Chance],
    today: dt.date,
) -> FollowUp:
    """Work out what became of the last plan, as far as the person may see it.

    Args:
        workspace: The visit in hand.
        catalog: The scales.
        last: The plan before it.
        actions: The plan of the visit in hand, to know what was carried over.
        chances: What raters differ by, by scale; scales may be missing.
        today: What was due before is overdue.
    """
    compared = _Compared(workspace, catalog, last, chances)
    lines = plan_lines(workspace.acting, last.visit.id, last.actions)
    rows = plan_rows(lines, compared.names, today)
    places = {carried_from(action.origin): action.position + 1 for action in actions}
    followed = (
        FollowedAction(
            action,
            row,
            tuple(compared.since(key, action) for key in action.items),
            tuple(now for key in action.items if (now := compared.goes_on(key))),
            tuple(level for key in action.items if (level := compared.level(key)) >= 0),
            places.get(action.id),
        )
        for action, row in zip(last.actions, rows, strict=True)
    )
    return FollowUp(last.visit, tuple(followed))


def find_chances(
    acting: Acting, catalog: Catalog, scale_ids: Collection[str], *, for_real: bool = False
) -> dict[str, Chance]:
    """Work out what raters differ by, from all double ratings that the person sees.

    Args:
        acting: Who asks.
        catalog: The scales.
        scale_ids: Which; one without a file is passed over.
        for_real: Whether it is to judge a real program: then invented ones never count.
    """
    known = [scale_id for scale_id in scale_ids if scale_id in catalog.ids]
    pool = load_pool(acting, catalog, known) if known else ()
    return {
        scale_id: pool_chance(catalog.get(scale_id).scale, pool, for_real=for_real)
        for scale_id in known
    }


class _Compared:
    """The items of an earlier visit beside what they are at this one."""

    def __init__(
        self,
        workspace: Workspace,
        catalog: Catalog,
        last: LastPlan,
        chances: Mapping[str, Chance],
    ) -> None:
        self._chances = chances
        self._catalog = catalog
        placed = get_assessments(workspace.acting, last.visit.id)
        self._placed: dict[str, Assessment] = {each.scale_id: each for each in placed}
        wanted = {scale for action in last.actions for scale, _item in action.items}
        self._scales = {s: catalog.get(s).scale for s in wanted if s in catalog.ids}
        self._targets = self._own_targets(list_own_targets(workspace.acting, last.visit.id))
        program = [workspace.program.id]
        pool = load_pool(workspace.acting, catalog, self._scales, program) if wanted else ()
        then = {each.scale.id: each for each in pool if each.visit.id == last.visit.id}
        since = {each.scale.id: each for each in pool if each.visit.id == workspace.visit.id}
        self._here = set(since)
        self._changes = {
            scale_id: found
            for scale_id, scale in self._scales.items()
            if (found := _change(then.get(scale_id), since.get(scale_id))) is not None
        }
        self._items = {
            (scale_id, item.was): item
            for scale_id, change in self._changes.items()
            for item in change.items
            if item.was is not None
        }
        self.names = {
            (scale.id, item.id): f"{item.id} {item.name} ({scale.short_name})"
            for scale in self._scales.values()
            for item in scale.items
        }

    def _own_targets(self, targets: Sequence[OwnTarget]) -> dict[ItemKey, int]:
        """The levels aimed at for single items, when the plan was made."""
        return {
            (scale_id, item): level
            for scale_id, scale in self._scales.items()
            if (placed := self._placed.get(scale_id)) is not None
            for item, level in scale_targets(
                scale, (target for target in targets if target.assessment_id == placed.id)
            ).items.items()
        }

    def since(self, key: ItemKey, action: PlanAction) -> ItemSince:
        """What became of an item that an action was to raise."""
        scale_id, item_id = key
        item = self._items.get(key)
        now = self.goes_on(key) or key
        label = self.names.get(now, item_id)
        placed = self._placed.get(scale_id)
        target = action.target
        if target is None and placed is not None:
            target = self._targets.get(key, placed.target_level)
        if item is None:
            return item_untold(label, target, self._why_not(scale_id))
        return item_since(label, item, target, self._noise(scale_id, item))

    def goes_on(self, key: ItemKey) -> ItemKey | None:
        """The item under the id it has now; None where it is gone or cannot be told."""
        item = self._items.get(key)
        if item is None:
            # Of a scale that this visit was not rated with nothing is known to have changed.
            return key if key in self.names and key[0] not in self._changes else None
        return (key[0], item.now) if item.now else None

    def level(self, key: ItemKey) -> int:
        """Its level now, or a state."""
        item = self._items.get(key)
        return -1 if item is None else item.after

    def _noise(self, scale_id: str, item: ItemChange) -> ItemNoise | None:
        chance = self._chances.get(scale_id)
        if chance is None or item.now is None:
            return None
        return chance.item(item.now) if item.now in chance.items else None

    def _why_not(self, scale_id: str) -> str:
        if scale_id not in self._scales:
            return "the file of its scale is gone"
        if scale_id not in self._here:
            return "its scale is not part of this visit"
        if scale_id not in self._changes:
            return "one of the two visits has no result of its scale that you may see"
        return "the versions of the scale do not say what it is now"


def _change(then: PoolVisit | None, since: PoolVisit | None) -> Change | None:
    if then is None or since is None or then.rated is None or since.rated is None:
        return None
    try:
        return change_between(since.scale, then.rated, since.rated)
    except RatingsError:  # a scale file was changed without another version
        return None
