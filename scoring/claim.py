"""What a program calls itself, against what was observed."""

from __future__ import annotations

from dataclasses import dataclass

from scales.model import Choice
from scoring.explanation import Scored


@dataclass(frozen=True)
class Claim:
    """The claimed and the observed model side by side.

    Attributes:
        claimed: What the program says of itself.
        tiers_above: Claimed tier minus observed tier; positive where the claim runs ahead of
            practice, None where either has no tier.
        same: Whether the very class that is claimed was observed; two classes can share a tier.
    """

    claimed: Choice
    tiers_above: int | None
    same: bool


def find_claim(scored: Scored) -> Claim | None:
    """Compare the claim with the verdict; None where the scale asks for none or none was given."""
    scale = scored.scale
    for fact in scale.choice_facts:
        if fact.claim and fact.id in scored.row.choices:
            chosen = next(c for c in fact.choices if c.id == scored.row.choices[fact.id])
            tiers = {verdict.id: verdict.tier for verdict in scale.verdicts}
            claimed = tiers[chosen.verdict] if chosen.verdict else None
            observed = scored.verdict.tier
            gap = None if claimed is None or observed is None else claimed - observed
            return Claim(chosen, gap, chosen.verdict == scored.verdict.id)
    return None
