"""Laws that hold for every profile, tried on profiles nobody thought of."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scales.model import Scale
from scoring import Row, State, explain, ratings_from_rows, score

SCALES = ("iddt", "goi", "trauma", "integration", "tiny")


@st.composite
def rows(draw, scale: Scale, *, complete: bool = False) -> Row:
    """A profile: mostly rated, near one level, with what is open or left out now and then."""
    middle = draw(st.integers(scale.levels.low, scale.levels.high))
    levels = {}
    for item in scale.items:
        near = st.integers(max(scale.levels.low, middle - 1), min(scale.levels.high, middle + 1))
        level = st.one_of(near, near, st.integers(scale.levels.low, scale.levels.high))
        kinds = [level, level, level]
        if not complete:
            kinds.append(st.sampled_from([State.NOT_RATED, State.NOT_ENOUGH]))
        if item.not_applicable.permitted:
            kinds.append(st.just(State.NOT_APPLICABLE))
        levels[item.id] = int(draw(st.one_of(kinds)))
    choices = {}
    for fact in scale.choice_facts:
        ids = [choice.id for choice in fact.choices]
        chosen = draw(st.sampled_from(ids if complete or draw(st.booleans()) else [*ids, None]))
        if chosen is not None:
            choices[fact.id] = chosen
    return Row("visit", levels, choices)


def tier(scale: Scale, row: Row) -> float:
    return score(scale, ratings_from_rows(scale, [row])).tiers[0]


@pytest.mark.parametrize("name", SCALES)
def test_raising_a_rating_never_lowers_the_verdict(name, request):
    scale = request.getfixturevalue(name)

    @settings(max_examples=60, deadline=None)
    @given(rows(scale))
    def law(row: Row) -> None:
        raised = [
            Row("raised", row.levels | {item: level + 1}, row.choices)
            for item, level in row.levels.items()
            if scale.levels.low <= level < scale.levels.high
        ]
        before = tier(scale, row)
        after = score(scale, ratings_from_rows(scale, raised)).tiers
        assert np.isnan(before) or not (after < before).any()
        assert np.isnan(before) == np.isnan(after).all() or not raised

    law()


@pytest.mark.parametrize("name", SCALES)
def test_the_order_of_the_items_does_not_matter(name, request):
    scale = request.getfixturevalue(name)
    mirrored = scale.model_copy(update={"items": scale.items[::-1]})
    mirrored = Scale.model_validate(mirrored.model_dump())

    @settings(max_examples=60, deadline=None)
    @given(rows(scale))
    def law(row: Row) -> None:
        one = score(scale, ratings_from_rows(scale, [row]))
        other = score(mirrored, ratings_from_rows(mirrored, [row]))
        assert one.verdicts[0].id == other.verdicts[0].id
        assert one.total.value(0) == other.total.value(0)

    law()


@pytest.mark.parametrize("name", SCALES)
def test_every_complete_profile_gets_a_verdict_with_a_tier_from_one_rule(name, request):
    scale = request.getfixturevalue(name)

    @settings(max_examples=60, deadline=None)
    @given(rows(scale, complete=True))
    def law(row: Row) -> None:
        scores = score(scale, ratings_from_rows(scale, [row]))
        dropped = sum(level == State.NOT_APPLICABLE for level in row.levels.values())
        if dropped <= 1:
            assert scores.verdicts[0].tier is not None
        assert scores.verdicts[0] in scale.verdicts

    law()


@pytest.mark.parametrize("name", SCALES)
def test_not_rated_is_never_zero(name, request):
    """Taking an answer away moves the mean to the mean of the rest, never toward zero."""
    scale = request.getfixturevalue(name)

    @settings(max_examples=60, deadline=None)
    @given(rows(scale), st.data())
    def law(row: Row, data: st.DataObject) -> None:
        item = data.draw(st.sampled_from(scale.item_ids))
        state = data.draw(st.sampled_from([State.NOT_RATED, State.NOT_ENOUGH]))
        without = Row("visit", row.levels | {item: int(state)}, row.choices)
        for subscale in scale.subscales:
            members = scale.members(subscale.id)
            rest = [without.levels[i] for i in members if without.levels[i] >= 0]
            found = score(scale, ratings_from_rows(scale, [without])).subscales[subscale.id]
            expected = Fraction(sum(rest), len(rest)) if rest else None
            if len(rest) < subscale.minimum_rated:
                expected = None
            assert found.value(0) == expected

    law()


@pytest.mark.parametrize("name", ["trauma", "integration", "tiny"])
def test_a_permitted_not_applicable_leaves_the_mean_of_the_rest(name, request):
    scale = request.getfixturevalue(name)
    permitted = [item.id for item in scale.items if item.not_applicable.permitted]

    @settings(max_examples=60, deadline=None)
    @given(rows(scale, complete=True), st.sampled_from(permitted))
    def law(row: Row, item: str) -> None:
        left_out = Row("visit", row.levels | {item: int(State.NOT_APPLICABLE)}, row.choices)
        unrated = Row("visit", row.levels | {item: int(State.NOT_RATED)}, row.choices)
        totals = [
            score(scale, ratings_from_rows(scale, [r])).total.value(0) for r in (left_out, unrated)
        ]
        assert totals[0] == totals[1]

    law()


@pytest.mark.parametrize("name", SCALES)
def test_best_and_worst_case_enclose_the_truth(name, request):
    scale = request.getfixturevalue(name)

    @settings(max_examples=40, deadline=None)
    @given(rows(scale), st.data())
    def law(row: Row, data: st.DataObject) -> None:
        bounds = explain(score(scale, ratings_from_rows(scale, [row])), 0).bounds
        levels = st.integers(scale.levels.low, scale.levels.high)
        filled = {
            item: data.draw(levels) if level in (State.NOT_RATED, State.NOT_ENOUGH) else level
            for item, level in row.levels.items()
        }
        choices = {
            fact.id: row.choices.get(fact.id) or data.draw(st.sampled_from(fact.choices)).id
            for fact in scale.choice_facts
        }
        truth = score(scale, ratings_from_rows(scale, [Row("visit", filled, choices)]))
        value, tiers = truth.total.value(0), (bounds.worst.tier, bounds.best.tier)
        if value is not None:
            assert bounds.lowest is not None and bounds.highest is not None
            assert bounds.lowest <= value <= bounds.highest
        found = truth.verdicts[0].tier
        if found is not None:
            assert (-1 if tiers[0] is None else tiers[0]) <= found
            assert tiers[1] is not None and found <= tiers[1]

    law()
