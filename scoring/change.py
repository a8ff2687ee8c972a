"""What moved between two visits: by item, in the subscales, the total and the verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scales.model import Scale, Verdict
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import Scores, score
from scoring.states import State
from scoring.versions import Relation, item_pairs, may_compare_scores, restated


@dataclass(frozen=True)
class Rated:
    """A scale as it was rated at one visit.

    Attributes:
        version: The version of the scale it was rated with.
        row: The ratings, under the ids of that version.
    """

    day: dt.date
    version: str
    row: Row


@dataclass(frozen=True)
class ItemChange:
    """One item at two visits.

    Attributes:
        relation: How the two versions' items map; "same" within one version.
        was, now: Its id at the earlier and at the later visit; None where it did not exist.
        before, after: A level or a `State`.
    """

    relation: Relation
    was: str | None
    now: str | None
    before: int
    after: int

    @property
    def step(self) -> int | None:
        """Levels up (or down, below zero); None unless it was rated both times."""
        rated = self.before >= 0 and self.after >= 0
        return self.after - self.before if rated else None


@dataclass(frozen=True)
class NumberChange:
    """The total or a subscale at two visits.

    Attributes:
        before, after: The mean as it was reported; None where it could not be formed.
        alike_before, alike_after: The same over the items rated both times alone, so that an
            item left out once moves nothing; None where too few are left.
        rated_both: How many items that are.
    """

    id: str
    name: str
    before: Fraction | None
    after: Fraction | None
    alike_before: Fraction | None
    alike_after: Fraction | None
    rated_both: int

    @property
    def difference(self) -> Fraction | None:
        """How far it moved, over the items rated both times."""
        if self.alike_before is None or self.alike_after is None:
            return None
        return self.alike_after - self.alike_before


@dataclass(frozen=True)
class Change:
    """What moved between two visits.

    Attributes:
        scale: The scale whose rules both were scored by.
        items: In the order of the scale, then those that were dropped; empty where the scale file
            says nothing of a version.
        total, subscales: None and empty where the versions' scores cannot be compared.
        verdict_before, verdict_after: Likewise.
        restated_before, restated_after: Whether the visit was rated with another version, so that
            its scores here are not those of its own report.
    """

    scale: Scale
    earlier: Rated
    later: Rated
    items: tuple[ItemChange, ...]
    total: NumberChange | None = None
    subscales: tuple[NumberChange, ...] = ()
    verdict_before: Verdict | None = None
    verdict_after: Verdict | None = None

    @property
    def restated_before(self) -> bool:
        """Whether the earlier visit was rated with another version than `scale`."""
        return self.earlier.version != self.scale.version

    @property
    def restated_after(self) -> bool:
        """Whether the later visit was rated with another version than `scale`."""
        return self.later.version != self.scale.version

    @property
    def tiers(self) -> int | None:
        """Tiers the verdict went up (or down, below zero); None where that cannot be told."""
        if self.verdict_before is None or self.verdict_after is None:
            return None
        before, after = self.verdict_before.tier, self.verdict_after.tier
        return None if before is None or after is None else after - before

    @property
    def moved(self) -> tuple[ItemChange, ...]:
        """Items that were rated both times and not alike."""
        return tuple(item for item in self.items if item.step)

    @property
    def rated_both(self) -> int:
        """How many items were rated both times."""
        return sum(item.step is not None for item in self.items)


def change_between(scale: Scale, earlier: Rated, later: Rated) -> Change:
    """Work out what moved between two visits.

    Args:
        scale: The version by whose ids and rules to compare; ratings of another version are
            brought to it as far as its file says how.
        earlier: The earlier visit.
        later: The later one.

    Raises:
        RatingsError: A visit rated with this version names what the scale does not have.

    Example:
        >>> from pathlib import Path
        >>> import scales
        >>> from scales.loading import load_scale
        >>> goi = load_scale(Path(scales.__file__).parent / "library" / "goi.yaml")
        >>> levels = dict.fromkeys(goi.item_ids, 3)
        >>> first = Rated(dt.date(2025, 3, 1), "1.0.0", Row("First", levels, {}))
        >>> raised = Row("Second", levels | {"G7": 5, "G8": 4}, {})
        >>> found = change_between(goi, first, Rated(dt.date(2025, 9, 1), "1.0.0", raised))
        >>> [(item.now, item.step) for item in found.moved], found.total.difference
        ([('G7', 2), ('G8', 1)], Fraction(1, 4))
    """
    items = _items(scale, earlier, later)
    if not all(may_compare_scores(scale, visit.version) for visit in (earlier, later)):
        return Change(scale, earlier, later, items)
    rows = [restated(scale, visit.version, visit.row) for visit in (earlier, later)]
    whole = score(scale, ratings_from_rows(scale, rows))
    alike = score(scale, ratings_from_rows(scale, alike_rows(rows)))
    before, after = whole.verdicts
    return Change(
        scale,
        earlier,
        later,
        items,
        _number(scale.total.id, scale.total.name, whole, alike),
        tuple(_number(part.id, part.name, whole, alike) for part in scale.subscales),
        before,
        after,
    )


def alike_rows(rows: Sequence[Row]) -> list[Row]:
    """Leave in each row only the items that have a level in all."""
    shared = [i for i in rows[0].levels if all(row.levels.get(i, -1) >= 0 for row in rows)]
    return [
        Row(row.assessment, {item: row.levels[item] for item in shared}, row.choices)
        for row in rows
    ]


def _items(scale: Scale, earlier: Rated, later: Rated) -> tuple[ItemChange, ...]:
    then, since = _ids(scale, earlier.version), _ids(scale, later.version)
    if not then or not since:
        return ()
    pairs = [(then.get(key), since.get(key)) for key in dict.fromkeys((*then, *since))]
    return tuple(
        ItemChange(_relation(was, now), was, now, _level(earlier.row, was), _level(later.row, now))
        for was, now in pairs
        if was or now
    )


def _ids(scale: Scale, version: str) -> dict[tuple[str | None, str | None], str | None]:
    """What each item was called; the key is its id now or, where it is gone, its id then."""
    return {(p.now, None if p.now else p.was): p.was for p in item_pairs(scale, version)}


def _relation(was: str | None, now: str | None) -> Relation:
    if was is None:
        return "added"
    if now is None:
        return "dropped"
    return "same" if was == now else "renamed"


def _level(row: Row, item: str | None) -> int:
    return State.NOT_RATED if item is None else row.levels.get(item, State.NOT_RATED)


def _number(number_id: str, name: str, whole: Scores, alike: Scores) -> NumberChange:
    reported, same = whole.columns.mean(number_id), alike.columns.mean(number_id)
    return NumberChange(
        number_id,
        name,
        reported.value(0),
        reported.value(1),
        same.value(0),
        same.value(1),
        int(same.rated[0]),
    )
