"""Ratings that a scale does not have or permit are named, all of them, and never scored."""

import numpy as np
import pytest

from scales.model import Scale
from scoring import RatingsError, Row, State, ratings_from_rows, score


def test_every_problem_of_every_row_is_named_at_once(tiny):
    rows = [
        Row("spring", {"A1": 6, "A9": 3, "B1": State.NOT_APPLICABLE}, {}),
        Row("fall", {"A1": 0}, {"place": "nowhere", "size": "big"}),
    ]
    with pytest.raises(RatingsError) as error:
        ratings_from_rows(tiny, rows)
    assert error.value.problems == (
        'spring, item "A1": 6 is not a level (it has 1 to 5).',
        'spring, item "A9": the Tiny scale has no such item.',
        'spring, item "B1": not applicable is not permitted here. Only where nobody needs it.',
        'fall, item "A1": 0 is not a level (it has 1 to 5).',
        'fall, fact "place": "nowhere" is not a choice. Choose one of here, there.',
        'fall, fact "size": the Tiny scale asks no such fact.',
    )


def test_a_row_comes_back_as_it_went_in(tiny):
    row = Row(
        "visit",
        {"A1": 5, "A2": State.NOT_APPLICABLE, "B1": 1, "B2": State.NOT_ENOUGH, "B3": -1},
        {"place": "there"},
    )
    assert ratings_from_rows(tiny, [row]).row(0) == row


def test_ratings_of_one_scale_are_not_scored_with_another(tiny, iddt):
    ratings = ratings_from_rows(tiny, [Row("visit", {"A1": 5}, {})])
    with pytest.raises(ValueError, match="made with tiny, not iddt"):
        score(iddt, ratings)


def test_a_visit_about_which_nothing_can_be_said_has_no_tier(integration):
    """It must not stand in a trend as the lowest tier, which is 0."""
    ones = dict.fromkeys(integration.item_ids, 1)
    rows = [Row("open", {}, {}), Row("single", ones, {"delivery": "other_none"})]
    scores = score(integration, ratings_from_rows(integration, rows))
    assert np.isnan(scores.tiers[0])
    assert scores.tiers[1] == 0


def test_no_assessments_give_no_scores(tiny):
    scores = score(tiny, ratings_from_rows(tiny, []))
    assert (scores.verdicts, len(scores.total.numerators)) == ((), 0)


def test_a_verdict_without_a_condition_is_the_last_one_tried(tiny_data):
    high, low = tiny_data["verdicts"]
    data = tiny_data | {"verdicts": [low, high, low | {"id": "lowest"}]}
    scale = Scale.model_validate(data)
    scores = score(scale, ratings_from_rows(scale, [Row("visit", {"A1": 5, "B1": 5}, {})]))
    assert scores.verdicts[0].id == "low"


def test_many_assessments_score_the_same_as_one_by_one(tiny):
    rows = [Row(str(n), {"A1": 1 + n % 5, "B1": 5, "B2": 4}, {}) for n in range(70_000)]
    scores = score(tiny, ratings_from_rows(tiny, rows))
    first = score(tiny, ratings_from_rows(tiny, rows[:5]))
    assert scores.verdicts[:5] == first.verdicts
    assert scores.verdicts[65_536 + 4 :][:5] == first.verdicts
    assert scores.tiers[:5].tolist() == [0, 0, 1, 1, 1]
