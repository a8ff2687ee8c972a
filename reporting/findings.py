"""What a subscale shows: what is strong, what was found, and what is recommended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.facts import ScaleResult
from reporting.gap_table import gaps_of
from reporting.item_table import ItemRow
from reporting.numbers import NumberRow
from reporting.sentences import ended
from scoring.gaps import Gap
from scoring.plan import fitting_actions


@dataclass(frozen=True)
class Strength:
    """An item at or above its target.

    Attributes:
        label: Id and name.
        draft: What its level looks like.
        words: What the report says: the draft, or what a reviewer wrote in its place; empty where
            they left it out.
    """

    item: str
    label: str
    level: int
    draft: str
    words: str


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
        draft: What to do about it first, as the plan suggests it, and what shows that it is done.
        recommended: What the report recommends: the draft, or what a reviewer wrote in its place;
            empty where they left it out.
    """

    item: str
    label: str
    level: int
    seen: str
    next_level: int
    needed: str
    note: str
    draft: str
    recommended: str


@dataclass(frozen=True)
class SubscaleFindings:
    """What one subscale shows.

    Attributes:
        mean: As text, two decimals or a dash.
        strengths: Items at or above their target, those left out among them.
        findings: Items below their target, the lowest level first.
        open: Labels of items without a level.
    """

    name: str
    mean: str
    counted: str
    strengths: tuple[Strength, ...]
    findings: tuple[Finding, ...]
    open: tuple[str, ...]

    @property
    def told(self) -> tuple[Strength, ...]:
        """The strengths that the report tells."""
        return tuple(strength for strength in self.strengths if strength.words)


def subscale_findings(
    result: ScaleResult, subscales: tuple[NumberRow, ...], items: tuple[ItemRow, ...]
) -> tuple[SubscaleFindings, ...]:
    """Sort the items of each subscale into what is strong and what is to be worked on."""
    gaps = {gap.item.id: gap for gap in gaps_of(result)}
    return tuple(
        _of_subscale(result, row, [item for item in items if item.subscale_id == row.id], gaps)
        for row in subscales
    )


def _of_subscale(
    result: ScaleResult, row: NumberRow, items: list[ItemRow], gaps: Mapping[str, Gap]
) -> SubscaleFindings:
    rated = [(item, item.level) for item in items if item.level is not None]
    weak = [item for item in items if item.id in gaps]
    weak.sort(key=lambda item: (gaps[item.id].level, -item.importance))
    return SubscaleFindings(
        name=row.name,
        mean=row.text,
        counted=row.counted,
        strengths=tuple(
            _strength(result, item, level) for item, level in rated if item.id not in gaps
        ),
        findings=tuple(_finding(result, item, gaps[item.id]) for item in weak),
        open=tuple(item.label for item in items if item.level is None),
    )


def _strength(result: ScaleResult, row: ItemRow, level: int) -> Strength:
    draft = ended(row.anchor)
    words = _said(result, row.id, "strength", level, draft)
    return Strength(row.id, row.label, level, draft, words)


def _finding(result: ScaleResult, row: ItemRow, gap: Gap) -> Finding:
    above = min(anchor.level for anchor in gap.item.anchors if anchor.level > gap.level)
    step = fitting_actions(gap)[0]
    draft = f"{ended(step.do)} Done when: {ended(step.done_when)}"
    return Finding(
        item=row.id,
        label=row.label,
        level=gap.level,
        seen=row.anchor,
        next_level=above,
        needed=gap.item.anchor(above).text,
        note=row.note,
        draft=draft,
        recommended=_said(result, row.id, "recommendation", gap.level, draft),
    )


def _said(result: ScaleResult, item: str, subject: str, level: int, draft: str) -> str:
    """What the report says: what was written for another level does not fit any more."""
    written = result.written.get((item, subject))
    if written is None or written.level != level:
        return draft
    return (ended(written.words) or draft) if written.said else ""
