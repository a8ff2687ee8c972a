"""What a subscale shows: what is strong, what was found, and what is recommended."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.facts import ScaleResult
from reporting.item_table import ItemRow
from reporting.numbers import NumberRow
from scales.item import Item


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
        recommended: What to do about it first; empty where the scale suggests nothing at this
            level.
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
    return tuple(
        _of_subscale(result, row, [item for item in items if item.subscale_id == row.id])
        for row in subscales
    )


def _of_subscale(result: ScaleResult, row: NumberRow, items: list[ItemRow]) -> SubscaleFindings:
    rated = [(item, item.level) for item in items if item.level is not None]
    weak = sorted(
        ((item, level) for item, level in rated if level < item.target),
        key=lambda found: (found[1], -found[0].importance),
    )
    return SubscaleFindings(
        name=row.name,
        mean=row.text,
        counted=row.counted,
        strengths=tuple(
            (item.label, level, item.anchor) for item, level in rated if level >= item.target
        ),
        findings=tuple(_finding(result, item, level) for item, level in weak),
        open=tuple(item.label for item in items if item.level is None),
    )


def _finding(result: ScaleResult, row: ItemRow, level: int) -> Finding:
    item = result.scored.scale.item(row.id)
    above = min(anchor.level for anchor in item.anchors if anchor.level > level)
    do, done_when = _first_step(item, level)
    return Finding(
        label=row.label,
        level=level,
        seen=row.anchor,
        next_level=above,
        needed=item.anchor(above).text,
        note=row.note,
        recommended=do,
        done_when=done_when,
    )


def _first_step(item: Item, level: int) -> tuple[str, str]:
    fitting = (a for a in item.actions if a.at_most is None or level <= a.at_most)
    first = next(fitting, None)
    return (first.do, first.done_when) if first else ("", "")
