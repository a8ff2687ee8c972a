"""Single items whose change by one point would change the verdict."""

from __future__ import annotations

from dataclasses import dataclass

from scales.model import Scale, Verdict
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import score


@dataclass(frozen=True)
class Borderline:
    """One item, one point, another verdict."""

    item: str
    change: int
    """-1 or +1."""
    verdict: Verdict
    """What the verdict would become."""


def find_borderline(scale: Scale, row: Row) -> tuple[Borderline, ...]:
    """Move each item of the scale's `borderline` groups one point down, then up.

    Returns:
        In the order of the items, down before up; empty where the visit has no verdict to lose
        (its tier is None).
    """
    now = score(scale, ratings_from_rows(scale, [row])).verdicts[0]
    moves = _moves(scale, row) if now.tier is not None else []
    if not moves:
        return ()
    moved = [
        Row(row.assessment, {**row.levels, item: row.levels[item] + change}, row.choices)
        for item, change in moves
    ]
    verdicts = score(scale, ratings_from_rows(scale, moved)).verdicts
    return tuple(
        Borderline(item, change, verdict)
        for (item, change), verdict in zip(moves, verdicts, strict=True)
        if verdict.id != now.id
    )


def _moves(scale: Scale, row: Row) -> list[tuple[str, int]]:
    watched = {item for group in scale.borderline for item in scale.members(group)}
    return [
        (item, change)
        for item in scale.item_ids
        if item in watched and row.levels.get(item, -1) >= 0
        for change in (-1, 1)
        if scale.levels.low <= row.levels[item] + change <= scale.levels.high
    ]
