"""A score as plain data for other programs; the shape is documented and does not change."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from exchange.scored_file import ScoredFiling, Verified
from scoring import Scored, State, as_text
from scoring.claim import Claim
from scoring.explanation import Number
from scoring.held_back import HeldBack

PLACES = 4
"""Decimals of every number; halves are rounded up."""


def to_json(scored: ScoredFiling) -> str:
    """Write a score as one line of JSON, in characters that every console can show."""
    return json.dumps(to_data(scored))


def to_data(filing: ScoredFiling) -> dict[str, Any]:
    """Return a score as plain data, as docs/reference/command-line.md describes it."""
    scored = filing.scored
    return {
        "assessment": scored.row.assessment,
        "scale": scored.scale.id,
        "version": scored.scale.version,
        "verdict": {
            "id": scored.verdict.id,
            "name": scored.verdict.name,
            "rule": scored.verdict.rule,
            "because": " ".join(scored.because),
        },
        "tier": scored.verdict.tier,
        "sublabel": scored.sublabel and {"id": scored.sublabel.id, "name": scored.sublabel.name},
        "total": _number(scored.total),
        "index": _text(scored.index),
        "subscales": {number.id: _number(number) for number in scored.subscales},
        "profiles": {
            profile: {number.id: _number(number) for number in numbers}
            for profile, numbers in scored.profiles.items()
        },
        "combined": {number.id: _number(number) for number in filing.combined},
        "unrated": _left_out(scored, State.NOT_RATED),
        "not_enough_information": _left_out(scored, State.NOT_ENOUGH),
        "not_applicable": _left_out(scored, State.NOT_APPLICABLE),
        "bounds": {
            "lowest": _text(scored.bounds.lowest),
            "highest": _text(scored.bounds.highest),
            "worst": scored.bounds.worst.id,
            "best": scored.bounds.best.id,
        },
        "capped_by": _held_back(scored.capped_by),
        "held_back": [_held_back(held) for held in scored.held_back],
        "warnings": [{"id": key, "text": text} for key, text in filing.warnings],
        "borderline": [
            {"item": b.item, "change": b.change, "verdict": b.verdict.id} for b in scored.borderline
        ],
        "claim": _claim(filing.claim),
        "verified": _verified(filing.verified),
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else as_text(value, PLACES)


def _number(number: Number) -> dict[str, Any]:
    return {"value": _text(number.value), "rated": number.rated, "of": number.of}


def _left_out(scored: Scored, state: State) -> list[str]:
    return [left.item for left in scored.left_out if left.state is state]


def _held_back(held: HeldBack | None) -> dict[str, Any] | None:
    if held is None:
        return None
    return {
        "verdict": held.verdict.id,
        "because": " ".join(reason.text for reason in held.reasons),
        "items": list(held.items),
    }


def _claim(claim: Claim | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    return {"claimed": claim.claimed.id, "tiers_above": claim.tiers_above}


def _verified(verified: Verified | None) -> dict[str, Any] | None:
    if verified is None:
        return None
    return {"verdict": verified.verdict.id, "total": _number(verified.total)}
