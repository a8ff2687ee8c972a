"""What is said of a verdict: why it is so, what held it back, what could still change it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from reporting.numbers import NumberRow
from reporting.sentences import counted, listed
from scoring.borderline import Borderline
from scoring.claim import find_claim
from scoring.explanation import Scored
from scoring.rounding import as_decimal
from scoring.states import State

_MOST_NAMED = 6
"""With more items than this a borderline sentence gives their number, not their names."""


@dataclass(frozen=True)
class BorderlineNote:
    """Items of which any one, moved by one point, would change the verdict in the same way."""

    text: str
    items: tuple[str, ...]


def verdict_name(scored: Scored) -> str:
    """The verdict with its finer name, where it has one."""
    name = scored.verdict.name
    return f"{name}, {scored.sublabel.name}" if scored.sublabel else name


def headline(scored: Scored, total: NumberRow) -> str:
    """Verdict, rule and total in one line."""
    return (
        f"{verdict_name(scored)} (rule {scored.verdict.rule}). "
        f"{total.name}: {total.text} ({total.counted})."
    )


def capped_text(scored: Scored) -> str | None:
    """Say what holds the verdict below what the mean alone would allow; None where nothing does."""
    held = scored.capped_by
    if held is None:
        return None
    why = " ".join(reason.text for reason in held.reasons)
    return (
        f"The mean alone would allow {held.verdict.name}. Held at {scored.verdict.name} by: {why}"
    )


def held_back_texts(scored: Scored) -> tuple[str, ...]:
    """One sentence for each higher verdict, the nearest first."""
    return tuple(
        f"{held.verdict.name} is not reached: {' '.join(reason.text for reason in held.reasons)}"
        for held in scored.held_back
    )


def borderline_notes(scored: Scored) -> tuple[BorderlineNote, ...]:
    """Group the items by what one point would do: down before up, worst verdict first."""
    ordered = sorted(scored.borderline, key=_effect)
    return tuple(
        _note(scored, list(group)) for _, group in groupby(ordered, key=lambda b: _effect(b))
    )


def possible_text(scored: Scored) -> str | None:
    """Say how the score can still end; None where every item and fact is answered."""
    missing = [left for left in scored.left_out if left.state != State.NOT_APPLICABLE]
    facts = [f for f in scored.scale.choice_facts if not f.claim and f.id not in scored.row.choices]
    if not missing and not facts:
        return None
    bounds = scored.bounds
    parts = [
        counted(number, noun, plural)
        for number, noun, plural in (
            (len(missing), "item", "items"),
            (len(facts), "question before the items", "questions before the items"),
        )
        if number
    ]
    verb = "is" if len(missing) + len(facts) == 1 else "are"
    total = "cannot be formed"
    if bounds.lowest is not None and bounds.highest is not None:
        total = f"between {as_decimal(bounds.lowest)} and {as_decimal(bounds.highest)}"
    elif bounds.highest is not None:
        total = f"at most {as_decimal(bounds.highest)}"
    verdict = f"from {bounds.worst.name} to {bounds.best.name}"
    if bounds.worst.id == bounds.best.id:
        verdict = f"{bounds.worst.name} either way"
    return f"{listed(parts)} {verb} open. Still possible: {total}; {verdict}."


def claim_text(scored: Scored) -> str | None:
    """Set what the program calls itself against what was observed; None where nobody asked."""
    claim = find_claim(scored)
    if claim is None:
        return None
    said = f'The program calls itself "{claim.claimed.text}"; observed: {scored.verdict.name}.'
    above = claim.tiers_above
    if above is None:
        return f"{said} The two cannot be compared."
    if claim.same:
        return f"{said} The claim fits what was observed."
    if above == 0:
        return f"{said} These are two different classes of the same tier."
    tiers = counted(abs(above), "tier")
    if above > 0:
        return f"{said} The claim is {tiers} above what was observed."
    return f"{said} What was observed is {tiers} above the claim."


def _effect(borderline: Borderline) -> tuple[int, int, str]:
    tier = borderline.verdict.tier
    return borderline.change, -1 if tier is None else tier, borderline.verdict.id


def _note(scored: Scored, group: list[Borderline]) -> BorderlineNote:
    items = tuple(borderline.item for borderline in group)
    way = "down" if group[0].change < 0 else "up"
    end = f"one point {way}: {group[0].verdict.name}."
    if len(items) == 1:
        return BorderlineNote(f"{items[0]} {scored.scale.item(items[0]).name} {end}", items)
    if len(items) <= _MOST_NAMED:
        return BorderlineNote(f"Any one of {listed(items, 'or')} {end}", items)
    return BorderlineNote(f"Any one of {len(items)} items {end}", items)
