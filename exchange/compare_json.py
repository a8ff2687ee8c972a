"""Compared visits as plain data for other programs; the shape is documented and does not change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exchange.change_json import level_data, mean_data
from scoring import Scored
from scoring.agreement import Agreement
from scoring.compare.across import ItemAcross
from scoring.compare.cut_offs import cut_offs
from scoring.compare.lineup import ComparedVisit, Lineup
from scoring.compare.self_external import Differences, SelfExternal, SelfExternalPool


def visit_data(visit: ComparedVisit, version: str) -> dict[str, Any]:
    """A visit; `version` is the one that all are scored by."""
    return {
        "visit": visit.id,
        "program": {"id": visit.program, "name": visit.stored_name, "invented": visit.invented},
        "region": visit.region,
        "date": visit.day.isoformat(),
        "kind": visit.kind,
        "version": visit.version,
        "restated": visit.version != version,
        "file_changed": visit.file_changed,
    }


def heat_data(lineup: Lineup) -> list[dict[str, Any]]:
    """The levels of each visit."""
    items = lineup.scale.item_ids
    return [
        {
            **visit_data(visit, lineup.scale.version),
            "items": {item: level_data(level) for item, level in zip(items, row, strict=True)},
        }
        for visit, row in zip(lineup.visits, lineup.levels.tolist(), strict=True)
    ]


def items_data(items: Sequence[ItemAcross]) -> list[dict[str, Any]]:
    """Each item over the visits."""
    return [
        {
            "item": each.item,
            "mean": mean_data(each.mean),
            "n": each.n,
            "at_level": list(each.at_level),
        }
        for each in items
    ]


def totals_data(lineup: Lineup) -> list[dict[str, Any]]:
    """The verdict, the total and the subscales of each visit."""
    scale, total = lineup.scale, lineup.mean(lineup.scale.total.id)
    subscales = {part.id: lineup.values(part.id) for part in scale.subscales}
    return [
        {
            **visit_data(visit, scale.version),
            "verdict": lineup.scores.verdicts[place].id,
            "tier": lineup.scores.verdicts[place].tier,
            "total": {
                "value": mean_data(total.value(place)),
                "rated": int(total.rated[place]),
                "of": int(total.applicable[place]),
            },
            "subscales": {part: mean_data(values[place]) for part, values in subscales.items()},
        }
        for place, visit in enumerate(lineup.visits)
    ]


def cut_offs_data(lineup: Lineup) -> list[dict[str, Any]]:
    """The cut-offs of the total, the lowest first; empty where more than the total decides."""
    return [
        {"at_least": mean_data(cut.at_least), "verdict": cut.verdict.id}
        for cut in cut_offs(lineup.scale, lineup.scale.total.id)
    ]


def self_external_data(found: SelfExternalPool) -> dict[str, Any]:
    """Self-audits beside site visits: over all programs, by item, and program by program."""
    return {
        "months": found.months,
        "programs": len(found.pairs),
        "programs_left_out": found.alone,
        "total": _differences(found.total),
        "items": {item: _differences(each) for item, each in found.items.items()},
        "pairs": [_pair(pair, found.scale.version) for pair in found.pairs],
    }


def agreement_data(found: Agreement) -> dict[str, Any]:
    """What each rater of a visit gave, and how far they agree."""
    counts = found.overall.counts
    return {
        "raters": list(found.overall.raters),
        "compared": counts.compared,
        "alike": counts.alike,
        "within_one": counts.within_one,
        "items": [
            {
                "item": each.item,
                "levels": {rater: level_data(level) for rater, level in each.levels.items()},
                "apart": each.spread,
            }
            for each in found.items
        ],
    }


def reasons_data(scored: Scored) -> dict[str, Any]:
    """Why a visit has its verdict, what caps it, and what would change it."""
    capped = scored.capped_by
    return {
        "verdict": scored.verdict.id,
        "rule": scored.verdict.rule,
        "because": list(scored.because),
        "total": mean_data(scored.total.value),
        "capped_by": capped and _held(capped.verdict.id, capped.reasons),
        "held_back": [_held(held.verdict.id, held.reasons) for held in scored.held_back],
        "borderline": [
            {"item": near.item, "change": near.change, "verdict": near.verdict.id}
            for near in scored.borderline
        ],
    }


def _held(verdict: str, reasons: Sequence[Any]) -> dict[str, Any]:
    return {"verdict": verdict, "because": [reason.text for reason in reasons]}


def _differences(found: Differences) -> dict[str, Any]:
    return {
        "mean_difference": mean_data(found.mean),
        "n": found.n,
        "self": mean_data(found.self_mean),
        "external": mean_data(found.others_mean),
        "self_higher": found.higher,
        "same": found.same,
        "self_lower": found.lower,
    }


def _pair(pair: SelfExternal, version: str) -> dict[str, Any]:
    return {
        "self": visit_data(pair.by_self, version),
        "external": visit_data(pair.by_others, version),
        "total": {
            "self": mean_data(pair.total_self),
            "external": mean_data(pair.total_others),
            "difference": mean_data(pair.difference),
        },
        "items": [
            {
                "item": each.item,
                "self": level_data(each.by_self),
                "external": level_data(each.by_others),
                "difference": each.difference,
            }
            for each in pair.items
        ],
    }
