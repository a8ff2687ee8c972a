"""Facts asked before the items."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.facts import FactAnswer, FactProblem, StaleFact, list_facts, save_fact
from storage.problem import NotFound

RATER = "Rater one"


def test_choices_and_counts_come_back(acting, begin, now):
    assessment = begin().id
    choice = save_fact(acting, FactAnswer(assessment, RATER, "delivery", choice="one_team"), 0, now)
    count = save_fact(acting, FactAnswer(assessment, RATER, "stage_1", count=0), 0, now)
    assert (choice.revision, choice.updated_at, count.count) == (1, now, 0)
    assert list_facts(acting, assessment, RATER) == {"delivery": choice, "stage_1": count}


def test_a_fact_is_changed_and_taken_back(acting, begin, now):
    first = save_fact(acting, FactAnswer(begin().id, RATER, "stage_1", count=12), 0, now)
    second = save_fact(acting, replace(first, count=13), 1, now)
    assert (second.count, second.revision) == (13, 2)
    third = save_fact(acting, replace(second, count=None), 2, now)
    assert (third.count, third.revision) == (None, 3)


def test_a_stale_tab_does_not_overwrite_a_newer_fact(acting, begin, now):
    first = save_fact(acting, FactAnswer(begin().id, RATER, "stage_1", count=12), 0, now)
    newer = save_fact(acting, replace(first, count=13), 1, now)
    with pytest.raises(StaleFact) as raised:
        save_fact(acting, replace(first, count=14), 1, now)
    assert (raised.value.current, raised.value.attempted.count) == (newer, 14)
    assert list_facts(acting, first.assessment_id, RATER)["stage_1"] == newer


def test_saving_the_same_again_changes_nothing(acting, begin, now):
    first = save_fact(acting, FactAnswer(begin().id, RATER, "stage_1", count=12), 0, now)
    assert save_fact(acting, replace(first), 0, now) == first


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"fact": ""}, "fact: it is empty"),
        ({"choice": "one_team", "count": 3}, "fact: it has a choice and a count"),
        ({"choice": ""}, "choice: it is empty"),
        ({"choice": "x" * 65}, "choice: 65 characters are more than 64"),
        ({"count": -1}, "count: -1 is not a whole number"),
        ({"count": 2.5}, "count: 2.5 is not a whole number"),
    ],
)
def test_what_cannot_be_kept_is_refused(acting, begin, now, wrong, said):
    assessment = begin().id
    with pytest.raises(FactProblem) as raised:
        save_fact(acting, replace(FactAnswer(assessment, RATER, "delivery"), **wrong), 0, now)
    assert said in str(raised.value)
    assert list_facts(acting, assessment, RATER) == {}


def test_a_fact_of_a_visit_that_is_gone_is_refused(acting, now):
    with pytest.raises(NotFound, match="There is no assessment 12"):
        save_fact(acting, FactAnswer(12, RATER, "stage_1", count=1), 0, now)
