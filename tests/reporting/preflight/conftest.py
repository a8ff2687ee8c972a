"""A visit in which there is nothing to find, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reporting.facts import AnswerFacts, ScaleResult
from reporting.preflight.finding import Finding
from reporting.preflight.run import preflight
from reporting.preflight.visit import (
    RatingMember,
    ScaleUnderCheck,
    StoredAnswer,
    VisitUnderCheck,
)
from scales.model import Scale
from scoring.explanation import explain_ratings
from scoring.ratings import Row, ratings_from_rows
from scoring.states import State

SOLID = AnswerFacts(sources=("Charts", "Interviews"), grade="A", numerator=20, denominator=20)
"""Of the small scale, 20 of 20 points to level 5, far from any cut."""
_STATES = {
    State.NOT_RATED: StoredAnswer(),
    State.NOT_APPLICABLE: StoredAnswer("not_applicable"),
    State.NOT_ENOUGH: StoredAnswer("not_enough_information"),
}

ScaleOf = Callable[..., ScaleUnderCheck]
VisitOf = Callable[..., VisitUnderCheck]
Found = Callable[..., list[str]]


@pytest.fixture(scope="session")
def scale_of(house: Scale) -> ScaleOf:
    """A scale that is rated; of the small scale every item is a 5 unless told otherwise.

    What stands beside a level is solid, and what is stored is what counts, unless told otherwise.
    """

    def make(
        levels: Mapping[str, int] | None = None,
        *,
        scale: Scale = house,
        choices: Mapping[str, str] | None = None,
        answers: Mapping[str, AnswerFacts] | None = None,
        stored: Mapping[str, StoredAnswer] | None = None,
        counts: Mapping[str, int] | None = None,
        **others: Any,
    ) -> ScaleUnderCheck:
        usual = dict.fromkeys(scale.item_ids, 5) if scale is house else {}
        given = {**usual, **(levels or {})}
        usual_choices = {"team": "yes"} if scale is house else {}
        row = Row("Visit", given, usual_choices if choices is None else choices)
        scored = explain_ratings(ratings_from_rows(scale, [row]))
        beside = {**dict.fromkeys(given, SOLID), **(answers or {})}
        as_counted = {
            item: StoredAnswer("rated", level) if level >= 0 else _STATES[State(level)]
            for item, level in given.items()
        }
        return ScaleUnderCheck(
            ScaleResult(scored, answers=beside, counts=counts or {}),
            {**as_counted, **(stored or {})},
            **others,
        )

    return make


@pytest.fixture(scope="session")
def visit_of(scale_of: ScaleOf) -> VisitOf:
    """A site visit of two raters with a consensus, in which there is nothing to find."""

    def make(*scales: ScaleUnderCheck, **changes: Any) -> VisitUnderCheck:
        visit = VisitUnderCheck(
            date=date(2026, 3, 2),
            kind="site_visit",
            today=date(2026, 3, 20),
            has_lead=True,
            has_contact=True,
            members=(
                RatingMember("Ann", outside=True, rated_on=date(2026, 3, 3)),
                RatingMember("Ben", outside=False, rated_on=date(2026, 3, 3)),
            ),
            scales=scales or (scale_of(),),
            sent_on=date(2026, 3, 16),
        )
        return replace(visit, **changes)

    return make


@pytest.fixture(scope="session")
def findings() -> Callable[..., list[Finding]]:
    """What one check finds, in notes that identify nobody."""

    def find(visit: VisitUnderCheck, code: str) -> list[Finding]:
        return [f for f in preflight(visit, lambda text: ()) if f.code == code]

    return find


@pytest.fixture(scope="session")
def found(findings: Callable[..., list[Finding]]) -> Found:
    """The sentences of one check."""

    def find(visit: VisitUnderCheck, code: str) -> list[str]:
        return [finding.sentence for finding in findings(visit, code)]

    return find
