"""What a subscale shows: what is strong, what was found, and what is recommended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.facts import ScaleResult
from reporting.item_table import ItemRow
from reporting.numbers import NumberRow
from scoring.gaps import Gap, find_gaps
from scoring.plan import fitting_actions


@dataclass(frozen=True)
class Finding:
    """An item below its target.

    Attributes:
        label: Id and name.
        level: As rated.
        seen: What that level looks like.
        next_level: The level above it.
        needed: What that one looks like.
        note: What the rater wrote.
        recommended: What to do about it first, as the plan suggests it.
        done_when: What shows that it is done.
    """

    label: str
    level: int
    seen: str
    next_level: int
    needed: str
    note: str
    recommended: str
    done_when: str


@dataclass(frozen=True)
class SubscaleFindings:
    """What one subscale shows.

    Attributes:
        mean: As text, two decimals or a dash.
        strengths: Label, level and what it looks like, of items at or above their target.
        findings: Items below their target, the lowest level first.
        open: Labels of items without a level.
    """

    name: str
    mean: str
    counted: str
    strengths: tuple[tuple[str, int, str], ...]
    findings: tuple[Finding, ...]
    open: tuple[str, ...]


def subscale_findings(
    result: ScaleResult, subscales: tuple[NumberRow, ...], items: tuple[ItemRow, ...]
) -> tuple[SubscaleFindings, ...]:
    """Sort the items of each subscale into what is strong and what is to be worked on."""
    gaps = {gap.item.id: gap for gap in find_gaps(result.scored, result.target_level)}
    return tuple(
        _of_subscale(row, [item for item in items if item.subscale_id == row.id], gaps)
        for row in subscales
    )


def _of_subscale(row: NumberRow, items: list[ItemRow], gaps: Mapping[str, Gap]) -> SubscaleFindings:
    rated = [(item, item.level) for item in items if item.level is not None]
    weak = [item for item in items if item.id in gaps]
    weak.sort(key=lambda item: (gaps[item.id].level, -item.importance))
    return SubscaleFindings(
        name=row.name,
        mean=row.text,
        counted=row.counted,
        strengths=tuple(
            (item.label, level, item.anchor) for item, level in rated if item.id not in gaps
        ),
        findings=tuple(_finding(item, gaps[item.id]) for item in weak),
        open=tuple(item.label for item in items if item.level is None),
    )


def _finding(row: ItemRow, gap: Gap) -> Finding:
    above = min(anchor.level for anchor in gap.item.anchors if anchor.level > gap.level)
    step = fitting_actions(gap)[0]
    return Finding(
        label=row.label,
        level=gap.level,
        seen=row.anchor,
        next_level=above,
        needed=gap.item.anchor(above).text,
        note=row.note,
        recommended=step.do,
        done_when=step.done_when,
    )
