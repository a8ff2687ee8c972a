"""How far each item is from its target, widest first, with what the two levels look like."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.facts import ScaleResult
from reporting.own_targets import mean_targets
from reporting.sentences import counted, listed
from scoring.gaps import Gap, find_gaps, next_verdict


@dataclass(frozen=True)
class GapRow:
    """An item below its target.

    Attributes:
        size: Points from level to target, at least 1.
        needed: The level the next verdict needs of it; None where it asks for none.
        needed_for: That verdict; empty where it asks for none.
        caps: It holds the verdict below what the mean alone would allow.
        holds_back: It stands in the way of the next verdict.
        signs: What makes it matter beyond its size, in words; empty where nothing does.
        anchor_now, anchor_target: What the level it has and the level aimed at look like.
    """

    scale_id: str
    item_id: str
    name: str
    subscale: str
    level: int
    target: int
    size: int
    size_text: str
    needed: int | None
    needed_for: str
    caps: bool
    holds_back: bool
    signs: str
    importance: int
    anchor_now: str
    anchor_target: str

    @property
    def label(self) -> str:
        """Id and name."""
        return f"{self.item_id} {self.name}"


def gaps_of(result: ScaleResult) -> tuple[Gap, ...]:
    """Find the gaps of a scale by the targets that were chosen, widest first."""
    return find_gaps(result.scored, result.target_level, result.item_targets)


def gap_rows(result: ScaleResult) -> tuple[GapRow, ...]:
    """List the rated items below target, widest first."""
    upward = next_verdict(result.scored)
    return tuple(
        _row(gap, upward.name if upward else "the next verdict") for gap in gaps_of(result)
    )


def gap_summary(rows: tuple[GapRow, ...], rated: int, result: ScaleResult) -> str:
    """Say in a few sentences how many items are below target, which are furthest, and what the
    means lack that have a target of their own."""
    return " ".join([_items_below(rows, rated, result), *(m.words for m in mean_targets(result))])


def _items_below(rows: tuple[GapRow, ...], rated: int, result: ScaleResult) -> str:
    if not rated:
        return "No item is rated, so nothing can be said about gaps."
    if not rows:
        own = ", or their own" if result.item_targets else ""
        return f"None of the {rated} rated items is below target ({result.target}{own})."
    widest = [row.label for row in rows if row.size == rows[0].size]
    shown = listed(widest if len(widest) <= 3 else [*widest[:3], f"{len(widest) - 3} more"])
    verb = "is" if len(widest) == 1 else "are"
    return (
        f"{len(rows)} of {rated} rated items {'is' if len(rows) == 1 else 'are'} below target. "
        f"Furthest, by {rows[0].size_text}, {verb} {shown}."
    )


def _row(gap: Gap, next_name: str) -> GapRow:
    needed_for = next_name if gap.needed is not None else ""
    return GapRow(
        scale_id=gap.scale.id,
        item_id=gap.item.id,
        name=gap.item.name,
        subscale=next(s.name for s in gap.scale.subscales if s.id == gap.item.subscale),
        level=gap.level,
        target=gap.target,
        size=gap.size,
        size_text=counted(gap.size, "point"),
        needed=gap.needed,
        needed_for=needed_for,
        caps=gap.caps,
        holds_back=gap.holds_back,
        signs=_signs(gap, next_name),
        importance=gap.item.importance,
        anchor_now=gap.item.anchor(gap.level).text,
        anchor_target=gap.item.anchor(gap.target).text,
    )


def _signs(gap: Gap, next_name: str) -> str:
    signs = ["caps the verdict"] if gap.caps else []
    if gap.holds_back:
        signs.append(f"in the way of {next_name}")
    elif gap.needed is not None and gap.level < gap.needed:
        signs.append(f"{next_name} needs {gap.needed}")
    return "; ".join(signs)
