"""Put every check to a visit, and sort what they find."""

from __future__ import annotations

from collections.abc import Callable

from reporting.preflight.agreement import AGREEMENT_CHECKS
from reporting.preflight.answers import ANSWER_CHECKS
from reporting.preflight.check import Check
from reporting.preflight.closing import CLOSING_CHECKS
from reporting.preflight.counts import COUNT_CHECKS
from reporting.preflight.evidence import FindIdentifiers, evidence_checks
from reporting.preflight.finding import SEVERITIES, Finding, Place
from reporting.preflight.pattern import PATTERN_CHECKS
from reporting.preflight.team import TEAM_CHECKS
from reporting.preflight.verdict import VERDICT_CHECKS
from reporting.preflight.visit import VisitUnderCheck


def checks(find_identifiers: FindIdentifiers) -> dict[str, tuple[Check, ...]]:
    """Every check, by what it looks at, in the order of the codes.

    Args:
        find_identifiers: Names what in a text may identify a client.
    """
    return {
        "People and days": TEAM_CHECKS,
        "Answers": ANSWER_CHECKS,
        "Evidence": evidence_checks(find_identifiers),
        "Counts": COUNT_CHECKS,
        "Patterns": PATTERN_CHECKS,
        "Score and verdict": VERDICT_CHECKS,
        "Raters and consensus": AGREEMENT_CHECKS,
        "Draft, corrections and papers": CLOSING_CHECKS,
    }


def preflight(visit: VisitUnderCheck, find_identifiers: FindIdentifiers) -> tuple[Finding, ...]:
    """Look at a visit before it is signed.

    Args:
        visit: The visit as it stands.
        find_identifiers: Names what in a text may identify a client, one entry each.

    Returns:
        What was found: errors, then warnings, then notes. Among each, what belongs to no scale
        first, then in the order of the scales and their items (what belongs to a whole scale or
        subscale stands before its items), then by code. Empty where all is well.
    """
    found = [
        Finding(check.code, check.severity, spot.sentence, check.fix, spot.place)
        for group in checks(find_identifiers).values()
        for check in group
        for spot in check.find(visit)
    ]
    weights, order = list(SEVERITIES), _order(visit)
    # Python's sort keeps the order of the codes among findings of one place.
    return tuple(sorted(found, key=lambda f: (weights.index(f.severity), order(f.place))))


def _order(visit: VisitUnderCheck) -> Callable[[Place], int]:
    places: dict[tuple[str | None, str | None, str | None], int] = {}
    for of in visit.scales:
        places.setdefault((of.scale.id, None, None), len(places))
        for item in of.scale.items:
            places.setdefault((of.scale.id, item.subscale, None), len(places))
            places.setdefault((of.scale.id, item.subscale, item.id), len(places))

    def order(place: Place) -> int:
        return places.get((place.scale, place.part, place.item), -1)

    return order
