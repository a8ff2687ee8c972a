"""A level of 0, where a scale has one, is a rating like any other."""

from __future__ import annotations

import pytest

from reporting.facts import AnswerFacts
from reporting.preflight.visit import RaterLevels
from scales.model import Levels, Scale


@pytest.fixture(scope="module")
def from_zero(house: Scale) -> Scale:
    """The small scale with levels from 0 to 5."""
    return house.model_copy(update={"levels": Levels(low=0, high=5)})


def test_a_zero_needs_evidence(from_zero, scale_of, visit_of, found):
    of = scale_of({"A1": 0}, scale=from_zero, answers={"A1": AnswerFacts()})
    assert found(visit_of(of), "P20") == [
        "A1 Name of A1: rated 0, and no source of evidence is ticked."
    ]


def test_a_zero_can_have_moved(from_zero, scale_of, visit_of, found):
    of = scale_of({"A1": 2}, scale=from_zero, previous={"A1": 0})
    assert found(visit_of(of), "P40") == [
        "A1 Name of A1: 0 at the visit before and 2 now, and no note says why."
    ]


def test_zeros_count_among_levels_that_are_all_the_same(house, scale_of, visit_of, found):
    more = house.items[3].model_copy(update={"id": "B2"})
    long = house.model_copy(update={"levels": Levels(low=0, high=5), "items": (*house.items, more)})
    long = Scale.model_validate(long.model_dump())
    zeros = dict.fromkeys(long.item_ids, 0)
    visit = visit_of(scale_of(zeros, scale=long, choices={"team": "yes"}, previous=zeros))
    assert found(visit, "P42") == ["House: all 5 rated items are 0."]
    assert found(visit, "P41") == ["House: all 5 levels are the same as at the visit before."]


def test_a_rater_who_gave_a_zero_saw_it_otherwise(from_zero, scale_of, visit_of, found):
    raters = (RaterLevels("Ann", {"A1": 0}), RaterLevels("Ben", {"A1": 2}))
    visit = visit_of(scale_of({"A1": 0}, scale=from_zero, raters=raters))
    assert found(visit, "P64") == [
        "A1 Name of A1: the raters lie 2 points apart: 0 (Ann) and 2 (Ben)."
    ]
    assert found(visit, "P63") == []
    assert found(visit, "P62") == [
        "A1 Name of A1: the consensus is 0 and differs from 2 (Ben); no reason is given."
    ]
